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
    moment, null, rules = cells.moment, cells.null, line.rules
    plain = line.paused_at is None and line.paused_left is None and line.resumes_at is None
    return cells.joined(
        cells.piece("clock", line.name, line.spell, line.cycle),
        cells.pack(
            (
                moment(line.started_at),
                moment(line.due_at),
                null if line.until_at is None else moment(line.until_at),
                null if plain else cells.number(line.paused_left),
                null if plain else moment(line.paused_at),
                null if plain else moment(line.resumes_at),
                null if line.stopped_at is None else moment(line.stopped_at),
                null if line.result is None else line.result,
            )
        ),
        cells.piece("rules", line.soft, rules.policy_number, rules.calendar_number, before),
    )


def _standing(row: StandingRow, before: bool, cells: Cells) -> Packed:
    # every text is a word of the rules: nothing in it needs care
    moment, null = cells.moment, cells.null
    return cells.joined(
        cells.pack(
            (
                null if row.headline is None else row.headline,
                moment(row.due_at),
                row.holder,
                moment(row.holder_changes_at),
                null if row.holder_then is None else row.holder_then,
                moment(row.last_word_at),
                null if row.last_word is None else row.last_word,
                moment(row.last_effort_at),
            )
        ),
        cells.piece("counts", row.chasers, row.slips, row.broken),
        cells.pack(
            (
                null if row.closed is None else row.closed,
                moment(row.decided_at),
                moment(row.told_at),
                null if row.told_how is None else row.told_how,
                moment(row.untold_at),
            )
        ),
        cells.piece("standing", before, 1),
    )


def _overdue(line: Line, now: datetime) -> bool:
    return (
        line.stopped_at is None
        and line.due_at is not None
        and line.due_at < now
        and not line.soft
        and (line.until_at is None or line.until_at > now)
    )
