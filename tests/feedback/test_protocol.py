"""Who may do what with a record, and when: each refusal is a sentence; no way leads past the second reader."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruiterdash.errors import BadInput, Conflict, DomainError, NotAllowed
from recruiterdash.feedback.parts import MAY
from recruiterdash.feedback.protocol import done, possible, refusal
from recruiterdash.feedback.record import Act, Actor, Part, Record, Stage

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
DAY = timedelta(days=1)
GIVER = Actor(1, frozenset({Part.GIVER}))
HR = Actor(2, frozenset({Part.HR}))
#: Somebody of hr who gives the feedback.
BOTH = Actor(1, frozenset({Part.GIVER, Part.HR}))
MANAGER = Actor(3, frozenset({Part.MANAGER}))
THEM = Actor(None, frozenset({Part.EMPLOYEE}))
TIME = Actor(None, frozenset({Part.PROGRAM}))
NOBODY = Actor(9, frozenset())

FRESH = Record(giver_id=1, told_at=NOW - 2 * DAY, offered_at=NOW - 2 * DAY, written_by=1)
UNOFFERED = replace(FRESH, offered_at=None)
HANDED = replace(FRESH, handed_over_at=NOW - DAY)
READ = replace(HANDED, read_at=NOW - DAY, read_by=2)
TALKED = replace(READ, talk_at=NOW - DAY)
RELEASED = replace(
    TALKED,
    text_released_at=NOW - DAY,
    released_at=NOW - DAY,
    answer_due_at=NOW + 9 * DAY,
    first_on=date(2026, 12, 22),
    second_on=date(2027, 2, 20),
)
HELD = replace(RELEASED, held_at=NOW)
RECEIVED = replace(RELEASED, acknowledged_at=NOW)


class Cell(NamedTuple):
    """An act that is refused: by whom, on what, and a word of the refusal."""

    act: Act
    actor: Actor
    record: Record
    error: type[DomainError]
    says: str
    at: datetime = NOW


REFUSED = {
    "an offer before the outcome": Cell(
        Act.OFFER, GIVER, replace(UNOFFERED, told_at=None), Conflict, "has not been told yet"
    ),
    "an offer that lies before the outcome": Cell(
        Act.OFFER, GIVER, UNOFFERED, BadInput, "cannot have been offered before", NOW - 3 * DAY
    ),
    "an offer to come": Cell(Act.OFFER, GIVER, UNOFFERED, BadInput, "has not come yet", NOW + DAY),
    "a second offer": Cell(Act.OFFER, GIVER, FRESH, Conflict, "on record already"),
    "an offer after the talk": Cell(
        Act.OFFER, GIVER, replace(UNOFFERED, talk_at=NOW - DAY), Conflict, "A talk is on record"
    ),
    "an offer by the employee": Cell(Act.OFFER, THEM, UNOFFERED, NotAllowed, "not yours"),
    "a talk before the outcome": Cell(
        Act.TALK, GIVER, replace(READ, told_at=None), Conflict, "has not been told yet"
    ),
    "a talk that lies before the outcome": Cell(
        Act.TALK, GIVER, READ, BadInput, "cannot lie before the outcome", NOW - 3 * DAY
    ),
    "a talk to come": Cell(Act.TALK, GIVER, READ, BadInput, "has not come yet", NOW + DAY),
    "a talk that nobody has read for": Cell(Act.TALK, GIVER, HANDED, Conflict, "no second reader"),
    "a second talk": Cell(Act.TALK, GIVER, TALKED, Conflict, "on record already"),
    "writing alone after a talk": Cell(Act.WAIVE, GIVER, TALKED, Conflict, "on record already"),
    "release before the outcome": Cell(
        Act.RELEASE, GIVER, replace(TALKED, told_at=None), Conflict, "has not been told yet"
    ),
    "release without a second reader": Cell(
        Act.RELEASE, GIVER, replace(HANDED, talk_at=NOW), Conflict, "no second reader"
    ),
    "release read by its giver": Cell(
        Act.RELEASE, GIVER, replace(TALKED, read_by=1), Conflict, "cannot have been its second reader"
    ),
    "release read by its writer": Cell(
        Act.RELEASE, GIVER, replace(TALKED, written_by=2), Conflict, "cannot have been its second reader"
    ),
    "release without a talk": Cell(Act.RELEASE, GIVER, READ, Conflict, "The talk comes first"),
    "release by the giver under an agreement": Cell(
        Act.RELEASE, GIVER, replace(TALKED, agreement_applies=True), NotAllowed, "HR releases it"
    ),
    "release twice": Cell(Act.RELEASE, GIVER, RELEASED, Conflict, "released already"),
    "a text with flaws": Cell(Act.HAND_OVER, GIVER, replace(FRESH, flaws=("A.",)), BadInput, "A."),
    "handing over twice": Cell(Act.HAND_OVER, GIVER, HANDED, Conflict, "has it already"),
    "reading by the giver, though of hr": Cell(
        Act.APPROVE, BOTH, HANDED, NotAllowed, "never its second reader"
    ),
    "reading by the hiring manager": Cell(Act.APPROVE, MANAGER, HANDED, NotAllowed, "somebody of HR"),
    "reading by who wrote it": Cell(
        Act.APPROVE, HR, replace(HANDED, written_by=2), NotAllowed, "You wrote this text"
    ),
    "reading by who wrote it before somebody else": Cell(
        Act.APPROVE, HR, replace(HANDED, writers=(2, 1)), NotAllowed, "You wrote this text"
    ),
    "release read by who wrote it before somebody else": Cell(
        Act.RELEASE, GIVER, replace(TALKED, writers=(2, 1)), Conflict, "cannot have been its second reader"
    ),
    "reading what lacks something by now": Cell(
        Act.APPROVE, HR, replace(HANDED, flaws=("A.",)), BadInput, "It cannot go on. A."
    ),
    "releasing what lacks something by now": Cell(
        Act.RELEASE, GIVER, replace(TALKED, flaws=("A.",)), BadInput, "cannot be released as it is"
    ),
    "closing before the second follow-up by the giver": Cell(
        Act.CLOSE, GIVER, replace(RELEASED, followed_30_at=NOW), Conflict, "90-day follow-up"
    ),
    "closing a draft by the giver": Cell(Act.CLOSE, GIVER, FRESH, Conflict, "HR alone closes it"),
    "reading nothing": Cell(Act.APPROVE, HR, FRESH, Conflict, "nothing to read"),
    "reading twice": Cell(Act.SEND_BACK, HR, READ, Conflict, "has read this text already"),
    "writing on what is released": Cell(Act.WRITE, GIVER, RELEASED, Conflict, "begin a correction"),
    "writing by nobody": Cell(Act.WRITE, NOBODY, FRESH, NotAllowed, "not yours"),
    "writing by the employee": Cell(Act.WRITE, THEM, FRESH, NotAllowed, "not yours"),
    "anything after the decision was taken back": Cell(
        Act.WRITE, GIVER, replace(FRESH, decided=False), Conflict, "taken back"
    ),
    "receiving before the release": Cell(Act.ACKNOWLEDGE, THEM, TALKED, Conflict, "not been released"),
    "receiving by the giver": Cell(Act.ACKNOWLEDGE, GIVER, RELEASED, NotAllowed, "Only the employee"),
    "receiving twice": Cell(
        Act.ACKNOWLEDGE, THEM, replace(RELEASED, acknowledged_at=NOW), Conflict, "already"
    ),
    "words before it was received": Cell(Act.COMMENT, THEM, RELEASED, Conflict, "Say first"),
    "words a second time": Cell(
        Act.COMMENT, THEM, replace(RECEIVED, commented=True), Conflict, "kept here already"
    ),
    "words by the giver": Cell(Act.COMMENT, GIVER, RECEIVED, NotAllowed, "not yours"),
    "words while it rests": Cell(
        Act.COMMENT, THEM, replace(RECEIVED, held_at=NOW), Conflict, "at the moment"
    ),
    "words once it is closed": Cell(
        Act.COMMENT, THEM, replace(RECEIVED, closed_at=NOW), Conflict, "any more"
    ),
    "a complaint while it rests": Cell(Act.HOLD, THEM, HELD, Conflict, "speak to HR"),
    "no answer too soon": Cell(Act.LAPSE, TIME, RELEASED, Conflict, "not over"),
    "a follow-up too soon": Cell(Act.FOLLOW_UP, GIVER, RELEASED, Conflict, "22 December 2026"),
    "a correction before the release": Cell(Act.CORRECT, GIVER, TALKED, Conflict, "not been released"),
    "a second wish": Cell(
        Act.ASK_CORRECTION, THEM, replace(RELEASED, correction_asked_at=NOW), Conflict, "already"
    ),
    "answering nobody": Cell(Act.DECLINE_CORRECTION, HR, RELEASED, Conflict, "Nobody has asked"),
    "closing over a wish": Cell(
        Act.CLOSE, GIVER, replace(RELEASED, correction_asked_at=NOW), Conflict, "waits for an answer"
    ),
    "correcting under a hold": Cell(Act.CORRECT, HR, HELD, Conflict, "legal hold"),
    "following up under a hold": Cell(Act.FOLLOW_UP, HR, HELD, Conflict, "legal hold"),
    "lifting by the giver": Cell(Act.LIFT, GIVER, HELD, NotAllowed, "HR alone"),
    "lifting no hold": Cell(Act.LIFT, HR, RELEASED, Conflict, "No legal hold"),
    "writing on what is closed": Cell(Act.WRITE, GIVER, replace(RELEASED, closed_at=NOW), Conflict, "closed"),
}


@pytest.mark.parametrize("cell", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_said_in_words(cell: Cell) -> None:
    with pytest.raises(cell.error, match=cell.says):
        done(cell.record, cell.act, cell.actor, NOW, cell.at)


STAGES: Sequence[tuple[Record, Stage]] = (
    (FRESH, Stage.DRAFT),
    (HANDED, Stage.DRAFT),
    (READ, Stage.REVIEWED),
    (TALKED, Stage.DISCUSSED),
    (replace(READ, waived_at=NOW), Stage.DISCUSSED),
    (RELEASED, Stage.RELEASED),
    (replace(RELEASED, acknowledged_at=NOW), Stage.ACKNOWLEDGED),
    (replace(RELEASED, lapsed_at=NOW), Stage.UNACKNOWLEDGED),
    (replace(RELEASED, lapsed_at=NOW, followed_30_at=NOW), Stage.FOLLOWED_30),
    (replace(RELEASED, followed_30_at=NOW, followed_90_at=NOW), Stage.FOLLOWED_90),
    (replace(RELEASED, closed_at=NOW), Stage.CLOSED),
)


@pytest.mark.parametrize(("record", "stage"), STAGES)
def test_a_stage_follows_from_the_moments(record: Record, stage: Stage) -> None:
    assert record.stage is stage


def test_what_is_written_again_is_read_again() -> None:
    again = done(TALKED, Act.WRITE, MANAGER, NOW)
    assert again.stage is Stage.DRAFT
    assert again.talk_at == TALKED.talk_at
    assert Act.RELEASE not in possible(again, HR, NOW)


def test_a_correction_is_a_text_of_its_own_until_it_is_released() -> None:
    begun = done(done(RELEASED, Act.ASK_CORRECTION, THEM, NOW), Act.CORRECT, GIVER, NOW)
    assert begun.correcting
    assert begun.stage is Stage.RELEASED
    with pytest.raises(Conflict, match="no second reader"):
        done(begun, Act.RELEASE, GIVER, NOW)
    read = done(done(begun, Act.HAND_OVER, GIVER, NOW), Act.APPROVE, HR, NOW)
    after = done(read, Act.RELEASE, GIVER, NOW)
    assert (after.correcting, after.released_at) == (False, RELEASED.released_at)


def test_no_answer_in_ten_business_days_is_kept_with_the_follow_up() -> None:
    later = datetime(2026, 12, 16, 10, tzinfo=UTC)
    after = done(RELEASED, Act.FOLLOW_UP, GIVER, later)
    assert (after.lapsed_at, after.stage) == (later, Stage.FOLLOWED_30)
    # "received" that comes late is still taken
    assert done(after, Act.ACKNOWLEDGE, THEM, later).acknowledged_at == later


@pytest.mark.parametrize("act", [act for act in Act if Part.EMPLOYEE in MAY[act]])
@pytest.mark.parametrize(
    "record", [HELD, replace(HELD, acknowledged_at=NOW), replace(RECEIVED, closed_at=NOW)]
)
def test_why_a_record_rests_is_not_told_to_the_employee(act: Act, record: Record) -> None:
    said = str(refusal(record, act, THEM, NOW) or "")
    assert not re.search("legal|hold|record|lifts|closed", said)


ACTORS = (GIVER, HR, BOTH, MANAGER, THEM, TIME, NOBODY)
STEPS = st.lists(
    st.tuples(st.sampled_from(list(Act)), st.sampled_from(ACTORS), st.integers(0, 40), st.integers(0, 3)),
    max_size=40,
)


@settings(max_examples=300)
@given(told=st.booleans(), agreement=st.booleans(), steps=STEPS)
def test_no_way_leads_past_the_protocol(
    told: bool, agreement: bool, steps: list[tuple[Act, Actor, int, int]]
) -> None:
    """Whoever tries whatever in whatever order: what must come first has come first."""
    record, now = Record(giver_id=1, told_at=NOW if told else None, agreement_applies=agreement), NOW
    for act, actor, ahead, back in steps:
        now += timedelta(days=ahead)
        try:
            after = done(record, act, actor, now, now - timedelta(days=back))
        except DomainError:
            continue
        ensure_sound(record, act, after)
        record = _with_days(after)


def ensure_sound(before: Record, act: Act, after: Record) -> None:
    if after.talk_at is not None:
        assert after.told_at is not None
        assert after.talk_at >= after.told_at
    if after.offered_at is not None:
        assert after.told_at is not None
        assert after.offered_at >= after.told_at
    assert before.offered_at in (None, after.offered_at)
    if after.text_released_at is not None:
        assert after.read_by not in (None, after.giver_id, after.written_by, *after.writers)
        assert after.talk_at is not None or after.waived_at is not None
        assert after.told_at is not None
    if after.acknowledged_at or after.lapsed_at or after.followed_30_at or after.correction_asked_at:
        assert after.released_at is not None
    assert not (after.followed_90_at and not after.followed_30_at)
    # what has left the house stays as it was
    assert before.released_at in (None, after.released_at)
    assert after.commented or not before.commented
    assert not after.commented or after.acknowledged_at is not None
    if before.held_at is not None:
        assert act in (Act.LIFT, Act.ACKNOWLEDGE, Act.LAPSE)
    if before.closed_at is not None:
        assert act in (Act.HOLD, Act.LIFT, Act.ACKNOWLEDGE)
    order = list(Stage)
    backwards = order.index(after.stage) < order.index(before.stage)
    swapped = {before.stage, after.stage} == {Stage.ACKNOWLEDGED, Stage.UNACKNOWLEDGED}
    assert not backwards or act is Act.WRITE or swapped


def _with_days(record: Record) -> Record:
    if record.released_at is None or record.answer_due_at is not None:
        return record
    from_ = (record.talk_at or record.released_at).date()
    return replace(
        record,
        answer_due_at=record.released_at + 14 * DAY,
        first_on=from_ + 30 * DAY,
        second_on=from_ + 90 * DAY,
    )
