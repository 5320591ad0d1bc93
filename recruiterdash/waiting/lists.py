"""The rows behind a queue, as SQL: short ordered lists, one for each clock, merged: flat, however many wait.

Each list is a range of an index, read from its beginning: of the whole table for who sees everybody, of each
requisition for who sees a few. `waiting.queries` asks them.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    literal_column,
    select,
    true,
    union_all,
)

from recruiterdash.waiting.ordered import (
    ClockPart,
    Here,
    LettersUnderWay,
    Part,
    TheirStep,
    stands_further_up,
)
from recruiterdash.waiting.queues import QUEUES, Sort
from recruiterdash.waiting.shapes import (
    APPLICATIONS,
    Shape,
    limit_of,
    names_in,
    scope_of,
)

COLUMNS = ("application_id", "clock", "started_at", "due_at", "from_before", "at")

# --- the top of a queue -----------------------------------------------------------------------------


def top(shape: Shape) -> Select[Any]:
    """Return the first rows of a queue in order.

    Columns: application_id, clock, started_at, due_at, from_before, at (what they are ordered by).
    """
    if shape.depth:
        return _first_of_merged(shape)
    heads = list(_heads(shape))
    merged = (heads[0] if len(heads) == 1 else union_all(*heads)).subquery("merged")
    return select(merged).order_by(*in_order(merged.c, shape.sort)).limit(limit_of(shape))


def _first_of_merged(shape: Shape) -> Select[Any]:
    """Return the first rows of a queue of several clocks, told from the first clocks alone.

    The lists are merged as they are read, and only what was merged is asked whether the same application, or
    person, stands further up. Asked within each list instead, a clock that hardly ever comes first would be
    read to its end. That fewer rows than wanted come out does not mean that there are no more.
    """
    parts = [part for part in parts_of(shape) if isinstance(part, ClockPart)]
    depth: ColumnElement[Any] = literal_column(str(shape.depth))
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
    better = stands_further_up(
        shape,
        Here(merged.c.application_id, merged.c.rank, merged.c.due_at, merged.c.from_before),
        own.c.candidate_id,
    )
    first = select(*(merged.c[name] for name in COLUMNS)).select_from(whole).where(~better)
    return first.order_by(*in_order(merged.c, shape.sort)).limit(limit_of(shape))


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
        yield select(rows.limit(limit_of(shape)).subquery())


def _of_each_requisition(shape: Shape, part: Part) -> Select[Any]:
    """Return the heads of a list in each requisition of the scope."""
    scope = scope_of(shape).subquery()
    if not shape.sqlite:
        head = part.rows().where(part.table.c.requisition_id == scope.c.id).limit(limit_of(shape)).lateral()
        return select(*head.c).select_from(scope.join(head, true()))
    # SQLite knows no LATERAL; a list of row numbers that names the outer row does the same.
    numbers = (
        part.numbers()
        .where(part.table.c.requisition_id == scope.c.id)
        .limit(limit_of(shape))
        .correlate(scope)
    )
    shown = part.again()
    return select(*shown.columns()).select_from(scope.join(shown.table, shown.table.c.id.in_(numbers)))


def parts_of(shape: Shape) -> Iterator[Part]:
    """Yield the lists a queue is merged from."""
    queue, names = QUEUES[shape.queue], names_in(shape)
    if queue.name == "waiting_on_candidate":
        yield TheirStep(shape, ends=True)
        yield TheirStep(shape, ends=False)
    elif queue.name == "on_its_way":
        yield LettersUnderWay(shape)
    else:
        for before in _befores(shape):
            for rank, name in enumerate(names):
                yield ClockPart(shape, name, before, names[:rank])


def _befores(shape: Shape) -> tuple[bool, ...]:
    """Return which values of `from_before` can still follow."""
    if shape.queue == "inherited":
        return (True,)
    if shape.queue in {"due_today", "soon"}:
        return (False,)
    if shape.fills:
        return (False,)
    return (True,) if shape.after else (False, True)
