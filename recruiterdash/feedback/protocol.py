"""Feedback to a colleague who was told no, step by step: who may do what, and when. Pure.

    told, a talk offered -> (draft -> reviewed) -> discussed -> released -> received, or ten business days
        -> 30 days -> 90 days -> closed

A stage is never stored: it follows from the moments that are. A correction begins a new text beside the one that was
released; it is read and released again, and the earlier one is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from recruiterdash.errors import BadInput, Conflict, DomainError, NotAllowed
from recruiterdash.feedback.parts import AFTER_CLOSE, UNDER_HOLD, ensure_part
from recruiterdash.feedback.record import Act, Actor, Part, Record

#: A follow-up may be held this much before its day.
EARLY = timedelta(days=7)
#: Calendar days after the talk.
FIRST, SECOND = 30, 90
#: Business days for the employee to say that they received it.
ANSWERS = 10


HELD = "A legal hold is on this record: nothing in it is changed until somebody of HR lifts it."
CLOSED = "This record is closed: nothing in it is changed any more."
#: What the employee is told instead: why a record rests is ours to know.
RESTS = "Nothing can be added here at the moment. Please speak to HR directly. Nothing was kept."
OVER = "Nothing can be added here any more. Please speak to HR directly. Nothing was kept."


def done(record: Record, act: Act, actor: Actor, now: datetime, at: datetime | None = None) -> Record:
    """Return the record after an act, or refuse it.

    now: aware UTC. at: when a talk was offered or took place. Raises NotAllowed for who may not, Conflict for what
    comes too early, too late or twice, BadInput for a moment that cannot be; nothing has happened then.
    """
    ensure_part(record, act, actor)
    if record.held_at is not None and act not in UNDER_HOLD:
        raise Conflict(RESTS if Part.EMPLOYEE in actor.parts else HELD)
    if record.closed_at is not None and act not in AFTER_CLOSE:
        raise Conflict(OVER if Part.EMPLOYEE in actor.parts else CLOSED)
    return _RULES[act](record, actor, now, at or now)


def possible(record: Record, actor: Actor, now: datetime) -> list[Act]:
    """Return the acts that would not be refused, in the order of the protocol. now: aware UTC."""
    return [act for act in Act if refusal(record, act, actor, now) is None]


def refusal(record: Record, act: Act, actor: Actor, now: datetime) -> DomainError | None:
    """Return why an act would be refused at this moment, None when it would not."""
    try:
        done(record, act, actor, now)
    except DomainError as refused:
        return refused
    return None


# --- each act, the objections in the order in which a colleague would make them ------------------------


def _told(record: Record) -> datetime:
    if not record.decided:
        raise Conflict("No refusal stands any more: the decision was taken back. Leave the record as it is.")
    if record.told_at is None:
        raise Conflict(
            "The outcome has not been told yet: it is said first, in a conversation, before anything else."
        )
    return record.told_at


def _offer(record: Record, _actor: Actor, now: datetime, at: datetime) -> Record:
    told_at = _told(record)
    if at > now:
        raise BadInput("That moment has not come yet: an offer is logged when it was made.")
    if at < told_at:
        raise BadInput("The talk cannot have been offered before the outcome was told: look at the date.")
    if record.talk_at is not None:
        raise Conflict("A talk is on record already.")
    if record.offered_at is not None:
        raise Conflict("That a talk was offered is on record already.")
    return replace(record, offered_at=at)


def _write(record: Record, actor: Actor, _now: datetime, _at: datetime) -> Record:
    if not record.decided:
        _told(record)
    if record.text_released_at is not None:
        raise Conflict("This text is released: begin a correction, and both versions are kept.")
    return _written(record, actor)


def _written(record: Record, actor: Actor) -> Record:
    writers = tuple(dict.fromkeys((*record.writers, actor.user_id)))
    return replace(
        record,
        written_by=actor.user_id,
        writers=writers,
        handed_over_at=None,
        read_at=None,
        read_by=None,
    )


def _hand_over(record: Record, _actor: Actor, now: datetime, _at: datetime) -> Record:
    if record.text_released_at is not None:
        raise Conflict("This text is released already.")
    if record.handed_over_at is not None:
        raise Conflict("The second reader has it already.")
    _ensure_whole(record, "It cannot be handed over yet")
    return replace(record, handed_over_at=now)


def _approve(record: Record, actor: Actor, now: datetime, _at: datetime) -> Record:
    _ensure_to_read(record, actor)
    _ensure_whole(record, "It cannot go on")
    return replace(record, read_at=now, read_by=actor.user_id)


def _send_back(record: Record, actor: Actor, _now: datetime, _at: datetime) -> Record:
    _ensure_to_read(record, actor)
    return replace(record, handed_over_at=None)


def _ensure_whole(record: Record, refused: str) -> None:
    """What was whole may lack something by now: a consent was taken back, a date has gone by."""
    if record.flaws:
        raise BadInput(f"{refused}. {' '.join(record.flaws)}")


def _ensure_to_read(record: Record, actor: Actor) -> None:
    if actor.user_id in (record.written_by, *record.writers):
        raise NotAllowed("You wrote this text, or a part of it: somebody else of HR is its second reader.")
    if record.handed_over_at is None:
        raise Conflict("The text has not been handed over yet: there is nothing to read.")
    if record.read_at is not None:
        raise Conflict("A second reader has read this text already.")


def _talk(record: Record, _actor: Actor, now: datetime, at: datetime) -> Record:
    told_at = _told(record)
    if at > now:
        raise BadInput("That moment has not come yet: a talk is logged when it has taken place.")
    if at < told_at:
        raise BadInput("The talk cannot lie before the outcome was told: look at the date.")
    if record.talk_at is not None:
        raise Conflict("A talk is on record already.")
    if record.released_at is None and record.read_at is None:
        raise Conflict(
            "The text has no second reader yet: it is read by HR before it is talked about, so that what is said and "
            "what is written agree."
        )
    return replace(record, talk_at=at)


def _waive(record: Record, _actor: Actor, now: datetime, _at: datetime) -> Record:
    _told(record)
    if record.talk_at is not None:
        raise Conflict("A talk is on record already.")
    if record.waived_at is not None:
        raise Conflict("That the employee wants it in writing alone is on record already.")
    return replace(record, waived_at=now)


def _release(record: Record, actor: Actor, now: datetime, _at: datetime) -> Record:
    _told(record)
    if record.text_released_at is not None:
        raise Conflict("This text is released already.")
    if record.read_at is None:
        raise Conflict("It has no second reader yet: nothing is released that HR has not read.")
    if record.read_by in (None, record.giver_id, record.written_by, *record.writers):
        raise Conflict("Whoever gives or wrote it cannot have been its second reader: have it read again.")
    if record.talk_at is None and record.waived_at is None:
        raise Conflict(
            "The talk comes first, the text after it: log the talk, or that the employee asked for writing alone."
        )
    if record.agreement_applies and Part.HR not in actor.parts:
        raise NotAllowed("A collective agreement applies here: HR releases it.")
    _ensure_whole(record, "It cannot be released as it is: write it anew and have it read again")
    return replace(
        record, text_released_at=now, released_at=record.released_at or now, correction_asked_at=None
    )


def _acknowledge(record: Record, _actor: Actor, now: datetime, _at: datetime) -> Record:
    _ensure_released(record)
    if record.acknowledged_at is not None:
        raise Conflict("You have said already that you received it. Thank you.")
    return replace(record, acknowledged_at=now)


def _comment(record: Record, _actor: Actor, _now: datetime, _at: datetime) -> Record:
    _ensure_released(record)
    if record.acknowledged_at is None:
        raise Conflict("Say first that you received it.")
    if record.commented:
        raise Conflict("Your words are kept here already. Please tell us more in a talk. Nothing was kept.")
    return replace(record, commented=True)


def _lapse(record: Record, _actor: Actor, now: datetime, _at: datetime) -> Record:
    _ensure_released(record)
    if record.acknowledged_at is not None or record.lapsed_at is not None:
        raise Conflict("Whether it was received is settled already.")
    if record.answer_due_at is None or now <= record.answer_due_at:
        raise Conflict("The days for an answer are not over.")
    return replace(record, lapsed_at=now)


def _ask_correction(record: Record, _actor: Actor, now: datetime, _at: datetime) -> Record:
    _ensure_released(record)
    if record.correction_asked_at is not None or record.correcting:
        raise Conflict("A correction is being looked at already: you will be answered.")
    return replace(record, correction_asked_at=now)


def _correct(record: Record, actor: Actor, _now: datetime, _at: datetime) -> Record:
    _ensure_released(record)
    if record.correcting:
        raise Conflict("A correction has been begun already.")
    return replace(_written(record, actor), text_released_at=None)


def _decline(record: Record, _actor: Actor, _now: datetime, _at: datetime) -> Record:
    if record.correction_asked_at is None:
        raise Conflict("Nobody has asked for a correction.")
    if record.correcting:
        raise Conflict("A correction has been begun already: finish it.")
    return replace(record, correction_asked_at=None)


def _follow_up(record: Record, _actor: Actor, now: datetime, _at: datetime) -> Record:
    _ensure_released(record)
    if record.followed_90_at is not None:
        raise Conflict("Both follow-ups are on record.")
    second = record.followed_30_at is not None
    day = record.second_on if second else record.first_on
    if day is None or now.date() < day - EARLY:
        when = f" ({day:%-d %B %Y})" if day else ""
        raise Conflict(
            f"The {SECOND if second else FIRST}-day follow-up{when} is held in the week before its day or later."
        )
    if record.acknowledged_at is None and record.lapsed_at is None:
        lapsed = record.answer_due_at is not None and now > record.answer_due_at
        record = replace(record, lapsed_at=now if lapsed else None)
    return replace(record, followed_90_at=now) if second else replace(record, followed_30_at=now)


def _close(record: Record, actor: Actor, now: datetime, _at: datetime) -> Record:
    if record.correcting:
        raise Conflict("A correction has been begun: finish it first.")
    if record.correction_asked_at is not None:
        raise Conflict("The employee waits for an answer about a correction: give it first.")
    if record.followed_90_at is None and Part.HR not in actor.parts:
        raise Conflict(
            f"A record is closed after the {SECOND}-day follow-up: before that HR alone closes it, and says why."
        )
    return replace(record, closed_at=now)


def _hold(record: Record, actor: Actor, now: datetime, _at: datetime) -> Record:
    if record.held_at is not None and Part.EMPLOYEE in actor.parts:
        raise Conflict(RESTS)
    if record.held_at is not None:
        raise Conflict("A legal hold is on this record already.")
    return replace(record, held_at=now)


def _lift(record: Record, _actor: Actor, _now: datetime, _at: datetime) -> Record:
    if record.held_at is None:
        raise Conflict("No legal hold is on this record.")
    return replace(record, held_at=None)


def _ensure_released(record: Record) -> None:
    if record.released_at is None:
        raise Conflict("It has not been released yet.")


_RULES: Mapping[Act, Callable[[Record, Actor, datetime, datetime], Record]] = {
    Act.OFFER: _offer,
    Act.WRITE: _write,
    Act.HAND_OVER: _hand_over,
    Act.APPROVE: _approve,
    Act.SEND_BACK: _send_back,
    Act.TALK: _talk,
    Act.WAIVE: _waive,
    Act.RELEASE: _release,
    Act.ACKNOWLEDGE: _acknowledge,
    Act.COMMENT: _comment,
    Act.LAPSE: _lapse,
    Act.ASK_CORRECTION: _ask_correction,
    Act.CORRECT: _correct,
    Act.DECLINE_CORRECTION: _decline,
    Act.FOLLOW_UP: _follow_up,
    Act.CLOSE: _close,
    Act.HOLD: _hold,
    Act.LIFT: _lift,
}
