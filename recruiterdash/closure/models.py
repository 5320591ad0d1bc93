"""Questions to hiring managers with their answers, and holding messages that wait to be read by a person."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.db import Model, one_of


class Answer(StrEnum):
    """What a manager says: yes, no, or until when they need."""

    ADVANCE = "advance"
    NO = "no"
    DATE = "date"


class DraftKind(StrEnum):
    #: Where they stand, before they have heard nothing for too long.
    HOLDING = "holding"
    #: A date that was named does not hold, or did not.
    DELAY = "delay"
    #: The third in a row is not written: who decides was told instead.
    ESCALATED = "escalated"


class ManagerQuestion(Model):
    """One question to a hiring manager about one person, answered once from the mail it came in."""

    __tablename__ = "manager_questions"
    __table_args__ = (Index(None, "application_id"), Index(None, "asked_of"))

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    asked_of: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: Empty when the program asked.
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Of the address it is answered at.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: Why it is asked now, as the manager reads it.
    why: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(one_of(Answer, "answer"))
    #: The day they will have decided by.
    until: Mapped[date | None]
    answered_at: Mapped[datetime | None]


class HoldingDraft(Model):
    """A letter nobody has written yet: it leaves only when a person reads and sends it."""

    __tablename__ = "holding_drafts"
    __table_args__ = (UniqueConstraint("application_id", "kind", "since"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    kind: Mapped[DraftKind] = mapped_column(one_of(DraftKind, "kind"))
    #: When the clock began that called for it.
    since: Mapped[datetime]
    #: Which one in a row this is, without news between.
    number: Mapped[int]
    #: The reason it gives, a word of `silence.CAUSES`.
    cause: Mapped[str] = mapped_column(String(32))
    #: The day it names.
    promise: Mapped[date | None]
    subject: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    #: Why it could not be written; empty when it was.
    refusal: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime]
    put_aside_at: Mapped[datetime | None]
    put_aside_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
