"""Dates as exports write them: ISO, epoch, day and month in either order; one order for a whole file."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.errors import BadInput

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


_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBERS = re.compile(
    r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})"
    r"(?:,?[ T]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([AaPp]\.?[Mm]\.?)?)?"
)
_EPOCH = re.compile(r"\d{10}(\d{3})?")


def moment(text: str, zone: ZoneInfo, order: Order | None) -> Moment:
    """Read one moment.

    text: ISO, epoch in seconds or milliseconds, or numbers with the year last. zone: where a wall-clock time
    without an offset was read. order: of day and month, needed only for numbers. Returns aware UTC.
    Raises ValueError whose text ends the sentence "The date ... ".
    """
    text = text.strip()
    if _ISO.match(text):
        return _iso(text, zone)
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return Moment(_sensible(datetime.fromtimestamp(seconds, UTC), text))
    found = _NUMBERS.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text[:40]}” is not a date that can be read")
    return _numbers(found, zone, order)


def order_of(texts: Iterable[str]) -> Order | None:
    """Return the order of day and month that a file's dates prove, None when nothing needs or proves one.

    Raises BadInput when one date proves the one and another the other.
    """
    proof: dict[Order, str] = {}
    for text in texts:
        found = _NUMBERS.match(text.strip())
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
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


def _iso(text: str, zone: ZoneInfo) -> Moment:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not a date there is") from None
    _sensible(read, text)
    if read.tzinfo is not None:
        return Moment(read.astimezone(UTC))
    return local(read, zone)._replace(day_only=len(text) == 10)


def _numbers(found: re.Match[str], zone: ZoneInfo, order: Order | None) -> Moment:
    first, second = int(found[1]), int(found[3])
    if order is None and first != second:
        raise ValueError(f"“{found[0]}” can be read in two ways, and no date in the file settles which")
    day, month = (second, first) if order is not Order.DAY_FIRST else (first, second)
    hour, minute, seconds = int(found[5] or 0), int(found[6] or 0), int(found[7] or 0)
    half = (found[8] or "").replace(".", "").upper()
    try:
        if half:
            if not 1 <= hour <= 12:
                raise ValueError
            hour = hour % 12 + (12 if half == "PM" else 0)
        wall = datetime(int(found[4]), month, day, hour, minute, seconds)  # noqa: DTZ001 - a wall clock's time
    except ValueError:
        raise ValueError(f"“{found[0]}” is not a date there is") from None
    _sensible(wall, found[0])
    return local(wall, zone)._replace(day_only=found[5] is None)


def _sensible(read: datetime, text: str) -> datetime:
    if not EARLIEST <= read.year < LATEST:
        raise ValueError(f"“{text[:40]}” lies outside {EARLIEST} to {LATEST}")
    return read
