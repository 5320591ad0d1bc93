"""What figures that count share: weeks, cases with their result, and the shape of the answer. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from recruiterdash.metrics import charts, sentences
from recruiterdash.metrics.answers import Answer, Population, Table
from recruiterdash.metrics.charts import Series
from recruiterdash.metrics.columns import Array, micros
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import View

#: Business days without a word after an interview, beyond which somebody counts as left alone.
GHOST = 10


class Judged(NamedTuple):
    """One case with what is said of it, and where it is counted."""

    view: View
    result: str
    at: str
    #: How long, where it is asked.
    days: float | None = None


#: Result and place -> how many.
Counts = Counter[tuple[str, str]]


def counts_of(judged: Iterable[Judged]) -> Counts:
    return Counter((each.result, each.at) for each in judged)


def counts_in(results: Sequence[str], result: Array, places: Sequence[str], place: Array) -> Counts:
    """Return how many there are of each result in each place, of cases in columns.

    result, place: of each case its number in `results` and `places`.
    """
    cells = np.bincount(result.astype("i8") * len(places) + place, minlength=len(results) * len(places))
    found = Counts()
    for cell in np.flatnonzero(cells).tolist():
        # several numbers may stand for one word
        found[results[cell // len(places)], places[cell % len(places)]] += int(cells[cell])
    return found


def place_in(days: Sequence[date], zone: str, moments: Array) -> Array:
    """Return the place of each moment among stretches that begin with the days of a zone.

    moments: microseconds since 1970, none before the first day.
    """
    edges = [micros(datetime.combine(day, time(0), ZoneInfo(zone))) for day in days]
    return np.searchsorted(np.array(edges), moments, side="right") - 1


def week(moment: datetime, zone: str) -> str:
    """Return the ISO week of a moment there, as its Monday."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def month(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m}"


def weeks_of(since: date, until: date) -> list[str]:
    monday = since - timedelta(days=since.weekday())
    return [(monday + timedelta(days=7 * n)).isoformat() for n in range((until - monday).days // 7 + 1)]


def months_of(since: date, until: date) -> list[str]:
    first, last = (12 * each.year + each.month - 1 for each in (since, until))
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(first, last + 1)]


def week_words(monday: str) -> str:
    return sentences.day(date.fromisoformat(monday)).rsplit(" ", 1)[0]


def numbers(counts: Counts, places: Sequence[str], result: str) -> list[int]:
    return [counts[result, place] for place in places]


class Stacked(NamedTuple):
    """One colour of a stack of bars: a result, how it is called, and its tone."""

    result: str
    name: str
    tone: str


def stacked(
    counts: Counts, places: Sequence[str], stack: Sequence[Stacked], *, x: str, y: str, where: str = "week"
) -> tuple[list[list[int]], Table, charts.Chart]:
    """Return how often each result came in each place: as numbers, as a table, and as bars with the same.

    where: "week" or "month", what the places are; each number leads to the people behind it.
    """
    labels = [week_words(each) if where == "week" else sentences.month(each) for each in places]
    values = [numbers(counts, places, each.result) for each in stack]
    series = [
        Series(each.name, each.tone, some, [f"result={each.result};{where}={place}" for place in places])
        for each, some in zip(stack, values, strict=True)
    ]
    columns = (where.capitalize(), *(each.name.capitalize() for each in stack))
    cells = [("", *marks) for marks in zip(*(each.links for each in series), strict=True)]
    rows = list(zip(labels, *values, strict=True))
    table = Table(columns, rows, [f"{where}={place}" for place in places], cells)
    return values, table, charts.bars(labels, series, x=x, y=y)


def rate_of(good: int, bad: int) -> float | None:
    return good / (good + bad) if good + bad else None


def shown_rate(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)


def population_of(counts: Counts, measured: set[str], waiting: set[str]) -> Population:
    counted = Counter[str]()
    for (result, _), number in counts.items():
        counted[result] += number
    return Population(
        counted.total(),
        sum(counted[each] for each in measured),
        sum(counted[each] for each in waiting),
        {result: n for result, n in counted.items() if result not in measured | waiting},
    )


def row_of(judged: Judged, **more: Any) -> dict[str, Any]:
    return {"application": judged.view.application_id, "requisition": judged.view.requisition_id, **more}


def counted(
    ground: Ground,
    title: str,
    reading: str,
    definition: str,
    population: Population,
    rows: list[dict[str, Any]],
    estimate: dict[str, Any],
    table: Table,
    chart: dict[str, Any] | None,
    **more: Any,
) -> Answer:
    return Answer(
        ground.asked,
        ground.at,
        title,
        reading,
        definition,
        "Counts; nothing is estimated.",
        population,
        # whatever they were read from, they come in one order
        []
        if not ground.with_rows
        else sorted(rows, key=lambda row: (row["application"], *map(str, row.values()))),
        estimate,
        table,
        chart if population.total else None,
        of_people=ground.of_people,
        **more,
    )
