"""A mail that we sent elsewhere becomes a word of ours, with its own date; and is taken back."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit, journey
from recruiterdash.candidates.models import Application
from recruiterdash.errors import Conflict
from recruiterdash.journey.recording import lock
from recruiterdash.mail.arriving import Opened
from recruiterdash.messages.inbound import undoing
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.team.models import Role, UserRole

#: A Date tells seconds, and by the clock of another machine.
CLOCKS_DIFFER = timedelta(minutes=1)
#: What such a mail is counted as.
OURS = "ours"
BEFORE_THEM = "It was written before they applied to this role. Nothing was counted."


def count(
    session: Session,
    mail: InboundMail,
    application: Application,
    written_at: datetime,
    opened: Opened,
    *,
    now: datetime,
    actor_id: int,
) -> None:
    """Count a mail as a word of ours to one application, at the moment it was written.

    written_at: aware. Raises Conflict when it was written before they applied.
    """
    lock(session, application)
    at = min(written_at, now)
    if at < application.applied_at - CLOCKS_DIFFER:
        raise Conflict(BEFORE_THEM)
    at = max(at, application.applied_at)
    private = _is_of_hr(session, application.id, actor_id)
    invites = any(each.type == "text/calendar" for each in opened.attachments)
    happened = journey.Happened(
        "out",
        at,
        "invite" if invites else "personal",
        {"channel": "email", "inbound": mail.id},
        subject=None if private else opened.subject or None,
        body=None if private else opened.text or None,
        actor_id=actor_id,
        source_key=f"copy:{mail.id}:{mail.version}",
    )
    mail.event_id = journey.record(session, application, happened, now=now).id
    mail.state, mail.for_hr = InboundState.THREADED, private
    mail.application_id, mail.candidate_id = application.id, application.candidate_id
    mail.settled_kind, mail.settled_at, mail.settled_by = OURS, now, actor_id
    session.flush()
    audit.note(session, at=now, actor_id=actor_id, act="inbound.ours", subject="inbound", subject_id=mail.id)


def take_back(session: Session, mail: InboundMail, *, now: datetime, actor_id: int) -> None:
    """Let a mail of ours count for nothing again: whoever sent it says anew whom it was for."""
    if mail.settled_kind != OURS or mail.application_id is None:
        raise Conflict("This mail does not count as ours. Nothing was done.")
    application = session.get_one(Application, mail.application_id)
    lock(session, application)
    undoing.undo(session, mail, application, now=now, actor_id=actor_id, reason="It was counted wrongly.")
    mail.state, mail.why = InboundState.UNMATCHED, "Somebody took back that it counts."
    mail.application_id = mail.candidate_id = None
    mail.settled_kind, mail.settled_at, mail.settled_by, mail.for_hr = "", None, None, False
    session.flush()
    audit.note(
        session, at=now, actor_id=actor_id, act="inbound.take_back", subject="inbound", subject_id=mail.id
    )


def _is_of_hr(session: Session, application_id: int, user_id: int) -> bool:
    """Somebody of HR writes to a person who has written to HR alone: the story shows none of these words."""
    theirs = select(InboundMail.id).where(InboundMail.application_id == application_id, InboundMail.for_hr)
    of_hr = select(UserRole.id).where(UserRole.user_id == user_id, UserRole.role == Role.HR)
    return session.scalar(of_hr) is not None and session.scalar(theirs.limit(1)) is not None
