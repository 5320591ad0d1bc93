"""An export that a program brings: taken in as the command does, in a process of its own, and what came of it."""

from typing import Any, Literal, NamedTuple

import msgspec
from flask import Blueprint, Response, request, url_for
from msgspec import Struct

from recruiterdash import doors, imports
from recruiterdash.api.answering import answers, does, said
from recruiterdash.api.asking import Query, asked, row_id
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.imports import operations, queries, uploads
from recruiterdash.imports.beginning import begin
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.uploads import Folder, Stored
from recruiterdash.team.calendars import ensure_zone
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_imports", __name__)

KEY = (
    "Idempotency-Key",
    "Makes the request yours once: the same file again is answered with what came of the first, another with 422.",
)
LONGEST_KEY = 255


class ImportQuery(Query, frozen=True, kw_only=True):
    """How a file is read."""

    format: Literal["auto", "greenhouse", "lever", "ashby", "opencats", "linkedin", "events"] = "auto"
    #: Office of rows that name none; else the default office.
    office: str = ""
    #: Zone of offices this import makes, and so of their times.
    zone: str = ""
    #: How the file is called; a form says it itself.
    name: str = ""
    #: Import the rest when rows cannot be read, and list them.
    skip_bad: bool = False
    #: Say what would happen; it is confirmed on its page, or thrown away.
    dry_run: bool = False


class UnsureRow(Struct, frozen=True):
    """Something that was imported and is marked, or a row that cannot be read."""

    line: int | None
    column: str
    reason: str


class ImportReport(Struct, frozen=True):
    """What became of the rows; the first of many warnings and errors, and how many there are."""

    created: dict[str, int]
    updated: dict[str, int]
    skipped: dict[str, int]
    dropped_columns: list[str]
    warnings: list[UnsureRow]
    errors: list[UnsureRow]
    warning_count: int
    error_count: int


class Import(Struct, frozen=True):
    """One file, and how far the work on it is."""

    id: int
    state: ImportState
    #: The work on it goes on; `report` comes with its end.
    busy: bool
    format: str
    file: str
    rows: int
    report: ImportReport | None
    #: Why nothing was imported; empty otherwise.
    refusal: str


@bp.post("/imports")
@does(Import, query=ImportQuery, file=True, statuses=(202, 200), refusals=(413,), headers=(KEY,))
@needs(Permission.IMPORT, Scope.VISIBLE)
def receive() -> Response:
    """Take in an export: all of it, or nothing.

    What is sent is the file as it is, or a form with a field `file`; a folder is sent as a zip. What is no export is
    refused at once; the rest is worked on, and `GET imports/{id}` tells what came of it, in the shape of the command.
    """
    wanted, where = asked(ImportQuery), _folder()
    choices = Choices(
        wanted.office, ensure_zone(wanted.zone) if wanted.zone else "", skip_bad=wanted.skip_bad
    )
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise BadInput(f"The Idempotency-Key has more than {LONGEST_KEY} characters. Nothing was imported.")
    given = _stored(where, wanted.name)
    try:
        format_ = imports.format_of(where.upload(given.file.token), wanted.format, choices)
        token = uploads.token_of(doors.viewer().user_id, key) if key else given.file.token
        known = _known(where, given.file, token, wanted) if key else None
        if known is None:
            with uploads.at_work(where, token):
                known = _known(where, given.file, token, wanted) if key else None
                run = known or _received(where, given, token, wanted, format_, choices)
        else:
            run = known
    except BaseException:
        uploads.forget(where, given.file.token, report=True)
        raise
    if known is not None:
        uploads.forget(where, given.file.token, report=True)
        return _said(run, 200)
    begin(doors.settings(), run.id, token)
    return _said(run, 202)


@bp.get("/imports/<run_id>")
@answers(Import)
@needs(Permission.IMPORT, Scope.VISIBLE)
def show(run_id: str) -> Response:
    """Say how far the work on a file is, or what came of it; its rows are for who brought it in."""
    number = row_id(run_id, "This import")
    run = queries.run(doors.session(), number, doors.viewer())
    if not _busy(run):
        # what the work ended with may have been written after this request began to read
        doors.session().rollback()
        run = queries.run(doors.session(), number, doors.viewer())
    return _said(run, 200)


class _Given(NamedTuple):
    """A file that was sent."""

    file: Stored
    name: str


def _stored(where: Folder, name: str) -> _Given:
    """Keep what was sent; nothing of it when the sender goes away in between."""
    stream, called = request.stream, name
    if request.mimetype == "multipart/form-data":
        sent = request.files.get("file")
        if sent is None:
            raise BadInput("The form has no field “file” with a file in it. Nothing was imported.")
        stream, called = sent.stream, name or sent.filename or ""
    return _Given(uploads.store(where, stream), called or "sent by a program")


def _known(where: Folder, stored: Stored, token: str, wanted: ImportQuery) -> ImportRun | None:
    """Return what was begun under a key before. Raises BadInput when that was something else."""
    run = queries.under(doors.session(), token, doors.viewer().user_id)
    if run is not None and not uploads.was_sent(where, token, stored.digest, _written(wanted)):
        raise BadInput("This Idempotency-Key came with another request before. Nothing was imported.")
    return run


def _received(
    where: Folder, given: _Given, token: str, wanted: ImportQuery, format_: Any, choices: Choices
) -> ImportRun:
    """Keep the file under its token, and the run that works on it. Commits."""
    stored = given.file
    if token != stored.token:
        stored = uploads.rename(where, stored, token, _written(wanted))
    session = doors.session()
    run = operations.receive(
        session,
        stored,
        format_,
        given.name,
        choices,
        now=doors.now(),
        actor_id=doors.viewer().user_id,
        at_once=not wanted.dry_run,
    )
    session.commit()
    return run


def _written(wanted: ImportQuery) -> str:
    """Return what was asked in words that are the same when the same is asked."""
    return msgspec.json.encode(wanted, order="sorted").decode()


def _folder() -> Folder:
    return uploads.folder(doors.settings().database_url)


def _busy(run: ImportRun) -> bool:
    return bool(run.stored_as) and uploads.busy(_folder(), run.stored_as or "")


def _said(run: ImportRun, status: int) -> Response:
    busy = status == 202 or _busy(run)
    answer = said(
        Import(
            id=run.id,
            state=run.state,
            busy=busy,
            format=run.format,
            file=run.file_name,
            rows=run.rows_done,
            report=None if busy else _report(run),
            refusal=str(run.report.get("refusal", "")),
        ),
        status,
    )
    answer.headers["Location"] = url_for("api_imports.show", run_id=run.id)
    return answer


def _report(run: ImportRun) -> ImportReport | None:
    """Return what became of the rows, None where nothing was read to its end."""
    report = run.report
    if "created" not in report:
        return None
    own = run.actor_id == doors.viewer().user_id
    warnings, errors = report.get("warnings", []), report.get("errors", [])
    return ImportReport(
        created=report["created"],
        updated=report.get("updated", {}),
        skipped=report.get("skipped", {}),
        dropped_columns=report.get("dropped_columns", []),
        warnings=[UnsureRow(**each) for each in warnings] if own else [],
        errors=[UnsureRow(**each) for each in errors] if own else [],
        warning_count=report.get("warning_count", len(warnings)),
        error_count=report.get("error_count", len(errors)),
    )
