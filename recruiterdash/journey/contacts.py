"""Words that passed outside this program: calls, voicemails, meetings, letters, mail sent elsewhere."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import Application
from recruiterdash.journey.applications import withdraw
from recruiterdash.journey.contact import Channel, Contact, Reached
from recruiterdash.journey.contact_rules import ensure_possible
from recruiterdash.journey.decisions import ensure_unmoved
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import lock, record

__all__ = ["Channel", "Contact", "Reached", "is_late", "log_contact", "said"]

#: Logged this long after it happened, a contact is marked as late-logged.
LATE = timedelta(hours=24)


def log_contact(
    session: Session,
    application: Application,
    contact: Contact,
    *,
    now: datetime,
    actor_id: int | None,
    version: int | None = None,
    key: str | None = None,
) -> Event:
    """Record a word that passed elsewhere; it moves the clocks by what it was.

    version: the application version the person looked at, asked when a decision was told. key: names the request,
    see `logged_before`. A voicemail or an
    unanswered call is an attempt and moves none. Raises BadInput for a moment to come, a day that cannot be
    promised, a decision that was never made or told by an attempt; Conflict when somebody moved the
    application, or another decision is on record.
    """
    lock(session, application)
    ensure_possible(session, application, contact, now=now)
    if contact.decision:
        ensure_unmoved(session, application, version)
    if contact.direction == "in" and contact.kind == "withdraw":
        return _withdrawn(session, application, contact, now, actor_id, key)
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=audit.OF_FEEDBACK + "contact" if contact.feedback else "contact.log",
        subject="application",
        subject_id=application.id,
        direction=contact.direction,
        channel=contact.channel.value,
        late=is_late(contact.happened_at, now),
    )
    return record(session, application, said(contact, actor_id)._replace(source_key=key), now=now)


def said(contact: Contact, actor_id: int | None = None) -> Happened:
    """Return a contact as the happening that `record` takes."""
    return Happened(
        contact.direction,
        contact.happened_at,
        _kind(contact),
        _data(contact),
        body=contact.text or None,
        actor_id=actor_id,
    )


def _withdrawn(
    session: Session,
    application: Application,
    contact: Contact,
    now: datetime,
    actor_id: int | None,
    key: str | None,
) -> Event:
    return withdraw(
        session,
        application,
        at=contact.happened_at,
        now=now,
        actor_id=actor_id,
        body=contact.text or None,
        channel=contact.channel.value,
        key=key,
    )


def is_late(happened_at: datetime, recorded_at: datetime) -> bool:
    """Return whether something was logged so late that figures say so."""
    return recorded_at - happened_at > LATE


def _kind(contact: Contact) -> str:
    if contact.direction == "in":
        return contact.kind or "question"
    if contact.channel is Channel.PHONE and contact.reached is not Reached.REACHED:
        return "voicemail" if contact.reached is Reached.VOICEMAIL else "no_answer"
    return "personal" if contact.channel is Channel.EMAIL else contact.channel.value


def _data(contact: Contact) -> dict[str, Any]:
    said: dict[str, Any] = {
        "channel": contact.channel.value,
        "decision": contact.decision,
        "next_date": contact.promised.isoformat() if contact.promised else None,
        "deadline": contact.deadline.isoformat() if contact.deadline else None,
        "until": contact.until.isoformat() if contact.until else None,
        "status": contact.says_status,
        "asks": contact.asks,
        "keeps_promise": contact.keeps_promise,
        "feedback": contact.feedback,
    }
    return {key: value for key, value in said.items() if value}
