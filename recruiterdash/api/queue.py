"""The queues: who waits for us, worst first."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta, Struct
from sqlalchemy.orm import Session

from recruiterdash import doors, team
from recruiterdash.api.answering import Titled, answers, said
from recruiterdash.api.asking import ListQuery, Number, asked, storable
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.trouble import MOST, troubled
from recruiterdash.paging import Page, read_cursor, write_cursor
from recruiterdash.team.permissions import Permission, Viewer
from recruiterdash.waiting import queries
from recruiterdash.waiting.days import Ends, day_ends, offices
from recruiterdash.waiting.queries import Row
from recruiterdash.waiting.queues import QUEUES, Asked, Group

bp = Blueprint("api_queue", __name__)

QueueName = StrEnum("QueueName", {name: name for name in QUEUES})  # type: ignore[misc]
#: Queues of letters, by the state of the letter.
LETTERS = {"bounced": MessageState.BOUNCED, "uncertain": MessageState.UNCERTAIN}
Owner = Annotated[str, Meta(max_length=254, description="The responsible recruiter: their id or mailbox.")]


class QueueQuery(ListQuery, frozen=True, kw_only=True):
    """Which rows of which queue."""

    name: Annotated[QueueName, Meta(description="`all` holds everybody overdue.")] = QueueName("all")
    requisition: Number | None = None
    owner: Owner | None = None


class LastWord(Struct, frozen=True):
    """The last word of ours."""

    at: datetime
    kind: str | None


class Waiting(Struct, frozen=True):
    """One application of a queue."""

    application: int
    name: str
    internal: bool
    requisition: Titled
    stage: str
    #: The clock that puts it here; empty in queues that are not about a clock.
    clock: str | None
    since: datetime | None
    due_at: datetime | None
    #: Was overdue already when its history was imported.
    from_before: bool
    #: Who holds the next step, and their name where that is a colleague.
    waiting_on: str
    held_by: str | None
    #: The responsible recruiter's id.
    owner: int | None
    last_word: LastWord | None
    chasers: int
    promises_broken: int
    letters_on_way: int


class Queue(Struct, frozen=True):
    """One page of a queue."""

    items: list[Waiting]
    next: str | None


@bp.get("/queue")
@answers(Queue, QueueQuery)
@needs(Permission.SEE_QUEUE, Scope.VISIBLE)
def show() -> Response:
    """Return who waits in a queue, worst first, those from before the import last."""
    query = asked(QueueQuery)
    session, viewer = doors.session(), doors.viewer()
    wanted = Asked(str(query.name), _owner(session, query.owner), requisition_id=storable(query.requisition))
    find = _with_letters if wanted.queue in LETTERS else _waiting
    found = find(session, viewer, wanted, query)
    return said(Queue([row_of(row) for row in found.rows], found.next))


def row_of(row: Row) -> Waiting:
    """Return one row of a queue as a program reads it."""
    return Waiting(
        application=row.application_id,
        name=row.name,
        internal=row.internal,
        requisition=Titled(row.requisition_id, row.requisition),
        stage=row.stage,
        clock=row.clock,
        since=row.since,
        due_at=row.due_at,
        from_before=bool(row.from_before),
        waiting_on=row.holder,
        held_by=row.held_by,
        owner=row.owner_id,
        last_word=LastWord(row.last_word_at, row.last_word) if row.last_word_at else None,
        chasers=row.chasers,
        promises_broken=row.broken,
        letters_on_way=row.letters_on_way,
    )


def _owner(session: Session, given: str | None) -> int | None:
    if given is None:
        return None
    if given.isascii() and given.isdigit():
        return storable(int(given[:40]))
    try:
        return team.user_by_email(session, given).id
    except BadInput:
        raise BadInput("owner: nobody here has this mailbox.") from None


def _waiting(session: Session, viewer: Viewer, wanted: Asked, query: QueueQuery) -> Page[Row]:
    now = doors.now()
    return queries.rows(
        session,
        viewer,
        wanted,
        now=now,
        ends=_ends(session, wanted.queue, now),
        cursor=query.cursor,
        size=query.limit,
    )


def _ends(session: Session, queue: str, now: datetime) -> tuple[Ends, ...]:
    """Return when the offices' days end, for the queues that ask."""
    return day_ends(offices(session, now), now) if QUEUES[queue].group is Group.COMING else ()


def _with_letters(session: Session, viewer: Viewer, wanted: Asked, query: QueueQuery) -> Page[Row]:
    """Return the people whose last letter has trouble: few, so that a place in their list is a number."""
    ids = troubled(session, viewer, LETTERS[wanted.queue], most=MOST)
    rows = [
        row
        for row in queries.some(session, viewer, ids, now=doors.now())
        if wanted.owner_id in (None, row.owner_id) and wanted.requisition_id in (None, row.requisition_id)
    ]
    first = _place(wanted.queue, query.cursor)
    last = first + query.limit
    return Page(rows[first:last], write_cursor((wanted.queue, last)) if len(rows) > last else None)


def _place(queue: str, cursor: str | None) -> int:
    if cursor is None:
        return 0
    match read_cursor(cursor):
        case [str(name), int(place)] if name == queue and 0 <= place <= MOST:
            return place
    raise BadInput("cursor: belongs to another list. Start again from the first page.")
