"""Requisitions: what we hire for."""

from datetime import datetime

from flask import Blueprint, Response
from msgspec import Struct

from recruiterdash import doors
from recruiterdash.api.answering import Source, answers, said
from recruiterdash.api.asking import ListQuery, Text, asked, row_id
from recruiterdash.doors import Scope, needs
from recruiterdash.requisitions import queries
from recruiterdash.requisitions.models import OpeningState, RequisitionState, StageType
from recruiterdash.requisitions.models import Requisition as Row
from recruiterdash.requisitions.queries import Listed, Wanted
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_requisitions", __name__)


class RequisitionsQuery(ListQuery, frozen=True, kw_only=True):
    """Which requisitions."""

    state: RequisitionState | None = None
    q: Text | None = None


class Place(Struct, frozen=True):
    """An office and its zone."""

    name: str
    zone: str


class RequisitionLine(Struct, frozen=True):
    """One requisition as lists name it."""

    id: int
    reference: str
    title: str
    state: RequisitionState
    evergreen: bool
    office: Place
    recruiter: str | None
    hiring_manager: str | None
    opened_at: datetime | None
    openings: int
    openings_left: int


class Requisitions(Struct, frozen=True):
    """One page of requisitions, by title."""

    items: list[RequisitionLine]
    next: str | None


class Step(Struct, frozen=True):
    """One stage of a requisition's plan."""

    id: int
    name: str
    type: StageType


class Requisition(RequisitionLine, frozen=True):
    """One requisition with its plan."""

    version: int
    source: Source
    jurisdiction: str
    publicly_advertised: bool | None
    employees_at_posting: int | None
    closed_at: datetime | None
    stages: list[Step]


@bp.get("/requisitions")
@answers(Requisitions, RequisitionsQuery)
@needs(Permission.SEE_REQUISITIONS, Scope.VISIBLE)
def listed() -> Response:
    """List requisitions."""
    query = asked(RequisitionsQuery)
    wanted = Wanted(text=query.q or "", states=(query.state,) if query.state else ())
    found = queries.listed(doors.session(), doors.viewer(), wanted, query.cursor, size=query.limit)
    return said(Requisitions([_line(row) for row in found.rows], found.next))


@bp.get("/requisitions/<requisition_id>")
@answers(Requisition)
@needs(Permission.SEE_REQUISITIONS, Scope.VISIBLE)
def show(requisition_id: str) -> Response:
    """Return one requisition."""
    number = row_id(requisition_id, "This requisition")
    return said(whole(queries.get(doors.session(), doors.viewer(), number)))


def _line(row: Listed) -> RequisitionLine:
    return RequisitionLine(
        id=row.id,
        reference=row.reference,
        title=row.title,
        state=row.state,
        evergreen=row.evergreen,
        office=Place(row.office, row.zone),
        recruiter=row.recruiter,
        hiring_manager=row.hiring_manager,
        opened_at=row.opened_at,
        openings=row.openings,
        openings_left=row.openings_left,
    )


def whole(row: Row) -> Requisition:
    """Return a requisition with its plan."""
    return Requisition(
        id=row.id,
        reference=row.reference,
        title=row.title,
        state=row.state,
        evergreen=row.evergreen,
        office=Place(row.office.name, row.office.zone),
        recruiter=row.recruiter.name if row.recruiter else None,
        hiring_manager=row.hiring_manager.name if row.hiring_manager else None,
        opened_at=row.opened_at,
        openings=len(row.openings),
        openings_left=sum(opening.state is OpeningState.OPEN for opening in row.openings),
        version=row.version,
        source=Source(row.source_system, row.source_id),
        jurisdiction=row.jurisdiction,
        publicly_advertised=row.publicly_advertised,
        employees_at_posting=row.employees_at_posting,
        closed_at=row.closed_at,
        stages=[Step(stage.id, stage.name, stage.type) for stage in row.stages],
    )
