"""A month published, and withdrawn again."""

import re
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.config import Settings
from recruiterdash.errors import NotFound
from recruiterdash.openness import sheet, telling
from recruiterdash.openness.models import PromisePage

PAGE = "This page"
_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def title_of(month: str) -> str:
    """Return what a month's page is called."""
    return f"How long people waited for us: {_NAMES[int(month[5:]) - 1]} {month[:4]}"


class Prepared(NamedTuple):
    """A month as it would be published."""

    document: dict[str, Any]
    pdf: bytes


def prepare(session: Session, settings: Settings, month: str, *, now: datetime) -> Prepared:
    """Return a month as it is told now. Reads alone, as figures take their time.

    month: as "2026-10". Raises BadInput for a month that is not over.
    """
    document = telling.document_of(session, settings, month, now)
    return Prepared(document, sheet.pdf_of(document, title_of(month)))


def publish(session: Session, prepared: Prepared, *, now: datetime, actor_id: int) -> PromisePage:
    """Publish a month in place of what was said of it before. Nothing is committed."""
    month = str(prepared.document["month"])
    page = session.scalars(
        select(PromisePage).where(PromisePage.month == month).with_for_update()
    ).one_or_none()
    if page is None:
        page = PromisePage(month=month)
        session.add(page)
    page.document, page.pdf, page.withdrawn_at = prepared.document, prepared.pdf, None
    page.published_at, page.published_by = now, actor_id
    session.flush()
    _note(session, "promise_page.publish", month, now, actor_id)
    return page


def withdraw(session: Session, month: str, *, now: datetime, actor_id: int) -> None:
    """Take a month's page away. Raises NotFound when there is none."""
    page = published(session, month)
    page.withdrawn_at = now
    session.flush()
    _note(session, "promise_page.withdraw", month, now, actor_id)


def published(session: Session, month: str = "") -> PromisePage:
    """Return a month's page, the latest when none is named. Raises NotFound, always alike."""
    if month and not re.fullmatch(r"\d{4}-\d{2}", month):
        raise NotFound(PAGE)
    found = select(PromisePage).where(PromisePage.withdrawn_at.is_(None))
    if month:
        found = found.where(PromisePage.month == month)
    page = session.scalars(found.order_by(PromisePage.month.desc()).limit(1)).one_or_none()
    if page is None:
        raise NotFound(PAGE)
    return page


def months(session: Session) -> list[tuple[str, datetime, datetime | None]]:
    """Return every month that was ever published, the latest first: when, and when it was withdrawn."""
    rows = session.execute(
        select(PromisePage.month, PromisePage.published_at, PromisePage.withdrawn_at).order_by(
            PromisePage.month.desc()
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def data_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return what everybody may tell the curve from again."""
    names = ("month", "as_of", "first", "last", "waits", "left_out", "curve", "median", "definitions")
    return {"unit": "business days", **{name: document[name] for name in names}}


def last_month(day: date) -> str:
    return telling.month_before(day)


def _note(session: Session, act: str, month: str, now: datetime, actor_id: int) -> None:
    audit.note(session, at=now, actor_id=actor_id, act=act, subject="promise_page", month=month)
