"""Decisions about applications: recorded here, told by a letter."""

from datetime import datetime
from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta, Struct

from recruiterdash import doors, journey
from recruiterdash.api.answering import does, said
from recruiterdash.api.asking import LARGEST, Body, row_id, told
from recruiterdash.candidates.models import ApplicationState, Disposition, Outcome
from recruiterdash.doors import Scope, needs
from recruiterdash.journey.overview import overview
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_decisions", __name__)


class Decide(Body, frozen=True, kw_only=True):
    """A decision."""

    outcome: Outcome
    #: Needed for a rejection, and for nothing else; the candidate never sees it.
    reason: Disposition | None = None
    version: Annotated[
        int, Meta(ge=1, le=LARGEST, description="The application's version that was looked at.")
    ]


class DecisionMade(Struct, frozen=True):
    """A decision as it was recorded; nobody has been told by that."""

    application: int
    #: The application's version after it.
    version: int
    number: int
    outcome: Outcome
    reason: Disposition | None
    state: ApplicationState
    decided_at: datetime


@bp.post("/applications/<application_id>/decision")
@does(DecisionMade, Decide, statuses=(201,), refusals=(409,))
@needs(Permission.DECIDE, Scope.VISIBLE)
def decide(application_id: str) -> Response:
    """Record a decision.

    When the application was changed since, the answer is 409 and says by whom and when. The person is told by a
    letter.
    """
    number = row_id(application_id, "This application")
    session, viewer, asked = doors.session(), doors.viewer(), told(Decide)
    about = overview(session, viewer, number, to_change=True)
    made = journey.decide(
        session,
        about.application,
        asked.outcome,
        now=doors.now(),
        actor_id=viewer.user_id,
        version=asked.version,
        reason=asked.reason,
    )
    answer = DecisionMade(
        application=about.application.id,
        version=about.application.version,
        number=made.number,
        outcome=made.outcome,
        reason=made.reason,
        state=about.application.state,
        decided_at=made.decided_at,
    )
    session.commit()
    return said(answer, 201)
