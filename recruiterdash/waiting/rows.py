"""A course as it is stored: rows of clocks and the one row of where the application stands. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from recruiterdash.waiting.course import Course, Line
from recruiterdash.waiting.kinds import rank
from recruiterdash.waiting.policy import EVER

Key = tuple[str, int, int]


class ClockRow(NamedTuple):
    """One line of a course as its columns; `from_before` is known to the import alone."""

    name: str
    spell: int
    cycle: int
    started_at: datetime
    due_at: datetime | None
    until_at: datetime | None
    paused_left: int | None
    paused_at: datetime | None
    resumes_at: datetime | None
    stopped_at: datetime | None
    result: str | None
    soft: bool
    policy_number: int
    calendar_number: int

    @property
    def key(self) -> Key:
        return self.name, self.spell, self.cycle


#: Columns that may change while a clock runs.
CHANGING = (
    "started_at",
    "due_at",
    "until_at",
    "paused_left",
    "paused_at",
    "resumes_at",
    "stopped_at",
    "result",
    "policy_number",
    "calendar_number",
)


class StandingRow(NamedTuple):
    """Where an application stands, as the columns that follow from its course."""

    headline: str | None
    due_at: datetime | None
    holder: str
    holder_changes_at: datetime | None
    holder_then: str | None
    last_word_at: datetime | None
    last_word: str | None
    last_effort_at: datetime | None
    chasers: int
    slips: int
    broken: int
    closed: str | None
    decided_at: datetime | None
    told_at: datetime | None
    told_how: str | None
    untold_at: datetime | None


def clock_row(line: Line) -> ClockRow:
    return ClockRow(
        line.name,
        line.spell,
        line.cycle,
        line.started_at,
        line.due_at,
        line.until_at,
        line.paused_left,
        line.paused_at,
        line.resumes_at,
        line.stopped_at,
        line.result,
        line.soft,
        line.rules.policy_number,
        line.rules.calendar_number,
    )


def standing_row(course: Course) -> StandingRow:
    """Return the standing as of the last happening, with what time alone will change about its holder."""
    then = course.read_until or EVER
    running = [
        line for line in course.lines if line.stopped_at is None and not line.soft and line.due_at is not None
    ]
    first = min(running, key=lambda line: (line.due_at, rank(line.name)), default=None)
    after = course.holder_after(then)
    word, told = course.last_word, course.told
    return StandingRow(
        headline=first.name if first else None,
        due_at=first.due_at if first else None,
        holder=course.holder_at(then),
        holder_changes_at=after.at if after else None,
        holder_then=after.who if after else None,
        last_word_at=word.at if word else None,
        last_word=word.kind if word else None,
        last_effort_at=course.last_effort_at,
        chasers=course.chasers,
        slips=course.slips,
        broken=course.broken,
        closed=course.closed,
        decided_at=course.decided_at,
        told_at=told.at if told else None,
        told_how=told.kind if told else None,
        untold_at=course.untold_at,
    )


def overdue_at(row: ClockRow, now: datetime) -> bool:
    """Return whether a row's duty is past its due at a moment."""
    return (
        row.stopped_at is None
        and not row.soft
        and row.due_at is not None
        and row.due_at < now
        and (row.until_at is None or row.until_at > now)
    )


def as_text(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return column values as JSON keeps them."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
