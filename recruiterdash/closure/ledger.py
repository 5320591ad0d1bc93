"""The promises we made: each date said to a person, by whom, how, and what became of it.

Nothing is kept here: a promise is a clock, which follows from the word that named the day.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import paging
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.visibility import visible
from recruiterdash.closure import named_days
from recruiterdash.closure.chasing import Expected, expected_chase
from recruiterdash.closure.named_days import PROMISE
from recruiterdash.closure.sources import Said, said_of
from recruiterdash.db import UTCDateTime
from recruiterdash.journey.models import Event
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office, User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Clock, Standing

#: From the second time a day was moved on, a letter is not enough.
SLIPS_TO_CALL = 2
#: More open promises than a page can hold.
MOST = 300


class Outcome(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    SLIPPED = "slipped"
    RELEASED = "released"


class Line(NamedTuple):
    """One promise."""

    id: int
    application_id: int
    outcome: Outcome
    due_at: datetime
    #: When it was kept, moved, or ended otherwise.
    over_at: datetime | None
    said_at: datetime
    name: str
    internal: bool
    requisition_id: int
    requisition: str
    zone: str
    owner: str | None
    slips: int
    chasers: int
    #: By whom and how it was said, and in what.
    said: Said

    @property
    def day(self) -> date:
        """The day named, in the office's calendar."""
        return self.due_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def chase(self) -> Expected | None:
        """When they will ask, while nothing has kept it."""
        return expected_chase(self.day, None) if self.over_at is None else None


class Open(NamedTuple):
    """The promises that stand, by when they are due."""

    broken: list[Line]
    today: list[Line]
    tomorrow: list[Line]
    later: list[Line]
    #: There are more than are shown.
    more: bool

    @property
    def anybody(self) -> bool:
        return bool(self.broken or self.today or self.tomorrow or self.later)


def outcome_at(now: datetime) -> ColumnElement[Any]:
    """Return what became of a promise by a moment, from its clock: the one place that says so.

    A day moved on before it had come is a slip; past it, the promise is broken whatever was said later. What
    ended with the application, or was moved nearer, was released.
    """
    moved = aliased(Clock)
    later = (
        select(moved.id)
        .where(
            moved.application_id == Clock.application_id,
            moved.name == PROMISE,
            moved.started_at == Clock.stopped_at,
            moved.due_at > Clock.due_at,
        )
        .correlate(Clock)
        .exists()
    )
    broken = or_(
        Clock.result == "late", func.coalesce(Clock.stopped_at, literal(now, UTCDateTime())) > Clock.due_at
    )
    return case(
        (Clock.result == "on_time", Outcome.KEPT.value),
        (broken, Outcome.BROKEN.value),
        (Clock.stopped_at.is_(None), Outcome.OPEN.value),
        (later, Outcome.SLIPPED.value),
        else_=Outcome.RELEASED.value,
    )


def standing(session: Session, viewer: Viewer, *, now: datetime) -> Open:
    """Return the promises that nothing has kept yet, the longest due first. now: aware UTC."""
    found = session.execute(
        _lines(now)
        .where(Clock.id.in_(named_days.standing_ids(viewer, PROMISE, MOST + 1)))
        .order_by(Clock.due_at, Clock.application_id)
        .limit(MOST + 1)
    ).all()
    lines = _told(session, found[:MOST])
    today = {line.zone: now.astimezone(ZoneInfo(line.zone)).date() for line in lines}
    ahead = [line for line in lines if line.due_at >= now]

    def on(days: int) -> list[Line]:
        return [line for line in ahead if line.day == today[line.zone] + timedelta(days=days)]

    near = {line.id for line in [*on(0), *on(1)]}
    return Open(
        broken=[line for line in lines if line.due_at < now],
        today=on(0),
        tomorrow=on(1),
        later=[line for line in ahead if line.id not in near],
        more=len(found) > MOST,
    )


def listed(
    session: Session,
    viewer: Viewer,
    outcome: Outcome | None,
    *,
    now: datetime,
    cursor: str | None = None,
    size: int = paging.PAGE,
) -> Page[Line]:
    """Return one page of promises with an outcome, any when none is named, the latest first."""
    # which they are an index tells; all that is said of them is looked up for those of the page alone
    each = select(Clock.id, named_days.OVER.label("over"), outcome_at(now).label("outcome"))
    # what became of each is told before it is asked for: asked of the clocks, PostgreSQL reads each row
    told = each.where(named_days.of(viewer, PROMISE)).cte("told").prefix_with("MATERIALIZED")
    which = select(told.c.id)
    if outcome is not None:
        which = which.where(told.c.outcome == outcome.value)
    order = Order((told.c.over, told.c.id), descending=True)
    found = paging.page(session, which, order, cursor, size=size)
    return Page(_by_ids(session, [row[0] for row in found.rows], now), found.next)


def every(session: Session, viewer: Viewer, *, now: datetime) -> Iterator[Line]:
    """Yield all promises a viewer may see, the latest first, a page at a time."""
    which = select(Clock.id).where(named_days.of(viewer, PROMISE))
    ids = session.scalars(which.order_by(named_days.OVER.desc(), Clock.id.desc())).all()
    for start in range(0, len(ids), 500):
        yield from _by_ids(session, ids[start : start + 500], now)


def counts(session: Session, viewer: Viewer, *, now: datetime) -> dict[Outcome, int]:
    """Return how many promises have each outcome."""
    outcome = outcome_at(now).label("outcome")
    found = select(outcome).where(named_days.of(viewer, PROMISE)).subquery()
    counted = session.execute(select(found.c.outcome, func.count()).group_by(found.c.outcome))
    told = {Outcome(row[0]): row[1] for row in counted}
    return {each: told.get(each, 0) for each in Outcome}


def is_promised(session: Session, viewer: Viewer, application_id: int) -> bool:
    """Say whether a day is named to somebody that nothing has kept yet."""
    found = (
        select(Clock.id)
        .join(Application, Application.id == Clock.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(
            Clock.application_id == application_id,
            Clock.name == PROMISE,
            Clock.stopped_at.is_(None),
            visible(viewer),
        )
    )
    return session.scalar(found.limit(1)) is not None


def to_call(session: Session, lines: Sequence[Line]) -> list[Line]:
    """Return those whose day was moved twice and more, and whom nobody has spoken with since."""
    moved = [line for line in lines if line.slips >= SLIPS_TO_CALL]
    spoken = _spoken_with(session, {line.application_id for line in moved})
    return [line for line in moved if spoken.get(line.application_id, line.said_at) <= _before(line)]


def _before(line: Line) -> datetime:
    """A talk that named the day itself counts as the call."""
    live = line.said.how in ("phone", "meeting")
    return line.said_at - timedelta(microseconds=1) if live else line.said_at


def _spoken_with(session: Session, ids: Collection[int]) -> dict[int, datetime]:
    voided = select(Event.voids_id).where(Event.voids_id.is_not(None), Event.application_id.in_(ids))
    rows = session.execute(
        select(Event.application_id, func.max(Event.happened_at))
        .where(
            Event.application_id.in_(ids),
            Event.type == "out",
            Event.kind.in_(("phone", "meeting")),
            Event.id.not_in(voided),
        )
        .group_by(Event.application_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


# --- rows ------------------------------------------------------------------------------------------


def _lines(now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Clock.id,
            Clock.application_id,
            outcome_at(now),
            Clock.due_at,
            Clock.stopped_at,
            Clock.started_at,
            func.trim(Candidate.first_name + " " + Candidate.last_name),
            Candidate.internal,
            Requisition.id,
            Requisition.title,
            Office.zone,
            User.name,
            Standing.slips,
            Standing.chasers,
        )
        .join(Application, Application.id == Clock.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .join(Standing, Standing.application_id == Application.id)
        .outerjoin(User, User.id == func.coalesce(Application.owner_id, Requisition.recruiter_id))
    )


def _by_ids(session: Session, ids: Sequence[int], now: datetime) -> list[Line]:
    """Return the promises of these clocks, in this order."""
    lines = _told(session, session.execute(_lines(now).where(Clock.id.in_(ids))).all()) if ids else []
    by_id = {line.id: line for line in lines}
    return [by_id[each] for each in ids if each in by_id]


def _told(session: Session, rows: Sequence[Any]) -> list[Line]:
    said = said_of(session, [(row[1], row[5]) for row in rows])
    return [Line._make([*row[:2], Outcome(row[2]), *tuple(row)[3:], said[row[1], row[5]]]) for row in rows]
