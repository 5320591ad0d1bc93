"""What a mail server accepted has been said: the person's clocks follow."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, defer

from recruiterdash import journey
from recruiterdash.candidates.models import Decision
from recruiterdash.messages import behind, moving
from recruiterdash.messages.models import Message, MessageApplication
from recruiterdash.messages.types import MessageType, heard
from recruiterdash.messages.withholding import SEVERAL

#: Letters that are told in one transaction.
MOST = 50


def hear(session: Session, now: datetime, *, without: Collection[int] = (), only: int | None = None) -> int:
    """Tell the clocks of letters that were accepted, the earliest first; return how many they were.

    Under load a letter is recorded as sent before its clocks are told, so that the next may leave; whoever is
    killed in between leaves it to the next worker. without: letters that are left out. only: the one to tell.
    """
    wanted = Message.id.not_in(without) if only is None else Message.id == only
    letters = session.scalars(
        select(Message)
        .where(~Message.heard, wanted)
        .order_by(Message.id)
        .limit(MOST)
        .options(defer(Message.frozen))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    tell(session, letters, now)
    moving.count(session, [letter.id for letter in letters], -1)
    return len(letters)


def tell(session: Session, letters: Sequence[Message], now: datetime) -> None:
    """Record what these letters said, at the moment each was accepted; then happens what waited behind them."""
    if not letters:
        return
    by_id = {letter.id: letter for letter in letters}
    follows = behind.locked(session, list(by_id))
    abouts = session.scalars(
        select(MessageApplication)
        .where(MessageApplication.message_id.in_(list(by_id)))
        .order_by(MessageApplication.application_id)
    ).all()
    decisions = _decisions_told(session, abouts)
    roles = Counter(about.message_id for about in abouts)
    said = []
    for about in abouts:
        letter = by_id[about.message_id]
        type_ = MessageType(letter.type)
        kind, data = heard(type_, about.promised, about.asks, about.deadline, bulk=letter.to_many)
        happened = journey.Happened(
            "out",
            letter.sent_at or now,
            kind,
            {**data, "message": letter.id, **({SEVERAL: True} if roles[letter.id] > 1 else {})},
            subject=letter.subject,
            body=letter.body,
            source="mail",
            actor_id=letter.actor_id,
            decision_id=decisions.get((about.application_id, about.decision_number))
            if "decision" in data
            else None,
            source_key=f"message:{letter.id}",
        )
        said.append((about.application_id, happened))
    journey.record_each(session, said, now=now)
    behind.release(session, follows, now)
    session.execute(update(Message).where(Message.id.in_(list(by_id))).values(heard=True))


def unheard(session: Session, *, without: Collection[int] = ()) -> Sequence[int]:
    """Return the first accepted letters that wait for their clocks to be told."""
    return session.scalars(
        select(Message.id).where(~Message.heard, Message.id.not_in(without)).order_by(Message.id).limit(MOST)
    ).all()


def _decisions_told(session: Session, abouts: Sequence[MessageApplication]) -> dict[tuple[int, int], int]:
    """Return the decisions that letters carry, by application and number."""
    concerned = [each.application_id for each in abouts if each.decision_number]
    if not concerned:
        return {}
    rows = session.execute(
        select(Decision.application_id, Decision.number, Decision.id).where(
            Decision.application_id.in_(concerned)
        )
    )
    return {(application_id, number): id_ for application_id, number, id_ in rows}
