"""Moments and spans as people say them; pure, so that pages, search and commands say the same."""

from datetime import date, datetime, timedelta

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
#: Strftime would ask the machine's language; these are ours.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment_words(local: datetime, this_year: int) -> str:
    """Return "Mon 16 Nov 17:00" of a moment in its own zone, with the year when it is another one."""
    return f"{_day(local, this_year)} {local.hour:02}:{local.minute:02}"


def day_words(value: date, today: date) -> str:
    """Return "Mon 16 Nov", with the year when it is not this one."""
    return _day(value, today.year)


def _day(value: date, this_year: int) -> str:
    year = "" if value.year == this_year else f" {value.year}"
    return f"{DAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}{year}"


def ago(moment: datetime, now: datetime) -> str:
    """Return "3 days ago", "in 2 hours", "just now"."""
    seconds = (now - moment).total_seconds()
    if abs(seconds) < MINUTE:
        return "just now"
    words = span(abs(seconds))
    return f"{words} ago" if seconds > 0 else f"in {words}"


def how_late(due: datetime, now: datetime) -> str:
    """Return "6 days late" after the due moment, "due in 2 hours" until and at it."""
    seconds = (now - due).total_seconds()
    return f"{span(seconds)} late" if seconds > 0 else f"due in {span(-seconds)}"


def span(seconds: float) -> str:
    """Return a length of time in its largest fitting unit, never rounded up."""
    if seconds < MINUTE:
        return "under a minute"
    if seconds < HOUR:
        return _count(int(seconds // MINUTE), "minute")
    if seconds < DAY:
        return _count(int(seconds // HOUR), "hour")
    return _count(int(seconds // DAY), "day")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text in one line, cut between two words where it has more signs than `most`."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    whole, _, _ = line[:most].rpartition(" ")
    return f"{whole or line[: most - 1]}…"


def hours_old(moment: datetime, now: datetime) -> str:
    """Return the age of data: "40 minutes", "7 hours", "3 days"."""
    return span(max((now - moment) / timedelta(seconds=1), 0.0))
