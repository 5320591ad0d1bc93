"""People are created and corrected by programs, by the rules of the pages."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, Response
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy.orm import Session

from recruiterdash import candidates, doors
from recruiterdash.api.answering import does, said
from recruiterdash.api.asking import Body, Version, changes, meant, row_id, told
from recruiterdash.api.candidates import Candidate, whole
from recruiterdash.api.colleagues import Colleague, chosen
from recruiterdash.candidates import Facts, queries
from recruiterdash.candidates.models import Candidate as Row
from recruiterdash.candidates.models import OutcomeChannel
from recruiterdash.candidates.operations import MOVES_CLOCKS
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import Conflict
from recruiterdash.journey.following import follow_person
from recruiterdash.team.changes import ensure_present
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_candidate_facts", __name__)

#: Facts that are taken as they are sent.
PLAIN = (
    *("first_name", "last_name", "preferred_name", "email", "phone", "language", "zone"),
    *("outcome_channel", "internal", "internal_source"),
)
Since = Annotated[datetime, Meta(tz=True)]


class CandidateFacts(Body, frozen=True, kw_only=True):
    """What is said of a person; what is left out stays as it is, or empty."""

    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    preferred_name: str | UnsetType = UNSET
    email: str | UnsetType | None = UNSET
    phone: str | UnsetType = UNSET
    #: A code such as en, de or pt-BR.
    language: str | UnsetType = UNSET
    #: A name such as Europe/Madrid, empty when it is not known.
    zone: str | UnsetType = UNSET
    #: How they want to hear the outcome.
    outcome_channel: OutcomeChannel | UnsetType = UNSET
    internal: bool | UnsetType = UNSET
    #: Who or what says that they work here.
    internal_source: str | UnsetType = UNSET
    internal_since: Since | UnsetType = UNSET
    #: Their own account here, who then sees nothing of their applications.
    account: Colleague | UnsetType | None = UNSET
    #: Their present manager, who sees nothing of them either.
    manager: Colleague | UnsetType | None = UNSET


class NewCandidate(CandidateFacts, frozen=True, kw_only=True):
    """A person who is not here yet."""

    #: Somebody with this mailbox or phone number is here, and this is another person.
    another: bool = False


class ChangedCandidate(CandidateFacts, frozen=True, kw_only=True):
    """Corrections of a person's facts."""

    version: Version


@bp.post("/candidates")
@does(Candidate, NewCandidate, statuses=(201,), refusals=(409,))
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def create() -> Response:
    """Create a person.

    When somebody with the same mailbox or phone number is here, the answer is 409 and says who, until `another` is
    true.
    """
    session, viewer, sent = doors.session(), doors.viewer(), told(NewCandidate)
    facts = candidates.checked(_facts(session, sent, Facts()))
    twins = queries.perhaps_the_same(session, viewer, email=facts.email, phone=facts.phone)
    if twins and not sent.another:
        known = ", ".join(str(each.id) for each in twins)
        raise Conflict(
            f"Somebody with this mailbox or phone number is here already (candidate {known}). Nothing was kept;"
            " send another: true when this is another person."
        )
    made = candidates.create(session, facts, now=doors.now(), actor_id=viewer.user_id)
    answer = whole(made, [])
    session.commit()
    return said(answer, 201)


@bp.patch("/candidates/<candidate_id>")
@does(Candidate, ChangedCandidate, refusals=(409,))
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def correct(candidate_id: str) -> Response:
    """Correct the facts of a person; clocks that depend on them follow.

    When they were changed since, the answer is 409 and says by whom and when.
    """
    number = row_id(candidate_id, "This person")
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    sent = told(ChangedCandidate)
    row = queries.get(session, viewer, number, to_change=True)
    ensure_present(session, sent.version, row.version, "candidate", row.id)
    facts = _facts(session, sent, _stored(row))
    changed = candidates.edit(session, row, facts, now=now, actor_id=viewer.user_id)
    if changed & MOVES_CLOCKS:
        follow_person(session, row, now=now)
    answer = whole(row, queries.applications_of(session, viewer, row.id))
    session.commit()
    return said(answer)


def _facts(session: Session, sent: CandidateFacts, before: Facts) -> Facts:
    given = changes(sent, *PLAIN)
    if given.get("internal") is False:  # who does not work here has no account and no manager here
        given |= {"linked_user_id": None, "current_manager_id": None}
    if isinstance(sent.internal_since, datetime):
        given["internal_since"] = meant(sent.internal_since, "internal_since")
    for field, name in (("account", "linked_user_id"), ("manager", "current_manager_id")):
        named: Any = getattr(sent, field)
        if named is not UNSET:
            given[name] = chosen(session, named, None, field, keep=getattr(before, name))
    return replace(before, **given)


def _stored(row: Row) -> Facts:
    return Facts(**{name: getattr(row, name) for name in Facts.__dataclass_fields__})
