"""When a letter may leave: hours that suit who gets it, and never later than what is owed. Pure; moments aware."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.messages.days import spoken, weekday
from recruiterdash.messages.hours import Hours, zone_named
from recruiterdash.messages.types import NOES, MessageType

#: Letters that tell somebody no, whatever made it one.
BAD_NEWS = NOES
#: Over how long the letters of a batch leave, where the window and what is owed leave that much.
SPREAD = timedelta(minutes=20)


class Verdict(StrEnum):
    """Whether a letter leaves when it is asked for, and whether that is a pity."""

    SEND_NOW = "send_now"
    SEND_NOW_WARN = "send_now_warn"
    SCHEDULED = "scheduled"


class Owed(NamedTuple):
    """By when a person is owed the word that a letter is; None where nothing runs."""

    notice: datetime | None = None
    promise: datetime | None = None
    legal: datetime | None = None
    #: They told us of a deadline of their own.
    theirs: datetime | None = None


NOTHING_OWED = Owed()
#: What each of them is called, in their order.
_DUTIES = (
    "word of the outcome",
    "the word we promised",
    "the answer that the law asks for",
    "an answer before their own deadline",
)


class Leave(NamedTuple):
    """When a letter leaves, and why then."""

    at: datetime
    verdict: Verdict
    #: As it follows "because": no capital, no full stop.
    because: str
    #: The person's; the office's where theirs is not known.
    zone: str
    zone_assumed: bool
    #: From here on it would be too late, for their hours or for what is owed; `at` itself when it is late already.
    until: datetime

    @property
    def why(self) -> str:
        """The reason as a sentence; empty where there is none."""
        return f"{self.because[:1].upper()}{self.because[1:]}." if self.because else ""

    @property
    def read_later(self) -> str:
        """The reason for an hour that the time to undo does not explain, as it is read later; else empty."""
        return "" if self.verdict is Verdict.SEND_NOW else self.why.replace("It is ", "It was ", 1)


def binds(type_: MessageType, *, batch: bool = False) -> bool:
    """Return whether a letter waits for the window: batches and outcomes do, one person's word to one does not."""
    return batch or type_ in BAD_NEWS


def when(
    asked: datetime,
    type_: MessageType,
    candidate_zone: str | None,
    hours: Hours,
    *,
    applied_at: datetime | None = None,
    interviewed_at: datetime | None = None,
    owed: Owed = NOTHING_OWED,
    holidays: Collection[date] | None = None,
) -> Leave:
    """Return when a letter that the window binds leaves.

    asked: aware, the earliest it could go. candidate_zone: empty, None or no zone at all means that it is not
    known, and the office's is assumed. hours: the office's, made once for many letters. applied_at,
    interviewed_at: aware; no refusal comes within a day of applying, none on the day of an interview.
    owed: aware dues; the due instant itself is in time. holidays: of where the person lives, the office's when None.
    Raises BadInput when the office leaves no day for news.
    """
    # moments of one zone are counted and compared by its wall clock, which jumps: UTC's does not
    asked = asked.astimezone(UTC)
    applied_at = applied_at and applied_at.astimezone(UTC)
    interviewed_at = interviewed_at and interviewed_at.astimezone(UTC)
    known = zone_named(candidate_zone) if candidate_zone else None
    zone = known or hours.zone
    bad = type_ in BAD_NEWS
    floor, too_soon = _floor(asked, hours, zone, applied_at, interviewed_at) if bad else (asked, "")
    open_ = hours.first(floor, zone, bad=bad, holidays=holidays)
    due, duty = _first_due(owed)
    if open_.start <= asked:
        until = open_.end if due is None or due < asked else min(open_.end, due)
        said = "such news may arrive at this hour" if bad else "a letter may arrive at this hour"
        return Leave(asked, Verdict.SEND_NOW, said, zone.key, known is None, until)
    if due is not None and due < open_.start:
        said = _too_late(asked, open_.start, due, duty, zone, hours.zone)
        return Leave(asked, Verdict.SEND_NOW_WARN, said, zone.key, known is None, max(asked, due))
    there = "" if zone.key == hours.zone.key else " there"
    said = too_soon or _unfit(asked, hours, zone, there, bad, holidays)
    if passed := [day for day in open_.passed if too_soon or day > asked.astimezone(zone).date()]:
        said += f", and {_day_without(passed[0], hours)}"
    until = open_.end if due is None else min(open_.end, due)
    return Leave(open_.start, Verdict.SCHEDULED, said, zone.key, known is None, until)


def spread(at: datetime, key: str, until: datetime, over: timedelta = SPREAD) -> datetime:
    """Return the moment at which one letter of a batch leaves: the same for the same key, before `until`.

    at, until: of its `Leave`. key: names the letter, and does not change. over: how far the batch is spread.
    """
    room = min(until - at, over) // timedelta(seconds=1)
    if room <= 0:
        return at
    number = int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest())
    return at + timedelta(seconds=number % room)


def spoken_moment(moment: datetime, zone: str, office_zone: str, *, assumed: bool = False) -> str:
    """Return a moment as who gets the letter reads it, and as the office does.

    "Monday 7 December at 09:00 in Lisbon (10:00 here)"; where both clocks agree the hour is said once.
    """
    local, here = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(office_zone))
    said = f"{spoken(local.date())} at {local:%H:%M}"
    if assumed:
        return f"{said} ({_place(zone)} time is assumed, as theirs is not known)"
    if zone != office_zone:
        said += f" {'in ' if '/' in zone else ''}{_place(zone)}"
    if local.utcoffset() == here.utcoffset():
        return said
    day = f"{weekday(here)} " if here.date() != local.date() else ""
    return f"{said} ({day}{here:%H:%M} here)"


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _floor(
    asked: datetime,
    hours: Hours,
    zone: ZoneInfo,
    applied_at: datetime | None,
    interviewed_at: datetime | None,
) -> tuple[datetime, str]:
    """The earliest for bad news, and what made it later than asked."""
    floor, why = asked, ""
    if applied_at is not None and applied_at + hours.after_applying > floor:
        floor = applied_at + hours.after_applying
        why = f"they applied less than {hours.after_applying // timedelta(hours=1)} hours before"
    if interviewed_at is not None:
        next_day = interviewed_at.astimezone(zone).date() + timedelta(days=1)
        if (morning := datetime.combine(next_day, time(0), zone).astimezone(UTC)) > floor:
            floor, why = morning, f"their interview was on {spoken(next_day - timedelta(days=1))}"
    return floor, why


def _first_due(owed: Owed) -> tuple[datetime | None, str]:
    """The earliest due, and what is owed then."""
    found: tuple[datetime | None, str] = None, ""
    for due, words in zip(owed, _DUTIES, strict=True):
        if due is not None and (found[0] is None or due < found[0]):
            found = due.astimezone(UTC), words
    return found


def _too_late(
    asked: datetime, next_: datetime, due: datetime, duty: str, zone: ZoneInfo, office: ZoneInfo
) -> str:
    local, here = next_.astimezone(zone), due.astimezone(office)
    at_office = "" if zone.key == office.key else " here"
    there = "" if zone.key == office.key else " there"
    return (
        f"{duty} {'was' if due < asked else 'is'} due {spoken(here.date())} at {here:%H:%M}{at_office}, before "
        f"the next hour that would suit ({spoken(local.date())} at {local:%H:%M}{there})"
    )


def _unfit(
    asked: datetime, hours: Hours, zone: ZoneInfo, there: str, bad: bool, holidays: Collection[date] | None
) -> str:
    """What is wrong with the hour that was asked for."""
    local = asked.astimezone(zone)
    day = local.date()
    if hours.shut(day, bad=bad, holidays=holidays):
        return _day_without(day, hours)
    if day.weekday() not in hours.days:
        return f"it is {weekday(day)}{there}"
    if local.time() < hours.opens:
        return f"it is before {hours.opens:%H:%M}{there}"
    end = hours.end_on(day, bad=bad)
    on = f" on a {weekday(day)}" if end != hours.closes else ""
    said = "it is" if local.time() == end else "it is after"
    return f"{said} {end:%H:%M}{on}{there}"


def _day_without(day: date, hours: Hours) -> str:
    return f"{spoken(day)} is {'a quiet date' if day in hours.quiet else 'a holiday'}"
