"""Spans as they stood at one moment. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from recruiterdash.metrics.cuts import BY_ITSELF, Span
from recruiterdash.metrics.estimates import segments


class Place(NamedTuple):
    """A requisition as figures need it."""

    office_id: int
    title: str
    reference: str
    evergreen: bool


class View(NamedTuple):
    """One span as it stood at the moment asked about."""

    application_id: int
    requisition_id: int
    started_at: datetime
    #: None while it went on.
    ended_at: datetime | None
    #: Empty while it went on.
    outcome: str
    due_at: datetime | None
    how: str
    data: Mapping[str, Any]
    #: A later effort of theirs has taken its place.
    replaced: bool = False


def seen(application_id: int, requisition_id: int, span: Span, at: datetime) -> View | None:
    """Return a span as it stood at a moment, None when it had not begun. Pure."""
    if span.started_at > at:
        return None
    ended = span.ended_at is not None and span.ended_at <= at
    after = span.data.get("replaced")
    replaced = after is not None and datetime.fromisoformat(after) <= at
    outcome = (span.outcome or BY_ITSELF) if ended else ""
    return View(
        application_id,
        requisition_id,
        span.started_at,
        span.ended_at if ended else None,
        outcome,
        span.due_at,
        span.how,
        span.data,
        replaced,
    )


def held_by(view: View, until: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """Yield who held the next step during a wait, and from when to when. Pure."""
    held = [(datetime.fromisoformat(at), who) for at, who in view.data.get("held", ())]
    yield from segments(held, view.started_at, view.ended_at or until)
