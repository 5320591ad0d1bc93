"""Clocks of days that were named, by us or by them, as their lists and numbers look for them."""

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select, union_all

from recruiterdash.candidates.models import Application, ApplicationState
from recruiterdash.candidates.visibility import walled_ids
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import NAMED_DAYS, Clock

PROMISE = "PROMISE"
DEADLINE = "CANDIDATE_DEADLINE"

#: When a named day was over: as it was kept, moved or ended, or as it came.
OVER = func.coalesce(Clock.stopped_at, Clock.due_at, type_=Clock.due_at.type)


def of(viewer: Viewer, name: str) -> ColumnElement[bool]:
    """Return the condition on `Clock` alone: a day of this kind that the viewer may see.

    Nothing of it needs another row, so that an index answers it.
    """
    # written out, as the index is for these alone: a database looks no further than the words
    these = Clock.name.in_([literal_column(f"'{each}'") for each in NAMED_DAYS])
    this = Clock.name == literal_column(f"'{name}'")
    return and_(these, this, Clock.due_at.is_not(None), *_seen(viewer))


def standing_ids(viewer: Viewer, name: str, most: int) -> Select[int]:
    """Return the clocks of the days that stand, of open applications, so many at least of the earliest."""
    halves = [
        select(Clock.id)
        .join(Application, Application.id == Clock.application_id)
        .where(
            Clock.name == literal_column(f"'{name}'"),
            Clock.from_before if before else ~Clock.from_before,
            *(Clock.stopped_at.is_(None), ~Clock.soft, Clock.due_at.is_not(None)),
            Application.state == ApplicationState.ACTIVE,
            *_seen(viewer),
        )
        .order_by(Clock.due_at, Clock.application_id)
        .limit(literal_column(str(most)))
        .subquery()
        for before in (False, True)
    ]
    return select(union_all(*(select(half.c.id) for half in halves)).subquery().c.id)


def _seen(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    outside = Clock.application_id.not_in(walled_ids(viewer))
    if viewer.sees_everybody:
        return (outside,)
    return outside, Clock.requisition_id.in_(visible_ids(viewer))
