"""What makes one queue's SQL differ from another's, and the conditions that all of them share."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.visibility import hears_of_feedback, walled_ids
from recruiterdash.db import Key, UTCDateTime
from recruiterdash.paging import PAGE
from recruiterdash.requisitions.models import Requisition
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.days import Ends
from recruiterdash.waiting.kinds import FEEDBACK
from recruiterdash.waiting.knowing import told_clocks
from recruiterdash.waiting.models import Clock, Standing, UnderWay
from recruiterdash.waiting.queues import QUEUES, Lane, Sort

# Tables and not entities: a row of a queue is columns, and fifty of them are made for every page.
CLOCKS: FromClause = Clock.__table__
STANDINGS: FromClause = Standing.__table__
APPLICATIONS: FromClause = Application.__table__
CANDIDATES: FromClause = Candidate.__table__
REQUISITIONS: FromClause = Requisition.__table__
UNDER_WAY: FromClause = UnderWay.__table__


#: Queues of what falls due between two moments that lie ahead.
OF_A_DAY = frozenset({"due_today", "soon"})


class Day(NamedTuple):
    """When today and the next business day end, and in which offices."""

    #: When the present hour began.
    hour: datetime
    today: datetime
    soon: datetime
    offices: tuple[int, ...]


class Shape(NamedTuple):
    """All that makes one queue's SQL differ from another's; the values come as parameters.

    A statement is made once for each shape and kept, as making it costs more than answering it.
    """

    queue: str
    sqlite: bool
    #: None: the installation itself, which sees everybody.
    viewer: Viewer | None
    #: When the day ends, and in which offices; asked for "due_today" and "soon" only.
    days: tuple[Day, ...] = ()
    by_owner: bool = False
    by_requisition: bool = False
    by_office: bool = False
    by_stage: bool = False
    by_holder: bool = False
    internal: bool | None = None
    lane: Lane | None = None
    sort: Sort = Sort.DUE
    #: `from_before` of the last row of the page before, None on the first page.
    after: bool | None = None
    #: More than a page came overdue since: those from before need not be looked at.
    fills: bool = False
    #: The page is told from the first so many clocks alone; more rows than come out may be there. 0: from all.
    depth: int = 0
    #: Few of the queue fit what was asked for: they are looked for, not come across.
    sought: bool = False
    #: Clocks that have not run out yet stand in it as well.
    ahead: bool = False
    #: Rows that come out at most.
    most: int = PAGE + 1

    @property
    def scoped(self) -> bool:
        """Only some requisitions are looked at."""
        everybody = self.viewer is None or self.viewer.sees_everybody
        return not everybody or self.by_requisition or self.by_office

    @property
    def narrowed(self) -> bool:
        """Some of those in the queue are left out, and nobody knows how many; one requisition is a list by itself."""
        filtered = self.by_owner or self.by_stage or self.by_holder
        chosen = filtered or self.internal is not None or self.lane is not None
        return chosen or (self.scoped and not self.by_requisition)

    @property
    def of_people(self) -> bool:
        """Each person stands once in it, not each application."""
        return self.queue == "all"


def names_in(shape: Shape) -> tuple[str, ...]:
    """Return which clocks a queue is about, less those of feedback for who is told of none."""
    names = QUEUES[shape.queue].clocks
    if hears_of_feedback(shape.viewer) is False:
        return tuple(name for name in names if name not in FEEDBACK)
    return names


def as_told(shape: Shape, clocks: FromClause, names: Collection[str]) -> Iterator[ColumnElement[bool]]:
    """Yield what leaves out feedback that the viewer is not told of, where clocks of these names may be of some."""
    told = told_clocks(shape.viewer, clocks.c) if set(names) & set(FEEDBACK) else None
    if told is not None:
        yield told


def moment(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=UTCDateTime())


def key(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=Key)


NOW = moment("now")


def limit_of(shape: Shape) -> ColumnElement[int]:
    """Return how many rows are wanted at most, written into the statement.

    PostgreSQL takes a limit it does not know for a tenth of the table, and then plans anew for each page.
    """
    return _number(shape.most)


def is_before(clocks: FromClause, before: bool) -> ColumnElement[bool]:
    return clocks.c.from_before if before else ~clocks.c.from_before


def in_window(shape: Shape, clocks: FromClause, *, of_one: bool = False) -> Iterator[ColumnElement[bool]]:
    """Yield what makes an open clock overdue, or due today or soon, or due at any time, at `now`.

    A clock is never due before it starts, so that the overdue ones have started. of_one: only clocks of one
    application are looked at; then no index of the queues may be taken, as a database without statistics would.
    """
    c = clocks.c
    yield c.stopped_at.is_(None)
    yield func.coalesce(c.soft, literal(True)).is_(False) if of_one else ~c.soft
    yield or_(c.until_at.is_(None), c.until_at > NOW)
    if shape.queue not in OF_A_DAY and not shape.ahead:
        yield c.due_at < NOW
        return
    yield c.started_at <= NOW
    if shape.ahead:
        yield c.due_at.is_not(None)
        return
    days = [_bounds(shape, day) for day in shape.days]
    yield c.due_at >= _written(shape, min((first for first, _ in days), default=None))
    yield c.due_at < _written(shape, max((last for _, last in days), default=None))
    if shape.queue == "due_today":
        yield mostly(c.due_at >= NOW)
    if len(days) > 1:
        yield mostly(_on_that_day(shape, clocks))


def _bounds(shape: Shape, day: Day) -> tuple[datetime, datetime]:
    """Return between which moments a clock is due today, from this hour on, or soon."""
    return (day.hour, day.today) if shape.queue == "due_today" else (day.today, day.soon)


def mostly(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say a condition that most rows meet; PostgreSQL would think that few do, and sort them all."""
    return case((condition, true()), else_=false())


def _written(shape: Shape, at: datetime | None) -> ColumnElement[Any]:
    """Return a moment that stands in the statement itself; `now` for None.

    It is the same for an hour at least. PostgreSQL, told only that there are two bounds, takes them to lie close
    together, and reads all that is between them.
    """
    if at is None:
        return NOW
    text = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    kind = "" if shape.sqlite else "TIMESTAMP WITH TIME ZONE "
    return literal_column(f"{kind}'{text}{'' if shape.sqlite else '+00:00'}'", UTCDateTime())


def _on_that_day(shape: Shape, clocks: FromClause) -> ColumnElement[bool]:
    """Say that a clock falls due between the bounds of its own office.

    The rows of other offices are passed over by the index alone: it holds the requisition.
    """
    due = clocks.c.due_at
    # by itself this condition must not lead to an index of requisitions, out of the queue's order
    requisition = func.coalesce(clocks.c.requisition_id, literal_column("0"))
    there = REQUISITIONS.alias()
    return or_(
        *(
            and_(
                *(due >= _written(shape, first), due < _written(shape, last)),
                requisition.in_(
                    select(there.c.id).where(
                        or_(*(there.c.office_id == _number(each) for each in day.offices))
                    )
                ),
            )
            for day in shape.days
            for first, last in [_bounds(shape, day)]
        )
    )


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value), Integer())


def outside_the_wall(shape: Shape, table: FromClause) -> Iterator[ColumnElement[bool]]:
    if shape.viewer is not None:
        yield table.c.application_id.not_in(walled_ids(shape.viewer))


def holder_of(standings: FromClause) -> ColumnElement[Any]:
    """Return who holds the next step at `now`."""
    s = standings.c
    return case((s.holder_changes_at <= NOW, s.holder_then), else_=s.holder)


def scope_of(shape: Shape) -> Select[Any]:
    """Return the ids of the requisitions that a scoped queue looks at."""
    scope = select(REQUISITIONS.c.id)
    if shape.viewer is not None and not shape.viewer.sees_everybody:
        scope = scope.where(REQUISITIONS.c.id.in_(visible_ids(shape.viewer)))
    if shape.by_requisition:
        scope = scope.where(REQUISITIONS.c.id == key("requisition_id"))
    if shape.by_office:
        scope = scope.where(REQUISITIONS.c.office_id == key("office_id"))
    return scope


def days_of(ends: Sequence[Ends], now: datetime) -> tuple[Day, ...]:
    """Return what the queues of a day have to know of it; without any office nothing falls due."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    days: dict[tuple[datetime, datetime], list[int]] = {}
    for each in ends:
        days.setdefault((each.today, each.soon), []).append(each.office_id)
    return tuple(Day(hour, *bounds, tuple(offices)) for bounds, offices in days.items())


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
