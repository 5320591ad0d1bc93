"""Each colleague's own address for copies of what they send elsewhere: nothing of its secret is kept."""

import base64
import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit, mail
from recruiterdash.config import Settings
from recruiterdash.messages.inbound.models import CopyAddress


def address_of(session: Session, settings: Settings, user_id: int) -> str | None:
    """Return a user's own address for copies; None where no mailbox is read, or leaves no room for it."""
    if not settings.imap_url:
        return None
    return mail.copies_to(settings.sender_mailbox, user_id, secret_of(session, settings, user_id))


def renew(session: Session, user_id: int, *, now: datetime) -> None:
    """Give a user another secret; the address they had before counts nothing from now on."""
    row = session.scalars(
        select(CopyAddress).where(CopyAddress.user_id == user_id).with_for_update()
    ).one_or_none()
    if row is None:
        session.add(CopyAddress(user_id=user_id, number=2, renewed_at=now))
    else:
        row.number, row.renewed_at = row.number + 1, now
    session.flush()
    audit.note(session, at=now, actor_id=user_id, act="copies.renew", subject="user", subject_id=user_id)


def secret_of(session: Session, settings: Settings, user_id: int) -> str:
    """Return a user's present secret: 26 characters that nobody guesses, the same until they renew it."""
    number = session.scalar(select(CopyAddress.number).where(CopyAddress.user_id == user_id)) or 1
    made = hmac.new(settings.secret_key.encode(), f"copies:{user_id}:{number}".encode(), hashlib.sha256)
    return base64.b32encode(made.digest()[:16]).decode().rstrip("=").lower()
