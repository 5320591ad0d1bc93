"""What a person decides of a letter whose fate nobody knows: it arrived, or it is sent once more."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.errors import Conflict, NotFound
from recruiterdash.messages import hearing, queries
from recruiterdash.messages.brakes import worded
from recruiterdash.messages.models import Message, MessageChange, MessageState
from recruiterdash.messages.moving import move, moving_of
from recruiterdash.team.permissions import Viewer

ASKED = "Say how you know"


def arrived(
    session: Session, viewer: Viewer | None, message_id: int, reason: str, *, now: datetime
) -> Message:
    """Settle an uncertain letter as arrived: the person has been told, at the moment it was handed over.

    viewer: None is the installation itself. reason: how one knows. Raises NotFound out of sight, Conflict when
    it is not uncertain (any more), BadInput without a reason.
    """
    letter, reason = _uncertain(session, viewer, message_id), worded(reason, ASKED)
    actor = viewer.user_id if viewer else None
    move(
        session,
        [moving_of(letter)],
        MessageState.SENT,
        now,
        reasons=f"it arrived: {reason}",
        actor_id=actor,
        sent_at=_handed_over(session, letter) or now,
        heard=False,
    )
    session.refresh(letter)
    hearing.tell(session, [letter], now)
    _audit(session, now, actor, "letter.arrived", letter)
    return letter


def send_again(
    session: Session, viewer: Viewer | None, message_id: int, reason: str, *, now: datetime
) -> Message:
    """Send an uncertain letter once more, the same bytes with the same Message-ID; never a third time.

    Raises as `arrived`, and Conflict when it was sent again before.
    """
    letter, reason = _uncertain(session, viewer, message_id), worded(reason, ASKED)
    if letter.resent_at is not None:
        raise Conflict(
            "This letter was sent again once already, and nobody knows of either whether it arrived. "
            "Ask the person, or settle it as arrived."
        )
    actor = viewer.user_id if viewer else None
    move(
        session,
        [moving_of(letter)],
        MessageState.QUEUED,
        now,
        reasons=f"to be sent again: {reason}",
        actor_id=actor,
        resent_at=now,
        send_at=now,
        attempts=0,
    )
    session.refresh(letter)
    _audit(session, now, actor, "letter.again", letter)
    return letter


def _uncertain(session: Session, viewer: Viewer | None, message_id: int) -> Message:
    if viewer is None:
        found = session.scalars(
            select(Message).where(Message.id == message_id).with_for_update()
        ).one_or_none()
        if found is None:
            raise NotFound("This letter")
    else:
        found = queries.letter(session, viewer, message_id, to_change=True)
    if found.state is not MessageState.UNCERTAIN:
        raise Conflict(
            f"This letter is not uncertain: it is {found.state.value}. Somebody may have settled it meanwhile; "
            "nothing was done."
        )
    return found


def _handed_over(session: Session, letter: Message) -> datetime | None:
    """Return the moment at which it was last handed over."""
    return session.scalar(
        select(MessageChange.at)
        .where(MessageChange.message_id == letter.id, MessageChange.after == MessageState.DATA.value)
        .order_by(MessageChange.id.desc())
        .limit(1)
    )


def _audit(session: Session, now: datetime, actor: int | None, act: str, letter: Message) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor,
        act=act,
        subject="message",
        subject_id=letter.id,
        type=letter.type,
        state=letter.state.value,
    )
