"""The newest event there is: asked with the log-in, so that whether something has happened costs no statement more."""

from flask import g
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash.journey.models import Event

EVENT = select(func.max(Event.__table__.c.id)).scalar_subquery()


def note(event: int | None) -> None:
    """Keep what the log-in's statement brought for this request."""
    g.newest_event = event


def event(session: Session) -> int | None:
    """Return the id of the newest event as of this request's beginning; None while there is none."""
    if "newest_event" not in g:
        note(session.scalar(select(EVENT)))
    found: int | None = g.newest_event
    return found
