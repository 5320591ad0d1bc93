"""Waits measured in columns: the same answer as `measuring`, of so many people that nobody is told one by one."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recruiterdash.metrics.columns import NEVER, Columns, micros
from recruiterdash.metrics.cuts import BY_ITSELF, NO_MESSAGES
from recruiterdash.metrics.definitions import Definition
from recruiterdash.metrics.durations import DAY
from recruiterdash.metrics.estimates import ANSWERED, EVENTS, OPEN, WITHDREW, Waits
from recruiterdash.metrics.measuring import REPLACED, Measured
from recruiterdash.metrics.queries import Ground

Array = NDArray[Any]


def tallied(ground: Ground, definition: Definition) -> Measured:
    """Return the waits that began in the period, as long as they lasted by the moment asked about."""
    (kind,) = definition.kinds
    time = "calendar" if definition.calendar else ground.asked.time
    excluded, waits = Counter[str](), list[Waits]()
    for part in ground.columns(kind):
        waits.append(_tallied(ground, part, time, excluded))
    return Measured([], excluded, waits[0] if len(waits) == 1 else Waits.joined(waits))


def _tallied(ground: Ground, found: Columns, time: str, excluded: Counter[str]) -> Waits:
    """Return some of the waits, and add to `excluded` why others are none."""
    at, started = micros(ground.at), found["started"]
    asked = (started >= micros(ground.asked.start)) & (started < micros(ground.asked.end)) & (started <= at)
    over = found["ended"] <= at
    replaced = found["replaced"] <= at
    ways = np.where(over, np.array([_way(word) for word in found.words], "u1")[found["outcome"]], _way(OPEN))
    unseen = (found["entry"] != NEVER) & (found["entry"] >= np.where(over, found["ended"], at))
    kept = asked & ~replaced & (ways < len(EVENTS)) & ~unseen
    _reasons(found, asked & ~kept, over, replaced, excluded)
    some, ways, over = found.only(kept), ways[kept], over[kept]
    days, entries, day = _lengths(ground, some, over, at, time)
    return Waits(days, ways, entries, day)


def _way(word: str) -> int:
    """Return the place of an outcome in EVENTS, or one behind them."""
    return EVENTS.index(word) if word in EVENTS else len(EVENTS)


def _reasons(found: Columns, left_out: Array, over: Array, replaced: Array, excluded: Counter[str]) -> None:
    """Count why spans are not measured."""
    if number := int(np.count_nonzero(left_out & replaced)):
        excluded[REPLACED] += number
    rest = left_out & ~replaced
    numbers = np.bincount(found["outcome"][rest & over], minlength=len(found.words)).tolist()
    for outcome, number in zip(found.words, numbers, strict=True):
        if number:
            word = outcome or BY_ITSELF
            excluded[NO_MESSAGES if word in {ANSWERED, WITHDREW} else word] += number
    if still := int(np.count_nonzero(rest & ~over)):
        excluded[NO_MESSAGES] += still


def _lengths(ground: Ground, some: Columns, over: Array, at: int, time: str) -> tuple[Array, Array, float]:
    """Return how long waits lasted, how long they had when they came under observation, and seconds of a day."""
    which = ground.hours_of(some)
    usual = ground.at_hours(lambda hours: DAY if time == "calendar" else hours.day)
    if not usual.size:  # a house without a requisition has no hours
        return np.zeros(0), np.zeros(0), DAY
    alike = bool((usual == usual[0]).all())
    day: Any = usual[0] if alike else usual[which]
    now = ground.at_hours(lambda hours: at / 1e6 if time == "calendar" else hours.place_at(ground.at))
    starts = ground.place_of(some, "started", time)
    ends = np.where(over, ground.place_of(some, "ended", time), now[which])
    days = np.maximum(ends - starts, 0.0) / day
    if some.pieces[0].size:
        _less_theirs(ground, some, days, day if alike else usual, np.where(over, some["ended"], at), time)
    entries = np.zeros(some.size)
    late = some["entry"] != NEVER
    if late.any():
        seen = ground.place_of(some, "entry", time)
        entries = np.where(late, np.maximum(seen - starts, 0.0) / day, 0.0)
    return days, entries, float(usual[0]) if alike else 0.0


def _less_theirs(ground: Ground, some: Columns, days: Array, day: Any, until: Array, time: str) -> None:
    """Take away what the candidate held themselves, stretch by stretch."""
    of, start, end = some.pieces
    here = start < until[of]
    of, start, end = of[here], start[here], np.minimum(end[here], until[of[here]])
    which = ground.hours_of(some)[of]
    if time == "calendar":
        held = (end - start) / 1e6
    else:
        held = ground.places_in(which, end) - ground.places_in(which, start)
    np.subtract.at(days, of, np.maximum(held, 0.0) / (day if np.ndim(day) == 0 else day[which]))
    np.maximum(days, 0.0, out=days)
