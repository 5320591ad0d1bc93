"""What a mail to a colleague says, as values, and in which words; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.metrics import Answer
from recruiterdash.waiting.kinds import DUTIES
from recruiterdash.waiting.promisable import spoken
from recruiterdash.waiting.queries import Row

#: Group -> its heading, and the queue that shows all of it.
HEADINGS = {
    "decide": ("They wait for you", "/queue?name=decision"),
    "promise": ("Past a date we gave them", "/queue?name=promise"),
    "told": ("Decided, not told", "/queue?name=told"),
    "all": ("Past the day we owed them a word", "/queue?name=all"),
    "due_today": ("Due today", "/queue?name=due_today"),
    "bounced": ("Did not get our letter: call instead", "/queue?name=bounced"),
    "still_missed": ("Missed, and waiting still", "/queue?name=all"),
    "missed": ("Just missed", "/queue?name=all"),
    "near": ("Due soon", "/queue?name=soon"),
    "nudged": ("About", "/queue"),
}
#: What is owed, as a sentence begins that says when it was due.
OWED = DUTIES | {
    "NOTICE": "The outcome",
    "HOLD_NOTICE": "Word of the hold",
    "CANDIDATE_DEADLINE": "A word by the day they named",
}
STEPS = {
    "candidate": "theirs",
    "scheduled": "an interview ahead",
    "requisition": "the requisition is on hold",
    "nobody": "nobody has it",
}


class Line(NamedTuple):
    """One person."""

    application_id: int
    name: str
    about: str
    owed: str
    step: str
    link: str
    #: Where it is answered without a log-in; empty when there is nothing to answer.
    answer: str = ""


class Section(NamedTuple):
    """People under one heading."""

    title: str
    lines: list[Line]
    more: bool
    link: str


class Finding(NamedTuple):
    """One figure: what it says, and its chart if it can be drawn."""

    name: str
    title: str
    #: What time it is told of, as "the last 12 weeks".
    when: str
    before: str
    link: str
    #: The figure that is drawn; None for one that is told in words alone.
    drawn: Answer | None = None
    #: What the HTML shows, as `cid:` and this.
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One mail to one colleague."""

    subject: str
    greeting: str
    lead: str
    sections: list[Section]
    findings: list[Finding]
    #: What moved the wait for a decision against the week before.
    moved: list[str]
    queue: str
    #: Why they get it, and where it is turned off.
    why: str
    off: str

    def with_figures(self, findings: list[Finding], moved: list[str]) -> "Said":
        return replace(self, findings=findings, moved=moved)

    def because(self, why: str, off: str) -> "Said":
        return replace(self, why=why, off=off)

    def with_answers(self, addresses: dict[int, str]) -> "Said":
        """Return it with the addresses at which single people's questions are answered."""
        sections = [
            each._replace(
                lines=[line._replace(answer=addresses.get(line.application_id, "")) for line in each.lines]
            )
            for each in self.sections
        ]
        return replace(self, sections=sections)


def line_of(row: Row, base_url: str, now: datetime, reader_id: int) -> Line:
    """Return one person as a line says it. reader_id: who is "you"."""
    return Line(
        row.application_id,
        row.name or "(no name)",
        row.requisition,
        owed(row, now),
        _step(row, reader_id),
        f"{base_url}/applications/{row.application_id}",
    )


def owed(row: Row, now: datetime) -> str:
    """Return what is owed and since when: "Decision was due Monday 16 November 2026"."""
    what = OWED.get(row.clock or "", "A word from us")
    if row.due_at is None:
        return what
    there = ZoneInfo(row.zone)
    day, today = row.due_at.astimezone(there).date(), now.astimezone(there).date()
    if row.due_at < now:
        return f"{what} was due {'today' if day == today else spoken(day)}"
    return f"{what} is due {'today' if day == today else spoken(day)}"


def _step(row: Row, reader_id: int) -> str:
    if row.holder in STEPS:
        return STEPS[row.holder]
    if row.holder == "recruiter" and row.owner_id == reader_id:
        return "yours"
    return row.held_by or ("a scorecard that is missing" if row.holder == "interviewer" else "one of us")


def section_of(
    name: str, rows: Sequence[Row], more: bool, base_url: str, now: datetime, reader_id: int
) -> Section:
    """Return people under their heading."""
    title, path = HEADINGS[name]
    lines = [line_of(row, base_url, now, reader_id) for row in rows]
    if name == "decide":
        lines = [line._replace(step="yours") for line in lines]
    return Section(title, lines, more, f"{base_url}{path}")


def people(number: int, more: bool = False) -> str:
    """Return "1 person", "3 people", "12 people and more"."""
    counted = "1 person" if number == 1 else f"{number} people"
    return f"{counted} and more" if more else counted
