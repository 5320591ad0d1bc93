"""Running clocks moved on purpose to the rules in force, from a moment on. Pure.

What was due before that moment, and has passed, is never rewritten: such a line ends there as it stands, and where
the rules in force give more time a new one begins. A date that was said to somebody stays; one of the law follows its
statutory pack alone, as that is in the newest version.
"""

from datetime import datetime

from recruiterdash.waiting.course import Line, Move
from recruiterdash.waiting.policy import Pack, Rules
from recruiterdash.waiting.state import State


def rebase(state: State, at: datetime) -> None:
    """Move every running line that counts business days, or the days of a statute, to the rules of the state."""
    for line in [*state.open.values()]:
        _move(state, line, at)
    aside = state.set_aside
    if aside is not None and not state.set_aside_overdue:
        _follow(state, aside, at)


def _move(state: State, line: Line, at: datetime) -> None:
    passed = line.paused_left is None and line.due_at is not None and line.due_at < at
    if not passed:
        _follow(state, line, at)
        return
    due_at = due_by(line, state.rules)
    if due_at is not None and due_at >= at:
        again = line.twin(at)
        _take(again, state.rules, due_at, at)
        state.register(again, at)


def _follow(state: State, line: Line, at: datetime) -> None:
    if line.paused_left is not None:
        _stay_paused(state, line)
    elif (due_at := due_by(line, state.rules)) is not None and due_at != line.due_at:
        _take(line, state.rules, due_at, at)


def _stay_paused(state: State, line: Line) -> None:
    """Keep the days it had left; they are counted on the calendar in force when it resumes."""
    line.rules = state.rules
    if line.resumes_at is not None and state.delay is not None:
        calendar = state.rules.calendar
        assert line.paused_left is not None
        line.due_at = calendar.close_on(calendar.business_day_after(state.delay, line.paused_left))
        line.resumes_at = calendar.start_of(state.delay)


def _take(line: Line, rules: Rules, due_at: datetime, at: datetime) -> None:
    if line.level is not None and line.kept is None:
        line.days = rules.policy.days(line.level)
    elif (pack := _pack_of(line, rules)) is not None:
        line.days = pack.days
    line.rules, line.due_at = rules, due_at
    line.moves.append(Move(at, "rebased", due_at))


def due_by(line: Line, rules: Rules) -> datetime | None:
    """Return when a line would be due by some rules, None for one that counts no days of theirs."""
    if line.level is None:
        pack = _pack_of(line, rules)
        return None if pack is None else rules.calendar.statutory(line.caused_at, pack.days)
    days = rules.policy.days(line.level) if line.kept is None else line.kept
    calendar = rules.calendar
    day = line.day or calendar.local_date(line.caused_at)
    return calendar.close_on(calendar.business_day_after(day, days))


def _pack_of(line: Line, rules: Rules) -> Pack | None:
    """The statutory pack that a line is the clock of; None for other lines, and where it binds no more."""
    return next((each for each in rules.packs if each.clock == line.name), None)
