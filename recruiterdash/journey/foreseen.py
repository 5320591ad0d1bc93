"""What a word would do to the clocks before it is logged: the same rules, once without and once with it."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.history import as_told, happening, happenings_of
from recruiterdash.requisitions.models import Requisition
from recruiterdash.waiting.course import Course, Line


class Running(NamedTuple):
    """A clock that runs, with its due; None while it is paused."""

    name: str
    due_at: datetime | None


class Foreseen(NamedTuple):
    """What would change, by clock name."""

    stops: tuple[str, ...] = ()
    starts: tuple[Running, ...] = ()
    moves: tuple[Running, ...] = ()
    #: Set aside while the candidate holds the next step.
    suspends: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    closes: str | None = None
    #: Who would hold the next step, when that changes.
    holder: str | None = None
    #: How often they would have asked without an answer, when that grows.
    chasers: int | None = None
    #: An earlier promise is moved to a later day before its own has come.
    slip: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.stops or self.starts or self.moves or self.suspends or self.closes or self.chasers)

    @property
    def signature(self) -> str:
        """Equal for two answers that say the same of the same clocks."""
        said = (self.stops, [each.name for each in (*self.starts, *self.moves)], self.suspends, self.stays)
        whole = "|".join(",".join(names) for names in said) + f"|{self.closes or ''}|{self.holder or ''}"
        return f"{whole}|slip" if self.slip else whole


class SoFar(NamedTuple):
    """All that happened until now, read once however many questions are asked of it."""

    happenings: tuple[waiting.Happening, ...]
    rules: waiting.Rulebook
    person: waiting.Person


def so_far(session: Session, application: Application, *, with_feedback: bool) -> SoFar:
    """Return an application's history with the rules that bind it. with_feedback: its reader is told of feedback."""
    requisition = session.get_one(Requisition, application.requisition_id)
    candidate = session.get_one(Candidate, application.candidate_id)
    lived = as_told(happenings_of(session, requisition.id, [application.id])[application.id], with_feedback)
    person = waiting.Person(zone=candidate.zone or None, internal=candidate.internal and with_feedback)
    return SoFar(tuple(lived), waiting.rulebook(session, requisition), person)


def foreseen(known: SoFar, happened: Sequence[Happened], now: datetime) -> Foreseen:
    """Return what recording this would change. Pure.

    happened: in order. now: aware UTC, the moment the clocks are compared at.
    """
    then = list(known.happenings)
    for each in happened:
        said = happening(each.type, each.kind, each.at, each.data)
        then.insert(bisect_right(then, said.at, key=lambda other: other.at), said)
    before = waiting.replay(known.happenings, known.rules, known.person)
    return compared(before, waiting.replay(then, known.rules, known.person), now)


def without(known: SoFar, event_id: int, now: datetime) -> Foreseen:
    """Return what undoing an event would change. Pure."""
    then = [each for each in known.happenings if each.id != event_id]
    before = waiting.replay(known.happenings, known.rules, known.person)
    return compared(before, waiting.replay(then, known.rules, known.person), now)


def compared(before: Course, after: Course, now: datetime) -> Foreseen:
    """Return how two courses differ at a moment. Pure."""
    ran, runs = _running(before, now), _running(after, now)
    ends = {_key(line): line.result for line in after.lines}
    gone = [name for name in ran if name not in runs]
    kept = [name for name in ran if name in runs]
    suspends = tuple(name for name in gone if ends.get(_key(ran[name])) == "suspended")
    stays = tuple(name for name in kept if _same(ran[name], runs[name], now))
    return Foreseen(
        stops=tuple(name for name in gone if name not in suspends),
        starts=tuple(_as_running(line, now) for name, line in runs.items() if name not in ran),
        moves=tuple(_as_running(runs[name], now) for name in kept if name not in stays),
        suspends=suspends,
        stays=stays,
        closes=after.closed if after.closed != before.closed else None,
        holder=_holder(before, after, now),
        chasers=after.chasers if after.chasers > before.chasers else None,
        slip=after.slips > before.slips,
    )


def _running(course: Course, now: datetime) -> dict[str, Line]:
    return {line.name: line for line in course.lines if line.open_at(now)}


def _key(line: Line) -> tuple[str, int, int]:
    return line.name, line.spell, line.cycle


def _same(before: Line, after: Line, now: datetime) -> bool:
    paused = before.paused_on(now), after.paused_on(now)
    return _key(before) == _key(after) and before.due_at == after.due_at and paused[0] == paused[1]


def _as_running(line: Line, now: datetime) -> Running:
    return Running(line.name, None if line.paused_on(now) else line.due_at)


def _holder(before: Course, after: Course, now: datetime) -> str | None:
    held, holds = before.holder_at(now), after.holder_at(now)
    return holds if holds != held else None
