"""What was published of how long people wait: one page a month, as it was said."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.db import Model


class PromisePage(Model):
    """One month's page; it stays as it was published until it is published anew or withdrawn."""

    __tablename__ = "promise_pages"

    #: As "2026-10".
    month: Mapped[str] = mapped_column(String(7), unique=True)
    document: Mapped[dict[str, Any]]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Then it is nowhere to be found.
    withdrawn_at: Mapped[datetime | None]
