"""Through this door alone people are reached: what a viewer may see of applications and candidates."""

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    and_,
    column,
    false,
    or_,
    select,
    table,
    true,
    union,
)

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.db import Key
from recruiterdash.requisitions.models import Requisition
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Permission, Viewer

#: Who gives the feedback of which application; all else in this table stays on its own floor.
_GIVEN = table("feedback", column("application_id", Key), column("giver_id", Key))

#: Who answers for the applications they see, and so for the dates of feedback.
TOLD_OF_FEEDBACK = frozenset({Role.ADMIN, Role.HR, Role.RECRUITER})


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Application` joined with `Candidate` that keeps what this viewer may see.

    Requisitions they may see, less every application behind the wall: a person sees nothing of their own,
    a current manager nothing of a report's, whatever their role.
    """
    return and_(within_reach(viewer), outside_the_wall(viewer))


def within_reach(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Application` alone: its requisition is one the viewer may see."""
    if viewer.sees_everybody:
        return Application.id.is_not(None)
    return Application.requisition_id.in_(visible_ids(viewer))


def outside_the_wall(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Candidate`: neither the viewer nor somebody the viewer manages now."""
    return outside_the_wall_of(viewer.user_id)


def outside_the_wall_of(user_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Return the condition on `Candidate`: neither this user nor somebody they manage now."""
    return and_(
        or_(Candidate.linked_user_id.is_(None), Candidate.linked_user_id != user_id),
        or_(Candidate.current_manager_id.is_(None), Candidate.current_manager_id != user_id),
    )


def walled_ids(viewer: Viewer) -> Select[int]:
    """Return the ids of applications behind the wall, for rows that carry an application's id themselves.

    They are few: an index leads to each, where the condition on `Candidate` would look at every person.
    """
    return select(Application.id).where(Application.candidate_id.in_(walled_people(viewer)))


def walled_people(viewer: Viewer) -> CompoundSelect[int]:
    """Return the ids of the viewer's own record and of those of their reports."""
    return union(
        select(Candidate.id).where(Candidate.linked_user_id == viewer.user_id),
        select(Candidate.id).where(Candidate.current_manager_id == viewer.user_id),
    )


def visible_people(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Candidate`: people with an application the viewer may see.

    Somebody without any application (a lead, say) is seen by those who see everybody and by recruiters.
    """
    wall = outside_the_wall(viewer)
    if viewer.sees_everybody:
        return wall
    # asked of each person: a list of all whom a recruiter may see is as long as the table
    anybody_s = select(Application.id).where(Application.candidate_id == Candidate.id)
    seen: ColumnElement[bool] = anybody_s.where(within_reach(viewer)).correlate(Candidate).exists()
    if Role.RECRUITER in viewer.roles:
        anything = anybody_s.correlate(Candidate).exists()
        seen = or_(seen, ~anything)
    return and_(seen, wall)


def hears_of_feedback(viewer: Viewer | None) -> bool | None:
    """Say whether somebody is told of all feedback that is owed or of none; None: it depends on whose it is.

    viewer: None is the installation itself. That it is owed and that there was a talk is for who answers for the
    application, as the next step is the recruiter's; what is in it is for fewer.
    """
    if viewer is None or viewer.roles & TOLD_OF_FEEDBACK:
        return True
    return None if viewer.may(Permission.FEEDBACK) else False


def told_of_feedback(
    viewer: Viewer | None,
    requisition_id: SQLColumnExpression[int],
    application_id: SQLColumnExpression[int],
) -> ColumnElement[bool]:
    """Return the condition: the viewer is told that feedback is owed and that there was a talk, not what is in it.

    The wall stands beside this condition, not in it.
    """
    every = hears_of_feedback(viewer)
    if viewer is None or every is not None:
        return true() if every else false()
    return _gives_or_decides(viewer, requisition_id, application_id)


def has_part_in_feedback(
    viewer: Viewer,
    requisition_id: SQLColumnExpression[int],
    application_id: SQLColumnExpression[int],
) -> ColumnElement[bool]:
    """Return the condition: the viewer gives this feedback, decides about its role, or is HR.

    The wall stands beside this condition, not in it.
    """
    if Role.HR in viewer.roles:
        return true()
    if not viewer.may(Permission.FEEDBACK):
        return false()
    return _gives_or_decides(viewer, requisition_id, application_id)


def _gives_or_decides(
    viewer: Viewer, requisition_id: SQLColumnExpression[int], application_id: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    decides = select(Requisition.id).where(Requisition.hiring_manager_id == viewer.user_id)
    gives = select(_GIVEN.c.application_id).where(_GIVEN.c.giver_id == viewer.user_id)
    return or_(requisition_id.in_(decides), application_id.in_(gives))
