"""What we owe, stored: the answers of the rules, one row a clock and one row an application."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column

from recruiterdash.db import Key, Model

#: Written as each database compares it with the queries': SQLite keeps no truth values.
OPEN: dict[str, Any] = {
    "postgresql_where": text("stopped_at IS NULL AND NOT soft"),
    "sqlite_where": text("stopped_at IS NULL AND soft = 0"),
}
#: Clocks of a day that was named: by us, or by the candidate for another offer.
NAMED_DAYS = ("PROMISE", "CANDIDATE_DEADLINE")
_NAMED_DAY = text(f"name IN ({', '.join(map(repr, NAMED_DAYS))}) AND due_at IS NOT NULL")
#: The next step is the candidate's.
THEIRS: dict[str, Any] = {
    "postgresql_where": text("holder = 'candidate'"),
    "sqlite_where": text("holder = 'candidate'"),
}


class PolicyVersion(Model):
    """All service levels and statutory packs as they stood from one moment on; editing makes the next one."""

    __tablename__ = "policy_versions"

    number: Mapped[int] = mapped_column(unique=True)
    #: Service level name -> business days.
    levels: Mapped[dict[str, Any]]
    #: Statutory duties, each with its source and who checked it when.
    packs: Mapped[list[dict[str, Any]]]
    #: In force from this moment; the first version is in force from ever.
    valid_from: Mapped[datetime]
    created_by: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")


class RequisitionLevels(Model):
    """The service levels a requisition has for itself, from one moment on; none of them: the policy holds again."""

    __tablename__ = "requisition_levels"
    __table_args__ = (UniqueConstraint("requisition_id", "number"),)

    requisition_id: Mapped[int] = mapped_column(ForeignKey("requisitions.id", ondelete="CASCADE"))
    number: Mapped[int]
    #: Service level name -> business days, of those alone that differ from the policy.
    levels: Mapped[dict[str, Any]]
    valid_from: Mapped[datetime]
    created_by: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")


class Clock(Model):
    """One running or finished duty towards one application.

    Overdue is a question: `stopped_at IS NULL AND due_at < now`. `due_at` is empty only while a pause has no
    known end. `until_at` is the moment after which the row no longer holds though nothing is recorded then.
    """

    __tablename__ = "clocks"
    __table_args__ = (
        UniqueConstraint("application_id", "name", "spell", "cycle"),
        # The queues, worst first: one clock name at a time for those who see all, one requisition's at a time
        # for everybody else. With `until_at` and the requisition they answer counts without the rows.
        Index(
            "ix_clocks_queue",
            "name",
            "from_before",
            "due_at",
            "application_id",
            "requisition_id",
            "until_at",
            **OPEN,
        ),
        Index(
            "ix_clocks_of_requisition",
            "requisition_id",
            "name",
            "from_before",
            "due_at",
            "application_id",
            "until_at",
            **OPEN,
        ),
        # Of the days that were named what became of each, without the rows.
        Index(
            "ix_clocks_promises",
            "name",
            "due_at",
            "stopped_at",
            "result",
            "requisition_id",
            "application_id",
            "id",
            postgresql_where=_NAMED_DAY,
            sqlite_where=_NAMED_DAY,
        ),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    requisition_id: Mapped[int] = mapped_column(Key)
    name: Mapped[str] = mapped_column(String(24))
    #: Counts reopenings of the application, and within one the times this clock was started.
    spell: Mapped[int]
    cycle: Mapped[int]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    until_at: Mapped[datetime | None]
    #: Business days left while paused.
    paused_left: Mapped[int | None]
    paused_at: Mapped[datetime | None]
    #: When a pause will end by itself.
    resumes_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    #: on_time, late, suspended, ended; empty while open.
    result: Mapped[str | None] = mapped_column(String(12))
    #: A hint: never overdue, never the headline.
    soft: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Was overdue already when its history was imported.
    from_before: Mapped[bool] = mapped_column(Boolean, default=False)
    policy_number: Mapped[int]
    calendar_number: Mapped[int]


class ClockChange(Model):
    """A later change of a clock: its due moved, a pause, a resumption, an undo; as-of views read these."""

    __tablename__ = "clock_changes"
    __table_args__ = (Index(None, "application_id", "recorded_at"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    name: Mapped[str] = mapped_column(String(24))
    spell: Mapped[int]
    cycle: Mapped[int]
    recorded_at: Mapped[datetime]
    #: The columns that changed, before and after, as ISO text.
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class UnderWay(Model):
    """How many letters are on their way to the candidate of an application; no row where there is none.

    A table of its own: a batch writes thousands of such numbers, and each standing has five indexes.
    """

    __tablename__ = "letters_under_way"

    #: That of the application.
    id: Mapped[int] = mapped_column(Key, ForeignKey("applications.id"), primary_key=True, autoincrement=False)
    letters: Mapped[int]


class Standing(Model):
    """Where one application stands: what queue and page read. Rebuilt by `clocks recompute`."""

    __tablename__ = "standings"
    __table_args__ = (
        Index(None, "requisition_id", "due_at"),
        Index("ix_standings_candidate", "holder_changes_at", "application_id", "requisition_id", **THEIRS),
        Index("ix_standings_candidate_of", "requisition_id", "holder_changes_at", "application_id", **THEIRS),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), unique=True)
    requisition_id: Mapped[int] = mapped_column(Key)
    #: The clock with the earliest unpaused due, and that due.
    headline: Mapped[str | None] = mapped_column(String(24))
    due_at: Mapped[datetime | None]
    #: Who holds the next step: now, the moment that changes by itself, and then.
    holder: Mapped[str] = mapped_column(String(24))
    holder_changes_at: Mapped[datetime | None]
    holder_then: Mapped[str | None] = mapped_column(String(24))
    last_word_at: Mapped[datetime | None]
    last_word: Mapped[str | None] = mapped_column(String(24))
    last_effort_at: Mapped[datetime | None]
    chasers: Mapped[int]
    slips: Mapped[int]
    #: Broken promises that are over; an open one that is overdue counts on top.
    broken: Mapped[int]
    #: Approved and not yet answered for by a mail server; no column of the table.
    letters_on_way: Mapped[int] = column_property(
        select(func.coalesce(func.max(UnderWay.letters), 0))
        .where(UnderWay.id == application_id)
        .correlate_except(UnderWay)
        .scalar_subquery()
    )
    #: Was overdue already when its history was imported.
    from_before: Mapped[bool] = mapped_column(Boolean, default=False)
    closed: Mapped[str | None] = mapped_column(String(16))
    decided_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    told_how: Mapped[str | None] = mapped_column(String(24))
    untold_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
