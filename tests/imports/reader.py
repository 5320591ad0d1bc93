"""What a file says, read without a database: for tests of formats alone."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from recruiterdash import imports
from recruiterdash.imports import Choices
from recruiterdash.imports.gathering import gather
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.said import HappenedSaid, PersonSaid, RequisitionSaid

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@dataclass
class One:
    """One application."""

    person: PersonSaid
    requisition: RequisitionSaid
    stage: str
    status: str
    happened: list[HappenedSaid]

    def told(self) -> list[tuple[str, ...]]:
        """Return what happened in the fewest words: day, what, and what of it."""
        return [_told(each) for each in self.happened]


@dataclass
class Heard:
    """A whole file."""

    applications: dict[str, One] = field(default_factory=dict)
    alone: list[PersonSaid] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


def heard(path: Path, format_name: str = "auto", **choices: Any) -> Heard:
    """Read a file as an import does in its first pass."""
    chosen = Choices(**choices)
    looked = imports.look(path, format_name, chosen)
    ground = Ground(looked.format.system, chosen, "UTC")
    gathered = gather(
        looked.sheet, looked.format, looked.mapped, ground, chosen.dates, now=NOW, progress=lambda _: None
    )
    found = Heard(
        bad=[f"{each.column} {each.reason}" for each in gathered.bad],
        unsure=[each.reason for each in gathered.warned.values()],
    )
    for heap in gathered.cases():
        for case in heap:
            said = case.said
            found.applications[said.ref or said.person.email] = One(
                said.person, said.requisition, said.stage, said.status, case.happenings(gathered.words)
            )
    found.alone = [case.said.person for heap in gathered.people_alone() for case in heap]
    gathered.close()
    return found


def dumped(folder: Path, **files: Any) -> Path:
    """Write an API's lists into a folder, each under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return folder


def _told(each: HappenedSaid) -> tuple[str, ...]:
    about = each.data.get("value") or each.data.get("decision") or each.data.get("name")
    assumed = "assumed" if each.data.get("assumed") else None
    return tuple(
        part for part in (f"{each.at:%m-%d}", each.type, each.kind, str(about or ""), assumed) if part
    )
