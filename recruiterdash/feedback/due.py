"""What is due next for one colleague, with whom and by when. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from recruiterdash.feedback.protocol import FIRST, SECOND
from recruiterdash.feedback.record import Part, Record, Stage


class Owed(NamedTuple):
    """Moments that are owed, as the clocks and the office's calendar say; None where nothing runs."""

    outcome: datetime | None = None
    offer: datetime | None = None
    talk: datetime | None = None
    written: datetime | None = None
    first: datetime | None = None
    second: datetime | None = None


class Step(NamedTuple):
    """One thing to be done next."""

    words: str
    whose: Part
    due_at: datetime | None = None


def steps(
    record: Record, owed: Owed, *, actions_late: int = 0, begun: bool = True, giver_gone: bool = False
) -> list[Step]:
    """Return what is to be done next, the first first; nothing when all is done.

    actions_late: agreed actions whose day has gone by. begun: somebody has begun a record. giver_gone: whoever was to
    give it cannot any more, and somebody else is named first.
    """
    if record.held_at is not None:
        return [Step("A legal hold is on it: see what follows, then lift it", Part.HR)]
    if record.closed_at is not None or not record.decided:
        return []
    if record.told_at is None:
        return [Step("Tell the outcome in a conversation", Part.GIVER, owed.outcome)]
    if not begun:
        return [Step("Say who gives the feedback, and write it", Part.GIVER, owed.talk)]
    found = list(_before(record, owed) if record.released_at is None else _after(record, owed, actions_late))
    if giver_gone:
        first = min((each.due_at for each in found if each.due_at), default=None)
        found.insert(0, Step("Name somebody else who gives it", Part.HR, first))
    return found


def _before(record: Record, owed: Owed) -> Iterator[Step]:
    talked = record.talk_at is not None or record.waived_at is not None
    soonest = owed.written if talked else owed.talk or owed.written
    if not talked and record.offered_at is None:
        yield Step("Offer the talk", Part.GIVER, owed.offer)
    if record.handed_over_at is None:
        yield Step("Write it, and hand it to the second reader", Part.GIVER, soonest)
    elif record.read_at is None:
        yield Step("Read it as the second reader", Part.HR, soonest)
    elif not talked:
        yield Step("Hold the talk", Part.GIVER, owed.talk)
    else:
        yield Step("Release the text", Part.HR if record.agreement_applies else Part.GIVER, owed.written)


def _after(record: Record, owed: Owed, actions_late: int) -> Iterator[Step]:
    if record.correcting:
        if record.handed_over_at is None:
            yield Step("Write the correction, and hand it over", Part.GIVER)
        elif record.read_at is None:
            yield Step("Read the correction as the second reader", Part.HR)
        else:
            yield Step("Release the corrected text", Part.GIVER)
    elif record.correction_asked_at is not None:
        yield Step("Answer the wish for a correction", Part.HR)
    if actions_late:
        yield Step(f"{actions_late} agreed {_actions(actions_late)} past the day", Part.GIVER)
    if record.followed_30_at is None:
        yield Step(f"Hold the {FIRST}-day follow-up", Part.GIVER, owed.first)
    elif record.followed_90_at is None:
        yield Step(f"Hold the {SECOND}-day follow-up", Part.GIVER, owed.second)
    else:
        yield Step("Close the record", Part.GIVER)
    if record.stage is Stage.RELEASED:
        yield Step("They say that they received it", Part.EMPLOYEE, record.answer_due_at)


def _actions(count: int) -> str:
    return "action is" if count == 1 else "actions are"
