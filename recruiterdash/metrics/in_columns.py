"""What the figures that count say, counted in columns: the same as one by one, of a million people at once."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from recruiterdash.metrics.columns import NEVER, Array, Columns, micros
from recruiterdash.metrics.counting import GHOST, Counts, counts_in, months_of, place_in
from recruiterdash.metrics.cuts import BY_ITSELF
from recruiterdash.metrics.moving import shown_holder
from recruiterdash.metrics.queries import Ground


def on_time(ground: Ground, weeks: Sequence[str]) -> Counts:
    """Return what `punctual.judge` says of the duties that were due in the period, by the week."""
    found = Counts()
    for part in ground.columns(ground.asked.duty):
        found += _on_time(ground, weeks, _due(ground, part))
    return found


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
    counts = Counts()
    for part in ground.columns("promise"):
        counts += _promises(ground, weeks, _due(ground, part))
    return counts


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
    counts = Counts()
    for part in ground.columns("application"):
        counts += _ended(ground, months, part)
    for part in ground.columns("decision_wait"):
        alone = _left_alone(ground, part)
        counts += counts_in(["left alone"], np.zeros(alone.size), months, _months(ground, months, alone))
    return counts


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
    counts = Counts()
    for owed, held in zip(ground.columns("owed"), ground.columns("holder"), strict=True):
        counts += _waiting(ground, owed, held, late, labels)
    return counts


def _waiting(
    ground: Ground, owed: Columns, held: Columns, late: Sequence[int], labels: Sequence[str]
) -> Counts:
    at = micros(ground.at)
    owed = owed.only((owed["started"] <= at) & (owed["ended"] > at))
    held = held.only((held["started"] <= at) & (held["ended"] > at))
    if not owed.size:
        return Counts()
    size = 1 + int(max(owed["application"].max(), held["application"].max(initial=0)))
    due, which, holder = np.full(size, NEVER), np.zeros(size, "u1"), np.zeros(size, "u1")
    there = np.zeros(size, np.bool_)
    there[owed["application"]] = True
    which[owed["application"]] = ground.hours_of(owed)
    np.minimum.at(due, owed["application"], owed["due"])
    holder[held["application"]] = held["outcome"]
    due, which, holder = due[there], which[there], holder[there]
    names = [shown_holder(who or "recruiter", ground.staff) for who in held.words]
    place = _lateness(ground, due, which, at, late)
    place[due == NEVER] = len(labels) - 1
    return counts_in(labels, place, names, holder)


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
