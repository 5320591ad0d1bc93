"""What happened: one row an event, never changed; an undo is an event that names the one it voids."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.db import Model


class Event(Model):
    """One happening, of one application or of a whole requisition (then `application_id` is empty)."""

    __tablename__ = "events"
    __table_args__ = (
        Index(
            "ix_events_of_requisition",
            "requisition_id",
            "happened_at",
            postgresql_where=text("application_id IS NULL"),
            sqlite_where=text("application_id IS NULL"),
        ),
        # told twice by an import, a happening has the same moment; what our own mail tells happens once, ever
        UniqueConstraint("application_id", "happened_at", "source_key"),
        Index(
            "ix_events_told_once",
            "application_id",
            "source_key",
            unique=True,
            postgresql_where=text("source <> 'import'"),
            sqlite_where=text("source <> 'import'"),
        ),
    )

    requisition_id: Mapped[int] = mapped_column(ForeignKey("requisitions.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    #: What happened (applied, out, in, interview_held ...) and, for words, which kind of word.
    type: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str | None] = mapped_column(String(32))
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: How we know: person, mail, import, system.
    source: Mapped[str] = mapped_column(String(16))
    #: What the rules need: decision, next_date, asks, deadline, until, end, stage, scorecards ...
    data: Mapped[dict[str, Any]]
    subject: Mapped[str | None] = mapped_column(String(500))
    body: Mapped[str | None] = mapped_column(Text)
    voids_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    interview_id: Mapped[int | None] = mapped_column(ForeignKey("interviews.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    #: Names the row of an import it came from, so that the same file adds it once.
    source_key: Mapped[str | None] = mapped_column(String(64))
