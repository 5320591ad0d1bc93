"""Spans kept so that figures of a million applications need not read every event: copies, never the truth."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.db import Key, Model


class SpanRow(Model):
    """One span of one application, as `metrics.spans` tells it."""

    __tablename__ = "metric_spans"
    __table_args__ = (
        Index(None, "application_id"),
        Index("ix_metric_spans_started", "kind", "started_at"),
        Index("ix_metric_spans_ended", "kind", "ended_at"),
        Index(
            "ix_metric_spans_due",
            "kind",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
            sqlite_where=text("due_at IS NOT NULL"),
        ),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    requisition_id: Mapped[int] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(String(24))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(80))
    due_at: Mapped[datetime | None]
    how: Mapped[str] = mapped_column(String(24))
    #: Empty where there is nothing more to say, which is mostly.
    data: Mapped[dict[str, Any] | None]


class ReadRow(Model):
    """How far one application's events have been read into spans."""

    __tablename__ = "metric_reads"
    __table_args__ = (Index(None, "moved_at"),)

    application_id: Mapped[int] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), unique=True
    )
    #: The last event of its own, and the last of its requisition.
    last_event: Mapped[int] = mapped_column(BigInteger)
    last_of_requisition: Mapped[int] = mapped_column(BigInteger)
    #: The last moment at which anything happened or was recorded.
    moved_at: Mapped[datetime]


class ColumnRow(Model):
    """The spans of one kind of some neighbouring applications, as `metrics.columns` puts them into bytes."""

    __tablename__ = "metric_columns"
    __table_args__ = (UniqueConstraint("kind", "chunk"),)

    kind: Mapped[str] = mapped_column(String(24))
    #: Which applications: those whose number divided by `operations.NEIGHBOURS` is this.
    chunk: Mapped[int] = mapped_column(BigInteger)
    #: The round of sweeping that wrote it.
    round: Mapped[int] = mapped_column(BigInteger)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class SweepMark(Model):
    """Up to which event nothing can be missing any more; there is one row."""

    __tablename__ = "metric_marks"

    #: The rules of spans that were applied; other rules read everything anew.
    rules: Mapped[int]
    #: Counts the rounds that were written: of two sweepers at once one is too late.
    rounds: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[int] = mapped_column(BigInteger)
    #: On PostgreSQL numbers are given before they are seen: the newest event of the last sweep, and the first
    #: transaction that had not begun then. Once all before that one are over, the event is settled.
    pending: Mapped[int] = mapped_column(BigInteger)
    pending_until: Mapped[int] = mapped_column(BigInteger)
