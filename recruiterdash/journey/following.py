"""Facts were corrected, not events: the clocks that depend on them follow."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Candidate, Interview
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import record, settle, undo
from recruiterdash.requisitions.models import Requisition

#: Events that carry how many scorecards are owed and whether it was preliminary.
SAYS_FACTS = ("interview_scheduled", "interview_rescheduled", "interview_held")

#: Facts of a requisition that statutory duties ask for: clocks follow them.
STATUTORY = frozenset({"publicly_advertised", "employees_at_posting", "jurisdiction"})


def follow_requisition(session: Session, requisition: Requisition, *, now: datetime) -> None:
    """Bring the clocks of everybody in a requisition up to its corrected facts (statutory ones, say)."""
    statement = (
        select(Application)
        .where(Application.requisition_id == requisition.id)
        .order_by(Application.id)
        .with_for_update()
    )
    settle(session, list(session.scalars(statement)), now=now)


def follow_person(session: Session, candidate: Candidate, *, now: datetime) -> None:
    """Bring the clocks of a person's applications up to their corrected zone or internal flag."""
    statement = (
        select(Application)
        .where(Application.candidate_id == candidate.id)
        .order_by(Application.id)
        .with_for_update()
    )
    together: dict[int, list[Application]] = defaultdict(list)
    for application in session.scalars(statement):
        together[application.requisition_id].append(application)
    for applications in together.values():
        settle(session, applications, now=now)


def follow_interview(
    session: Session, application: Application, interview: Interview, *, now: datetime, actor_id: int | None
) -> None:
    """Say again what was said last of an interview, with its corrected panel and `preliminary`."""
    voided = select(Event.voids_id).where(Event.application_id == application.id, Event.voids_id.is_not(None))
    said = session.scalars(
        select(Event)
        .where(Event.interview_id == interview.id, Event.type.in_(SAYS_FACTS), Event.id.not_in(voided))
        .order_by(Event.id.desc())
        .limit(1)
    ).one_or_none()
    if said is None:
        return
    undo(session, said, now=now, actor_id=actor_id, reason="The interview's panel or kind was corrected.")
    facts = {**said.data, "scorecards": interview.scorecards_owed, "preliminary": interview.preliminary}
    again = Happened(said.type, said.happened_at, data=facts, actor_id=actor_id, interview_id=interview.id)
    record(session, application, again, now=now)
