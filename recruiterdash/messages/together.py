"""One letter that tells several noes to one person: the other applications beside the one it is written for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from recruiterdash.config import Settings
from recruiterdash.errors import BadInput
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.messages import known, leaving, leaving_many
from recruiterdash.messages.fitting import ensure_told_with, needs_decision
from recruiterdash.messages.known import Context
from recruiterdash.messages.leaving import Plan, Whose
from recruiterdash.messages.types import NOES, MessageType
from recruiterdash.team.permissions import Viewer

#: Roles of one letter at the most.
MOST = 10
LARGEST = 2**63 - 1


class Role(NamedTuple):
    """One more application that a letter tells the outcome of."""

    about: Overview
    context: Context


def taken(session: Session, viewer: Viewer, application_id: int, also: Sequence[int]) -> Overview:
    """Return the application a letter is written for, with all that it speaks of kept from changing.

    They are taken in the order in which senders take them. Raises NotFound when one is out of sight.
    """
    for id_ in sorted({application_id, *_ids(application_id, also)}):
        overview(session, viewer, id_, to_change=True)
    return overview(session, viewer, application_id, to_change=True)


def roles(
    session: Session,
    viewer: Viewer,
    about: Overview,
    type_: MessageType,
    also: Sequence[int],
    *,
    now: datetime,
    company: str,
) -> list[Role]:
    """Return the other applications whose no a letter tells as well, the earliest first.

    Raises NotFound out of sight, BadInput for somebody else's and where no no is decided, NotAllowed and Conflict
    for what this letter may not tell.
    """
    ids = _ids(about.application.id, also)
    if not ids:
        return []
    if type_ not in NOES or about.candidate.internal:
        raise BadInput("Only a no is told for several roles in one letter.")
    found = []
    for id_ in ids:
        each = overview(session, viewer, id_)
        if each.candidate.id != about.candidate.id:
            raise BadInput(f"Application {id_} is not {about.candidate.name}'s. Nothing was sent.")
        context = known.context(session, viewer, each, now=now, company=company)
        ensure_told_with(each, type_, context)
        if needs_decision(each, type_, context):
            raise BadInput(f"No rejection is decided for {each.requisition.title} yet: decide it first.")
        found.append(Role(each, context))
    return found


def plan(
    session: Session,
    about: Overview,
    beside: Sequence[Role],
    type_: MessageType,
    *,
    now: datetime,
    settings: Settings,
    later: bool = False,
) -> Plan:
    """Return when a letter leaves that is approved now: in an hour that suits all of its roles, see `leaving.plan`."""
    alone = leaving.plan(session, Whose.of(about), type_, now=now, settings=settings, later=later)
    if not beside:
        return alone
    ids = [about.application.id, *(each.about.application.id for each in beside)]
    leave = leaving_many.of_letters(session, {0: ids}, type_, now=now, settings=settings)[0]
    return alone._replace(send_at=leave.at, leave=leave if settings.send_window else None)


def titles(about: Overview, beside: Sequence[Role]) -> list[str]:
    """Return what a letter names, each title once."""
    return list(dict.fromkeys([about.requisition.title, *(each.about.requisition.title for each in beside)]))


def missed(context: Context, beside: Sequence[Role]) -> date | None:
    """Return the earliest day that was promised for any of the roles, and neither kept nor answered yet."""
    days = [context.missed, *(each.context.missed for each in beside)]
    return min((day for day in days if day is not None), default=None)


def _ids(own: int, also: Sequence[int]) -> list[int]:
    if not also:
        return []
    if len(also) >= MOST:
        raise BadInput(f"One letter is about {MOST} roles at the most.")
    if any(type(each) is not int or not 1 <= each <= LARGEST for each in also):
        raise BadInput("The other applications of this letter cannot be read. Nothing was sent.")
    if own in also or len(set(also)) != len(also):
        raise BadInput("An application is named more than once. Nothing was sent.")
    return sorted(also)
