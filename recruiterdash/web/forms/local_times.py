"""Wall times of an office turned into moments: what a change of the clocks skips or doubles is asked for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from recruiterdash.errors import BadInput
from recruiterdash.web.words import day_words

#: Years a date may lie in; beyond them it is a slip of the fingers.
YEARS = range(1970, 2101)


class HappensTwice(BadInput):
    """The clocks went back: the time named stands for two moments, an hour apart as a rule."""


def moment_at(local: datetime, zone: str, *, later: bool | None = None) -> datetime:
    """Return the moment at which a clock on the wall of an office shows a time, in UTC.

    local: without a zone. zone: name of the office's. later: which of two such moments is meant when the
    clocks went back in between, None when nobody has said. Raises HappensTwice when it must be said,
    BadInput for a time that the clocks skip and for a year that cannot be meant.
    """
    ensure_year(local.date())
    here = ZoneInfo(zone)
    first, second = (local.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if first > second:
        after = first.astimezone(here)
        raise BadInput(
            f"The clocks go forward on {_day(local)}: there is no {local:%H:%M} in {_place(zone)}; "
            f"they show {after:%H:%M} instead."
        )
    if later is None:
        raise HappensTwice(
            f"The clocks go back on {_day(local)}: {local:%H:%M} comes twice in {_place(zone)}. "
            "Say which one is meant."
        )
    return second if later else first


def wall_time(moment: datetime, zone: str) -> datetime:
    """Return what a clock on the office's wall shows at a moment, as a form holds it: without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


def comes_second(moment: datetime, zone: str) -> bool | None:
    """Return whether a moment is the second that shows its wall time; None when there is only one."""
    local = moment.astimezone(ZoneInfo(zone))
    other = local.replace(fold=1 - local.fold)
    return None if other.astimezone(UTC) == local.astimezone(UTC) else bool(local.fold)


def start_of(day: date, zone: str) -> datetime:
    """Return the first moment of a day in a zone, in UTC; some days begin at one o'clock."""
    ensure_year(day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC)


def ensure_year(day: date) -> None:
    """Refuse a year that nobody means. Raises BadInput."""
    if day.year not in YEARS:
        raise BadInput(f"The year {day.year} cannot be meant: look at the date again.")


def _day(local: datetime) -> str:
    return day_words(local.date(), local.date() - timedelta(days=366))


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
