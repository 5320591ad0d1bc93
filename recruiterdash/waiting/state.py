"""One application while its events are replayed: its open lines, and what suspends or pauses them. Pure."""

from datetime import date, datetime
from typing import NamedTuple

from recruiterdash.waiting.course import Course, Held, Line, Move
from recruiterdash.waiting.happenings import Person
from recruiterdash.waiting.kinds import HINTS
from recruiterdash.waiting.policy import Rulebook, Rules


class Booking(NamedTuple):
    """An interview that is ahead. Ordered by its end."""

    end: datetime
    stage: str
    preliminary: bool
    scorecards: int | None
    #: The event that booked it, as its place in the sequence, and the interview, where known.
    key: int
    interview: int | None


class Ask(NamedTuple):
    """Something of ours that the candidate holds: a question, an offer, a new date after they called off."""

    #: The deadline's date is day 0 of what follows a lapse.
    day: date
    lapses_at: datetime
    #: What it is: ask, offer, new_date.
    what: str = "ask"
    lapsed: bool = False


class Unanswered(NamedTuple):
    """A word of theirs that wants an answer."""

    kind: str
    at: datetime
    level: str
    days: int


class State:
    """What the rules remember between two events."""

    __slots__ = (
        "_cycles",
        "advanced",
        "after_interview",
        "applied",
        "ask",
        "bookings",
        "called_off",
        "cancelled",
        "course",
        "decision",
        "delay",
        "ended",
        "future",
        "hold",
        "hold_told",
        "offer_out",
        "open",
        "person",
        "questions",
        "rulebook",
        "rules",
        "scorecards_in",
        "scorecards_owed",
        "set_aside",
        "set_aside_overdue",
        "spell",
        "stage",
    )

    def __init__(self, rulebook: Rulebook, person: Person, first: datetime) -> None:
        self.rulebook, self.person = rulebook, person
        self.rules: Rules = rulebook.at(first)
        self.course = Course()
        self.open: dict[str, Line] = {}
        self._cycles: dict[tuple[int, str], int] = {}
        self.spell = 1
        self.applied = False
        #: What was held last: applied, screen, interview, final.
        self.stage = "applied"
        self.after_interview = False
        self.scorecards_owed = self.scorecards_in = 0
        self.hold = self.hold_told = False
        #: The requisition was cancelled or filled.
        self.ended = False
        self.bookings: list[Booking] = []
        self.ask: Ask | None = None
        #: The date until which the candidate asked us to wait.
        self.delay: date | None = None
        #: We called an interview off and there is no new date, advance or decision yet.
        self.cancelled = False
        #: The interview that was called off last; a new date for it keeps its stage.
        self.called_off: Booking | None = None
        #: A DECISION that a booking or an advance suspended, as it would stand without.
        self.set_aside: Line | None = None
        self.set_aside_overdue = False
        self.advanced = self.offer_out = False
        #: The recorded decision that stands, told or not.
        self.decision: str | None = None
        self.questions: list[Unanswered] = []
        #: Time alone runs from here: lines that end say until when, and stay open.
        self.future = False

    # --- lines

    def start(
        self,
        name: str,
        at: datetime,
        due_at: datetime | None,
        cause: str,
        days: int | None = None,
        level: str | None = None,
    ) -> Line:
        """Open a clock; one of that name that still runs ends first."""
        return self.register(Line(name, self.spell, 0, at, due_at, self.rules, cause, at, days, level), at)

    def register(self, line: Line, at: datetime) -> Line:
        """Let a line run from a moment on; one of its name that still runs ends first."""
        if line.name in self.open:
            self.stop(line.name, at, "ended")
        line.cycle = self._cycles.get((self.spell, line.name), 0) + 1
        self._cycles[self.spell, line.name] = line.cycle
        self.course.lines.append(line)
        self.open[line.name] = line
        return line

    def start_counted(self, name: str, at: datetime, level: str, cause: str, days: int | None = None) -> Line:
        """Open a clock due at close of the business day that many after `at`.

        level: the service level that says how many. days: as many as it said at an earlier moment.
        """
        days = self.rules.policy.days(level) if days is None else days
        return self.start(name, at, self.rules.calendar.due_after(at, days), cause, days, level)

    def stop(self, name: str, at: datetime, result: str) -> Line | None:
        """Close a clock as suspended or ended."""
        line = self.open.pop(name, None)
        if line is None:
            return None
        if self.future:
            line.until_at = at
            return line
        line.stopped_at, line.result = at, result
        self._note_breach(line, at)
        return line

    def answer(self, name: str, at: datetime) -> Line | None:
        """Close a clock as answered: on time up to and including its due instant, else late."""
        line = self.open.pop(name, None)
        if line is None:
            return None
        line.stopped_at = at
        line.result = "on_time" if line.due_at is None or at <= line.due_at else "late"
        if name not in HINTS:
            self.course.history.append(f"{name}:{line.result}")
        self._note_breach(line, at)
        return line

    def _note_breach(self, line: Line, at: datetime) -> None:
        """A promise that was open past its due is broken, whatever ended it."""
        if line.name == "PROMISE" and line.due_at is not None and at > line.due_at:
            self.course.broken += 1

    # --- what suspends and what pauses

    @property
    def waiting_on_candidate(self) -> bool:
        return self.delay is not None or (self.ask is not None and not self.ask.lapsed)

    @property
    def suspended(self) -> bool:
        """No SILENCE runs: an interview is ahead, or the ball is with the candidate."""
        return bool(self.bookings) or self.waiting_on_candidate

    @property
    def pausing(self) -> bool:
        """A DECISION that is not overdue stands still; a lapsed ask still pauses it."""
        return self.hold or self.ask is not None or self.delay is not None

    # --- SILENCE

    def silence(self, at: datetime, level: str, cause: str) -> None:
        """Restart SILENCE, unless something suspends it."""
        if self.suspended:
            self.stop("SILENCE", at, "suspended")
        else:
            self.start_counted("SILENCE", at, level, cause)

    def silence_from(self, day: date, at: datetime, level: str, cause: str) -> None:
        """Open SILENCE at a moment, counted from a day that is day 0."""
        calendar, days = self.rules.calendar, self.rules.policy.days(level)
        due_at = calendar.close_on(calendar.business_day_after(day, days))
        self.start("SILENCE", at, due_at, cause, days, level).day = day

    @property
    def cadence(self) -> str:
        if self.hold and self.hold_told:
            return "cadence_hold"
        return "cadence_applied" if self.stage == "applied" else "cadence"

    # --- DECISION

    def start_decision(self, at: datetime, level: str, cause: str) -> None:
        """Open DECISION; while something pauses it, it opens so with all its days; while one is booked, aside."""
        days = self.rules.policy.days(level)
        due_at = self.rules.calendar.due_after(at, days)
        line = Line("DECISION", self.spell, 0, at, due_at, self.rules, cause, at, days, level)
        if self.pausing:
            self._pause(line, at, days)
        if self.bookings:
            self.set_aside, self.set_aside_overdue = line, False
        else:
            self.set_aside = None
            self.register(line, at)

    def pause_decision(self, at: datetime) -> None:
        """Pause DECISION, for an ask or a delay, unless it is overdue: a pause never launders a breach."""
        line = self.open.get("DECISION")
        if line is not None:
            self._pause_if_due(line, at)

    def hold_decision(self, at: datetime) -> None:
        """Pause DECISION for a hold, one that is set aside as well: it returns as if it had never been."""
        line = self.open.get("DECISION") or self.set_aside
        if line is not None:
            self._pause_if_due(line, at)

    def resume_decision(self, at: datetime, day: date | None = None) -> None:
        """Let DECISION run on with the days it had left, unless something else still pauses it.

        day: day 0, the moment's own when left out.
        """
        line = self.open.get("DECISION") or self.set_aside
        if line is None or line.paused_left is None:
            return
        if self.pausing:
            self._pause(line, line.paused_at or at, line.paused_left)
        elif not self.future:
            calendar = line.rules.calendar
            line.day = day or calendar.local_date(at)
            line.kept = line.paused_left
            line.due_at = calendar.close_on(calendar.business_day_after(line.day, line.paused_left))
            line.paused_left = line.paused_at = line.resumes_at = None
            line.moves.append(Move(at, "resumed", line.due_at))

    def set_decision_aside(self, at: datetime) -> None:
        """Suspend DECISION for a booking or an advance; its due returns if that comes to nothing."""
        line = self.open.get("DECISION")
        if line is None:
            return
        self.set_aside = line.twin(at)
        self.set_aside_overdue = line.paused_left is None and line.due_at is not None and at > line.due_at
        self.stop("DECISION", at, "suspended")

    def restore_decision(self, at: datetime, *, into_pause: bool = False) -> None:
        """Bring a suspended DECISION back with its earlier due.

        into_pause: the candidate called off, so what was not overdue before pauses even if its due has passed.
        """
        line, self.set_aside = self.set_aside, None
        if line is None:
            return
        line.started_at = at
        line.moves = [Move(at, "restored", line.due_at)]
        self.register(line, at)
        if line.paused_left is not None or line.due_at is None:
            self._pause(line, line.paused_at or at, line.paused_left or 1)
        elif into_pause and not self.set_aside_overdue:
            self._pause(line, at, line.rules.calendar.days_left(at, line.due_at))
        elif self.pausing:
            self._pause_if_due(line, at)

    def _pause_if_due(self, line: Line, at: datetime) -> None:
        if line.paused_left is not None:
            self._pause(line, line.paused_at or at, line.paused_left)
        elif line.due_at is not None and at <= line.due_at:
            self._pause(line, at, line.rules.calendar.days_left(at, line.due_at))

    def _pause(self, line: Line, at: datetime, left: int) -> None:
        line.paused_left, line.paused_at, line.due_at, line.resumes_at = left, at, None, None
        if self.delay is not None and self.ask is None and not self.hold:
            calendar = line.rules.calendar
            line.due_at = calendar.close_on(calendar.business_day_after(self.delay, left))
            line.resumes_at = calendar.start_of(self.delay)
        line.moves.append(Move(at, "paused", line.due_at))

    # --- asks

    def open_ask(self, at: datetime, deadline: date | None, what: str = "ask") -> None:
        """Give the ball to the candidate until a deadline; without one, until an ask lapses."""
        calendar = self.rules.calendar
        if deadline is None:
            day = calendar.business_day_after(calendar.local_date(at), self.rules.policy.ask_lapse)
        else:
            day = calendar.roll_back(deadline)
        self.ask = Ask(day, max(at, calendar.close_on(day)), what)
        self.stop("SILENCE", at, "suspended")
        self.pause_decision(at)

    def let_ask_lapse_from(self, at: datetime) -> None:
        """What did not lapse because an interview was booked lapses when that has fallen away, not before."""
        if self.ask is not None and not self.ask.lapsed and self.ask.lapses_at < at:
            self.ask = self.ask._replace(day=self.rules.calendar.local_date(at), lapses_at=at)

    # --- who holds the next step

    def note_holder(self, at: datetime) -> None:
        holder, holders = self._holder(), self.course.holders
        at = max(at, holders[-1].at) if holders else at
        if not holders or holders[-1].who != holder:
            if holders and holders[-1].at == at:
                holders[-1] = Held(at, holder)
            else:
                holders.append(Held(at, holder))

    def _holder(self) -> str:
        """In the order in which a person would ask."""
        is_open = self.open
        if self.course.closed:
            owed = "REPLY" in is_open or "FEEDBACK_TALK" in is_open or "FEEDBACK_WRITTEN" in is_open
            return "recruiter" if owed else "nobody"
        if "REPLY" in is_open or "NOTICE" in is_open or "HOLD_NOTICE" in is_open:
            return "recruiter"
        if self.ask is not None and not self.ask.lapsed:
            return "candidate"
        if self.bookings:
            return "scheduled"
        if self.delay is not None:
            return "candidate"
        if self.ask is not None:
            return "recruiter"
        if self.cancelled:
            return "recruiter"
        if self.hold:
            return "requisition"
        if self.after_interview and not self.advanced and "DECISION" in is_open:
            return "interviewer" if self.scorecards_in < self.scorecards_owed else "hiring_manager"
        return "recruiter"
