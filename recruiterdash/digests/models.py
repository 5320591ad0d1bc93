"""What colleagues chose about their digests, and who reminded whom of somebody who waits."""

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.db import Model


class DigestChoice(Model):
    """Whether a colleague wants digests; without a row they get them."""

    __tablename__ = "digest_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    wanted: Mapped[bool] = mapped_column(Boolean)
    changed_at: Mapped[datetime]


class Nudge(Model):
    """One person about whom one colleague asked another; of one person once a day."""

    __tablename__ = "nudges"
    __table_args__ = (UniqueConstraint("application_id", "day"), Index(None, "notice_id"))

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    #: Who was asked, and by whom.
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: In the zone of the requisition's office.
    day: Mapped[date]
    at: Mapped[datetime]
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))


class Escalation(Model):
    """One duty towards one person of which one colleague is told: once on each rung, for each day it was due."""

    __tablename__ = "escalations"
    __table_args__ = (
        UniqueConstraint("application_id", "clock", "due_at", "rung", "user_id"),
        Index(None, "notice_id"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    clock: Mapped[str] = mapped_column(String(24))
    due_at: Mapped[datetime]
    #: See `ladder`: before, at, and after the due.
    rung: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))
