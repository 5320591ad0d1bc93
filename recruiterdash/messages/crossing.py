"""Letters that would cross: two of one kind to one person or one mailbox, at least one of them out of a batch."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import bulk
from recruiterdash.candidates.models import Candidate
from recruiterdash.messages.batch_rows import Batch, BatchRow, BatchState, RowState
from recruiterdash.messages.models import BATCH, ON_ITS_WAY, Message, MessageState
from recruiterdash.messages.types import NOES, MessageType, kind

#: What waits for a second person is approved within this time, or made again.
WAITS = timedelta(days=3)
COMING = "A letter of this kind to them, or to their mailbox, is on its way already, or may have arrived."
WAITING = (
    "A batch that was confirmed before, and waits for its second person, has a letter of this kind for them."
)


def coming(
    session: Session, people: Collection[int], type_: MessageType, *, of_batches: bool = False
) -> set[int]:
    """Return to whom of some people a letter of this kind is on its way, by whichever application or mailbox.

    of_batches: only letters of batches count: what one person wrote to one person is theirs to repeat.
    """
    twins = sharing(session, people)
    found = set(
        session.scalars(
            select(Message.candidate_id).where(
                Message.candidate_id.in_(bulk.listed(session, {*people, *twins})),
                Message.type.in_([each.value for each in kind(type_)]),
                or_(Message.state.in_([*ON_ITS_WAY, MessageState.UNCERTAIN]), ~Message.heard),
                *((Message.compose_token.startswith(BATCH),) if of_batches else ()),
            )
        )
    )
    return _told_of(found, twins) & set(people)


def noes(session: Session, person: int) -> list[int]:
    """Return the letters on their way, or that may have arrived, that tell somebody no, about whichever role."""
    found = session.scalars(
        select(Message.id).where(
            Message.candidate_id == person,
            Message.type.in_([each.value for each in NOES]),
            or_(Message.state.in_([*ON_ITS_WAY, MessageState.UNCERTAIN]), ~Message.heard),
        )
    )
    return list(found)


def waiting(
    session: Session,
    people: Collection[int],
    type_: MessageType,
    *,
    now: datetime,
    before: Batch | None = None,
) -> set[int]:
    """Return for whom of some people a batch that waits for its second person has a letter of this kind.

    now: aware UTC. before: only batches count that were confirmed before this one.
    """
    twins = sharing(session, people)
    earlier = (
        (
            or_(
                Batch.confirmed_at < before.confirmed_at,
                and_(Batch.confirmed_at == before.confirmed_at, Batch.id < before.id),
            ),
        )
        if before is not None and before.confirmed_at is not None
        else ()
    )
    found = set(
        session.scalars(
            select(BatchRow.candidate_id)
            .join(Batch, Batch.id == BatchRow.batch_id)
            .where(
                BatchRow.candidate_id.in_(bulk.listed(session, {*people, *twins})),
                BatchRow.state == RowState.ELIGIBLE,
                Batch.state == BatchState.NEEDS_APPROVAL,
                Batch.confirmed_at > now - WAITS,
                Batch.type.in_([each.value for each in kind(type_)]),
                *earlier,
            )
        )
    )
    return _told_of(found, twins) & set(people)


def crosses() -> ColumnElement[bool]:
    """Return the condition on `Message`, with its `Candidate` beside it, that another letter was first.

    Of two that are on their way the one that was approved first goes; one that has left, or may have, was first in
    any case. Two people of one batch who share a mailbox were seen to, and get a letter each.
    """
    other, twin, own, theirs = aliased(Message), aliased(Candidate), aliased(BatchRow), aliased(BatchRow)
    first = or_(
        and_(other.id < Message.id, other.state.in_(ON_ITS_WAY)),
        other.state.in_((MessageState.DATA, MessageState.UNCERTAIN)),
        and_(other.state == MessageState.SENT, other.sent_at >= Message.created_at),
    )
    alike = and_(other.id != Message.id, _kind(other.type) == _kind(Message.type), first)
    of_many = or_(other.compose_token.startswith(BATCH), Message.compose_token.startswith(BATCH))
    clash = and_(alike, of_many)
    together = (
        exists()
        .where(own.message_id == Message.id, theirs.message_id == other.id, own.batch_id == theirs.batch_id)
        .correlate(Message, other)
    )
    # one person is told all noes in one letter, whoever wrote the second in the same instant
    no = and_(_kind(Message.type) == "no", ~Candidate.internal)
    person = exists().where(other.candidate_id == Message.candidate_id, alike, or_(of_many, no))
    mailbox = exists().where(
        twin.email_folded == Candidate.email_folded,
        twin.id != Candidate.id,
        other.candidate_id == twin.id,
        clash,
        ~together,
    )
    return or_(person, mailbox)


def _kind(column: Any) -> ColumnElement[str]:
    return case((column.in_([each.value for each in NOES]), "no"), else_=column)


def sharing(session: Session, people: Collection[int]) -> dict[int, set[int]]:
    """Return whose mailbox some people share: other person -> those of them."""
    twin = aliased(Candidate)
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(Candidate.id, twin.id)
        .join(twin, and_(twin.email_folded == Candidate.email_folded, twin.id != Candidate.id))
        .where(Candidate.id.in_(bulk.listed(session, people)))
    )
    for id_, other in rows:
        found[other].add(id_)
    return found


def _told_of(found: Collection[int], twins: dict[int, set[int]]) -> set[int]:
    return set(found).union(*(twins.get(each, set()) for each in found))
