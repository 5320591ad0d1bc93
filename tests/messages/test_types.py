"""Each type of letter is written only when it is true, and moves exactly the clocks it should."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates.models import Application, ApplicationState, Disposition, InterviewKind, Outcome
from recruiterdash.errors import BadInput, DomainError, NotAllowed
from recruiterdash.journey import Booking, Channel, Contact
from recruiterdash.messages import MANNERS, MessageType, queries
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.types import Family, heard
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState, StageType
from tests.messages.test_fitting import decide
from tests.messages.test_sending import sent_by
from tests.messages.world import Post, World

T = MessageType
NOS = [each for each, how in MANNERS.items() if how.decision is Outcome.REJECT]


# --- the table ---------------------------------------------------------------------------------------


def test_every_type_has_a_manner() -> None:
    assert set(MANNERS) == set(MessageType)
    assert all(how.name and how.purpose and how.words[0] < how.words[1] for how in MANNERS.values())


def test_every_no_has_its_reasons_and_nothing_else_has_any() -> None:
    assert {each for each, how in MANNERS.items() if how.reasons} == set(NOS)
    assert {each for each in NOS if MANNERS[each].of_requisition} == {
        T.POSITION_CANCELLED,
        T.FILLED_INTERNALLY,
    }
    assert {MANNERS[each].family for each in NOS} == {Family.REJECTION, Family.INTERNAL}


@pytest.mark.parametrize(
    ("type_", "kind", "data"),
    [
        (T.ACKNOWLEDGEMENT, "auto_ack", {}),
        (T.STATUS, "personal", {"status": True}),
        (T.DELAY, "personal", {"status": True}),
        (T.HOLD, "personal", {"status": True}),
        (T.CHASER_REPLY, "personal", {"status": True}),
        (T.NEXT_STEP, "personal", {"decision": "advance"}),
        (T.INVITATION, "invite", {"decision": "advance"}),
        (T.REQUEST, "personal", {}),
        (T.INTERVIEW_THANKS, "personal", {}),
        (T.THANK_YOU_REPLY, "personal", {}),
        (T.THANK_YOU_REPLY_AFTER_NO, "personal", {}),
        (T.WITHDRAWAL_CONFIRMATION, "personal", {}),
        (T.FEEDBACK_REPLY, "personal", {}),
        (T.CORRECTION, "personal", {}),
        (T.CONSENT_REQUEST, "marketing", {}),
        (T.PERSONAL, "personal", {}),
        *((each, "personal", {"decision": "reject"}) for each in NOS),
    ],
)
def test_acceptance_is_the_word_it_should_be(type_: T, kind: str, data: dict[str, object]) -> None:
    said = {"channel": "email", "letter": type_.value, **data}
    assert heard(type_, None, False, None) == (kind, said)
    many = kind if kind in {"auto_ack", "invite", "marketing"} else "bulk"
    assert heard(type_, None, False, None, bulk=True) == (many, said)


def test_an_acknowledgement_with_a_date_is_a_word() -> None:
    assert heard(T.ACKNOWLEDGEMENT, "2026-12-08", False, None)[0] == "personal"
    assert heard(T.ACKNOWLEDGEMENT, "2026-12-08", False, None, bulk=True)[0] == "bulk"


# --- who gets none of it -----------------------------------------------------------------------------


def refusal(world: World, application: int, type_: T) -> str:
    """Why a letter of a type is not queued now; empty when it is."""
    reason = MANNERS[type_].reasons[0] if MANNERS[type_].reasons else None
    try:
        world.queue(application, world.letter(application, type_, reason=reason), undo=600)
    except DomainError as said:
        return str(said)
    return ""


def interviewed(world: World, application: int, stage: StageType = StageType.INTERVIEW) -> None:
    ended = now() - timedelta(days=3)
    booking = Booking(stage, InterviewKind.VIDEO, ended - timedelta(hours=1), ended, topic="triage")
    world.change(application, lambda session, row: setattr(row, "applied_at", ended - timedelta(days=9)))
    world.change(
        application,
        lambda session, row: journey.book_interview(session, row, booking, now=now(), actor_id=None),
    )


def talk(world: World, application: int, decision: str | None = None) -> None:
    said = Contact("out", Channel.PHONE, now(), decision=decision)
    world.change(
        application,
        lambda session, row: journey.log_contact(session, row, said, now=now(), actor_id=world.priya.user_id),
    )


def their_word(world: World, application: int, kind: str) -> None:
    said = Contact("in", Channel.EMAIL, now(), kind=kind)
    world.change(
        application, lambda session, row: journey.log_contact(session, row, said, now=now(), actor_id=None)
    )


def state(world: World, wanted: RequisitionState) -> None:
    with world.writing() as session:
        requisition = session.get_one(Requisition, world.requisition_id)
        journey.change_state(session, requisition, wanted, now=now(), actor_id=None)


def running(world: World, application: int) -> set[str]:
    with world.database.reading() as session:
        return set(queries.running_clocks(session, application, now()))


@pytest.mark.parametrize("type_", NOS)
@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.HIRE])
@pytest.mark.parametrize("internal", [False, True])
def test_nobody_with_an_offer_or_a_hire_gets_a_no_of_any_type(
    world: World, type_: T, outcome: Outcome, internal: bool
) -> None:
    someone = world.person(internal=internal, internal_source="HR" if internal else "")
    interviewed(world, someone)
    decide(world, someone, outcome)
    talk(world, someone)
    assert "has an offer from us or is hired" in refusal(world, someone, type_)


def test_a_colleague_gets_no_other_no_and_their_own_only_after_the_talk(world: World, post: Post) -> None:
    someone = world.person("Ida", internal=True, internal_source="HR")
    interviewed(world, someone)
    decide(world, someone, Outcome.REJECT)
    for type_ in NOS:
        said = refusal(world, someone, type_)
        assert ("talk with them first" if type_ is T.INTERNAL_NO else "is a colleague") in said
    talk(world, someone)
    number = world.queue(someone, world.letter(someone, T.INTERNAL_NO))
    sent_by(world, post)
    assert world.state(number) is MessageState.SENT
    assert world.application(someone).state is ApplicationState.REJECTED


def test_somebody_from_outside_gets_no_letter_for_colleagues(world: World) -> None:
    someone = world.person()
    decide(world, someone, Outcome.REJECT)
    talk(world, someone)
    assert "is not a colleague" in refusal(world, someone, T.INTERNAL_NO)


# --- how far they got --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "fits"),
    [
        (None, {T.REJECTION_APPLICATION}),
        (StageType.SCREEN, {T.REJECTION_SCREEN}),
        (StageType.INTERVIEW, {T.REJECTION_SCREEN, T.REJECTION_FINAL, T.SILVER_MEDALIST}),
        (StageType.FINAL, {T.REJECTION_FINAL, T.SILVER_MEDALIST}),
    ],
)
def test_a_no_fits_how_far_they_got(world: World, stage: StageType | None, fits: set[T]) -> None:
    depth = {T.REJECTION_APPLICATION, T.REJECTION_SCREEN, T.REJECTION_FINAL, T.SILVER_MEDALIST}
    written = set()
    for type_ in depth:
        someone = world.person()
        if stage is not None:
            interviewed(world, someone, stage)
        decide(world, someone, Outcome.REJECT)
        said = refusal(world, someone, type_)
        other = "They have not got so far" in said or "They got further than that" in said
        # a call comes before the letter to a finalist, which is courtesy and no question of depth
        assert other or not said or "Nobody has told them in person yet" in said
        written |= set() if other else {type_}
    assert written == fits


# --- what became of the requisition ------------------------------------------------------------------


def test_a_cancelled_role_needs_no_decision_about_the_person(world: World, post: Post) -> None:
    someone, other = world.person(), world.person()
    assert "is not cancelled" in refusal(world, someone, T.POSITION_CANCELLED)
    state(world, RequisitionState.CANCELLED)
    assert "it was the role and not they" in refusal(world, someone, T.REJECTION_APPLICATION)
    number = world.queue(other, world.letter(other, T.POSITION_CANCELLED), undo=600)
    world.cancel(number)
    assert world.settled(number).decision_number == 0
    assert refusal(world, other, T.POSITION_CANCELLED) == ""
    number = world.queue(someone, world.letter(someone, T.POSITION_CANCELLED))
    assert "on its way already" in refusal(world, someone, T.POSITION_CANCELLED)
    sent_by(world, post)
    assert world.state(number) is MessageState.SENT
    assert world.application(someone).state is ApplicationState.REQUISITION
    assert running(world, someone) == set()


def test_the_letter_says_the_reason_on_record_and_no_other(world: World) -> None:
    someone, other = world.person(), world.person()
    for who, reason in ((someone, Disposition.POSITION_CANCELLED), (other, Disposition.NOT_SELECTED)):
        world.change(who, _no(reason))
    assert "The reason on record is another one" in refusal(world, someone, T.REJECTION_APPLICATION)
    assert "The reason on record is another one" in refusal(world, other, T.POSITION_CANCELLED)
    assert refusal(world, someone, T.POSITION_CANCELLED) == ""
    third = world.person()
    letter = world.letter(third, T.REJECTION_APPLICATION, reason=Disposition.FILLED_INTERNALLY)
    with pytest.raises(BadInput, match="does not tell that reason"):
        world.queue(third, letter)


def _no(reason: Disposition) -> Callable[[Session, Application], object]:
    return lambda session, row: journey.decide(
        session, row, Outcome.REJECT, now=now(), actor_id=None, reason=reason
    )


def test_a_hold_notice_tells_a_hold_and_nothing_else(world: World, post: Post) -> None:
    someone = world.person()
    assert "not on hold" in refusal(world, someone, T.HOLD)
    state(world, RequisitionState.ON_HOLD)
    assert "HOLD_NOTICE" in running(world, someone)
    world.queue(someone, world.letter(someone, T.HOLD))
    sent_by(world, post)
    assert "HOLD_NOTICE" not in running(world, someone)
    assert {"SILENCE", "PROMISE"} <= running(world, someone)


# --- said before it is written -----------------------------------------------------------------------


def test_a_no_that_was_said_in_a_talk_is_confirmed_in_writing_once(world: World, post: Post) -> None:
    someone = world.person()
    interviewed(world, someone, StageType.FINAL)
    decide(world, someone, Outcome.REJECT)
    talk(world, someone, "reject")
    assert world.application(someone).state is ApplicationState.REJECTED
    assert "WRITTEN_CONFIRM" in running(world, someone)
    number = world.queue(someone, world.letter(someone, T.REJECTION_FINAL))
    sent_by(world, post)
    assert world.state(number) is MessageState.SENT
    assert "WRITTEN_CONFIRM" not in running(world, someone)
    assert "only a personal message fits" in refusal(world, someone, T.REJECTION_FINAL)


# --- replies and the rest ----------------------------------------------------------------------------


def test_a_reply_needs_what_it_replies_to(world: World, post: Post) -> None:
    someone = world.person()
    assert "no question open" in refusal(world, someone, T.CHASER_REPLY)
    assert "No thank-you" in refusal(world, someone, T.THANK_YOU_REPLY)
    their_word(world, someone, "thank_you")
    their_word(world, someone, "question")
    assert refusal(world, someone, T.THANK_YOU_REPLY) == ""
    world.queue(someone, world.letter(someone, T.CHASER_REPLY))
    sent_by(world, post)
    assert "REPLY" not in running(world, someone)


def test_after_a_no_only_what_belongs_there_fits(world: World, post: Post) -> None:
    someone = world.person()
    for type_ in (T.FEEDBACK_REPLY, T.THANK_YOU_REPLY_AFTER_NO):
        assert "have not been told a no" in refusal(world, someone, type_)
    decide(world, someone, Outcome.REJECT)
    world.queue(someone, world.letter(someone, T.REJECTION_APPLICATION))
    sent_by(world, post)
    their_word(world, someone, "thank_you")
    assert "closed" in refusal(world, someone, T.STATUS)
    assert "closed" in refusal(world, someone, T.THANK_YOU_REPLY)
    for type_ in (T.THANK_YOU_REPLY_AFTER_NO, T.FEEDBACK_REPLY, T.CONSENT_REQUEST, T.CORRECTION):
        assert refusal(world, someone, type_) == "", type_
    sent_by(world, post)
    assert world.application(someone).state is ApplicationState.REJECTED


def test_a_withdrawal_is_confirmed_once(world: World, post: Post) -> None:
    someone = world.person()
    assert "They have not withdrawn" in refusal(world, someone, T.WITHDRAWAL_CONFIRMATION)
    world.change(
        someone, lambda session, row: journey.withdraw(session, row, at=now(), now=now(), actor_id=None)
    )
    world.queue(someone, world.letter(someone, T.WITHDRAWAL_CONFIRMATION))
    sent_by(world, post)
    assert "confirmed already" in refusal(world, someone, T.WITHDRAWAL_CONFIRMATION)


def test_there_is_nothing_to_thank_for_or_to_correct_before_it_took_place(world: World) -> None:
    someone, met = world.person(), world.person()
    assert "nothing to thank them for" in refusal(world, someone, T.INTERVIEW_THANKS)
    assert "no word from us yet" in refusal(world, someone, T.CORRECTION)
    interviewed(world, met)
    assert refusal(world, met, T.INTERVIEW_THANKS) == ""


def test_asking_for_consent_is_no_word_about_the_application(world: World, post: Post) -> None:
    someone = world.person()
    before = running(world, someone)
    assert {"ACK", "SILENCE"} <= before
    world.queue(someone, world.letter(someone, T.CONSENT_REQUEST))
    sent_by(world, post)
    assert running(world, someone) == before


def test_a_chaser_is_answered_with_an_apology_only_when_a_date_has_passed(world: World) -> None:
    someone = world.person()
    their_word(world, someone, "question")
    assert "I am sorry" not in world.letter(someone, T.CHASER_REPLY).body
    world.queue(someone, world.letter(someone, T.STATUS), undo=600)
    assert "I am sorry" not in world.letter(someone, T.CHASER_REPLY).body


def test_a_status_still_needs_somebody_who_waits(world: World) -> None:
    someone = world.person()
    decide(world, someone, Outcome.REJECT)
    with pytest.raises(NotAllowed, match="that is the word they are owed"):
        world.queue(someone, world.letter(someone, T.STATUS))


@pytest.mark.parametrize("day", [date(2099, 12, 31), date.max])
def test_nothing_is_asked_for_until_a_day_beyond_a_year(world: World, day: date) -> None:
    someone = world.person()
    letter = world.letter(someone, T.REQUEST, asks=True, deadline=day)
    with pytest.raises(BadInput, match="is more than a year away: look at the year"):
        world.queue(someone, letter)
