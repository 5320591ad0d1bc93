"""Somebody else changed the same thing meanwhile: both versions on one page, and nothing is lost."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from flask import render_template
from sqlalchemy import select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from wtforms import Form
from wtforms.widgets import HiddenInput

from recruiterdash.audit import OF_FEEDBACK, AuditRow
from recruiterdash.errors import Conflict
from recruiterdash.team.models import User


class Difference(NamedTuple):
    """One field, as it is stored now and as this person has just typed it."""

    label: str
    theirs: str
    yours: str


class Change(NamedTuple):
    """Who changed a thing last, and when."""

    who: str
    at: datetime


def conflict_page(
    title: str,
    fields: Sequence[tuple[str, str, str]],
    form: Form,
    retry_url: str,
    *,
    changed: Change | None = None,
) -> tuple[str, int]:
    """Return the page that shows both versions, with the form as it was typed ready to be saved after all.

    title: what was being changed. fields: label, what is stored now, what was typed, for each that differs.
    form: with the version that is stored now in its hidden field. retry_url: where the form is sent again.
    changed: who was first, if it is known.
    """
    for field in form:
        if isinstance(field.widget, HiddenInput):
            field.raw_data = None  # else the version that was sent is written again, not the one stored now
    page = render_template(
        "errors/conflict.html", title=title, fields=fields, form=form, retry_url=retry_url, changed=changed
    )
    return page, 409


def last_change(session: Session, subject: str, subject_id: int, *, feedback: bool = False) -> Change | None:
    """Return who changed a thing last, from the audit log; None when nobody did.

    feedback: acts on a record of feedback count, too; nobody but its readers learns of those.
    """
    row = session.execute(
        select(User.name, AuditRow.at)
        .select_from(AuditRow)
        .outerjoin(User, User.id == AuditRow.actor_id)
        .where(
            AuditRow.subject == subject,
            AuditRow.subject_id == subject_id,
            true() if feedback else ~AuditRow.act.startswith(OF_FEEDBACK),
        )
        .order_by(AuditRow.id.desc())
        .limit(1)
    ).one_or_none()
    return Change(row[0] or "the program", row[1]) if row is not None else None


def differences(form: Form, stored: Mapping[str, Any]) -> list[Difference]:
    """Return the fields whose typed value is not the stored one, both in words.

    stored: name of a field -> its value now, as the form would hold it.
    """
    found = []
    for name, value in stored.items():
        field = form[name]
        theirs, yours = _words(field, value), _words(field, field.data)
        if theirs != yours:
            found.append(Difference(field.label.text, theirs, yours))
    return found


def _words(field: Any, value: Any) -> str:
    """Say a field's value as the page shows it: the text of a choice, not its key."""
    if isinstance(value, list | tuple | set | frozenset):
        # a choice of several has no order; the same ones are no difference
        return ", ".join(sorted(_words(field, each) for each in value)) or "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    choices = getattr(field, "choices", None)
    if choices:
        pairs = choices.items() if isinstance(choices, dict) else (tuple(choice)[:2] for choice in choices)
        said = {str(key): str(words) for key, words in pairs}
        return said.get("" if value is None else str(value), str(value)) or "–"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "–" if value is None or value == "" else str(value)


@contextmanager
def unless_taken(session: Session, sentence: str) -> Iterator[None]:
    """Refuse with a sentence what somebody else saved in the same moment, which only the database can see."""
    try:
        yield
    except IntegrityError:
        session.rollback()
        raise Conflict(sentence) from None


def ensure_present(
    session: Session,
    seen: int | None,
    version: int,
    subject: str,
    subject_id: int,
    *,
    feedback: bool = False,
) -> None:
    """Refuse a press of a button on a page that is behind; the sentence says who was first, and when.

    seen: the version the page showed. version: the one stored now. feedback: see `last_change`. Raises Conflict.
    """
    if seen == version:
        return
    first = last_change(session, subject, subject_id, feedback=feedback)
    who = f" by {first.who}, {first.at:%d %b %H:%M} UTC" if first is not None else ""
    raise Conflict(f"This was changed{who} while you were looking. Nothing was done; look again.")
