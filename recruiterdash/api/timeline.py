"""The story of one application over all channels."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response
from msgspec import Struct

from recruiterdash import doors
from recruiterdash.api.answering import answers, said
from recruiterdash.api.asking import LARGEST, ListQuery, asked, row_id
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.journey.overview import overview
from recruiterdash.journey.timeline import Item, timeline
from recruiterdash.messages.withholding import story_for
from recruiterdash.paging import read_cursor, write_cursor
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_timeline", __name__)

#: More than anybody's story has: an entry and what undoes it must be read together, wherever a page ends.
WHOLE = 100_000


class TimelineQuery(ListQuery, frozen=True, kw_only=True):
    """Which part of the story."""


class Entry(Struct, frozen=True):
    """One thing that happened."""

    id: int
    type: str
    kind: str | None
    title: str
    #: What it means for the clocks when one might think otherwise.
    counts: str
    happened_at: datetime
    recorded_at: datetime
    #: Logged long after it happened.
    late: bool
    actor: str | None
    #: How we know: person, mail, import, system.
    source: str
    data: dict[str, Any]
    subject: str | None
    body: str | None
    interview: int | None
    #: Undone by a later entry.
    voided: bool
    undone_by: str | None
    undone_why: str | None
    #: Concerns the whole requisition.
    shared: bool


class Timeline(Struct, frozen=True):
    """One page of an application's story, the newest first."""

    items: list[Entry]
    next: str | None


@bp.get("/applications/<application_id>/timeline")
@answers(Timeline, TimelineQuery)
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(application_id: str) -> Response:
    """Return what happened to an application, the newest first."""
    number = row_id(application_id, "This application")
    query = asked(TimelineQuery)
    place = _place(query.cursor)
    session = doors.session()
    over = overview(session, doors.viewer(), number)
    told = timeline(session, over.application, limit=WHOLE, with_feedback=over.hears_of_feedback)
    story = story_for(session, doors.viewer(), told)
    rest = [item for item in story if place is None or _place_of(item) < place]
    shown = rest[: query.limit]
    following = write_cursor(_place_of(shown[-1])) if len(rest) > len(shown) else None
    return said(Timeline([entry(item) for item in shown], following))


def _place_of(item: Item) -> tuple[datetime, int]:
    return item.happened_at, item.event_id


def _place(cursor: str | None) -> tuple[datetime, int] | None:
    if cursor is None:
        return None
    match read_cursor(cursor):
        case [datetime() as at, int(number)] if at.tzinfo and 0 <= number <= LARGEST:
            return at, number
    raise BadInput("cursor: belongs to another list. Start again from the first page.")


def entry(item: Item) -> Entry:
    """Return one thing that happened, as a program reads it."""
    return Entry(
        id=item.event_id,
        type=item.type,
        kind=item.kind,
        title=item.title,
        counts=item.counts,
        happened_at=item.happened_at,
        recorded_at=item.recorded_at,
        late=item.late,
        actor=item.actor,
        source=item.source,
        data=dict(item.data),
        subject=item.subject,
        body=item.body,
        interview=item.interview_id,
        voided=item.voided,
        undone_by=item.undone_by,
        undone_why=item.undone_why,
        shared=item.shared,
    )
