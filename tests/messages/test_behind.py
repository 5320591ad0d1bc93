"""What a person could notice happens after the letter that tells them, once, or never."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Disposition,
    Interview,
    InterviewKind,
    InterviewState,
)
from recruiterdash.journey import Booking
from recruiterdash.journey.models import Event
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import MessageType, behind, hearing, outbox, resolving
from recruiterdash.messages.behind import Effect, Kind
from recruiterdash.messages.days import spoken
from recruiterdash.messages.models import Behind, BehindState, MessageState
from recruiterdash.messages.outbox import Answered
from recruiterdash.moments import now
from recruiterdash.requisitions.models import StageType
from tests.messages.test_pages import Browser, close_applications, compose  # noqa: F401 - a fixture
from tests.messages.test_sending import sent_by
from tests.messages.world import Post, World

LEASE = timedelta(seconds=60)
AHEAD = timedelta(days=3)
REJECTION = MessageType.REJECTION_APPLICATION
YES = Answer(Phase.CONTENT, Verdict.ACCEPTED, 250, "kept")
NEVER = Answer(Phase.RCPT, Verdict.REFUSED, 550, "no such mailbox")


def booked(world: World, name: str = "Amara", ahead: timedelta = AHEAD) -> int:
    """Somebody with an interview ahead; returns the application's id."""
    someone, starts = world.person(name), now() + ahead
    booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, starts, starts + timedelta(hours=1))
    world.change(
        someone,
        lambda session, row: journey.book_interview(session, row, booking, now=now(), actor_id=None),
    )
    return someone


def rejected(world: World, someone: int, **how: Any) -> int:
    letter = world.letter(someone, REJECTION)._replace(reason=Disposition.NOT_SELECTED)
    return world.queue(someone, letter, **how)


def handed_over(world: World, letter: int) -> int:
    """The letter is on the wire; returns its fence."""
    with world.writing() as session:
        claimed = {each.message_id: each for each in outbox.claim(session, "w", now(), LEASE, most=50)}
    with world.writing() as session:
        assert outbox.about_to_send_data(session, {letter: claimed[letter].fence}, now(), LEASE) == {letter}
    return claimed[letter].fence


def answered(world: World, letter: int, fence: int, answer: Answer, at: datetime | None = None) -> None:
    at = at or now()
    with world.writing() as session:
        outbox.record_answers(session, [Answered(letter, fence, answer, at)], at, 60)
        hearing.hear(session, at)


def lost(world: World, letter: int) -> int:
    """Nobody knows whether the letter has arrived; returns its fence."""
    fence = handed_over(world, letter)
    with world.writing() as session:
        outbox.expire_leases(session, now() + 2 * LEASE)
    assert world.state(letter) is MessageState.UNCERTAIN
    return fence


def interview_of(world: World, someone: int) -> Interview:
    with world.database.reading() as session:
        return session.scalars(select(Interview).where(Interview.application_id == someone)).one()


def effect_of(world: World, letter: int) -> BehindState:
    with world.database.reading() as session:
        return session.scalars(select(Behind.state).where(Behind.message_id == letter)).one()


def noticed(world: World, someone: int) -> list[Event]:
    """What happened to the person's interviews after they were booked, oldest first."""
    with world.database.reading() as session:
        rows = select(Event).where(
            Event.application_id == someone,
            Event.interview_id.is_not(None),
            Event.type != "interview_scheduled",
        )
        return list(session.scalars(rows.order_by(Event.id)))


def about_interviews(world: World, someone: int) -> tuple[Any, ...]:
    """Everything that is stored of somebody's interviews, and what was noted of them."""
    interview = interview_of(world, someone)
    with world.database.reading() as session:
        acts = select(AuditRow.act).where(
            AuditRow.subject_id == someone,
            AuditRow.subject == "application",
            AuditRow.act.like("interview.%"),
        )
        columns = {each.name: getattr(interview, each.name) for each in Interview.__table__.columns}
        return columns, list(session.scalars(acts.order_by(AuditRow.id))), len(noticed(world, someone))


# --- in order ---------------------------------------------------------------------------------------


def test_an_interview_is_called_off_after_the_no_has_left_and_not_before(world: World, post: Post) -> None:
    someone = booked(world)
    before = about_interviews(world, someone)
    letter = rejected(world, someone)
    assert about_interviews(world, someone) == before, "approved"
    fence = handed_over(world, letter)
    assert about_interviews(world, someone) == before, "on the wire"

    answered(world, letter, fence, YES)

    assert interview_of(world, someone).state is InterviewState.CANCELLED
    (word,), (called_off,) = world.words(someone), noticed(world, someone)
    assert (called_off.type, called_off.data) == ("interview_cancelled", {"by": "employer"})
    assert word.id < called_off.id
    assert word.happened_at <= called_off.happened_at
    assert called_off.actor_id == world.priya.user_id
    assert effect_of(world, letter) is BehindState.RELEASED
    assert world.application(someone).state is ApplicationState.REJECTED
    assert not post.letters


def test_the_worker_lets_it_happen_and_a_second_interview_with_it(world: World, post: Post) -> None:
    someone = booked(world)
    starts = now() + 2 * AHEAD
    more = Booking(StageType.FINAL, InterviewKind.ONSITE, starts, starts + timedelta(hours=1))
    world.change(
        someone, lambda session, row: journey.book_interview(session, row, more, now=now(), actor_id=None)
    )
    rejected(world, someone)
    sent_by(world, post)
    assert len(post.letters) == 1
    assert [each.type for each in noticed(world, someone)] == ["interview_cancelled"] * 2


def test_a_letter_that_is_no_outcome_calls_nothing_off(world: World, post: Post) -> None:
    someone = booked(world)
    before = about_interviews(world, someone)
    world.queue(someone)
    sent_by(world, post)
    assert world.words(someone)
    assert about_interviews(world, someone) == before


# --- never ------------------------------------------------------------------------------------------


def test_a_letter_kept_back_calls_nothing_off_ever(world: World, post: Post) -> None:
    someone = booked(world)
    before = about_interviews(world, someone)
    letter = rejected(world, someone, undo=60)
    world.cancel(letter)
    sent_by(world, post)
    assert about_interviews(world, someone) == before
    assert effect_of(world, letter) is BehindState.DROPPED
    assert not post.letters


def test_a_letter_that_was_refused_calls_nothing_off(world: World) -> None:
    someone = booked(world)
    before = about_interviews(world, someone)
    letter = rejected(world, someone)
    answered(world, letter, handed_over(world, letter), NEVER)
    assert world.state(letter) is MessageState.FAILED
    assert about_interviews(world, someone) == before
    assert effect_of(world, letter) is BehindState.DROPPED


def test_a_letter_that_comes_back_to_its_writer_calls_nothing_off(world: World, post: Post) -> None:
    someone = booked(world)
    letter = rejected(world, someone)
    world.change(someone, moved_by(timedelta(days=1)))
    sent_by(world, post)
    assert world.state(letter) is MessageState.CANCELLED
    assert interview_of(world, someone).state is InterviewState.SCHEDULED
    assert effect_of(world, letter) is BehindState.DROPPED


def test_a_second_letter_after_an_undo_calls_off_once(world: World, post: Post) -> None:
    someone = booked(world)
    world.cancel(rejected(world, someone, undo=60))
    rejected(world, someone)
    sent_by(world, post)
    assert [each.type for each in noticed(world, someone)] == ["interview_cancelled"]


# --- while nobody knows -----------------------------------------------------------------------------


def test_a_letter_nobody_knows_of_releases_nothing_until_it_is_settled(world: World) -> None:
    someone = booked(world)
    before = about_interviews(world, someone)
    letter = rejected(world, someone)
    lost(world, letter)
    assert about_interviews(world, someone) == before
    with world.writing() as session:
        resolving.arrived(session, world.priya, letter, "she answered it", now=now())
    assert [each.type for each in noticed(world, someone)] == ["interview_cancelled"]
    assert world.words(someone)[0].id < noticed(world, someone)[0].id


def test_an_answer_that_comes_late_releases_it(world: World) -> None:
    someone = booked(world)
    letter = rejected(world, someone)
    answered(world, letter, lost(world, letter), YES)
    assert interview_of(world, someone).state is InterviewState.CANCELLED


def test_sent_again_and_accepted_it_is_released_and_kept_back_it_stays_unknown(world: World) -> None:
    someone = booked(world)
    letter = rejected(world, someone)
    lost(world, letter)
    with world.writing() as session:
        resolving.send_again(session, world.priya, letter, "she knows of nothing", now=now())
    world.cancel(letter)
    assert world.state(letter) is MessageState.UNCERTAIN
    assert effect_of(world, letter) is BehindState.WAITING
    with world.writing() as session:
        resolving.arrived(session, world.priya, letter, "it was in her junk mail", now=now())
    assert interview_of(world, someone).state is InterviewState.CANCELLED


def test_an_interview_that_took_place_meanwhile_is_not_called_off(world: World) -> None:
    someone = booked(world, ahead=timedelta(minutes=1))
    letter = rejected(world, someone)
    fence = lost(world, letter)
    answered(world, letter, fence, YES, at=now() + timedelta(days=1))
    assert interview_of(world, someone).state is InterviewState.SCHEDULED
    assert effect_of(world, letter) is BehindState.RELEASED


# --- somebody was there first -----------------------------------------------------------------------


def moved_by(days: timedelta) -> Any:
    def move(session: Session, row: Application) -> None:
        interview = session.scalars(select(Interview).where(Interview.application_id == row.id)).one()
        starts = (interview.starts_at or interview.ends_at) + days
        ends = starts + timedelta(hours=1)
        journey.reschedule_interview(
            session, row, interview, starts, ends, by="candidate", now=now(), actor_id=None
        )

    return move


def called_off_by_them(session: Session, row: Application) -> None:
    interview = session.scalars(select(Interview).where(Interview.application_id == row.id)).one()
    journey.cancel_interview(session, row, interview, by="candidate", now=now(), actor_id=None)


@pytest.mark.parametrize(
    ("act", "state", "happened"),
    [
        pytest.param(
            moved_by(timedelta(days=1)), InterviewState.SCHEDULED, "interview_rescheduled", id="moved"
        ),
        pytest.param(called_off_by_them, InterviewState.CANCELLED, "interview_cancelled", id="called off"),
    ],
)
def test_what_somebody_did_while_the_letter_was_on_the_wire_stands(
    world: World, act: Any, state: InterviewState, happened: str
) -> None:
    someone = booked(world)
    letter = rejected(world, someone)
    fence = handed_over(world, letter)
    world.change(someone, act)
    answered(world, letter, fence, YES)
    assert interview_of(world, someone).state is state
    (only,) = noticed(world, someone)
    assert (only.type, only.data["by"]) == (happened, "candidate")
    assert world.application(someone).state is ApplicationState.REJECTED


# --- said before, and kinds to come -----------------------------------------------------------------


def test_who_writes_a_no_reads_that_the_interview_is_called_off_when_it_has_left(world: World) -> None:
    someone = booked(world)
    day = spoken((now() + AHEAD).date())
    sentence = f"Their interview on {day} is called off when this letter has left, not before."
    priya = Browser(world, world.priya)
    assert sentence in priya.open(compose(someone, REJECTION.value))
    assert "called off" not in priya.open(compose(someone, "status"))
    assert "called off" not in priya.open(compose(world.person(), REJECTION.value))


def test_who_writes_a_no_reads_that_the_interview_comes_before_it(world: World) -> None:
    someone = booked(world, ahead=timedelta(minutes=-55))
    page = Browser(world, world.priya).open(compose(someone, REJECTION.value))
    assert "takes place before this letter leaves: the letter comes back to you then." in page
    assert "is called off when" not in page


def test_whom_an_interview_awaits_is_told_for_many_at_once(world: World) -> None:
    someone, nobody = booked(world), world.person()
    with world.database.reading() as session:
        ahead = behind.interviews_ahead(session, [someone, nobody], now())
        later = behind.interviews_ahead(session, [someone, nobody], now() + 2 * AHEAD)
    assert {each: len(found) for each, found in ahead.items()} == {someone: 1}
    assert not later


@pytest.fixture
def surveyed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind to come: a line and a function; returns whom it reached."""
    reached: list[int] = []

    def ask(session: Session, effects: Sequence[Effect], at: datetime) -> None:
        reached.extend(each.data["person"] for each in effects)

    monkeypatch.setattr(behind, "KINDS", {**behind.KINDS, "survey": Kind(ask)})
    return reached


def test_another_kind_takes_a_line_and_a_function(world: World, post: Post, surveyed: list[int]) -> None:
    letters = [world.queue(world.person()) for _ in range(2)]
    with world.writing() as session:
        for number in letters:
            about = world.settled(number).application_id
            behind.put_behind(session, number, about, "survey", {"person": about}, now())
    sent_by(world, post)
    assert sorted(surveyed) == sorted(world.settled(each).application_id for each in letters)


def test_a_kind_nobody_knows_is_refused_and_one_of_a_later_version_waits(world: World, post: Post) -> None:
    number = world.queue(world.person())
    about = world.settled(number).application_id
    with world.writing() as session, pytest.raises(ValueError, match="webhook"):
        behind.put_behind(session, number, about, "webhook", {}, now())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(behind, "KINDS", {"webhook": Kind(lambda *_: None)})
        with world.writing() as session:
            behind.put_behind(session, number, about, "webhook", {}, now())
    sent_by(world, post)
    assert world.words(about)
    assert effect_of(world, number) is BehindState.WAITING


def test_where_nothing_waits_the_loop_asks_once_for_a_whole_wave(world: World) -> None:
    letters = [world.queue(world.person()) for _ in range(5)]
    with world.writing() as session:
        claimed = {each.message_id: each.fence for each in outbox.claim(session, "w", now(), LEASE, most=50)}
    with world.writing() as session:
        outbox.about_to_send_data(session, claimed, now(), LEASE)
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "effects_behind" in statement:
            asked.append(statement)

    with world.writing() as session:
        told = [Answered(each, claimed[each], YES, now()) for each in letters]
        outbox.record_answers(session, told, now(), 60)
        listening.listen(world.database.engine, "before_cursor_execute", note)
        try:
            assert hearing.hear(session, now()) == len(letters)
        finally:
            listening.remove(world.database.engine, "before_cursor_execute", note)
    assert len(asked) == 1
