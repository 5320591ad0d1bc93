"""A figure beside the period before it: how far it moved, and which requisitions and people moved it. Pure but one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from recruiterdash.metrics import sentences
from recruiterdash.metrics.answers import FEW, Answer, Moved
from recruiterdash.metrics.definitions import WAITS
from recruiterdash.metrics.estimates import EVENTS, OPEN
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.tallying import Members

Row = Mapping[str, Any]
Estimate = Mapping[str, Any]
NOTHING = "Nothing to compare with in the period before."
TOO_FEW = "The period before has too few answers to compare with."
#: Requisitions and people that are named.
MOST = 3


class Beside(NamedTuple):
    """How one figure is compared with itself, a period earlier."""

    #: This estimate and the earlier one -> how far it moved, in words.
    change: Callable[[Estimate, Estimate], str]
    #: Whether a row is one of those that one wishes fewer of; None where rows have a length instead.
    bad: Callable[[Row], bool] | None = None
    #: What is said of one of them and of several: "decision late", "decisions late".
    one: str = ""
    many: str = ""
    #: What is said of a person whose row is bad and not over, empty for who is not named.
    person: Callable[[Row], str] = lambda _row: ""
    #: Whether lengths moved it, or with whom the next step lay.
    lengths: bool = False
    steps: bool = False


def compare(ground: Ground, beside: Beside, answer: Answer, then: Answer) -> None:
    """Write into an answer how it stands beside the one before it, as that stood then."""
    if not ground.of_people:
        then = then.for_aggregates()
    answer.before = beside.change(answer.estimate, then.estimate) if then.population.total else NOTHING
    if not ground.of_people:
        return
    if beside.lengths:
        answer.moved = by_length(answer.rows, then.rows, ground, answer.time)
    elif beside.steps and answer.estimate["waits"] and then.estimate["waits"]:
        answer.moved = by_step(_of_each(answer.estimate), _of_each(then.estimate), ground)
    elif beside.bad is not None:
        now, was = ([row for row in each.rows if beside.bad(row)] for each in (answer, then))
        changed = by_number(now, was, beside) if then.population.total else []
        answer.moved = [*changed, *persons(now, beside)]


# --- how far ------------------------------------------------------------------------------------


def share(name: str) -> Callable[[Estimate, Estimate], str]:
    return lambda now, then: shares(now.get(name), then.get(name))


def shares(rate: float | None, then: float | None) -> str:
    if rate is None or then is None:
        return NOTHING
    points = round((rate - then) * 100)
    if not points:
        return f"As in the period before ({sentences.share(then)})."
    way = "more" if points > 0 else "less"
    return (
        f"{sentences.count(abs(points), 'point')} {way} than in the period before ({sentences.share(then)})."
    )


def number(name: str, of: str) -> Callable[[Estimate, Estimate], str]:
    """Compare a number. of: what it is a number of, as in "for every 100 candidates"; may be empty."""

    def change(now: Estimate, then: Estimate) -> str:
        is_, was = now.get(name), then.get(name)
        if is_ is None or was is None:
            return NOTHING
        shown = sentences.plain(was)
        if sentences.plain(is_) == shown:
            return f"As in the period before ({shown}{of})."
        way = "more" if is_ > was else "fewer"
        return f"{sentences.plain(abs(is_ - was))} {way} than in the period before ({shown}{of})."

    return change


def medians(now: Estimate, then: Estimate) -> str:
    """Compare medians of calendar days, where there are enough answers for one."""
    if not (now.get("median_shown") and then.get("median_shown")):
        return TOO_FEW
    is_, was = now["median"], then["median"]
    words = sentences.days(was, "calendar")
    if is_ is None or was is None:
        return f"The period before, as it stood then: {words}."
    if abs(is_ - was) * 24 < 1:
        return f"As in the period before ({words})."
    way = "longer" if is_ > was else "shorter"
    return f"{sentences.days(abs(is_ - was), 'calendar')} {way} than in the period before ({words})."


def holders(now: Estimate, then: Estimate) -> str:
    """Compare what each wait was with us, and not with the candidate."""
    if not (now.get("waits") and then.get("waits")):
        return NOTHING
    is_, was = (each["with_us"] / each["waits"] for each in (now, then))
    difference = is_ - was
    if abs(difference) < TENTH:
        return f"With us as long as in the period before ({sentences.plain(was)} days for each wait)."
    way = "longer" if difference > 0 else "shorter"
    return (
        f"With us {sentences.plain(abs(difference))} days {way} for each wait than in the period before "
        f"({sentences.plain(was)} days)."
    )


def differing(now: Estimate, then: Estimate) -> str:
    """Compare how many groups waited otherwise than the rest."""
    if not (now.get("groups") and then.get("groups")):
        return NOTHING
    is_, was = (
        f"{len(each['differing'])} of {sentences.count(len(each['groups']), 'group')}" for each in (now, then)
    )
    return f"{is_} {'differs' if is_.startswith('1 ') else 'differ'}; in the period before it was {was}."


#: Less than this is no difference in days that are shown with one decimal.
TENTH = 0.05


# --- which --------------------------------------------------------------------------------------


def by_number(now: Sequence[Row], then: Sequence[Row], beside: Beside) -> list[Moved]:
    """Return the requisitions of which there are most more, or fewer, than in the period before."""
    is_, was = (Counter(row["requisition"] for row in rows) for rows in (now, then))
    change = {id_: is_[id_] - was[id_] for id_ in is_.keys() | was.keys()}
    worst = sorted((id_ for id_ in change if change[id_]), key=lambda id_: (-abs(change[id_]), id_))
    return [
        Moved(
            f"{sentences.count(is_[id_], beside.one, beside.many)}, {abs(change[id_]):,} "
            f"{'more' if change[id_] > 0 else 'fewer'} than in the period before",
            requisition_id=id_,
        )
        for id_ in worst[:MOST]
    ]


def persons(now: Sequence[Row], beside: Beside) -> list[Moved]:
    """Return the people who stand worst, the longest first where that is known."""
    told = [(row, words) for row in now if (words := beside.person(row))]
    told.sort(key=lambda each: -each[0].get("days", 0.0))
    found: dict[int, Moved] = {}
    for row, words in told:
        found.setdefault(row["application"], Moved(words, application_id=row["application"]))
    return list(found.values())[:MOST]


def _of_each(estimate: Estimate) -> dict[str, float]:
    return {who: days / estimate["waits"] for who, days in estimate["held"].items()}


def by_step(now: Mapping[str, float], then: Mapping[str, float], ground: Ground) -> list[Moved]:
    """Return with whom the next step lay longer or shorter. now, then: holder -> days of each wait."""
    steps = {who: now.get(who, 0.0) - then.get(who, 0.0) for who in now.keys() | then.keys()}
    hours = ground.day_hours()
    time = ground.asked.time
    return [
        Moved(
            f"The next step lay with {sentences.HOLDERS.get(who, who)} {sentences.days(abs(change), time, hours)} "
            f"{'longer' if change > 0 else 'shorter'} for each wait."
        )
        for who, change in sorted(steps.items(), key=lambda each: (-abs(each[1]), each[0]))[:MOST]
        if abs(change) * hours >= 1
    ]


def by_length(
    now: Sequence[Row], then: Sequence[Row], ground: Ground, time: str, goes_on: str = WAITS
) -> list[Moved]:
    """Return the requisitions whose waits moved the mean of all waits so far, and who waits longest.

    What all requisitions moved it by adds up to how far it moved.
    """
    told = longest(now, ground, time, goes_on)
    if len(now) < FEW or len(then) < FEW:
        return told
    parts: dict[int, float] = defaultdict(float)
    for rows, sign in ((now, 1), (then, -1)):
        for row in rows:
            parts[row["requisition"]] += sign * row["days"] / len(rows)
    return [*_by_requisition(parts, ground, time), *told]


def by_length_of_many(now: Members, then: Members, ground: Ground, time: str, goes_on: str) -> list[Moved]:
    """Return what `by_length` does, of waits in columns."""
    days, still = now.waits.days, np.flatnonzero(now.waits.events == EVENTS.index(OPEN))
    if still.size > MOST:
        third = np.partition(days[still], -MOST)[-MOST]
        still = still[days[still] >= third]
    still = still[np.lexsort((now.applications[still], -days[still]))][:MOST]
    rows = [
        {"application": int(now.applications[n]), "days": float(days[n]), "event": OPEN}
        for n in still.tolist()
    ]
    told = longest(rows, ground, time, goes_on)
    if days.size < FEW or then.waits.days.size < FEW:
        return told
    parts: dict[int, float] = defaultdict(float)
    for some, sign in ((now, 1), (then, -1)):
        sums = np.bincount(some.requisitions, some.waits.days) / some.waits.days.size
        for id_ in np.flatnonzero(sums).tolist():
            parts[id_] += sign * float(sums[id_])
    return [*_by_requisition(parts, ground, time), *told]


def _by_requisition(parts: Mapping[int, float], ground: Ground, time: str) -> list[Moved]:
    """Return the requisitions that moved a mean furthest. parts: by how many days each."""
    hours = hours_of(ground, time)
    return [
        Moved(
            f"its waits make the average wait so far {sentences.days(abs(parts[id_]), time, hours)} "
            f"{'longer' if parts[id_] > 0 else 'shorter'}",
            requisition_id=id_,
        )
        for id_ in sorted(parts, key=lambda id_: (-abs(parts[id_]), id_))[:MOST]
        if abs(parts[id_]) * hours >= 1
    ]


def hours_of(ground: Ground, time: str) -> float:
    return 24.0 if time == "calendar" else ground.day_hours()


def longest(rows: Sequence[Row], ground: Ground, time: str, goes_on: str) -> list[Moved]:
    """Return who waits longest and waits still. goes_on: what is said of them."""
    still = sorted((row for row in rows if row.get("event") == "open"), key=lambda row: -row["days"])
    return [
        Moved(
            goes_on.format(sentences.days(row["days"], time, hours_of(ground, time))),
            application_id=row["application"],
        )
        for row in still[:MOST]
        if "application" in row
    ]
