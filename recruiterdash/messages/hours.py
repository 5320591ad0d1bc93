"""The hours in which news may reach a person, counted where they are. Pure; moments in UTC, days local."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.errors import BadInput

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
SUNDAY_TO_THURSDAY = (6, 0, 1, 2, 3)
_FRIDAY, _SUNDAY = 4, 6
_DAY = timedelta(days=1)
#: Days that are looked through for one that is open: more than a year of them is nobody's holiday.
_FAR = 400


class Open(NamedTuple):
    """One stretch in which news may arrive: from a moment, up to but not including another."""

    start: datetime
    end: datetime
    #: The days passed over on the way to it on which the house is quiet, or nobody works.
    passed: tuple[date, ...] = ()


class Hours:
    """What one office says of the hours for news, with every lookup kept."""

    def __init__(
        self,
        zone: str,
        workweek: Iterable[int] = MONDAY_TO_FRIDAY,
        holidays: Iterable[date] = (),
        quiet: Iterable[date] = (),
        half_days: Mapping[date, time] | None = None,
        opens: time = time(9),
        closes: time = time(17),
        bad_news_until: time = time(14),
        after_applying: timedelta = timedelta(hours=24),
    ) -> None:
        """Prepare the hours of an office.

        zone: the office's. workweek: its days, Monday is 0. holidays, quiet: days without news, the second for
        outcomes. half_days: when they end. opens, closes: local to whoever gets the news, the same every day;
        bad_news_until: its end on the last day of the week. after_applying: no refusal sooner than this.
        """
        self.zone = ZoneInfo(zone)
        self.days = _week(frozenset(workweek))
        self.last_days = _before_the_longest_rest(self.days)
        self.holidays, self.quiet = frozenset(holidays), frozenset(quiet)
        self.half_days = dict(half_days or {})
        self.opens, self.closes, self.bad_news_until = opens, closes, bad_news_until
        self.after_applying = after_applying
        self._stretches: dict[tuple[str, bool, date], tuple[datetime, datetime]] = {}

    def first(
        self, moment: datetime, zone: ZoneInfo, *, bad: bool, holidays: Collection[date] | None = None
    ) -> Open:
        """Return the stretch that is open at a moment, else the next one.

        zone: the person's. bad: the news is. holidays: theirs where known, the office's when None.
        Raises BadInput when no day of the coming year is open.
        """
        day = moment.astimezone(zone).date()
        passed: list[date] = []
        for _ in range(_FAR):
            if self.shut(day, bad=bad, holidays=holidays):
                passed.append(day)
            elif day.weekday() in self.days:
                start, end = self._stretch(day, zone, bad)
                if moment < end:
                    return Open(max(start, moment), end, tuple(passed))
            day += _DAY
        raise BadInput(
            "No day of the coming year is left for news: look at the office's holidays and quiet dates."
        )

    def shut(self, day: date, *, bad: bool, holidays: Collection[date] | None = None) -> bool:
        """Return whether a day of the week's is without news: a holiday, or for outcomes a quiet date."""
        away = self.holidays if holidays is None else holidays
        return day.weekday() in self.days and (day in away or (bad and day in self.quiet))

    def end_on(self, day: date, *, bad: bool) -> time:
        """Return when a day's hours end."""
        end = self.bad_news_until if bad and day.weekday() in self.last_days else self.closes
        return min(end, self.half_days.get(day, end))

    def _stretch(self, day: date, zone: ZoneInfo, bad: bool) -> tuple[datetime, datetime]:
        key = zone.key, bad, day
        found = self._stretches.get(key)
        if found is None:
            start = datetime.combine(day, self.opens, zone).astimezone(UTC)
            found = start, datetime.combine(day, self.end_on(day, bad=bad), zone).astimezone(UTC)
            self._stretches[key] = found
        return found


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """Return a time zone, or None for a name that is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _week(workweek: frozenset[int]) -> frozenset[int]:
    """The days of the week on which news may arrive: no Saturday, even where the office works then.

    The week is Monday to Friday, or Sunday to Thursday where the office rests on Fridays and works on Sundays.
    """
    if not workweek or not workweek <= set(range(7)):
        raise BadInput("An office works on at least one day of the week.")
    shifted = _SUNDAY in workweek and _FRIDAY not in workweek
    usual = SUNDAY_TO_THURSDAY if shifted else MONDAY_TO_FRIDAY
    return workweek & frozenset(usual) or workweek


def _before_the_longest_rest(days: frozenset[int]) -> frozenset[int]:
    """The days after which nobody is there for longest: who reads bad news then can ask nobody."""
    rest = {day: next(ahead for ahead in range(1, 8) if (day + ahead) % 7 in days) for day in days}
    return frozenset(day for day, length in rest.items() if length == max(rest.values()))
