"""What a newer file tells of applications that are here: more events, then their clocks once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import (
    Application,
    Decision,
    Disposition,
    Interview,
    InterviewKind,
    InterviewState,
    Outcome,
)
from recruiterdash.journey.decisions import FAMILIES
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.loading import ASSUMED_LENGTH
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import settle
from recruiterdash.requisitions.models import StageType


def take_in(
    session: Session, told: Sequence[tuple[Application, Sequence[Happened]]], *, now: datetime
) -> None:
    """Add happenings to applications that have a history, and bring their clocks up to them.

    told: applications of one requisition, locked by the caller, each with what is new, in order. Decisions
    and interviews get their rows. Nothing is committed.
    """
    for application, happenings in told:
        for each in happenings:
            session.add(_event(session, application, each, now))
    session.flush()
    settle(session, [application for application, _ in told], now=now)


def _event(session: Session, application: Application, said: Happened, now: datetime) -> Event:
    decision_id = interview_id = None
    if said.type == "decision":
        decision_id = _decision(session, application, said)
    elif said.type == "unreject":
        _take_back(session, application, now)
    elif said.type == "interview_held":
        interview_id = _interview(session, application, said)
    elif (said.type, said.kind) == ("in", "withdraw"):
        application.disposition = Disposition.WITHDREW
    return Event(
        requisition_id=application.requisition_id,
        application_id=application.id,
        type=said.type,
        kind=said.kind,
        happened_at=said.at,
        recorded_at=now,
        actor_id=said.actor_id,
        source=said.source,
        data=dict(said.data),
        subject=said.subject,
        body=said.body,
        decision_id=decision_id,
        interview_id=interview_id,
        source_key=said.source_key,
    )


def _decision(session: Session, application: Application, said: Happened) -> int:
    highest = select(func.max(Decision.number)).where(Decision.application_id == application.id)
    outcome = Outcome(str(said.data["value"]))
    reason = Disposition(said.data["reason"]) if said.data.get("reason") else None
    decision = Decision(
        application_id=application.id,
        number=(session.scalar(highest) or 0) + 1,
        outcome=outcome,
        reason=reason,
        family=FAMILIES[reason] if reason else None,
        decided_at=said.at,
        decided_by=said.actor_id,
    )
    if outcome is Outcome.REJECT:
        application.disposition = reason
    session.add(decision)
    session.flush()
    return decision.id


def _take_back(session: Session, application: Application, now: datetime) -> None:
    application.disposition = None
    standing = select(Decision).where(
        Decision.application_id == application.id, Decision.withdrawn_at.is_(None)
    )
    for decision in session.scalars(standing):
        decision.withdrawn_at = now


def _interview(session: Session, application: Application, said: Happened) -> int:
    stage = StageType(str(said.data.get("stage") or "interview"))
    owed = said.data.get("scorecards")
    interview = Interview(
        application_id=application.id,
        stage_type=stage,
        kind=InterviewKind(str(said.data.get("interview_kind") or "video")),
        state=InterviewState.HELD,
        starts_at=said.at - ASSUMED_LENGTH,
        ends_at=said.at,
        scorecards_owed=int(owed) if owed is not None else int(stage is not StageType.SCREEN),
    )
    session.add(interview)
    session.flush()
    return interview.id
