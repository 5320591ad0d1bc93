"""Ways in which a wrong letter could leave: each was tried, and none does."""

from dataclasses import replace
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select

from recruiterdash import journey
from recruiterdash.candidates.models import Application, ApplicationState, InterviewKind, Outcome
from recruiterdash.config import Settings
from recruiterdash.errors import NotAllowed
from recruiterdash.journey.overview import overview
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import MessageType, batches, outbox, scheduled
from recruiterdash.messages.batch_rows import BatchApplication, BatchState
from recruiterdash.messages.models import MessageState, Template, TemplateState, TemplateVersion
from recruiterdash.messages.rerendering import rerender
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState, Stage, StageType
from tests.faults.smtp_server import FaultServer
from tests.messages.test_races import drain, together
from tests.messages.ward import STATUS, Ward
from tests.messages.world import World

NO = MessageType.REJECTION_APPLICATION


@pytest.fixture
def ward(world: World) -> Ward:
    return Ward(world)


def held(ward: Ward) -> Settings:
    return replace(ward.world.settings, undo_seconds=10.0)


def leave(ward: Ward) -> list[bytes]:
    """Let everything leave that is due, and return it."""
    with FaultServer() as server:
        worker = ward.world.worker(smtp_url=server.url)
        drain(worker.send_one)
        worker.stop()
        return [took.data for took in server.accepted]


def in_data(ward: Ward, number: int) -> int:
    """A worker has a letter on the wire; returns its fence."""
    with ward.world.writing() as session:
        claimed = outbox.claim(session, "worker", now(), timedelta(minutes=5), most=100)
        fence = next(each.fence for each in claimed if each.message_id == number)
    with ward.world.writing() as session:
        assert outbox.about_to_send_data(session, {number: fence}, now(), timedelta(minutes=5)) == {number}
    return fence


def abouts(ward: Ward, batch_id: int) -> list[int]:
    """The applications whose letters a batch has."""
    with ward.world.database.reading() as session:
        found = select(BatchApplication.application_id).where(BatchApplication.batch_id == batch_id)
        return list(session.scalars(found))


def message(ward: Ward, batch_id: int) -> int:
    (row,) = ward.rows(batch_id)
    return row.message_id or 0


# --- between the confirmation and the wire ----------------------------------------------------------


def test_a_status_of_a_batch_is_not_hastened_past_its_hold(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(1)))
    ward.confirm(made.token, undo=10.0)
    number = message(ward, made.batch.id)
    with pytest.raises(NotAllowed, match="kept back for a while"), ward.world.writing() as session:
        scheduled.send_now(session, ward.priya, number, "They rang me.", now=now(), settings=held(ward))
    assert ward.world.state(number) is MessageState.HELD


def test_a_letter_that_a_second_person_read_is_not_worded_anew(ward: Ward) -> None:
    (someone,) = ward.people(1)
    ward.meets(someone, "final")
    with ward.world.writing() as session:
        template = Template(type="status", language="en", name=f"Read {someone}", created_at=now())
        session.add(template)
        session.flush()
        number = template.id
        session.add(
            TemplateVersion(
                template_id=number,
                number=1,
                state=TemplateState.APPROVED,
                subject=STATUS[0],
                body=STATUS[1],
                created_at=now(),
            )
        )
    line = "Your handover example from the last round stayed with us."
    made = ward.preview(ward.wanted([someone], subject="", body="", template=number, lines={someone: line}))
    ward.confirm(made.token)
    with ward.world.writing() as session:
        batches.approve(session, ward.alma, made.batch.id, now=now(), settings=held(ward))
    with ward.world.writing() as session:
        session.add(
            TemplateVersion(
                template_id=number,
                number=2,
                state=TemplateState.APPROVED,
                subject=STATUS[0],
                body=STATUS[1].replace("I am writing", "I write"),
                created_at=now(),
            )
        )
    with ward.world.writing() as session:
        rerender(session, ward.priya, number, now=now(), settings=ward.world.settings)
    letter = ward.world.message(message(ward, made.batch.id))
    assert line in letter.body
    assert "I am writing" in letter.body


def test_a_batch_undone_while_its_only_letter_is_on_the_wire_is_not_tried_again(ward: Ward) -> None:
    answer = ward.reject(ward.people(1), undo=0.0)
    number = message(ward, answer.batch.id)
    fence = in_data(ward, number)
    assert ward.undo(answer.batch.id).batch.state is BatchState.UNDONE
    later = Answer(Phase.CONTENT, Verdict.AGAIN, 450, "later")
    with ward.world.writing() as session:
        outbox.record_answers(session, [outbox.Answered(number, fence, later, now())], now(), 0.0)
    assert ward.world.state(number) is MessageState.QUEUED
    assert leave(ward) == []
    assert ward.world.state(number) is MessageState.CANCELLED


def test_what_a_colleague_does_while_the_last_look_waits_for_them_is_seen(ward: Ward) -> None:
    (someone,) = ward.people(1)
    made = ward.preview(ward.wanted([someone]))
    ward.confirm(made.token)
    number = message(ward, made.batch.id)
    with ward.world.writing() as session:
        (letter,) = outbox.claim(session, "worker", now(), timedelta(minutes=5))
    booked, went = Event(), list[set[int]]()

    def book() -> None:
        with ward.world.writing() as session:
            application = overview(session, ward.priya, someone, to_change=True).application
            booked.set()
            sleep(0.2)
            at = now() + timedelta(days=2)
            booking = journey.Booking(StageType.SCREEN, InterviewKind.VIDEO, at, at + timedelta(hours=1))
            journey.book_interview(session, application, booking, now=now(), actor_id=None)

    def send() -> None:
        booked.wait()
        with ward.world.writing() as session:
            fences = {number: letter.fence}
            went.append(outbox.about_to_send_data(session, fences, now(), timedelta(minutes=5)))

    together(book, send)
    assert went == [set()]
    assert ward.world.state(number) is MessageState.CANCELLED


@pytest.mark.parametrize("by", ["undo", "cancel"])
def test_whoever_keeps_letters_back_and_who_books_do_not_wait_for_each_other(ward: Ward, by: str) -> None:
    answer = ward.reject(ward.people(1))
    number, batch = message(ward, answer.batch.id), answer.batch.id
    someone = next(iter(abouts(ward, batch)))
    begun = Event()

    def book() -> None:
        with ward.world.writing() as session:
            application = overview(session, ward.priya, someone, to_change=True).application
            begun.set()
            sleep(0.2)
            at = now() + timedelta(days=2)
            booking = journey.Booking(StageType.SCREEN, InterviewKind.VIDEO, at, at + timedelta(hours=1))
            journey.book_interview(session, application, booking, now=now(), actor_id=None)

    def keep_back() -> None:
        begun.wait()
        if by == "undo":
            ward.undo(batch)
        else:
            ward.world.cancel(number)

    together(book, keep_back)
    assert ward.world.state(number) is MessageState.CANCELLED


def test_an_offer_that_was_being_made_while_the_batch_was_confirmed_stops_a_no(ward: Ward) -> None:
    (someone,) = ward.people(1)
    second = ward.applies(someone, ward.requisition("Ward Clerk"))
    made = ward.preview(ward.wanted([someone], NO))
    began = now()  # the colleague's request begins, and waits for its turn
    ward.confirm(made.token)
    ward.world.change(
        second,
        lambda session, one: journey.decide(session, one, Outcome.OFFER, now=began, actor_id=None),
    )
    assert leave(ward) == []


def test_an_interview_that_was_being_booked_while_the_batch_was_confirmed_stops_it(ward: Ward) -> None:
    (someone,) = ward.people(1)
    made = ward.preview(ward.wanted([someone], NO))
    began = now()
    ward.confirm(made.token)
    at = began + timedelta(days=2)
    ward.world.change(
        someone,
        lambda session, one: journey.book_interview(
            session,
            one,
            journey.Booking(StageType.INTERVIEW, InterviewKind.VIDEO, at, at + timedelta(hours=1)),
            now=began,
            actor_id=None,
        ),
    )
    assert leave(ward) == []


def test_who_writes_to_us_while_a_batch_is_held_is_read_first(ward: Ward) -> None:
    people = ward.people(2)
    made = ward.preview(ward.wanted(people, NO))
    ward.confirm(made.token)
    ward.word(people[0])
    assert len(leave(ward)) == 1


def test_who_becomes_a_colleague_gets_no_status_of_a_batch(ward: Ward) -> None:
    (someone,) = ward.people(1)
    made = ward.preview(ward.wanted([someone]))
    ward.confirm(made.token)
    with ward.world.writing() as session:
        ward.world.person_of(session, someone).internal = True
    assert leave(ward) == []


def test_who_is_offered_another_role_after_the_batch_was_made_gets_no_no(ward: Ward) -> None:
    (someone,) = ward.people(1)
    second = ward.applies(someone, ward.requisition("Ward Clerk"))
    made = ward.preview(ward.wanted([someone], NO))
    ward.confirm(made.token)
    ward.world.change(
        second,
        lambda session, one: journey.decide(session, one, Outcome.OFFER, now=now(), actor_id=None),
    )
    assert leave(ward) == []


# --- whom a no must not reach -------------------------------------------------------------------------


def test_who_stood_in_the_last_round_and_was_moved_back_is_a_finalist(ward: Ward) -> None:
    (someone,) = ward.people(1)
    with ward.world.writing() as session:
        requisition = session.get_one(Requisition, ward.world.requisition_id)
        last = Stage(requisition_id=requisition.id, position=1, name="Last round", type=StageType.FINAL)
        session.add(last)
        session.flush()
        first = select(Stage.id).where(Stage.requisition_id == requisition.id, Stage.position == 0)
        first_id, last_id = session.scalars(first).one(), last.id
    for stage_id in (last_id, first_id):
        with ward.world.writing() as session:
            one, stage = session.get_one(Application, someone), session.get_one(Stage, stage_id)
            journey.move_stage(session, one, stage, now=now(), actor_id=None)
    made = ward.preview(ward.wanted([someone], NO))
    assert list(ward.excluded(made.batch.id)) == [someone]


def test_nobody_is_told_that_a_colleague_has_the_role_when_it_was_somebody_else(ward: Ward) -> None:
    someone, hired = ward.people(2)
    with ward.world.writing() as session:
        session.get_one(Application, hired).state = ApplicationState.HIRED
        session.get_one(Requisition, ward.world.requisition_id).state = RequisitionState.FILLED
    made = ward.preview(ward.wanted([someone], MessageType.FILLED_INTERNALLY))
    assert list(ward.excluded(made.batch.id)) == [someone]
