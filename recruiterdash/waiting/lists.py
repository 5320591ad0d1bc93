"""The rows behind a queue, as SQL: short ordered lists, one for each clock, merged: flat, however many wait.

Each list is a range of an index, read from its beginning: of the whole table for who sees everybody, of each
requisition for who sees a few. `waiting.queries` asks them.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    func,
    literal_column,
    select,
    true,
    union_all,
)

from recruiterdash.waiting.ordered import (
    ClockPart,
    Fitting,
    LettersUnderWay,
    Merged,
    Part,
    TheirStep,
    beyond,
    filters,
    joined,
)
from recruiterdash.waiting.queues import QUEUES, Sort
from recruiterdash.waiting.shapes import (
    CLOCKS,
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
    if shape.sought:
        return _first_who_fit(shape)
    heads = list(_heads(shape))
    merged = (heads[0] if len(heads) == 1 else union_all(*heads)).subquery("merged")
    return select(merged).order_by(*in_order(merged.c, shape.sort)).limit(limit_of(shape))


def _first_of_merged(shape: Shape) -> Select[Any]:
    """Return the first rows of a queue of several clocks, told from the first clocks alone.

    The lists are merged as they are read, and only what was merged is asked whether the same application, or
    person, stands further up. Asked within each list instead, a clock that hardly ever comes first would be
    read to its end. That fewer rows than wanted come out does not mean that there are no more.
    """
    depth: ColumnElement[Any] = literal_column(str(shape.depth))
    merged = Merged(shape, _merged(shape, depth).limit(depth).subquery("merged"))
    m = merged.table.c
    wanted = [~merged.better(), *filters(merged)]
    if shape.scoped:
        wanted.append(merged.in_scope())
    first = select(*(m[name] for name in COLUMNS)).select_from(joined(merged)).where(*wanted)
    return first.order_by(*in_order(m, shape.sort)).limit(limit_of(shape))


def _merged(shape: Shape, depth: ColumnElement[Any]) -> CompoundSelect[Any]:
    """Return the clocks of all lists in order, each list to a depth."""
    parts = [part for part in parts_of(shape) if isinstance(part, ClockPart)]
    names: tuple[ColumnElement[Any], ...] = tuple(
        literal_column(name) for name in ("from_before", "at", "application_id")
    )
    turned = _turned(names, shape.sort)
    if shape.sqlite:  # merges the lists as it reads them
        return union_all(*(part.unsorted() for part in parts)).order_by(*turned)
    if shape.sort is Sort.DUE:  # PostgreSQL reads an index in order only where it is told to
        return union_all(*(select(part.sorted(depth).subquery()) for part in parts)).order_by(*turned)
    # no index is in this order: since and from before are merged apart
    halves = []
    for before in _befores(shape):
        lists = [select(part.sorted(depth).subquery()) for part in parts if part.before is before]
        halves.append(select(union_all(*lists).order_by(*turned[1:]).limit(depth).subquery()))
    return union_all(*halves).order_by(*turned)


def _first_who_fit(shape: Shape) -> Select[Any]:
    """Return the first rows of a queue of which few fit what was asked for, told from all that fit.

    A list that is read until a page is full would be read to its end for those few.
    """
    part = Fitting(shape)
    c = part.table.c
    due = c.due_at.desc() if shape.sort is Sort.RECENT else c.due_at
    place = func.row_number().over(
        partition_by=part.person(), order_by=(c.from_before, due, part.rank(), c.application_id)
    )
    each = (
        select(c.application_id, c.name, c.due_at, c.from_before, place.label("place"))
        .select_from(part.rows_of())
        .where(*part.conditions())
        .subquery("fitting")
    )
    f = each.c
    started = CLOCKS.alias()
    own = started.c
    started_at = (
        select(func.min(own.started_at))
        .where(own.application_id == f.application_id, own.name == f.name, own.stopped_at.is_(None))
        .where(own.due_at == f.due_at)
        .scalar_subquery()
    )
    first = select(
        f.application_id,
        f.name.label("clock"),
        started_at.label("started_at"),
        f.due_at,
        f.from_before,
        f.due_at.label("at"),
    ).where(f.place == literal_column("1"), *beyond(shape, f))
    keys = f.from_before, f.due_at, f.application_id
    return first.order_by(*_turned(keys, shape.sort)).limit(limit_of(shape))


def in_order(columns: Any, sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """Return how the rows of a queue follow each other."""
    return _turned((columns.from_before, columns.at, columns.application_id), sort)


def _turned(keys: tuple[ColumnElement[Any], ...], sort: Sort) -> tuple[ColumnElement[Any], ...]:
    before, *others = keys
    return (before, *(key.desc() if sort is Sort.RECENT else key for key in others))


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
