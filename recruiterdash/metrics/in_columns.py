"""What the figures that count say, counted in columns: the same as one by one, of a million people at once."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from recruiterdash.metrics import settled
from recruiterdash.metrics.columns import NEVER, Array, Columns, micros, without
from recruiterdash.metrics.counting import GHOST, Counts, counts_in, months_of, place_in
from recruiterdash.metrics.cuts import BY_ITSELF
from recruiterdash.metrics.moving import shown_holder
from recruiterdash.metrics.queries import Ground


def on_time(ground: Ground, weeks: Sequence[str]) -> Counts:
    """Return what `punctual.judge` says of the duties that were due in the period, by the week."""
    return _by_due(ground, ground.asked.duty, lambda part: _on_time(ground, weeks, _due(ground, part)))


def _by_due(ground: Ground, kind: str, count: Callable[[Columns], Counts]) -> Counts:
    """Count what was due in the period."""
    asked, at = ground.asked, micros(ground.at)

    def due(found: Columns) -> Array:
        within: Array = (found["due"] >= micros(asked.start)) & (found["due"] < micros(asked.end))
        return within

    return settled.counts(
        ground,
        kind,
        ("due", asked.start, asked.end, asked.zone),
        lambda found: due(found) & (found["due"] < at) & ~settled.ahead(found, at, "started", "ended"),
        due,
        count,
    )


def _on_time(ground: Ground, weeks: Sequence[str], found: Columns) -> Counts:
    at = micros(ground.at)
    early = {"": BY_ITSELF, "answered": "on_time", "withdrew": "withdrew before it was due"}
    results = ["late", "open_late", "not yet due", "invited before it was due"]
    result = found["outcome"] + len(results)
    answered = found["outcome"] == found.code("answered")
    result[answered & (found["how"] == found.code("invited"))] = results.index("invited before it was due")
    over = found["ended"] <= at
    result[over & (found["ended"] > found["due"])] = results.index("late")
    _open(result, over, found, at, results.index("open_late"), results.index("not yet due"))
    results += [early.get(word, word) for word in found.words]
    return counts_in(results, result, weeks, _weeks(ground, weeks, found))


def promises(ground: Ground, weeks: Sequence[str]) -> Counts:
    """Return what `punctual.kept` says of the dates that were due in the period, by the week."""
    return _by_due(ground, "promise", lambda part: _promises(ground, weeks, _due(ground, part)))


def _promises(ground: Ground, weeks: Sequence[str], found: Columns) -> Counts:
    at = micros(ground.at)
    results = ["broken, still open", "not yet due"]
    result = found["outcome"] + len(results)
    _open(result, found["ended"] <= at, found, at, 0, 1)
    results += [word or BY_ITSELF for word in found.words]
    return counts_in(results, result, weeks, _weeks(ground, weeks, found))


def _due(ground: Ground, found: Columns) -> Columns:
    asked, due = ground.asked, found["due"]
    begun = found["started"] <= micros(ground.at)
    return found.only(begun & (due >= micros(asked.start)) & (due < micros(asked.end)))


def _open(result: Array, over: Array, found: Columns, at: int, late: int, ahead: int) -> None:
    """Write into `result` how those stand that are not over."""
    result[~over & (found["due"] < at)] = late
    result[~over & (found["due"] >= at)] = ahead


def _weeks(ground: Ground, weeks: Sequence[str], found: Columns) -> Array:
    return place_in([date.fromisoformat(each) for each in weeks], ground.asked.zone, found["due"])


# --- told how it ended --------------------------------------------------------------------------


def told(ground: Ground) -> Counts:
    """Return what `told.told_rate` says of each application, by the month."""
    asked = ground.asked
    months = months_of(asked.since, asked.until)
    at, key = micros(ground.at), (asked.start, asked.end, asked.zone)

    def ended(found: Columns) -> Array:
        within: Array = (found["ended"] >= micros(asked.start)) & (found["ended"] < micros(asked.end))
        return within

    def met(found: Columns) -> Array:
        started = found["started"]
        within: Array = (started >= micros(asked.start)) & (started < micros(asked.end))
        there: Array = (found["met"] == 1) & (found["ended"] > at) & (found["replaced"] > at)
        return within & there

    def alone(found: Columns) -> Counts:
        since = _left_alone(ground, found)
        return counts_in(["left alone"], np.zeros(since.size), months, _months(ground, months, since))

    counts = settled.counts(
        ground,
        "application",
        ("ended", key),
        lambda found: ended(found) & ~settled.ahead(found, at, "started", "ended", "word"),
        ended,
        lambda part: _ended(ground, months, part),
    )
    counts += settled.counts(
        ground,
        "decision_wait",
        ("alone", key, ground.hours_key),
        lambda found: (
            met(found)
            & ~settled.ahead(found, at, "started", "ended", "replaced", "word")
            & (_last_word(found) < _days_ago(ground, GHOST, "business")[ground.hours_of(found)])
        ),
        met,
        alone,
    )
    return counts


def _last_word(found: Columns) -> Array:
    """Return since when nobody has heard a word of those of whom nothing lies ahead."""
    word = found["word"]
    return np.where(word == NEVER, found["started"], np.maximum(found["started"], word))


def _months(ground: Ground, months: Sequence[str], moments: Array) -> Array:
    return place_in([date.fromisoformat(f"{month}-01") for month in months], ground.asked.zone, moments)


def _ended(ground: Ground, months: Sequence[str], found: Columns) -> Counts:
    """Return how those were told whose application ended in the period."""
    asked, at, ended = ground.asked, micros(ground.at), found["ended"]
    found = found.only(
        (ended >= micros(asked.start))
        & (ended < micros(asked.end))
        & (ended <= at)
        & (found["started"] <= at)
    )
    results = ["withdrew", "not interviewed", "told", "closed and not told"]
    result = np.full(found.size, results.index("closed and not told"))
    result[(found["word"] <= at) | (found["outcome"] == found.code("hired"))] = results.index("told")
    result[found["met"] == 0] = results.index("not interviewed")
    left = (found["outcome"] == found.code("withdrawn")) | (found["outcome"] == found.code("declined"))
    result[left] = results.index("withdrew")
    return counts_in(results, result, months, _months(ground, months, found["ended"]))


def _left_alone(ground: Ground, found: Columns) -> Array:
    """Return the interviews of the period after which nobody has heard a word that counts for too long."""
    asked, at, started = ground.asked, micros(ground.at), found["started"]
    silent = found.only(
        (found["met"] == 1)
        & (started >= micros(asked.start))
        & (started < micros(asked.end))
        & (started <= at)
        & (found["ended"] > at)
        & (found["replaced"] > at)
    )
    word = silent["word"]
    since = np.where(word <= at, np.maximum(silent["started"], word), silent["started"])
    latest = _days_ago(ground, GHOST, "business")
    return silent["started"][since < latest[ground.hours_of(silent)]]


# --- waiting right now --------------------------------------------------------------------------


def waiting(ground: Ground, late: Sequence[int], labels: Sequence[str]) -> Counts:
    """Return how many wait right now, by how late we are and who holds the next step.

    late: days, more in each than in the one before; the label of somebody is the one behind as many of these
    and of now as have passed since their earliest due. The last label is of those whose dues are all paused.
    """
    owed, held = ground.whole("owed"), ground.whole("holder")
    counts = Counts()
    if owed is None or held is None:
        for parts in zip(ground.columns("owed"), ground.columns("holder"), strict=True):
            counts += _waiting(ground, *parts, late, labels)
        return counts
    gone = owed[1]
    known = settled.kept(
        ground,
        owed[0],
        ("waiting", ground.hours_key),
        lambda: _steady(ground, owed[0], held[0]),
        lambda each: each.at,
    )
    ids = np.fromiter(gone, "i8", len(gone))
    for steady in known.groups:
        due = steady.due[~np.isin(steady.application, ids)] if gone else steady.due
        counts += _in_bins(ground, steady, due, late, labels)
    rest = [without(part, gone) if gone else part for part in (known.owed, known.held)]
    counts += _waiting(ground, rest[0], rest[1], late, labels)
    for parts in zip(ground.columns_live("owed"), ground.columns_live("holder"), strict=True):
        counts += _waiting(ground, *parts, late, labels)
    return counts


class Steady(NamedTuple):
    """Those who share a holder and hours, and of whom nothing lies ahead: what is due first of each, in order."""

    holder: str
    hours: int
    due: Array
    application: Array


class Waiting(NamedTuple):
    """Who is owed something, as it stood at a moment; the columns are of those of whom something lies ahead."""

    at: int
    groups: list[Steady]
    owed: Columns
    held: Columns


def _steady(ground: Ground, owed: Columns, held: Columns) -> Waiting:
    """Part those who stay as they are from those of whom something begins or ends by itself."""
    at = micros(ground.at)
    owed, held = owed.only(owed["ended"] > at), held.only(held["ended"] > at)
    changing = [part["application"][settled.ahead(part, at, "started", "ended")] for part in (owed, held)]
    both = np.unique(np.concatenate(changing))
    moving = [np.isin(part["application"], both) for part in (owed, held)]
    still, holders = owed.only(~moving[0]), held.only(~moving[1])
    there, due, which, holder = _of_each(ground, still, holders)
    groups = []
    for name in np.unique(holder).tolist():
        for hours in np.unique(which).tolist():
            here = np.flatnonzero((holder == name) & (which == hours))
            here = here[np.argsort(due[here], kind="stable")]
            if here.size:
                groups.append(Steady(held.words[name] or "recruiter", hours, due[here], there[here]))
    return Waiting(at, groups, owed.only(moving[0]), held.only(moving[1]))


def _in_bins(
    ground: Ground, steady: Steady, due: Array, late: Sequence[int], labels: Sequence[str]
) -> Counts:
    """Count dues that are in order by how late they are."""
    time = ground.asked.time
    edges = [micros(ground.at), *(int(_days_ago(ground, days, time)[steady.hours]) for days in late)]
    # of so many dues earlier than an edge; the paused ones come behind all others
    before = np.searchsorted(due, [*edges, NEVER], side="left").tolist()
    numbers = [before[-1] - before[0], *(n - m for n, m in pairwise(before[:-1])), before[-2]]
    holder, found = shown_holder(steady.holder, ground.staff), Counts()
    for label, number in zip(labels, [*numbers, due.size - before[-1]], strict=True):
        if number:
            found[label, holder] += number
    return found


def _waiting(
    ground: Ground, owed: Columns, held: Columns, late: Sequence[int], labels: Sequence[str]
) -> Counts:
    at = micros(ground.at)
    owed = owed.only((owed["started"] <= at) & (owed["ended"] > at))
    held = held.only((held["started"] <= at) & (held["ended"] > at))
    if not owed.size:
        return Counts()
    _, due, which, holder = _of_each(ground, owed, held)
    names = [shown_holder(who or "recruiter", ground.staff) for who in held.words]
    place = _lateness(ground, due, which, at, late)
    place[due == NEVER] = len(labels) - 1
    return counts_in(labels, place, names, holder)


def _of_each(ground: Ground, owed: Columns, held: Columns) -> tuple[Array, Array, Array, Array]:
    """Return of each application its number, what is due first, which hours hold, and who has the next step."""
    if not owed.size:
        return (np.empty(0, "i8"), np.empty(0, "i8"), np.empty(0, "u1"), np.empty(0, "u1"))
    size = 1 + int(max(owed["application"].max(), held["application"].max(initial=0)))
    due, which, holder = np.full(size, NEVER), np.zeros(size, "u1"), np.zeros(size, "u1")
    there = np.zeros(size, np.bool_)
    there[owed["application"]] = True
    which[owed["application"]] = ground.hours_of(owed)
    np.minimum.at(due, owed["application"], owed["due"])
    holder[held["application"]] = held["outcome"]
    return np.flatnonzero(there), due[there], which[there], holder[there]


def _lateness(ground: Ground, due: Array, which: Array, at: int, late: Sequence[int]) -> Array:
    """Return for each due how many moments lie after it: now, and so many days ago."""
    place = (due < at).astype("i8")
    for days in late:
        place += due < _days_ago(ground, days, ground.asked.time)[which]
    return place


def _days_ago(ground: Ground, days: int, time: str) -> Array:
    """Return the first moment since which no more than so many days have passed, by each of the hours."""
    if time == "calendar":
        return ground.at_hours(lambda _hours: micros(ground.at - timedelta(days=days)))
    return ground.at_hours(lambda hours: micros(hours.moment(hours.place_at(ground.at) - days * hours.day)))
