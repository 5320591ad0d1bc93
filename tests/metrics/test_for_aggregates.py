"""What who sees no single person reads: numbers of five and more, and as much as can be told with them."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from recruiterdash.metrics import charts
from recruiterdash.metrics.answers import Answer, Plain, Population, Table
from recruiterdash.metrics.asked import Asked
from recruiterdash.metrics.charts import Series
from recruiterdash.metrics.crowding import crowded
from recruiterdash.metrics.estimates import ANSWERED, EVENTS, OPEN, WITHDREW, Wait, Waits, kaplan_meier

WEEKS = ("2 Nov", "9 Nov")


def answer(
    table: Table, estimate: dict[str, Any] | None = None, population: Population | None = None, **more: Any
) -> Answer:
    asked = Asked("on_time", date(2026, 11, 2), date(2026, 11, 15))
    parts = population or Population(40, 40, 0, {})
    at = datetime(2026, 11, 16, tzinfo=UTC)
    return Answer(
        asked, at, "A finding", "", "", "", parts, [{"application": 1}], estimate or {}, table, **more
    )


def by_week(good: tuple[int, int], bad: tuple[int, int]) -> Answer:
    series = [Series("good", "--fine", good), Series("bad", "--late", bad)]
    table = Table(("Week", "Good", "Bad", "Share"), list(zip(WEEKS, good, bad, (0.5, None), strict=True)))
    return answer(table, chart=charts.bars(WEEKS, series, x="week", y="things"))


def test_weeks_of_many_are_shown_week_by_week() -> None:
    shown = by_week((9, 8), (5, 0)).for_aggregates()
    assert [row[:3] for row in shown.table.rows] == [("2 Nov", 9, 5), ("9 Nov", 8, 0)]
    assert shown.rows == []


def test_weeks_of_few_are_told_together() -> None:
    shown = by_week((9, 8), (3, 3)).for_aggregates()
    assert shown.title == "A finding"
    assert shown.table == Table(("Period", "Good", "Bad"), [("all weeks", 17, 6)])
    assert shown.chart is not None
    assert [(trace["x"], trace["y"], trace["customdata"]) for trace in shown.chart["data"]] == [
        (["all weeks"], [17], []),
        (["all weeks"], [6], []),
    ]


def test_what_is_few_in_the_whole_period_is_hidden() -> None:
    assert by_week((9, 8), (3, 0)).for_aggregates().headline == "hidden"
    assert answer(Table(("Day",), []), {"late": 3}).for_aggregates().headline == "hidden"
    assert answer(Table(("Day",), []), counted=(100, 4)).for_aggregates().headline == "hidden"
    assert (
        answer(Table(("Day",), []), population=Population(40, 37, 3, {})).for_aggregates().headline
        == "hidden"
    )


def test_a_number_of_comparisons_counts_nobody() -> None:
    assert answer(Table(("Group", "n"), [("others", 40)]), {"comparisons": 1}).for_aggregates().table.rows


def test_the_richest_table_without_a_small_number_is_shown() -> None:
    plainer = [
        Plain(Table(("Late", "All"), [("1-2", 9), ("3-5", 2)])),
        Plain(Table(("Late", "All"), [("late", 11)])),
    ]
    shown = answer(
        Table(("Late", "We", "They"), [("1-2", 8, 1), ("3-5", 2, 0)]), plainer=plainer
    ).for_aggregates()
    assert shown.table == plainer[1].table


def test_a_few_who_are_left_out_are_in_no_number() -> None:
    shown = answer(
        Table(("Day",), []), population=Population(52, 40, 0, {"withdrew": 3, "an interview came": 9})
    ).for_aggregates()
    assert shown.population == Population(49, 40, 0, {"an interview came": 9})
    nobody = Population(3, 0, 0, {"withdrew": 3})
    assert answer(Table(("Day",), []), population=nobody).for_aggregates().headline == "hidden"
    two = Population(46, 40, 0, {"withdrew": 3, "for ever": 3})
    assert answer(Table(("Day",), []), population=two).for_aggregates().population.excluded == {
        "for other reasons": 6
    }


def test_a_curve_for_them_has_steps_of_five_people_and_more() -> None:
    waits = Waits.of(
        [Wait(day / 7, ANSWERED) for day in range(23)] + [Wait(2.5, OPEN)] * 8 + [Wait(1.0, WITHDREW)]
    )
    curve = kaplan_meier(crowded(waits))
    assert curve.answers == [5, 5, 5, 8]
    assert min(curve.at_risk) >= 5


waits = some.lists(
    some.builds(Wait, some.integers(0, 400).map(lambda day: day / 10), some.sampled_from(EVENTS)), max_size=80
)


@given(waits)
def test_put_together_nobody_waited_shorter_and_nobody_stands_out(found: list[Wait]) -> None:
    before = Waits.of(found)
    after = crowded(before)
    assert np.array_equal(after.events, before.events)
    assert (after.days >= before.days).all()
    for event in EVENTS:
        lengths, numbers = np.unique(after.days[after.events == EVENTS.index(event)], return_counts=True)
        alone = before.number(event) < 5 or (
            event != ANSWERED and min(map(before.number, (OPEN, WITHDREW))) < 5
        )
        assert alone or (numbers >= 5).all(), lengths
