"""When a digest is due: in the hours of an office, once a day or a week."""

from datetime import UTC, date, datetime, time

import pytest

from recruiterdash.digests import rules
from recruiterdash.digests.rules import Kind
from recruiterdash.waiting.workdays import Calendar

MADRID = Calendar(
    "Europe/Madrid",
    holidays=[date(2026, 12, 8)],
    half_days={date(2026, 12, 24): time(13)},
)
RIYADH = Calendar("Asia/Riyadh", workweek=(6, 0, 1, 2, 3))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("calendar", "at", "opens"),
    [
        # a Monday: Madrid is an hour ahead
        (MADRID, "2026-11-23 08:00", "2026-11-23 08:00"),
        (MADRID, "2026-11-23 07:59", "2026-11-23 08:00"),
        (MADRID, "2026-11-23 15:59", "2026-11-23 15:59"),
        (MADRID, "2026-11-23 16:00", "2026-11-24 08:00"),
        # the night after Friday belongs to the weekend
        (MADRID, "2026-11-27 23:30", "2026-11-30 08:00"),
        (MADRID, "2026-11-28 10:00", "2026-11-30 08:00"),
        # a holiday, and an afternoon that is free
        (MADRID, "2026-12-08 10:00", "2026-12-09 08:00"),
        (MADRID, "2026-12-24 12:30", "2026-12-25 08:00"),
        # Friday and Saturday are the weekend in Riyadh
        (RIYADH, "2026-11-27 09:00", "2026-11-29 06:00"),
        (RIYADH, "2026-11-29 06:00", "2026-11-29 06:00"),
        # summer time began in the night
        (MADRID, "2026-03-29 10:00", "2026-03-30 07:00"),
    ],
)
def test_nobody_is_told_outside_their_hours(calendar: Calendar, at: str, opens: str) -> None:
    assert rules.next_opening(calendar, utc(at)) == utc(opens)
    assert rules.is_open(calendar, utc(at)) is (at == opens)


@pytest.mark.parametrize(
    ("kind", "day", "period"),
    [
        (Kind.DAILY, date(2026, 11, 27), "2026-11-27"),
        (Kind.WEEKLY, date(2026, 11, 27), "2026-W48"),
        (Kind.WEEKLY, date(2026, 11, 30), "2026-W49"),
        # the week of New Year's Day belongs to one year alone
        (Kind.WEEKLY, date(2027, 1, 1), "2026-W53"),
        (Kind.WEEKLY, date(2026, 12, 31), "2026-W53"),
    ],
)
def test_a_digest_belongs_to_one_day_or_one_week(kind: Kind, day: date, period: str) -> None:
    assert rules.period_of(kind, day) == period
    key = rules.key_of(kind, 7, period)
    assert not rules.is_past(kind, key, day)
    assert rules.is_past(kind, key, day.replace(year=2028))


def test_the_week_before_has_seven_days() -> None:
    assert rules.week_before(date(2026, 11, 27)) == (date(2026, 11, 21), date(2026, 11, 27))
