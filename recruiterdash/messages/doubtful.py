"""Letters of a restored or copied database that may have left already, from where the data came."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageState
from recruiterdash.messages.moving import FREE, MOVING, Moving, move
from recruiterdash.team.models import InstanceFact

#: The fact a backup carries inside: when it was begun.
BACKUP = "backup"


class Doubtful(NamedTuple):
    """One letter that may have gone."""

    id: int
    state: str
    type: str
    recipient: str
    message_id: str
    created_at: datetime
    send_at: datetime


def perhaps_gone(session: Session, since: datetime) -> list[Doubtful]:
    """Return the letters that may have left elsewhere, oldest first. since: see `may_have_gone`."""
    rows = session.execute(
        select(
            Message.id,
            Message.state,
            Message.type,
            Message.recipient,
            Message.message_id,
            Message.created_at,
            Message.send_at,
        )
        .where(may_have_gone(since))
        .order_by(Message.id)
    )
    return [
        Doubtful(id_, state.value, type_, recipient, name, created, due)
        for id_, state, type_, recipient, name, created, due in rows
    ]


def may_have_gone(since: datetime) -> ColumnElement[bool]:
    """Return the condition on `Message` that keeps letters that may have left elsewhere.

    since: when the data came here. What was approved before that waited there as well, so it may have left
    there; what was being sent may have arrived whatever the time.
    """
    unsure = Message.state.in_((MessageState.CLAIMED, MessageState.DATA, MessageState.UNCERTAIN))
    waited = and_(Message.state.in_((MessageState.HELD, MessageState.QUEUED)), Message.created_at <= since)
    return or_(unsure, waited)


def set_aside(session: Session, since: datetime, *, now: datetime, actor_id: int | None) -> int:
    """Make letters uncertain that may have left elsewhere, and return how many: nothing is sent twice unasked.

    since: as in `perhaps_gone`. A person settles each: it arrived, or it is sent.
    """
    ids = [each.id for each in perhaps_gone(session, since)]
    rows = session.execute(
        select(*MOVING)
        .where(Message.id.in_(ids), Message.state.in_(ON_ITS_WAY))
        .order_by(Message.id)
        .with_for_update()
    )
    theirs = [Moving._make(row) for row in rows]
    move(
        session,
        theirs,
        MessageState.UNCERTAIN,
        now,
        reasons="it may have left from where this database was before",
        actor_id=actor_id,
        **FREE,
    )
    return len(theirs)


def backup_moment(session: Session) -> datetime | None:
    """Return when the last backup of this database was begun; in a restored one, the backup it came from."""
    return session.scalar(select(InstanceFact.at).where(InstanceFact.name == BACKUP))
