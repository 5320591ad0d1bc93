"""Somebody else changed the same thing meanwhile: both versions on one page, and nothing is lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import render_template
from wtforms import Form
from wtforms.widgets import HiddenInput

from recruiterdash.team.changes import Change


class Difference(NamedTuple):
    """One field, as it is stored now and as this person has just typed it."""

    label: str
    theirs: str
    yours: str


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
