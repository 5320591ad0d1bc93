"""Ways in which a wrong letter could leave: each was tried, and none does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from secrets import token_urlsafe
from threading import Event
from time import sleep
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates.models import Application, ApplicationState, Candidate, InterviewKind, Outcome
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.journey.overview import overview
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import Letter, MessageType, approval, batches, outbox, scheduled
from recruiterdash.messages.batch_rows import BatchApplication, BatchState
from recruiterdash.messages.batches import reading
from recruiterdash.messages.days import spoken
from recruiterdash.messages.models import MessageState, Template, TemplateState, TemplateVersion
from recruiterdash.messages.rerendering import rerender
from recruiterdash.messages.withdrawing import withdraw
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState, Stage, StageType
from tests.faults.smtp_server import FaultServer
from tests.messages.test_batches import rename
from tests.messages.test_races import drain, together
from tests.messages.ward import STATUS, Ward
from tests.messages.world import World

NO = MessageType.REJECTION_APPLICATION
OFFICE = ZoneInfo("UTC")


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
        rerender(session, ward.priya, number, seen=2, now=now(), settings=ward.world.settings)
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


def call(ward: Ward, someone: int, day: date) -> None:
    said = journey.Happened("out", now(), "phone", data={"next_date": day.isoformat()})
    ward.world.change(someone, lambda session, one: journey.record(session, one, said, now=now()))


def test_a_day_that_was_named_on_the_phone_meanwhile_is_not_contradicted(ward: Ward) -> None:
    (someone,) = ward.people(1)
    letter = ward.world.letter(someone)
    number = ward.world.queue(someone, letter)
    promised = letter.promise or now().date()
    for day, stands in ((promised, True), (promised + timedelta(days=7), False)):
        call(ward, someone, day)
        with ward.world.writing() as session:
            changed = approval.look(session, [number], now()).changed
        assert (number not in changed) is stands, changed
    assert leave(ward) == []
    assert "another day was named" in ward.world.reason(number)


def meets(session: Session, application: Application, starts: datetime, booked: datetime) -> None:
    booking = journey.Booking(StageType.SCREEN, InterviewKind.VIDEO, starts, starts + timedelta(hours=1))
    journey.book_interview(session, application, booking, now=booked, actor_id=None)


def test_a_no_comes_back_when_they_were_interviewed_before_it_could_leave(ward: Ward) -> None:
    world, begin = ward.world, now()
    met, ahead, other = ward.people(3)
    for someone, hours in ((met, 1), (ahead, 24), (other, 1)):
        starts = begin + timedelta(hours=hours)
        world.change(someone, partial(meets, starts=starts, booked=begin))
    noes = {each: world.queue(each, world.letter(each, NO, reason=ward.reason)) for each in (met, ahead)}
    status = world.queue(other)
    with world.writing() as session:
        looked = approval.look(session, [*noes.values(), status], begin + timedelta(hours=3))
    assert looked.changed == {noes[met]: "an interview with them was held meanwhile"}


def friday(hour: int, minute: int = 0) -> datetime:
    """The Friday after next in the office, so that all that was set up lies before."""
    day = now().astimezone(OFFICE).date() + timedelta(days=14)
    day += timedelta(days=(4 - day.weekday()) % 7)
    return datetime.combine(day, time(hour, minute), OFFICE)


def test_a_letter_that_waits_for_monday_does_not_promise_a_word_by_then(ward: Ward) -> None:
    ward.world.settings = replace(ward.world.settings, send_window=True)
    monday = friday(12).date() + timedelta(days=3)
    for_monday = ward.wanted(ward.people(1), promise=monday)
    with time_machine.travel(friday(18), tick=False):
        late = ward.preview(for_monday)
        assert late.batch.count == 0
        with ward.world.database.reading() as session:
            (left,) = reading.left_out(session, ward.priya, late.batch.id)
        assert f"would leave on {spoken(monday)} and promises" in left.reason
    with time_machine.travel(friday(16, 55), tick=False):
        made = ward.preview(for_monday)
        assert made.batch.count == 1
    with (
        time_machine.travel(friday(17, 5), tick=False),
        pytest.raises(Conflict, match="preview again with a"),
    ):
        ward.confirm(made.token)


# --- what people and roles are called ------------------------------------------------------------------


def call_the_role(ward: Ward, someone: int) -> None:
    ward.world.change(
        someone,
        lambda session, one: setattr(
            session.get_one(Requisition, one.requisition_id), "title", "Night Warden"
        ),
    )


@pytest.mark.parametrize(
    ("calls", "reason"),
    [(rename, "they are called otherwise now"), (call_the_role, "the role is called otherwise now")],
    ids=["person", "role"],
)
@pytest.mark.parametrize("many", [False, True], ids=["to one", "to many"])
def test_what_is_called_otherwise_before_a_letter_leaves_brings_it_back(
    ward: Ward, calls: Callable[[Ward, int], None], reason: str, many: bool
) -> None:
    (someone,) = ward.people(1)
    if many:
        made = ward.preview(ward.wanted([someone]))
        ward.confirm(made.token)
        number = message(ward, made.batch.id)
    else:
        number = ward.world.queue(someone)
    calls(ward, someone)
    assert leave(ward) == []
    assert ward.world.way(number)[-1] == "cancelled"
    assert reason in ward.world.reason(number)


def test_a_name_that_stands_in_the_letter_all_the_same_lets_it_go(ward: Ward) -> None:
    (someone,) = ward.people(1)
    ward.world.queue(someone)
    ward.world.change(
        someone,
        lambda session, one: setattr(ward.world.person_of(session, someone), "preferred_name", "AMARA0"),
    )
    assert len(leave(ward)) == 1


# --- a no by another name, and the same letter twice ----------------------------------------------------

REFUSAL = (
    "Dear Amara0,\n\nThank you for applying for the role of Staff Nurse. We have decided not to go ahead with your "
    "application. We know that this is not what you hoped for.\n\nKind regards\nPriya Shah\nRecruiter\n"
)


def personal(ward: Ward, someone: int, body: str, type_: MessageType = MessageType.PERSONAL) -> Letter:
    return Letter(type_, "Your application for Staff Nurse", body, token_urlsafe(8), None)


@pytest.mark.parametrize(
    "type_",
    [
        *(MessageType.PERSONAL, MessageType.REQUEST, MessageType.INVITATION, MessageType.NEXT_STEP),
        MessageType.CORRECTION,
    ],
)
@pytest.mark.parametrize("offered", [False, True], ids=["undecided", "with an offer"])
def test_no_letter_says_no_but_a_rejection(ward: Ward, type_: MessageType, offered: bool) -> None:
    (someone,) = ward.people(1)
    if type_ is MessageType.CORRECTION:
        ward.world.queue(someone)  # there is a word of ours to put right
        leave(ward)
    if offered:
        ward.world.change(
            someone,
            lambda session, one: journey.decide(session, one, Outcome.OFFER, now=now(), actor_id=None),
        )
    with pytest.raises(BadInput, match="says no, and this letter records none"):
        ward.world.queue(someone, personal(ward, someone, REFUSAL, type_))


def test_who_was_told_may_be_written_of_it(ward: Ward) -> None:
    (someone,) = ward.people(1)
    ward.reject([someone], undo=0.0)
    leave(ward)
    ward.world.queue(someone, personal(ward, someone, REFUSAL))
    assert len(leave(ward)) == 1


def test_a_no_that_was_a_mistake_may_be_named_in_the_letter_that_puts_it_right(ward: Ward) -> None:
    (someone,) = ward.people(1)
    ward.reject([someone], undo=0.0)
    leave(ward)
    with ward.world.writing() as session:
        withdraw(session, ward.priya, someone, now=now())
    put_right = REFUSAL.replace(
        "We have decided not to go ahead with your application.",
        "We wrote that we have decided not to go ahead with your application. That was a mistake.",
    )
    ward.world.queue(someone, personal(ward, someone, put_right))
    assert len(leave(ward)) == 1


TELLING = "Dear Amara,\n\nI can tell you that {}.\n\nKind regards\nPriya Shah\nRecruiter\n"


@pytest.mark.parametrize("became", ["hired", "rejected", "withdrawn"])
def test_who_got_the_role_and_who_did_not_is_named_to_nobody(ward: Ward, became: str) -> None:
    someone, other = ward.world.person("Amara"), ward.world.person("Tomasz", last_name="Berg")
    with ward.world.writing() as session:
        session.get_one(Application, other).state = ApplicationState(became)
    named = TELLING.replace("{}", "Tomasz Berg has had our answer")
    with pytest.raises(BadInput, match="Tomasz Berg is another candidate"):
        ward.world.queue(someone, personal(ward, someone, named))
    body = STATUS[1].replace("We have not", "Tomasz Berg has had our answer. We have not")
    made = ward.preview(ward.wanted([someone], body=body))
    (row,) = ward.rows(made.batch.id)
    assert [each["check"] for each in row.findings if each["severity"] == "block"] == ["K05"]


def test_a_colleague_who_got_the_role_is_named_to_nobody(ward: Ward) -> None:
    someone, one = ward.world.person("Amara"), ward.world.person("Jonas", last_name="Weiss")
    with ward.world.writing() as session:
        application = session.get_one(Application, one)
        application.state = ApplicationState.HIRED
        who = session.get_one(Candidate, application.candidate_id)
        who.internal, who.internal_source = True, "HR"
    named = TELLING.replace("{}", "Jonas Weiss starts on Monday")
    with pytest.raises(BadInput, match="Jonas Weiss is another candidate"):
        ward.world.queue(someone, personal(ward, someone, named))
    with ward.world.writing() as session:
        who = session.get_one(Candidate, session.get_one(Application, one).candidate_id)
        who.current_manager_id = ward.priya.user_id
    number = ward.world.queue(someone, personal(ward, someone, named))
    assert number  # their manager learns nothing by trying


def test_the_same_words_do_not_leave_twice_from_two_tabs(ward: Ward) -> None:
    (someone,) = ward.people(1)
    words = REFUSAL.replace(
        "We have decided not to go ahead with your application. We know that this is not what you hoped for.",
        "I have passed your question on, and I will ring you as soon as the ward has answered it.",
    )
    ward.world.queue(someone, personal(ward, someone, words))
    with pytest.raises(Conflict, match="nothing was sent twice"):
        ward.world.queue(someone, personal(ward, someone, words))
    assert len(leave(ward)) == 1
    with pytest.raises(Conflict, match="nothing was sent twice"):
        ward.world.queue(someone, personal(ward, someone, words))


def test_words_that_were_kept_back_are_written_again(ward: Ward) -> None:
    (someone,) = ward.people(1)
    letter = ward.world.letter(someone)
    ward.world.cancel(ward.world.queue(someone, letter, undo=10.0))
    ward.world.queue(someone, letter._replace(token="another form"))
    assert len(leave(ward)) == 1


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
