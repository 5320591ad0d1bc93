"""Append-only rows that say who did what, written in the same transaction as the act."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from recruiterdash.db import Key, Model


class AuditRow(Model):
    """One act. Rows are never changed; a trigger of the database refuses it."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject", "subject_id"), Index(None, "at"))

    at: Mapped[datetime]
    #: No foreign key: the row outlives the person.
    actor_id: Mapped[int | None] = mapped_column(Key)
    #: The verb, as `requisition.edit`.
    act: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int | None] = mapped_column(Key)
    #: Ids and changed fields before and after; never names, addresses, bodies or notes.
    detail: Mapped[dict[str, Any]]
    request_id: Mapped[str | None] = mapped_column(String(40))


def note(
    session: Session,
    *,
    at: datetime,
    actor_id: int | None,
    act: str,
    subject: str,
    subject_id: int | None = None,
    request_id: str | None = None,
    **detail: Any,
) -> None:
    """Add an audit row to the running transaction.

    at: aware UTC. actor_id: the acting user, None for the program itself. act: `noun.verb`. detail: ids and
    plain values only, free of personal data.
    """
    session.add(
        AuditRow(
            at=at,
            actor_id=actor_id,
            act=act,
            subject=subject,
            subject_id=subject_id,
            detail=detail,
            request_id=request_id,
        )
    )
