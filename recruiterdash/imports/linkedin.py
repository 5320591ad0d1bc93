"""LinkedIn's export of people (Candidates.csv of Talent Hub or Recruiter): people alone, they applied for nothing."""

from datetime import datetime

from recruiterdash.imports import cells
from recruiterdash.imports.mapping import Column, Format, RowReader, Surroundings
from recruiterdash.imports.said import NOWHERE, ApplicationSaid, PersonSaid, Said, Unusable

COLUMNS = (
    Column("candidate_id", "The person's id: the same id is the same person"),
    Column("first_name", "First name", required=True, others=("First Name",)),
    Column("last_name", "Last name", required=True, others=("Last Name",)),
    Column("emails", "The person's mailbox, the first of them", others=("Email", "Email Address")),
    Column("phone_numbers", "The person's phone number, the first of them", others=("Phone",)),
    Column("created_time", "How old the file is"),
    Column("created_datetime", "The same in words", unused=True),
    Column("last_modified_time", "Not the last contact: a note moves it too", unused=True),
    Column("last_modified_datetime", "The same in words", unused=True),
    Column("project_id", "A project is no application", unused=True),
    Column("hiring_state_id", "A project's state is no application's", unused=True),
    Column("tags", "No business of a clock", unused=True),
    Column("profile_url", "No business of a clock", unused=True),
    Column("sourcing_channels", "No business of a clock", unused=True),
)


def reader(around: Surroundings) -> RowReader:
    """Return what reads one row."""
    place = {column.name: around.places.get(column.name, -1) for column in COLUMNS}

    def read(line: int, row: list[str]) -> Said:
        row.append("")  # stands in for a column the file lacks
        said = {name: row[where] for name, where in place.items()}
        first, last = cells.names(
            cells.name(said["first_name"], "first_name"),
            cells.name(said["last_name"], "last_name"),
            "last_name",
        )
        person = PersonSaid(
            id=cells.name(said["candidate_id"], "candidate_id", 80),
            first=first,
            last=last,
            email=cells.mailbox(around, _first(said["emails"]), line),
            phone=cells.name(_first(said["phone_numbers"]), "phone_numbers", 40),
            zone="",
            internal=None,
        )
        if not (person.first or person.last or person.email):
            raise Unusable("last_name", "is empty and so is the mailbox: nobody knows who this is")
        if not (person.id or person.email):
            raise Unusable("candidate_id", "is empty, and a name without a mailbox or an id may be anybody's")
        return Said(ApplicationSaid("", person, NOWHERE), (), _as_of(around, said["created_time"], line))

    return read


def _first(several: str) -> str:
    return next((part.strip() for part in several.split(";") if part.strip()), "")


def _as_of(around: Surroundings, said: str, line: int) -> datetime | None:
    try:
        return cells.date(around, said, "created_time", "", line)
    except Unusable:
        return None


FORMAT = Format(
    name="linkedin",
    system="linkedin",
    title="LinkedIn people (CSV)",
    columns=COLUMNS,
    telling=frozenset({"candidate_id", "emails", "created_time"}),
    dates=("created_time",),
    reader=reader,
    files=("candidates.csv",),
)
