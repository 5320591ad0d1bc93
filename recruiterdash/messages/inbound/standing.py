"""As much of how an application stands as tells two kinds of mail apart, and which day it is where its person is."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Decision,
    Interview,
    InterviewState,
    Outcome,
)
from recruiterdash.db import Key, Question, UTCDateTime
from recruiterdash.messages.hours import zone_named
from recruiterdash.messages.inbound.understanding import Stands
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office
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
_CASE = Question(
    select(
        Application.state,
        _BOOKED.correlate(Application),
        _DECIDED,
        Standing.holder,
        Standing.holder_changes_at,
        Standing.holder_then,
        Candidate.zone,
        Office.zone,
    )
    .join(Candidate, Candidate.id == Application.candidate_id)
    .join(Requisition, Requisition.id == Application.requisition_id)
    .join(Office, Office.id == Requisition.office_id)
    .outerjoin(Standing, Standing.application_id == Application.id)
    .where(Application.id == bindparam("application", type_=Key))
)


class Case(NamedTuple):
    """How an application stands, and where its person is."""

    stands: Stands
    #: The person's zone, the office's where theirs is not known.
    zone: str = ""

    def date_of(self, moment: datetime) -> date:
        """Return the date of a moment as whoever wrote then has it: "by Thursday" is said by their calendar."""
        return moment.astimezone(zone_named(self.zone) or UTC).date()


def case_of(session: Session, application_id: int, *, now: datetime) -> Case:
    """Return how an application stands. now: aware UTC."""
    ((state, booked, decided, holder, changes_at, then, zone, of_office),) = _CASE.ask(
        session, {"application": application_id, "now": now}
    )
    stands = Stands(
        told_no=state in _NO,
        asked=_holder(holder, changes_at, then, now) == "candidate",
        offered=decided is Outcome.OFFER,
        booked=bool(booked),
    )
    return Case(stands, zone or of_office)


def _holder(holder: str | None, changes_at: datetime | None, then: str | None, now: datetime) -> str | None:
    """Who holds the next step: as it stands, or as it stands since time alone has changed it."""
    return then if changes_at is not None and changes_at <= now else holder
