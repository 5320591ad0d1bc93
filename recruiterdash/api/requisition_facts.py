"""Requisitions are created, corrected and taken to another state by programs, by the rules of the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from flask import Blueprint, Response
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy.orm import Session

from recruiterdash import doors, requisitions
from recruiterdash.api.answering import does, said
from recruiterdash.api.asking import Body, Version, changes, row_id, told
from recruiterdash.api.colleagues import Colleague, chosen
from recruiterdash.api.requisitions import Requisition, whole
from recruiterdash.candidates.queries import has_people
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.journey.following import STATUTORY, follow_requisition
from recruiterdash.journey.requisitions import change_state
from recruiterdash.requisitions import Facts, queries
from recruiterdash.requisitions.facts import MOST_EMPLOYEES, MOST_OPENINGS, REASON_LIMIT, TAKEN
from recruiterdash.requisitions.models import Part, RequisitionState
from recruiterdash.requisitions.models import Requisition as Row
from recruiterdash.team import offices_to_choose
from recruiterdash.team.changes import ensure_present, unless_taken
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_requisition_facts", __name__)

NAMED = {
    "recruiter": ("recruiter_id", Role.RECRUITER),
    "hiring_manager": ("hiring_manager_id", Role.HIRING_MANAGER),
    "backup": ("backup_id", Role.RECRUITER),
}
SHARED = {"coordinators": Part.COORDINATOR, "interviewers": Part.INTERVIEWER}
PLAIN = ("reference", "title", "evergreen", "publicly_advertised", "employees_at_posting", "jurisdiction")
Employees = Annotated[int, Meta(ge=0, le=MOST_EMPLOYEES)]
Office = int | Annotated[str, Meta(max_length=200, description="An office's name.")]


class RequisitionFacts(Body, frozen=True, kw_only=True):
    """What is said of a requisition; what is left out stays as it is, or empty."""

    recruiter: Colleague | UnsetType | None = UNSET
    hiring_manager: Colleague | UnsetType | None = UNSET
    backup: Colleague | UnsetType | None = UNSET
    coordinators: list[Colleague] | UnsetType = UNSET
    interviewers: list[Colleague] | UnsetType = UNSET
    #: Kept open for ever.
    evergreen: bool | UnsetType = UNSET
    #: null is "not known".
    publicly_advertised: bool | UnsetType | None = UNSET
    employees_at_posting: Employees | UnsetType | None = UNSET
    #: Place of work, as an ISO code.
    jurisdiction: str | UnsetType = UNSET


class NewRequisition(RequisitionFacts, frozen=True, kw_only=True):
    """A requisition that is not here yet."""

    reference: str
    title: str
    #: Its id or its name.
    office: Office
    openings: Annotated[int, Meta(ge=1, le=MOST_OPENINGS)] = 1


class ChangedRequisition(RequisitionFacts, frozen=True, kw_only=True):
    """Corrections of a requisition, or its next state."""

    version: Version
    reference: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    office: Office | UnsetType = UNSET
    state: RequisitionState | UnsetType = UNSET
    #: Why it goes to another state; needed for that, and for nothing else.
    reason: str = ""


@bp.post("/requisitions")
@does(Requisition, NewRequisition, statuses=(201,), refusals=(409,))
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def create() -> Response:
    """Create a requisition as a draft, with the usual stages."""
    session, viewer, now, sent = doors.session(), doors.viewer(), doors.now(), told(NewRequisition)
    facts = _facts(session, sent, Facts(sent.reference, sent.title, _office(session, sent.office)))
    with unless_taken(session, TAKEN):
        made = requisitions.create(
            session,
            facts,
            openings=sent.openings,
            now=now,
            actor_id=viewer.user_id,
            keep_in_sight_of=None if viewer.sees_everybody else viewer.user_id,
        )
        _set_team(session, made, sent)
        answer = _read_anew(session, made)
        session.commit()
    return said(answer, 201)


@bp.patch("/requisitions/<requisition_id>")
@does(Requisition, ChangedRequisition, refusals=(409,))
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def correct(requisition_id: str) -> Response:
    """Correct a requisition, or take it to another state; nothing is sent by that.

    When it was changed since, the answer is 409 and says by whom and when.
    """
    number = row_id(requisition_id, "This requisition")
    session, viewer, now, sent = doors.session(), doors.viewer(), doors.now(), told(ChangedRequisition)
    row = queries.get(session, viewer, number, to_change=True)
    ensure_present(session, sent.version, row.version, "requisition", row.id)
    reason = _reason(sent)
    people = has_people(session, row.id)
    facts = _facts(session, sent, _stored(row))
    if sent.office is not UNSET:
        facts = replace(facts, office_id=_office(session, sent.office))
    with unless_taken(session, TAKEN):
        changed = requisitions.edit(session, row, facts, now=now, actor_id=viewer.user_id, has_people=people)
        _set_team(session, row, sent)
        if people and changed & STATUTORY:
            follow_requisition(session, row, now=now)
        if sent.state is not UNSET and sent.state is not row.state:
            change_state(session, row, sent.state, now=now, actor_id=viewer.user_id, reason=reason)
        answer = _read_anew(session, row)
        session.commit()
    return said(answer)


def _read_anew(session: Session, row: Row) -> Requisition:
    """Return a requisition as it is now, though who changed it may have taken themselves off it."""
    session.flush()
    session.refresh(row, ["office", "recruiter", "hiring_manager", "openings", "stages"])
    return whole(row)


def _reason(sent: ChangedRequisition) -> str:
    reason = " ".join(sent.reason.split())
    if len(reason) > REASON_LIMIT:
        raise BadInput(f"reason: has more than {REASON_LIMIT} characters. Nothing was saved.")
    if (sent.state is not UNSET) != bool(reason):
        raise BadInput("reason: say why it goes to another state, and only then. Nothing was saved.")
    return reason


def _office(session: Session, named: Office) -> int:
    for id_, name in offices_to_choose(session):
        if named in {id_, name}:
            return id_
    raise BadInput("office: none here by that id or name.")


def _facts(session: Session, sent: RequisitionFacts, before: Facts) -> Facts:
    given = changes(sent, *PLAIN)
    for field, (name, role) in NAMED.items():
        named: Any = getattr(sent, field)
        if named is not UNSET:
            given[name] = chosen(session, named, role, field, keep=getattr(before, name))
    return replace(before, **given)


def _set_team(session: Session, row: Row, sent: RequisitionFacts) -> None:
    """Set the shared parts that are said; of the other part everybody stays."""
    said_of = {part: getattr(sent, field) for field, part in SHARED.items()}
    if all(each is UNSET for each in said_of.values()):
        return
    members: Mapping[Part, Sequence[int]] = {
        part: [each.user_id for each in row.team if each.part is part]
        if named is UNSET
        else _members(session, named, part, row)
        for part, named in said_of.items()
    }
    requisitions.set_team(session, row, members, now=doors.now(), actor_id=doors.viewer().user_id)


def _members(session: Session, named: Sequence[Colleague], part: Part, row: Row) -> list[int]:
    field = next(name for name, each in SHARED.items() if each is part)
    there = {each.user_id for each in row.team if each.part is part}
    found = [
        chosen(session, each, None, field, keep=each if each in there and isinstance(each, int) else None)
        for each in named
    ]
    return [each for each in found if each is not None]


def _stored(row: Row) -> Facts:
    return Facts(**{name: getattr(row, name) for name in Facts.__dataclass_fields__})
