"""What a viewer is told of a standing whose first due may be one of feedback, which is not everybody's to know."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, and_, case, literal, not_, or_, select

from recruiterdash.candidates.visibility import hears_of_feedback, told_of_feedback
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.kinds import CLOCKS, FEEDBACK
from recruiterdash.waiting.models import Clock

_CLOCKS: FromClause = Clock.__table__


class Told(NamedTuple):
    """What is due first, by when, and who holds the next step."""

    headline: ColumnElement[Any]
    due_at: ColumnElement[Any]
    holder: ColumnElement[Any]


def told_clocks(viewer: Viewer | None, clocks: Any) -> ColumnElement[bool] | None:
    """Return the condition on clocks that leaves out those the viewer is not told of; None when none are.

    clocks: columns of clocks.
    """
    if hears_of_feedback(viewer):
        return None
    part = told_of_feedback(viewer, clocks.requisition_id, clocks.application_id)
    return or_(clocks.name.not_in(FEEDBACK), part)


def told_standing(
    viewer: Viewer | None, standings: Any, holder: ColumnElement[Any], now: datetime | ColumnElement[Any]
) -> Told:
    """Return what a viewer is told of standings: with feedback first that is not theirs to know, what comes after it.

    standings: columns of standings. holder: who holds the next step at `now`.
    """
    s = standings
    if hears_of_feedback(viewer):
        return Told(s.headline, s.due_at, holder)
    hidden = and_(
        s.headline.in_(FEEDBACK), not_(told_of_feedback(viewer, s.requisition_id, s.application_id))
    )
    after, due = (_after_feedback(s.application_id, name, now) for name in ("name", "due_at"))
    return Told(
        case((hidden, after), else_=s.headline),
        case((hidden, due), else_=s.due_at),
        # feedback alone makes the holder of what has ended
        case((and_(hidden, due.is_(None)), literal("nobody")), else_=holder),
    )


def running(clocks: Any, now: datetime | ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition on clocks: one runs, is no hint, and has a due."""
    return and_(
        clocks.stopped_at.is_(None),
        ~clocks.soft,
        clocks.started_at <= now,
        or_(clocks.until_at.is_(None), clocks.until_at > now),
        clocks.due_at.is_not(None),
        or_(clocks.paused_left.is_(None), clocks.resumes_at <= now),
    )


def in_order(clocks: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return by what the first of several clocks is told: its due, then its place among equal ones."""
    # a statutory clock is called LEGAL_ and a word, and goes first
    rank = case({name: place for place, name in enumerate(CLOCKS)}, value=clocks.name, else_=0)
    return clocks.due_at, rank


def _after_feedback(
    application_id: ColumnElement[int], column: str, now: datetime | ColumnElement[Any]
) -> ColumnElement[Any]:
    other = _CLOCKS.alias()
    first = (
        select(other.c[column])
        .where(
            other.c.application_id == application_id,
            other.c.name.not_in(FEEDBACK),
            running(other.c, now),
        )
        .order_by(*in_order(other.c))
        .limit(1)
    )
    return first.correlate_except(other).scalar_subquery()
