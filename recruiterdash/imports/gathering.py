"""The first pass over a file: rows become what a source says, and rows of one application find each other."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.errors import BadInput
from recruiterdash.imports import dates, reading
from recruiterdash.imports.asking import Moments, Subjects
from recruiterdash.imports.cells import key as digest_key
from recruiterdash.imports.index import Index
from recruiterdash.imports.mapping import Format, Mapped, Meanings, RowReader, Surroundings
from recruiterdash.imports.reading import Bad, Sheet
from recruiterdash.imports.said import (
    NOWHERE,
    ApplicationSaid,
    HappenedSaid,
    PersonSaid,
    RequisitionSaid,
    Said,
    Unusable,
    happened_said,
)
from recruiterdash.imports.spool import Spool, given_back_on_failure
from recruiterdash.imports.wordbook import Which, Wordbook

#: Applications on one heap: planned, looked up and written together.
HEAP = 2_000
#: More bad rows than anybody mends by hand; the rest is counted.
MOST_BAD = 10_000
#: So many things that are unsure are listed, whatever they are; the rest of a kind is counted.
MOST_WARNED = 5_000
#: More of a name than any house has: a column is taken for another one, and would make an office of every row.
MOST_OFFICES, MOST_REQUISITIONS, MOST_COLLEAGUES, MOST_STAGES = 1_000, 20_000, 5_000, 20_000
PROGRESS = 5_000
#: So much one application tells before it is laid aside.
LONG = 2_000
#: Letters of text that weigh as much as a history without any.
USUAL = 250

#: What a warning is about that stands for those that are not listed.
MORE = "\0more"
PersonKey = tuple[str, ...]


class Warned(NamedTuple):
    """Something unsure: what it is about, and in how many rows."""

    kind: str
    about: str
    reason: str
    line: int
    rows: int = 1


#: Moment in microseconds, which words, and a text of its own, as they lie on a heap.
Raw = tuple[int, Which, str | None]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(slots=True)
class Case:
    """One application with everything a file says about it."""

    number: int
    person: int
    requisition: int
    line: int
    said: ApplicationSaid
    #: In order, each once.
    raw: list[Raw]
    #: Rows that said something again.
    repeated: int = 0

    def happenings(self, words: Wordbook) -> list[HappenedSaid]:
        """Return what happened, for comparing with what is here."""
        return [
            happened_said(words[which], EPOCH + micros * MICROSECOND, body)
            for micros, which, body in self.raw
        ]


@dataclass(slots=True)
class Gathered:
    """A file after its first pass."""

    #: Heaps of applications, and of their happenings.
    heads: Spool = field(default_factory=Spool)
    spool: Spool = field(default_factory=Spool)
    #: People without an application, on heaps of their own.
    lone: Spool = field(default_factory=Spool)
    rows: int = 0
    applications: int = 0
    people: int = 0
    bad: list[Bad] = field(default_factory=list)
    bad_count: int = 0
    warned: dict[tuple[str, str], Warned] = field(default_factory=dict)
    requisitions: list[RequisitionSaid] = field(default_factory=list)
    #: What can have happened; few words stand for most rows.
    words: Wordbook = field(default_factory=Wordbook)
    newest: datetime | None = None
    #: The order of day and month that was found or chosen, None when no date asked for it.
    order: dates.Order | None = None
    #: Who is responsible for an application: requisition and name.
    recruiters: set[tuple[int, str]] = field(default_factory=set)
    #: Requisition -> names of its stages, as far as rows name them.
    stages: dict[int, dict[str, None]] = field(default_factory=dict)
    #: Way and subject of mails -> how many there are; their class is confirmed on the page.
    subjects: Counter[tuple[str, str]] = field(default_factory=Counter)

    def cases(self) -> Iterator[list[Case]]:
        """Yield applications with their happenings, heap by heap in the order of the file."""
        for heap in self.heads.heaps():
            together: dict[int, Case] = {}
            for number, person, requisition, line, head in self.heads.take(heap):
                said = _application(head, self.requisitions[requisition])
                if number in together:
                    together[number].said = said
                else:
                    together[number] = Case(number, person, requisition, line, said, [])
            for number, told in self.spool.take(heap):
                parts = iter(told)
                together[number].raw.extend(zip(parts, parts, parts, strict=True))
            for case in together.values():
                _settle(case, self.words)
            yield list(together.values())

    def people_alone(self) -> Iterator[list[Case]]:
        """Yield people without an application, heap by heap in the order of the file."""
        for heap in self.lone.heaps():
            yield [
                Case(-1, number, -1, line, ApplicationSaid("", PersonSaid._make(person), NOWHERE), [])
                for number, line, person in self.lone.take(heap)
            ]

    def warn(self, kind: str, about: str, reason: str, line: int) -> None:
        """Note something unsure; the same again is counted when it is about a row. line: 0 for none."""
        known = self.warned.get((kind, about))
        if known is None and len(self.warned) >= MOST_WARNED:
            more = self.warned.get((kind, MORE), Warned(kind, MORE, "More like that", line, 0))
            self.warned[kind, MORE] = more._replace(reason=f"{reason}. More like that", rows=more.rows + 1)
        elif known is None:
            self.warned[kind, about] = Warned(kind, about, reason, line)
        elif line:
            self.warned[kind, about] = known._replace(rows=known.rows + 1)

    def refuse(self, bad: Bad) -> None:
        """Note a row that cannot be taken in."""
        self.bad_count += 1
        if len(self.bad) < MOST_BAD:
            self.bad.append(bad)

    def close(self) -> None:
        self.heads.close()
        self.spool.close()
        self.lone.close()


def _application(head: tuple[Any, ...], requisition: RequisitionSaid) -> ApplicationSaid:
    ref, person, recruiter, stage, status, origin = head
    if recruiter != requisition.recruiter:
        requisition = requisition._replace(recruiter=recruiter)
    return ApplicationSaid(ref, PersonSaid._make(person), requisition, stage, status, origin)


def _settle(case: Case, words: Wordbook) -> None:
    """Put happenings in order, equal moments in that of the file; what was said twice is said once."""
    raw = case.raw
    once = {(each[0], words[each[1]].key): each for each in raw}
    if len(once) < len(raw):
        case.raw = list(once.values())
        case.repeated = len(raw) - len(once)
    case.raw.sort(key=itemgetter(0))


def gather(
    sheet: Sheet,
    format_: Format,
    mapped: Mapped,
    meanings: Meanings,
    order: dates.Order | None,
    *,
    usual_order: dates.Order | None = None,
    now: datetime,
    progress: Callable[[int], None],
) -> Gathered:
    """Read a file once and lay what it says aside, application by application.

    meanings: of names in the file. order: of day and month when a person chose it, else the file's own dates
    settle it, else the usual one holds. progress: told the number of rows now and then. Raises BadInput when the
    file cannot be read to its end.
    """
    pass_ = _Pass(Gathered())
    gathered = pass_.gathered
    moments = Moments(sheet, format_, mapped.places, order, usual_order)
    around = Surroundings(
        mapped.places,
        meanings.zone_of,
        moments.read,
        gathered.warn,
        now,
        meanings.stage_type,
        Subjects(gathered.subjects, meanings).read,
    )
    with pass_, given_back_on_failure(gathered):
        _read_all(sheet, pass_, format_.reader(around), progress)
        gathered.order = moments.order
        if moments.taken_as_usual:
            first = "month" if moments.order is dates.Order.MONTH_FIRST else "day"
            words = f"No date of the file settles which number is the day: read {first} first, as confirmed before"
            gathered.warn("order", "usual", words, 0)
        if not gathered.rows:
            raise BadInput("The file has a header and no rows below it.")
    return gathered


def _read_all(sheet: Sheet, pass_: "_Pass", read: RowReader, progress: Callable[[int], None]) -> None:
    gathered, take = pass_.gathered, pass_.take
    for row in reading.rows(sheet):
        gathered.rows += 1
        if gathered.rows % PROGRESS == 0:
            progress(gathered.rows)
        if isinstance(row, Bad):
            gathered.refuse(row)
            continue
        line, cells = row
        try:
            take(read(line, cells), line)
        except Unusable as error:
            gathered.refuse(Bad(line, error.column, error.reason))
    pass_.lay_aside()
    gathered.applications, gathered.people = len(pass_.together), len(pass_.people)
    gathered.newest = pass_.newest


class _Pass:
    """Who and what was met so far, by what tells them apart."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.people: Index[int] = Index()
        self.applications: Index[int] = Index()
        #: person and requisition -> application: one application for both together.
        self.together: Index[int] = Index()
        self.requisitions: dict[str, int] = {}
        self.mailboxes: Index[tuple[int, int, str]] = Index()
        self.offices: set[str] = set()
        self.recruiters: set[str] = set()
        self.stages = 0
        self.newest: datetime | None = None
        self.last: ApplicationSaid | None = None
        self.last_number = self.last_requisition = 0
        #: What rows of that application say, one after the other: moment, words, text, moment, words, text ...
        self.told: list[Which | str | None] = []
        self.weight = 1

    def __enter__(self) -> None:
        """Hold the files in which is looked up who was met."""

    def __exit__(self, *_: object) -> None:
        for index in (self.people, self.applications, self.together, self.mailboxes):
            index.close()

    def take(self, said: Said, line: int) -> None:
        application, happenings, as_of = said
        if application.requisition is NOWHERE:
            self._place_alone(application.person, line)
        elif application is not self.last:
            number = self._place(application, line)
            self.lay_aside()
            self.last, self.last_number = application, number
        for happening in happenings:
            at, words = happening[0], happening[1]
            which = self.gathered.words.which_of(words)
            if words.type == "stage_change" and "name" in words.data:
                self._note_stage(self.last_requisition, words.data["name"], line)
            if isinstance(which, bytes):
                self.weight += 3 + len(which) // USUAL
            body = happening[2] if len(happening) > 2 else None
            if body is not None:
                self.weight += len(body) // USUAL
            self.told += ((at - EPOCH) // MICROSECOND, which, body)
            if len(self.told) > LONG:
                self.lay_aside()
            if self.newest is None or at > self.newest:
                self.newest = at
        if as_of is not None and (self.newest is None or as_of > self.newest):
            self.newest = as_of

    def lay_aside(self) -> None:
        """Lay what the rows of one application said on its heap."""
        if self.told:
            value = self.last_number, tuple(self.told)
            self.gathered.spool.put(self.last_number // HEAP, value, self.weight)
            self.told.clear()
            self.weight = 1

    def _place(self, said: ApplicationSaid, line: int) -> int:
        """Return the number of an application; a new one is counted on, and laid on its heap."""
        known = self.applications.get(said.ref) if said.ref else None
        if known is not None and known != self._number_of(said):
            raise Unusable(
                "", f"names application {said.ref}, which belongs to another person or requisition above"
            )
        person = self._person(said.person, said.ref, line)
        requisition = self.last_requisition = self._requisition(said, line)
        number = self.together.get((person, requisition))
        if number is None:
            number = len(self.together)
            self.together.put((person, requisition), number)
        elif said.ref and known is None:
            words = f"Line {line}: {said.person.name} applied again for {said.requisition.title}: kept as one"
            self.gathered.warn("twice", said.ref, words, line)
        if said.ref and known is None:
            self.applications.put(said.ref, number)
        self.gathered.recruiters.add((requisition, said.requisition.recruiter))
        self.recruiters.add(said.requisition.recruiter)
        _ensure_few(len(self.recruiters) - 1, MOST_COLLEAGUES, "recruiters", line)
        if said.stage:
            self._note_stage(requisition, said.stage, line)
        head = (
            said.ref,
            tuple(said.person),
            said.requisition.recruiter,
            said.stage,
            said.status,
            said.origin,
        )
        self.gathered.heads.put(number // HEAP, (number, person, requisition, line, head))
        return number

    def _number_of(self, said: ApplicationSaid) -> int | None:
        """Return the number of an application that was met; nothing is noted of a new one."""
        person = self.people.get(person_key(said.person, said.ref))
        requisition = self.requisitions.get(requisition_key(said.requisition), -1)
        return None if person is None else self.together.get((person, requisition))

    def _place_alone(self, person: PersonSaid, line: int) -> None:
        """Lay a person aside who has no application here; the first row about them counts."""
        if self.people.get(person_key(person, "")) is not None:
            return
        number = self._person(person, "", line)
        self.gathered.lone.put(number // HEAP, (number, line, tuple(person)))

    def _person(self, said: PersonSaid, ref: str, line: int) -> int:
        key = person_key(said, ref)
        number = self.people.get(key)
        if number is None:
            number = len(self.people)
            self.people.put(key, number)
            self._compare_mailbox(said, number, line)
        return number

    def _compare_mailbox(self, person: PersonSaid, number: int, line: int) -> None:
        """One mailbox for two people is theirs to settle: listed, never merged."""
        mailbox = fold_mailbox(person.email)
        if mailbox is None:
            return
        called = f"{person.name} ({person.id})" if person.id else person.name
        first = self.mailboxes.get(mailbox)
        if first is None:
            self.mailboxes.put(mailbox, (number, line, called))
        elif first[0] != number:
            words = (
                f"{first[2]} (line {first[1]}) and {called} (line {line}) share the mailbox {person.email}: "
                "kept as two people"
            )
            self.gathered.warn("mailbox", f"{mailbox} {number}", words, line)

    def _note_stage(self, requisition: int, name: str, line: int) -> None:
        names = self.gathered.stages.setdefault(requisition, {})
        if name not in names:
            names[name] = None
            self.stages += 1
            _ensure_few(self.stages - 1, MOST_STAGES, "stages", line)

    def _requisition(self, said: ApplicationSaid, line: int) -> int:
        requisition = said.requisition
        self.offices.add(requisition.office)
        _ensure_few(len(self.offices) - 1, MOST_OFFICES, "offices", line)
        key = requisition_key(requisition)
        number = self.requisitions.get(key)
        if number is None:
            number = self.requisitions[key] = len(self.gathered.requisitions)
            self.gathered.requisitions.append(requisition)
            _ensure_few(number, MOST_REQUISITIONS, "requisitions", line)
        else:
            first = self.gathered.requisitions[number]
            if requisition.office != first.office and requisition.office:
                words = f"{first.reference or first.title} stands in {first.office or 'no office'} and in "
                words += f"{requisition.office}: kept in the first"
                self.gathered.warn("office", f"{key} {requisition.office}", words, line)
        return number


def _ensure_few(before: int, most: int, what: str, line: int) -> None:
    """Ensure that one more of a name is not too many. Raises BadInput."""
    if before >= most:
        raise BadInput(
            f"Up to line {line}: more than {most:,} {what}. No house has so many: a column is taken for another."
        )


def person_key(person: PersonSaid, application_ref: str) -> PersonKey:
    """Return what tells a person apart within one source.

    The source's id; without one the mailbox and the whole name, case-folded; without both the application.
    """
    if person.id:
        return ("id", person.id)
    mailbox = fold_mailbox(person.email)
    if mailbox is None:
        return ("application", application_ref, person.name.casefold())
    return (mailbox, person.name.casefold())


def requisition_key(requisition: RequisitionSaid) -> str:
    """Return what tells a requisition apart: its reference, its id, or its title and office."""
    return (
        requisition.reference or requisition.id or digest_key("title", requisition.title, requisition.office)
    )
