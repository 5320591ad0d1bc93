"""Business days of an office: which they are, and when they close. Pure; moments in UTC, days local."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: The years a calendar's table is made for; enough for any history and any due.
FIRST, LAST = date(1990, 1, 1), date(2080, 1, 1)
ONE_DAY = timedelta(days=1)
END_OF_DAY = time(23, 59, 59)


class Calendar:
    """One version of an office's working time, with every lookup prepared.

    A business day is a day of the workweek that is no holiday; a half-day is one that closes early.
    """

    def __init__(
        self,
        zone: str,
        workweek: Iterable[int] = (0, 1, 2, 3, 4),
        opens: time = time(9),
        close: time = time(17),
        holidays: Iterable[date] = (),
        half_days: Mapping[date, time] | None = None,
        number: int = 1,
    ) -> None:
        self.zone = ZoneInfo(zone)
        self.workweek = frozenset(workweek)
        self.opens, self.close = opens, close
        self.holidays = frozenset(holidays)
        self.half_days = dict(half_days or {})
        self.number = number
        off = {day.toordinal() for day in self.holidays}
        weekdays = self.workweek
        self._ordinals = [
            ordinal
            for ordinal in range(FIRST.toordinal(), LAST.toordinal())
            if (ordinal - 1) % 7 in weekdays and ordinal not in off
        ]
        self._closes: dict[int, datetime] = {}
        #: The last moment asked about and its day: one event is counted from several times.
        self._last: tuple[datetime | None, int] = (None, 0)

    def local_date(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def is_business_day(self, day: date) -> bool:
        return day.weekday() in self.workweek and day not in self.holidays

    def close_on(self, day: date) -> datetime:
        """Return when the office closes on a day (the usual hour on a day it is shut)."""
        return self._close(day.toordinal())

    def business_day_after(self, day: date, count: int) -> date:
        """Return the count-th business day after a day, which is day 0."""
        return date.fromordinal(self._ordinals[bisect_right(self._ordinals, day.toordinal()) + count - 1])

    def due_after(self, moment: datetime, count: int) -> datetime:
        """Return close of business of the count-th business day; the moment's own date is day 0."""
        last, day_0 = self._last
        if last is not moment:
            day_0 = moment.astimezone(self.zone).toordinal()
            self._last = moment, day_0
        return self._close(self._ordinals[bisect_right(self._ordinals, day_0) + count - 1])

    def _close(self, ordinal: int) -> datetime:
        found = self._closes.get(ordinal)
        if found is None:
            day = date.fromordinal(ordinal)
            found = datetime.combine(day, self.half_days.get(day, self.close), self.zone).astimezone(UTC)
            self._closes[ordinal] = found
        return found

    def roll_back(self, day: date) -> date:
        """Return the day itself if it is a business day, else the one before it."""
        return date.fromordinal(self._ordinals[bisect_right(self._ordinals, day.toordinal()) - 1])

    def days_between(self, first: date, last: date) -> int:
        """Return the business days after `first` up to and including `last`, 0 when there are none."""
        ahead = bisect_right(self._ordinals, last.toordinal()) - bisect_right(
            self._ordinals, first.toordinal()
        )
        return max(0, ahead)

    def days_left(self, moment: datetime, due: datetime) -> int:
        """Return the business days after the moment's date up to and including the due date, at least 1."""
        return max(1, self.days_between(self.local_date(moment), self.local_date(due)))

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self.zone).astimezone(UTC)

    def end_of(self, day: date, zone: str | None = None) -> datetime:
        """Return 23:59:59 of a day, in the office's zone or another."""
        return datetime.combine(day, END_OF_DAY, ZoneInfo(zone) if zone else self.zone).astimezone(UTC)

    def statutory(self, moment: datetime, days: int) -> datetime:
        """Return 23:59:59 of the calendar day that many after the moment's; it is not rolled."""
        return self.end_of(self.local_date(moment) + timedelta(days=days))
