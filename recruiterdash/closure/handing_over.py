"""Everything of a colleague who leaves goes to somebody else in one act: people, requisitions, letters that wait."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from recruiterdash import audit
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.candidates.visibility import visible
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.journey.applications import change_owner
from recruiterdash.messages import resigning
from recruiterdash.messages.models import Message
from recruiterdash.messages.resigning import Signed
from recruiterdash.requisitions import handing_over as parts
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.requisitions.queries import visible as requisition_visible
from recruiterdash.team.models import Absence, Role, User
from recruiterdash.team.permissions import Viewer

#: Names of people a preview lists; the rest are counted.
NAMED = 20
_NEEDS = {Part.HIRING_MANAGER: Role.HIRING_MANAGER}


class Held(NamedTuple):
    """One requisition and what somebody does in it."""

    id: int
    title: str
    parts: tuple[Part, ...]
    #: Open applications that are theirs by it alone.
    people: int


class Owned(NamedTuple):
    """One application that is somebody's by name."""

    id: int
    name: str
    requisition: str
    open: bool


class Belongings(NamedTuple):
    """What a colleague would leave behind, as far as who looks may see it."""

    requisitions: Sequence[Held]
    applications: Sequence[Owned]
    letters: Sequence[Message]
    #: Colleagues for whom they stand in now or later.
    covering: Sequence[str]

    @property
    def anything(self) -> bool:
        return bool(self.requisitions or self.applications or self.letters or self.covering)

    @property
    def manages(self) -> bool:
        return any(Part.HIRING_MANAGER in each.parts for each in self.requisitions)

    @property
    def recruits(self) -> bool:
        theirs = any(set(each.parts) - {Part.HIRING_MANAGER, Part.INTERVIEWER} for each in self.requisitions)
        return bool(theirs or self.applications or self.letters or self.covering)

    @property
    def people(self) -> int:
        """Open applications whose owner changes."""
        return sum(each.open for each in self.applications) + sum(each.people for each in self.requisitions)

    @property
    def signature(self) -> str:
        """Names what was shown, so that nothing else is done."""
        shown = [
            *(f"r{each.id}:{'/'.join(each.parts)}" for each in self.requisitions),
            *(f"a{each.id}" for each in self.applications),
            *(f"m{each.id}" for each in self.letters),
        ]
        return hashlib.sha256(" ".join(shown).encode()).hexdigest()[:32]


class Done(NamedTuple):
    """What was handed over, and what could not be."""

    requisitions: int
    applications: int
    letters: Sequence[Signed]
    #: Names of people whom the wall keeps from the heir: they stay as they were, for somebody else.
    walled: Sequence[str]


def belongings(session: Session, viewer: Viewer, user_id: int, *, now: datetime) -> Belongings:
    """Return what is a colleague's: requisitions, people by name, letters that wait, whom they stand in for."""
    return Belongings(
        _requisitions(session, viewer, user_id),
        _applications(session, viewer, user_id),
        resigning.waiting_of(session, viewer, user_id),
        _covering(session, user_id, now),
    )


def hand_over(
    session: Session,
    viewer: Viewer,
    user: User,
    recruiter_id: int | None,
    manager_id: int | None,
    shown: str,
    *,
    now: datetime,
    settings: Settings,
) -> Done:
    """Give all of a colleague's to somebody else.

    recruiter_id: who recruits and writes from now on; manager_id: who decides. shown: the signature of what was
    looked at. Raises Conflict when something changed since, BadInput for an heir who cannot be one.
    """
    theirs = belongings(session, viewer, user.id, now=now)
    if theirs.signature != shown:
        raise Conflict("Something of theirs changed meanwhile: look at the list again. Nothing was done.")
    recruiter = _heir(session, user, recruiter_id, {Role.RECRUITER, Role.ADMIN}) if theirs.recruits else None
    manager = _heir(session, user, manager_id, {Role.HIRING_MANAGER}) if theirs.manages else None
    heirs = {
        **dict.fromkeys((Part.RECRUITER, Part.BACKUP, Part.COORDINATOR), recruiter),
        Part.HIRING_MANAGER: manager,
    }
    for each in theirs.requisitions:
        requisition = session.scalars(
            select(Requisition)
            .where(Requisition.id == each.id, requisition_visible(viewer))
            .options(selectinload(Requisition.team))
            .with_for_update(of=Requisition)
        ).one()
        given = {part: heir.id for part in each.parts if (heir := heirs.get(part)) is not None}
        parts.hand_over(session, requisition, user.id, given, now=now, actor_id=viewer.user_id)
    walled = _give_people(session, viewer, theirs, recruiter, now)
    signed = [
        resigning.sign_anew(session, viewer, each.id, now=now, settings=settings) for each in theirs.letters
    ]
    _end_covering(session, user.id, now)
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="user.hand_over",
        subject="user",
        subject_id=user.id,
        recruiter=recruiter.id if recruiter else None,
        manager=manager.id if manager else None,
        requisitions=len(theirs.requisitions),
        applications=len(theirs.applications) - len(walled),
        letters=len(signed),
    )
    return Done(len(theirs.requisitions), len(theirs.applications) - len(walled), signed, walled)


def _heir(session: Session, user: User, heir_id: int | None, roles: set[Role]) -> User:
    heir = session.get(User, heir_id) if heir_id is not None else None
    if heir is None or heir.id == user.id or not heir.active or not heir.role_names & roles:
        what = "decides" if roles == {Role.HIRING_MANAGER} else "recruits"
        raise BadInput(f"Choose an active colleague who {what} from now on.")
    return heir


def _give_people(
    session: Session, viewer: Viewer, theirs: Belongings, heir: User | None, now: datetime
) -> list[str]:
    """Make the heir responsible; return the names of those whom the wall keeps from them."""
    walled: list[str] = []
    if heir is None:
        return walled
    for each in theirs.applications:
        application = session.get_one(Application, each.id, with_for_update={"of": Application})
        try:
            change_owner(session, application, heir.id, now=now, actor_id=viewer.user_id)
        except BadInput:
            walled.append(each.name)
    return walled


def _requisitions(session: Session, viewer: Viewer, user_id: int) -> list[Held]:
    rows = session.execute(
        select(Requisition.id, Requisition.title, TeamMember.part)
        .join(TeamMember, TeamMember.requisition_id == Requisition.id)
        .where(
            TeamMember.user_id == user_id, TeamMember.part != Part.INTERVIEWER, requisition_visible(viewer)
        )
        .order_by(Requisition.title, Requisition.id, TeamMember.part)
    )
    titles: dict[int, str] = {}
    held: dict[int, list[Part]] = {}
    for id_, title, part in rows:
        titles[id_] = title
        held.setdefault(id_, []).append(part)
    return [
        Held(
            id_, titles[id_], tuple(parts_), _unnamed(session, viewer, id_) if Part.RECRUITER in parts_ else 0
        )
        for id_, parts_ in held.items()
    ]


def _unnamed(session: Session, viewer: Viewer, requisition_id: int) -> int:
    ids = session.scalars(
        select(Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(
            Application.requisition_id == requisition_id,
            Application.owner_id.is_(None),
            Application.state == ApplicationState.ACTIVE,
            visible(viewer),
        )
    )
    return len(ids.all())


def _applications(session: Session, viewer: Viewer, user_id: int) -> list[Owned]:
    rows = session.execute(
        select(Application.id, Candidate, Requisition.title, Application.state)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(Application.owner_id == user_id, visible(viewer))
        .order_by(Application.id)
    )
    return [Owned(id_, who.name, title, state is ApplicationState.ACTIVE) for id_, who, title, state in rows]


def _covering(session: Session, user_id: int, now: datetime) -> list[str]:
    rows = (
        select(User.name)
        .join(Absence, Absence.user_id == User.id)
        .where(Absence.cover_id == user_id, Absence.ended_at.is_(None), Absence.ends_at > now)
        .order_by(Absence.begins_at)
    )
    return list(session.scalars(rows))


def _end_covering(session: Session, user_id: int, now: datetime) -> None:
    """Whoever they stood in for has nobody now, and stands on the page of those."""
    absences = select(Absence).where(
        Absence.user_id == user_id, Absence.ended_at.is_(None), Absence.ends_at > now
    )
    for absence in session.scalars(absences):
        absence.ended_at = now
    session.flush()
