"""Waits measured in columns: the same answer as `measuring`, of so many people that nobody is told one by one."""

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from recruiterdash.metrics import settled
from recruiterdash.metrics.columns import NEVER, Columns, micros, without
from recruiterdash.metrics.cuts import BY_ITSELF, NO_MESSAGES
from recruiterdash.metrics.definitions import Definition
from recruiterdash.metrics.durations import DAY
from recruiterdash.metrics.estimates import ANSWERED, EVENTS, OPEN, WITHDREW, Waits, in_order
from recruiterdash.metrics.measuring import REPLACED, Measured
from recruiterdash.metrics.queries import Ground

Array = NDArray[Any]


def tallied(ground: Ground, definition: Definition) -> Measured:
    """Return the waits that began in the period, as long as they lasted by the moment asked about."""
    (kind,) = definition.kinds
    time = "calendar" if definition.calendar else ground.asked.time
    whole = ground.whole(kind)
    if whole is not None:
        return _of_whole(ground, kind, *whole, time)
    excluded, waits = Counter[str](), list[Waits]()
    for part in ground.columns(kind):
        waits.append(_tallied(ground, part, time, excluded))
    return Measured([], excluded, waits[0] if len(waits) == 1 else Waits.joined(waits))


class Members(NamedTuple):
    """Waits, and for each of which requisition and of which application it is."""

    waits: Waits
    requisitions: Array
    applications: Array


def members(ground: Ground, definition: Definition) -> Members:
    """Return the same waits, each with whose it is."""
    (kind,) = definition.kinds
    time = "calendar" if definition.calendar else ground.asked.time
    waits, requisitions, applications = list[Waits](), list[Array](), list[Array]()
    for part in ground.columns(kind):
        waits.append(_tallied(ground, part, time, Counter()))
        kept = _measured(ground, part, micros(ground.at))
        requisitions.append(part["requisition"][kept])
        applications.append(part["application"][kept])
    return Members(Waits.joined(waits), np.concatenate(requisitions), np.concatenate(applications))


# --- a whole house ------------------------------------------------------------------------------


class Lengths(NamedTuple):
    """Lengths in order, and of whom each is."""

    days: Array
    application: Array

    def without(self, ids: Array) -> Array:
        return self.days[~np.isin(self.application, ids)] if ids.size else self.days


class Steady(NamedTuple):
    """Those who wait under the same hours: how many open seconds lay before each wait, in order."""

    hours: int
    starts: Lengths


class Settled(NamedTuple):
    """Waits as they stood at a moment: over for good, going on with nothing ahead of them, and all others."""

    at: int
    answered: Lengths
    withdrew: Lengths
    open: list[Steady]
    excluded: Counter[str]
    #: All that are over or left out, of whom `excluded` counts some.
    over: Columns
    rest: Columns


def _of_whole(ground: Ground, kind: str, columns: Columns, gone: frozenset[int], time: str) -> Measured:
    """Return what `_tallied` does of all, from what is settled and what is not."""
    asked = ground.asked
    question = (kind, "waits", asked.start, asked.end, time, ground.hours_key)
    known = settled.kept(
        ground, columns, question, lambda: _settle(ground, columns, time), lambda each: each.at
    )
    ids = np.fromiter(gone, "i8", len(gone))
    excluded = known.excluded.copy()
    if gone:
        left_out = Counter[str]()
        _tallied(ground, settled.of(known.over, gone), time, left_out)
        excluded.subtract(left_out)
        known.over.forget()
    day = ground.at_hours(lambda hours: DAY if time == "calendar" else hours.day)
    now = ground.at_hours(
        lambda hours: micros(ground.at) / 1e6 if time == "calendar" else hours.place_at(ground.at)
    )
    going = [
        (np.maximum(now[each.hours] - each.starts.without(ids), 0.0) / day[each.hours])[::-1]
        for each in known.open
    ]
    found = [Waits.ordered(known.answered.without(ids), known.withdrew.without(ids), in_order(going))]
    for part in (without(known.rest, gone) if gone else known.rest, *ground.columns_live(kind)):
        waits = _tallied(ground, part, time, excluded)
        if waits.days.size:
            found.append(waits)
    return Measured([], +excluded, found[0] if len(found) == 1 else Waits.merged(found))


def _settle(ground: Ground, columns: Columns, time: str) -> Settled:
    """Part waits by whether a moment after this one can change them."""
    at, started = micros(ground.at), columns["started"]
    asked = (started >= micros(ground.asked.start)) & (started < micros(ground.asked.end))
    still = ~settled.ahead(columns, at, "started", "ended", "replaced", "entry")
    going = (columns["ended"] == NEVER) & (columns["replaced"] == NEVER)
    plain = columns["entry"] == NEVER
    plain[columns.pieces[0]] = False  # a stretch that the candidate held counts for itself
    over, steady = asked & still & ~going & (plain | ~_late(columns)), asked & still & going & plain
    excluded, places = Counter[str](), list[Steady]()
    ended, waiting = columns.only(over), columns.only(steady)
    waits, kept = _tallied(ground, ended, time, excluded), _measured(ground, ended, at)
    whose = ended["application"][kept]
    told, left = (waits.events == EVENTS.index(event) for event in (ANSWERED, WITHDREW))
    starts, which = ground.place_of(waiting, "started", time), ground.hours_of(waiting)
    for hours in np.unique(which).tolist():
        here = np.flatnonzero(which == hours)
        places.append(Steady(hours, _in_order(starts[here], waiting["application"][here])))
    made = Settled(
        at,
        _in_order(waits.days[told], whose[told]),
        _in_order(waits.days[left], whose[left]),
        places,
        excluded,
        ended,
        columns.only(asked & ~over & ~steady),
    )
    ended.forget()
    return made


def _late(columns: Columns) -> Array:
    """Return who came under observation late."""
    return np.asarray(columns["entry"] != NEVER)


def _in_order(days: Array, application: Array) -> Lengths:
    order = np.argsort(days, kind="stable")
    return Lengths(days[order], application[order].astype("i8"))


# --- any spans ----------------------------------------------------------------------------------


def _tallied(ground: Ground, found: Columns, time: str, excluded: Counter[str]) -> Waits:
    """Return some of the waits, and add to `excluded` why others are none."""
    at = micros(ground.at)
    asked, over, replaced = _asked(ground, found, at), found["ended"] <= at, found["replaced"] <= at
    ways = _ways(found, over)
    kept = _measured(ground, found, at)
    _reasons(found, asked & ~kept, over, replaced, excluded)
    some, ways, over = found.only(kept), ways[kept], over[kept]
    days, entries, day = _lengths(ground, some, over, at, time)
    return Waits(days, ways, entries, day)


def _asked(ground: Ground, found: Columns, at: int) -> Array:
    started = found["started"]
    within: Array = (started >= micros(ground.asked.start)) & (started < micros(ground.asked.end))
    return within & (started <= at)


def _ways(found: Columns, over: Array) -> Array:
    """Return for each how it stands, as a place in EVENTS or one behind them."""
    known = np.array([_way(word) for word in found.words], "u1")
    return np.where(over, known[found["outcome"]], _way(OPEN))


def _measured(ground: Ground, found: Columns, at: int) -> Array:
    """Return which waits count; the others are left out for a reason."""
    over, replaced = found["ended"] <= at, found["replaced"] <= at
    unseen = (found["entry"] != NEVER) & (found["entry"] >= np.where(over, found["ended"], at))
    counts: Array = ~replaced & ~unseen
    return counts & _asked(ground, found, at) & (_ways(found, over) < len(EVENTS))


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
