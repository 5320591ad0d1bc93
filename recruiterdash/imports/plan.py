"""What an import will do, before it does anything: every create, update and skip."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from recruiterdash.imports.gathering import Case
from recruiterdash.imports.reading import Bad
from recruiterdash.imports.said import HappenedSaid, PersonSaid, RequisitionSaid
from recruiterdash.requisitions.models import StageType

NOUNS = ("people", "requisitions", "applications", "events")
#: The two colleagues a requisition names, as a report calls them.
RECRUITER, MANAGER = "recruiter", "hiring manager"


class Counts(dict[str, int]):
    """How many of each noun."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(NOUNS, 0))


class Changed(NamedTuple):
    """One fact that a newer file changes."""

    what: str
    before: str
    after: str


class Disagreed(NamedTuple):
    """One thing that the source says otherwise than somebody here did."""

    #: status or stage.
    about: str
    theirs: str
    ours: str
    theirs_at: datetime | None
    #: What has to be recorded when theirs is taken.
    happenings: tuple[HappenedSaid, ...] = ()
    #: The stage's type, when it is about the stage.
    stage_type: StageType | None = None

    @property
    def words(self) -> str:
        return f"the source says {self.theirs}, here it is {self.ours}"


class Line(NamedTuple):
    """One line of the report: what becomes of one person, requisition, application or row."""

    #: create, update, skip, warning, bad
    act: str
    noun: str
    called: str
    line: int
    detail: str = ""


@dataclass(slots=True)
class PlannedRequisition:
    """A requisition of the file as it meets ours."""

    number: int
    said: RequisitionSaid
    line: int
    id: int | None = None
    reference: str = ""
    #: What tells it apart in its source.
    source_id: str = ""
    digest: str = ""
    changes: list[Changed] = field(default_factory=list)
    #: Stage name -> type, for those that have to be made.
    new_stages: dict[str, StageType] = field(default_factory=dict)
    #: Stage name -> type, as they will stand.
    stages: dict[str, StageType] = field(default_factory=dict)
    #: Stage name -> type, for those that were unmapped until somebody said what they are.
    retyped: dict[str, StageType] = field(default_factory=dict)
    #: Names of the file that are no user's where a user stays: as "recruiter", as "hiring manager".
    kept: dict[str, str] = field(default_factory=dict)
    #: The importing colleague may not touch it.
    closed_to_viewer: bool = False


class NewApplication(NamedTuple):
    """An application to be made, and its person when they are new too."""

    case: Case
    #: Number of a new person, or the id of one there is as a negative number minus one.
    person: int
    new_person: PersonSaid | None
    stage: str
    stage_type: StageType


class KnownApplication(NamedTuple):
    """An application there is, and what a newer file changes about it."""

    case: Case
    id: int
    happenings: tuple[HappenedSaid, ...]
    changes: tuple[Changed, ...]
    #: Column -> value; the stage by name, the owner by name.
    values: dict[str, Any]
    source_said: dict[str, Any]
    #: What a person has to settle: nothing of it is taken over.
    disagreed: tuple[Disagreed, ...] = ()


class KnownPerson(NamedTuple):
    """A person there is, and what a newer file changes about them."""

    id: int
    said: PersonSaid
    line: int
    changes: tuple[Changed, ...]
    values: dict[str, Any]


@dataclass(slots=True)
class Heap:
    """What becomes of one heap of applications."""

    new: list[NewApplication] = field(default_factory=list)
    known: list[KnownApplication] = field(default_factory=list)
    people: list[KnownPerson] = field(default_factory=list)
    #: New people without an application.
    lone: list[PersonSaid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    created: Counts = field(default_factory=Counts)
    updated: Counts = field(default_factory=Counts)
    skipped: Counts = field(default_factory=Counts)
    dropped_columns: tuple[str, ...] = ()
    warnings: list[dict[str, Any]] = field(default_factory=list)
    errors: list[Bad] = field(default_factory=list)
    error_count: int = 0

    def nothing_kept(self) -> "Report":
        """Return the report of a file that was refused: what is bad, and no counts."""
        return Report(
            dropped_columns=self.dropped_columns,
            warnings=self.warnings,
            errors=self.errors,
            error_count=self.error_count,
        )

    def document(self) -> dict[str, Any]:
        """Return it in the shape programs rely on."""
        return {
            "created": dict(self.created),
            "updated": dict(self.updated),
            "skipped": dict(self.skipped),
            "dropped_columns": list(self.dropped_columns),
            "warnings": self.warnings,
            "errors": [{"line": bad.line, "column": bad.column, "reason": bad.reason} for bad in self.errors],
        }
