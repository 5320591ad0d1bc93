"""The newest event there is: asked with the log-in, so that whether something has happened costs no statement more."""

from flask import g
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from recruiterdash.imports.under_way import NoImport
from recruiterdash.journey.models import Event

#: Nothing while an import is being written.
EVENT = case((NoImport(), select(func.max(Event.__table__.c.id)).scalar_subquery()))


def note(event: int | None) -> None:
    """Keep what the log-in's statement brought for this request."""
    g.newest_event = event


def event(session: Session) -> int | None:
    """Return the newest event's id as of this request's beginning; None while there is none, or an import runs."""
    if "newest_event" not in g:
        note(session.scalar(select(EVENT)))
    found: int | None = g.newest_event
    return found
