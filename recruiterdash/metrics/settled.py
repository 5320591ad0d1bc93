"""What time alone changes no more, worked out once for a whole house and kept beside its columns.

Of a million spans nearly all say the same a minute later: they are over, or they go on and nothing lies ahead of
them. These are counted once for a question; what a page adds are the spans of which a moment was ahead then, and
it takes away the people who moved since or whom the viewer may not see. The columns of a later round of sweeping
are others: nothing is kept from round to round.
"""

from collections.abc import Callable, Collection, Hashable
from typing import NamedTuple, TypeVar

import numpy as np

from recruiterdash.metrics.columns import NEVER, Array, Columns, micros, without
from recruiterdash.metrics.counting import Counts
from recruiterdash.metrics.queries import Ground

Kept = TypeVar("Kept")
Mask = Callable[[Columns], Array]


class Counted(NamedTuple):
    """How those are counted that stay as they are, who they are, and who may still change."""

    at: int
    counts: Counts
    final: Columns
    rest: Columns


def counts(
    ground: Ground,
    kind: str,
    question: Hashable,
    final: Mask,
    rest: Mask,
    count: Callable[[Columns], Counts],
) -> Counts:
    """Return what `count` says of all spans of a kind that are looked at.

    question: all that the count rests on beside the moment. final: of all spans those that count, and that no
    moment after this one can change. rest: those that may come to count, or come to count otherwise.
    """
    found = Counts()
    whole = ground.whole(kind)
    if whole is None:
        for part in ground.columns(kind):
            found += count(part)
        return found
    columns, gone = whole

    def make() -> Counted:
        over = final(columns)
        settled, open_ = columns.only(over), columns.only(~over & rest(columns))
        made = Counted(micros(ground.at), count(settled), settled, open_)
        settled.forget()
        return made

    known = kept(ground, columns, (kind, question), make, lambda each: each.at)
    found += known.counts
    if gone:
        found.subtract(count(of(known.final, gone)))
    found += count(without(known.rest, gone) if gone else known.rest)
    for part in ground.columns_live(kind):
        found += count(part)
    return found


def kept(
    ground: Ground,
    columns: Columns,
    question: Hashable,
    make: Callable[[], Kept],
    at: Callable[[Kept], int],
) -> Kept:
    """Return what was worked out for a question at this moment or an earlier one."""
    known: Kept | None = columns.settled.get(question)
    if known is not None and at(known) > micros(ground.at):
        return make()
    if known is None:
        if len(columns.settled) >= MOST:  # of other periods: they can be worked out again
            columns.settled.clear()
        known = columns.settled[question] = make()
    return known


#: Questions that are kept for the spans of one kind.
MOST = 6


def of(columns: Columns, application_ids: Collection[int]) -> Columns:
    """Return the spans of some applications."""
    ids = np.fromiter(application_ids, "i8", len(application_ids))
    return columns.only(np.isin(columns["application"], ids))


def ahead(columns: Columns, at: int, *facts: str) -> Array:
    """Return which spans have one of some moments after this one."""
    found = np.zeros(columns.size, np.bool_)
    for fact in facts:
        moments = columns[fact]
        found |= (moments > at) & (moments != NEVER)
    return found
