"""Figures of how long something takes: one way of asking for all of them, with those who still wait."""

from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np

from recruiterdash.metrics import charts, sentences
from recruiterdash.metrics.answers import FEW, Answer, Moved, Population, Table
from recruiterdash.metrics.beside import TOO_FEW, by_length, by_length_of_many
from recruiterdash.metrics.columns import KINDS
from recruiterdash.metrics.crowding import crowded
from recruiterdash.metrics.definitions import Definition
from recruiterdash.metrics.estimates import (
    ANSWERED,
    OPEN,
    WITHDREW,
    Curve,
    Naive,
    Waits,
    aalen_johansen,
    kaplan_meier,
    naive,
    on_time,
)
from recruiterdash.metrics.measuring import Measured, measured
from recruiterdash.metrics.moving import moved, without_holds
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.splitting import Lengths, by_place
from recruiterdash.metrics.tallying import members, tallied

#: People of whom a page does not tell single cases.
MANY = 50_000
#: How the median of a part is headed.
LENGTH = "Median, days"
#: Rows of a data table: a longer curve is thinned for reading, never for the estimate.
MOST_ROWS = 60


def answer(ground: Ground, definition: Definition, level: int | None) -> Answer:
    """Return one figure of how long something takes. level: its service level in business days."""
    if (ground.brief or not ground.with_rows) and ground.counts and {*definition.kinds} <= KINDS.keys():
        found = tallied(ground, definition)
        known = found.waits.number(ANSWERED) >= FEW or not found.population.total
        if known and not ground.with_rows:
            return told(ground, definition, found, None, level)
        if known and found.population.total > MANY:
            return _told_briefly(ground, definition, found, level)
    found = measured(ground, definition)
    return told(ground, definition, found, _before(ground, definition) if ground.with_rows else None, level)


def _told_briefly(ground: Ground, definition: Definition, found: Measured, level: int | None) -> Answer:
    """Return a figure of so many people that nobody waits for each of them: all but what single cases tell."""
    brief = copy(ground)
    brief.with_rows = False
    earlier = ground.earlier()
    made = told(brief, definition, found, tallied(earlier, definition), level)
    made.moved = []
    if not ground.of_people:
        return made
    now, time = members(ground, definition), made.time
    made.parts = by_place(ground, Lengths(LENGTH), now.waits, now.requisitions)
    made.moved = by_length_of_many(now, members(earlier, definition), ground, time, definition.goes_on)
    if _is_decision(definition):
        made.notes.append(
            "Of so many people, which step and which holds moved it is told once the figure is narrowed to an office "
            "or a requisition."
        )
    return made


def _before(ground: Ground, definition: Definition) -> Measured:
    """Return the waits of the period before, as they stood when that period was as old as this one is now."""
    earlier = ground.asked.before()
    at = ground.at - ground.asked.length
    return measured(ground, definition, since=earlier.start, before=earlier.end, at=at)


def told(
    ground: Ground, definition: Definition, found: Measured, before: Measured | None, level: int | None
) -> Answer:
    """Return waits as an answer: estimate, words, table and chart. before: those of the period before."""
    asked, waits, population = ground.asked, found.waits, found.population
    time = "calendar" if definition.calendar else asked.time
    curve, plain = kaplan_meier(waits), naive(waits)
    # who may see no single person sees steps of five people and more; words are told from each wait
    seen = found if ground.of_people else found._replace(waits=crowded(waits))
    steps = curve if ground.of_people else kaplan_meier(seen.waits)
    enough = waits.number(ANSWERED) >= FEW
    hours = 24.0 if time == "calendar" else ground.day_hours()
    limit = float(level) if level is not None and time == "business" else None
    made = Answer(
        asked,
        ground.at,
        title(definition, curve, population, time, hours, of_people=ground.of_people),
        reading(definition, curve, plain.median, population, time, hours, of_people=ground.of_people),
        f"From when {definition.start}, until {definition.end}.",
        METHOD
        + (" Less the time in which the candidate held the next step." if _is_decision(definition) else ""),
        population,
        rows(found) if ground.with_rows else [],
        _estimate(ground, definition, found, curve, plain, limit) | _steps(ground, seen, steps),
        table(ground, found, steps),
        chart(ground, definition, seen, steps, limit, time, hours),
        headline=_headline(curve, population, enough, time, hours),
        under=_under(curve, population, time, hours, enough),
        before=_compared(curve, kaplan_meier(before.waits), enough, time, hours)
        if before is not None
        else "",
        moved=[] if before is None else _moved(ground, definition, found, before, time),
        of_people=ground.of_people,
        counted=_people(found) if len(definition.kinds) > 1 else (),
        always=time if time != asked.time else "",
    )
    if _is_decision(definition) and ground.with_rows:
        made.estimate |= without_holds(ground, found) if enough else {"median_without_holds": None}
    return made


def _moved(
    ground: Ground, definition: Definition, found: Measured, before: Measured, time: str
) -> list[Moved]:
    if _is_decision(definition):
        return moved(ground, found, before)
    if not ground.of_people:
        return []
    return by_length(rows(found), rows(before), ground, time, definition.goes_on)


def _people(found: Measured) -> list[int]:
    """Return how many people stand in each way where somebody may wait for several things at once."""
    ways = {case.wait.event for case in found.cases}
    return [len({case.view.application_id for case in found.cases if case.wait.event == way}) for way in ways]


METHOD = (
    "Kaplan-Meier: who still waits counts as waiting at least so long, who withdrew as waiting until then. "
    "The band holds the true curve with 95 % confidence (log-log)."
)


def _is_decision(definition: Definition) -> bool:
    return definition.figure == "decision_wait"


def title(
    definition: Definition,
    curve: Curve,
    population: Population,
    time: str,
    hours: float,
    *,
    of_people: bool = True,
) -> str:
    """Return the finding in plain words. of_people: whether they may say how few withdrew."""
    if not population.total:
        return definition.nobody
    waiting, answers = population.waiting, sum(curve.answers)
    if not population.measured + waiting:
        return f"None of these can be measured: {sentences.parts(population.excluded)}"
    still = f"{waiting:,} {definition.still[waiting != 1]}" if waiting else ""
    if answers < FEW:
        done = f"Too few for a median: {sentences.count(answers, *definition.done)} so far"
        return f"{done}, {still}" if still else done
    if curve.median is None:
        left = _left(population.measured - answers, of_people=of_people)
        return f"The middle is not reached: {sentences.joined([*[still] * bool(still), *left])}"
    if curve.median * hours < 1:
        return f"{definition.half.removesuffix('longer than')}no longer than an hour{definition.until}"
    return f"{definition.half} {sentences.days(curve.median, time, hours)}{definition.until}"


def _left(number: int, *, of_people: bool) -> list[str]:
    if not of_people and 0 < number < FEW:
        return ["a few withdrew"]
    return [f"{number:,} withdrew"] if number else []


def reading(
    definition: Definition,
    curve: Curve,
    plain: float | None,
    population: Population,
    time: str,
    hours: float,
    *,
    of_people: bool = True,
) -> str:
    """Return how to read it: what those who still wait change."""
    waiting, answers = population.waiting, sum(curve.answers)
    if not population.measured + waiting:
        return ""
    if answers < FEW:
        return "One mark a person; open ones go on. A median of so few would say more than is known."
    flattering = sentences.days(plain, time, hours)
    alone = f"answered cases alone would say {flattering}."
    left = _left(population.measured - answers, of_people=of_people)
    if waiting:
        counted = f"The {waiting:,} {definition.who[waiting != 1]} {'counts' if waiting == 1 else 'count'}"
    elif left:
        counted = (
            f"Nothing is open; {left[0]} and {'counts' if left[0] == '1 withdrew' else 'count'} until then"
        )
    else:
        return f"Nothing is open, so answered cases alone say the same: {flattering}."
    return f"{counted}: the middle is {sentences.days(curve.median, time, hours)}; {alone}"


def _headline(curve: Curve, population: Population, enough: bool, time: str, hours: float) -> str:
    if not population.total:
        return "–"
    return sentences.days(curve.median, time, hours) if enough else "too few to say"


def _under(curve: Curve, population: Population, time: str, hours: float, enough: bool) -> str:
    counts = f"n {population.measured:,}, {population.waiting:,} waiting"
    if not enough:
        return counts
    ninth = curve.reached(0.9)
    words = "not reached" if ninth is None else f"within {sentences.days(ninth, time, hours)}"
    return f"90 of 100: {words} · {counts}"


def _compared(now: Curve, then: Curve, enough: bool, time: str, hours: float) -> str:
    """Return this period beside the one before it, as it stood then."""
    if not enough or sum(then.answers) < FEW:
        return TOO_FEW
    was, is_ = then.median, now.median
    words = sentences.days(was, time, hours)
    if was is None or is_ is None:
        return f"The period before, as it stood then: {words}."
    difference = is_ - was
    if abs(difference) * hours < 1:
        return f"As in the period before ({words})."
    way = "longer" if difference > 0 else "shorter"
    return f"{sentences.days(abs(difference), time, hours)} {way} than in the period before ({words})."


# --- rows, table, chart -------------------------------------------------------------------------


def rows(found: Measured) -> list[dict[str, Any]]:
    """Return one row a wait, oldest application first."""
    several = len({case.kind for case in found.cases}) > 1
    return [
        {
            "application": case.view.application_id,
            "requisition": case.view.requisition_id,
            "days": case.wait.days,
            "entry": case.wait.entry,
            "event": case.wait.event,
            **({"how": case.view.how} if case.view.how else {}),
            **({"kind": case.kind} if several else {}),
        }
        for case in sorted(found.cases, key=lambda c: (c.view.application_id, c.view.started_at))
    ]


def _held_against(definition: Definition, found: Measured) -> Waits:
    """Return the waits for which the service level is meant: those of the first kind where there are several."""
    if len(definition.kinds) == 1:
        return found.waits
    return Waits.of([case.wait for case in found.cases if case.kind == definition.kinds[0]])


def _estimate(
    ground: Ground,
    definition: Definition,
    found: Measured,
    curve: Curve,
    plain: Naive,
    level: float | None,
) -> dict[str, Any]:
    made: dict[str, Any] = {
        **middle(curve, plain),
        "p90": curve.reached(0.9) if sum(curve.answers) >= FEW else None,
        "service_level": level,
        "on_time": None,
    }
    if level is not None:
        judged = on_time(_held_against(definition, found), level)
        if ground.of_people or not any(0 < number < FEW for number in judged):
            made["on_time"] = {**judged._asdict(), "rate": judged.rate}
    return made


def middle(curve: Curve, plain: Naive) -> dict[str, Any]:
    """Return the medians of an estimate; none of fewer than five answers, in no page, file or program."""
    enough = sum(curve.answers) >= FEW
    return {
        "median": curve.median if enough else None,
        "median_shown": enough,
        "naive_median": plain.median if enough else None,
        "naive_mean": plain.mean if enough else None,
    }


def _steps(ground: Ground, found: Measured, curve: Curve) -> dict[str, Any]:
    """Return the curve of an estimate, step by step."""
    made: dict[str, Any] = {
        "times": curve.times,
        "survival": curve.survival,
        "low": curve.low,
        "high": curve.high,
        "at_risk": curve.at_risk,
        "events": curve.answers,
    }
    few_left = 0 < found.waits.number(WITHDREW) < FEW
    if ground.with_rows and (ground.of_people or not few_left):
        made["competing"] = aalen_johansen(found.waits)._asdict()
    return made


def table(ground: Ground, found: Measured, curve: Curve) -> Table:
    """Return the curve in numbers; of a few people, their waits."""
    if sum(curve.answers) < FEW:
        if not ground.of_people:
            return Table(("Waits", "Number"), [])
        ordered = sorted(found.cases, key=lambda c: (-c.wait.days, c.view.application_id))
        names = ground.names(case.view.application_id for case in ordered)
        return Table(
            ("Person", "Application", "Days", "Stands"),
            [
                (
                    names.get(case.view.application_id, ""),
                    case.view.application_id,
                    round(case.wait.days, 3),
                    case.wait.event,
                )
                for case in ordered
            ],
            [f"application={case.view.application_id}" for case in ordered],
        )
    steps = list(
        zip(curve.times, curve.at_risk, curve.answers, curve.survival, curve.low, curve.high, strict=True)
    )
    kept = thinned(steps)
    lines: list[tuple[Any, ...]] = []
    marks, last = [], -1.0
    answers = 0
    for place, (at, risk, n, left, low, high) in enumerate(steps):
        answers += n
        if place not in kept:
            continue
        lines.append((round(at, 3), risk, answers, round(1 - left, 4), round(1 - high, 4), round(1 - low, 4)))
        marks.append(f"event=answered;days={last}..{at}")
        last, answers = at, 0
    columns = ("Days", "Waiting until then", "Answered then", "Share answered", "At least", "At most")
    return Table(columns, lines, marks)


def thinned(steps: Sequence[Any]) -> frozenset[int]:
    """Return which rows of a table are shown: all of a short one, some of a long one, and its last."""
    if len(steps) <= MOST_ROWS:
        return frozenset(range(len(steps)))
    stride = len(steps) / MOST_ROWS
    return frozenset({int(n * stride) for n in range(MOST_ROWS)} | {len(steps) - 1})


def chart(
    ground: Ground,
    definition: Definition,
    found: Measured,
    curve: Curve,
    level: float | None,
    time: str,
    hours: float,
) -> dict[str, Any] | None:
    """Return the curve; of a few people, one mark each."""
    if not found.waits.days.size:
        return None
    unit = "business days" if time == "business" else "days"
    if sum(curve.answers) < FEW:
        return _strip(ground, found, level, unit) if ground.of_people else None
    end = float(found.waits.days.max())
    scale = hours if end <= 1 else 1.0
    return charts.curve_chart(
        curve,
        found.waits.answered,
        x=f"{unit} waited" if scale == 1 else f"{unit[:-4]}hours waited",
        y=definition.answered,
        level=level,
        level_words=definition.level_words,
        scale=scale,
        end=min(end, max(curve.times[-1] * 1.3, (level or 0) * 1.5)),
        there=lambda days: found.waits.observed.at_risk(np.array(days)).tolist(),
        linked=ground.of_people,
    )


def _strip(ground: Ground, found: Measured, level: float | None, unit: str) -> dict[str, Any]:
    """Return one mark a person, those who waited longest if there are very many."""
    ordered = sorted(found.cases, key=lambda c: (c.wait.days, c.view.application_id))[-charts.MOST_MARKS :]
    names = ground.names(case.view.application_id for case in ordered)
    marks = [
        (case.wait.days, case.wait.event != OPEN, names.get(case.view.application_id, "")) for case in ordered
    ]
    links = [f"application={case.view.application_id}" for case in ordered]
    return charts.strip_chart(marks, x=unit, level=level, links=links)
