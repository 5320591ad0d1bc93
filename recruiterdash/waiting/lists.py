"""The rows behind a queue, as SQL: short ordered lists, one for each clock, merged: flat, however many wait.

Each list is a range of an index, read from its beginning: of the whole table for who sees everybody, of each
requisition for who sees a few. `waiting.queries` asks them.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from recruiterdash.db import UTCDateTime
from recruiterdash.paging import NEVER
from recruiterdash.waiting.queues import ACTORS, CHASED, QUEUES, Lane, Sort
from recruiterdash.waiting.shapes import (
    APPLICATIONS,
    CANDIDATES,
    CLOCKS,
    LIMIT,
    NOW,
    REQUISITIONS,
    STANDINGS,
    Shape,
    holder_of,
    in_window,
    is_before,
    key,
    moment,
    outside_the_wall,
    scope_of,
)

#: So many clocks at most are looked at for one page where several of them may be one person's.
DEEP = 400
COLUMNS = ("application_id", "clock", "started_at", "due_at", "from_before", "at")

# --- the top of a queue -----------------------------------------------------------------------------


def top(shape: Shape) -> Select[Any]:
    """Return the first rows of a queue in order.

    Columns: application_id, clock, started_at, due_at, from_before, at (what they are ordered by).
    """
    if shape.quick:
        return _first_of_merged(shape)
    heads = list(_heads(shape))
    merged = (heads[0] if len(heads) == 1 else union_all(*heads)).subquery("merged")
    return select(merged).order_by(*in_order(merged.c, shape.sort)).limit(LIMIT)


def _first_of_merged(shape: Shape) -> Select[Any]:
    """Return the first rows of a queue of several clocks, told from the first `DEEP` clocks alone.

    The lists are merged as they are read, and only what was merged is asked whether the same application, or
    person, stands further up. Asked within each list instead, a clock that hardly ever comes first would be
    read to its end. That fewer rows than wanted come out does not mean that there are no more.
    """
    parts = [part for part in parts_of(shape) if isinstance(part, ClockPart)]
    depth: ColumnElement[Any] = literal_column(str(min(DEEP, 60 * len(QUEUES[shape.queue].clocks))))
    # SQLite merges the lists as it reads them; PostgreSQL reads an index in order only where it is told to
    arms = union_all(
        *(part.unsorted() if shape.sqlite else select(part.sorted(depth).subquery()) for part in parts)
    )
    names: tuple[ColumnElement[Any], ...] = tuple(
        literal_column(name) for name in ("from_before", "at", "application_id")
    )
    turned = [names[0], *(name.desc() if shape.sort is Sort.RECENT else name for name in names[1:])]
    merged = arms.order_by(*turned).limit(depth).subquery("merged")
    own = APPLICATIONS.alias()
    whole = merged.join(own, own.c.id == merged.c.application_id) if shape.of_people else merged
    better = stands_further_up(shape, merged.c, own.c.candidate_id)
    first = select(*(merged.c[name] for name in COLUMNS)).select_from(whole).where(~better)
    return first.order_by(*in_order(merged.c, shape.sort)).limit(LIMIT)


def stands_further_up(shape: Shape, mine: Any, candidate_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that the same application, or person, has a row before this one: each is listed once.

    mine: application_id, clock, rank, due_at and from_before of a row.
    """
    other = Part(shape)
    theirs, queue = other.table.c, QUEUES[shape.queue]
    rank = case({name: place for place, name in enumerate(queue.clocks)}, value=theirs.name)
    goes_first: ColumnElement[bool] = rank < mine.rank
    if shape.of_people:
        goes_first = or_(goes_first, and_(rank == mine.rank, theirs.application_id < mine.application_id))
    sooner = theirs.due_at > mine.due_at if shape.sort is Sort.RECENT else theirs.due_at < mine.due_at
    better = and_(
        theirs.from_before == mine.from_before,
        or_(sooner, and_(theirs.due_at == mine.due_at, goes_first)),
    )
    if shape.queue != "inherited":
        better = or_(better, and_(~theirs.from_before, mine.from_before))
    found = (
        exists()
        .select_from(joined(other))
        .where(theirs.name.in_(queue.clocks), *in_window(shape, other.table, of_one=True), better)
    )
    if not shape.of_people:
        return found.where(theirs.application_id == mine.application_id)
    return found.where(other.application.c.candidate_id == candidate_id, *filters(other))


def in_order(columns: Any, sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """Return how the rows of a queue follow each other."""
    if sort is Sort.RECENT:
        return columns.from_before, columns.at.desc(), columns.application_id.desc()
    return columns.from_before, columns.at, columns.application_id


def _heads(shape: Shape) -> Iterator[Select[Any]]:
    """Yield the first rows of the ordered lists; together they hold the first rows of the queue."""
    for part in parts_of(shape):
        if shape.scoped and part.indexed:
            yield _of_each_requisition(shape, part)
            continue
        rows = part.rows()
        if shape.scoped:
            rows = rows.where(part.in_scope())
        yield select(rows.limit(LIMIT).subquery())


def _of_each_requisition(shape: Shape, part: "Part") -> Select[Any]:
    """Return the heads of a list in each requisition of the scope."""
    scope = scope_of(shape).subquery()
    if not shape.sqlite:
        head = part.rows().where(part.table.c.requisition_id == scope.c.id).limit(LIMIT).lateral()
        return select(*head.c).select_from(scope.join(head, true()))
    # SQLite knows no LATERAL; a list of row numbers that names the outer row does the same.
    numbers = part.numbers().where(part.table.c.requisition_id == scope.c.id).limit(LIMIT).correlate(scope)
    shown = part.again()
    return select(*shown.columns()).select_from(scope.join(shown.table, shown.table.c.id.in_(numbers)))


def parts_of(shape: Shape) -> "Iterator[Part]":
    """Yield the lists a queue is merged from."""
    queue = QUEUES[shape.queue]
    if queue.name == "waiting_on_candidate":
        yield TheirStep(shape, ends=True)
        yield TheirStep(shape, ends=False)
    elif queue.name == "on_its_way":
        yield LettersUnderWay(shape)
    else:
        for before in _befores(shape):
            for rank, name in enumerate(queue.clocks):
                yield ClockPart(shape, name, before, queue.clocks[:rank])


def _befores(shape: Shape) -> tuple[bool, ...]:
    """Return which values of `from_before` can still follow."""
    if shape.queue == "inherited":
        return (True,)
    if shape.queue in {"due_today", "soon"}:
        return (False,)
    if shape.fills:
        return (False,)
    return (True,) if shape.after else (False, True)


# --- one ordered list -------------------------------------------------------------------------------


class Part:
    """One ordered list of a queue over aliases of its own."""

    #: It can be read in order within one requisition.
    indexed = True
    base = CLOCKS

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.table: FromClause = self.base.alias()
        self.standing: FromClause = STANDINGS.alias()
        self.application: FromClause = APPLICATIONS.alias()
        self.candidate: FromClause = CANDIDATES.alias()

    def again(self) -> "Part":
        """Return the same list over other aliases."""
        raise NotImplementedError

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """Return what each list gives."""
        raise NotImplementedError

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """Yield what makes a row belong."""
        raise NotImplementedError

    def keys(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """Return the moment and the application that rows are ordered by."""
        raise NotImplementedError

    def rows(self) -> Select[Any]:
        return self._sorted(select(*self.columns()))

    def numbers(self) -> Select[Any]:
        """Return the row numbers alone."""
        return self._sorted(select(self.table.c.id))

    def in_scope(self) -> ColumnElement[bool]:
        """Keep the requisitions of the scope; a list that is short by itself is not read by requisition."""
        own = self.table.c.requisition_id
        return (own if self.indexed else func.coalesce(own, 0)).in_(scope_of(self.shape))

    def _sorted(self, statement: Select[Any]) -> Select[Any]:
        keys = self.keys()
        descending = self.shape.sort is Sort.RECENT
        wanted = [*self.conditions(), *filters(self), *self._beyond()]
        ordered = statement.select_from(joined(self)).where(*wanted)
        return ordered.order_by(*(each.desc() if descending else each for each in keys))

    def _beyond(self) -> Iterator[ColumnElement[bool]]:
        """Yield what follows the last row of the page before."""
        if self.continued():
            last = tuple_(moment("at"), key("application_id"))
            keys = tuple_(*self.keys())
            yield keys < last if self.shape.sort is Sort.RECENT else keys > last

    def continued(self) -> bool:
        """Say whether the last row of the page before stands in this list."""
        return self.shape.after is not None


class ClockPart(Part):
    """Clocks of one name, either from before or since."""

    def __init__(self, shape: Shape, name: str, before: bool, earlier: tuple[str, ...]) -> None:
        super().__init__(shape)
        self.name = name
        self.before = before
        #: Names that go first when two clocks fall due at the same moment.
        self.earlier = earlier

    def again(self) -> "ClockPart":
        return ClockPart(self.shape, self.name, self.before, self.earlier)

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        c = self.table.c
        return (
            c.application_id,
            c.name.label("clock"),
            c.started_at,
            c.due_at,
            c.from_before,
            c.due_at.label("at"),
        )

    def keys(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        return self.table.c.due_at, self.table.c.application_id

    def unsorted(self) -> Select[Any]:
        """Return the rows of the list, those of others' among them that stand further up in another."""
        rank: ColumnElement[Any] = literal_column(str(len(self.earlier))).label("rank")
        wanted = [*self._own(), *filters(self), *self._beyond()]
        return select(*self.columns(), rank).select_from(joined(self)).where(*wanted)

    def sorted(self, depth: ColumnElement[Any]) -> Select[Any]:
        """Return the first of those rows in order."""
        keys = self.keys()
        descending = self.shape.sort is Sort.RECENT
        return self.unsorted().order_by(*(each.desc() if descending else each for each in keys)).limit(depth)

    def _own(self) -> Iterator[ColumnElement[bool]]:
        yield self.table.c.name == literal(self.name)
        yield is_before(self.table, self.before)
        yield from in_window(self.shape, self.table)
        yield from outside_the_wall(self.shape, self.table)

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        yield from self._own()
        if len(QUEUES[self.shape.queue].clocks) > 1:
            yield ~self._a_better_row()

    def continued(self) -> bool:
        return self.shape.after is self.before

    def _a_better_row(self) -> ColumnElement[bool]:
        """Say that the same application, or person, stands further up: each is listed once."""
        other = Part(self.shape)
        mine, theirs = self.table.c, other.table.c
        goes_first: ColumnElement[bool] = theirs.name.in_(self.earlier) if self.earlier else false()
        if self.shape.of_people:
            goes_first = or_(
                goes_first, and_(theirs.name == self.name, theirs.application_id < mine.application_id)
            )
        sooner = (
            theirs.due_at > mine.due_at if self.shape.sort is Sort.RECENT else theirs.due_at < mine.due_at
        )
        better = and_(
            is_before(other.table, self.before), or_(sooner, and_(theirs.due_at == mine.due_at, goes_first))
        )
        if self.before and self.shape.queue != "inherited":
            better = or_(is_before(other.table, False), better)
        found = (
            exists()
            .select_from(joined(other))
            .where(
                theirs.name.in_(QUEUES[self.shape.queue].clocks),
                *in_window(self.shape, other.table, of_one=True),
                better,
            )
        )
        if not self.shape.of_people:
            return found.where(theirs.application_id == mine.application_id)
        if self.shape.scoped:
            found = found.where(theirs.requisition_id.in_(scope_of(self.shape)))
        same = other.application.c.candidate_id == self.application.c.candidate_id
        return found.where(same, *filters(other))


class StandingPart(Part):
    """Applications by where they stand, whatever their clocks."""

    base = STANDINGS

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.standing = self.table

    def again(self) -> "StandingPart":
        return type(self)(self.shape)

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        s = self.table.c
        return (
            s.application_id,
            s.headline.label("clock"),
            s.last_effort_at.label("started_at"),
            s.due_at,
            false().label("from_before"),
            self.keys()[0].label("at"),
        )

    def keys(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        return literal(NEVER, UTCDateTime()), self.table.c.application_id

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        yield from outside_the_wall(self.shape, self.table)


class TheirStep(StandingPart):
    """The next step is the candidate's: by when it ceases to be so, those without an end last."""

    def __init__(self, shape: Shape, *, ends: bool) -> None:
        super().__init__(shape)
        self.ends = ends

    def again(self) -> "TheirStep":
        return TheirStep(self.shape, ends=self.ends)

    def keys(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        return (
            self.table.c.holder_changes_at if self.ends else super().keys()[0]
        ), self.table.c.application_id

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        s = self.table.c
        # written out, as the partial indexes are for this one holder
        yield s.holder == literal_column("'candidate'")
        yield s.holder_changes_at > NOW if self.ends else s.holder_changes_at.is_(None)
        yield from super().conditions()


class LettersUnderWay(StandingPart):
    """Applications with a letter approved and not yet answered for by a mail server."""

    indexed = False

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        yield self.table.c.letters_on_way > literal_column("0")
        yield from super().conditions()


# --- what the reader asked for beside the queue ----------------------------------------------------


def filters(part: Part) -> Iterator[ColumnElement[bool]]:
    """Yield what the reader asked for beside the queue."""
    shape = part.shape
    if shape.by_owner:
        theirs = select(REQUISITIONS.c.id).where(REQUISITIONS.c.recruiter_id == key("owner_id"))
        owner = part.application.c.owner_id
        yield or_(owner == key("owner_id"), and_(owner.is_(None), part.table.c.requisition_id.in_(theirs)))
    if shape.by_stage:
        yield part.application.c.stage_type == bindparam("stage_type")
    if shape.internal is not None:
        yield part.candidate.c.internal if shape.internal else ~part.candidate.c.internal
    if shape.by_holder:
        yield holder_of(part.standing) == bindparam("holder")
    if shape.lane is not None:
        yield holder_of(part.standing).in_(ACTORS if shape.lane is Lane.ACT else CHASED)


def joined(part: Part) -> FromClause:
    """Return a list's table with those that its filters look at."""
    shape, table = part.shape, part.table
    whole: FromClause = table
    if shape.by_owner or shape.by_stage or shape.internal is not None or shape.of_people:
        whole = whole.join(part.application, part.application.c.id == table.c.application_id)
    if shape.internal is not None:
        whole = whole.join(part.candidate, part.candidate.c.id == part.application.c.candidate_id)
    if (shape.by_holder or shape.lane is not None) and part.standing is not table:
        whole = whole.join(part.standing, part.standing.c.application_id == table.c.application_id)
    return whole
