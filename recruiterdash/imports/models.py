"""Where people come from: each file that was taken in, and what became of its rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.db import Model, one_of


class ImportState(StrEnum):
    PREVIEWED = "previewed"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


class ImportRun(Model):
    """One file, previewed or imported, with its report."""

    __tablename__ = "import_runs"
    __table_args__ = (Index(None, "digest"),)

    digest: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    format: Mapped[str] = mapped_column(String(24))
    state: Mapped[ImportState] = mapped_column(one_of(ImportState, "state"))
    #: Where the uploaded copy lies until it is imported or discarded.
    stored_as: Mapped[str | None] = mapped_column(String(255))
    #: What the person chose: office, zone, stage map ...
    choices: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    #: When the source was exported, as far as the file tells.
    data_as_of: Mapped[datetime | None]


class RememberedMapping(Model):
    """A choice confirmed once: a stage name's type, a colleague's name, a subject's class; what holds for all files."""

    __tablename__ = "import_mappings"
    __table_args__ = (Index(None, "source", "field", "value", unique=True),)

    source: Mapped[str] = mapped_column(String(24))
    field: Mapped[str] = mapped_column(String(24))
    value: Mapped[str] = mapped_column(String(200))
    meaning: Mapped[str] = mapped_column(String(80))
