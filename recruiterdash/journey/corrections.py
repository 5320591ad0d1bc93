"""Entries that people write by hand: private notes, and putting right what was logged."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import Application, Disposition
from recruiterdash.errors import BadInput, NotAllowed, NotFound
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.history import is_of_feedback
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import record, undo

#: What is logged by hand is taken back by hand; interviews and decisions have verbs of their own for that.
BY_HAND = frozenset({"in", "out", "note"})


def write_note(
    session: Session,
    application: Application,
    text: str,
    *,
    now: datetime,
    actor_id: int | None,
    at: datetime | None = None,
    key: str | None = None,
) -> Event:
    """Keep a note for colleagues; it moves no clock.

    at: the moment it is about, now when left out. key: names the request, see `logged_before`. Raises BadInput for
    an empty one, and for a moment to come or before they applied.
    """
    if not text.strip():
        raise BadInput("Write the note.")
    if at is not None and at < application.applied_at:
        raise BadInput("That was before they applied: look at the date.")
    _audit(session, now, actor_id, "note.write", application)
    note = Happened("note", at or now, body=text.strip(), actor_id=actor_id, source_key=key)
    return record(session, application, note, now=now)


def logged_before(
    session: Session, application: Application, happened: Happened, *, dated: bool
) -> Event | None:
    """Return the entry that the same request has made before, by its `source_key`.

    application: locked by the caller. dated: the request says when it happened. Raises BadInput when that request
    said something else.
    """
    before = session.scalars(
        select(Event).where(Event.application_id == application.id, Event.source_key == happened.source_key)
    ).one_or_none()
    if before is None:
        return None
    again = (happened.type, happened.kind, dict(happened.data), happened.body)
    same = again == (before.type, before.kind, before.data, before.body)
    if not same or (dated and before.happened_at != happened.at):
        raise BadInput("This Idempotency-Key came with another request before. Nothing was logged.")
    return before


def take_back_entry(
    session: Session,
    application: Application,
    event_id: int,
    reason: str,
    *,
    now: datetime,
    actor_id: int | None,
    with_feedback: bool,
) -> Event:
    """Undo an entry that somebody logged, with the reason; the clocks stand as if it had never been.

    with_feedback: whoever does it is told of feedback. Raises NotFound when it is not this application's or not
    theirs to know, NotAllowed when it was not logged by hand, BadInput without a reason, Conflict when it is undone
    already.
    """
    event = session.get(Event, event_id)
    if event is None or event.application_id != application.id:
        raise NotFound("This entry")
    if is_of_feedback(event.data) and not with_feedback:
        raise NotFound("This entry")
    if not by_hand(event.type, event.source):
        raise NotAllowed(
            "Only what was logged by hand is undone here; interviews, decisions and letters elsewhere."
        )
    if not reason.strip():
        raise BadInput("Say why it is taken back.")
    undone = undo(session, event, now=now, actor_id=actor_id, reason=reason.strip())
    if event.type == "in" and event.kind == "withdraw" and application.disposition is Disposition.WITHDREW:
        standing = standing_decision(session, application.id)
        application.disposition = standing.reason if standing else None
    _audit(session, now, actor_id, "contact.undo", application, event=event.id)
    return undone


def by_hand(type_: str, source: str) -> bool:
    """Return whether an entry was logged by a person, and can be undone on the page."""
    return type_ in BY_HAND and source == "person"


def _audit(
    session: Session, now: datetime, actor_id: int | None, act: str, application: Application, **detail: Any
) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=act,
        subject="application",
        subject_id=application.id,
        **detail,
    )
