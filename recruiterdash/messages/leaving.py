"""When one letter leaves: what the window asks about a person, read from their rows, and time to take it back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.candidates.models import Application, Candidate, Interview, InterviewState, Outcome
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.journey.overview import Overview
from recruiterdash.messages import queries
from recruiterdash.messages.days import spoken
from recruiterdash.messages.hours import Hours
from recruiterdash.messages.types import Letter, MessageType
from recruiterdash.messages.window import Leave, Owed, Verdict, binds, spoken_moment, when
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office
from recruiterdash.waiting.policy import Rules
from recruiterdash.waiting.workdays import Calendar


class Whose(NamedTuple):
    """The rows that say when a letter about an application may leave."""

    application: Application
    candidate: Candidate
    requisition: Requisition
    office: Office

    @classmethod
    def of(cls, about: Overview) -> "Whose":
        return cls(about.application, about.candidate, about.requisition, about.office)


class Plan(NamedTuple):
    """When a letter leaves that is approved now."""

    send_at: datetime
    #: How long it can be taken back.
    undo: timedelta
    #: What the window says; None for a letter that it does not bind.
    leave: Leave | None
    office_zone: str

    @property
    def scheduled(self) -> bool:
        """It waits for a better hour."""
        return self.leave is not None and self.leave.verdict is Verdict.SCHEDULED

    @property
    def why(self) -> str:
        """The reason for an hour that the time to undo does not explain, as it is read later; else empty."""
        return self.leave.read_later if self.leave else ""

    @property
    def spoken(self) -> str:
        """The moment as who gets it reads it, and as the office does."""
        if self.leave is None:
            return spoken_moment(self.send_at, self.office_zone, self.office_zone)
        leave = self.leave
        return spoken_moment(self.send_at, leave.zone, self.office_zone, assumed=leave.zone_assumed)


def hours_of(office: Office, calendar: Calendar) -> Hours:
    """Return an office's hours for news; made once, they serve any number of letters."""
    quiet = map(date.fromisoformat, office.quiet_dates)
    return Hours(calendar.zone.key, calendar.workweek, calendar.holidays, quiet, half_days=calendar.half_days)


def owed_by(running: Mapping[str, datetime | None]) -> Owed:
    """Return what a person is owed. running: name of a clock -> its due, None for one that is paused."""
    legal = [due for name, due in running.items() if name.startswith("LEGAL") and due is not None]
    return Owed(
        notice=running.get("NOTICE"),
        promise=running.get("PROMISE"),
        legal=min(legal, default=None),
        theirs=running.get("CANDIDATE_DEADLINE"),
    )


def hold(owed: Owed, now: datetime, settings: Settings) -> timedelta:
    """Return how long an outcome can be taken back: for less when something is owed meanwhile."""
    long = timedelta(seconds=settings.long_undo_seconds)
    short = any(due is not None and now <= due < now + long for due in owed)
    return timedelta(seconds=settings.undo_seconds) if short else long


def plan(
    session: Session,
    whose: Whose,
    type_: MessageType,
    *,
    now: datetime,
    settings: Settings,
    later: bool = False,
) -> Plan:
    """Return when a letter to one person leaves that is approved now.

    now: aware UTC. later: a letter that could leave at once is to wait for the next good hour.
    An outcome can be taken back for longer, unless what is owed falls due meanwhile.
    """
    undo = timedelta(seconds=settings.undo_seconds)
    outcome = binds(type_)
    if not settings.send_window or not (outcome or later):
        undo = timedelta(seconds=settings.long_undo_seconds) if outcome else undo
        return Plan(now + undo, undo, None, whose.office.zone)
    rules = waiting.rulebook(session, whose.requisition).at(now)
    owed = _owed(session, whose.application, rules, now, outcome=outcome)
    if outcome:
        undo = hold(owed, now, settings)
    leave = _when(session, whose, type_, rules, owed, now + undo)
    return Plan(leave.at, undo, leave, rules.calendar.zone.key)


def at_once(session: Session, whose: Whose, type_: MessageType, *, now: datetime) -> Leave:
    """Return what the window says to a letter that were to leave this moment."""
    rules = waiting.rulebook(session, whose.requisition).at(now)
    owed = _owed(session, whose.application, rules, now, outcome=binds(type_))
    return _when(session, whose, type_, rules, owed, now)


def ensure_in_time(planned: Plan, letter: Letter, calendar: Calendar) -> None:
    """Refuse to hold a letter past a day it names. Raises BadInput; nothing was sent."""
    leaves = calendar.local_date(planned.send_at)
    for named, what in ((letter.promise, "promises"), (letter.deadline, "sets as the deadline")):
        if planned.scheduled and named is not None and named <= leaves:
            raise BadInput(
                f"This letter would leave on {spoken(leaves)} and {what} {spoken(named)}: choose a later day, or "
                "let it leave now."
            )


def _when(
    session: Session, whose: Whose, type_: MessageType, rules: Rules, owed: Owed, asked: datetime
) -> Leave:
    return when(
        asked,
        type_,
        whose.candidate.zone,
        hours_of(whose.office, rules.calendar),
        applied_at=whose.application.applied_at,
        interviewed_at=_last_interview(session, whose.application.id, asked),
        owed=owed,
    )


def _owed(session: Session, application: Application, rules: Rules, now: datetime, *, outcome: bool) -> Owed:
    """What they are owed, and by when; a no that is decided with its letter owes word of itself."""
    session.flush()
    owed = owed_by(queries.running_clocks(session, application.id, now))
    if owed.notice is None and outcome and not _decided_no(session, application.id):
        return owed._replace(notice=rules.calendar.due_after(now, rules.policy.notice))
    return owed


def _decided_no(session: Session, application_id: int) -> bool:
    decision = standing_decision(session, application_id)
    return decision is not None and decision.outcome is Outcome.REJECT


def _last_interview(session: Session, application_id: int, now: datetime) -> datetime | None:
    """When the last interview ended that was held, or is taken to have been."""
    held = or_(Interview.state == InterviewState.HELD, Interview.state == InterviewState.SCHEDULED)
    return session.scalar(
        select(func.max(Interview.ends_at)).where(
            Interview.application_id == application_id, held, Interview.ends_at <= now
        )
    )
