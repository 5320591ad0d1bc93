"""Stored clocks read back as a course, so that what is asked is what was written. Pure."""

from collections.abc import Iterable

from recruiterdash.waiting.course import Course, Held, Line, Word
from recruiterdash.waiting.models import Clock, Standing
from recruiterdash.waiting.policy import EVER, Rules


def course_of(standing: Standing, clocks: Iterable[Clock], rules: Rules) -> Course:
    """Return an application's course from its rows. rules: stand in for those the rows name by number."""
    course = Course(lines=[_line(row, rules) for row in clocks])
    answered = [line for line in course.lines if line.result in {"on_time", "late"} and not line.soft]
    answered.sort(key=lambda line: line.stopped_at or EVER)
    course.history = [f"{line.name}:{line.result}" for line in answered]
    course.holders = [Held(EVER, standing.holder)]
    if standing.holder_changes_at is not None and standing.holder_then is not None:
        course.holders.append(Held(standing.holder_changes_at, standing.holder_then))
    course.closed, course.chasers = standing.closed, standing.chasers
    course.slips, course.broken = standing.slips, standing.broken
    course.decided_at, course.untold_at = standing.decided_at, standing.untold_at
    if standing.told_at is not None:
        course.told = Word(standing.told_at, standing.told_how or "")
    return course


def _line(row: Clock, rules: Rules) -> Line:
    line = Line(row.name, row.spell, row.cycle, row.started_at, row.due_at, rules, "", row.started_at, None)
    line.until_at, line.stopped_at, line.result = row.until_at, row.stopped_at, row.result
    line.paused_left, line.paused_at, line.resumes_at = row.paused_left, row.paused_at, row.resumes_at
    return line
