"""What the upload page has done in a process of its own, so that pages keep answering meanwhile."""

import time
from datetime import datetime
from typing import NamedTuple

import click
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from recruiterdash import config, imports, moments, team
from recruiterdash.cli.base import ROW, collecting_rarely
from recruiterdash.db import Database
from recruiterdash.errors import DomainError
from recruiterdash.imports import operations, uploads
from recruiterdash.imports.choices import Choices, from_document
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.uploads import Folder, ReportFile
from recruiterdash.team.permissions import Viewer

TRIES = 3
#: Progress is told so often, each time in a transaction of its own.
TOLD_EVERY = 1.0


KEPT_AWAY = "Somebody else keeps writing at the same time: nothing was imported. Try again when that is done."


class Upload(NamedTuple):
    """One upload, as it was when the work on it began."""

    id: int
    state: ImportState
    token: str
    format: str
    choices: Choices
    viewer: Viewer


@click.command("import-upload", hidden=True)
@click.argument("run_id", type=ROW)
def import_upload(run_id: int) -> None:
    """Work on one upload: look it through, or import it when it has been confirmed."""
    settings = config.read()
    database = Database(settings.database_url)
    try:
        with collecting_rarely():
            work(database, settings.zone, run_id)
    finally:
        database.close()


def work(database: Database, zone: str, run_id: int) -> None:
    """Do what an upload waits for. Commits. What a person has to know of a refusal stands in its row."""
    where = uploads.folder(str(database.url))
    upload = _upload(database, run_id)
    uploads.tidy(where, moments.now())
    try:
        if upload.state is ImportState.PREVIEWED:
            _look_through(database, where, upload, zone)
        elif upload.state is ImportState.RUNNING:
            _import(database, where, upload, zone)
    except DomainError as refusal:
        with database.writing() as session:
            operations.refuse(session.get_one(ImportRun, upload.id), str(refusal), moments.now())
            session.commit()
        uploads.forget(where, upload.token)


def _upload(database: Database, run_id: int) -> Upload:
    with database.reading() as session:
        run = session.get(ImportRun, run_id)
        if run is None or run.stored_as is None or run.actor_id is None:
            raise DomainError(f"There is no upload {run_id} to work on.")
        viewer = team.viewer_of(session, run.actor_id)
        return Upload(run.id, run.state, run.stored_as, run.format, from_document(run.choices), viewer)


def _look_through(database: Database, where: Folder, upload: Upload, zone: str) -> None:
    """Make the dry run: nothing is written but its report."""
    with _Progress(database, upload.id, where, upload.token) as teller:
        prepared = _prepared(database, where, upload, zone, teller, moments.now(), dry_run=True)
    try:
        with database.writing() as session:
            operations.checked(session.get_one(ImportRun, upload.id), prepared)
            session.commit()
    finally:
        prepared.close()


def _import(database: Database, where: Folder, upload: Upload, zone: str) -> None:
    """Import what was confirmed, all of it or nothing."""
    for attempt in range(1, TRIES + 1):
        try:
            _tried(database, where, upload, zone)
        except refusals(database) as error:
            if not came_between(database, error):
                raise
            if attempt == TRIES:
                raise DomainError(KEPT_AWAY) from None
        else:
            break
    uploads.forget(where, upload.token)


def _tried(database: Database, where: Folder, upload: Upload, zone: str) -> None:
    now = moments.now()
    with _Progress(database, upload.id, where, upload.token) as teller:
        prepared = _prepared(database, where, upload, zone, teller, now, dry_run=False)
    try:
        with database.writing() as session:
            run = session.get_one(ImportRun, upload.id)
            if prepared.refused:
                operations.refuse_rows(run, prepared, now)
                session.commit()
                return
            about = run.report.get("about", {})
            imports.publish(session, prepared, run=run, now=now)
            run.report = {**run.report, "checked": True, "about": about}
            run.stored_as = upload.token
            session.commit()
    finally:
        prepared.close()


def refusals(database: Database) -> tuple[type[Exception], ...]:
    """Return what the database may refuse with; rows that are written in bulk pass the driver's own on."""
    return (imports.Moved, DBAPIError, database.engine.dialect.loaded_dbapi.Error)


def came_between(database: Database, error: Exception) -> bool:
    """Say whether a refusal means that somebody else wrote meanwhile, so that another try may end better."""
    cause = getattr(error, "orig", error)
    if isinstance(cause, (imports.Moved, database.engine.dialect.loaded_dbapi.IntegrityError)):
        return True
    # SQLite's one writer took longer than anybody waits; two of PostgreSQL's waited for each other
    return "database is locked" in str(cause) or "deadlock detected" in str(cause)


def _prepared(
    database: Database,
    where: Folder,
    upload: Upload,
    zone: str,
    teller: imports.Teller,
    now: datetime,
    *,
    dry_run: bool,
) -> imports.Prepared:
    looked = imports.look(where.upload(upload.token), upload.format, upload.choices)
    with database.reading() as session:
        return imports.prepare(
            session,
            looked,
            upload.choices,
            zone=zone,
            viewer=upload.viewer,
            now=now,
            teller=teller,
            rehearsal=None if dry_run else database.transaction,
        )


class _Progress(ReportFile):
    """Writes the report, and says on the run's row how far it is."""

    def __init__(self, database: Database, run_id: int, where: Folder, token: str) -> None:
        super().__init__(where, token)
        self.database, self.run_id = database, run_id
        self.told = time.monotonic()

    def rows(self, done: int) -> None:
        if time.monotonic() - self.told < TOLD_EVERY:
            return
        self.told = time.monotonic()
        try:
            with self.database.writing() as session:
                session.execute(update(ImportRun).where(ImportRun.id == self.run_id).values(rows_done=done))
                session.commit()
        except DBAPIError as error:
            if not came_between(self.database, error):
                raise
