"""Who is owed something now, counted from the clocks: the present needs no history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from recruiterdash.requisitions.models import Requisition
from recruiterdash.waiting.kinds import FEEDBACK
from recruiterdash.waiting.models import Clock, Standing


def standing_now(
    session: Session,
    keeps: ColumnElement[bool],
    at: datetime,
    bounds: Mapping[int, Sequence[datetime]],
) -> list[tuple[int | None, str, int]]:
    """Return how late, with whom the next step lies, and how many people stand there.

    keeps: condition on `Clock`. at: now. bounds: office -> moments, each earlier than the one before; the place
    told is how many of `at` and them lie after the earliest due, None where all that is owed is paused.
    """
    owed = (
        select(Clock.application_id, func.min(Clock.requisition_id).label("requisition_id"))
        .add_columns(func.min(Clock.due_at).label("due_at"))
        .where(
            Clock.stopped_at.is_(None),
            ~Clock.soft,
            Clock.name.not_in(FEEDBACK),
            Clock.started_at <= at,
            or_(Clock.until_at.is_(None), Clock.until_at > at),
            keeps,
        )
        .group_by(Clock.application_id)
        .subquery()
    )
    holder = case((Standing.holder_changes_at <= at, Standing.holder_then), else_=Standing.holder)
    place = _place(owed.c.due_at, at, bounds)
    statement = (
        select(place, holder, func.count())
        .select_from(owed)
        .join(Requisition, Requisition.id == owed.c.requisition_id)
        .join(Standing, Standing.application_id == owed.c.application_id)
        .group_by(place, holder)
    )
    return [(row[0], row[1] or "recruiter", row[2]) for row in session.execute(statement)]


def _place(
    due: ColumnElement[datetime], at: datetime, bounds: Mapping[int, Sequence[datetime]]
) -> ColumnElement[int | None]:
    """Return how many of the moments lie after a due; offices that share their hours share a condition."""
    alike: dict[tuple[datetime, ...], list[int]] = defaultdict(list)
    for office, moments in bounds.items():
        alike[tuple(moments)].append(office)
    whens = [
        (Requisition.office_id.in_(offices) & (due >= moment), place)
        for moments, offices in alike.items()
        for place, moment in enumerate(moments, 1)
    ]
    last = max((len(moments) for moments in alike), default=0) + 1
    return case((due.is_(None), None), (due >= at, 0), *whens, else_=last)
