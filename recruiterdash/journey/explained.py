"""Why each clock of one application stands where it does, told from its events."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.journey.history import as_told, happenings_of
from recruiterdash.requisitions.models import Requisition
from recruiterdash.waiting.course import Line
from recruiterdash.waiting.kinds import rank
from recruiterdash.waiting.words import sentence

#: Between these, every calendar has its business days.
EARLIEST, LATEST = datetime(1990, 1, 2, tzinfo=UTC), datetime(2079, 1, 1, tzinfo=UTC)


class Segment(NamedTuple):
    """A stretch of one clock: counted, or paused."""

    at: datetime
    #: None while it goes on.
    until: datetime | None
    what: str


class Told(NamedTuple):
    """One clock, as a page tells it."""

    name: str
    spell: int
    cycle: int
    #: ok, due_soon, due_today, overdue, paused; on_time, late, suspended, ended; pending.
    state: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    days_left: int | None
    soft: bool
    sentence: str
    segments: tuple[Segment, ...]
    policy_number: int
    calendar_number: int
    #: The service level that says how many business days, how many, and the version of the requisition's own
    #: levels it stands in (0: the policy's); no level for a date that was said, and one of the law.
    level: str | None = None
    days: int | None = None
    own_number: int = 0
    #: The days it had left when it resumed after a pause.
    kept: int | None = None

    @property
    def running(self) -> bool:
        return self.state in {"ok", "due_soon", "due_today", "overdue", "paused"}


class Explained(NamedTuple):
    """One application at one moment: every clock, and what they come to."""

    seen: waiting.Seen
    #: Running ones first, worst first; then those to come; then what is over, newest first.
    clocks: tuple[Told, ...]
    course: waiting.Course
    calendar: waiting.Calendar

    @property
    def why(self) -> str:
        """The sentence of the headline clock, or of nothing owed."""
        head = next(
            (clock for clock in self.clocks if clock.running and clock.name == self.seen.headline), None
        )
        return head.sentence if head else "Nothing is owed at the moment."


def explained(
    session: Session,
    application: Application,
    now: datetime,
    *,
    with_feedback: bool,
    as_of: datetime | None = None,
    rules: waiting.Rulebook | None = None,
    happenings: Sequence[waiting.Happening] | None = None,
) -> Explained:
    """Return every clock of an application with its segments and why it is due then.

    now: aware UTC, the moment asked about. with_feedback: its reader is told of feedback; to others it all stands as
    if none were ever owed. as_of: use only what had happened and been recorded by then.
    rules, happenings: what binds the requisition and all that happened, for who has read them already.
    """
    requisition = session.get_one(Requisition, application.requisition_id)
    candidate = session.get_one(Candidate, application.candidate_id)
    rules = rules or waiting.rulebook(session, requisition)
    if happenings is None:
        happenings = happenings_of(session, requisition.id, [application.id], until=as_of)[application.id]
    person = waiting.Person(candidate.zone or None, candidate.internal and with_feedback)
    course = waiting.replay(as_told(happenings, with_feedback), rules, person)
    calendar = rules.at(now).calendar
    seen = waiting.seen(course, now, calendar)
    told = sorted(
        (_told(line, seen, now, calendar) for line in course.lines), key=lambda each: _place(each, now)
    )
    return Explained(seen, tuple(told), course, calendar)


def _told(line: Line, seen: waiting.Seen, now: datetime, calendar: waiting.Calendar) -> Told:
    if line.open_at(now):
        state = "ok" if line.soft else seen.state[line.name]
    elif line.started_at > now and line.stopped_at is None:
        state = "pending"
    else:
        state = line.result or "ended"
    return Told(
        name=line.name,
        spell=line.spell,
        cycle=line.cycle,
        state=state,
        started_at=line.started_at,
        due_at=line.due_at,
        stopped_at=line.stopped_at,
        days_left=line.paused_left if line.paused_on(now) else None,
        soft=line.soft,
        sentence=sentence(line, calendar, now),
        segments=segments_of(line, now),
        policy_number=line.rules.policy_number,
        calendar_number=line.rules.calendar_number,
        level=line.level,
        days=line.days,
        own_number=line.rules.says(line.level) if line.level else 0,
        kept=line.kept,
    )


def segments_of(line: Line, now: datetime) -> tuple[Segment, ...]:
    """Cut a line where it was paused and resumed. Pure."""
    end = line.stopped_at or line.until_at
    cuts = [(line.started_at, "counted")]
    cuts.extend(
        (max(move.at, line.started_at), "paused" if move.what == "paused" else "counted")
        for move in line.moves
    )
    if line.resumes_at is not None and line.resumes_at <= now:
        cuts.append((line.resumes_at, "counted"))
    cuts = [cuts[0], *(cut for cut in cuts[1:] if end is None or cut[0] < end)]
    # of several at one moment the last one holds; the one that goes on as before is no cut
    lasting = [cut for index, cut in enumerate(cuts) if index == len(cuts) - 1 or cuts[index + 1][0] > cut[0]]
    merged = [cut for index, cut in enumerate(lasting) if index == 0 or lasting[index - 1][1] != cut[1]]
    ends = [at for at, _ in merged[1:]]
    return tuple(Segment(at, until, what) for (at, what), until in zip(merged, [*ends, end], strict=True))


def _place(told: Told, now: datetime) -> tuple[int, float, int]:
    """Running ones by due, then those to come, then the past from the newest."""
    if told.running or told.soft:
        order = 1 if told.soft else 0
        return (
            order,
            (told.due_at or now).timestamp() + (10**9 if told.due_at is None else 0),
            _rank(told.name),
        )
    if told.state == "pending":
        return 2, told.started_at.timestamp(), _rank(told.name)
    return 3, -(told.stopped_at or told.started_at).timestamp(), _rank(told.name)


def _rank(name: str) -> int:
    try:
        return rank(name)
    except ValueError:
        return 99
