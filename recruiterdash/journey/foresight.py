"""Rules that nobody has saved yet, looked at first: who would become overdue, and who would stop being so."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.visibility import hears_of_feedback, visible
from recruiterdash.journey.history import happenings_of
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.kinds import FEEDBACK, REBASE, rank
from recruiterdash.waiting.models import Clock
from recruiterdash.waiting.rulebooks import Proposed, rulebooks

#: As many people are looked at in one answer, about a second; beyond that the page says who was not.
MOST = 2000
#: Names that a page shows of each list.
SHOWN = 50


class Due(NamedTuple):
    """A clock that counts, with its due."""

    name: str
    due_at: datetime


class Changed(NamedTuple):
    """One person whose being overdue would change, with the clock that says so."""

    application_id: int
    candidate: str
    title: str
    clock: str
    before: datetime | None
    after: datetime | None


class Foresight(NamedTuple):
    """What moving the running clocks to proposed rules would do, as far as it was looked at."""

    #: Worst harm first.
    becomes: tuple[Changed, ...]
    stops: tuple[Changed, ...]
    #: People with a due that moves, whether or not that makes or ends an overdue.
    moved: int
    #: People looked at, of as many as have a running clock and may be seen.
    looked_at: int
    there: int

    @property
    def not_looked_at(self) -> int:
        return self.there - self.looked_at


def foresee(
    session: Session, viewer: Viewer, proposed: Proposed, *, now: datetime, most: int = MOST
) -> Foresight:
    """Return what moving the running clocks to proposed rules would do to those whom a viewer may see.

    now: aware UTC, the moment it would be done. most: people to look at, on either side of now those whose due is
    nearest to it. Who is not told of all feedback to colleagues is told of none here. Writes nothing.
    """
    running = _running(viewer, proposed)
    ids = _nearest(session, running, now, most)
    there = session.scalar(select(func.count()).select_from(running.subquery())) or 0
    stored = stored_dues(session, ids, now)
    becomes, stops, moved = [], [], 0
    for application_id, after in replayed(session, ids, proposed, now):
        before = _told(viewer, stored.get(application_id, ()))
        after = _told(viewer, after)
        moved += set(before) != set(after)
        late_before, late_after = _late(before, now), _late(after, now)
        if late_after and not late_before:
            becomes.append((application_id, late_after[0].name, _pair(before, late_after[0].name), after))
        elif late_before and not late_after:
            stops.append((application_id, late_before[0].name, late_before[0].due_at, after))
    named = _named(session, [each[0] for each in (*becomes, *stops)])
    return Foresight(
        _listed(becomes, named), _listed(stops, named), moved, looked_at=len(ids), there=int(there)
    )


def concerned(office_id: int | None, requisition_id: int | None) -> ColumnElement[bool]:
    """Return the condition on `Requisition` of one office, of one requisition, or of all."""
    if requisition_id is not None:
        return Requisition.id == requisition_id
    return Requisition.office_id == office_id if office_id is not None else true()


# --- reading ---------------------------------------------------------------------------------------


def _running(viewer: Viewer, proposed: Proposed) -> Select[int, datetime | None]:
    """Return the applications with a running clock that the rules concern, and the earliest due of each."""
    return (
        select(Clock.application_id, func.min(Clock.due_at).label("due_at"))
        .join(Application, Application.id == Clock.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(
            Clock.stopped_at.is_(None),
            ~Clock.soft,
            true() if hears_of_feedback(viewer) else Clock.name.not_in(FEEDBACK),
            visible(viewer),
            concerned(proposed.office_id, proposed.requisition_id),
        )
        .group_by(Clock.application_id)
    )


def _told(viewer: Viewer, dues: Iterable[Due]) -> tuple[Due, ...]:
    untold = () if hears_of_feedback(viewer) else FEEDBACK
    return tuple(each for each in dues if each.name not in untold)


def _nearest(session: Session, running: Select[int, datetime | None], now: datetime, most: int) -> list[int]:
    """Return whom to look at: those overdue last, and those due next; a half each, more where one has fewer."""
    found = running.subquery()
    one = select(found.c.application_id)
    late = one.where(found.c.due_at < now).order_by(found.c.due_at.desc(), found.c.application_id)
    ahead = one.where(or_(found.c.due_at >= now, found.c.due_at.is_(None))).order_by(
        found.c.due_at.is_(None), found.c.due_at, found.c.application_id
    )
    behind, before = (list(session.scalars(each.limit(most))) for each in (late, ahead))
    half = most // 2
    taken = behind[: max(half, most - len(before))]
    return [*taken, *before[: most - len(taken)]]


def stored_dues(session: Session, ids: Sequence[int], now: datetime) -> dict[int, tuple[Due, ...]]:
    """Return the dues that stand, of clocks that count at a moment."""
    found: dict[int, list[Due]] = {}
    for some in _in_batches(ids):
        rows = session.execute(
            select(Clock.application_id, Clock.name, Clock.due_at, Clock.started_at, Clock.until_at).where(
                Clock.application_id.in_(some),
                Clock.stopped_at.is_(None),
                ~Clock.soft,
                Clock.due_at.is_not(None),
            )
        )
        for row in rows:
            if row.started_at <= now and (row.until_at is None or row.until_at > now):
                found.setdefault(row.application_id, []).append(Due(row.name, row.due_at))
    return {id_: tuple(dues) for id_, dues in found.items()}


def replayed(
    session: Session, ids: Sequence[int], proposed: Proposed, now: datetime
) -> Iterable[tuple[int, tuple[Due, ...]]]:
    """Replay each application with the proposed rules and a re-base now, and yield the dues that come out."""
    by_requisition: dict[int, list[int]] = {}
    people: dict[int, waiting.Person] = {}
    for some in _in_batches(ids):
        rows = session.execute(
            select(Application.id, Application.requisition_id, Candidate.zone, Candidate.internal)
            .join(Candidate, Candidate.id == Application.candidate_id)
            .where(Application.id.in_(some))
        )
        for row in rows:
            by_requisition.setdefault(row.requisition_id, []).append(row.id)
            people[row.id] = waiting.Person(row.zone or None, row.internal)
    concerned = [
        each
        for some in _in_batches(list(by_requisition))
        for each in session.scalars(select(Requisition).where(Requisition.id.in_(some)))
    ]
    books = rulebooks(session, concerned, proposed=proposed)
    then = waiting.Happening(now, REBASE)
    for requisition_id, theirs in by_requisition.items():
        histories = happenings_of(session, requisition_id, theirs)
        for id_ in theirs:
            course = waiting.replay([*histories[id_], then], books[requisition_id], people[id_])
            yield id_, _counting(course, now)


def _counting(course: waiting.Course, now: datetime) -> tuple[Due, ...]:
    return tuple(
        Due(line.name, line.due_at)
        for line in course.lines
        if line.due_at is not None and not line.soft and line.open_at(now)
    )


def _late(dues: Iterable[Due], now: datetime) -> list[Due]:
    """Return what is overdue, worst first."""
    return sorted(
        (each for each in dues if each.due_at < now), key=lambda each: (rank(each.name), each.due_at)
    )


def _pair(dues: Iterable[Due], name: str) -> datetime | None:
    return next((each.due_at for each in dues if each.name == name), None)


# --- told ------------------------------------------------------------------------------------------

_Found = tuple[int, str, datetime | None, tuple[Due, ...]]


def _listed(found: Sequence[_Found], named: Mapping[int, tuple[str, str]]) -> tuple[Changed, ...]:
    def harm(each: _Found) -> tuple[int, float, int]:
        due = _pair(each[3], each[1]) or each[2]
        return rank(each[1]), due.timestamp() if due else 0.0, each[0]

    return tuple(
        Changed(id_, *named[id_], clock, before, _pair(after, clock))
        for id_, clock, before, after in sorted(found, key=harm)
    )


def _named(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    named: dict[int, tuple[str, str]] = {}
    for some in _in_batches(ids):
        rows = session.execute(
            select(Application.id, Candidate, Requisition)
            .join(Candidate, Candidate.id == Application.candidate_id)
            .join(Requisition, Requisition.id == Application.requisition_id)
            .where(Application.id.in_(some))
        )
        named |= {id_: (person.name, requisition.title) for id_, person, requisition in rows}
    return named


def _in_batches(ids: Sequence[int], size: int = 900) -> Iterable[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
