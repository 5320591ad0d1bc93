"""What was done since a moment: words that answered, promises kept. For an emptied queue."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.visibility import walled_ids
from recruiterdash.journey.models import Event
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.kinds import OUT
from recruiterdash.waiting.models import Clock

#: A day's work is among the last so many events; a look must not read a year's.
LAST = 5000
ANSWERS = tuple(kind for kind, counts in OUT.items() if counts.reply == "any")


class Done(NamedTuple):
    """What was done."""

    answered: int
    promises_kept: int


def done_since(session: Session, viewer: Viewer, moment: datetime) -> Done:
    """Return how many people were answered and how many promises kept since a moment, in one statement."""
    newest = select(func.max(Event.id)).scalar_subquery()
    words = select(Event.application_id).where(
        Event.id > newest - LAST,
        Event.type == "out",
        Event.happened_at >= moment,
        Event.kind.in_(ANSWERS),
        Event.application_id.not_in(walled_ids(viewer)),
    )
    if not viewer.sees_everybody:
        words = words.where(Event.requisition_id.in_(visible_ids(viewer)))
    # looked up by itself: to count them by application SQLite would go through all events in that order
    answered = words.cte("answered").prefix_with("MATERIALIZED")
    kept = select(func.count()).where(
        Clock.application_id.in_(select(answered.c.application_id)),
        Clock.name == "PROMISE",
        Clock.result == "on_time",
        Clock.stopped_at >= moment,
    )
    people = select(func.count(distinct(answered.c.application_id))).scalar_subquery()
    return Done(*session.execute(select(people, kept.scalar_subquery())).one())
