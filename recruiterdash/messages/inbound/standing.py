"""As much of how an application stands as tells two kinds of mail apart."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Interview,
    InterviewState,
    Outcome,
)
from recruiterdash.messages.inbound.understanding import Stands
from recruiterdash.waiting.models import Standing

_NO = (ApplicationState.REJECTED, ApplicationState.REQUISITION)


def stands(session: Session, application_id: int, *, now: datetime) -> Stands:
    """Return how an application stands. now: aware UTC."""
    application = session.get_one(Application, application_id)
    standing = session.scalars(
        select(Standing).where(Standing.application_id == application_id)
    ).one_or_none()
    booked = session.scalar(
        select(Interview.id)
        .where(
            Interview.application_id == application_id,
            Interview.state == InterviewState.SCHEDULED,
            Interview.ends_at > now,
        )
        .limit(1)
    )
    decision = journey.standing_decision(session, application_id)
    return Stands(
        told_no=application.state in _NO,
        asked=standing is not None and _holder(standing, now) == "candidate",
        offered=decision is not None and decision.outcome is Outcome.OFFER,
        booked=booked is not None,
    )


def _holder(standing: Standing, now: datetime) -> str | None:
    """Who holds the next step: as it stands, or as it stands since time alone has changed it."""
    changed = standing.holder_changes_at is not None and standing.holder_changes_at <= now
    return standing.holder_then if changed else standing.holder
