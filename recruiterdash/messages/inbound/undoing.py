"""What a mail was counted as is taken back, with what hangs on it."""

from datetime import datetime

from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates import freezes
from recruiterdash.candidates.models import Application
from recruiterdash.errors import Conflict
from recruiterdash.journey.corrections import by_hand, take_back_entry
from recruiterdash.journey.models import Event
from recruiterdash.messages.inbound.models import InboundMail


def freeze_cause(mail_id: int) -> str:
    """Return what a freeze stands for that a mail has brought about."""
    return f"inbound:{mail_id}"


def undo(
    session: Session,
    mail: InboundMail,
    application: Application,
    *,
    now: datetime,
    actor_id: int,
    reason: str,
) -> None:
    """Take back what the mail was counted as, unless somebody did so in the timeline already."""
    cause = freeze_cause(mail.id)
    held = freezes.of_cause(session, cause)
    if held is not None and held.lifted_at is None:
        freezes.lift(session, cause, reason, now=now, actor_id=actor_id)
    event = session.get(Event, mail.event_id) if mail.event_id is not None else None
    mail.event_id = None
    if event is None:
        return
    try:
        with session.begin_nested():
            if by_hand(event.type, event.source):
                take_back_entry(
                    session,
                    application,
                    event.id,
                    reason,
                    now=now,
                    actor_id=actor_id,
                    with_feedback=True,
                )
            else:
                journey.undo(session, event, now=now, actor_id=actor_id, reason=reason)
    except Conflict:  # it is undone already: that is what was wanted
        return


def ensure_unmoved(mail: InboundMail, version: int | None) -> None:
    """Raises Conflict when the page showed an older state."""
    if version is not None and version != mail.version:
        raise Conflict("Somebody else has dealt with this mail meanwhile. Nothing was done; look again.")
