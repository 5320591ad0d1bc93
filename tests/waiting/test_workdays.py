"""The office's calendar: business days forwards and back, closes, zones."""

from datetime import date, time

import pytest

from recruiterdash.waiting import Calendar
from tests.waiting.cases import calendar

NEW_YORK = calendar("NYC")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2026, 11, 6), 1, date(2026, 11, 9), id="Friday"),
        pytest.param(date(2026, 11, 7), 1, date(2026, 11, 9), id="Saturday"),
        pytest.param(date(2026, 11, 8), 1, date(2026, 11, 9), id="Sunday"),
        pytest.param(date(2026, 11, 25), 1, date(2026, 11, 27), id="eve of a holiday"),
        pytest.param(date(2026, 11, 25), 2, date(2026, 11, 30), id="a half-day counts"),
        pytest.param(date(2026, 12, 24), 3, date(2026, 12, 30), id="over Christmas"),
        pytest.param(date(2026, 12, 31), 1, date(2027, 1, 4), id="over New Year"),
    ],
)
def test_business_days_after_a_day(day: date, count: int, expected: date) -> None:
    assert NEW_YORK.business_day_after(day, count) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 11, 25), date(2026, 11, 25), id="a business day stays"),
        pytest.param(date(2026, 11, 26), date(2026, 11, 25), id="a holiday"),
        pytest.param(date(2026, 11, 29), date(2026, 11, 27), id="a Sunday, to the half-day"),
        pytest.param(date(2027, 1, 3), date(2026, 12, 31), id="over New Year"),
    ],
)
def test_rolling_back(day: date, expected: date) -> None:
    assert NEW_YORK.roll_back(day) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(date(2026, 11, 9), date(2026, 11, 9), 0, id="the same day"),
        pytest.param(date(2026, 11, 9), date(2026, 11, 16), 5, id="a week"),
        pytest.param(date(2026, 11, 16), date(2026, 11, 9), 0, id="backwards"),
        pytest.param(date(2026, 11, 13), date(2026, 11, 15), 0, id="to a Sunday"),
        pytest.param(date(2026, 11, 25), date(2026, 11, 30), 2, id="over Thanksgiving"),
    ],
)
def test_business_days_between(first: date, last: date, expected: int) -> None:
    assert NEW_YORK.days_between(first, last) == expected


def test_a_close_is_wall_time_on_both_sides_of_summer_time() -> None:
    assert NEW_YORK.close_on(date(2026, 10, 30)).hour == 21
    assert NEW_YORK.close_on(date(2026, 11, 2)).hour == 22


def test_a_zone_whose_midnight_is_skipped_still_has_a_start_of_day() -> None:
    beirut = Calendar("Asia/Beirut", close=time(16))
    start = beirut.start_of(date(2026, 3, 29))
    assert beirut.local_date(start) == date(2026, 3, 29)


def test_years_far_away_are_counted_like_any_other() -> None:
    assert NEW_YORK.business_day_after(date(1999, 12, 31), 1) == date(2000, 1, 3)
    assert NEW_YORK.business_day_after(date(2060, 6, 4), 5) == date(2060, 6, 11)
