"""Whether whoever approved a letter may still send it, and sees whom it is about: asked when it is about to leave."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, or_, select, text
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application
from recruiterdash.candidates.visibility import outside_the_wall_of
from recruiterdash.db import Question
from recruiterdash.messages.models import Message, MessageApplication
from recruiterdash.messages.waves import several
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.requisitions.queries import reaches
from recruiterdash.team.models import Absence, Office, Role, UserGrant, UserOffice, UserRole
from recruiterdash.team.permissions import Permission, permissions_of

RIGHTLESS = "its writer may no longer send letters"
SIGHTLESS = "its writer no longer sees this application"


class Approved(Protocol):
    """One application that a letter speaks of, as `approval` reads it."""

    @property
    def message_id(self) -> int: ...
    @property
    def application_id(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def requisition_id(self) -> int: ...
    @property
    def outside(self) -> bool: ...
    @property
    def to_many(self) -> bool: ...


class Rights(NamedTuple):
    """What whoever approved a letter holds now in a requisition: asked as columns, decided here."""

    #: Words with commas between them; None for none.
    roles: str | None
    grants: str | None
    #: Their parts in it, and those of whom they stood in for when they approved it.
    parts: str | None
    #: They belong to its office, and the office shares.
    shares: bool


#: An application that a letter speaks of -> what its approver holds there.
Held = Mapping[tuple[int, int], Rights]


def columns() -> list[ColumnElement[Any]]:
    """Return who answers for a letter, and whether the wall parts them from `Candidate`.

    Nobody does where no button was pressed, or where somebody else has read it since and had it sent again.
    """
    actor: Any = Message.actor_id
    return [case((Message.resent_at.is_(None), actor)), outside_the_wall_of(actor)]


def held(session: Session, rows: Iterable[Approved]) -> Held:
    """Return what those who approved letters hold now; a batch is asked for once in each requisition."""
    alike: dict[tuple[int, int, datetime], list[Approved]] = {}
    for row in rows:
        if row.actor_id is not None:
            alike.setdefault((row.actor_id, row.requisition_id, row.created_at), []).append(row)
    if not alike:
        return {}
    ids = sorted({same[0].message_id for same in alike.values()})
    kind = session.get_bind().dialect.name
    given = several(ids) if kind == "postgresql" else json.dumps(ids)
    found = {(row[0], row[1]): Rights._make(row[2:]) for row in _HELD[kind].ask(session, {"letters": given})}
    return {
        (row.message_id, row.application_id): found[same[0].message_id, same[0].application_id]
        for same in alike.values()
        for row in same
    }


def lost(row: Approved, held: Held) -> str:
    """Return what whoever approved a letter may no longer, empty when they may send it as before; pure."""
    if row.actor_id is None:
        return ""
    own = held[row.message_id, row.application_id]
    roles = frozenset(Role(each) for each in _split(own.roles))
    needed = Permission.SEND_BULK if row.to_many else Permission.WRITE_LETTERS
    if needed not in permissions_of(roles, _split(own.grants)):
        return RIGHTLESS
    parts = frozenset(Part(each) for each in _split(own.parts))
    return "" if row.outside and reaches(roles, parts, shares_office=own.shares) else SIGHTLESS


def _asking(those: str) -> Question:
    actor: Any = Message.actor_id
    # that the turn of who stood in for a colleague has ended takes no letter back
    stood_in_for = select(Absence.user_id).where(
        Absence.cover_id == actor,
        Absence.begins_at <= Message.created_at,
        Absence.ends_at > Message.created_at,
        or_(Absence.ended_at.is_(None), Absence.ended_at > Message.created_at),
    )
    return Question(
        select(
            MessageApplication.message_id,
            MessageApplication.application_id,
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
        )
        .where(text(those))
        .join(Message, Message.id == MessageApplication.message_id)
        .join(Application, Application.id == MessageApplication.application_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
    )


def _joined(word: Any, *where: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(func.aggregate_strings(cast(word, String), ",")).where(*where).scalar_subquery()


_HELD = {
    "sqlite": _asking("message_applications.message_id IN (SELECT value FROM json_each(:letters))"),
    "postgresql": _asking("message_applications.message_id = ANY(CAST(:letters AS bigint[]))"),
}


def _split(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []
