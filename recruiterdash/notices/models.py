"""What colleagues get: a row for each mail, written with its cause, sent at least once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.db import Model, one_of

#: What the sender looks for.
WAITING: dict[str, Any] = {
    "postgresql_where": text("state = 'waiting'"),
    "sqlite_where": text("state = 'waiting'"),
}


#: How the keys begin of those that tell of a hold on a record of feedback.
OF_HOLD = "hold:"
#: Of those that ask whoever decides about one person for a date, and of those that bring the answer back.
OF_ASKING = ("ask:", "holding:", "slip:", "deadline:", "answer:")


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Notice(Model):
    """One mail to one colleague. It may arrive twice, never not at all without a word here."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_waiting", "send_at", "id", **WAITING),
        Index(None, "user_id"),
    )

    #: What it is about, once: the same cause tells nobody twice.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: Whom it is about, if it is about one person: who may not see them may not read it either.
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    #: Empty for words that stand here; else what writes them as they leave, so that they say how things are then.
    kind: Mapped[str] = mapped_column(String(24), default="")
    subject: Mapped[str] = mapped_column(String(300))
    #: `{link}` stands where the signed address goes, which is made as it leaves.
    body: Mapped[str] = mapped_column(Text)
    #: What the address is signed for; emptied once it has left, so that a copy of the table opens nothing.
    link: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[NoticeState] = mapped_column(one_of(NoticeState, "state"))
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    created_at: Mapped[datetime]
    #: No earlier than this: grows with each try that failed for a while.
    send_at: Mapped[datetime]
    #: Whose turn it is to send it ends here.
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_answer: Mapped[str] = mapped_column(String(500), default="")
