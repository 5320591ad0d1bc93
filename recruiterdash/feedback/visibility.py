"""Through this door alone feedback is reached: its giver, the requisition's hiring manager, and hr."""

from sqlalchemy import ColumnElement, and_, or_

from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.candidates.visibility import has_part_in_feedback, outside_the_wall
from recruiterdash.feedback.models import Feedback
from recruiterdash.feedback.record import Actor, Part
from recruiterdash.journey.colleagues import untold_no
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer

#: How an application of a colleague can have ended in a no of ours.
_TOLD_NO = (ApplicationState.REJECTED, ApplicationState.REQUISITION)


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Application`, `Candidate` and, outer, `Feedback`.

    The wall stands here as everywhere: the colleague and their present manager see nothing, not even that there is
    something, whatever their role. An administrator, a recruiter and a member of the panel see nothing either.
    """
    part = has_part_in_feedback(viewer, Application.requisition_id, Application.id)
    return and_(part, outside_the_wall(viewer), called_for())


def called_for() -> ColumnElement[bool]:
    """Return the condition: there is a record, or a colleague was told no or is to be."""
    owed = and_(Candidate.internal, or_(Application.state.in_(_TOLD_NO), untold_no()))
    return or_(Feedback.id.is_not(None), owed)


def no_stands() -> ColumnElement[bool]:
    """Return the condition: a no of ours stands, told or not."""
    return or_(Application.state.in_(_TOLD_NO), untold_no())


def actor(viewer: Viewer, giver_id: int | None, hiring_manager_id: int | None) -> Actor:
    """Return in which parts somebody acts on a record that they may see."""
    parts = {
        Part.GIVER: viewer.user_id == giver_id,
        Part.MANAGER: viewer.user_id == hiring_manager_id,
        Part.HR: Role.HR in viewer.roles,
    }
    return Actor(viewer.user_id, frozenset(part for part, holds in parts.items() if holds))
