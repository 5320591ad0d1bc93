"""Ashby's applications as JSON of its API: one record an application, with its stages."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from recruiterdash.imports import cells
from recruiterdash.imports.greenhouse_report import REASONS
from recruiterdash.imports.histories import (
    applied,
    by_candidate,
    ended,
    moment,
    moved,
    named,
    table,
    tables,
    text,
)
from recruiterdash.imports.mapping import Column, Format, Record, RowReader, Surroundings
from recruiterdash.imports.parcels import Parcel
from recruiterdash.imports.records import records_in
from recruiterdash.imports.said import (
    NOWHERE,
    ApplicationSaid,
    Happening,
    PersonSaid,
    RequisitionSaid,
    Said,
    Unusable,
)

COLUMNS = (
    Column("id", "The application's id", required=True),
    Column("createdAt", "Since when the person waits", required=True),
    Column("status", "Active, Hired, Archived; a Lead is a person without an application", required=True),
    Column("candidate", "The person: id, name, mailbox, zone", required=True),
    Column("job", "What the person applied for", required=True),
    Column("currentInterviewStage", "The present stage; its type is asked when it is not known"),
    Column("applicationHistory", "Moves from stage to stage"),
    Column("archiveReason", "Why it ended and who ended it; that the person was told, it does not say"),
    Column("archivedAt", "When it ended"),
    Column("updatedAt", "When it ended, where nothing says so better: marked as assumed"),
    Column("source", "How the person came"),
    Column("hiringTeam", "Recruiter and hiring manager, by name"),
    Column("creditedToUser", "Who brought the person, no owner", unused=True),
)
BY_CANDIDATE = frozenset({"rejectedbycandidate", "withdrawn"})
#: What is no stage that anybody waits in, and where an application stands that has ended.
ARCHIVED, HIRED = "archived", "hired"
#: Somebody whom we found, and who has applied for nothing.
LEAD = "lead"
STATUSES = frozenset({"active", HIRED, ARCHIVED, LEAD})


def read(parcel: Parcel) -> Iterator[Record]:
    """Yield the applications of all files of an export."""
    return records_in(parcel, "applications.json")


def reader(around: Surroundings) -> RowReader:
    """Return what reads one record."""

    def read_one(line: int, cells_: list[Any]) -> Said:
        return _read(cells_[0], around, line)

    return read_one


def _read(record: Mapping[str, Any], around: Surroundings, line: int) -> Said:
    status, why = _status(record)
    person = _person(table(record.get("candidate")), around, line)
    if status == LEAD:
        return Said(ApplicationSaid("", person, NOWHERE), (), _updated(record, around, line))
    stage = table(record.get("currentInterviewStage"))
    application = ApplicationSaid(
        ref=text(record.get("id"), "id", 80),
        person=person,
        requisition=_requisition(record),
        stage="" if _kind(stage) == ARCHIVED else named(stage, "currentInterviewStage", 120),
        status=status,
        origin=named(record.get("source"), "source", 80),
    )
    if not application.ref:
        raise Unusable("id", "is empty: nobody knows which application this is")
    at, day_only = moment(around, record.get("createdAt"), "createdAt", "", line)
    happenings: list[Happening] = [(at, applied(day_only))]
    last, ended_at = at, None
    for each in tables(record.get("applicationHistory")):
        name, kind = named(each, "applicationHistory", 120, "title"), _kind(each)
        if not name:
            continue
        entered, _ = moment(around, each.get("enteredStageAt"), "applicationHistory", "", line)
        last = max(last, entered)
        if kind in (ARCHIVED, HIRED):
            ended_at = max(ended_at or entered, entered)
        if kind != ARCHIVED:
            happenings.append((entered, moved(name, around.stage_type(name))))
    if status != "active":
        happenings.append(_end(record, status, why, last, ended_at, around, line))
    return Said(application, tuple(happenings), _updated(record, around, line))


def _status(record: Mapping[str, Any]) -> tuple[str, str]:
    called = text(record.get("status"), "status", 40)
    if called.casefold() not in STATUSES:
        raise Unusable("status", f"is “{called}”, must be Active, Hired, Archived or Lead")
    reason = table(record.get("archiveReason"))
    kind = text(reason.get("reasonType"), "archiveReason", 80).casefold()
    why = named(reason, "archiveReason", 120, "text")
    if called.casefold() == HIRED or kind == HIRED:
        return HIRED, ""
    if called.casefold() != ARCHIVED:
        return called.casefold(), ""
    left = kind in BY_CANDIDATE or (kind in ("", "other") and by_candidate(why))
    return ("withdrawn" if left else "rejected"), why


def _kind(stage: Mapping[str, Any]) -> str:
    """Return of which kind a stage is, as its group says it or its name."""
    group = table(stage.get("interviewStageGroup")).get("type") or stage.get("type") or stage.get("title")
    return str(group).casefold()


def _end(
    record: Mapping[str, Any],
    status: str,
    why: str,
    last: datetime,
    ended_at: datetime | None,
    around: Surroundings,
    line: int,
) -> Happening:
    """Return how it ended; without a date of its own it was no later than the last change, and marked so.

    ended_at: when the history says that somebody was put among the archived or the hired.
    """
    reason = REASONS.get(why.casefold())
    said = record.get("archivedAt")
    if not said and ended_at is not None:
        return max(ended_at, last), ended(status, why, reason)
    at, day_only = moment(around, said or record.get("updatedAt"), "archivedAt", "", line)
    return max(at, last), ended(status, why, reason, day_only=day_only, assumed=not said)


def _person(said: Mapping[str, Any], around: Surroundings, line: int) -> PersonSaid:
    whole = text(said.get("name"), "candidate", cells.LONGEST_NAME)
    first, last = cells.names(*cells.parted(whole), "candidate")
    zone = cells.zone(text(said.get("timezone"), "timezone", 80))
    person = PersonSaid(
        id=text(said.get("id"), "candidate", 80),
        first=first,
        last=last,
        email=cells.mailbox(around, named(said.get("primaryEmailAddress"), "candidate", 320, "value"), line),
        phone=named(said.get("primaryPhoneNumber"), "candidate", 40, "value"),
        zone=zone,
        internal=None,
    )
    if not (person.last or person.email):
        raise Unusable("candidate", "has no name and no mailbox: nobody knows who this is")
    return person


def _requisition(record: Mapping[str, Any]) -> RequisitionSaid:
    job = table(record.get("job"))
    title, id_ = named(job, "job", 200, "title"), text(job.get("id"), "job", 60)
    if not (title or id_):
        raise Unusable("job", "is empty: nobody knows what the person applied for")
    return RequisitionSaid(
        reference=text(job.get("customRequisitionId"), "job", 60),
        title=title or id_,
        office=named(job.get("location"), "job", 120),
        recruiter=_colleague(record, "recruiter"),
        hiring_manager=_colleague(record, "hiring manager"),
        id=id_,
    )


def _colleague(record: Mapping[str, Any], part: str) -> str:
    """Return who of the hiring team has a part."""
    for each in tables(record.get("hiringTeam")):
        if str(each.get("role") or "").casefold() == part:
            whole = f"{each.get('firstName') or ''} {each.get('lastName') or ''}".strip()
            return text(whole or each.get("name"), "hiringTeam", 120)
    return ""


def _updated(record: Mapping[str, Any], around: Surroundings, line: int) -> datetime | None:
    try:
        return moment(around, record.get("updatedAt"), "updatedAt", "", line)[0]
    except Unusable:
        return None


FORMAT = Format(
    name="ashby",
    system="ashby",
    title="Ashby API (JSON)",
    columns=COLUMNS,
    telling=frozenset({"id", "createdAt", "status", "candidate", "job"}),
    dates=("createdAt", "updatedAt", "archivedAt", "enteredStageAt"),
    reader=reader,
    files=("applications.json",),
    records=read,
)
