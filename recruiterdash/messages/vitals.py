"""Signs of life: whether a worker is there, and how the outbox stands; what monitors and pages ask."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from recruiterdash.messages import ats
from recruiterdash.messages.models import WAITING, Message, MessageState
from recruiterdash.team.models import InstanceFact

#: The fact every worker renews every few seconds.
HEARTBEAT = "heartbeat"
#: A worker that has shown no sign of life for so long is not there.
SILENT = timedelta(seconds=60)
READY = (MessageState.HELD, MessageState.QUEUED)


class Kept(NamedTuple):
    """Letters that could leave if data from the ATS were not too old."""

    letters: int
    #: Since when the first of them could have left.
    since: datetime
    why: str


def heartbeat(session: Session) -> datetime | None:
    """Return the last sign of life of any worker."""
    return session.scalar(select(InstanceFact.at).where(InstanceFact.name == HEARTBEAT))


def silent(beat: datetime | None, now: datetime) -> bool:
    """Say whether no worker is there. beat: the last sign of life, None when there never was one."""
    return beat is None or now - beat > SILENT


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Return since when the letter that has waited longest could have left; None when none could."""
    may_leave = ats.leaving(ats.beside(session), now)
    due = select(func.min(Message.send_at)).where(
        WAITING, Message.state.in_(READY), Message.send_at <= now, may_leave
    )
    return session.scalar(due)


def kept_for_import(session: Session, now: datetime, which: ColumnElement[bool] | None = None) -> Kept | None:
    """Return which letters wait for a newer import and nothing else; None where none does.

    now: aware UTC. which: a condition on `Message`, where not all are asked for.
    """
    known = ats.beside(session)
    if not known.stale(now):
        return None
    counted = select(func.count(), func.min(Message.send_at)).where(
        WAITING,
        Message.state.in_(READY),
        Message.send_at <= now,
        ats.keeping(known, now),
        true() if which is None else which,
    )
    letters, since = session.execute(counted).one()
    return Kept(letters, since, ats.why_it_waits(known, now)) if letters else None


def by_state(session: Session) -> dict[MessageState, int]:
    """Return how many letters are in each state, also where there are none."""
    found = session.execute(select(Message.state, func.count()).group_by(Message.state))
    return dict.fromkeys(MessageState, 0) | dict(found.all())


def uncertain(session: Session) -> int:
    """Return how many letters wait for a person to say whether they arrived."""
    counted = select(func.count()).where(Message.state == MessageState.UNCERTAIN)
    return session.scalar(counted) or 0
