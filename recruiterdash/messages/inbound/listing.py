"""The mails of a mailbox as programs list them, and whether the mailbox is read at all."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash.messages.inbound.models import InboundMail, InboundMailbox, InboundState

#: A mailbox that could not be read for so long is told on every page that asks, and by doctor.
BLIND = timedelta(minutes=15)
AT_ONCE = 1000


class Sight(NamedTuple):
    """How well a mailbox is read."""

    name: str
    #: Since when it is read at all, and when all there was had last been seen.
    since: datetime
    seen_at: datetime | None
    fault: str
    #: Mails that the server lists and does not give.
    withheld: int

    def blind_since(self, now: datetime) -> datetime | None:
        """Return since when nothing is seen, None while all is well."""
        last = self.seen_at or self.since
        return last if now - last > BLIND else None


def sights(session: Session) -> list[Sight]:
    """Return how well each mailbox is read."""
    rows = session.scalars(select(InboundMailbox).order_by(InboundMailbox.id))
    return [
        Sight(
            row.name,
            row.since,
            row.seen_at,
            row.fault,
            sum(each["tries"] > 1 for each in row.suspects.values()),
        )
        for row in rows
    ]


def quarantined(session: Session) -> int:
    """Return how many mails nobody could read."""
    found = select(func.count()).where(InboundMail.state == InboundState.QUARANTINE)
    return session.scalar(found) or 0


def listed_for_programs(session: Session, state: InboundState | None = None) -> list[dict[str, Any]]:
    """Return every mail, oldest first, without a word of what it says."""
    statement = select(
        InboundMail.id,
        InboundMail.state,
        InboundMail.digest,
        InboundMail.application_id,
        InboundMail.letter_id,
        InboundMail.twin_id,
        InboundMail.kind,
        InboundMail.settled_kind,
        InboundMail.arrived_at,
        InboundMail.size,
        InboundMail.why,
    ).order_by(InboundMail.id)
    if state is not None:
        statement = statement.where(InboundMail.state == state)
    return [
        {
            "id": row.id,
            "state": row.state.value,
            "sha256": row.digest,
            "application": row.application_id,
            "message": row.letter_id,
            "same_as": row.twin_id,
            "suggested": row.kind or None,
            "accepted": row.settled_kind or None,
            "arrived_at": row.arrived_at,
            "size": row.size,
            "why": row.why,
        }
        for row in session.execute(statement)
    ]
