"""One application's story: all channels, in and out, newest first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application
from recruiterdash.db import Key, Question
from recruiterdash.journey.contacts import is_late
from recruiterdash.journey.history import happening, is_of_feedback
from recruiterdash.journey.models import Event
from recruiterdash.journey.words import counts_for, title_of
from recruiterdash.team.models import User
from recruiterdash.waiting import Happening


class Item(NamedTuple):
    """One line of a timeline."""

    event_id: int
    type: str
    kind: str | None
    title: str
    #: What it does to the clocks, in a few words; empty when there is nothing to say.
    counts: str
    happened_at: datetime
    recorded_at: datetime
    late: bool
    actor: str | None
    source: str
    data: Mapping[str, Any]
    subject: str | None
    body: str | None
    interview_id: int | None
    #: Undone by a later entry; shown struck through, with who did it and why.
    voided: bool
    undone_by: str | None
    undone_why: str | None
    #: Concerns the whole requisition.
    shared: bool


class Story(NamedTuple):
    """What happened to an application, for its reader and for the rules, from one statement."""

    #: Newest first.
    items: list[Item]
    #: Oldest first.
    happenings: list[Happening]


class _Row(NamedTuple):
    id: int
    type: str
    kind: str | None
    happened_at: datetime
    recorded_at: datetime
    source: str
    data: dict[str, Any]
    subject: str | None
    body: str | None
    interview_id: int | None
    voids_id: int | None
    application_id: int | None
    name: str | None


_E, _U = Event.__table__.c, User.__table__.c
_ROWS = (
    select(
        _E.id,
        _E.type,
        _E.kind,
        _E.happened_at,
        _E.recorded_at,
        _E.source,
        _E.data,
        _E.subject,
        _E.body,
        _E.interview_id,
        _E.voids_id,
        _E.application_id,
        _U.name,
    )
    .select_from(Event.__table__.outerjoin(User.__table__, _U.id == _E.actor_id))
    .where(
        or_(
            _E.application_id == bindparam("application", type_=Key),
            and_(_E.requisition_id == bindparam("requisition", type_=Key), _E.application_id.is_(None)),
        )
    )
    .order_by(_E.happened_at.desc(), _E.id.desc())
)
_ALL, _NEWEST = Question(_ROWS), Question(_ROWS.limit(bindparam("most", type_=Integer)))


def timeline(
    session: Session, application: Application, limit: int = 200, *, with_feedback: bool
) -> list[Item]:
    """Return what happened to an application, newest first, in one statement.

    limit: how many of the newest entries at the most. with_feedback: its reader is told of feedback.
    """
    asked = {"application": application.id, "requisition": application.requisition_id, "most": limit}
    return _items(_told(_NEWEST.ask(session, asked), with_feedback))


def story(session: Session, application: Application, limit: int = 200, *, with_feedback: bool) -> Story:
    """Return the timeline together with all that the rules need, in one statement.

    limit: how many of the newest entries are shown; the rules are told all of them. with_feedback: its reader is told
    of feedback.
    """
    return story_later(session, application, limit, with_feedback=with_feedback)()


def story_later(
    session: Session, application: Application, limit: int = 200, *, with_feedback: bool
) -> Callable[[], Story]:
    """Ask for the `story` of an application, and return what gives it; see `db.together`."""
    asked = {"application": application.id, "requisition": application.requisition_id}
    found = _ALL.asking(session, asked)
    return lambda: _story(_told(found(), with_feedback), limit)


def _story(rows: list[_Row], limit: int) -> Story:
    told = [
        happening(row.type, row.kind, row.happened_at, row.data, row.id, row.voids_id, row.interview_id)
        for row in reversed(rows)
    ]
    return Story(_items(rows[:limit]), told)


def _told(found: Iterable[Any], with_feedback: bool) -> list[_Row]:
    """Return the entries that a reader is told; what undoes one of the others is not told either."""
    rows = [_Row(*row) for row in found]
    if with_feedback:
        return rows
    untold = {row.id for row in rows if is_of_feedback(row.data)}
    return [row for row in rows if row.id not in untold and row.voids_id not in untold]


def _items(rows: Sequence[_Row]) -> list[Item]:
    undone = {row.voids_id: row for row in rows if row.type == "undo"}
    returned = {row.voids_id for row in rows if row.type == "bounce" and row.id not in undone}
    return [_item(row, undone.get(row.id), row.id in returned) for row in rows if row.type != "undo"]


def _item(row: _Row, undo: _Row | None, returned: bool) -> Item:
    data = {**row.data, "bounced": True} if returned else row.data
    return Item(
        event_id=row.id,
        type=row.type,
        kind=row.kind,
        title=title_of(row.type, row.kind, data),
        counts=counts_for(row.type, row.kind, data),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        late=row.source == "person" and is_late(row.happened_at, row.recorded_at),
        actor=row.name,
        source=row.source,
        data=data,
        subject=row.subject,
        body=row.body,
        interview_id=row.interview_id,
        voided=undo is not None,
        undone_by=undo.name if undo is not None else None,
        undone_why=undo.body if undo is not None else None,
        shared=row.application_id is None,
    )
