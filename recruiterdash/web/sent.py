"""What the page says once a letter is on its way: what it stops, what is still owed, and by whom."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from recruiterdash.candidates.models import ApplicationState
from recruiterdash.journey.overview import overview
from recruiterdash.messages import MANNERS, MessageType, queries
from recruiterdash.messages.effects import effects
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.queries import some

#: Holders of the next step from whom a decision can come.
DECIDERS = frozenset({"recruiter", "hiring_manager"})


def then(
    session: Session,
    viewer: Viewer,
    application_id: int,
    type_: MessageType,
    promise: date | None,
    now: datetime,
) -> list[str]:
    """Return what becomes of the clocks once the letter is accepted, a sentence each.

    A row may stay where it is in the queue although the letter has gone: then a decision is still owed.
    """
    clocks = queries.running_clocks(session, application_id, now)
    about = overview(session, viewer, application_id)
    closed = about.application.state is not ApplicationState.ACTIVE
    said = effects(type_, clocks.keys() - {"DECISION"}, promise, closed=closed)
    if "DECISION" in clocks and MANNERS[type_].decision is None:
        said.append(_still_owed(session, viewer, application_id, now))
    return said


def _still_owed(session: Session, viewer: Viewer, application_id: int, now: datetime) -> str:
    (row,) = some(session, viewer, [application_id], now=now)
    if row.holder == "recruiter" and row.owner_id == viewer.user_id:
        return "The decision is still owed, by you."
    if row.holder == "interviewer":
        of = f" of {row.held_by}" if row.held_by else ""
        return f"The decision is still owed; a scorecard{of} is missing."
    if row.held_by and row.holder in DECIDERS:
        return f"The decision is still owed by {row.held_by}."
    return "The decision is still owed."
