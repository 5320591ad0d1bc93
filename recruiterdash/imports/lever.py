"""Lever's opportunities as JSON of its API: one record an application, with its stages and interviews."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from recruiterdash.imports import cells
from recruiterdash.imports.greenhouse_report import REASONS
from recruiterdash.imports.histories import (
    applied,
    booked,
    by_candidate,
    coming,
    ended,
    held,
    moment,
    moved,
    named,
    table,
    tables,
    text,
)
from recruiterdash.imports.mapping import Column, Format, Record, RowReader, Surroundings
from recruiterdash.imports.parcels import Parcel
from recruiterdash.imports.records import pages, records_in
from recruiterdash.imports.said import (
    NOWHERE,
    ApplicationSaid,
    Happening,
    PersonSaid,
    RequisitionSaid,
    Said,
    Unusable,
)
from recruiterdash.requisitions.models import StageType

COLUMNS = (
    Column("id", "The application's id", required=True),
    Column("contact", "The person's id: the same id is the same person"),
    Column("name", "Name: the first word is the first name", required=True),
    Column("emails", "The person's mailbox, the first of them"),
    Column("phones", "The person's phone number, the first of them"),
    Column("createdAt", "Since when the person waits", required=True),
    Column(
        "archived",
        "When it ended and why: hired, withdrawn, or a no; that the person was told, it does not say",
    ),
    Column("stage", "The present stage; its type is asked when it is not known"),
    Column("stageChanges", "Moves from stage to stage"),
    Column("interviews", "Interviews, but for those called off"),
    Column("archivedAt", "When it ended, where the record says it so"),
    Column("archiveReason", "Why it ended, where the record says it so"),
    Column("posting", "The requisition's public title"),
    Column("postings", "The requisition's public title, the first of them"),
    Column("applications", "What the person applied for, the first of them; with none it is a person alone"),
    Column("requisition", "The requisition's reference"),
    Column("owner", "Responsible recruiter, by name"),
    Column("origin", "How the person came; internal is somebody who works here"),
    Column("lastInteractionAt", "How old the file is; no contact by itself"),
    Column("snoozedUntil", "Put off until then, which pauses no clock of ours", unused=True),
    Column("updatedAt", "Not the last contact: a note moves it too", unused=True),
)
HIRED = "hired"
OPPORTUNITIES, REASONS_OF_ENDS = "opportunities.json", "archive_reasons.json"
#: Lists that give a name to what an opportunity names by its id alone.
NAMES = ("stages.json", REASONS_OF_ENDS, "postings.json", "users.json", "requisitions.json")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def read(parcel: Parcel) -> Iterator[Record]:
    """Yield the opportunities of all files of an export, with the names of what they name by an id."""
    names = {
        id_: each
        for list_ in NAMES
        for _, each in pages(parcel, list_)
        if isinstance(each, dict) and isinstance(id_ := each.get("id"), str)
    }
    for number, record in records_in(parcel, OPPORTUNITIES):
        yield number, _with_names(record, names) if names else record


#: What of a record names something by its id.
_NAMING = frozenset(
    {"stage", "toStageId", "reason", "archiveReason", "posting", "postings", "owner", "requisition"}
    | {"requisitionForHire", "postingHiringManager"}
)


def _with_names(value: Any, names: Mapping[str, Any], key: str = "") -> Any:
    if isinstance(value, dict):
        return {each: _with_names(inside, names, each) for each, inside in value.items()}
    if isinstance(value, list):
        return [_with_names(each, names, key) for each in value]
    return names.get(value, value) if key in _NAMING and isinstance(value, str) else value


def reader(around: Surroundings) -> RowReader:
    """Return what reads one record."""

    def read_one(line: int, cells_: list[Any]) -> Said:
        return _read(cells_[0], around, line)

    return read_one


def _read(record: Mapping[str, Any], around: Surroundings, line: int) -> Said:
    ended_at, reason = _archived(record)
    why = named(reason, "archived", 120)
    status = _status(ended_at, reason, why)
    if record.get("applications") == [] and not (record.get("posting") or record.get("postings")):
        # somebody whom we found, and who has applied for nothing
        return Said(
            ApplicationSaid("", _person(record, around, line), NOWHERE), (), _last(record, around, line)
        )
    application = ApplicationSaid(
        ref=text(record.get("id"), "id", 80),
        person=_person(record, around, line),
        requisition=_requisition(record),
        stage=named(record.get("stage"), "stage", 120),
        status=status,
        origin=text(record.get("origin"), "origin", 80),
    )
    if not application.ref:
        raise Unusable("id", "is empty: nobody knows which application this is")
    at, day_only = moment(around, record.get("createdAt"), "createdAt", "", line)
    happenings: list[Happening] = [(at, applied(day_only))]
    moves = _moves(record, around, line)
    happenings += [(when, moved(name, around.stage_type(name))) for when, name in moves]
    happenings += _interviews(record, moves, around, line)
    if status != "active":
        end, day_only = moment(around, ended_at, "archivedAt", "", line)
        known = REASONS.get(why.casefold())
        happenings.append((max(end, at), ended(status, why, known, day_only=day_only)))
    return Said(application, tuple(happenings), _last(record, around, line))


def _archived(record: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return when an opportunity was archived and why, wherever the record says it."""
    archived = table(record.get("archived"))
    return archived.get("archivedAt") or record.get("archivedAt"), (
        archived.get("reason") or record.get("archiveReason")
    )


def _status(ended_at: Any, reason: Any, why: str) -> str:
    """An archive reason says all: hired is one of them, and so is every no."""
    if not ended_at:
        return "active"
    if HIRED in (why.casefold(), str(table(reason).get("type")).casefold()):
        return "hired"
    if _ID.fullmatch(why.casefold()):
        raise Unusable(
            "archived", f"names its reason by an id: without {REASONS_OF_ENDS} nobody knows who was hired"
        )
    return "withdrawn" if by_candidate(why) else "rejected"


def _person(record: Mapping[str, Any], around: Surroundings, line: int) -> PersonSaid:
    first, last = cells.names(*cells.parted(text(record.get("name"), "name", cells.LONGEST_NAME)), "name")
    emails, phones = record.get("emails"), record.get("phones")
    address = emails[0] if isinstance(emails, list) and emails else emails
    phone = phones[0] if isinstance(phones, list) and phones else phones
    person = PersonSaid(
        id=named(record.get("contact"), "contact", 80, "id"),
        first=first,
        last=last,
        email=cells.mailbox(around, text(address, "emails", 320), line),
        phone=named(phone, "phones", 40, "value"),
        zone="",
        internal=True if record.get("origin") == "internal" else None,
    )
    if not (person.last or person.email):
        raise Unusable("name", "is empty and so is the mailbox: nobody knows who this is")
    return person


def _requisition(record: Mapping[str, Any]) -> RequisitionSaid:
    applied_for = next(iter(tables(record.get("applications"))), {})
    posting = record.get("posting") or record.get("postings") or applied_for.get("posting")
    posting = posting[0] if isinstance(posting, list) and posting else posting
    for_hire = record.get("requisition") or applied_for.get("requisitionForHire")
    reference = named(for_hire, "requisition", 60, "requisitionCode", "id")
    manager = named(applied_for.get("postingHiringManager"), "applications", 120)
    title = named(posting, "posting", 200)
    if not (title or reference):
        raise Unusable("posting", "is empty: nobody knows what the person applied for")
    recruiter = named(record.get("owner"), "owner", 120)
    return RequisitionSaid(
        reference, title or reference, "", recruiter, "" if _ID.fullmatch(manager) else manager
    )


def _moves(record: Mapping[str, Any], around: Surroundings, line: int) -> list[tuple[datetime, str]]:
    moves = []
    for each in tables(record.get("stageChanges")):
        name = named(each.get("toStageId") or each.get("toStage"), "stageChanges", 120)
        if name:
            moves.append((moment(around, each.get("updatedAt"), "stageChanges", "", line)[0], name))
    return sorted(moves)


def _interviews(
    record: Mapping[str, Any], moves: list[tuple[datetime, str]], around: Surroundings, line: int
) -> Iterator[Happening]:
    """Yield interviews at their end, in the stage the person stood in; those to come, as booked."""
    for each in tables(record.get("interviews")):
        if each.get("canceledAt"):
            continue
        start, day_only = moment(coming(around), each.get("date"), "interviews", "", line)
        minutes = each.get("duration")
        length = (
            timedelta(minutes=minutes)
            if isinstance(minutes, (int, float)) and 0 < minutes < 1440
            else timedelta()
        )
        name = next((name for at, name in reversed(moves) if at <= start), "")
        type_ = around.stage_type(name) if name else StageType.INTERVIEW
        end = start + length
        if end <= around.now:
            yield end, held(name, type_, None, day_only)
        else:
            # a moment that stays the same from export to export: the booking is taken in once
            created = each.get("createdAt") or record.get("createdAt")
            told = moment(around, created, "interviews", "", line)[0]
            yield min(told, around.now), booked(name, type_, end.astimezone(UTC).isoformat(), None)


def _last(record: Mapping[str, Any], around: Surroundings, line: int) -> datetime | None:
    try:
        return moment(around, record.get("lastInteractionAt"), "lastInteractionAt", "", line)[0]
    except Unusable:
        return None


FORMAT = Format(
    name="lever",
    system="lever",
    title="Lever API (JSON)",
    columns=COLUMNS,
    telling=frozenset({"id", "contact", "createdAt", "archived"}),
    dates=("createdAt", "updatedAt", "archivedAt", "lastInteractionAt", "date"),
    reader=reader,
    files=(OPPORTUNITIES,),
    further=NAMES,
    records=read,
)
