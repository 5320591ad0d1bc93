"""Whether a letter is courteous: K01 to K42, each a small rule; pure, offline, the same on every path."""

from datetime import date

from recruiterdash.messages.courtesy.deciding import decisions
from recruiterdash.messages.courtesy.reading import Reading
from recruiterdash.messages.courtesy.said import MONDAY_TO_FRIDAY, NO_NAMES, Finding, Names, Said, Severity
from recruiterdash.messages.courtesy.table import BY_TYPE, CHECKS, NAMES, Check

#: Words that are too few to say anything.
FEWEST = 3


def check(letter: Said) -> list[Finding]:
    """Return what is wrong with a letter, in the order of the checks; nothing when all is well.

    letter: the letter with what is known around it; a check that lacks what it needs finds nothing.
    """
    reading = Reading(letter)
    return [
        Finding(
            each.id,
            found.severity or each.severity,
            None if found.span is None else reading.origin(found.span),
            found.message,
            found.advice,
            found.fix,
        )
        for each in BY_TYPE[letter.type]
        for found in each.find(reading)
    ]


def names_day(letter: Said, day: date) -> bool:
    """Return whether a letter speaks of a day."""
    return any(each.day == day for each in Reading(letter).days)


def no_in(letter: Said) -> tuple[int, int] | None:
    """Return where a letter says no in plain words; None when it does not."""
    reading = Reading(letter)
    found = decisions(reading)
    return reading.origin(found[0]) if found else None


def says_nothing(letter: Said) -> bool:
    """Return whether nothing stands between a letter's greeting and its signature."""
    return len(Reading(letter).middle.split()) < FEWEST


def spoken_in(letter: Said, day: date) -> str:
    """Return a day as a letter would say it, in its language."""
    return Reading(letter).speak(day)


__all__ = [
    "CHECKS",
    "MONDAY_TO_FRIDAY",
    "NAMES",
    "NO_NAMES",
    "Check",
    "Finding",
    "Names",
    "Said",
    "Severity",
    "check",
    "names_day",
    "no_in",
    "says_nothing",
    "spoken_in",
]
