"""What a person has been told, read from what was said between us and them and from nothing else; pure.

A decision, a stage, a hold or a second choice is not said until it is said: none of them is looked at here. What
came back to us told nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.messages.types import MessageType
from recruiterdash.waiting.kinds import OUT

#: The events that are read; every other kind is ours alone.
READ = ("out", "in", "undo", "bounce", "unreject")
#: With these a person ends it themselves.
_THEY_END_IT = frozenset({"withdraw", "decline"})


class Line(NamedTuple):
    """One event between us and a person."""

    id: int
    type: str
    #: For words in and out, which kind of word.
    kind: str | None
    #: Aware.
    at: datetime
    data: Mapping[str, Any]
    #: The event that an undo takes back, or a bounce says did not arrive.
    voids: int | None = None


class Stand(StrEnum):
    """Where the person knows they stand."""

    #: We have the application: all there is to say until something else has been said.
    HERE = "here"
    AHEAD = "ahead"
    OFFER = "offer"
    NO = "no"
    #: They told us that they do not go on.
    ENDED = "ended"


#: Nothing more is promised to who stands here; see the waiting rules.
_OVER = frozenset({Stand.NO, Stand.ENDED})
_DECISIONS = {"advance": Stand.AHEAD, "offer": Stand.OFFER, "reject": Stand.NO}


class Told(NamedTuple):
    """What a person knows, with the days on which they came to know it."""

    stand: Stand = Stand.HERE
    since: date | None = None
    #: When they heard from us last.
    last_word: date | None = None
    #: The day by which they were told they would hear from us, while nothing has answered it.
    promised: date | None = None


def told(lines: Sequence[Line], zone: str) -> Told:
    """Return what a person has been told.

    lines: events of their application, in any order. zone: where their days begin and end. An outcome stands
    until we say otherwise: taken back without a word, it is still what they know.
    """
    known, taken_back = Told(), False
    for line in _that_count(lines):
        day = line.at.astimezone(ZoneInfo(zone)).date()
        if line.type == "unreject":
            taken_back = True
        elif line.type == "in":
            if known.stand is not Stand.NO:
                known = known._replace(stand=Stand.ENDED, since=day, promised=None)
        else:
            known, taken_back = _heard(known, line, day, taken_back)
    return known


def _that_count(lines: Sequence[Line]) -> list[Line]:
    """In order, without what was undone, what came back and what is no word to the person."""
    undone = {each.voids for each in lines if each.type == "undo"}
    returned = {each.voids for each in lines if each.type == "bounce" and each.id not in undone}
    counted = [each for each in lines if each.id not in undone | returned and _is_said(each)]
    return sorted(counted, key=lambda each: (each.at, each.id))


def _is_said(line: Line) -> bool:
    if line.type == "out":
        counts = OUT.get(line.kind or "")
        return counts is not None and counts.ack and not line.data.get("bounced")
    return line.type == "unreject" or (line.type == "in" and line.kind in _THEY_END_IT)


def _heard(known: Told, line: Line, day: date, taken_back: bool) -> tuple[Told, bool]:
    """A word of ours; also whether a decision is taken back of which they know nothing yet."""
    counts = OUT[line.kind or ""]
    known = known._replace(last_word=day)
    decision = line.data.get("decision")
    if decision in counts.carries and decision in _DECISIONS:
        known = known._replace(stand=_DECISIONS[decision], since=day, promised=None)
        taken_back = False
    elif _says_anew(known, line, taken_back):
        known, taken_back = known._replace(stand=Stand.HERE, since=None), False
    if line.data.get("keeps_promise"):
        known = known._replace(promised=None)
    if line.data.get("next_date") and counts.silence != "never" and known.stand not in _OVER:
        known = known._replace(promised=date.fromisoformat(str(line.data["next_date"])[:10]))
    return known, taken_back


def _says_anew(known: Told, line: Line, taken_back: bool) -> bool:
    """It is over, as far as they know, and this says that it is not."""
    if known.stand not in _OVER:
        return False
    corrects = line.data.get("letter") == MessageType.CORRECTION and taken_back
    return bool(line.data.get("status")) or corrects
