"""Dates as exports write them: ISO, epoch, months by name, day and month in either order, one for a whole file."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.errors import BadInput
from recruiterdash.late import library

#: Nobody's application is older or younger; anything else is a slip or a placeholder of the source.
EARLIEST, LATEST = 1990, 2100


class Order(StrEnum):
    """Which of the two numbers before the year is the day."""

    MONTH_FIRST = "MDY"
    DAY_FIRST = "DMY"


class Moment(NamedTuple):
    """A moment read from text."""

    at: datetime
    #: The source gave a day and no time; `at` is that day's first moment there.
    day_only: bool = False
    #: The wall clock showed this time never (spring) or twice (autumn); the first is taken.
    unsure: bool = False


UNSETTLED = "can be read in two ways, and no date in the file settles which"
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
#: A time of day behind a date, and how far it is from UTC; a zone by its letters alone is several zones.
_TIME = (
    r"(?:,?(?:[ T]+|\s+at\s+)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\.\d+)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<offset>Z|UTC|GMT|[+\-]\d\d:?\d\d)?)?"
)
_NUMBERS = re.compile(r"(?P<one>\d{1,2})([/.\-])(?P<two>\d{1,2})\2(?P<year>\d{4})" + _TIME)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([/.\-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _TIME)
_WEEKDAY = r"(?:[^\W\d_]+\.?,?\s+)?"
_NAMED = (
    re.compile(
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s\-]+(?:de\s+)?"
        r"(?P<name>[^\W\d_]+)\.?,?[\s\-]+(?:de\s+)?(?P<year>\d{4})" + _TIME
    ),
    re.compile(
        _WEEKDAY + r"(?P<name>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME
    ),
)
_EPOCH = re.compile(r"\d{10}(\d{3})?")
_DAYS = re.compile(r"\d{5}(?:\.\d+)?")
#: Languages whose names of months are read.
_LANGUAGES = ("en", "de", "fr", "es")


def moment(text: str, zone: ZoneInfo, order: Order | None) -> Moment:
    """Read one moment.

    text: ISO, the year first, epoch in seconds or milliseconds, a month by its name, or numbers with the year last.
    zone: where a wall-clock time without an offset was read. order: of day and month, needed only for numbers with
    the year last. Returns aware UTC.
    Raises ValueError whose text ends the sentence "The date ... ".
    """
    text = text.strip()
    if _ISO.match(text) and (read := _iso(text, zone)):
        return read
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return Moment(_sensible(datetime.fromtimestamp(seconds, UTC), text))
    if found := _YEAR_FIRST.fullmatch(text):
        return _written(found, int(found["month"]), int(found["day"]), zone)
    if found := _NUMBERS.fullmatch(text):
        return _numbers(found, zone, order)
    for form in _NAMED:
        found = form.fullmatch(text)
        month = _months().get(found["name"].casefold()) if found else None
        if found and month:
            return _written(found, month, int(found["day"]), zone)
    raise ValueError(f"“{text[:40]}” is not a date that can be read")


def days(text: str, first: datetime, zone: ZoneInfo) -> Moment | None:
    """Read a moment that a workbook keeps as a number of days; None for any other text.

    first: the day that is its zero. A number of days is a wall-clock time, to the second.
    """
    text = text.strip()
    if not _DAYS.fullmatch(text):
        return None
    wall = first + timedelta(seconds=round(float(text) * 86_400))
    return local(_sensible(wall, text), zone)._replace(day_only="." not in text)


def order_of(texts: Iterable[str]) -> Order | None:
    """Return the order of day and month that a file's dates prove, None when nothing needs or proves one.

    Raises BadInput when one date proves the one and another the other.
    """
    proof: dict[Order, str] = {}
    for text in texts:
        found = _NUMBERS.match(text.strip())
        if found is None:
            continue
        first, second = int(found["one"]), int(found["two"])
        if first > 12 >= second:
            proof.setdefault(Order.DAY_FIRST, text)
        elif second > 12 >= first:
            proof.setdefault(Order.MONTH_FIRST, text)
    if len(proof) == 2:
        day, month = proof[Order.DAY_FIRST], proof[Order.MONTH_FIRST]
        raise BadInput(
            f"Some dates put the day first ({day}), others the month ({month}): export them in one form."
        )
    return next(iter(proof), None)


def is_numbers(text: str) -> bool:
    """Say whether a date is written in numbers with the year last, so that the order matters."""
    return _NUMBERS.match(text.strip()) is not None


def local(wall: datetime, zone: ZoneInfo) -> Moment:
    """Return the moment at which a wall clock in a zone showed a time."""
    there = wall.replace(tzinfo=zone)
    at = there.astimezone(UTC)
    unsure = at.astimezone(zone).replace(tzinfo=None) != wall or (
        there.replace(fold=1).utcoffset() != there.utcoffset()
    )
    return Moment(at, unsure=unsure)


def _iso(text: str, zone: ZoneInfo) -> Moment | None:
    """Return the moment of a date as the standard writes it, None for one that only begins so."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    _sensible(read, text)
    if read.tzinfo is not None:
        return Moment(read.astimezone(UTC))
    return local(read, zone)._replace(day_only=len(text) == 10)


def _numbers(found: re.Match[str], zone: ZoneInfo, order: Order | None) -> Moment:
    first, second = int(found["one"]), int(found["two"])
    if order is None and first != second:
        raise ValueError(f"“{found[0]}” {UNSETTLED}")
    day, month = (second, first) if order is not Order.DAY_FIRST else (first, second)
    return _written(found, month, day, zone)


def _written(found: re.Match[str], month: int, day: int, zone: ZoneInfo) -> Moment:
    """Return the moment of a date whose day and month are known, with the time written behind it."""
    hour, minute, seconds = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    half = (found["half"] or "").replace(".", "").upper()
    try:
        if half:
            if not 1 <= hour <= 12:
                raise ValueError
            hour = hour % 12 + (12 if half == "PM" else 0)
        wall = datetime(int(found["year"]), month, day, hour, minute, seconds)  # noqa: DTZ001 - a wall clock's time
    except ValueError:
        raise ValueError(f"“{found[0][:40]}” is not a date there is") from None
    _sensible(wall, found[0])
    if found["offset"]:
        try:
            ahead = datetime.strptime(found["offset"].replace("UTC", "Z").replace("GMT", "Z"), "%z").tzinfo
        except ValueError:
            raise ValueError(f"“{found[0][:40]}” is not a date there is") from None
        return Moment(wall.replace(tzinfo=ahead).astimezone(UTC))
    return local(wall, zone)._replace(day_only=found["hour"] is None)


@cache
def _months() -> Mapping[str, int]:
    """Return the names of months, whole and short, in all languages that are read; none means two months."""
    names_of = library("babel.dates").get_month_names
    return {
        name.casefold().rstrip("."): number
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for use in ("format", "stand-alone")
        for number, name in names_of(width, use, language).items()
    }


def _sensible(read: datetime, text: str) -> datetime:
    if not EARLIEST <= read.year < LATEST:
        raise ValueError(f"“{text[:40]}” lies outside {EARLIEST} to {LATEST}")
    return read
