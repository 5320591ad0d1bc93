"""Business durations are what counting the minutes would say: nights, holidays, half-days, changes of the clock."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from recruiterdash.metrics.durations import business_days, calendar_days, days_before, open_hours
from recruiterdash.waiting import Calendar

OFFICES = {
    "New York": Calendar(
        "America/New_York",
        holidays=[date(2026, 11, 26), date(2026, 12, 25)],
        half_days={date(2026, 11, 27): time(13), date(2026, 12, 24): time(8, 30)},
    ),
    "Riyadh, Sunday to Thursday": Calendar(
        "Asia/Riyadh", workweek=(6, 0, 1, 2, 3), holidays=[date(2026, 9, 23)]
    ),
    # open through the night in which the clock changes
    "a night watch": Calendar(
        "Europe/Madrid", workweek=(0, 1, 2, 3, 4, 5, 6), opens=time(0), close=time(23, 59)
    ),
    "Lord Howe, half an hour": Calendar(
        "Australia/Lord_Howe", workweek=range(7), opens=time(1), close=time(4)
    ),
}
#: Both changes of 2026 in the north and in the south, the American Thanksgiving, and Christmas.
SPANS = (
    (2026, 3, 6),
    (2026, 3, 27),
    (2026, 4, 3),
    (2026, 10, 2),
    (2026, 10, 23),
    (2026, 10, 30),
    (2026, 11, 24),
    (2026, 12, 22),
)


def by_the_minute(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Count the minutes between two moments at which the office is open."""
    minutes, at = 0, start
    while at < end:
        local = at.astimezone(calendar.zone)
        day = local.date()
        closes = calendar.half_days.get(day, calendar.close)
        if calendar.is_business_day(day) and calendar.opens <= local.time() < closes:
            minutes += 1
        at += timedelta(minutes=1)
    return minutes


@pytest.mark.parametrize("office", OFFICES)
def test_as_counted_by_the_minute(office: str) -> None:
    calendar, drawn = OFFICES[office], random.Random(office)
    pairs = []
    for first in SPANS:
        start = datetime(*first, tzinfo=UTC) + timedelta(minutes=drawn.randrange(2880))
        pairs.append((start, start + timedelta(minutes=drawn.randrange(4 * 1440))))
    found = business_days(calendar, [a for a, _ in pairs], [b for _, b in pairs])
    day = open_hours(calendar, pairs[0][0], pairs[-1][1]).day / 60
    assert [round(each * day) for each in found] == [by_the_minute(calendar, *pair) for pair in pairs]


def test_a_day_from_hour_to_hour_is_one() -> None:
    office = OFFICES["New York"]
    at = datetime(2026, 11, 3, 15, tzinfo=UTC)
    later = [at + timedelta(days=n) for n in range(1, 4)]
    assert business_days(office, [at] * 3, later) == [1.0, 2.0, 3.0]
    assert business_days(office, [at], [at + timedelta(days=7)]) == [5.0]
    assert business_days(office, [at], [at - timedelta(days=1)]) == [0.0]
    assert business_days(office, [], []) == []
    assert calendar_days([at], [at + timedelta(days=7)]) == [7.0]


@pytest.mark.parametrize("office", OFFICES)
def test_the_moment_since_which_so_many_days_have_passed(office: str) -> None:
    calendar, drawn = OFFICES[office], random.Random(office)
    for first in SPANS:
        now = datetime(*first, tzinfo=UTC) + timedelta(minutes=drawn.randrange(2880))
        for days in (0.0, 2, 5):
            since = days_before(calendar, now, days)
            before, after = business_days(calendar, [since - timedelta(seconds=1), since], [now, now])
            assert after <= days + 1e-9
            assert before > days
