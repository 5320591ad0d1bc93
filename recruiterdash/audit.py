"""Append-only rows that say who did what, written in the same transaction as the act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from recruiterdash.db import Key, Model

#: What acts on a record of feedback begin with: they stand at the application, and only readers of the record and
#: of this log learn of them.
OF_FEEDBACK = "feedback."


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


def note_each(
    session: Session,
    details: Mapping[int, Mapping[str, Any]],
    *,
    at: datetime,
    actor_id: int | None,
    act: str,
    subject: str,
) -> None:
    """Add one audit row for each of many rows of a kind. details: id of the row -> its detail, as for `note`."""
    if details:
        shared = {"at": at, "actor_id": actor_id, "act": act, "subject": subject}
        session.execute(
            insert(AuditRow),
            [{**shared, "subject_id": id_, "detail": dict(detail)} for id_, detail in details.items()],
        )
