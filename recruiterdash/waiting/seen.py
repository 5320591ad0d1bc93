"""A course looked at from one moment: what is due, what is late, who holds the next step. Pure."""

from datetime import datetime
from typing import NamedTuple

from recruiterdash.waiting.course import Course, Line
from recruiterdash.waiting.kinds import rank
from recruiterdash.waiting.workdays import Calendar


class Seen(NamedTuple):
    """Where an application stands at one moment."""

    waiting_on: str
    headline: str | None
    #: Clock -> due; of a paused one only where the end of the pause is known.
    due: dict[str, datetime]
    #: Clock -> ok, due_soon, due_today, overdue, paused.
    state: dict[str, str]
    #: Clock -> business days left.
    paused: dict[str, int]
    #: Soft dues.
    hints: dict[str, datetime]
    closed: str | None
    chasers: int
    promise_slips: int
    promises_broken: int
    #: Last business close on or before a statutory due.
    internal_due: datetime | None
    history: list[str]

    @property
    def open(self) -> frozenset[str]:
        return frozenset(self.state) | frozenset(self.hints)


def seen(course: Course, now: datetime, calendar: Calendar) -> Seen:
    """Return what a course looks like at a moment.

    now: aware. calendar: the office's, for "today" and "soon". Lines that start later are not yet there.
    """
    running = {line.name: line for line in course.lines if line.open_at(now)}
    hard = {name: line for name, line in running.items() if not line.soft}
    states = {name: state_of(line, now, calendar) for name, line in hard.items()}
    due = {name: line.due_at for name, line in hard.items() if line.due_at is not None}
    unpaused = [name for name in due if states[name] != "paused"]
    legal = [moment for name, moment in due.items() if name.startswith("LEGAL")]
    return Seen(
        waiting_on=course.holder_at(now),
        headline=min(unpaused, key=lambda name: (due[name], rank(name)), default=None),
        due=due,
        state=states,
        paused={name: hard[name].paused_left or 0 for name, state in states.items() if state == "paused"},
        hints={name: line.due_at for name, line in running.items() if line.soft and line.due_at},
        closed=course.closed,
        chasers=course.chasers,
        promise_slips=course.slips,
        promises_broken=course.broken + (states.get("PROMISE") == "overdue"),
        internal_due=internal_due(min(legal), calendar) if legal else None,
        history=list(course.history),
    )


def state_of(line: Line, now: datetime, calendar: Calendar) -> str:
    """Return ok, due_soon, due_today, overdue or paused; the due instant itself is on time."""
    if line.due_at is None or line.paused_on(now):
        return "paused"
    return lateness(line.due_at, now, calendar)


def lateness(due_at: datetime, now: datetime, calendar: Calendar) -> str:
    """Return ok, due_soon (at most one business day after today), due_today or overdue."""
    if now > due_at:
        return "overdue"
    today, last = calendar.local_date(now), calendar.local_date(due_at)
    if today == last:
        return "due_today"
    return "due_soon" if calendar.days_between(today, last) <= 1 else "ok"


def internal_due(statutory: datetime, calendar: Calendar) -> datetime:
    """Return office close on the last business day on or before a statutory date."""
    return calendar.close_on(calendar.roll_back(calendar.local_date(statutory)))
