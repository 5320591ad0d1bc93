"""Applications with where they stand now, in the order in which they came in, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import paging
from recruiterdash.candidates import visible
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.errors import NotFound
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import Requisition, Stage
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.knowing import in_order, running, told_clocks
from recruiterdash.waiting.models import Clock


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications a list shows."""

    state: ApplicationState | None = None
    requisition_id: int | None = None


class Listed(NamedTuple):
    """One application as lists name it."""

    id: int
    version: int
    state: ApplicationState
    #: The name of its stage, or the type of one without a name.
    stage: str
    #: The responsible recruiter: the application's own, else the requisition's.
    owner: str | None
    source_system: str | None
    source_id: str | None
    #: The running clock that falls due first.
    headline: str | None
    candidate_id: int
    #: As the person wants to be addressed.
    candidate: str
    email: str | None
    requisition_id: int
    requisition: str


OLDEST = Order((Application.id,))
_Owner = aliased(User)


def listed(
    session: Session,
    viewer: Viewer,
    wanted: Wanted,
    cursor: str | None = None,
    *,
    now: datetime,
    size: int = paging.PAGE,
) -> Page[Listed]:
    """Return one page of the applications a viewer may see, in one statement.

    now: aware UTC. Raises BadInput for a damaged cursor.
    """
    statement = _applications(viewer, now).where(visible(viewer))
    if wanted.state is not None:
        statement = statement.where(Application.state == wanted.state)
    if wanted.requisition_id is not None:
        statement = statement.where(Application.requisition_id == wanted.requisition_id)
    found = paging.page(session, statement, OLDEST, cursor, size=size)
    return Page([Listed(*row) for row in found.rows], found.next)


def one(session: Session, viewer: Viewer, application_id: int, *, now: datetime) -> Listed:
    """Return one application. Raises NotFound when it is not there or not this viewer's to see."""
    statement = _applications(viewer, now).where(Application.id == application_id, visible(viewer))
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound("This application")
    return Listed(*row)


def _applications(viewer: Viewer, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Application.id,
            Application.version,
            Application.state,
            func.coalesce(Stage.name, cast(Application.stage_type, String)),
            _Owner.name,
            Application.source_system,
            Application.source_id,
            headline_at(viewer, now),
            Candidate.id,
            _addressed(),
            Candidate.email,
            Requisition.id,
            Requisition.title,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .outerjoin(Stage, Stage.id == Application.stage_id)
        .outerjoin(_Owner, _Owner.id == func.coalesce(Application.owner_id, Requisition.recruiter_id))
    )


def headline_at(viewer: Viewer, now: datetime) -> ColumnElement[str | None]:
    """Return the headline of `Application`, as its viewer is told it: a clock that starts later is not it yet."""
    theirs = Clock.application_id == Application.id
    first = select(Clock.name).where(theirs, running(Clock, now)).order_by(*in_order(Clock)).limit(1)
    if (told := told_clocks(viewer, Clock)) is not None:
        first = first.where(told)
    return first.correlate(Application).scalar_subquery()


def _addressed() -> ColumnElement[str]:
    names = (Candidate.preferred_name, Candidate.first_name, Candidate.last_name)
    return func.coalesce(*(func.nullif(name, "") for name in names), "")
