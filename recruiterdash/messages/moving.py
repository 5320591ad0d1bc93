"""A letter moves from state to state: rows locked, changed together, and a row written for each change."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.errors import Conflict
from recruiterdash.messages import behind
from recruiterdash.messages.models import (
    ON_ITS_WAY,
    Message,
    MessageApplication,
    MessageChange,
    MessageState,
)

#: Not in any sender's hands.
READY = (MessageState.HELD, MessageState.QUEUED)
#: A letter that nobody works on any more.
FREE: Mapping[str, Any] = {"lease_owner": None, "lease_until": None}
_MESSAGES = cast(Table, Message.__table__)
_KEPT = 500


class Moving(NamedTuple):
    """One letter, locked until the transaction ends."""

    id: int
    state: MessageState
    fence: int
    attempts: int
    #: It was uncertain once, and a person had it sent again.
    resent_at: datetime | None


MOVING = (
    Message.id,
    Message.state,
    Message.fence,
    Message.attempts,
    Message.resent_at,
)


def locked(
    session: Session, fences: Mapping[int, int], states: Collection[MessageState]
) -> dict[int, Moving]:
    """Return those of some letters that stand in one of these states and are still in the same hands.

    fences: id of a letter -> the number its claim was given.
    """
    if not fences:
        return {}
    session.flush()
    found = session.connection().execute(
        select(*MOVING)
        .where(Message.id.in_(list(fences)), Message.state.in_(states))
        .order_by(Message.id)
        .with_for_update()
    )
    rows = map(Moving._make, found)
    return {row.id: row for row in rows if row.fence == fences[row.id]}


def move(
    session: Session,
    letters: Sequence[Moving],
    after: MessageState,
    now: datetime,
    *,
    reasons: Mapping[int, str] | str = "",
    actor_id: int | None = None,
    stood: MessageState | None = None,
    **values: Any,
) -> None:
    """Change the state of letters that are locked.

    reasons: one for all, or one for each by id. values: columns that all of them get.
    stood: where they stood for others.
    Raises Conflict when one was moved all the same.
    """
    if not letters:
        return
    moved = [
        {
            "letter": row.id,
            "was": row.state,
            "held": row.fence,
            "state": after,
            **values,
        }
        for row in letters
    ]
    _change(session, moved)
    said = reasons if isinstance(reasons, Mapping) else dict.fromkeys((row.id for row in letters), reasons)
    session.execute(
        insert(MessageChange),
        [
            {
                "message_id": row.id,
                "at": now,
                "before": (stood or row.state).value,
                "after": after.value,
                "actor_id": actor_id,
                "reason": said.get(row.id, "")[:_KEPT],
            }
            for row in letters
        ],
    )
    if after in (MessageState.CANCELLED, MessageState.FAILED, MessageState.BOUNCED):
        session.execute(
            update(MessageApplication)
            .where(MessageApplication.message_id.in_([row.id for row in letters]))
            .values(released_at=now)
        )
        behind.drop(session, [row.id for row in letters], now)
    _recount(session, letters, after)


def _change(session: Session, moved: list[dict[str, Any]]) -> None:
    columns = [name for name in moved[0] if name not in {"letter", "was", "held"}]
    statement = (
        update(_MESSAGES)
        .where(
            _MESSAGES.c.id == bindparam("letter"),
            _MESSAGES.c.state == bindparam("was"),
            _MESSAGES.c.fence == bindparam("held"),
        )
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    given = [
        {
            "letter": row["letter"],
            "was": row["was"],
            "held": row["held"],
            **{f"new_{name}": row[name] for name in columns},
        }
        for row in moved
    ]
    changed: Any = session.connection().execute(statement, given)
    if changed.rowcount not in (-1, len(moved)):
        raise Conflict("Somebody else moved this letter in the same moment. Nothing was done.")


def _recount(session: Session, letters: Iterable[Moving], after: MessageState) -> None:
    """Tell the standings when a letter sets out or leaves the way; what is sent is told when it is heard."""
    if after is MessageState.SENT:
        return
    sets_out = after in ON_ITS_WAY
    turned = [row.id for row in letters if (row.state in ON_ITS_WAY) != sets_out]
    count(session, turned, +1 if sets_out else -1)


def count(session: Session, message_ids: Sequence[int], by: int) -> None:
    """Count the letters on their way of every application that some letters speak of."""
    if not message_ids:
        return
    concerned = session.scalars(
        select(MessageApplication.application_id).where(MessageApplication.message_id.in_(message_ids))
    ).all()
    count_for(session, concerned, by)


def count_for(session: Session, application_ids: Sequence[int], by: int) -> None:
    """Count a letter on its way for each of these; an application that stands there twice has two."""
    session.flush()
    times = Counter(application_ids)
    tell = waiting.letters_set_out if by > 0 else waiting.letters_arrived
    for many in range(1, max(times.values(), default=0) + 1):
        tell(session, [each for each in times if times[each] >= many])


# --- one letter ------------------------------------------------------------------------------------


def keep_back(session: Session, message: Message, now: datetime, actor_id: int | None, reason: str) -> None:
    """Keep a letter back that nobody has claimed; the caller holds its row and has looked at its state.

    One that was sent before, and is to be sent again, becomes uncertain again: the first may have arrived.
    """
    after = MessageState.CANCELLED if message.resent_at is None else MessageState.UNCERTAIN
    move(session, [moving_of(message)], after, now, actor_id=actor_id, reasons=reason)
    session.refresh(message)


def opened(session: Session, message: Message, now: datetime, actor_id: int | None) -> None:
    """Write the first change of a letter that has just been made, and count it as on its way."""
    session.add(MessageChange(message_id=message.id, at=now, after=message.state.value, actor_id=actor_id))
    session.flush()
    count(session, [message.id], +1)


def moving_of(message: Message) -> Moving:
    """Return a letter as `move` takes it; the caller holds its row."""
    return Moving(message.id, message.state, message.fence, message.attempts, message.resent_at)
