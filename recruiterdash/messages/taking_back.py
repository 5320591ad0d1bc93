"""Decisions that were recorded together with letters, taken back with them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import bulk, journey
from recruiterdash.candidates.models import Application, Decision
from recruiterdash.messages.models import Message, MessageApplication


def hold(session: Session, message_ids: Collection[int]) -> None:
    """Let nobody else change the applications that letters speak of, until the transaction ends.

    Asked by who keeps letters back, after their rows and before anything that hangs on an application: whoever acts
    on one has it first and counts after, and the two would wait for each other.
    """
    about = select(MessageApplication.application_id).where(
        MessageApplication.message_id.in_(bulk.listed(session, message_ids))
    )
    session.execute(
        select(Application.id).where(Application.id.in_(about)).order_by(Application.id).with_for_update()
    )


def take_back(
    session: Session, message_ids: Collection[int], *, now: datetime, actor_id: int | None
) -> set[int]:
    """Undo the decisions recorded with letters that were kept back, and return whose applications those are.

    A letter about several roles may have recorded one for each. What somebody has decided anew stands.
    """
    recorded = session.scalars(
        select(Decision.id)
        .join(
            MessageApplication,
            (MessageApplication.application_id == Decision.application_id)
            & (MessageApplication.decision_number == Decision.number),
        )
        .join(Message, Message.id == MessageApplication.message_id)
        .where(
            Message.id.in_(bulk.listed(session, message_ids)),
            Message.decision_id.is_not(None),
            # made in the same stroke as the letter: one that stood before is not its to take back
            Decision.decided_at == Message.created_at,
        )
    ).all()
    return journey.take_back_each(session, recorded, now=now, actor_id=actor_id)
