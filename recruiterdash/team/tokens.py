"""Keys for programs: shown once, kept as a digest, dead when revoked or when their user is disabled."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.errors import Conflict, NotFound
from recruiterdash.team.identity import digest
from recruiterdash.team.models import ApiToken, TokenScope, User


def create_token(
    session: Session, user: User, scope: TokenScope, *, now: datetime, actor_id: int | None, name: str = ""
) -> str:
    """Return a new API token of a user; it cannot be shown again. Raises Conflict for a disabled user."""
    if not user.active:
        raise Conflict("A disabled user gets no token.")
    token = f"rd_{secrets.token_urlsafe(32)}"
    row = ApiToken(digest=digest(token), user_id=user.id, scope=scope, name=name.strip(), created_at=now)
    session.add(row)
    session.flush()
    _note(session, "token.create", row, now, actor_id)
    return token


def revoke_token(
    session: Session, user_id: int, token_id: int, *, now: datetime, actor_id: int | None
) -> None:
    """End one of a user's tokens. Raises NotFound for another's."""
    row = session.get(ApiToken, token_id)
    if row is None or row.user_id != user_id or row.revoked_at is not None:
        raise NotFound("This token")
    row.revoked_at = now
    _note(session, "token.revoke", row, now, actor_id)
    session.flush()


def revoke_tokens(session: Session, user_id: int, *, now: datetime, actor_id: int | None) -> int:
    """End every token of a user and return how many there were."""
    living = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    ending = session.scalars(living.order_by(ApiToken.id)).all()
    for row in ending:
        row.revoked_at = now
        _note(session, "token.revoke", row, now, actor_id)
    session.flush()
    return len(ending)


def _note(session: Session, act: str, row: ApiToken, now: datetime, actor_id: int | None) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=act,
        subject="token",
        subject_id=row.id,
        user=row.user_id,
        scope=row.scope.value,
    )
