"""Candidates: who is in touch with us."""

from flask import Blueprint, Response
from msgspec import Struct
from msgspec.structs import asdict

from recruiterdash import doors
from recruiterdash.api.answering import Source, Titled, answers, said
from recruiterdash.api.asking import ListQuery, Text, asked, row_id
from recruiterdash.candidates import queries
from recruiterdash.candidates.models import Application as ApplicationRow
from recruiterdash.candidates.models import ApplicationState
from recruiterdash.candidates.models import Candidate as Row
from recruiterdash.candidates.queries import Wanted
from recruiterdash.doors import Scope, needs
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_candidates", __name__)


class CandidatesQuery(ListQuery, frozen=True, kw_only=True):
    """Which people."""

    q: Text | None = None


class CandidateLine(Struct, frozen=True):
    """One person as lists name them."""

    id: int
    version: int
    #: As the person wants to be addressed: the preferred name, else the first, else the last.
    preferred_name: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    language: str
    #: Empty when it is not known.
    zone: str
    internal: bool
    source: Source


class Candidates(Struct, frozen=True):
    """One page of people, the newest first."""

    items: list[CandidateLine]
    next: str | None


class Applied(Struct, frozen=True):
    """What a person applied for."""

    id: int
    state: ApplicationState
    requisition: Titled


class Candidate(CandidateLine, frozen=True):
    """One person with those of their applications that may be seen."""

    applications: list[Applied]


@bp.get("/candidates")
@answers(Candidates, CandidatesQuery)
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def listed() -> Response:
    """List people; `q` finds names, mailboxes and phone numbers."""
    query = asked(CandidatesQuery)
    wanted = Wanted(text=query.q or "")
    found = queries.listed(doors.session(), doors.viewer(), wanted, query.cursor, size=query.limit)
    return said(Candidates([_line(row) for row in found.rows], found.next))


@bp.get("/candidates/<candidate_id>")
@answers(Candidate)
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(candidate_id: str) -> Response:
    """Return one person."""
    number = row_id(candidate_id, "This person")
    session, viewer = doors.session(), doors.viewer()
    found = queries.get(session, viewer, number)
    return said(whole(found, queries.applications_of(session, viewer, found.id)))


def _line(row: Row) -> CandidateLine:
    return CandidateLine(
        id=row.id,
        version=row.version,
        preferred_name=row.addressed,
        first_name=row.first_name,
        last_name=row.last_name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        zone=row.zone,
        internal=row.internal,
        source=Source(row.source_system, row.source_id),
    )


def whole(row: Row, applications: list[ApplicationRow]) -> Candidate:
    """Return a person with what they applied for."""
    theirs = [
        Applied(each.id, each.state, Titled(each.requisition.id, each.requisition.title))
        for each in applications
    ]
    return Candidate(**asdict(_line(row)), applications=theirs)
