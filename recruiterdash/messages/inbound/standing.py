"""As much of how an application stands as tells two kinds of mail apart."""

from datetime import datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Decision,
    Interview,
    InterviewState,
    Outcome,
)
from recruiterdash.db import Key, Question, UTCDateTime
from recruiterdash.messages.inbound.understanding import Stands
from recruiterdash.waiting.models import Standing

_NO = (ApplicationState.REJECTED, ApplicationState.REQUISITION)

_BOOKED = exists().where(
    Interview.application_id == Application.id,
    Interview.state == InterviewState.SCHEDULED,
    Interview.ends_at > bindparam("now", type_=UTCDateTime()),
)
_DECIDED = (
    select(Decision.outcome)
    .where(Decision.application_id == Application.id, Decision.withdrawn_at.is_(None))
    .order_by(Decision.number.desc())
    .limit(1)
    .correlate(Application)
    .scalar_subquery()
)
#: One statement: every mail that is filed asks it.
_STANDS = Question(
    select(
        Application.state,
        _BOOKED.correlate(Application),
        _DECIDED,
        Standing.holder,
        Standing.holder_changes_at,
        Standing.holder_then,
    )
    .outerjoin(Standing, Standing.application_id == Application.id)
    .where(Application.id == bindparam("application", type_=Key))
)


def stands(session: Session, application_id: int, *, now: datetime) -> Stands:
    """Return how an application stands. now: aware UTC."""
    ((state, booked, decided, holder, changes_at, then),) = _STANDS.ask(
        session, {"application": application_id, "now": now}
    )
    return Stands(
        told_no=state in _NO,
        asked=_holder(holder, changes_at, then, now) == "candidate",
        offered=decided is Outcome.OFFER,
        booked=bool(booked),
    )


def _holder(holder: str | None, changes_at: datetime | None, then: str | None, now: datetime) -> str | None:
    """Who holds the next step: as it stands, or as it stands since time alone has changed it."""
    return then if changes_at is not None and changes_at <= now else holder
