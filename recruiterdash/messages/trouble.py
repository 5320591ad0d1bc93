"""Letters that came back or whose fate nobody knows, and whom that leaves waiting."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, exists, func, literal, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application
from recruiterdash.candidates.visibility import walled_ids
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.permissions import Viewer

#: No more are told at once; what bounced is dealt with, it does not pile up.
MOST = 1000
LETTERS: FromClause = Message.__table__
ABOUT: FromClause = MessageApplication.__table__
APPLICATIONS: FromClause = Application.__table__


def troubled(session: Session, viewer: Viewer | None, state: MessageState, *, most: int = MOST) -> list[int]:
    """Return the ids of applications whose last letter bounced or is uncertain, the latest first.

    viewer: None is the installation itself, which sees everybody.
    """
    found = session.connection().execute(_troubled(viewer, state), {"most": most})
    return [row[0] for row in found]


def how_many(viewer: Viewer | None, state: MessageState) -> ColumnElement[int]:
    """Return the number of those applications as a value of another statement."""
    few = _troubled(viewer, state).limit(literal(MOST)).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


@lru_cache(maxsize=200)
def _troubled(viewer: Viewer | None, state: MessageState) -> Select[Any]:
    later, later_about = LETTERS.alias(), ABOUT.alias()
    a_later_one = (
        exists()
        .select_from(later_about.join(later, later.c.id == later_about.c.message_id))
        .where(
            later_about.c.application_id == ABOUT.c.application_id,
            later.c.id > LETTERS.c.id,
            later.c.state == MessageState.SENT,
        )
    )
    newest = func.max(LETTERS.c.id)
    found = (
        select(ABOUT.c.application_id)
        .select_from(LETTERS.join(ABOUT, ABOUT.c.message_id == LETTERS.c.id))
        .where(LETTERS.c.state == state, ~a_later_one)
        .group_by(ABOUT.c.application_id)
        .order_by(newest.desc())
        .limit(bindparam("most"))
    )
    if viewer is None:
        return found
    found = found.where(ABOUT.c.application_id.not_in(walled_ids(viewer)))
    if viewer.sees_everybody:
        return found
    reached = select(APPLICATIONS.c.id).where(
        APPLICATIONS.c.id == ABOUT.c.application_id, APPLICATIONS.c.requisition_id.in_(visible_ids(viewer))
    )
    return found.where(reached.exists())
