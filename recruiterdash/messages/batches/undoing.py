"""A batch taken back: what has not left is cancelled with its decisions, what has left is named."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import Candidate, Decision
from recruiterdash.errors import Conflict, NotAllowed
from recruiterdash.messages import withdrawing
from recruiterdash.messages.approval import UNDONE
from recruiterdash.messages.batch_rows import Batch, BatchApplication, BatchRow, BatchState
from recruiterdash.messages.batches import sight
from recruiterdash.messages.batches.correcting import correction
from recruiterdash.messages.models import Message, MessageApplication, MessageChange, MessageState
from recruiterdash.messages.moving import FREE, MOVING, READY, Moving, move
from recruiterdash.messages.outbox import CHANGED
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office
from recruiterdash.team.permissions import Permission, Viewer

#: Kept back already, or never going to leave: nothing is left to undo.
_NOT_LEFT = (MessageState.CANCELLED, MessageState.FAILED)
#: Not yet on the wire: whoever holds a claimed letter asks for leave before DATA, and gets none for this one.
_KEPT = (*READY, MessageState.CLAIMED)
#: On the wire, or nobody knows: when it is refused for now, or to be sent again, it must not be tried any more.
_MAY_RETURN = (MessageState.DATA, MessageState.UNCERTAIN)


#: Why a letter was kept back that had not left.
SAID = "undone with its batch"


class Left(NamedTuple):
    """A letter that had left, or may have, when its batch was undone."""

    application_id: int
    message_id: int
    name: str
    state: MessageState
    #: The beginning of a letter that puts it right, for a person to finish.
    subject: str
    body: str


class Split(NamedTuple):
    """What became of the letters of an undone batch, each counted once, and of what was decided with them."""

    #: Kept back by the undo; given back to their writers before that; kept back one by one; refused for good.
    taken_back: int
    came_back: int
    alone: int
    refused: int
    #: Left, or may have.
    left: int
    #: Rejections that are as if they had never been, and those that stand.
    undecided: int
    standing: int


class Undone(NamedTuple):
    """What an undo did."""

    batch: Batch
    taken_back: int
    left: tuple[Left, ...]
    split: Split


def undo(session: Session, viewer: Viewer, batch_id: int, *, now: datetime) -> Undone:
    """Take a batch back as far as it has not left: letters, decisions, stages, clocks, promises and counts.

    Undone twice is undone once. now: aware UTC. Nothing is committed. Raises NotFound out of sight, NotAllowed
    without the permission, Conflict for a batch that nobody has confirmed.
    """
    batch = sight.batch(session, viewer, batch_id, to_change=True)
    if not viewer.may(Permission.SEND_BULK):
        raise NotAllowed("Taking back what was sent to many is not yours here.")
    if batch.state is BatchState.PREVIEWED:
        raise Conflict("Nobody has confirmed this batch: there is nothing to undo.")
    # once more for one that is undone: a letter that was on the wire may have been refused for now
    letters = _locked(session, batch.id)
    ready = [each for each in letters if each.state in _KEPT]
    returning = any(each.state in _MAY_RETURN for each in letters)
    undecided = _keep_back(session, ready, letters, viewer, now)
    if batch.state is BatchState.UNDONE and not (ready or undecided):
        return Undone(batch, batch.taken_back, left(session, batch.id), split(session, batch.id))
    batch.taken_back += len(ready)
    if ready or returning or undecided or batch.state is BatchState.NEEDS_APPROVAL:
        batch.state, batch.undone_at, batch.undone_by = BatchState.UNDONE, now, viewer.user_id
    session.flush()
    stayed = left(session, batch.id)
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="batch.undo",
        subject="batch",
        subject_id=batch.id,
        taken_back=len(ready),
        decisions=len(undecided),
        left=len(stayed),
    )
    return Undone(batch, batch.taken_back, stayed, split(session, batch.id))


def left(session: Session, batch_id: int) -> tuple[Left, ...]:
    """Return the letters of a batch that have left, or may have, or are being sent; one row an application."""
    rows = session.execute(
        select(
            BatchApplication.application_id,
            Message.id,
            Message.state,
            Message.sent_at,
            Candidate,
            Requisition.title,
            BatchRow.sender_name,
            Office.zone,
        )
        .join(BatchRow, BatchRow.id == BatchApplication.row_id)
        .join(Message, Message.id == BatchRow.message_id)
        .join(Candidate, Candidate.id == Message.candidate_id)
        .join(Requisition, Requisition.id == BatchApplication.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .where(BatchRow.batch_id == batch_id, Message.state.not_in(_NOT_LEFT))
        .order_by(BatchRow.position, BatchApplication.application_id)
    )
    return tuple(
        Left(
            id_,
            message_id,
            who.name,
            state,
            *correction(
                who.addressed,
                title,
                sent_at.astimezone(ZoneInfo(zone)).date() if sent_at else None,
                signer,
                who.language,
            ),
        )
        for id_, message_id, state, sent_at, who, title, signer, zone in rows
    )


def split(session: Session, batch_id: int) -> Split:
    """Return what an undo came to, to the last letter. For whoever has found the batch within the
    viewer's sight."""
    last = (
        select(func.max(MessageChange.id))
        .where(MessageChange.message_id == Message.id)
        .correlate(Message)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Message.state, MessageChange.reason, func.count())
        .join(BatchRow, BatchRow.message_id == Message.id)
        .join(MessageChange, MessageChange.id == last)
        .where(BatchRow.batch_id == batch_id)
        .group_by(Message.state, MessageChange.reason)
    )
    times: Counter[str] = Counter()
    for state, reason, count in rows:
        times[_became(state, reason)] += count
    made = session.execute(
        select(Decision.withdrawn_at.is_(None), func.count())
        .join(BatchApplication, BatchApplication.application_id == Decision.application_id)
        .join(BatchRow, BatchRow.id == BatchApplication.row_id)
        .join(Message, Message.id == BatchRow.message_id)
        .join(
            MessageApplication,
            (MessageApplication.message_id == Message.id)
            & (MessageApplication.application_id == Decision.application_id)
            & (MessageApplication.decision_number == Decision.number),
        )
        .where(BatchRow.batch_id == batch_id, BatchApplication.decides)
        .group_by(Decision.withdrawn_at.is_(None))
    )
    decided = {bool(stands): count for stands, count in made}
    return Split(
        taken_back=times["taken_back"],
        came_back=times["came_back"],
        alone=times["alone"],
        refused=times["refused"],
        left=times["left"],
        undecided=decided.get(False, 0),
        standing=decided.get(True, 0),
    )


def _became(state: MessageState, reason: str) -> str:
    """What one letter counts as in the split. reason: of its last change."""
    if state is MessageState.FAILED:
        return "refused"
    if state is not MessageState.CANCELLED:
        return "left"
    if reason in (SAID, f"{CHANGED}: {UNDONE}"):
        return "taken_back"
    return "came_back" if reason.startswith(CHANGED) else "alone"


def _locked(session: Session, batch_id: int) -> list[Moving]:
    """Return the letters of a batch, which nobody moves until the transaction ends.

    Who sends one meanwhile has its row: this waits for them, and sees what they did.
    """
    session.flush()
    statement: Any = (
        select(*MOVING)
        .where(
            Message.id.in_(select(BatchRow.message_id).where(BatchRow.batch_id == batch_id)),
        )
        .order_by(Message.id)
        .with_for_update(of=Message)
    )
    return [Moving._make(row) for row in session.connection().execute(statement)]


def _keep_back(
    session: Session, ready: list[Moving], letters: list[Moving], viewer: Viewer, now: datetime
) -> set[int]:
    """Keep the letters back that are ready, and return whose decisions are undone by that.

    letters: all of the batch: what was decided with one that came back before, or was refused, has been told to
    nobody either.
    """
    withdrawing.hold(session, [each.id for each in letters])
    # one that was sent before, and is to be sent again, may have arrived
    again = [each for each in ready if each.resent_at is not None]
    fresh = [each for each in ready if each.resent_at is None]
    move(session, fresh, MessageState.CANCELLED, now, actor_id=viewer.user_id, reasons=SAID, **FREE)
    move(session, again, MessageState.UNCERTAIN, now, actor_id=viewer.user_id, reasons=SAID, **FREE)
    untold = [each.id for each in letters if each in fresh or each.state in _NOT_LEFT]
    return withdrawing.take_back(session, untold, now=now, actor_id=viewer.user_id)
