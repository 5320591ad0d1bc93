"""Whether whoever approved a letter may still send it, and sees whom it is about: asked when it is about to leave."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select

from recruiterdash.candidates.models import Application
from recruiterdash.candidates.visibility import outside_the_wall_of
from recruiterdash.messages.models import Message
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.requisitions.queries import reaches
from recruiterdash.team.models import Absence, Office, Role, UserGrant, UserOffice, UserRole
from recruiterdash.team.permissions import Permission, permissions_of

RIGHTLESS = "its writer may no longer send letters"
SIGHTLESS = "its writer no longer sees this application"


class Rights(NamedTuple):
    """What whoever approved a letter holds now; asked as columns, decided here: the fewer questions the sooner."""

    #: Nobody pressed the button, or somebody else has read it since and had it sent again.
    nobodys: bool
    #: Words with commas between them; None for none.
    roles: str | None
    grants: str | None
    #: Their parts in the requisition, and those of whom they stood in for when they approved it.
    parts: str | None
    #: They belong to its office, and the office shares.
    shares: bool
    #: It is about neither themselves nor somebody they manage.
    outside: bool


def columns() -> list[ColumnElement[Any]]:
    """Return the columns of `Rights`, of `Message` with application, candidate, requisition and office beside it.

    That the turn of who stood in for a colleague has ended takes no letter back.
    """
    actor: Any = Message.actor_id
    stood_in_for = select(Absence.user_id).where(
        Absence.cover_id == actor,
        Absence.begins_at <= Message.created_at,
        Absence.ends_at > Message.created_at,
        or_(Absence.ended_at.is_(None), Absence.ended_at > Message.created_at),
    )
    return [
        or_(actor.is_(None), Message.resent_at.is_not(None)),
        _joined(UserRole.role, UserRole.user_id == actor),
        _joined(UserGrant.permission, UserGrant.user_id == actor),
        _joined(
            TeamMember.part,
            TeamMember.requisition_id == Application.requisition_id,
            or_(TeamMember.user_id == actor, TeamMember.user_id.in_(stood_in_for)),
        ),
        and_(
            Office.shared,
            exists().where(UserOffice.office_id == Requisition.office_id, UserOffice.user_id == actor),
        ),
        outside_the_wall_of(actor),
    ]


def lost(held: Rights, *, to_many: bool) -> str:
    """Return what whoever approved a letter may no longer, empty when they may send it as before; pure."""
    if held.nobodys:
        return ""
    roles = frozenset(Role(each) for each in _split(held.roles))
    needed = Permission.SEND_BULK if to_many else Permission.WRITE_LETTERS
    if needed not in permissions_of(roles, _split(held.grants)):
        return RIGHTLESS
    parts = frozenset(Part(each) for each in _split(held.parts))
    return "" if held.outside and reaches(roles, parts, shares_office=held.shares) else SIGHTLESS


def _joined(word: Any, *where: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(func.aggregate_strings(cast(word, String), ",")).where(*where).scalar_subquery()


def _split(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []
