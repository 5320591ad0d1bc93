"""Greenhouse's API as JSON (Harvest v1 to v3): a folder with applications, candidates, jobs, interviews, mails."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zlib import crc32

from recruiterdash.errors import BadInput
from recruiterdash.imports import cells
from recruiterdash.imports.cells import YES
from recruiterdash.imports.greenhouse_feed import PARTS, concerning, mails_of, moves_of, notes_of, title_of
from recruiterdash.imports.greenhouse_report import REASONS, left
from recruiterdash.imports.histories import (
    applied,
    booked,
    coming,
    ended,
    held,
    moment,
    named,
    scorecard,
    table,
    tables,
    text,
)
from recruiterdash.imports.mapping import Column, Format, Record, RowReader, Surroundings, plain
from recruiterdash.imports.parcels import Parcel
from recruiterdash.imports.records import pages
from recruiterdash.imports.said import (
    NOWHERE,
    ApplicationSaid,
    Happening,
    PersonSaid,
    RequisitionSaid,
    Said,
    Unusable,
)
from recruiterdash.imports.spool import Spool

REASONS_OF_ENDS = "rejection_reasons.json"
COLUMNS = (
    Column("id", "The application's id", required=True),
    Column("candidate_id", "The person's id: the same id is the same person"),
    Column("applied_at", "Since when the person waits", required=True),
    Column("status", "Active, rejected, hired or converted", required=True),
    Column("rejected_at", "When it was decided; that the person was told, only a mail says"),
    Column("rejection_reason", "Why, kept for audit, never shown to the person; who ended it"),
    Column("rejection_reason_id", f"The same by its id, as {REASONS_OF_ENDS} names it"),
    Column("hired_at", "When the person was hired"),
    Column("created_at", "Since when the person waits, where nothing says so better"),
    Column("stage_name", "The present stage, in newer exports"),
    Column("job_id", "What the person applied for, in newer exports"),
    Column("jobs", "What the person applied for"),
    Column("job", "What the person applied for: title, reference, office, colleagues"),
    Column("current_stage", "The present stage; its type is asked when it is not known"),
    Column("source", "How the person came"),
    Column("recruiter", "Responsible recruiter, by name"),
    Column("candidate", "The person: name and mailboxes; linked to a user is internal"),
    Column("interviews", "Interviews with their scorecards, owed or given"),
    Column("emails", "Mails to and from the person; of which kind, their subject says"),
    Column("notes", "Notes that everybody there may read; private ones are left out"),
    Column("activities", "Moves from stage to stage, told in sentences"),
    Column("last_activity_at", "How old the file is; no contact by itself"),
    Column("prospect", "Nobody who applied: kept as a person without an application"),
)
FILES = APPLICATIONS, CANDIDATES = "applications.json", "candidates.json"
JOBS, FEEDS, INTERVIEWS = "jobs.json", "activity_feeds.json", "scheduled_interviews.json"
BESIDE = {
    JOBS: "references, offices and colleagues of requisitions are not known",
    FEEDS: "no mail is known, so that nobody is known to have been told",
    INTERVIEWS: "no interview is known",
}
#: So many bytes of an export are joined at once.
JOINED_AT_ONCE = 8 << 20
STATES = {"open": "open", "closed": "closed", "draft": "draft"}
STATUSES = {"active": "active", "rejected": "rejected", "hired": "hired", "converted": "active"}
HELD = frozenset({"complete", "awaiting_feedback", "awaiting feedback", "completed"})


def read(parcel: Parcel) -> Iterator[Record]:
    """Yield applications with their person, job, interviews and mails, each whole."""
    missing = [name for name in FILES if not parcel.pages(name)]
    if missing:
        raise BadInput(f"A Greenhouse export needs {' and '.join(missing)} beside the other files.")
    jobs = {str(table(job).get("id")): job for _, job in pages(parcel, JOBS)}
    reasons = {str(table(each).get("id")): each for _, each in pages(parcel, REASONS_OF_ENDS)}
    parts = 1 + parcel.size // JOINED_AT_ONCE
    spool = Spool(held=25)
    try:
        _spread(parcel, spool, parts)
        for heap in spool.heaps():
            yield from _joined(spool, heap, jobs, reasons)
    finally:
        spool.close()


def _spread(parcel: Parcel, spool: Spool, parts: int) -> None:
    """Lay what concerns one person on one heap, so that few people are in memory at a time."""
    heap_of: dict[str, int] = {}
    for number, (_, each) in enumerate(pages(parcel, APPLICATIONS), 1):
        person = str(table(each).get("candidate_id"))
        heap = heap_of[str(table(each).get("id"))] = _heap(person, parts)
        spool.put(heap, ("application", person, number, each))
    for _, each in pages(parcel, CANDIDATES):
        person = str(table(each).get("id"))
        spool.put(_heap(person, parts), ("candidate", person, 0, each))
    for person, each in pages(parcel, FEEDS):
        person = person or str(table(each).get("candidate_id"))
        spool.put(
            _heap(person, parts),
            ("feed", person, 0, {part: table(each).get(part) for part in PARTS}),
        )
    for _, each in pages(parcel, INTERVIEWS):
        said = table(each)
        application = str(said.get("application_id") or table(said.get("application")).get("id"))
        if application in heap_of:
            spool.put(heap_of[application], ("interview", application, 0, each))


def _heap(person: str, parts: int) -> int:
    return crc32(person.encode("utf-8", "surrogatepass")) % parts


def _joined(spool: Spool, heap: int, jobs: Mapping[str, Any], reasons: Mapping[str, Any]) -> Iterator[Record]:
    people: dict[str, Any] = {}
    feeds: dict[str, Any] = {}
    interviews: dict[str, list[Any]] = {}
    own: dict[str, list[tuple[int, Any]]] = {}
    for kind, key, number, each in spool.take(heap):
        if kind == "application":
            own.setdefault(key, []).append((number, each))
        elif kind == "candidate":
            people[key] = each
        elif kind == "feed":
            feeds[key] = each
        else:
            interviews.setdefault(key, []).append(each)
    for person, applications in own.items():
        titles = {str(table(each).get("id")): title_of(table(each)) for _, each in applications}
        for number, each in applications:
            if not isinstance(each, dict):
                yield number, {"id": None}
                continue
            id_ = str(each.get("id"))
            yield (
                number,
                {
                    **each,
                    "candidate": people.get(person),
                    "rejection_reason": each.get("rejection_reason")
                    or reasons.get(str(each.get("rejection_reason_id"))),
                    "job": jobs.get(_job_id(each)),
                    "interviews": interviews.get(id_, []),
                    **concerning(feeds.get(person), id_, titles),
                },
            )


def _job_id(application: Mapping[str, Any]) -> str:
    first = next(iter(tables(application.get("jobs"))), {})
    return str(first.get("id") or application.get("job_id"))


def reader(around: Surroundings) -> RowReader:
    """Return what reads one joined record."""

    def read_one(line: int, cells_: list[Any]) -> Said:
        return _read(cells_[0], around, line)

    return read_one


def _read(record: Mapping[str, Any], around: Surroundings, line: int) -> Said:
    called = text(record.get("status"), "status", 40).casefold()
    if called not in STATUSES:
        raise Unusable("status", f"is “{called}”, must be active, rejected, hired or converted")
    reason = table(record.get("rejection_reason"))
    if called == "rejected" and not reason and record.get("rejection_reason_id"):
        words = f"Reasons are named by ids: without {REASONS_OF_ENDS}, who left by themselves is taken as rejected"
        around.unsure("reason", "ids", words, line)
    by_them = left(named(reason.get("type"), "rejection_reason", 80), named(reason, "rejection_reason", 120))
    status = "withdrawn" if called == "rejected" and by_them else STATUSES[called]
    person, mailboxes = _person(record, around, line)
    if record.get("prospect") is True:
        return Said(ApplicationSaid("", person, NOWHERE), ())
    requisition = _requisition(record)
    application = ApplicationSaid(
        ref=text(record.get("id"), "id", 80),
        person=person,
        requisition=requisition,
        stage=named(record.get("current_stage") or record.get("stage_name"), "current_stage", 120),
        status=status,
        origin=named(record.get("source"), "source", 80, "public_name"),
    )
    if not application.ref:
        raise Unusable("id", "is empty: nobody knows which application this is")
    office = requisition.office
    since = record.get("applied_at") or record.get("created_at")
    at, day_only = moment(around, since, "applied_at", office, line)
    happenings: list[Happening] = [(at, applied(day_only))]
    happenings += _interviews(record, office, around, line)
    end = _end(record, status, named(reason, "rejection_reason", 120), at, office, around, line)
    happenings += [end] if end else []
    rejected_at = end[0] if end and status == "rejected" else None
    happenings += mails_of(record, mailboxes, rejected_at, office, around, line)
    happenings += notes_of(record, office, around, line)
    happenings += moves_of(record, office, around, line)
    return Said(application, tuple(happenings), _last(record, office, around, line))


def _requisition(record: Mapping[str, Any]) -> RequisitionSaid:
    job = table(record.get("job"))
    first = next(iter(tables(record.get("jobs"))), {})
    title = named(job or first, "jobs", 200)
    if not title:
        raise Unusable("jobs", "is empty: nobody knows what the person applied for")
    team = table(job.get("hiring_team"))
    recruiters = tables(team.get("recruiters"))
    responsible = next((each for each in recruiters if each.get("responsible")), next(iter(recruiters), {}))
    return RequisitionSaid(
        reference=text(job.get("requisition_id"), "requisition_id", 60),
        title=title,
        office=named(next(iter(tables(job.get("offices"))), {}), "offices", 120),
        recruiter=named(record.get("recruiter"), "recruiter", 120) or named(responsible, "hiring_team", 120),
        hiring_manager=named(next(iter(tables(team.get("hiring_managers"))), {}), "hiring_team", 120),
        id=text(job.get("id") or first.get("id"), "jobs", 60),
        state=_state(job),
    )


def _state(job: Mapping[str, Any]) -> str:
    """Return the state of a job; on hold is none of its own there, a field that a company made says it."""
    status = str(job.get("status") or "").casefold()
    fields = table(job.get("custom_fields"))
    held = any(plain(name) == "on hold" and str(value).casefold() in YES for name, value in fields.items())
    return "on_hold" if held and status == "open" else STATES.get(status, "")


def _person(record: Mapping[str, Any], around: Surroundings, line: int) -> tuple[PersonSaid, frozenset[str]]:
    """Return the person and all their mailboxes, folded."""
    said = table(record.get("candidate"))
    given = (text(each.get("value"), "email_addresses", 320) for each in tables(said.get("email_addresses")))
    addresses = [each for each in given if each.strip()]
    first, last = cells.names(
        text(said.get("first_name"), "first_name", cells.LONGEST_NAME),
        text(said.get("last_name"), "last_name", cells.LONGEST_NAME),
        "last_name",
    )
    phones = tables(said.get("phone_numbers"))
    person = PersonSaid(
        id=text(record.get("candidate_id"), "candidate_id", 80),
        first=first,
        last=last,
        email=cells.mailbox(around, addresses[0], line) if addresses else "",
        phone=text(phones[0].get("value"), "phone_numbers", 40) if phones else "",
        zone="",
        internal=True if said.get("linked_user_ids") else None,
    )
    if not (person.first or person.last or person.email):
        raise Unusable("candidate", "is not in candidates.json: nobody knows who this is")
    return person, frozenset(each.strip().casefold() for each in addresses)


def _interviews(
    record: Mapping[str, Any], office: str, around: Surroundings, line: int
) -> Iterator[Happening]:
    """Yield interviews that took place, with the scorecards given; those to come, as booked."""
    for each in tables(record.get("interviews")):
        status = text(each.get("status"), "status", 40).casefold()
        end, start = table(each.get("end")), table(each.get("start"))
        said = end.get("date_time") or start.get("date_time") or end.get("date") or start.get("date")
        at, day_only = moment(
            coming(around) if status == "scheduled" else around, said, "interviews", office, line
        )
        name = named(each.get("interview"), "interview", 120)
        type_ = around.stage_type(name)
        cards = tables(each.get("interviewers"))
        if status in HELD:
            yield at, held(name, type_, len(cards) or None, day_only)
            for card in cards:
                if card.get("scorecard_id") is not None:
                    yield at, scorecard(str(card["scorecard_id"])[:24])
        elif status == "scheduled":
            told = each.get("created_at") or record.get("applied_at") or record.get("created_at")
            booked_at, _ = moment(around, told, "interviews", office, line)
            yield booked_at, booked(name, type_, at.isoformat(), len(cards) or None)


def _end(
    record: Mapping[str, Any],
    status: str,
    called: str,
    since: datetime,
    office: str,
    around: Surroundings,
    line: int,
) -> Happening | None:
    if status == "hired" and record.get("hired_at"):
        at, day_only = moment(around, record.get("hired_at"), "hired_at", office, line)
        return max(at, since), ended("hired", "", None, day_only=day_only)
    if status == "hired":
        last = _last(record, office, around, line)
        return max(since, last or since), ended("hired", "", None, assumed=True)
    if status not in ("rejected", "withdrawn"):
        return None
    at, day_only = moment(around, record.get("rejected_at"), "rejected_at", office, line)
    return max(at, since), ended(status, called, REASONS.get(called.casefold()), day_only=day_only)


def _last(record: Mapping[str, Any], office: str, around: Surroundings, line: int) -> datetime | None:
    """Return a moment the source knows of, None when it cannot be read: nothing hangs on it."""
    try:
        return moment(around, record.get("last_activity_at"), "last_activity_at", office, line)[0]
    except Unusable:
        return None


FORMAT = Format(
    name="greenhouse",
    system="greenhouse",
    title="Greenhouse API (JSON)",
    columns=COLUMNS,
    telling=frozenset({"id", "candidate_id", "applied_at", "status"}),
    dates=("applied_at", "rejected_at", "last_activity_at", "created_at", "date_time", "date"),
    reader=reader,
    files=FILES,
    beside=BESIDE,
    further=(REASONS_OF_ENDS,),
    records=read,
)
