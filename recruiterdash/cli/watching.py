"""recruiterdash import --watch: exports that are put into a folder are taken in, one after the other."""

import signal
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
import structlog
from sqlalchemy.exc import DBAPIError

from recruiterdash import moments
from recruiterdash.cli.importing import Listener, run
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.imports import format_of, watching
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.plan import Report
from recruiterdash.imports.watching import Lying

#: Seconds between two looks at a folder; what changes in between is still being written.
EVERY, SETTLED = 60.0, 5.0
log = structlog.get_logger("watch")


@dataclass(frozen=True, slots=True)
class Watch:
    """A folder, and how what lies in it is read."""

    folder: Path
    format_name: str
    choices: Choices
    zone: str


def watch(database: Database, what: Watch, *, every: float, once: bool) -> int:
    """Take in what is new in a folder, until told to stop; return how many exports were set aside.

    every: seconds between two looks. once: look once and leave. May be killed at any moment: an import is whole
    or not there, and what was not finished is read again.
    """
    if not what.folder.is_dir():
        raise BadInput(f"{what.folder} is no folder: --watch takes one that exports are put into.")
    _leave_when_told()
    aside, before = 0, watching.lying(what.folder)
    time.sleep(min(SETTLED, every))
    while True:
        after = watching.lying(what.folder)
        aside += look(database, what, before, after)
        if once:
            return aside
        time.sleep(every if after == before else min(SETTLED, every))
        before = after


def look(database: Database, what: Watch, before: dict[str, Lying], after: dict[str, Lying]) -> int:
    """Take in what is new and whole between two looks; return how many exports were set aside."""
    try:
        with database.reading() as session:
            known = watching.remembered(session, what.folder)
        fresh = watching.ready(before, after, known)
        return sum(_taken_in(database, what, one, after) for one in fresh)
    except DBAPIError as fault:  # not the file's fault: it is read when the database is there again
        log.warning("database_away", kind=type(fault).__name__)
        return 0


def _taken_in(database: Database, what: Watch, one: Lying, there: dict[str, Lying]) -> bool:
    """Take one export in; say whether it was set aside instead."""
    reason = _refused(database, what, one)
    if watching.lying(what.folder).get(one.path.name) != one:
        click.echo(f"{one.path.name}: it changed while it was read, and is read again.", err=True)
        return False
    now = moments.now()
    with database.writing() as session:
        watching.remember(session, what.folder, one, there, now)
        if reason:
            watching.note_refused(session, one, what.format_name, reason, now)
        session.commit()
    if reason:
        moved = watching.set_aside(what.folder, one, reason, now)
        where = f"set aside as {moved.name}" if moved else "left where it is: it cannot be moved"
        click.echo(f"{one.path.name}: {where}. {reason}", err=True)
    return bool(reason)


def _refused(database: Database, what: Watch, one: Lying) -> str:
    """Import one export; return why it could not be, empty when it was."""
    try:
        system = format_of(one.path, what.format_name, what.choices).system
        with database.reading() as session:
            if old := watching.too_old(one, watching.newest_written(session, system)):
                return old
        report, refused = run(
            database,
            one.path,
            what.format_name,
            what.choices,
            what.zone,
            Listener(),
            dry_run=False,
            exported_at=min(one.written_at, moments.now()),
        )
    except DomainError as refusal:
        return str(refusal)
    except OSError as fault:
        return f"It cannot be read: {fault.strerror or type(fault).__name__}."
    if refused:
        return _first_of(report)
    made, changed = report.created["applications"], report.updated["applications"]
    click.echo(f"{one.path.name}: {made} applications new, {changed} changed")
    return ""


def _first_of(report: Report) -> str:
    first = report.errors[0]
    where = f"line {first.line}" + (f", {first.column}" if first.column else "")
    more = f" and {report.error_count - 1} more" if report.error_count > 1 else ""
    return f"Rows cannot be read: {where}: {first.reason}{more}. --skip-bad imports the rest."


def _leave_when_told() -> None:
    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
