"""The other offer: somebody must answer elsewhere by a day, and is to have our answer before."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import Session

from recruiterdash import journey, waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.closure import asking, named_days
from recruiterdash.closure.named_days import DEADLINE
from recruiterdash.config import Settings
from recruiterdash.db import UTCDateTime
from recruiterdash.errors import Conflict, DomainError
from recruiterdash.journey.contact import Channel, Contact
from recruiterdash.journey.overview import Overview
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Clock
from recruiterdash.waiting.promisable import ensure_near, spoken


class Deadline(NamedTuple):
    """Somebody who must answer elsewhere and has not heard from us yet."""

    application_id: int
    due_at: datetime
    name: str
    requisition: str
    zone: str


class Answered(NamedTuple):
    """How often we answered before somebody had to answer elsewhere."""

    in_time: int
    late: int
    #: Their day has gone by and they have no answer.
    missed: int
    #: Their day lies ahead.
    open: int
    #: They withdrew, or it ended otherwise, before their day.
    ended: int

    @property
    def measured(self) -> int:
        return self.in_time + self.late + self.missed

    @property
    def share(self) -> float | None:
        """The part answered before their deadline, of those whose day has come or who were answered."""
        return self.in_time / self.measured if self.measured else None


def log_offer(
    session: Session,
    over: Overview,
    until: date,
    channel: Channel,
    *,
    now: datetime,
    settings: Settings,
    actor_id: int,
) -> bool:
    """Record that somebody must answer another offer by a day; return whether who decides was asked.

    over: of an application locked by the caller. until: the day they named, in the office's calendar. Raises
    BadInput for one that lies behind us or further ahead than anybody is given, Conflict when this very day is
    kept already and still open, and as `log_contact`.
    """
    ensure_near(until, now.date())
    _ensure_new(session, over, until, now)
    happened_at = max(now, over.application.applied_at)
    contact = Contact("in", channel, happened_at, kind="candidate_deadline", until=until)
    event = journey.log_contact(session, over.application, contact, now=now, actor_id=actor_id)
    why = f"They must answer another offer by {spoken(until)}, and want to know where they stand here."
    try:
        return (
            asking.ask(
                session,
                over,
                why,
                now=now,
                settings=settings,
                actor_id=actor_id,
                key=f"deadline:{event.id}",
            )
            is not None
        )
    except DomainError:
        return False


def _ensure_new(session: Session, over: Overview, until: date, now: datetime) -> None:
    """Refuse the day that is kept already: who decides is not asked twice for one click too many."""
    due = session.scalar(
        select(Clock.due_at).where(
            Clock.application_id == over.application.id, Clock.name == DEADLINE, Clock.stopped_at.is_(None)
        )
    )
    if (
        due is not None
        and waiting.rulebook(session, over.requisition).at(now).calendar.local_date(due) == until
    ):
        raise Conflict(f"It is kept already that they must answer by {spoken(until)}. Nothing was added.")


def waiting_for_us(session: Session, viewer: Viewer, *, most: int = 50) -> list[Deadline]:
    """Return those who must answer elsewhere and have no answer of ours, the earliest day first."""
    rows = session.execute(
        select(Clock.application_id, Clock.due_at, Candidate, Requisition.title, Office.zone)
        .join(Application, Application.id == Clock.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .where(Clock.id.in_(named_days.standing_ids(viewer, DEADLINE, most)))
        .order_by(Clock.due_at, Clock.application_id)
        .limit(most)
    )
    return [Deadline(id_, due, who.name, title, zone) for id_, due, who, title, zone in rows if due]


def answered_before_their_deadline(
    session: Session, viewer: Viewer, *, now: datetime, since: datetime | None = None
) -> Answered:
    """Return how often people had our answer before they had to give theirs elsewhere.

    now: aware UTC. since: only days that fell after this moment.
    """
    open_ = Clock.stopped_at.is_(None)
    past = func.coalesce(Clock.stopped_at, literal(now, UTCDateTime())) > Clock.due_at
    answered = Clock.result.in_(("on_time", "late"))
    statement = select(
        func.count().filter(Clock.result == "on_time"),
        func.count().filter(Clock.result == "late"),
        func.count().filter(and_(past, or_(open_, ~answered))),
        func.count().filter(and_(open_, ~past)),
        func.count().filter(and_(~open_, ~answered, ~past)),
    ).where(named_days.of(viewer, DEADLINE))
    if since is not None:
        statement = statement.where(Clock.due_at > since)
    return Answered(*session.execute(statement).one())
