"""Service levels that one requisition has for itself, above the policy."""

from flask import Blueprint, Response
from msgspec import Struct

from recruiterdash import doors
from recruiterdash.api.answering import answers, does, said
from recruiterdash.api.asking import Body, row_id, told
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.requisitions import queries
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.owned import new_own_levels
from recruiterdash.waiting.policy import LEVELS
from recruiterdash.waiting.rulebooks import own_levels, policies_in_force

bp = Blueprint("api_own_levels", __name__)

WHAT = "This requisition"
NOTE_LIMIT = 200


class Levels(Struct, frozen=True):
    """What binds one requisition, in business days."""

    requisition: int
    #: The version of its own levels; 0 while it never had any.
    number: int
    #: Of those alone that stand above the policy.
    own: dict[str, int]
    #: The policy of the house with its own above it: what a clock that starts now is given.
    in_force: dict[str, int]


class SetLevels(Body, frozen=True, kw_only=True):
    """The next version of a requisition's own levels."""

    #: Level -> business days; what is left out follows the policy, none at all gives the policy back.
    levels: dict[str, int]
    #: The version that was looked at.
    after: int
    note: str = ""


@bp.get("/requisitions/<requisition_id>/levels")
@answers(Levels)
@needs(Permission.SEE_POLICIES, Scope.VISIBLE)
def show(requisition_id: str) -> Response:
    """Return the service levels of one requisition."""
    return said(_levels(_found(requisition_id)))


@bp.post("/requisitions/<requisition_id>/levels")
@does(Levels, SetLevels, statuses=(201,), refusals=(404, 409))
@needs(Permission.EDIT_POLICY, Scope.VISIBLE)
def save(requisition_id: str) -> Response:
    """Make the next version, in force from now; what is due already stays due when it was."""
    session, asked = doors.session(), told(SetLevels)
    requisition, note = _found(requisition_id), " ".join(asked.note.split())
    if len(note) > NOTE_LIMIT:
        raise BadInput(f"note: has more than {NOTE_LIMIT} characters. Nothing was saved.")
    actor = doors.viewer().user_id
    new_own_levels(
        session, requisition, asked.levels, after=asked.after, now=doors.now(), actor_id=actor, note=note
    )
    answer = _levels(requisition)
    session.commit()
    return said(answer, 201)


def _found(requisition_id: str) -> Requisition:
    return queries.get(doors.session(), doors.viewer(), row_id(requisition_id, WHAT))


def _levels(requisition: Requisition) -> Levels:
    session = doors.session()
    policies = policies_in_force(session)
    versions = own_levels(session, [requisition.id]).get(requisition.id, [])
    own = dict(versions[-1].levels) if versions else {}
    number = versions[-1].number if versions else 0
    house = {level: policies[-1].policy.days(level) for level in LEVELS}
    return Levels(requisition.id, number, own, {**house, **own})
