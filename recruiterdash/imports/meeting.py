"""Where what a file says meets what is here: the same person, application and requisition are recognised."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Select, any_, false, func, literal, select
from sqlalchemy.orm import Session, aliased

from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.candidates.models import Application, Candidate, Decision, Outcome
from recruiterdash.candidates.visibility import visible, visible_people
from recruiterdash.imports.gathering import Case
from recruiterdash.imports.said import PersonSaid
from recruiterdash.journey.models import Event
from recruiterdash.team.permissions import Viewer

#: As many values as one statement takes on either database.
AT_ONCE = 900


class Person(NamedTuple):
    """A person there is."""

    id: int
    first_name: str
    last_name: str
    email: str | None
    phone: str
    zone: str
    internal: bool
    internal_source: str
    email_folded: str | None
    source_system: str | None
    source_id: str | None
    source_digest: str | None

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class Known(NamedTuple):
    """An application there is, and where it stands."""

    id: int
    candidate_id: int
    requisition_id: int
    state: str
    stage_id: int | None
    stage_type: str
    owner_id: int | None
    origin: str
    source_system: str | None
    source_id: str | None
    source_said: dict[str, Any] | None
    #: The newest decision is a no.
    decided: bool


class Told(NamedTuple):
    """A happening there is."""

    type: str
    #: Which word; of something taken back, its type.
    kind: str | None
    second: int
    key: str | None
    #: How we know, and when we came to know it.
    source: str = "import"
    recorded_at: datetime | None = None

    @property
    def is_act(self) -> bool:
        """Somebody here decided, moved, opened again or closed."""
        ended = self.type == "in" and self.kind == "withdraw"
        taken_back = self.type == "undo" and self.kind in ACTS
        return self.source != "import" and (ended or taken_back or self.type in ACTS)


#: What somebody here does to an application that a source may see otherwise.
ACTS = frozenset({"decision", "stage_change", "unreject", "close"})
_PERSON = (
    Candidate.id,
    Candidate.first_name,
    Candidate.last_name,
    Candidate.email,
    Candidate.phone,
    Candidate.zone,
    Candidate.internal,
    Candidate.internal_source,
    Candidate.email_folded,
    Candidate.source_system,
    Candidate.source_id,
    Candidate.source_digest,
)
_NEWEST = (
    select(Decision.outcome)
    .where(Decision.application_id == Application.id, Decision.withdrawn_at.is_(None))
    .order_by(Decision.number.desc())
    .limit(1)
    .correlate(Application)
    .scalar_subquery()
)
_APPLICATION = (
    Application.id,
    Application.candidate_id,
    Application.requisition_id,
    Application.state,
    Application.stage_id,
    Application.stage_type,
    Application.owner_id,
    Application.origin,
    Application.source_system,
    Application.source_id,
    Application.source_said,
    func.coalesce(_NEWEST == Outcome.REJECT, false()),
)


def anybody(session: Session) -> bool:
    """Return whether there is anybody to meet."""
    return session.scalar(select(Candidate.id).limit(1)) is not None


def people_by_source(session: Session, system: str, ids: Iterable[str]) -> dict[str, Person]:
    """Return source id -> the person of that system who has it."""
    query = select(*_PERSON).where(Candidate.source_system == system)
    found = _some(session, query, Candidate.source_id, sorted(set(ids)))
    return {person.source_id or "": person for person in map(Person._make, found)}


def people_by_mailbox(session: Session, mailboxes: Iterable[str]) -> dict[str, list[Person]]:
    """Return folded mailbox -> the people who have it, oldest first."""
    people: dict[str, list[Person]] = defaultdict(list)
    for person in map(
        Person._make, _some(session, select(*_PERSON), Candidate.email_folded, sorted(set(mailboxes)))
    ):
        people[person.email_folded or ""].append(person)
    for same in people.values():
        same.sort(key=lambda person: person.id)
    return dict(people)


def people_in_sight(session: Session, viewer: Viewer, ids: Iterable[int]) -> frozenset[int]:
    """Return those of these people whom the viewer may see."""
    asked = select(Candidate.id).where(visible_people(viewer))
    return frozenset(row.id for row in _some(session, asked, Candidate.id, sorted(set(ids))))


def applications_in_sight(session: Session, viewer: Viewer, ids: Iterable[int]) -> frozenset[int]:
    """Return those of these applications which the viewer may see."""
    asked = select(Application.id).join(Candidate, Candidate.id == Application.candidate_id)
    rows = _some(session, asked.where(visible(viewer)), Application.id, sorted(set(ids)))
    return frozenset(row.id for row in rows)


def people_by_id(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    """Return id -> person."""
    found = map(Person._make, _some(session, select(*_PERSON), Candidate.id, sorted(set(ids))))
    return {person.id: person for person in found}


def applications_by_source(session: Session, system: str, refs: Iterable[str]) -> dict[str, Known]:
    """Return source id -> the application of that system which has it."""
    query = _applications().where(Application.source_system == system)
    found = map(Known._make, _some(session, query, Application.source_id, sorted(set(refs))))
    return {each.source_id or "": each for each in found}


def applications_of(session: Session, candidate_ids: Iterable[int]) -> dict[tuple[int, int], Known]:
    """Return (candidate, requisition) -> application."""
    found = _some(session, _applications(), Application.candidate_id, sorted(set(candidate_ids)))
    return {(each.candidate_id, each.requisition_id): each for each in map(Known._make, found)}


def told(session: Session, application_ids: Iterable[int]) -> dict[int, list[Told]]:
    """Return application -> its happenings."""
    voided = aliased(Event)
    kind = func.coalesce(voided.type, Event.kind)
    columns = (Event.type, kind, Event.happened_at, Event.source_key, Event.source, Event.recorded_at)
    query = select(Event.application_id, *columns).outerjoin(voided, voided.id == Event.voids_id)
    happenings: dict[int, list[Told]] = defaultdict(list)
    for id_, type_, kind, at, key, source, recorded in _some(
        session, query, Event.application_id, sorted(set(application_ids))
    ):
        happenings[id_].append(Told(type_, kind, int(at.timestamp()), key, source, recorded))
    return happenings


def same_person(said: PersonSaid, system: str, candidates: Sequence[Person]) -> Person | None:
    """Return who of those with the same mailbox is the person a file means.

    The same whole name, case-folded; with an id of the source, nobody who has another id there.
    """
    name = said.name.casefold()
    for person in candidates:
        other_id = said.id and person.source_system == system and person.source_id not in (None, said.id)
        if person.name.casefold() == name and not other_id:
            return person
    return None


def digest(*parts: Any) -> str:
    """Return a short name for what a source said, equal when it said the same."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def mailbox_of(case: Case) -> str | None:
    return fold_mailbox(case.said.person.email)


def _applications() -> Select[Any]:
    return select(*_APPLICATION)


def _some(
    session: Session, query: Select[*tuple[Any, ...]], column: ColumnElement[Any] | Any, values: Sequence[Any]
) -> Iterator[Any]:
    """Ask for rows whose column has one of many values, some at a time."""
    if session.get_bind().dialect.name == "postgresql":
        if values:  # as one array: nine hundred parameters of a list cost more than their answer
            yield from session.execute(query.where(column == any_(literal(values, ARRAY(column.type)))))
        return
    for start in range(0, len(values), AT_ONCE):
        yield from session.execute(query.where(column.in_(values[start : start + AT_ONCE])))
