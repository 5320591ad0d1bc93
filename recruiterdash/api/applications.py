"""Applications: the unit that waits."""

from flask import Blueprint, Response
from msgspec import Struct

from recruiterdash import doors
from recruiterdash.api.answering import Source, Titled, answers, said
from recruiterdash.api.asking import ListQuery, Number, asked, row_id, storable
from recruiterdash.candidates.models import ApplicationState
from recruiterdash.doors import Scope, needs
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting import applications
from recruiterdash.waiting.applications import Listed, Wanted

bp = Blueprint("api_applications", __name__)


class ApplicationsQuery(ListQuery, frozen=True, kw_only=True):
    """Which applications."""

    state: ApplicationState | None = None
    requisition: Number | None = None


class Addressed(Struct, frozen=True):
    """A candidate as an application names them."""

    id: int
    #: As the person wants to be addressed: the preferred name, else the first, else the last.
    preferred_name: str
    email: str | None


class Application(Struct, frozen=True):
    """One application and the clock that falls due first."""

    id: int
    version: int
    state: ApplicationState
    stage: str
    owner: str | None
    source: Source
    headline: str | None
    candidate: Addressed
    requisition: Titled


class Applications(Struct, frozen=True):
    """One page of applications, in the order in which they came in."""

    items: list[Application]
    next: str | None


@bp.get("/applications")
@answers(Applications, ApplicationsQuery)
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def listed() -> Response:
    """List applications."""
    query = asked(ApplicationsQuery)
    wanted = Wanted(query.state, storable(query.requisition))
    found = applications.listed(
        doors.session(), doors.viewer(), wanted, query.cursor, now=doors.now(), size=query.limit
    )
    return said(Applications([item(row) for row in found.rows], found.next))


@bp.get("/applications/<application_id>")
@answers(Application)
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(application_id: str) -> Response:
    """Return one application."""
    number = row_id(application_id, "This application")
    return said(item(applications.one(doors.session(), doors.viewer(), number, now=doors.now())))


def item(row: Listed) -> Application:
    """Return an application as lists name it."""
    return Application(
        id=row.id,
        version=row.version,
        state=row.state,
        stage=row.stage,
        owner=row.owner,
        source=Source(row.source_system, row.source_id),
        headline=row.headline,
        candidate=Addressed(row.candidate_id, row.candidate, row.email),
        requisition=Titled(row.requisition_id, row.requisition),
    )
