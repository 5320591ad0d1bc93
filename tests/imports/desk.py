"""What the tests of imports share: files made of a few words, imports of them, and what stands in the database."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from click.testing import Result
from sqlalchemy import inspect, select, text

from recruiterdash import team
from recruiterdash.cli.importing import Listener, run
from recruiterdash.db import Database, Model
from recruiterdash.imports import Choices, format_of, operations, uploads
from recruiterdash.imports.models import ImportRun
from recruiterdash.imports.plan import Line, Report
from recruiterdash.moments import now
from recruiterdash.team.models import Role
from tests.typed import command

DATA = Path(__file__).parents[1] / "data"
EVENTS = DATA / "events.csv"
GREENHOUSE = DATA / "greenhouse_report.csv"
API, LEVER, ASHBY, OPENCATS, LINKEDIN = (
    DATA / name for name in ("greenhouse_api", "lever", "ashby", "opencats", "linkedin")
)
TRUTH: dict[str, Any] = json.loads((DATA / "truth.json").read_text())

EVENT_COLUMNS = EVENTS.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
REPORT_COLUMNS = GREENHOUSE.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
#: One event and one row of a report; tests change what they are about.
EVENT = dict(
    zip(
        EVENT_COLUMNS,
        [
            "1",
            "amara@example.org",
            "Amara",
            "Okafor",
            "no",
            "Europe/Madrid",
            "REQ-1",
            "Staff Nurse",
            "London",
            "applied",
            "applied",
            "in",
            "web",
            "",
            "2026-11-02T10:00:00.000Z",
            "Priya Shah",
            "Dr Lindqvist",
        ],
        strict=True,
    )
)
ROW = dict(
    zip(
        REPORT_COLUMNS,
        [
            "Amara Okafor",
            "amara@example.org",
            "40",
            "90",
            "Staff Nurse",
            "REQ-1",
            "London",
            "11/13/2026 10:00 AM",
            "Application Review",
            "Active",
            "",
            "",
            "",
            "11/14/2026 10:00 AM",
            "Priya Shah",
            "Dr Lindqvist",
            "Referral",
            "No",
            "Decline to self-identify",
        ],
        strict=True,
    )
)


#: One row of a file, by column.
Row = dict[str, str]


class Lines(Listener):
    """Keeps every line of a report."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def again(self) -> None:
        self.lines.clear()

    def line(self, line: Line) -> None:
        self.lines.append(line)

    def of(self, act: str) -> list[str]:
        return [f"{line.called}: {line.detail}" for line in self.lines if line.act == act]


def event(**changes: str) -> Row:
    return {**EVENT, **changes}


def row(**changes: str) -> Row:
    """Return a row of a report; blanks in names of columns are written as underscores."""
    return {**ROW, **{name.replace("_", " "): value for name, value in changes.items()}}


def written(path: Path, rows: Sequence[Mapping[str, str]], separator: str = ",") -> Path:
    """Write rows as CSV and return the path."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8"))
    return path


def read(path: Path) -> list[Row]:
    """Return the rows of a file."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


class Desk:
    """One database and what is done with it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.database = Database(url)
        self.files = 0

    def take_in(
        self,
        source: Path,
        choices: Choices | None = None,
        *,
        dry_run: bool = False,
        format_name: str = "auto",
    ) -> tuple[Report, Lines]:
        """Import a file; a refused one is an error of the test."""
        report, lines, refused = self.tried(source, choices, dry_run=dry_run, format_name=format_name)
        assert not refused, report.errors
        return report, lines

    def tried(
        self,
        source: Path,
        choices: Choices | None = None,
        *,
        dry_run: bool = False,
        format_name: str = "auto",
    ) -> tuple[Report, Lines, bool]:
        """Import a file; return whether it was refused."""
        lines = Lines()
        report, refused = run(
            self.database, source, format_name, choices or Choices(), "UTC", lines, dry_run=dry_run
        )
        return report, lines, refused

    def rows(self, *rows: Mapping[str, str], choices: Choices | None = None) -> tuple[Report, Lines]:
        """Import a few rows."""
        return self.take_in(self.file(*rows), choices)

    def file(self, *rows: Mapping[str, str]) -> Path:
        self.files += 1
        return written(self.folder / f"{self.files}.csv", rows)

    def all(self, question: str) -> list[tuple[Any, ...]]:
        with self.database.reading() as session:
            return [tuple(each) for each in session.execute(text(question))]

    def one(self, question: str) -> Any:
        return self.all(question)[0][0]

    def command(self, *words: str, text: str = "") -> Result:
        """Run a command on this database, as somebody types it. text: what stands on its input."""
        return command(self.url, *words, text=text)

    def recomputed(self) -> str:
        """Return what rebuilding all clocks from their events would change."""
        return self.command("clocks", "recompute", "--dry-run").stdout.splitlines()[-1]

    def uploaded(self, file: Path) -> int:
        """Receive a file as the upload page does, from a recruiter of its own; return the run's id."""
        roles = frozenset({Role.RECRUITER})
        with self.database.writing() as session:
            draft = team.UserDraft("Sam Stranger", "sam@borealis.example", roles)
            actor_id = team.create_user(session, draft, now=now(), actor_id=None).id
            where = uploads.folder(str(self.database.url))
            with file.open("rb") as stream:
                stored = uploads.store(where, stream)
            format_ = format_of(where.upload(stored.token), "auto", Choices())
            run = operations.receive(
                session, stored, format_, file.name, Choices(), now=now(), actor_id=actor_id
            )
            session.commit()
            return run.id

    def confirmed(self, run_id: int) -> None:
        with self.database.writing() as session:
            run = session.get_one(ImportRun, run_id)
            operations.confirm(session, run, now=now(), actor_id=run.actor_id or 0)
            session.commit()

    def counts(self) -> dict[str, int]:
        """Return how many people, requisitions, applications and events there are."""
        tables = {"people": "candidates", "requisitions": "requisitions", "applications": "applications"}
        tables["events"] = "events"
        return {noun: self.one(f"SELECT count(*) FROM {table}") for noun, table in tables.items()}  # noqa: S608

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row that an import may write, but for its own row and the audit."""
        team = ("users", "offices", "calendar_versions", "requisitions", "stages", "requisition_team")
        people = (
            "candidates",
            "candidate_words",
            "applications",
            "interviews",
            "decisions",
            "events",
            "clocks",
        )
        return {name: self.all(f"SELECT * FROM {name} ORDER BY id") for name in (*team, *people, "standings")}  # noqa: S608

    def whole(self) -> dict[str, list[str]]:
        """Return every row of every table."""
        names = sorted(inspect(self.database.engine).get_table_names())
        return {name: sorted(map(str, self.all(f"SELECT * FROM {name}"))) for name in names}  # noqa: S608

    def dangling(self) -> list[str]:
        """Return columns that refer to rows there are not."""
        found = []
        for table in Model.metadata.sorted_tables:
            for key in table.foreign_keys:
                there = key.column.table.alias()
                lost = select(table.c.id).outerjoin(there, there.c.id == key.parent)
                with self.database.reading() as session:
                    if session.execute(lost.where(key.parent.is_not(None), there.c.id.is_(None))).first():
                        found.append(str(key.parent))
        return found


def a_crowd(desk: Desk, people: int, first: int = 0, **changes: str) -> Path:
    """Write a file of many applications to eight requisitions, three rows each, and return its path."""
    words = {"event": "message", "channel": "email", "happened_at": "2026-11-10T10:00:00.000Z"}
    asked = {**words, "detail": "question", "direction": "in"}
    met = {
        **words,
        "event": "interview_held",
        "detail": "interview",
        "stage_type": "interview",
        "channel": "video",
    }
    rows = []
    for number in range(first, first + people):
        who = {"application_ref": str(number), "email": f"p{number}@example.org", "first_name": f"P{number}"}
        who |= {"requisition_ref": f"REQ-{number % 8}", **changes}
        rows += [event(**who), event(**who, **asked), event(**who, **met)]
    return desk.file(*rows)
