"""How many stand in each queue, all in one statement, none counted further than the page shows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, distinct, exists, func, literal, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.visibility import walled_ids
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.days import Ends
from recruiterdash.waiting.lists import parts_of
from recruiterdash.waiting.queues import CAP, OVERDUE, QUEUES
from recruiterdash.waiting.shapes import (
    APPLICATIONS,
    CLOCKS,
    STANDINGS,
    Shape,
    as_told,
    days_of,
    in_window,
    is_before,
    is_sqlite,
    limit_of,
    names_in,
    outside_the_wall,
    scope_of,
)

#: Queues counted here; letters that bounced or are uncertain are known above.
COUNTED = tuple(name for name in QUEUES if name not in {"bounced", "uncertain"})
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Count(NamedTuple):
    """How many stand in a queue, each number told up to `CAP` + 1."""

    since: int
    before: int = 0


def counts(
    session: Session,
    viewer: Viewer | None,
    *,
    now: datetime,
    ends: Sequence[Ends],
    names: Collection[str] = COUNTED,
    beside: Mapping[str, ColumnElement[int]] = NOTHING,
) -> dict[str, Count]:
    """Return how many stand in each queue, in one statement.

    viewer: None is the installation itself, which sees everybody. now: aware UTC. ends: when today and the
    next business day end in the offices. names: the queues to count. beside: numbers of queues that only a
    floor above can count.
    """
    wanted = tuple(name for name in COUNTED if name in names)
    if not wanted and not beside:
        return {}
    shape = Shape("", is_sqlite(session), viewer, days_of(ends, now), most=CAP + 1)
    statement = _counts(shape, wanted).add_columns(*beside.values()) if beside else _counts(shape, wanted)
    numbers = iter(session.connection().execute(statement, {"now": now}).one())
    told = {name: Count(*(min(next(numbers), CAP + 1) for _ in _halves(name))) for name in wanted}
    return told | {name: Count(min(next(numbers), CAP + 1)) for name in beside}


def anybody(viewer: Viewer | None) -> ColumnElement[int]:
    """Return 1 when there is somebody this viewer could see at all, else 0; a value of another statement."""
    one = select(STANDINGS.c.application_id)
    if viewer is not None:
        one = one.where(STANDINGS.c.application_id.not_in(walled_ids(viewer)))
    if viewer is not None and not viewer.sees_everybody:
        one = one.where(STANDINGS.c.requisition_id.in_(visible_ids(viewer)))
    return _count(one.limit(literal(1)))


def _halves(name: str) -> tuple[bool | None, ...]:
    """Return what is counted apart in a queue: since and from before, where it shows both."""
    return (False, True) if name in OVERDUE else (None,)


@lru_cache(maxsize=200)
def _counts(shape: Shape, names: tuple[str, ...]) -> Select[Any]:
    """Return the one row of all numbers. Made once for each shape: making it costs more than answering it."""
    numbers: list[ColumnElement[Any]] = [n for name in names for n in _numbers(shape._replace(queue=name))]
    return select(*numbers)


def _numbers(shape: Shape) -> Iterator[ColumnElement[int]]:
    clocks = names_in(shape)
    for before in _halves(shape.queue):
        if not clocks:
            yield _standing_there(shape)
        elif len(clocks) == 1:
            yield _count(_clocks(shape, before).limit(limit_of(shape)))
        else:
            yield _applications(shape, before)


def _standing_there(shape: Shape) -> ColumnElement[int]:
    total: ColumnElement[int] = literal(0)
    for part in parts_of(shape):
        found = part.numbers().order_by(None)
        if shape.scoped:
            found = found.where(part.in_scope())
        total = total + _count(found.limit(limit_of(shape)))
    return total


def _count(rows: Select[Any]) -> ColumnElement[int]:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def _applications(shape: Shape, before: bool | None) -> ColumnElement[int]:
    """Count each application, or person, once though several of its clocks are in the queue."""
    # one application has each clock once; that anybody has more than five overdue at a time is unheard of
    most = limit_of(shape) * min(len(names_in(shape)), 5)
    clocks = _clocks(shape, before).limit(most).cte()
    counted = clocks.c.application_id
    if shape.of_people:
        each = select(counted).distinct().subquery()
        theirs = APPLICATIONS.join(each, each.c.application_id == APPLICATIONS.c.id)
        people = (
            select(func.count(distinct(APPLICATIONS.c.candidate_id))).select_from(theirs).scalar_subquery()
        )
        return (
            select(case((func.count() >= most, limit_of(shape)), else_=people))
            .select_from(clocks)
            .scalar_subquery()
        )
    return select(
        case((func.count() >= most, limit_of(shape)), else_=func.count(distinct(counted)))
    ).scalar_subquery()


def _clocks(shape: Shape, before: bool | None) -> Select[Any]:
    c = CLOCKS.alias()
    names = names_in(shape)
    found = select(c.c.application_id).where(
        c.c.name.in_(names),
        *in_window(shape, c),
        *outside_the_wall(shape, c),
        *as_told(shape, c, names),
    )
    if shape.queue == "inherited":
        before = True
    elif shape.queue in {"due_today", "soon"}:
        before = False
    if before is not None:
        found = found.where(is_before(c, before))
    if before and len(names) > 1 and shape.queue != "inherited":
        found = found.where(~_also_since(shape, c))
    if shape.scoped:
        found = found.where(c.c.requisition_id.in_(scope_of(shape)))
    return found


def _also_since(shape: Shape, clocks: Any) -> ColumnElement[bool]:
    """Say that the application stands in the queue for a clock that ran out since, too."""
    other, names = CLOCKS.alias(), names_in(shape)
    return exists().where(
        other.c.application_id == clocks.c.application_id,
        other.c.name.in_(names),
        is_before(other, False),
        *in_window(shape, other, of_one=True),
        *as_told(shape, other, names),
    )
