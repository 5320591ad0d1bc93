"""What became of colleagues who were told no, in counts that point at nobody. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

#: Fewer than this are never shown, nor all but fewer than this: the rest could be reckoned.
FEWEST = 5
#: Under so many no share is shown, only the count.
FOR_A_SHARE = 10
HALF, YEAR = timedelta(days=183), timedelta(days=365)


class Fate(NamedTuple):
    """One colleague who was told no."""

    told_at: datetime
    #: A talk, and a text, in the time owed.
    talked_in_time: bool = False
    written_in_time: bool = False
    acknowledged: bool = False
    actions: int = 0
    actions_in_time: int = 0
    #: When they applied again, were interviewed and appointed on a later try; took another role, left.
    applied_at: datetime | None = None
    interviewed_at: datetime | None = None
    appointed_at: datetime | None = None
    moved_at: datetime | None = None
    left_at: datetime | None = None


class Measure(NamedTuple):
    """One line of the table; a count that must not be shown is None."""

    words: str
    shown: int | None
    total: int | None
    #: In percent, None for small numbers.
    share: int | None


def measures(fates: Sequence[Fate], now: datetime) -> list[Measure]:
    """Return the table, empty when there are too few to speak of. now: aware UTC."""
    if len(fates) < FEWEST:
        return []
    year = [fate for fate in fates if now - fate.told_at >= YEAR]
    half = [fate for fate in fates if now - fate.told_at >= HALF]
    given = [fate for fate in fates if fate.actions]
    table: list[tuple[str, Sequence[Fate], Callable[[Fate], bool]]] = [
        ("had the talk in time", fates, lambda fate: fate.talked_in_time),
        ("had it in writing in time", fates, lambda fate: fate.written_in_time),
        ("said that they received it", fates, lambda fate: fate.acknowledged),
        ("had every action done by its day", given, lambda fate: fate.actions == fate.actions_in_time),
        ("applied again within a year", year, lambda fate: _within(fate, fate.applied_at, YEAR)),
        ("were interviewed on a later try", year, lambda fate: fate.interviewed_at is not None),
        ("were appointed on a later try", year, lambda fate: fate.appointed_at is not None),
        ("took another role here within a year", year, lambda fate: _within(fate, fate.moved_at, YEAR)),
        ("left within half a year", half, lambda fate: _within(fate, fate.left_at, HALF)),
        ("left within a year", year, lambda fate: _within(fate, fate.left_at, YEAR)),
    ]
    return [_measure(words, len(of), sum(map(holds, of))) for words, of, holds in table]


def _measure(words: str, total: int, count: int) -> Measure:
    if total < FEWEST:
        return Measure(words, None, None, None)
    if count < FEWEST or total - count < FEWEST:
        return Measure(words, None, total, None)
    return Measure(words, count, total, round(100 * count / total) if total >= FOR_A_SHARE else None)


def _within(fate: Fate, at: datetime | None, span: timedelta) -> bool:
    return at is not None and at - fate.told_at <= span
