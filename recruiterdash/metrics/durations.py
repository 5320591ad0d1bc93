"""How long something took: in hours of an office that is open, or by the clock on the wall. Pure.

Open time is what lies between opening and closing on business days, to the second; a business day is as long
as a usual one of the office, so that a half-day counts for its part and a night for nothing.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from recruiterdash.waiting.workdays import Calendar

DAY = 86_400.0
ONE_DAY = timedelta(days=1)
Seconds = NDArray[np.float64]


class OpenHours:
    """An office's open hours between two years, each lookup prepared."""

    def __init__(self, calendar: Calendar, first: int, last: int) -> None:
        opens, lengths = [], []
        day = calendar.business_day_after(date(first, 1, 1) - ONE_DAY, 1)
        while day.year <= last:
            start = datetime.combine(day, calendar.opens, calendar.zone).astimezone(UTC)
            opens.append(start.timestamp())
            lengths.append(max((calendar.close_on(day) - start).total_seconds(), 0.0))
            day = calendar.business_day_after(day, 1)
        self._opens = np.array(opens)
        self._lengths = np.array(lengths)
        self._before = np.concatenate([[0.0], np.cumsum(self._lengths)])
        noon = datetime(2000, 1, 1, tzinfo=UTC)
        usual = datetime.combine(noon, calendar.close) - datetime.combine(noon, calendar.opens)
        #: Seconds of a usual business day.
        self.day = max(usual.total_seconds(), 60.0)

    def place(self, moments: Seconds) -> Seconds:
        """Return how many open seconds lie before each moment, counted from the first year."""
        index = np.searchsorted(self._opens, moments, side="right") - 1
        inside = np.clip(moments - self._opens[index], 0.0, self._lengths[index])
        return np.where(index < 0, 0.0, self._before[index] + inside)

    def place_at(self, moment: datetime) -> float:
        return float(self.place(np.array([moment.timestamp()]))[0])

    def moment(self, place: float) -> datetime:
        """Return the first moment before which so many open seconds lie."""
        index = max(int(np.searchsorted(self._before, place, side="left")) - 1, 0)
        index = min(index, self._opens.size - 1)
        return datetime.fromtimestamp(self._opens[index] + max(place - self._before[index], 0.0), UTC)


def days_before(calendar: Calendar, at: datetime, days: float) -> datetime:
    """Return the first moment since which at most so many business days have passed at another one."""
    hours = open_hours(calendar, at - timedelta(days=90), at)
    return hours.moment(hours.place_at(at) - days * hours.day)


def business_days(calendar: Calendar, starts: Sequence[datetime], ends: Sequence[datetime]) -> list[float]:
    """Return how many business days lie between pairs of moments, as fractions of a usual day.

    starts, ends: aware; an end before its start counts for nothing.
    """
    if not starts:
        return []
    first, last = (np.array([each.timestamp() for each in moments]) for moments in (starts, ends))
    found: list[float] = open_days(calendar, first, last).tolist()
    return found


def open_days(calendar: Calendar, starts: Seconds, ends: Seconds) -> Seconds:
    """Return what `business_days` does, of moments in seconds since 1970; there is one at least."""
    years = (datetime.fromtimestamp(float(each), UTC) for each in (starts.min(), ends.max()))
    hours = open_hours(calendar, *years)
    return np.maximum(hours.place(ends) - hours.place(starts), 0.0) / hours.day


def calendar_days(starts: Sequence[datetime], ends: Sequence[datetime]) -> list[float]:
    """Return how many days of 24 hours lie between pairs of moments."""
    return [max((end - start).total_seconds(), 0.0) / DAY for start, end in zip(starts, ends, strict=True)]


def open_hours(calendar: Calendar, first: datetime, last: datetime) -> OpenHours:
    """Return an office's open hours for a range of moments; made once for each calendar and range of years."""
    return _open_hours(calendar, max(first.year - 1, 1990), min(max(last.year, first.year) + 1, 2079))


@lru_cache(maxsize=128)
def _open_hours(calendar: Calendar, first: int, last: int) -> OpenHours:
    return OpenHours(calendar, first, last)
