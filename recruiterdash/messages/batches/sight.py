"""Batches as their viewers may see them: only whole, as a batch speaks of people."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.visibility import visible
from recruiterdash.errors import NotAllowed, NotFound
from recruiterdash.messages.batch_rows import Batch, BatchApplication, BatchRow, BatchState
from recruiterdash.messages.batches import rules
from recruiterdash.messages.crossing import WAITS
from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageState
from recruiterdash.team.models import User, UserGrant, UserRole
from recruiterdash.team.permissions import GRANTED, Permission, Viewer

WHAT = "This batch"


def batch(session: Session, viewer: Viewer, batch_id: int, *, to_change: bool = False) -> Batch:
    """Return a batch. to_change: nobody else moves it until the transaction ends.

    Raises NotFound when it is not there, or speaks of somebody who is not this viewer's to see.
    """
    statement = select(Batch).where(Batch.id == batch_id, within_sight(viewer))
    if to_change:
        statement = statement.with_for_update(of=Batch).execution_options(populate_existing=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(WHAT)
    return found


def readable(session: Session, viewer: Viewer, batch_id: int) -> Batch:
    """Return a batch for who sends to many or approves what others send. Raises NotFound, NotAllowed."""
    found = batch(session, viewer, batch_id)
    if not (viewer.may(Permission.SEND_BULK) or viewer.may(Permission.APPROVE_BATCH)):
        raise NotAllowed("Letters to many are not yours to read.")
    return found


def within_sight(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Batch`: no application in it is out of the viewer's sight."""
    seen = (
        exists()
        .where(Application.id == BatchApplication.application_id)
        .where(Candidate.id == Application.candidate_id, visible(viewer))
    )
    hidden = (
        select(BatchApplication.id)
        .where(BatchApplication.batch_id == Batch.id, ~seen)
        .correlate(Batch)
        .exists()
    )
    # of one whose letters were thrown away nobody can say any more whom it spoke of
    emptied = and_(Batch.state == BatchState.EXPIRED, Batch.created_by != viewer.user_id)
    return and_(~hidden, ~emptied)


def rows_of(session: Session, batch_id: int) -> Sequence[Any]:
    """Return the letters of a batch in their order, as plain rows."""
    table = BatchRow.__table__
    return session.execute(
        select(*(getattr(BatchRow, column.name) for column in table.columns))
        .where(BatchRow.batch_id == batch_id)
        .order_by(BatchRow.position)
    ).all()


def abouts_of(session: Session, batch_id: int) -> dict[int, list[BatchApplication]]:
    """Return what each letter of a batch is about, by the letter's row."""
    found: dict[int, list[BatchApplication]] = defaultdict(list)
    rows = session.scalars(
        select(BatchApplication)
        .where(BatchApplication.batch_id == batch_id, BatchApplication.row_id.is_not(None))
        .order_by(BatchApplication.application_id)
    )
    for row in rows:
        found[row.row_id or 0].append(row)
    return found


def sent_just_now(session: Session, user_id: int, now: datetime, but: int) -> int:
    """Return how many letters somebody's batches of the last minutes have, less those taken back.

    but: the batch that is about to be confirmed.
    """
    waits = Batch.state == BatchState.NEEDS_APPROVAL
    recent = (Batch.created_by == user_id, Batch.id != but, Batch.confirmed_at > now - rules.TOGETHER)
    queued = session.scalar(
        select(func.coalesce(func.sum(Batch.queued - Batch.taken_back), 0)).where(*recent, ~waits)
    )
    waiting = session.scalar(select(func.coalesce(func.sum(Batch.count), 0)).where(*recent, waits))
    return int(queued or 0) + int(waiting or 0)


def alone(session: Session, user_id: int) -> bool:
    """Return whether nobody else could approve a batch of this person."""
    roles = [role for role, held in GRANTED.items() if Permission.APPROVE_BATCH in held]
    by_role = exists().where(UserRole.user_id == User.id, UserRole.role.in_(roles))
    by_grant = exists().where(
        UserGrant.user_id == User.id, UserGrant.permission == Permission.APPROVE_BATCH.value
    )
    others = select(User.id).where(User.active, User.id != user_id, or_(by_role, by_grant))
    return session.scalar(others.limit(1)) is None


def state_of(session: Session, found: Batch, now: datetime) -> BatchState:
    """Return where a batch stands now: time ends a preview, and the last letter ends a batch."""
    if found.state is BatchState.PREVIEWED and now > found.expires_at:
        return BatchState.EXPIRED
    if found.state is BatchState.NEEDS_APPROVAL and now > (found.confirmed_at or now) + WAITS:
        return BatchState.EXPIRED
    if found.state is BatchState.SENDING and not _under_way(session, found.id):
        return BatchState.FINISHED
    return found.state


def _under_way(session: Session, batch_id: int) -> bool:
    open_ = (
        select(Message.id)
        .join(BatchRow, BatchRow.message_id == Message.id)
        .where(BatchRow.batch_id == batch_id, Message.state.in_([*ON_ITS_WAY, MessageState.UNCERTAIN]))
    )
    return session.scalar(open_.limit(1)) is not None
