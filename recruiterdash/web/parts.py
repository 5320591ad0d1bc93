"""Parts of pages that come out the same for the same values: written once, and kept for a little while."""

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import cast

from flask import current_app
from markupsafe import Markup

from recruiterdash import doors

#: They hold names of people: none of it stays longer than this, whatever becomes of the people.
KEPT = timedelta(minutes=10)
MOST_KEPT = 4_000

Given = tuple[tuple[str, Hashable], ...]


class Parts:
    """What has been written in the last minutes, by template and values."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        self.written: dict[tuple[str, Given], Markup] = {}


def part(template: str, **given: Hashable) -> Markup:
    """Return what a template makes of some values.

    The template looks at nothing else: not at the moment, the request or whoever asks. Values that are equal
    must read the same.
    """
    parts = _parts(doors.now())
    key = (template, tuple(given.items()))
    written = parts.written.get(key)
    if written is None:
        if len(parts.written) >= MOST_KEPT:
            parts.written.clear()
        text = current_app.jinja_env.get_template(template).render(given)
        written = parts.written[key] = Markup(text)  # noqa: S704 - escaped where it was rendered
    return written


def _parts(now: datetime) -> Parts:
    parts = cast(Parts, current_app.extensions.setdefault("recruiterdash.parts", Parts()))
    if parts.since is None or not timedelta(0) <= now - parts.since < KEPT:
        parts.since = now
        parts.written.clear()
    return parts
