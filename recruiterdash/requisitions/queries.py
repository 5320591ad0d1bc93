"""Questions about requisitions; every one starts from what the viewer may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from recruiterdash import paging
from recruiterdash.errors import NotFound
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import (
    Opening,
    OpeningState,
    Part,
    Requisition,
    RequisitionState,
    TeamMember,
)
from recruiterdash.team.models import Office, Role, User, UserOffice, UserRole
from recruiterdash.team.permissions import SEES_EVERYBODY, Viewer

#: Parts through which a role sees a requisition.
_PARTS = {
    Role.RECRUITER: (Part.RECRUITER, Part.BACKUP, Part.COORDINATOR),
    Role.HIRING_MANAGER: (Part.HIRING_MANAGER,),
}


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Requisition` that keeps what this viewer may see.

    An administrator and hr see all; a recruiter those they are on and, where the office shares, those of
    their offices; a hiring manager their own; nobody else any. Who stands in for somebody away sees, in the
    roles they hold themselves, what that one sees.
    """
    return true() if viewer.sees_everybody else Requisition.id.in_(visible_ids(viewer))


def visible_ids(viewer: Viewer) -> Select[int]:
    """Return the ids behind `visible`, for rows that carry a requisition's id themselves."""
    if viewer.sees_everybody:
        return select(Requisition.id)
    parts = [part for role in viewer.roles for part in _PARTS.get(role, ())]
    if not parts:
        return select(Requisition.id).where(false())
    who = TeamMember.user_id
    theirs = who.in_(viewer.stands_for) if viewer.covers else who == viewer.user_id
    on_team = select(TeamMember.requisition_id).where(theirs, TeamMember.part.in_(parts))
    if Role.RECRUITER not in viewer.roles:
        return on_team
    shared = (
        select(UserOffice.office_id)
        .join(Office, Office.id == UserOffice.office_id)
        .where(UserOffice.user_id == viewer.user_id, Office.shared)
    )
    return select(Requisition.id).where(or_(Requisition.id.in_(on_team), Requisition.office_id.in_(shared)))


def reaches(roles: Collection[Role], parts: Collection[Part], *, shares_office: bool) -> bool:
    """Return whether somebody sees a requisition, as `visible` says; pure.

    parts: theirs in it, and those of whom they stand in for. shares_office: its office shares, and is theirs.
    """
    if not SEES_EVERYBODY.isdisjoint(roles) or (shares_office and Role.RECRUITER in roles):
        return True
    return any(part in parts for role in roles for part in _PARTS.get(role, ()))


def get(session: Session, viewer: Viewer, requisition_id: int, *, to_change: bool = False) -> Requisition:
    """Return a requisition with its office, colleagues, openings and stages.

    to_change: nobody else changes it until the transaction ends. Raises NotFound when it is not there or not
    this viewer's to see.
    """
    statement = (
        select(Requisition)
        .where(Requisition.id == requisition_id, visible(viewer))
        .options(
            joinedload(Requisition.office),
            joinedload(Requisition.recruiter),
            joinedload(Requisition.hiring_manager),
            selectinload(Requisition.openings),
            selectinload(Requisition.stages),
            selectinload(Requisition.team).joinedload(TeamMember.user),
        )
    )
    if to_change:
        statement = statement.with_for_update(of=Requisition)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound("This requisition")
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requisitions a list shows, and in which order."""

    text: str = ""
    states: tuple[RequisitionState, ...] = ()
    office_id: int | None = None
    #: On whose team: recruiter, hiring manager, backup or coordinator.
    colleague_id: int | None = None
    sort: str = "title"


class Listed(NamedTuple):
    """One row of the list."""

    id: int
    reference: str
    title: str
    state: RequisitionState
    evergreen: bool
    opened_at: datetime | None
    office: str
    zone: str
    recruiter: str | None
    hiring_manager: str | None
    openings: int
    openings_left: int


_Recruiter, _Manager = aliased(User), aliased(User)
#: Open ones first, then what may come to life again.
_STATE_ORDER = case(
    {state.value: n for n, state in enumerate(RequisitionState)}, value=Requisition.state, else_=9
)

_TITLE = func.lower(Requisition.title, type_=String())

SORTS: dict[str, Order] = {
    "title": Order((_TITLE, Requisition.id)),
    "reference": Order((Requisition.reference, Requisition.id)),
    "state": Order((_STATE_ORDER, _TITLE, Requisition.id)),
    "newest": Order((Requisition.id,), descending=True),
}


def listed(
    session: Session, viewer: Viewer, wanted: Wanted, cursor: str | None = None, *, size: int = paging.PAGE
) -> Page[Listed]:
    """Return one page of the requisitions a viewer may see. Raises BadInput for a damaged cursor."""
    openings = select(func.count()).where(Opening.requisition_id == Requisition.id)
    statement: Select[*tuple[Any, ...]] = (
        select(
            Requisition.id,
            Requisition.reference,
            Requisition.title,
            Requisition.state,
            Requisition.evergreen,
            Requisition.opened_at,
            Office.name,
            Office.zone,
            _Recruiter.name,
            _Manager.name,
            openings.correlate(Requisition).scalar_subquery(),
            openings.where(Opening.state == OpeningState.OPEN).correlate(Requisition).scalar_subquery(),
        )
        .join(Office, Office.id == Requisition.office_id)
        .outerjoin(_Recruiter, _Recruiter.id == Requisition.recruiter_id)
        .outerjoin(_Manager, _Manager.id == Requisition.hiring_manager_id)
        .where(visible(viewer), *_conditions(wanted))
    )
    found = paging.page(session, statement, SORTS.get(wanted.sort, SORTS["title"]), cursor, size=size)
    return Page([Listed(*row) for row in found.rows], found.next)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        conditions.append(_says(wanted.text))
    if wanted.states:
        conditions.append(Requisition.state.in_(wanted.states))
    if wanted.office_id is not None:
        conditions.append(Requisition.office_id == wanted.office_id)
    if wanted.colleague_id is not None:
        theirs = select(TeamMember.requisition_id).where(TeamMember.user_id == wanted.colleague_id)
        conditions.append(Requisition.id.in_(theirs))
    return conditions


def _says(text: str) -> ColumnElement[bool]:
    # SQLite folds the case of ASCII alone; the ways a title is usually written cover the rest.
    ways = {text, text.lower(), text.upper(), text.title(), text.capitalize()}
    return or_(
        Requisition.reference.icontains(text, autoescape=True),
        Requisition.title.icontains(text, autoescape=True),
        *(Requisition.title.contains(way, autoescape=True) for way in sorted(ways)),
    )


class Choice(NamedTuple):
    """Something to choose from a list."""

    id: int
    name: str


def choices(session: Session, viewer: Viewer, *, states: Sequence[RequisitionState] = ()) -> list[Choice]:
    """Return the requisitions a viewer may choose from, by title; at most a thousand."""
    statement = select(Requisition.id, Requisition.title + literal(" · ") + Requisition.reference)
    if states:
        statement = statement.where(Requisition.state.in_(states))
    ordered = (
        statement.where(visible(viewer)).order_by(func.lower(Requisition.title), Requisition.id).limit(1000)
    )
    return [Choice(*row) for row in session.execute(ordered)]


def may_be(session: Session, role: Role | None, *, keep: Sequence[int | None] = ()) -> list[Choice]:
    """Return the colleagues who may take a part, by name.

    role: only who holds it, and names without a log-in that came with an import; None for any colleague.
    keep: ids that stay in the list whatever they hold now.
    """
    holds = select(UserRole.user_id).where(UserRole.user_id == User.id)
    fits = true() if role is None else or_(holds.where(UserRole.role == role).exists(), ~holds.exists())
    kept = User.id.in_([each for each in keep if each is not None])
    statement = (
        select(User.id, User.name).where(or_(and_(User.active, fits), kept)).order_by(User.name, User.id)
    )
    return [Choice(*row) for row in session.execute(statement)]
