"""One application's story: all channels, in and out, newest first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application
from recruiterdash.journey.contacts import is_late
from recruiterdash.journey.models import Event
from recruiterdash.journey.words import counts_for, title_of
from recruiterdash.team.models import User


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


def timeline(session: Session, application: Application, limit: int = 200) -> list[Item]:
    """Return what happened to an application, newest first, in one statement.

    limit: how many of the newest entries at the most.
    """
    rows = session.execute(
        select(
            Event.id,
            Event.type,
            Event.kind,
            Event.happened_at,
            Event.recorded_at,
            Event.source,
            Event.data,
            Event.subject,
            Event.body,
            Event.interview_id,
            Event.voids_id,
            Event.application_id,
            User.name,
        )
        .outerjoin(User, User.id == Event.actor_id)
        .where(
            or_(
                Event.application_id == application.id,
                (Event.requisition_id == application.requisition_id) & Event.application_id.is_(None),
            )
        )
        .order_by(Event.happened_at.desc(), Event.id.desc())
        .limit(limit)
    ).all()
    undone = {row.voids_id: row for row in rows if row.type == "undo"}
    returned = {row.voids_id for row in rows if row.type == "bounce" and row.id not in undone}
    return [_item(row, undone.get(row.id), row.id in returned) for row in rows if row.type != "undo"]


def _item(row: Any, undo: Any | None, returned: bool) -> Item:
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
