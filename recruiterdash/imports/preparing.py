"""Everything an import will write, computed and laid aside before anything is written."""

import marshal
import pickle
from array import array
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application
from recruiterdash.imports import staging
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.crew import computed
from recruiterdash.imports.gathering import Gathered, Warned, gather
from recruiterdash.imports.ground import Ground, survey
from recruiterdash.imports.looking import Look
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.plan import Line, PlannedRequisition, Report
from recruiterdash.imports.planning import NOBODY, Planner
from recruiterdash.imports.planning_requisitions import (
    REQUISITION_STATE,
    plan_requisitions,
    warn_of_surroundings,
)
from recruiterdash.imports.rehearsal import rehearse
from recruiterdash.imports.spool import Spool, given_back_on_failure
from recruiterdash.imports.staging import Setup, stage
from recruiterdash.journey.models import Event
from recruiterdash.team.models import CalendarVersion, Office
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import PolicyVersion

#: A file may be so much older than the last one before anybody is asked about it.
DAY = timedelta(days=1)


class Footing(NamedTuple):
    """What a plan stands on; on another footing it has to be made anew."""

    newest_import: int
    newest_policy: int
    newest_calendar: int
    newest_of_a_requisition: int
    newest_office: int


@dataclass(slots=True)
class Prepared:
    """An import ready to be published."""

    look: Look
    ground: Ground
    gathered: Gathered
    requisitions: list[PlannedRequisition]
    report: Report
    footing: Footing
    viewer: Viewer | None
    #: What rows of new applications are computed from; None for a dry run.
    setup: Setup | None = None
    #: What each new application refers to, heap by heap.
    refers: Spool = field(default_factory=Spool)
    #: New applications as `staging.Plain`, or as `staging.Staged` where their rows are computed already.
    new: Spool = field(default_factory=Spool)
    #: What changes of known ones, pickled.
    known: Spool = field(default_factory=Spool)
    #: New people without an application, pickled.
    lone: Spool = field(default_factory=Spool)
    new_people: int = 0
    #: Ids of people there are.
    known_people: Collection[int] = ()

    @property
    def refused(self) -> bool:
        """A row cannot be read, and nobody said to leave such rows out."""
        return self.report.error_count > 0 and not self.ground.choices.skip_bad

    def close(self) -> None:
        """Give the temporary files back."""
        for spool in (self.new, self.refers, self.known, self.lone):
            spool.close()
        self.gathered.close()


class Teller:
    """Told how far an import is and what becomes of each row; this one keeps silent."""

    def rows(self, done: int) -> None:
        """So many rows of the file have been read."""

    def line(self, line: Line) -> None:
        """Something is created, updated, skipped, warned of or bad."""


#: Gives a writing session that is thrown away.
Rehearsal = Callable[[], AbstractContextManager[Session]]


def prepare(
    session: Session,
    looked: Look,
    choices: Choices,
    *,
    zone: str,
    viewer: Viewer | None,
    now: datetime,
    teller: Teller,
    rehearsal: Rehearsal | None,
) -> Prepared:
    """Read the whole file, meet it with what is here, and lay aside what will be written.

    session: reads only. zone: the installation's. viewer: the importing colleague, None for a command that
    reaches everything. rehearsal: gives a session in which offices and requisitions are made and undone, so
    that clocks are computed before the transaction; None for a dry run, which computes none. Raises BadInput
    when the file cannot be read to its end.
    """
    standing_on = footing(session)
    ground = survey(session, looked.format.system, choices, zone)
    gathered = gather(
        looked.sheet,
        looked.format,
        looked.mapped,
        ground,
        choices.dates,
        usual_order=ground.usual_order,
        now=now,
        progress=teller.rows,
    )
    with given_back_on_failure(gathered):
        return _met(
            session,
            looked,
            ground,
            gathered,
            standing_on,
            viewer=viewer,
            now=now,
            teller=teller,
            rehearsal=rehearsal,
        )


def _met(
    session: Session,
    looked: Look,
    ground: Ground,
    gathered: Gathered,
    standing_on: Footing,
    *,
    viewer: Viewer | None,
    now: datetime,
    teller: Teller,
    rehearsal: Rehearsal | None,
) -> Prepared:
    """Meet what was gathered with what is here."""
    report = Report(dropped_columns=looked.mapped.dropped)
    requisitions, lines = plan_requisitions(session, gathered, ground, viewer, report)
    warn_of_surroundings(requisitions, gathered, ground)
    _warn_of_file(gathered, looked)
    _warn_of_age(session, gathered, looked)
    for line in lines:
        teller.line(line)
    planner = Planner(session, gathered, looked.format, ground, requisitions, report, viewer=viewer, now=now)
    prepared = Prepared(
        look=looked,
        ground=ground,
        gathered=gathered,
        requisitions=requisitions,
        report=report,
        footing=standing_on,
        viewer=viewer,
    )
    with given_back_on_failure(prepared):
        heaps = _planned(planner, prepared, teller)
        if rehearsal is None or (gathered.bad_count and not ground.choices.skip_bad):
            for _ in heaps:
                pass
        else:
            with rehearsal() as trial:
                setup = rehearse(trial, gathered, requisitions, ground, looked.format, viewer=viewer, now=now)
            _lay_aside(prepared, setup, heaps)
        _plan_people(planner, prepared, teller)
        _finish(report, gathered, teller)
    prepared.new_people = planner.new_people
    known = (-number - 1 for number in planner.people if NOBODY < number < 0)
    prepared.known_people = array("q", known)
    return prepared


def _lay_aside(prepared: Prepared, setup: Setup, heaps: Iterator[bytes]) -> None:
    """Lay new applications aside, with their rows computed where the database lets one writer in only.

    It must not be kept waiting by an import that is still computing.
    """
    prepared.setup = setup
    if setup.dialect == "sqlite":
        heaps = computed(stage, setup, ((heap,) for heap in heaps), prepared.gathered.applications)
    for number, heap in enumerate(heaps):
        prepared.new.put_bytes(number, heap)


def _planned(planner: Planner, prepared: Prepared, teller: Teller) -> Iterator[bytes]:
    """Yield the new applications of planned heaps.

    What they refer to, and what changes of known people and applications, is laid aside.
    """
    gathered = prepared.gathered
    for number, cases in enumerate(gathered.cases()):
        heap = planner.plan(cases)
        for line in heap.lines:
            teller.line(line)
        if heap.known or heap.people:
            prepared.known.put(number, pickle.dumps((heap.people, heap.known)))
        words = gathered.words
        prepared.refers.put_bytes(
            number, marshal.dumps([tuple(staging.refers(each, words)) for each in heap.new])
        )
        yield marshal.dumps([staging.plain(each) for each in heap.new])


def _plan_people(planner: Planner, prepared: Prepared, teller: Teller) -> None:
    """Plan people who have applied for nothing, after those who have."""
    start = len(prepared.known.heaps())
    for number, cases in enumerate(prepared.gathered.people_alone()):
        heap = planner.plan_people(cases)
        for line in heap.lines:
            teller.line(line)
        if heap.people:
            prepared.known.put(start + number, pickle.dumps((heap.people, heap.known)))
        if heap.lone:
            prepared.lone.put(number, pickle.dumps(heap.lone))


def footing(session: Session) -> Footing:
    """Return what a plan made now stands on."""
    questions = (
        select(func.max(ImportRun.id)).where(ImportRun.state == ImportState.DONE),
        select(func.max(PolicyVersion.id)),
        select(func.max(CalendarVersion.id)),
        select(func.max(Event.id)).where(Event.application_id.is_(None)),
        select(func.max(Office.id)),
    )
    return Footing(*(session.scalar(each) or 0 for each in questions))


def _warn_of_file(gathered: Gathered, looked: Look) -> None:
    encoding = looked.sheet.encoding
    if encoding.guessed:
        words = f"The file does not say its encoding, read as {encoding.name}: look at the names"
        gathered.warn("encoding", encoding.name, words, 0)
    for name in looked.sheet.left_out:
        gathered.warn("beside", name, f"{name} lies beside what was read, and is ignored", 0)
    if above := looked.sheet.above:
        lines = "1 line above the header is" if above == 1 else f"{above} lines above the header are"
        gathered.warn("above", "", f"{lines} left out", 0)
    for name, what in looked.sheet.lacking:
        gathered.warn("lacking", name, f"{name} is not there: {what}", 0)
    for name in looked.mapped.unknown:
        gathered.warn("column", name, f"The column “{name}” has no meaning here: left out", 0)


def _warn_of_age(session: Session, gathered: Gathered, looked: Look) -> None:
    """Say that a file seems to be older than one that was imported: its states would be taken for news."""
    heard = session.scalar(
        select(func.max(ImportRun.data_as_of)).where(
            ImportRun.state == ImportState.DONE, ImportRun.format == looked.format.name
        )
    )
    if heard is None or gathered.newest is None or gathered.newest + DAY > heard:
        return
    since = select(Application.id).where(
        Application.source_system == looked.format.system, Application.applied_at > gathered.newest + DAY
    )
    if session.scalar(since.limit(1)) is not None:
        words = (
            f"The newest entry of the file is of {gathered.newest:%d %B %Y}, and people who applied later were "
            "imported before: if it is an older export, leave it, for its states are taken for news"
        )
        gathered.warn("older", looked.format.name, words, 0)


def _finish(report: Report, gathered: Gathered, teller: Teller) -> None:
    """Put warnings and bad rows into the report, and say each."""
    for warned in gathered.warned.values():
        reason = _counted(warned)
        report.warnings.append({"line": warned.line or None, "column": "", "reason": reason})
        called = warned.about if warned.kind == REQUISITION_STATE else ""
        teller.line(Line("warning", warned.kind, called, warned.line, reason))
    report.errors, report.error_count = gathered.bad, gathered.bad_count
    for bad in gathered.bad:
        teller.line(Line("bad", "row", bad.column, bad.line, bad.reason))


def _counted(warned: Warned) -> str:
    return f"{warned.reason} ({warned.rows} rows)." if warned.rows > 1 else f"{warned.reason}."
