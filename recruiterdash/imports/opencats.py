"""OpenCATS: its tables as CSV in a folder or zip; moments without a zone, and 1000-01-01 for no date."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from recruiterdash.errors import BadInput
from recruiterdash.imports import cells, opencats_words, reading, sheets
from recruiterdash.imports.histories import applied, ended, moment, moved, text
from recruiterdash.imports.mapping import Column, Format, Record, RowReader, Surroundings
from recruiterdash.imports.opencats_words import ACTIVITY, MAILS, Applications, Beside, Row
from recruiterdash.imports.parcels import Parcel
from recruiterdash.imports.reading import Bad
from recruiterdash.imports.said import ApplicationSaid, Happening, PersonSaid, RequisitionSaid, Said, Unusable

COLUMNS = (
    Column("candidate_joborder_id", "The application's id"),
    Column("candidate_id", "The person's id: the same id is the same person", required=True),
    Column("joborder_id", "The requisition's id", required=True),
    Column("status", "The present stage, or how it ended", required=True),
    Column("date_submitted", "Since when the person waits"),
    Column("date_created", "Since when the person waits, where nothing was submitted"),
    Column("date_modified", "When it ended, where nothing says so better: marked as assumed"),
    Column("candidate", "The person: names, mailbox, phone"),
    Column("joborder", "What the person applied for: title, reference, recruiter"),
    Column("history", "Moves from status to status"),
    Column("activity", "Calls, meetings and notes with their text; they count for nothing"),
    Column("mails", "Mails to and from the person's mailboxes, with their text"),
)
FILES = ("candidate.csv", "joborder.csv", "candidate_joborder.csv")
HISTORY = "candidate_joborder_status_history.csv"
USERS = "user.csv"
#: More of them are no table that is held in memory beside another.
MOST = 400_000
STATUSES = {
    "0": "No Status",
    "100": "No Contact",
    "200": "Contacted",
    "250": "Candidate Responded",
    "300": "Qualifying",
    "400": "Submitted",
    "500": "Interviewing",
    "600": "Offered",
    "650": "Not in Consideration",
    "700": "Client Declined",
    "800": "Placed",
}
STATES = {
    "active": "open",
    "onhold": "on_hold",
    "on hold": "on_hold",
    "full": "filled",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "closed": "closed",
}
ENDS = {"650": "rejected", "700": "rejected", "800": "hired"}
#: A list of the program's own pages names a status in words.
CODES = {name.casefold(): code for code, name in STATUSES.items()}
#: How a dump writes that nothing is there.
NOTHING = ("NULL", "\\N")


def read(parcel: Parcel) -> Iterator[Record]:
    """Yield applications with their person, requisition and history, each whole."""
    missing = [name for name in FILES if not parcel.pages(name)]
    if missing:
        raise BadInput(f"An OpenCATS export needs {' and '.join(missing)} beside the other tables.")
    people = _by_id(parcel, "candidate.csv", "candidate_id")
    jobs = _with_names(parcel, _by_id(parcel, "joborder.csv", "joborder_id"))
    history: dict[tuple[str, str], list[dict[str, str]]] = {}
    if parcel.pages(HISTORY):
        for _, row in _rows(parcel, HISTORY):
            history.setdefault((row.get("candidate_id", ""), row.get("joborder_id", "")), []).append(row)
    beside = _beside(parcel, people, jobs)
    for line, row in _rows(parcel, "candidate_joborder.csv"):
        person, job = row.get("candidate_id", ""), row.get("joborder_id", "")
        yield (
            line,
            {
                **row,
                "candidate": people.get(person),
                "joborder": jobs.get(job),
                "history": history.get((person, job), []),
                **beside.get((person, job), {}),
            },
        )


def _beside(parcel: Parcel, people: Mapping[str, Row], jobs: Mapping[str, Row]) -> Beside:
    there = {name: bool(parcel.pages(name)) for name in (ACTIVITY, MAILS)}
    if not any(there.values()):
        return {}
    applied_for: dict[str, list[str]] = {}
    for _, row in _rows(parcel, "candidate_joborder.csv"):
        applied_for.setdefault(row.get("candidate_id", ""), []).append(row.get("joborder_id", ""))
    mailboxes = {
        box.strip().casefold(): person
        for person, row in people.items()
        for box in (row.get("email2", ""), row.get("email1", ""))
        if box.strip()
    }
    titles = {id_: row.get("title", "") for id_, row in jobs.items()}
    known = Applications(applied_for, titles, mailboxes)
    return opencats_words.beside(lambda name: _rows(parcel, name), there, known)


def _with_names(parcel: Parcel, jobs: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return requisitions with their recruiters by name, where the table of users was exported."""
    if not parcel.pages(USERS):
        return jobs
    names = {
        id_: f"{row.get('first_name', '')} {row.get('last_name', '')}".strip()
        for id_, row in _by_id(parcel, USERS, "user_id").items()
    }
    return {
        id_: {**row, "recruiter": names.get(row.get("recruiter", "")) or row.get("recruiter", "")}
        for id_, row in jobs.items()
    }


def _by_id(parcel: Parcel, name: str, id_: str) -> dict[str, dict[str, str]]:
    return {row.get(id_, ""): row for _, row in _rows(parcel, name)}


def _rows(parcel: Parcel, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    sheet = sheets.opened(parcel.files[parcel.pages(name)[0]])
    header = [column.casefold() for column in sheet.header]
    for number, row in enumerate(reading.rows(sheet)):
        if number > MOST:
            raise BadInput(f"{name} has more than {MOST:,} rows: export a shorter time.")
        if isinstance(row, Bad):
            raise BadInput(f"{name}, line {row.line}: the row {row.reason}.")
        line, cells_ = row
        yield (
            line,
            {key: "" if value in NOTHING else value for key, value in zip(header, cells_, strict=True)},
        )


def reader(around: Surroundings) -> RowReader:
    """Return what reads one joined record."""

    def read_one(line: int, cells_: list[Any]) -> Said:
        return _read(cells_[0], around, line)

    return read_one


def _read(record: Mapping[str, Any], around: Surroundings, line: int) -> Said:
    said = text(record.get("status"), "status", 40)
    code = CODES.get(said.casefold(), said)
    if code not in STATUSES:
        raise Unusable("status", f"is “{said}”, must be one of {', '.join(STATUSES)}")
    status = ENDS.get(code, "active")
    person = text(record.get("candidate_id"), "candidate_id", 80)
    job = text(record.get("joborder_id"), "joborder_id", 80)
    application = ApplicationSaid(
        ref=text(record.get("candidate_joborder_id"), "candidate_joborder_id", 80) or f"{person} {job}",
        person=_person(record, person, around, line),
        requisition=_requisition(record, job),
        stage="" if code in ENDS else STATUSES[code],
        status=status,
    )
    at, day_only = _moment(record, around, line, "date_submitted", "date_created")
    happenings: list[Happening] = [(at, applied(day_only))]
    moves = sorted(_moves(record, around, line))
    happenings += [
        (when, moved(STATUSES[to], around.stage_type(STATUSES[to])))
        for when, _, to in moves
        if to not in ENDS
    ]
    rejected_at: datetime | None = None
    if status != "active":
        end = _end(record, status, code, at, moves, around, line)
        happenings.append(end)
        rejected_at = end[0] if status == "rejected" else None

    def moment_of(each: Mapping[str, Any], name: str) -> datetime:
        return _moment(each, around, line, name)[0]

    happenings += opencats_words.happenings(record, rejected_at, moment_of, around, line)
    return Said(application, tuple(happenings))


Move = tuple[datetime, bool, str]


def _moves(record: Mapping[str, Any], around: Surroundings, line: int) -> Iterator[Move]:
    """Yield the known moves of a history: when, whether only the day is known, and to which status."""
    for each in record.get("history") or ():
        to = str(each.get("status_to") or "").strip()
        to = CODES.get(to.casefold(), to)
        if to in STATUSES:
            yield (*_moment(each, around, line, "date"), to)


def _end(
    record: Mapping[str, Any],
    status: str,
    code: str,
    since: datetime,
    moves: Sequence[Move],
    around: Surroundings,
    line: int,
) -> Happening:
    """Return how it ended; where the history does not end so, the table's own date stands in, and is marked so."""
    known = bool(moves) and ENDS.get(moves[-1][2]) == status
    if known:
        at, day_only, _ = moves[-1]
    else:
        at, day_only = _moment(record, around, line, "date_modified", "date_submitted", "date_created")
    words = ended(status, STATUSES[code], None, day_only=day_only, assumed=not known)
    return max([at, since, *(when for when, _, _ in moves)]), words


def _moment(row: Mapping[str, Any], around: Surroundings, line: int, *columns: str) -> tuple[datetime, bool]:
    """Return the first moment that stands in a row; the sentinel is no date."""
    for column in columns:
        said = str(row.get(column) or "")
        if opencats_words.is_date(said):
            return moment(around, said, column, "", line)
    raise Unusable(columns[0], "is empty: without a date nobody knows since when the person waits")


def _person(record: Mapping[str, Any], id_: str, around: Surroundings, line: int) -> PersonSaid:
    said = record.get("candidate") or {}
    first, last = cells.names(
        cells.name(said.get("first_name", ""), "first_name"),
        cells.name(said.get("last_name", ""), "last_name"),
        "last_name",
    )
    address = said.get("email1") or said.get("email2") or ""
    phone = said.get("phone_cell") or said.get("phone_home") or ""
    person = PersonSaid(
        id_, first, last, cells.mailbox(around, address, line), cells.name(phone, "phone_cell", 40), "", None
    )
    if not (person.first or person.last or person.email):
        raise Unusable("candidate_id", f"{id_} is not in candidate.csv: nobody knows who this is")
    return person


def _requisition(record: Mapping[str, Any], id_: str) -> RequisitionSaid:
    said = record.get("joborder") or {}
    title = cells.name(said.get("title", ""), "title", 200)
    if not title:
        raise Unusable(
            "joborder_id", f"{id_} is not in joborder.csv: nobody knows what the person applied for"
        )
    return RequisitionSaid(
        reference=cells.name(said.get("client_job_id", ""), "client_job_id", 60),
        title=title,
        office="",
        recruiter=cells.name(said.get("recruiter", ""), "recruiter", 120),
        hiring_manager="",
        id=id_,
        state=STATES.get(said.get("status", "").casefold(), ""),
    )


FORMAT = Format(
    name="opencats",
    system="opencats",
    title="OpenCATS tables (CSV)",
    columns=COLUMNS,
    telling=frozenset({"candidate_joborder_id", "joborder_id"}),
    dates=("date_submitted", "date_created", "date_modified", "date", "at"),
    reader=reader,
    files=FILES,
    beside={HISTORY: "no move is known, and an end has the date of the last change"},
    further=(ACTIVITY, MAILS, USERS),
    records=read,
)
