"""Somebody else changed the same thing meanwhile: who that was, and what is refused because of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from recruiterdash.audit import OF_FEEDBACK, AuditRow
from recruiterdash.errors import Conflict
from recruiterdash.team.models import User


class Change(NamedTuple):
    """Who changed a thing last, and when."""

    who: str
    at: datetime


def last_change(session: Session, subject: str, subject_id: int, *, feedback: bool = False) -> Change | None:
    """Return who changed a thing last, from the audit log; None when nobody did.

    feedback: acts on a record of feedback count, too; nobody but its readers learns of those.
    """
    row = session.execute(
        select(User.name, AuditRow.at)
        .select_from(AuditRow)
        .outerjoin(User, User.id == AuditRow.actor_id)
        .where(
            AuditRow.subject == subject,
            AuditRow.subject_id == subject_id,
            true() if feedback else ~AuditRow.act.startswith(OF_FEEDBACK),
        )
        .order_by(AuditRow.id.desc())
        .limit(1)
    ).one_or_none()
    return Change(row[0] or "the program", row[1]) if row is not None else None


def ensure_present(
    session: Session,
    seen: int | None,
    version: int,
    subject: str,
    subject_id: int,
    *,
    feedback: bool = False,
) -> None:
    """Refuse what was asked on a look that is behind; the sentence says who was first, and when.

    seen: the version that was looked at. version: the one stored now. feedback: see `last_change`. Raises Conflict.
    """
    if seen == version:
        return
    first = last_change(session, subject, subject_id, feedback=feedback)
    who = f" by {first.who}, {first.at:%d %b %H:%M} UTC" if first is not None else ""
    raise Conflict(f"This was changed{who} while you were looking. Nothing was done; look again.")


@contextmanager
def unless_taken(session: Session, sentence: str) -> Iterator[None]:
    """Refuse with a sentence what somebody else saved in the same moment, which only the database can see."""
    try:
        yield
    except IntegrityError:
        session.rollback()
        raise Conflict(sentence) from None
