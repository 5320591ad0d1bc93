"""What people waited for: a first word, an acknowledgement, a decision, an answer, a promised date. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from recruiterdash.metrics.cuts import LEAVING, NO_MESSAGES, About, Span, exits_of, is_human, series_of
from recruiterdash.waiting import Course, Happening, Line

#: When the candidate said that they are out.
Exits = tuple[datetime, ...]
#: Clock -> what its runs are called here.
RUNS = {
    "NOTICE": "notice_lag",
    "REPLY": "reply_time",
    "FEEDBACK_TALK": "feedback_talk",
    "FEEDBACK_WRITTEN": "feedback_written",
    "SILENCE": "silence",
    "HOLD_NOTICE": "duty",
    "CANDIDATE_DEADLINE": "duty",
}


def first_word(
    counted: Sequence[Happening], course: Course, applied: datetime, about: About, unknown: bool
) -> Iterator[Span]:
    due = next((line.due_at for line in course.lines if line.name == "SILENCE" and line.spell == 1), None)
    data: dict[str, Any] = {"imported": True} if about.imported_at is not None else {}
    if unknown:
        yield Span("first_word", applied, applied, NO_MESSAGES, due, "", data)
        return
    word = next((h for h in counted if h.at >= applied and is_human(h)), None)
    left = next(iter(exits_of(counted)), None)
    # what came first; of several at one moment the word
    ends: list[tuple[datetime, int, str]] = []
    if word is not None:
        ends.append((word.at, 0, "answered"))
    if left is not None:
        ends.append((left, 1, "withdrew"))
    if course.closed_at is not None:
        ends.append((course.closed_at, 2, _ended_as(course)))
    end, _, outcome = min(ends, default=(None, 0, ""))
    how = (series_of(word) or "") if word is not None and outcome == "answered" else ""
    yield Span("first_word", applied, end, outcome, due, how, data)


def _ended_as(course: Course) -> str:
    """Return how a wait ended that nothing of ours ended."""
    closed = course.closed or "ended"
    return LEAVING.get(closed) or f"closed as {closed.replace('_', ' ')} without a word"


def acknowledged(course: Course, exits: Exits, unknown: bool) -> Iterator[Span]:
    for line in course.lines:
        if line.name != "ACK":
            continue
        if unknown:
            yield Span("acknowledgement", line.started_at, line.started_at, NO_MESSAGES)
        else:
            yield _of_line("acknowledgement", line, exits)


# --- decisions --------------------------------------------------------------------------------


def decisions(counted: Sequence[Happening], course: Course, about: About, unknown: bool) -> Iterator[Span]:
    """Yield one wait for a decision for each effort of theirs; the next effort replaces the one before."""
    efforts: dict[tuple[str, datetime], list[Line]] = {}
    for line in course.lines:
        if line.name == "DECISION":
            efforts.setdefault((line.cause, line.caused_at), []).append(line)
    lines = sorted(efforts.values(), key=lambda runs: runs[0].caused_at)
    for place, runs in enumerate(lines):
        following = lines[place + 1][0].caused_at if place + 1 < len(lines) else None
        span = _decision(counted, course, runs, following)
        if about.imported_at is None:
            yield span
        elif not unknown:
            yield span._replace(data={**span.data, "imported": True})
        elif span.ended_at is not None and span.ended_at <= about.imported_at:
            yield span._replace(outcome=NO_MESSAGES)
        else:  # they waited when we came to know of them; who had been answered before did not
            entry = {"imported": True, "entry": about.imported_at.isoformat()}
            yield span._replace(data={**span.data, **entry})


def _decision(
    counted: Sequence[Happening], course: Course, runs: Sequence[Line], following: datetime | None
) -> Span:
    first, last = runs[0], runs[-1]
    start = first.caused_at
    data: dict[str, Any] = {"met": True} if first.cause.startswith("held") else {}
    if following is not None:
        data["replaced"] = following.isoformat()
    end, outcome, how = last.stopped_at or last.until_at, "", ""
    if last.result in {"on_time", "late"}:
        outcome, how = "answered", _carried(counted, last.stopped_at)
    elif last.result == "suspended":
        outcome, how = "answered", "invited"
    elif end is not None:
        end, outcome, how = _otherwise(counted, course, end, following)
    if held := _held(course, start, end):
        data["held"] = held
    return Span("decision_wait", start, end, outcome, last.due_at, how, data)


def _held(course: Course, start: datetime, end: datetime | None) -> list[list[str]]:
    """Return who held the next step from the start of a wait to its end; nothing when recruiters did all along."""
    before = [held for held in course.holders if held.at <= start][-1:]
    within = [held for held in course.holders if held.at > start and (end is None or held.at < end)]
    if {held.who for held in [*before, *within]} <= {"recruiter"}:
        return []
    return [[held.at.isoformat(), held.who] for held in [*before, *within]]


def _otherwise(
    counted: Sequence[Happening], course: Course, end: datetime, following: datetime | None
) -> tuple[datetime, str, str]:
    """Return how a wait for a decision ended that no word of ours ended."""
    if following is not None and following <= end:
        return end, "an interview came without word", ""
    if end in exits_of(counted):
        return end, "withdrew", ""
    if course.closed == "hired":
        return end, "answered", "hired"
    return end, _ended_as(course), ""


def _carried(counted: Sequence[Happening], at: datetime | None) -> str:
    word = next((h for h in counted if h.at == at and h.type == "out" and not h.bounced), None)
    return (series_of(word) or "") if word is not None else ""


# --- runs of clocks ---------------------------------------------------------------------------


def _of_line(kind: str, line: Line, exits: Exits, how: str = "") -> Span:
    end = line.stopped_at or line.until_at
    outcome = ""
    if line.result in {"on_time", "late"}:
        outcome = "answered"
    elif line.result == "suspended":
        outcome = "an interview or an ask came instead"
    elif end is not None:
        outcome = "withdrew" if end in exits else "ended by something else"
    return Span(kind, line.started_at, end, outcome, line.due_at, how)


def runs_of(course: Course, exits: Exits) -> Iterator[Span]:
    for line in course.lines:
        kind = RUNS.get(line.name) or ("duty" if line.name.startswith("LEGAL") else None)
        if kind is not None:
            yield _of_line(kind, line, exits, line.cause if kind == "notice_lag" else "")


def promises(course: Course, exits: Exits) -> Iterator[Span]:
    lines = [line for line in course.lines if line.name == "PROMISE"]
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        end, due = line.stopped_at or line.until_at, line.due_at
        if line.result in {"on_time", "late"}:
            outcome = "kept" if line.result == "on_time" else "broken"
        elif end is not None and due is not None and end > due:
            outcome = "broken"
        elif following is not None and following.started_at == end:
            later = following.due_at is not None and due is not None and following.due_at > due
            outcome = "moved" if later else "replaced by an earlier date"
        elif end is not None:
            outcome = "withdrew" if end in exits else "ended before it was due"
        else:
            outcome = ""
        yield Span("promise", line.started_at, end, outcome, due)
