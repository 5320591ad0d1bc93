"""Greenhouse's report of applications (CSV): one row an application as it stands, without its letters."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from recruiterdash.candidates.models import Disposition
from recruiterdash.imports import cells
from recruiterdash.imports.histories import by_candidate, ended
from recruiterdash.imports.mapping import Column, Format, RowReader, Surroundings
from recruiterdash.imports.said import (
    ApplicationSaid,
    Happening,
    PersonSaid,
    RequisitionSaid,
    Said,
    Unusable,
    Words,
)

COLUMNS = (
    Column(
        "Candidate Name",
        "Name: the first word is the first name",
        required=True,
        others=("Candidate", "Name", "Full Name", "Candidate Full Name", "Applicant", "Applicant Name"),
    ),
    Column("First Name", "First name", others=("Candidate First Name",)),
    Column("Last Name", "Last name", others=("Candidate Last Name",)),
    Column(
        "Email",
        "The person's mailbox, the first of them",
        required=True,
        others=(
            *("Candidate Email", "Email Address", "E-mail", "Emails", "Email Addresses", "Email(s)"),
            *("Candidate Email Address", "Candidate Emails", "Primary Email", "E-mail Address"),
        ),
    ),
    Column("Phone", "The person's phone number", others=("Phone Number", "Candidate Phone")),
    Column("Candidate ID", "The person's id: the same id is the same person"),
    Column("Application ID", "The application's id"),
    Column(
        "Job Name",
        "The requisition's public title",
        required=True,
        others=("Job", "Job Title", "Position", "Requisition Title"),
    ),
    Column("Requisition ID", "The requisition's reference", others=("Req ID", "Job Requisition ID")),
    Column("Office", "The requisition's office: its calendar and zone", others=("Offices",)),
    Column(
        "Application Date",
        "Since when the person waits",
        required=True,
        others=("Applied On", "Date Applied", "Applied At", "Applied Date", "Date of Application"),
    ),
    Column(
        "Current Stage",
        "The present stage; its type is asked when it is not known",
        others=("Stage", "Stage Name", "Current Stage Name", "Application Stage"),
    ),
    Column(
        "Status",
        "Active, Rejected or Hired",
        required=True,
        others=("Application Status", "Candidate Status"),
    ),
    Column(
        "Rejected Date",
        "When it was decided; that the person was told, the report does not say",
        others=("Date Rejected", "Rejected On", "Rejected At", "Rejection Date"),
    ),
    Column(
        "Hired Date", "When the person was hired", others=("Hire Date", "Date Hired", "Hired On", "Hired At")
    ),
    Column(
        "Rejection Reason", "Why, kept for audit, never shown to the person", others=("Reason for Rejection",)
    ),
    Column(
        "Rejection Type",
        "Who ended it: we, the candidate, or nobody said",
        others=("Rejection Reason Type",),
    ),
    Column(
        "Last Activity",
        "Not the last contact: a note moves it too",
        unused=True,
        others=("Last Activity Date", "Last Activity At"),
    ),
    Column("Recruiter", "Responsible recruiter, by name", others=("Recruiters",)),
    Column("Hiring Manager", "Hiring manager, by name", others=("Hiring Managers",)),
    Column("Source", "How the person came"),
    Column("Internal", "Works here already", others=("Internal Applicant",)),
)

REASONS = {
    "considered, not selected": Disposition.NOT_SELECTED,
    "lacks basic qualification": Disposition.LACKS_BASIC_QUALIFICATION,
    "lacks basic qualifications": Disposition.LACKS_BASIC_QUALIFICATION,
    "lacking skill(s)/qualification(s)": Disposition.LACKS_BASIC_QUALIFICATION,
    "not considered": Disposition.NOT_CONSIDERED,
    "position cancelled": Disposition.POSITION_CANCELLED,
    "position canceled": Disposition.POSITION_CANCELLED,
    "position closed": Disposition.POSITION_CANCELLED,
    "position filled": Disposition.POSITION_FILLED,
    "hired another candidate": Disposition.POSITION_FILLED,
    "filled internally": Disposition.FILLED_INTERNALLY,
    "duplicate": Disposition.DUPLICATE,
    "candidate withdrew": Disposition.WITHDREW,
    "declined offer": Disposition.DECLINED_OFFER,
    "offer declined": Disposition.DECLINED_OFFER,
    "unresponsive": Disposition.UNREACHABLE,
}
STATUSES = frozenset({"active", "rejected", "hired"})


def left(kind: str, reason: str) -> bool:
    """Say whether the person ended it: as its kind says, else as the name of the reason does."""
    said = kind.strip().casefold()
    if said in ("they rejected us", "we rejected them"):
        return said.startswith("they")
    return by_candidate(said) or by_candidate(reason)


def reader(around: Surroundings) -> RowReader:
    """Return what reads one row."""
    place = {column.name: around.places.get(column.name, -1) for column in COLUMNS}

    def read(line: int, row: list[str]) -> Said:
        row.append("")  # stands in for a column the file lacks
        said = {name: row[where] for name, where in place.items()}
        status = said["Status"].strip().casefold()
        if status not in STATUSES:
            raise Unusable("Status", f"is “{said['Status'][:40]}”, must be Active, Rejected or Hired")
        if status == "rejected" and left(said["Rejection Type"], said["Rejection Reason"]):
            status = "withdrawn"
        application = ApplicationSaid(
            ref=cells.name(said["Application ID"], "Application ID", 80),
            person=_person(said, around, line),
            requisition=_requisition(said),
            stage=cells.name(said["Current Stage"], "Current Stage", 120),
            status=status,
            origin=cells.name(said["Source"], "Source", 80),
        )
        if not (application.ref or application.person.id or application.person.email):
            raise Unusable("Candidate ID", "is empty, and a name without a mailbox or an id may be anybody's")
        happenings = tuple(_happenings(said, status, around, line))
        return Said(application, happenings, _last_activity(said, around, line))

    return read


def _person(said: dict[str, str], around: Surroundings, line: int) -> PersonSaid:
    first, last = cells.parted(cells.name(said["Candidate Name"], "Candidate Name"))
    if not last:
        first, last = cells.names(
            cells.name(said["First Name"], "First Name"),
            cells.name(said["Last Name"], "Last Name"),
            "Last Name",
        )
    person = PersonSaid(
        id=cells.name(said["Candidate ID"], "Candidate ID", 80),
        first=first,
        last=last,
        email=cells.mailbox(around, cells.first_of(said["Email"]), line),
        phone=cells.name(said["Phone"], "Phone", 40),
        zone="",
        internal=cells.truth(said["Internal"], "Internal") if said["Internal"].strip() else None,
    )
    if not (person.first or person.last or person.email or person.id):
        raise Unusable("Candidate Name", "is empty and so is the mailbox: nobody knows who this is")
    return person


def _requisition(said: dict[str, str]) -> RequisitionSaid:
    title = cells.name(said["Job Name"], "Job Name", 200)
    reference = cells.name(said["Requisition ID"], "Requisition ID", 60)
    if not title and not reference:
        raise Unusable("Job Name", "is empty: nobody knows what the person applied for")
    return RequisitionSaid(
        reference=reference,
        title=title or reference,
        office=cells.name(said["Office"], "Office", 120),
        recruiter=cells.name(said["Recruiter"], "Recruiter", 120),
        hiring_manager=cells.name(said["Hiring Manager"], "Hiring Manager", 120),
    )


def _happenings(said: dict[str, str], status: str, around: Surroundings, line: int) -> list[Happening]:
    """Return what must have happened for the application to stand where it does."""
    applied, day_only = cells.date_and_kind(
        around, said["Application Date"], "Application Date", said["Office"], line
    )
    happenings: list[Happening] = [(applied, _DAY_APPLIED if day_only else _APPLIED)]
    if status == "hired" and said["Hired Date"].strip():
        at, day_only = cells.date_and_kind(around, said["Hired Date"], "Hired Date", said["Office"], line)
        happenings.append((max(applied, at), ended("hired", "", None, day_only=day_only)))
    elif status == "hired":
        # The report has no date of hire: the last activity bounds it, and the entry is marked assumed.
        happenings.append((max(applied, _last_activity(said, around, line) or applied), _HIRED))
    elif status in ("rejected", "withdrawn"):
        happenings.append(_ended(said, status, applied, around, line))
    return happenings


_APPLIED = Words("applied", None, {}, "applied")
_DAY_APPLIED = Words("applied", None, {"date_only": True}, "applied|day")
_HIRED = Words("decision", None, {"value": "hire", "assumed": True}, "hired")


def _last_activity(said: dict[str, str], around: Surroundings, line: int) -> datetime | None:
    """Return a moment the source knows of, None when it cannot be read: nothing hangs on it."""
    try:
        return cells.date(around, said["Last Activity"], "Last Activity", said["Office"], line)
    except Unusable:
        return None


def _ended(
    said: dict[str, str], status: str, applied: datetime, around: Surroundings, line: int
) -> Happening:
    at, day_only = cells.date_and_kind(around, said["Rejected Date"], "Rejected Date", said["Office"], line)
    if at < applied and not day_only:
        words = f"Line {line} was rejected before the application date: taken as at the application"
        around.unsure("order", f"line {line}", words, line)
    return max(at, applied), _ending(status, said["Rejection Reason"].strip()[:120], day_only)


@lru_cache(maxsize=4096)
def _ending(status: str, called: str, day_only: bool) -> Words:
    reason = REASONS.get(called.casefold())
    known: dict[str, Any] = {"date_only": True} if day_only else {}
    if reason is not None:
        known["reason"] = reason.value
    if called:
        known["called"] = called
    key = cells.key(status, called, "day" if day_only else "")
    if status == "withdrawn":
        return Words("in", "withdraw", known, key)
    return Words("decision", None, {**known, "value": "reject"}, key)


FORMAT = Format(
    name="greenhouse",
    system="greenhouse",
    title="Greenhouse report (CSV)",
    columns=COLUMNS,
    telling=frozenset({"Candidate Name", "Email", "Job Name", "Application Date", "Current Stage", "Status"}),
    dates=("Application Date", "Rejected Date", "Hired Date", "Last Activity"),
    instead={"Candidate Name": ("First Name", "Last Name")},
    reader=reader,
    snapshot=True,
)
