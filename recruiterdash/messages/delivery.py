"""What a worried person asks of the outbox: how many letters wait, and what became of those in trouble.

Every answer counts and names only letters within the viewer's sight; an administrator's is everybody's but for
who stands behind the wall.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, aliased, defer

from recruiterdash.candidates.models import Candidate
from recruiterdash.messages import vitals
from recruiterdash.messages.doubtful import may_have_gone
from recruiterdash.messages.models import (
    ON_ITS_WAY,
    WAITING,
    Message,
    MessageApplication,
    MessageChange,
    MessageState,
)
from recruiterdash.messages.queries import within_sight
from recruiterdash.messages.vitals import Kept
from recruiterdash.team.permissions import Viewer

#: No more are named on one page; the list of letters has them all.
MOST = 50
HELD, QUEUED = MessageState.HELD, MessageState.QUEUED


class Figures(NamedTuple):
    """How many letters stand where, before any server has answered for them."""

    #: Could leave at this moment, or are being handed over.
    waiting: int
    #: When the one of them that has waited longest was approved.
    oldest: datetime | None
    #: May still be taken back by their writers.
    undoable: int
    #: Were not taken yet, and are offered again later.
    resting: int


class Told(NamedTuple):
    """One letter, how it came to stand where it does, and whom to look at."""

    message: Message
    candidate: Candidate
    #: The first of those it speaks of.
    application_id: int
    at: datetime
    why: str


def figures(session: Session, viewer: Viewer, now: datetime) -> Figures:
    """Return how many letters wait."""
    rests = and_(Message.state == QUEUED, Message.attempts > 0, Message.send_at > now)
    undoable = and_(Message.state == HELD, Message.send_at > now)
    waits = and_(~rests, ~undoable)
    counted = session.execute(
        select(
            func.count(case((waits, 1))),
            func.min(case((waits, Message.created_at))),
            func.count(case((undoable, 1))),
            func.count(case((rests, 1))),
        ).where(WAITING, Message.state.in_(ON_ITS_WAY), within_sight(viewer))
    ).one()
    return Figures(*counted)


def kept_for_import(session: Session, viewer: Viewer, now: datetime) -> Kept | None:
    """Return which letters wait for newer data from the ATS and nothing else; None where none does."""
    return vitals.kept_for_import(session, now, within_sight(viewer))


def uncertain(session: Session, viewer: Viewer) -> list[Told]:
    """Return letters nobody knows of, those that have been so longest first."""
    return _told(session, viewer, Message.state == MessageState.UNCERTAIN, Message.id)


def returned(session: Session, viewer: Viewer, since: datetime) -> list[Told]:
    """Return letters that failed or bounced since a moment, the latest first."""
    came_back = Message.state.in_((MessageState.FAILED, MessageState.BOUNCED))
    lately = and_(came_back, MessageChange.at >= since)
    return _told(session, viewer, lately, MessageChange.id.desc())


def resting(session: Session, viewer: Viewer, now: datetime) -> list[Told]:
    """Return letters that are offered again later, the next one first."""
    rests = and_(WAITING, Message.state == QUEUED, Message.attempts > 0, Message.send_at > now)
    return _told(session, viewer, rests, Message.send_at)


def perhaps_gone(session: Session, viewer: Viewer, since: datetime) -> tuple[list[Told], int]:
    """Return the first of the letters that may have left elsewhere and that nobody doubts yet, and how many.

    since: when the data came here, see `doubtful`.
    """
    gone = and_(may_have_gone(since), Message.state.in_(ON_ITS_WAY))
    found = _told(session, viewer, gone, Message.id)
    counted = session.scalar(select(func.count()).select_from(Message).where(gone, within_sight(viewer)))
    return found, counted or 0


def _told(
    session: Session, viewer: Viewer, which: ColumnElement[bool], order: ColumnElement[Any] | Any
) -> list[Told]:
    change = aliased(MessageChange)
    newest = (
        select(func.max(change.id))
        .where(change.message_id == Message.id, change.after == Message.state)
        .correlate(Message)
        .scalar_subquery()
    )
    first = (
        select(func.min(MessageApplication.application_id))
        .where(MessageApplication.message_id == Message.id)
        .correlate(Message)
        .scalar_subquery()
    )
    rows: Sequence[Any] = session.execute(
        select(Message, Candidate, first, MessageChange.at, MessageChange.reason)
        .join(Candidate, Candidate.id == Message.candidate_id)
        .join(MessageChange, MessageChange.id == newest)
        .where(which, within_sight(viewer))
        .options(defer(Message.frozen), defer(Message.body))
        .order_by(order)
        .limit(MOST)
    ).all()
    return [Told(*row) for row in rows]
