"""Findings in plain words. Pure, so that page, command and picture say the same."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Of fewer than this nothing is said in parts of a hundred.
FEW = 5
#: Who holds the next step, as a sentence says it.
HOLDERS = {
    "recruiter": "recruiters",
    "hiring_manager": "hiring managers",
    "interviewer": "interviewers who owed a scorecard",
    "approver": "approvers",
    "candidate": "candidates",
    "requisition": "requisitions on hold",
    "scheduled": "interviews ahead",
    "nobody": "nobody",
    "us": "us",
}


def people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def days(length: float | None, time: str, day_hours: float = 24.0) -> str:
    """Return a length as a person says it: "5.8 business days", "3 hours", "not reached"."""
    if length is None:
        return "not reached"
    kind = "business " if time == "business" else ""
    if length < 1:
        hours = length * day_hours
        if hours < 1:
            return "under an hour" if hours else "no time at all"
        return count_of(hours, f"{kind}hour")
    return count_of(length, f"{kind}day")


def count_of(number: float, noun: str) -> str:
    shown = f"{number:.1f}".removesuffix(".0")
    return f"{shown} {noun}" if shown == "1" else f"{shown} {noun}s"


def of_all(good: int, total: int, one: str, many: str, what: str) -> str:
    """Return how many of some are in a state, in numbers while they are few: "1 of 3 decisions was in time"."""
    if total == 1:
        return f"The only {one} was {'' if good else 'not '}{what}"
    if good == 0:
        return f"None of {total:,} {many} was {what}"
    if good == total:
        return f"All {total:,} {many} were {what}"
    if total < FEW:
        return f"{good} of {total} {many} {'was' if good == 1 else 'were'} {what}"
    return f"{share(good / total)} of {many} were {what}"


def plain(number: float) -> str:
    """Return a number with one decimal, and without one that says nothing."""
    return f"{number:,.1f}".removesuffix(".0")


def share(part: float | None) -> str:
    """Return a share as a whole percentage that claims neither all nor nothing falsely."""
    if part is None:
        return "–"
    rounded = round(part * 100)
    if rounded == 100 and part < 1:
        return "over 99 %"
    if rounded == 0 and part > 0:
        return "under 1 %"
    return f"{rounded} %"


def day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month(text: str) -> str:
    """Return a month as a person says it. text: as "2026-10"."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def moment(value: datetime, zone: str) -> str:
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())} {local.hour:02}:{local.minute:02}"


def parts(excluded: Mapping[str, int]) -> str:
    """Return why some are not counted: "3 imported without messages, 1 closed as hired without a word"."""
    return ", ".join(f"{number:,} {reason}" for reason, number in sorted(excluded.items()))


def joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""
