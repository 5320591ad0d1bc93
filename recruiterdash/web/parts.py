"""Parts of pages that come out the same for the same values: written once, and kept for a little while."""

from collections.abc import Callable, Hashable
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
    """Return what a template makes of some values; see `writer`."""
    return writer(template)(**given)


def writer(template: str) -> Callable[..., Markup]:
    """Return what writes one template many times on this page.

    The template looks at nothing but the values it is given: not at the moment, the request or whoever asks.
    Values that are equal must read the same.
    """
    written = _parts(doors.now()).written

    def write(**given: Hashable) -> Markup:
        key = (template, tuple(given.items()))
        known = written.get(key)
        if known is None:
            if len(written) >= MOST_KEPT:
                written.clear()
            text = current_app.jinja_env.get_template(template).render(given)
            known = written[key] = Markup(text)  # noqa: S704 - escaped where it was rendered
        return known

    return write


def _parts(now: datetime) -> Parts:
    kept = current_app.extensions
    parts = cast(Parts, kept.get("recruiterdash.parts") or kept.setdefault("recruiterdash.parts", Parts()))
    if parts.since is None or not timedelta(0) <= now - parts.since < KEPT:
        parts.since = now
        parts.written.clear()
    return parts
