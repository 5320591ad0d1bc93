"""Lever's opportunities as JSON of its API: one record an application, with its stages and interviews."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from recruiterdash.imports import cells
from recruiterdash.imports.greenhouse_report import REASONS
from recruiterdash.imports.histories import (
    applied,
    booked,
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
from recruiterdash.imports.records import records_in
from recruiterdash.imports.said import ApplicationSaid, Happening, PersonSaid, RequisitionSaid, Said, Unusable
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
    Column("posting", "The requisition's public title", others=("postings",)),
    Column("requisition", "The requisition's reference"),
    Column("owner", "Responsible recruiter, by name"),
    Column("origin", "How the person came; internal is somebody who works here"),
    Column("lastInteractionAt", "How old the file is; no contact by itself"),
    Column("snoozedUntil", "Put off until then, which pauses no clock of ours", unused=True),
    Column("updatedAt", "Not the last contact: a note moves it too", unused=True),
)
HIRED = frozenset({"hired"})
WITHDREW = frozenset(
    {"withdrew", "withdrawn", "candidate withdrew", "offer declined", "declined offer", "candidate declined"}
)


def read(parcel: Parcel) -> Iterator[Record]:
    """Yield the opportunities of all files of an export."""
    return records_in(parcel, "opportunities.json")


def reader(around: Surroundings) -> RowReader:
    """Return what reads one record."""

    def read_one(line: int, cells_: list[Any]) -> Said:
        return _read(cells_[0], around, line)

    return read_one


def _read(record: Mapping[str, Any], around: Surroundings, line: int) -> Said:
    archived = table(record.get("archived"))
    why = named(archived.get("reason"), "archived", 120)
    status = _status(archived, why)
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
        end, day_only = moment(around, archived.get("archivedAt"), "archivedAt", "", line)
        reason = REASONS.get(why.casefold())
        happenings.append((max(end, at), ended(status, why, reason, day_only=day_only)))
    return Said(application, tuple(happenings), _last(record, around, line))


def _status(archived: Mapping[str, Any], why: str) -> str:
    """An archive reason says all: hired is one of them, and so is every no."""
    if not archived.get("archivedAt"):
        return "active"
    if why.casefold() in HIRED:
        return "hired"
    return "withdrawn" if why.casefold() in WITHDREW else "rejected"


def _person(record: Mapping[str, Any], around: Surroundings, line: int) -> PersonSaid:
    first, _, last = text(record.get("name"), "name", cells.LONGEST_NAME).partition(" ")
    first, last = cells.names(first if last else "", last or first, "name")
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
    posting = record.get("posting") or record.get("postings")
    posting = posting[0] if isinstance(posting, list) and posting else posting
    reference = named(record.get("requisition"), "requisition", 60, "requisitionCode", "id")
    title = named(posting, "posting", 200)
    if not (title or reference):
        raise Unusable("posting", "is empty: nobody knows what the person applied for")
    return RequisitionSaid(reference, title or reference, "", named(record.get("owner"), "owner", 120), "")


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
        start, day_only = moment(around, each.get("date"), "interviews", "", line)
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
    dates=(),
    reader=reader,
    files=("opportunities.json",),
    records=read,
)
