"""One ordered list of a queue, as SQL: the rows of one clock, or of one kind of standing, a range of an index."""

from collections.abc import Iterator
from typing import Any, NamedTuple

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
    tuple_,
)

from recruiterdash.db import UTCDateTime
from recruiterdash.paging import NEVER
from recruiterdash.waiting.knowing import told_standing
from recruiterdash.waiting.queues import ACTORS, CHASED, Lane, Sort
from recruiterdash.waiting.shapes import (
    APPLICATIONS,
    CANDIDATES,
    CLOCKS,
    NOW,
    OF_A_DAY,
    REQUISITIONS,
    STANDINGS,
    UNDER_WAY,
    Shape,
    as_told,
    holder_of,
    in_window,
    is_before,
    key,
    moment,
    mostly,
    names_in,
    outside_the_wall,
    scope_of,
)

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

    @property
    def lists_people(self) -> bool:
        """Say whether it has to be known whose each application is."""
        return self.shape.of_people

    @property
    def whose(self) -> ColumnElement[int]:
        """Return the application that a row is of."""
        found: ColumnElement[int] = self.table.c.application_id
        return found

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
        """Return the rows of the list, whoever fits: those of others' among them that stand further up in another."""
        rank: ColumnElement[Any] = self._rank().label("rank")
        wanted = [*self._own(), *self._beyond()]
        return select(*self.columns(), rank, self.table.c.requisition_id).where(*wanted)

    def sorted(self, depth: ColumnElement[Any]) -> Select[Any]:
        """Return the first of those rows in order.

        The longest overdue first: by `from_before` too, though they have it in common. What is merged is ordered
        by it, and PostgreSQL would else read every list to the depth and sort them together.
        """
        keys = self.keys()
        if self.shape.sort is Sort.RECENT:
            return self.unsorted().order_by(*(each.desc() for each in keys)).limit(depth)
        return self.unsorted().order_by(self.table.c.from_before, *keys).limit(depth)

    def _rank(self) -> ColumnElement[Any]:
        return literal_column(str(len(self.earlier)))

    def _own(self) -> Iterator[ColumnElement[bool]]:
        yield self.table.c.name == literal(self.name)
        yield is_before(self.table, self.before)
        yield from in_window(self.shape, self.table)
        yield from outside_the_wall(self.shape, self.table)
        yield from as_told(self.shape, self.table, [self.name])

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        yield from self._own()
        if len(names_in(self.shape)) > 1:
            mine = self.table.c
            here = Here(mine.application_id, self._rank(), mine.due_at, mine.from_before)
            yield ~stands_further_up(self.shape, here, self.application.c.candidate_id)

    def continued(self) -> bool:
        return self.shape.after is self.before


class Merged(Part):
    """The first clocks of several lists, of which those are wanted that fit."""

    indexed = False

    def __init__(self, shape: Shape, merged: FromClause) -> None:
        super().__init__(shape)
        self.table = merged

    def better(self) -> ColumnElement[bool]:
        """Say that the same application, or person, stands further up."""
        m = self.table.c
        return stands_further_up(
            self.shape,
            Here(m.application_id, m.rank, m.due_at, m.from_before),
            self.application.c.candidate_id,
        )


class Fitting(Part):
    """Clocks of all names of a queue, of those who fit what was asked for: in no order, and each of theirs."""

    indexed = False

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        #: SQLite joins row by row: it looks first who fits, where no requisition makes the rows few.
        self.by_list = shape.sqlite and not shape.scoped

    def rank(self) -> ColumnElement[Any]:
        return _rank_of(self.shape, self.table)

    def person(self) -> ColumnElement[Any]:
        """Return who is listed once."""
        return self.application.c.candidate_id if self.shape.of_people else self.whose

    def rows_of(self) -> FromClause:
        """Return the table with those that the conditions look at."""
        if not self.by_list:
            return joined(self)
        own = self.application.c.id == self.whose
        return self.table.join(self.application, own) if self.shape.of_people else self.table

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        shape, c, names = self.shape, self.table.c, names_in(self.shape)
        yield c.name.in_(names)
        yield c.from_before.in_(self._befores())
        yield from in_window(shape, self.table)
        yield from outside_the_wall(shape, self.table)
        yield from as_told(shape, self.table, names)
        if shape.scoped:
            yield c.requisition_id.in_(scope_of(shape))
        if self.by_list:
            # by itself this must not lead to the clocks of one application after another
            yield func.coalesce(self.whose, literal_column("0")).in_(Everybody(shape).ids())
        else:
            yield from filters(self)

    def _befores(self) -> tuple[bool, ...]:
        if self.shape.queue == "inherited":
            return (True,)
        return (False,) if self.shape.queue in OF_A_DAY else (False, True)


class Everybody(Part):
    """Applications that fit what was asked for, whatever their clocks."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.table = self.application if looks_at_applications(shape) else self.standing

    @property
    def lists_people(self) -> bool:
        return False

    @property
    def whose(self) -> ColumnElement[int]:
        c = self.table.c
        found: ColumnElement[int] = c.id if self.table is self.application else c.application_id
        return found

    def ids(self) -> Select[int]:
        return select(self.whose).select_from(joined(self)).where(*filters(self))


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
        told = told_standing(self.shape.viewer, s, s.holder, NOW)
        return (
            s.application_id,
            told.headline.label("clock"),
            s.last_effort_at.label("started_at"),
            told.due_at.label("due_at"),
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
        yield self.table.c.application_id.in_(select(UNDER_WAY.c.id))
        yield from super().conditions()


# --- each is listed once -----------------------------------------------------------------------------


class Here(NamedTuple):
    """Where a row of a queue stands among the others."""

    application_id: ColumnElement[Any]
    #: The place of its clock among those of the queue: who goes first when two fall due at once.
    rank: ColumnElement[Any]
    due_at: ColumnElement[Any]
    from_before: ColumnElement[Any]


def stands_further_up(shape: Shape, mine: Here, candidate_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that the same application, or person, has a row before this one: each is listed once.

    mine: where this row stands. candidate_id: whose it is, for a queue of persons.
    """
    other = Part(shape)
    theirs, names = other.table.c, names_in(shape)
    rank = _rank_of(shape, other.table)
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
        .where(
            theirs.name.in_(names),
            *in_window(shape, other.table, of_one=True),
            *as_told(shape, other.table, names),
            better,
        )
    )
    if not shape.of_people:
        return found.where(theirs.application_id == mine.application_id)
    if shape.scoped:
        found = found.where(theirs.requisition_id.in_(scope_of(shape)))
    return found.where(other.application.c.candidate_id == candidate_id, *filters(other))


def _rank_of(shape: Shape, clocks: FromClause) -> ColumnElement[Any]:
    names = names_in(shape)
    return case({name: place for place, name in enumerate(names)}, value=clocks.c.name)


# --- what the reader asked for beside the queue ----------------------------------------------------


def filters(part: Part) -> Iterator[ColumnElement[bool]]:
    """Yield what the reader asked for beside the queue."""
    shape = part.shape
    if shape.by_owner:
        owner, recruiter = part.application.c.owner_id, REQUISITIONS.c.recruiter_id
        theirs = select(REQUISITIONS.c.id).where(_own(shape, recruiter))
        yield or_(_own(shape, owner), and_(owner.is_(None), part.table.c.requisition_id.in_(theirs)))
    if shape.by_stage:
        yield part.application.c.stage_type == bindparam("stage_type")
    if shape.internal is not None:
        yield part.candidate.c.internal if shape.internal else ~part.candidate.c.internal
    if shape.by_holder:
        yield holder_of(part.standing) == bindparam("holder")
    if shape.lane is Lane.ACT:
        yield mostly(holder_of(part.standing).in_(ACTORS))
    elif shape.lane is Lane.CHASE:
        yield holder_of(part.standing).in_(CHASED)


def beyond(shape: Shape, rows: Any) -> Iterator[ColumnElement[bool]]:
    """Yield what follows the last row of the page before, among rows from before and since together."""
    if shape.after is None:
        return
    last = tuple_(moment("at"), key("application_id"))
    keys = tuple_(rows.due_at, rows.application_id)
    later = keys < last if shape.sort is Sort.RECENT else keys > last
    same = rows.from_before if shape.after else ~rows.from_before
    yield and_(same, later) if shape.after else or_(rows.from_before, and_(same, later))


def _own(shape: Shape, owner: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that somebody is who is asked for; who asks for their own stands in for those who are away."""
    viewer = shape.viewer
    if viewer is None or not viewer.covers:
        return owner == key("owner_id")
    stands_in = and_(key("owner_id") == viewer.user_id, owner.in_(sorted(viewer.covers)))
    return or_(owner == key("owner_id"), stands_in)


def looks_at_applications(shape: Shape) -> bool:
    """Say whether a filter looks at the application itself, or at whose it is."""
    return shape.by_owner or shape.by_stage or shape.internal is not None


def joined(part: Part) -> FromClause:
    """Return a list's table with those that its filters look at."""
    shape, whole = part.shape, part.table
    if (looks_at_applications(shape) or part.lists_people) and part.application is not part.table:
        whole = whole.join(part.application, part.application.c.id == part.whose)
    if shape.internal is not None:
        whole = whole.join(part.candidate, part.candidate.c.id == part.application.c.candidate_id)
    if (shape.by_holder or shape.lane is not None) and part.standing is not part.table:
        whole = whole.join(part.standing, part.standing.c.application_id == part.whose)
    return whole
