"""Whom a hold on a record is told to: HR by mail, without a word about whom or what it is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import notices
from recruiterdash.config import Settings
from recruiterdash.feedback.queries import Case
from recruiterdash.notices.models import OF_HOLD
from recruiterdash.team.models import Role, User, UserRole

SUBJECT = "Something on your list needs HR today"


def tell_hr_of_hold(session: Session, settings: Settings, found: Case, *, actor_id: int | None) -> int:
    """Tell everybody of HR who may see the record that a hold was put on one; return how many are told.

    actor_id: who put it there, and knows. Nothing is committed.
    """
    row = found.begun
    assert row.held_at is not None
    statement = (
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.HR, User.active, User.id.not_in(sorted(found.candidate.walled_off)))
        .order_by(User.id)
    )
    told = 0
    for user in session.scalars(statement).all():
        if user.id == actor_id:
            continue
        notice = notices.tell(
            session,
            user,
            f"{OF_HOLD}{row.id}:{row.held_at.isoformat()}:{user.id}",
            SUBJECT,
            f"Hello {user.name},\n\nsomething that you look after was put on hold and waits for you. "
            f"Log in and see what stands first:\n{settings.base_url}/feedback\n",
            now=row.held_at,
            settings=settings,
            application_id=found.application.id,
        )
        told += notice is not None
    return told
