"""Which days may be promised: one on which somebody works, and not too far ahead. Pure."""

from datetime import date, timedelta

from recruiterdash.errors import BadInput
from recruiterdash.waiting.workdays import Calendar

#: Nobody is asked, is given time or comes to an interview later than this: a day beyond is a slip of the pen.
LONGEST = timedelta(days=366)


def ensure_promisable(day: date, said_on: date, calendar: Calendar, cap: int) -> None:
    """Refuse to promise a day that nobody can keep.

    said_on: the office's date on which it is said. cap: business days ahead at the most. Raises BadInput that
    names the nearest day that may be promised.
    """
    first, last = calendar.business_day_after(said_on, 1), calendar.business_day_after(said_on, cap)
    if day < first:
        raise BadInput(
            f"{spoken(day)} was not ahead of us when it was said: the nearest day is {spoken(first)}."
        )
    if day > last:
        raise BadInput(
            f"{spoken(day)} is more than {cap} business days ahead: the last day is {spoken(last)}."
        )
    if not calendar.is_business_day(day):
        nearest = max(calendar.roll_back(day), first)
        raise BadInput(f"Nobody works on {spoken(day)}: the nearest day is {spoken(nearest)}.")


def ensure_near(day: date, said_on: date) -> None:
    """Refuse a day that is named further ahead than anybody means; no calendar goes on for ever. Raises BadInput."""
    if day > said_on + LONGEST:
        raise BadInput(f"{spoken(day)} is more than a year away: look at the year. Nothing was kept.")


def moving(day: date, *, passed: bool) -> str:
    """Return what naming another day does to a promise that stands, for who is about to name one.

    day: the one promised. passed: it has gone by without a word that kept it.
    """
    if passed:
        return (
            f"They were promised a word by {spoken(day)} and did not get it: that promise stays broken, "
            "whatever day is named now."
        )
    return (
        f"They are promised a word by {spoken(day)} already: naming a later day moves that promise, which "
        "counts as a slip and never as kept."
    )


def spoken(day: date) -> str:
    """Return "Tuesday 8 December 2026"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
