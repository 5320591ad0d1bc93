"""Whether whoever approved a letter may still send it: asked of the letter's own row, when it is about to leave."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from recruiterdash.candidates.visibility import outside_the_wall_of
from recruiterdash.messages.models import BATCH, Message
from recruiterdash.requisitions.queries import visible_to
from recruiterdash.team.models import Absence, Role, UserGrant, UserRole
from recruiterdash.team.permissions import GRANTED, Permission

#: Nobody pressed the button, or somebody else has read it since and had it sent again.
_NOBODYS = or_(Message.actor_id.is_(None), Message.resent_at.is_not(None))


def may_send() -> ColumnElement[bool]:
    """Return the condition on `Message`: its writer may send letters, and to many where it is one of many."""
    alone = exists().where(
        UserGrant.user_id == Message.actor_id, UserGrant.permission == Permission.SEND_BULK
    )
    of_many = Message.compose_token.startswith(BATCH)
    return or_(
        _NOBODYS,
        case((of_many, or_(_holds(Permission.SEND_BULK), alone)), else_=_holds(Permission.WRITE_LETTERS)),
    )


def still_sees() -> ColumnElement[bool]:
    """Return the condition on `Message`, with application, candidate, requisition and office beside it.

    Its writer sees the application, as `candidates.visible` says. Who stood in for a colleague when they approved it
    sees what that colleague sees: that their turn has ended takes no letter back.
    """
    actor: Any = Message.actor_id
    stood_in_for = select(Absence.user_id).where(
        Absence.cover_id == actor,
        Absence.begins_at <= Message.created_at,
        Absence.ends_at > Message.created_at,
        or_(Absence.ended_at.is_(None), Absence.ended_at > Message.created_at),
    )
    return or_(_NOBODYS, and_(visible_to(actor, stood_in_for), outside_the_wall_of(actor)))


def _holds(permission: Permission) -> ColumnElement[bool]:
    roles: list[Role] = [role for role, held in GRANTED.items() if permission in held]
    return exists().where(UserRole.user_id == Message.actor_id, UserRole.role.in_(roles))
