"""A course as packed rows, for many at once: the values of `rows`, made ready for the driver. Pure."""

from collections.abc import Sequence
from datetime import datetime

from recruiterdash.bulk import Cells, Packed
from recruiterdash.waiting.course import Course, Line
from recruiterdash.waiting.rows import ClockRow, StandingRow, standing_row

CLOCK_COLUMNS = ("application_id", "requisition_id", *ClockRow._fields, "from_before")
STANDING_COLUMNS = (
    "application_id",
    "requisition_id",
    *StandingRow._fields,
    "letters_on_way",
    "from_before",
    "version",
)


def packed(course: Course, cells: Cells, *, now: datetime, imported: bool) -> tuple[Sequence[Packed], Packed]:
    """Return the rows of a course's clocks and the row of its standing, without the two keys of each.

    imported: what is overdue now is marked "from before".
    """
    before = [imported and _overdue(line, now) for line in course.lines]
    clocks = [_clock(line, late, cells) for line, late in zip(course.lines, before, strict=True)]
    return clocks, _standing(standing_row(course), any(before), cells)


def _clock(line: Line, before: bool, cells: Cells) -> Packed:
    moment, number, null = cells.moment, cells.number, cells.null
    plain = line.paused_at is None and line.paused_left is None and line.resumes_at is None
    return cells.pack(
        (
            line.name,
            number(line.spell),
            number(line.cycle),
            moment(line.started_at),
            moment(line.due_at),
            null if line.until_at is None else moment(line.until_at),
            null if plain else number(line.paused_left),
            null if plain else moment(line.paused_at),
            null if plain else moment(line.resumes_at),
            null if line.stopped_at is None else moment(line.stopped_at),
            null if line.result is None else line.result,
            cells.truth(line.soft),
            number(line.rules.policy_number),
            number(line.rules.calendar_number),
            cells.truth(before),
        )
    )


def _standing(row: StandingRow, before: bool, cells: Cells) -> Packed:
    moment, number, text = cells.moment, cells.number, cells.text
    return cells.pack(
        (
            text(row.headline),
            moment(row.due_at),
            row.holder,
            moment(row.holder_changes_at),
            text(row.holder_then),
            moment(row.last_word_at),
            text(row.last_word),
            moment(row.last_effort_at),
            number(row.chasers),
            number(row.slips),
            number(row.broken),
            text(row.closed),
            moment(row.decided_at),
            moment(row.told_at),
            text(row.told_how),
            moment(row.untold_at),
            number(0),
            cells.truth(before),
            number(1),
        )
    )


def _overdue(line: Line, now: datetime) -> bool:
    return (
        line.stopped_at is None
        and line.due_at is not None
        and line.due_at < now
        and not line.soft
        and (line.until_at is None or line.until_at > now)
    )
