"""When a colleague is told: in their office's hours, once a day or once a week. Pure."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from recruiterdash.waiting.workdays import Calendar

ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What a notice is that is written as it leaves."""

    #: To recruiters: whom they owe a word today.
    DAILY = "digest_daily"
    #: To hiring managers: who waits for them, and how the week went.
    WEEKLY = "digest_weekly"
    #: A colleague asks to look at somebody.
    NUDGE = "nudge"
    #: What comes near, was missed, or is missed still.
    ESCALATION = "escalation"


DIGESTS = (Kind.DAILY, Kind.WEEKLY)


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Say whether an office works at a moment. at: aware UTC."""
    local = at.astimezone(calendar.zone)
    return (
        calendar.is_business_day(local.date())
        and local.time() >= calendar.opens
        and at < calendar.close_on(local.date())
    )


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """Return the moment itself while the office works, else when it opens next; aware UTC."""
    if is_open(calendar, at):
        return at
    local = at.astimezone(calendar.zone)
    today = local.date()
    early = calendar.is_business_day(today) and local.time() < calendar.opens
    day = today if early else calendar.business_day_after(today, 1)
    return datetime.combine(day, calendar.opens, calendar.zone).astimezone(UTC)


def period_of(kind: Kind, day: date) -> str:
    """Return which period a day belongs to: "2026-11-27", or "2026-W48" of what comes once a week."""
    if kind is Kind.WEEKLY:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return day.isoformat()


def key_of(kind: Kind, user_id: int, period: str) -> str:
    """Return the cause of a digest: the same tells nobody twice."""
    return f"{kind}:{user_id}:{period}"


def is_past(kind: Kind, key: str, day: date) -> bool:
    """Say whether a digest's period is over: the next one says what this one would have said."""
    return key.rpartition(":")[2] != period_of(kind, day)


def week_before(day: date) -> tuple[date, date]:
    """Return the first and the last of the seven days that end with a day."""
    return day - 6 * ONE_DAY, day
