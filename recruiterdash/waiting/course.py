"""What comes out of a replay: the lines of every clock, and where the application stands. Independent of "now"."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from recruiterdash.waiting.kinds import HINTS
from recruiterdash.waiting.policy import Rules


class Move(NamedTuple):
    """One thing that happened to a running clock."""

    at: datetime
    #: paused, resumed, restored, rebased.
    what: str
    due_at: datetime | None


class Line:
    """One run of one clock, from its start to its end."""

    __slots__ = (
        "cause",
        "caused_at",
        "cycle",
        "day",
        "days",
        "due_at",
        "kept",
        "level",
        "moves",
        "name",
        "paused_at",
        "paused_left",
        "result",
        "resumes_at",
        "rules",
        "spell",
        "started_at",
        "stopped_at",
        "until_at",
    )

    def __init__(
        self,
        name: str,
        spell: int,
        cycle: int,
        started_at: datetime,
        due_at: datetime | None,
        rules: Rules,
        cause: str,
        caused_at: datetime,
        days: int | None,
        level: str | None = None,
    ) -> None:
        self.name, self.spell, self.cycle = name, spell, cycle
        self.started_at, self.due_at, self.rules = started_at, due_at, rules
        #: What set it going, when, and how many business days that allows (None: a date, not a count).
        self.cause, self.caused_at, self.days = cause, caused_at, days
        #: The service level that says how many (None: no level does), and the day it counts from where that is
        #: not the cause's own.
        self.level = level
        self.day: date | None = None
        #: The days it had left when it resumed after a pause: whatever rules come, it keeps them.
        self.kept: int | None = None
        self.paused_left: int | None = None
        self.paused_at: datetime | None = None
        #: When a pause will end by itself.
        self.resumes_at: datetime | None = None
        #: When the line will end by itself.
        self.until_at: datetime | None = None
        self.stopped_at: datetime | None = None
        #: on_time, late, suspended, ended; None while it runs.
        self.result: str | None = None
        self.moves: list[Move] = []

    def twin(self, at: datetime) -> "Line":
        """Return a line that stands as this one does, from a moment on; it is in no list yet."""
        twin = Line(
            self.name,
            self.spell,
            0,
            at,
            self.due_at,
            self.rules,
            self.cause,
            self.caused_at,
            self.days,
            self.level,
        )
        twin.day, twin.kept = self.day, self.kept
        twin.paused_left, twin.paused_at, twin.resumes_at = self.paused_left, self.paused_at, self.resumes_at
        return twin

    @property
    def soft(self) -> bool:
        return self.name in HINTS

    def open_at(self, now: datetime) -> bool:
        """Return whether the line runs at a moment (a paused one runs, too)."""
        return (
            self.started_at <= now
            and (self.stopped_at is None or self.stopped_at > now)
            and (self.until_at is None or self.until_at > now)
        )

    def paused_on(self, now: datetime) -> bool:
        return self.paused_left is not None and (self.resumes_at is None or self.resumes_at > now)


class Held(NamedTuple):
    """From when on somebody holds the next step."""

    at: datetime
    who: str


class Word(NamedTuple):
    """A word of ours."""

    at: datetime
    kind: str


@dataclass(slots=True)
class Course:
    """Everything the rules say about one application, for any later moment without new events."""

    lines: list[Line] = field(default_factory=list)
    #: `CLOCK:on_time` and `CLOCK:late`, in the order they were answered.
    history: list[str] = field(default_factory=list)
    holders: list[Held] = field(default_factory=list)
    #: None while open, else rejected, withdrawn, hired, declined, requisition, unreachable, waived.
    closed: str | None = None
    closed_at: datetime | None = None
    chasers: int = 0
    slips: int = 0
    #: Broken promises that are over; one that is open and overdue counts on top.
    broken: int = 0
    last_word: Word | None = None
    last_effort_at: datetime | None = None
    decided_at: datetime | None = None
    told: Word | None = None
    untold_at: datetime | None = None
    #: The last happening that was read; what comes later is written ahead.
    read_until: datetime | None = None

    def holder_at(self, now: datetime) -> str:
        """Return who holds the next step at a moment."""
        return next((held.who for held in reversed(self.holders) if held.at <= now), "recruiter")

    def holder_after(self, now: datetime) -> Held | None:
        """Return the next change of the holder that time alone will bring."""
        return next((held for held in self.holders if held.at > now), None)
