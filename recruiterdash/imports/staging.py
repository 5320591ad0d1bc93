"""Rows as they will be written, computed from a plan before there is a transaction. Pure."""

import json
import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from recruiterdash import bulk, journey, waiting
from recruiterdash.bulk import Cells, Packed
from recruiterdash.candidates.identity import fold_mailbox, index_words
from recruiterdash.candidates.models import Application, Candidate, CandidateWord, Disposition
from recruiterdash.imports.comparing import digest_of_person, said_now
from recruiterdash.imports.gathering import EPOCH, Raw
from recruiterdash.imports.people import mailbox
from recruiterdash.imports.plan import NewApplication
from recruiterdash.imports.said import (
    ApplicationSaid,
    HappenedSaid,
    PersonSaid,
    RequisitionSaid,
    Words,
    key_of,
)
from recruiterdash.imports.wordbook import Which, Wordbook
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.loading import Rows

CANDIDATE_COLUMNS = (
    "id",
    "first_name",
    "last_name",
    "preferred_name",
    "email",
    "email_folded",
    "phone",
    "language",
    "zone",
    "internal",
    "internal_source",
    "internal_since",
    "linked_user_id",
    "outcome_channel",
    "source_system",
    "source_id",
    "source_digest",
    "created_at",
    "version",
)
APPLICATION_COLUMNS = (
    "id",
    "candidate_id",
    "requisition_id",
    "stage_id",
    "owner_id",
    "applied_at",
    "state",
    "stage_type",
    "origin",
    "disposition",
    "closed_at",
    "imported_at",
    "source_system",
    "source_id",
    "source_said",
    "created_at",
    "version",
)

#: What an import makes rows of, in the order in which they refer to each other.
TABLES = (
    (Candidate, CANDIDATE_COLUMNS),
    (CandidateWord, ("candidate_id", "word")),
    (Application, APPLICATION_COLUMNS),
    *journey.TABLES,
)

#: So many are computed together before their text is all that is kept of them.
SLICE = 100
#: A planned application as it travels to whoever computes its rows: plain values only.
Plain = tuple[bool, int, str, str, tuple[Any, ...], str, str, str, str, list[Raw]]


class Refers(NamedTuple):
    """What one new application refers to, named or numbered until it is written."""

    #: Number among the new people, or the id of one there is as a negative number minus one.
    person: int
    requisition: int
    stage: str
    owner: str
    #: How many interviews and decisions it brings.
    meetings: int
    decisions: int


class Keys(NamedTuple):
    """The ids of one new application and of what it refers to."""

    application: int
    candidate: int
    requisition: int
    stage: int | None
    owner: int | None


class Numbered(NamedTuple):
    """The ids of a heap of new applications, of their interviews and of their decisions."""

    keys: Sequence[Keys]
    meetings: Iterator[int]
    decisions: Iterator[int]


class Staged(NamedTuple):
    """One new application as rows without their keys."""

    #: The person's row and words, when they are new with this application.
    person: Packed | None
    words: Sequence[Packed]
    row: Packed
    rows: Rows


@dataclass(slots=True)
class Setup:
    """What rows are computed from beside the plan itself."""

    system: str
    #: How the source of an internal flag is named.
    source: str
    dialect: str
    now: datetime
    words: Wordbook
    #: Requisition of the file -> what binds it, and what happened to it.
    rules: Mapping[int, waiting.Rulebook]
    shared: Mapping[int, Sequence[waiting.Happening]]
    #: Folded mailbox -> id of a colleague.
    colleagues: Mapping[str, int]
    cells: Cells = field(init=False)
    #: What the common words say, as the rules and as the rows take it, but for the moment.
    told: list[tuple[Any, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = bulk.cells_for(self.dialect)
        self.told = [_told(each) for each in self.words.common()]

    def happening(self, at: datetime, which: Which) -> waiting.Happening:
        """Return what happened as the rules take it."""
        told = self.told[which] if isinstance(which, int) else _told(self.words[which])
        return tuple.__new__(waiting.Happening, (at, *told))


def _told(words: Words) -> tuple[Any, ...]:
    return tuple(journey.happening(words.type, words.kind, EPOCH, words.data))[1:]


def plain(new: NewApplication) -> Plain:
    """Return a planned application as plain values."""
    said = new.case.said
    return (
        new.new_person is not None,
        new.case.requisition,
        new.stage_type.value,
        said.ref,
        tuple(said.person),
        said.requisition.recruiter,
        said.stage,
        said.status,
        said.origin,
        new.case.raw,
    )


def refers(new: NewApplication, words: Wordbook) -> Refers:
    """Return what a planned application refers to."""
    case = new.case
    types = [words[which].type for _, which, _ in case.raw]
    return Refers(
        new.person,
        case.requisition,
        new.stage,
        case.said.requisition.recruiter,
        len([type_ for type_ in types if type_ in journey.MEETINGS]),
        types.count("decision"),
    )


def stage(setup: Setup, some: bytes) -> bytes:
    """Compute the rows of a heap, their keys yet to come.

    some: marshalled list of Plain. Returns a marshalled list of Staged.
    """
    heap = (_staged(setup, each) for each in _read(some))
    return marshal.dumps([(*staged[:-1], tuple(staged.rows)) for staged in heap])


def stage_whole(setup: Setup, some: bytes, numbered: bytes) -> bytes:
    """Compute the whole rows of a heap as lines of COPY.

    some: marshalled list of Plain. numbered: marshalled Numbered. Returns marshalled texts, one for each of
    TABLES.
    """
    keys, *ids = _read(numbered)
    meetings, decisions = map(iter, ids)
    texts: list[list[bytes]] = [[] for _ in TABLES]
    heap = _read(some)
    for start in range(0, len(heap), SLICE):
        part = [_staged(setup, each) for each in heap[start : start + SLICE]]
        theirs = [Keys._make(each) for each in keys[start : start + SLICE]]
        laid = laid_out(part, setup.cells, Numbered(theirs, meetings, decisions))
        for text, rows in zip(texts, laid, strict=True):
            text.append(bulk.copied(rows))
    return marshal.dumps([b"".join(text) for text in texts])


def laid_out(heap: Sequence[Staged], cells: Cells, numbered: Numbered) -> list[list[Packed]]:
    """Return the whole rows of some applications, a list for each of TABLES. Pure."""
    people: list[Packed] = []
    words: list[Packed] = []
    applications: list[Packed] = []
    for each, keys in zip(heap, numbered.keys, strict=True):
        if each.person is not None:
            own = cells.keys(keys.candidate)
            people.append(own + each.person)
            words += [own + word for word in each.words]
        applications.append(cells.keys(*keys) + each.row)
    histories = (
        (keys.application, keys.requisition, each.rows)
        for each, keys in zip(heap, numbered.keys, strict=True)
    )
    lived = journey.laid_out(histories, cells, numbered.meetings, numbered.decisions)
    return [people, words, applications, *lived]


def read_staged(some: bytes) -> list[Staged]:
    """Return what `stage` computed."""
    heap = (Staged._make(values) for values in _read(some))
    return [staged._replace(rows=Rows._make(staged.rows)) for staged in heap]


def write_numbered(numbered: Numbered) -> bytes:
    """Return numbers as they travel to whoever computes rows."""
    return marshal.dumps(([tuple(keys) for keys in numbered.keys], *map(list, numbered[1:])))


def _read(some: bytes) -> Any:
    return marshal.loads(some)  # noqa: S302 - our own bytes


def happened(said: HappenedSaid) -> Happened:
    """Return a happening as the journey takes it."""
    return Happened(
        said.type, said.at, said.kind, said.data, body=said.body, source="import", source_key=said.key
    )


def _staged(setup: Setup, each: Plain) -> Staged:
    is_new, of, stage_type, ref, person_said, owner, called, status, origin, raw = each
    person = PersonSaid._make(person_said)
    said = ApplicationSaid(ref, person, RequisitionSaid("", "", "", owner, ""), called, status, origin)
    told = [(EPOCH + timedelta(microseconds=micros), which) for micros, which, _ in raw]
    course = _course(setup, person, of, told)
    disposition = _disposition(setup, raw)
    happenings = [
        _happened(setup.words[which], at, body) for (at, which), (_, _, body) in zip(told, raw, strict=True)
    ]
    rows = journey.rows_of(
        happenings, course, setup.cells, now=setup.now, imported=True, disposition=disposition
    )
    address = mailbox(person.email)
    words = index_words(_Findable(person.first, person.last, address, person.phone)) if is_new else ()
    return Staged(
        _person(setup, person, address) if is_new else None,
        [setup.cells.pack((setup.cells.text(word),)) for word in sorted(words)],
        _application(setup, said, stage_type, told[0][0], course, disposition, raw),
        rows,
    )


def _course(
    setup: Setup, person: PersonSaid, of: int, told: Sequence[tuple[datetime, Which]]
) -> waiting.Course:
    happenings = [setup.happening(at, which) for at, which in told]
    shared = setup.shared.get(of)
    if shared:
        happenings = sorted([*shared, *happenings], key=lambda each: each.at)
    who = waiting.Person(zone=person.zone or None, internal=bool(person.internal))
    return waiting.replay(happenings, setup.rules[of], who)


def _happened(words: Words, at: datetime, body: str | None) -> Happened:
    told = (words.type, at, words.kind, words.data, None, body or words.body, "import", None, None, None)
    return tuple.__new__(Happened, (*told, key_of(words, at), None))


def _person(setup: Setup, said: PersonSaid, address: str | None) -> Packed:
    cells, internal = setup.cells, bool(said.internal)
    folded = fold_mailbox(address)
    linked = setup.colleagues.get(folded) if internal and folded else None
    return cells.pack(
        (
            cells.text(said.first),
            cells.text(said.last),
            "",
            cells.text(address),
            cells.text(folded),
            cells.text(said.phone),
            "en",
            said.zone,
            cells.truth(internal),
            setup.source if internal else "",
            cells.moment(setup.now if internal else None),
            cells.number(linked),
            "unknown",
            setup.system,
            cells.text(said.id or None),
            digest_of_person(said),
            cells.moment(setup.now),
            cells.number(1),
        )
    )


def _application(
    setup: Setup,
    said: ApplicationSaid,
    stage_type: str,
    applied_at: datetime,
    course: waiting.Course,
    disposition: Disposition | None,
    raw: Sequence[Raw],
) -> Packed:
    cells, now = setup.cells, setup.cells.moment(setup.now)
    return cells.pack(
        (
            cells.moment(applied_at),
            course.closed or "active",
            stage_type,
            cells.text(said.origin),
            cells.text(disposition.value if disposition else None),
            cells.moment(course.closed_at if course.closed else None),
            now,
            cells.text(setup.system if said.ref else None),
            cells.text(said.ref or None),
            cells.text(json.dumps({setup.system: said_now(said, raw, setup.words)})),
            now,
            cells.number(1),
        )
    )


def _disposition(setup: Setup, raw: Sequence[Raw]) -> Disposition | None:
    for _, which, _ in reversed(raw):
        words = setup.words[which]
        if words.type == "in" and words.kind == "withdraw":
            return Disposition.WITHDREW
        if words.type == "decision" and words.data.get("value") == "reject":
            return Disposition(words.data["reason"]) if words.data.get("reason") else None
    return None


class _Findable(NamedTuple):
    """What the words of a new person are made from."""

    first_name: str
    last_name: str
    email: str | None
    phone: str
    preferred_name: str = ""
