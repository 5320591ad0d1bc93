"""When today and the next business day end, office by office."""

from datetime import UTC, date, datetime

import pytest

from recruiterdash.waiting.days import OfficeDays, day_ends
from recruiterdash.waiting.workdays import Calendar

NEW_YORK = Calendar("America/New_York", holidays=[date(2026, 11, 26)])
RIYADH = Calendar("Asia/Riyadh", workweek=(6, 0, 1, 2, 3))
LONDON = Calendar("Europe/London")


@pytest.mark.parametrize(
    ("calendar", "now", "today", "soon"),
    [
        # Monday morning: today ends at midnight there, soon with Tuesday
        (NEW_YORK, "2026-11-23 14:00", "2026-11-24 05:00", "2026-11-25 05:00"),
        # late evening there is the next day in UTC
        (NEW_YORK, "2026-11-24 04:59", "2026-11-24 05:00", "2026-11-25 05:00"),
        # Friday: a Sunday due is no business day further than Monday
        (LONDON, "2026-11-20 10:00", "2026-11-21 00:00", "2026-11-24 00:00"),
        # Saturday counts as itself, soon is Monday
        (LONDON, "2026-11-21 10:00", "2026-11-22 00:00", "2026-11-24 00:00"),
        # Wednesday before a Thursday holiday: Friday is the next business day
        (NEW_YORK, "2026-11-25 14:00", "2026-11-26 05:00", "2026-11-30 05:00"),
        # Sunday to Thursday
        (RIYADH, "2026-11-26 08:00", "2026-11-26 21:00", "2026-11-29 21:00"),
        # the night the clocks go back
        (LONDON, "2026-10-24 12:00", "2026-10-24 23:00", "2026-10-27 00:00"),
    ],
)
def test_today_and_soon_end_by_the_office(calendar: Calendar, now: str, today: str, soon: str) -> None:
    office = OfficeDays(7, "Office", calendar.zone.key, calendar)
    (found,) = day_ends([office], _utc(now))
    assert found == (7, _utc(today), _utc(soon))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
