"""People and their histories from a file, all of it or nothing."""

import os
from datetime import datetime
from pathlib import Path

from recruiterdash import imports, moments
from recruiterdash.cli.uploads import KEPT_AWAY, came_between, refusals
from recruiterdash.db import Database
from recruiterdash.errors import DomainError
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.plan import Report

#: Another import, a calendar or a policy may come between plan and publishing; then the plan is made anew.
TRIES = 5


def run(
    database: Database,
    source: Path,
    format_name: str,
    choices: Choices,
    zone: str,
    teller: "Listener",
    *,
    dry_run: bool,
    exported_at: datetime | None = None,
) -> tuple[Report, bool]:
    """Import a file; return the report and whether it was refused. Commits.

    exported_at: when the file was written, where that is known: its data are as old as that.
    """
    looked = imports.look(source, format_name, choices)
    for attempt in range(1, TRIES + 1):
        try:
            return _tried(
                database, source, looked, choices, zone, teller, dry_run=dry_run, exported_at=exported_at
            )
        except refusals(database) as error:
            if not came_between(database, error):
                raise
            if attempt == TRIES:
                raise DomainError(KEPT_AWAY) from None
            teller.again()
    raise AssertionError("unreachable")


def _tried(
    database: Database,
    source: Path,
    looked: imports.Look,
    choices: Choices,
    zone: str,
    teller: imports.Teller,
    *,
    dry_run: bool,
    exported_at: datetime | None,
) -> tuple[Report, bool]:
    now = moments.now()
    prepared = _prepared(database, looked, choices, zone, now, teller, dry_run=dry_run)
    try:
        if prepared.refused:
            return (prepared.report if dry_run else prepared.report.nothing_kept()), True
        if not dry_run:
            with database.writing() as session:
                started = ImportRun(
                    digest=looked.sheet.digest,
                    file_name=os.fsencode(source.name).decode("utf-8", "replace")[:255],
                    format=looked.format.name,
                    state=ImportState.RUNNING,
                    choices={},
                    report={},
                    started_at=now,
                )
                imports.publish(session, prepared, run=started, now=now, exported_at=exported_at)
                session.commit()
        return prepared.report, False
    finally:
        prepared.close()


def _prepared(
    database: Database,
    looked: imports.Look,
    choices: Choices,
    zone: str,
    now: datetime,
    teller: imports.Teller,
    *,
    dry_run: bool,
) -> imports.Prepared:
    with database.reading() as session:
        return imports.prepare(
            session,
            looked,
            choices,
            zone=zone,
            viewer=None,
            now=now,
            teller=teller,
            rehearsal=None if dry_run else database.transaction,
        )


class Listener(imports.Teller):
    """Told what becomes of each row, perhaps more than once."""

    def again(self) -> None:
        """Something came in between: what was told is void, all of it is told anew."""
