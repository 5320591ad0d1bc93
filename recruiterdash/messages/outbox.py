"""How an approved letter leaves, a function a phase; none commits.

    claim                 one letter, if its facts still hold            commit
    about_to_send_data    from here on it may have arrived               commit, then DATA
    record_answer         what the server said; acceptance stops clocks  commit

Whoever dies in between leaves a lease that runs out: before DATA the letter is queued again, after it nobody
can know, so it is uncertain until a person or later evidence decides. Time never sends a letter twice.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session, defer

from recruiterdash import journey, waiting
from recruiterdash.candidates.models import Application, Decision
from recruiterdash.errors import Conflict
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages.approval import changed_since_approval
from recruiterdash.messages.models import (
    ON_ITS_WAY,
    WAITING,
    Message,
    MessageApplication,
    MessageChange,
    MessageState,
)
from recruiterdash.messages.types import MessageType, heard

#: Waits before a letter is offered again, in multiples of RETRY_BASE (a minute): doubling to twelve hours,
#: and less than five days in all. Each is lengthened or shortened by up to a tenth, so that a crowd spreads.
RETRIES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, *[720] * 8)
JITTER = 0.1
#: A server that cannot be reached says nothing about a letter: the next goes first, no attempt is counted.
AWAY = 0.1
READY = (MessageState.HELD, MessageState.QUEUED)
CHANGED = "changed since it was approved"
_BEFORE_ANY_LETTER = frozenset({Phase.CONNECT, Phase.TLS, Phase.BANNER, Phase.HELLO, Phase.AUTH, Phase.RESET})


class Claimed(NamedTuple):
    """A letter in one worker's hands."""

    message_id: int
    #: Grows with each claim; a worker whose number is not the letter's own may not touch it.
    fence: int
    envelope_from: str
    recipient: str
    data: bytes


def next_due(session: Session) -> datetime | None:
    """Return the moment from which the next letter may leave, None when none waits."""
    return session.scalar(
        select(Message.send_at).where(WAITING, Message.state.in_(READY)).order_by(Message.send_at).limit(1)
    )


def claim(session: Session, worker: str, now: datetime, lease: timedelta) -> Claimed | None:
    """Take the letter that has waited longest, if there is one.

    worker: who takes it. now: aware UTC. lease: how long it is theirs. Letters whose facts changed since they
    were approved are cancelled on the way and return to their writers.
    """
    while (message := _longest_waiting(session, now)) is not None:
        reason = changed_since_approval(session, message, now) if message.frozen else "its bytes are gone"
        if reason:
            _move(session, message, MessageState.CANCELLED, now, reason=f"{CHANGED}: {reason}")
            continue
        _move(
            session,
            message,
            MessageState.CLAIMED,
            now,
            fence=message.fence + 1,
            lease_owner=worker,
            lease_until=now + lease,
        )
        return Claimed(
            message.id, message.fence, message.envelope_from, message.recipient, message.frozen or b""
        )
    return None


def about_to_send_data(
    session: Session, message_id: int, fence: int, now: datetime, lease: timedelta
) -> bool:
    """Write down that DATA comes next; False when this letter must not be sent by this worker, or at all.

    The caller commits, durably, before the verb. Facts are looked at once more: this is the last moment at
    which a letter can be kept back.
    """
    message = _held_by(session, message_id, fence, MessageState.CLAIMED)
    if message is None:
        return False
    if reason := changed_since_approval(session, message, now):
        _move(session, message, MessageState.CANCELLED, now, reason=f"{CHANGED}: {reason}")
        return False
    _move(session, message, MessageState.DATA, now, lease_until=now + lease)
    return True


def renew(session: Session, message_id: int, fence: int, now: datetime, lease: timedelta) -> bool:
    """Lengthen the lease on a letter in DATA; False when it is no longer this worker's."""
    theirs = (Message.id == message_id, Message.fence == fence, Message.state == MessageState.DATA)
    renewed = session.execute(
        update(Message).where(*theirs).values(lease_until=now + lease).returning(Message.id)
    )
    return renewed.scalar_one_or_none() is not None


def record_answer(
    session: Session, message_id: int, fence: int, answer: Answer, now: datetime, retry_base: float
) -> MessageState | None:
    """Write down what became of an attempt, and return the letter's state.

    answer: the last one of the attempt; accepted only when it followed the letter's final dot. now: the
    moment of that answer. retry_base: seconds, see RETRIES. None: the letter is no longer this worker's to
    settle. An answer that comes when the letter has become uncertain is evidence, and settles it.
    """
    message = _held_by(
        session, message_id, fence, MessageState.CLAIMED, MessageState.DATA, MessageState.UNCERTAIN
    )
    if message is None:
        return None
    said = _words(answer)
    if is_ours(answer):
        _again(session, message, now, timedelta(seconds=retry_base * AWAY), said, message.attempts)
    elif answer.accepted:
        _sent(session, message, now, said)
    elif answer.verdict is Verdict.AGAIN:
        _later_or_never(session, message, now, retry_base, said)
    elif answer.verdict is Verdict.REFUSED:
        _ended(session, message, MessageState.FAILED, now, said)
    else:
        _ended(session, message, MessageState.UNCERTAIN, now, said)
    return message.state


def is_ours(answer: Answer) -> bool:
    """Return whether an answer is about our access to the mail server and says nothing about the letter."""
    return answer.verdict is Verdict.OUR_FAULT or answer.phase in _BEFORE_ANY_LETTER


def expire_leases(session: Session, now: datetime) -> int:
    """Take letters back from workers whose lease has run out, and return how many.

    Claimed and not yet in DATA: queued again. In DATA: uncertain.
    """
    lost = session.scalars(
        select(Message)
        .where(
            WAITING, Message.state.in_((MessageState.CLAIMED, MessageState.DATA)), Message.lease_until < now
        )
        .options(defer(Message.frozen))
        .with_for_update(skip_locked=True)
    ).all()
    for message in lost:
        if message.state is MessageState.CLAIMED:
            _move(
                session,
                message,
                MessageState.QUEUED,
                now,
                reason="its sender stopped before sending",
                **_FREE,
            )
        else:
            reason = "its sender stopped while sending: it may have arrived"
            _ended(session, message, MessageState.UNCERTAIN, now, reason)
    return len(lost)


def cancel(session: Session, message: Message, now: datetime, actor_id: int | None, reason: str) -> None:
    """Keep a letter back that nobody has claimed; the caller holds its row and has looked at its state."""
    _move(session, message, MessageState.CANCELLED, now, actor_id=actor_id, reason=reason)


def opened(session: Session, message: Message, now: datetime, actor_id: int | None) -> None:
    """Write the first change of a letter that has just been made, and count it as on its way."""
    session.add(MessageChange(message_id=message.id, at=now, after=message.state.value, actor_id=actor_id))
    _count(session, message.id, +1)


_FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}


def _longest_waiting(session: Session, now: datetime) -> Message | None:
    return session.scalars(
        select(Message)
        .where(WAITING, Message.state.in_(READY), Message.send_at <= now)
        .order_by(Message.send_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _held_by(session: Session, message_id: int, fence: int, *states: MessageState) -> Message | None:
    return session.scalars(
        select(Message)
        .where(Message.id == message_id, Message.fence == fence, Message.state.in_(states))
        .options(defer(Message.frozen))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _sent(session: Session, message: Message, now: datetime, said: str) -> None:
    """Acceptance: the person has been told, so their clocks follow in the same transaction."""
    _ended(session, message, MessageState.SENT, now, said, sent_at=now)
    for about in _about(session, message.id):
        application = session.get_one(Application, about.application_id)
        kind, data = heard(MessageType(message.type), about.promised, about.asks, about.deadline)
        happened = journey.Happened(
            "out",
            now,
            kind,
            {**data, "message": message.id},
            subject=message.subject,
            body=message.body,
            source="mail",
            actor_id=message.actor_id,
            decision_id=_decision_told(session, about, data),
            source_key=f"message:{message.id}",
        )
        journey.record(session, application, happened, now=now)


def _decision_told(session: Session, about: MessageApplication, data: Mapping[str, Any]) -> int | None:
    if "decision" not in data or not about.decision_number:
        return None
    return session.scalar(
        select(Decision.id).where(
            Decision.application_id == about.application_id, Decision.number == about.decision_number
        )
    )


def _later_or_never(session: Session, message: Message, now: datetime, retry_base: float, said: str) -> None:
    if message.attempts >= len(RETRIES):
        _ended(
            session, message, MessageState.FAILED, now, f"given up after {message.attempts + 1} tries: {said}"
        )
        return
    spread = random.uniform(1 - JITTER, 1 + JITTER)
    wait = timedelta(seconds=retry_base * RETRIES[message.attempts] * spread)
    _again(session, message, now, wait, said, message.attempts + 1)


def _again(
    session: Session, message: Message, now: datetime, wait: timedelta, said: str, attempts: int
) -> None:
    _move(
        session,
        message,
        MessageState.QUEUED,
        now,
        reason=said,
        last_answer=said,
        attempts=attempts,
        send_at=now + wait,
        **_FREE,
    )


def _ended(
    session: Session, message: Message, after: MessageState, now: datetime, said: str, **values: Any
) -> None:
    _move(
        session,
        message,
        after,
        now,
        reason=said,
        last_answer=said,
        attempts=message.attempts + 1,
        **_FREE,
        **values,
    )


def _move(
    session: Session,
    message: Message,
    after: MessageState,
    now: datetime,
    *,
    actor_id: int | None = None,
    reason: str = "",
    **values: Any,
) -> None:
    """Change a letter's state: one row changed, one row written, the standing told when it leaves the way."""
    before = message.state
    changed = session.execute(
        update(Message)
        .where(Message.id == message.id, Message.state == before, Message.fence == message.fence)
        .values(state=after, **values)
        .returning(Message.id)
    )
    if changed.scalar_one_or_none() is None:
        raise Conflict("Somebody else moved this letter in the same moment. Nothing was done.")
    session.add(
        MessageChange(
            message_id=message.id,
            at=now,
            before=before.value,
            after=after.value,
            actor_id=actor_id,
            reason=reason[:500],
        )
    )
    if after in (MessageState.CANCELLED, MessageState.FAILED):
        for about in _about(session, message.id):
            about.released_at = now
    session.flush()
    if (before in ON_ITS_WAY) != (after in ON_ITS_WAY):
        _count(session, message.id, +1 if after in ON_ITS_WAY else -1)


def _count(session: Session, message_id: int, change: int) -> None:
    for about in _about(session, message_id):
        waiting.letters_changed(session, about.application_id, change)


def _about(session: Session, message_id: int) -> Sequence[MessageApplication]:
    return session.scalars(
        select(MessageApplication)
        .where(MessageApplication.message_id == message_id)
        .order_by(MessageApplication.application_id)
    ).all()


def _words(answer: Answer) -> str:
    code = f"{answer.code} " if answer.code else ""
    return f"{answer.phase.value}: {code}{answer.text}"[:500]
