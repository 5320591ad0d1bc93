"""Who is told when a duty comes near, is missed, and stays missed; pure."""

from datetime import datetime
from enum import StrEnum

from recruiterdash.waiting.policy import Policy
from recruiterdash.waiting.workdays import Calendar

#: Before it is due; at the due; and so many times after, each a step further up.
WARNED, MISSED, LAST = 0, 1, 4


class Part(StrEnum):
    """To whom a rung speaks."""

    RECRUITER = "recruiter"
    MANAGER = "hiring_manager"
    #: Whoever sees to recruiting as a whole.
    LEAD = "lead"


def rung_of(due: datetime, now: datetime, policy: Policy, calendar: Calendar) -> int | None:
    """Return how far up a duty has come by a moment, None when it is not near yet.

    due, now: aware UTC. policy: says how many business days before it somebody is warned, and after how many more it
    is told again, one step further up.
    """
    first, today = calendar.local_date(due), calendar.local_date(now)
    if now < due:
        return WARNED if calendar.days_between(today, first) <= policy.warn_before else None
    return min(MISSED + calendar.days_between(first, today) // policy.escalate_repeat, LAST)


def told(rung: int, holder: str) -> frozenset[Part]:
    """Return who is told at a rung. holder: who has the next step."""
    whose = Part.MANAGER if holder == "hiring_manager" else Part.RECRUITER
    by_rung = {
        WARNED: {whose},
        MISSED: {whose, Part.RECRUITER},
        MISSED + 1: {Part.RECRUITER, Part.MANAGER},
    }
    return frozenset(by_rung.get(rung, {Part.RECRUITER, Part.MANAGER, Part.LEAD}))


def is_hard(clock: str) -> bool:
    """Say whether a duty cannot wait for the morning: the law sets its day."""
    return clock.startswith("LEGAL_")
