"""Open applications without somebody who can be reached, or without anybody to step in."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import bulk, paging
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.candidates.visibility import outside_the_wall, walled_ids, within_reach
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Absence, User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.shapes import mostly

_Owner, _Backup, _Second, _Cover = aliased(User), aliased(User), aliased(User), aliased(User)
#: So many are looked for in their requisitions; of more the newest are soon come across.
FEW = 20_000
NEWEST = Order((Application.id,), descending=True)


class Lack(StrEnum):
    """What an application lacks."""

    OWNER = "owner"
    BACKUP = "backup"


class Orphan(NamedTuple):
    """One open application that somebody has to be found for."""

    application_id: int
    name: str
    internal: bool
    requisition_id: int
    requisition: str
    owner: str | None
    #: Why the owner cannot be reached; empty when only a backup is missing.
    why: str


class Counts(NamedTuple):
    """How many lack what."""

    owner: int
    backup: int
    #: Requisitions in which somebody lacks an owner, or a backup.
    of_owner: frozenset[int] = frozenset()
    of_backup: frozenset[int] = frozenset()

    def of(self, lack: Lack) -> tuple[int, frozenset[int]]:
        """Return how many lack this, and in which requisitions they are."""
        return (self.owner, self.of_owner) if lack is Lack.OWNER else (self.backup, self.of_backup)


def reachable(user: Any, now: datetime) -> ColumnElement[bool]:
    """Return the condition on a user: they can log in, and are here or covered by somebody who can.

    user: an alias of `User`.
    """
    return and_(user.active, user.password.is_not(None), ~_away_without_cover(user, now))


def _away_without_cover(user: Any, now: datetime) -> ColumnElement[bool]:
    away = (
        *(Absence.user_id == user.id, Absence.ended_at.is_(None)),
        *(Absence.begins_at <= now, Absence.ends_at > now),
    )
    gone = select(Absence.id).join(_Cover, _Cover.id == Absence.cover_id).where(*away, ~_Cover.active)
    return gone.correlate(user).exists()


def listed(
    session: Session,
    viewer: Viewer,
    lack: Lack,
    *,
    now: datetime,
    cursor: str | None = None,
    known: Counts | None = None,
) -> Page[Orphan]:
    """Return one page of the open applications that lack an owner, or a backup, the newest first.

    known: how many there are, if they are counted already: a few are looked for where they are.
    """
    number, within = known.of(lack) if known is not None else (FEW, None)
    if not number:
        return Page([], None)
    statement = (
        select(
            Application.id,
            Candidate,
            Requisition.id,
            Requisition.title,
            _Owner.name,
            _Owner.active,
            _Owner.password.is_not(None),
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .outerjoin(_Owner, _Owner.id == func.coalesce(Application.owner_id, Requisition.recruiter_id))
        .outerjoin(_Backup, _Backup.id == Requisition.backup_id)
        .outerjoin(_Second, _Second.id == _Owner.backup_id)
        .where(Application.state == ApplicationState.ACTIVE, outside_the_wall(viewer), _lacks(lack, now))
    )
    if within is None:
        statement = statement.where(within_reach(viewer))
    elif number <= FEW:
        few = Application.requisition_id.in_(bulk.listed(session, within))
        statement = statement.where(few, within_reach(viewer))
    else:  # by itself what is in reach must not lead away from the newest
        statement = statement.where(mostly(within_reach(viewer)))
    found = paging.page(session, statement, NEWEST, cursor)
    rows = [
        Orphan(id_, who.name, who.internal, requisition_id, title, owner, _why(lack, owner, active, password))
        for id_, who, requisition_id, title, owner, active, password in found.rows
    ]
    return Page(rows, found.next)


def counts(session: Session, viewer: Viewer, *, now: datetime) -> Counts:
    """Return how many open applications lack an owner who can be reached, and how many a backup."""
    # who lacks what is the same for all of one owner in one requisition: they are counted first, then looked at
    each = (
        select(Application.requisition_id, Application.owner_id, func.count().label("number"))
        .where(
            Application.state == ApplicationState.ACTIVE,
            within_reach(viewer),
            Application.id.not_in(walled_ids(viewer)),
        )
        .group_by(Application.requisition_id, Application.owner_id)
        .cte("each_owner")
        .prefix_with("MATERIALIZED")
    )
    rows = session.execute(
        select(each.c.requisition_id, each.c.number, _lacks(Lack.OWNER, now), _lacks(Lack.BACKUP, now))
        .select_from(each)
        .join(Requisition, Requisition.id == each.c.requisition_id)
        .outerjoin(_Owner, _Owner.id == func.coalesce(each.c.owner_id, Requisition.recruiter_id))
        .outerjoin(_Backup, _Backup.id == Requisition.backup_id)
        .outerjoin(_Second, _Second.id == _Owner.backup_id)
    ).all()
    return Counts(
        sum(row[1] for row in rows if row[2]),
        sum(row[1] for row in rows if row[3]),
        frozenset(row[0] for row in rows if row[2]),
        frozenset(row[0] for row in rows if row[3]),
    )


def _lacks(lack: Lack, now: datetime) -> ColumnElement[bool]:
    owned = and_(_Owner.id.is_not(None), func.coalesce(reachable(_Owner, now), False))
    if lack is Lack.OWNER:
        return ~owned
    backed = or_(*(_steps_in(each, now) for each in (_Backup, _Second)))
    return and_(owned, ~func.coalesce(backed, False))


def _steps_in(user: Any, now: datetime) -> ColumnElement[bool]:
    """Somebody else than the owner, who can be reached."""
    return and_(user.id.is_not(None), user.id != _Owner.id, func.coalesce(reachable(user, now), False))


def _why(lack: Lack, owner: str | None, active: bool | None, password: bool | None) -> str:
    if lack is Lack.BACKUP:
        return ""
    if owner is None:
        return "nobody is named"
    if not active:
        return "shut out"
    return "away, and nobody stands in" if password else "cannot log in"
