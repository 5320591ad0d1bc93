"""What figures that count share: weeks, cases with their result, and the shape of the answer. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.metrics import sentences
from recruiterdash.metrics.answers import Answer, Population, Table
from recruiterdash.metrics.queries import Ground, View


class Judged(NamedTuple):
    """One case with what is said of it, and where it is counted."""

    view: View
    result: str
    at: str


def week(moment: datetime, zone: str) -> str:
    """Return the ISO week of a moment there, as its Monday."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def month(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m}"


def weeks_of(since: date, until: date) -> list[str]:
    monday = since - timedelta(days=since.weekday())
    return [(monday + timedelta(days=7 * n)).isoformat() for n in range((until - monday).days // 7 + 1)]


def week_words(monday: str) -> str:
    return sentences.day(date.fromisoformat(monday)).rsplit(" ", 1)[0]


def numbers(judged: Sequence[Judged], places: Sequence[str], result: str) -> list[int]:
    counted: dict[str, int] = defaultdict(int)
    for each in judged:
        if each.result == result:
            counted[each.at] += 1
    return [counted[place] for place in places]


def links_of(result: str, places: Sequence[str], where: str = "week") -> list[str]:
    return [f"result={result};{where}={place}" for place in places]


def rate_of(good: int, bad: int) -> float | None:
    return good / (good + bad) if good + bad else None


def shown_rate(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)


def population_of(judged: Sequence[Judged], measured: set[str], waiting: set[str]) -> Population:
    counted = Counter(each.result for each in judged)
    return Population(
        len(judged),
        sum(counted[each] for each in measured),
        sum(counted[each] for each in waiting),
        {result: n for result, n in counted.items() if result not in measured | waiting},
    )


def row_of(judged: Judged, **more: Any) -> dict[str, Any]:
    return {"application": judged.view.application_id, **more}


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
