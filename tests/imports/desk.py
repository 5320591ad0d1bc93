"""What the tests of imports share: files made of a few words, imports of them, and what stands in the database."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import text

from recruiterdash.cli.importing import run
from recruiterdash.db import Database
from recruiterdash.imports import Choices, Teller
from recruiterdash.imports.plan import Line, Report

DATA = Path(__file__).parents[1] / "data"
EVENTS = DATA / "events.csv"
GREENHOUSE = DATA / "greenhouse_report.csv"
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


class Lines(Teller):
    """Keeps every line of a report."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def line(self, line: Line) -> None:
        self.lines.append(line)

    def of(self, act: str) -> list[str]:
        return [f"{line.called}: {line.detail}" for line in self.lines if line.act == act]


def event(**changes: str) -> dict[str, str]:
    return {**EVENT, **changes}


def row(**changes: str) -> dict[str, str]:
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
