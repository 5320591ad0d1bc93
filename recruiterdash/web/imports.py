"""Uploads: what a file holds is shown before anything is done, and done when it is confirmed."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from recruiterdash import doors, imports, team
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, DomainError, NotAllowed, NotFound
from recruiterdash.imports import disagreeing, operations, queries, uploads
from recruiterdash.imports.beginning import begin
from recruiterdash.imports.choices import from_document, to_document
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.planning_requisitions import REQUISITION_STATE
from recruiterdash.imports.uploads import ACTS, Folder
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.imports import KINDS_OF_MAIL, TYPES, ChoicesForm, UploadForm, zones_typed
from recruiterdash.web.forms.offices import ZONES

bp = Blueprint("imports", __name__, url_prefix="/imports")

HEADERS = ("what", "noun", "called", "line", "detail")


class Progress(NamedTuple):
    """Where an upload stands right now."""

    #: checking, importing, interrupted, waiting, done, refused
    stage: str
    rows_done: int
    rows_total: int

    @property
    def busy(self) -> bool:
        return self.stage in {"checking", "importing"}


@bp.get("")
@needs(Permission.IMPORT, Scope.VISIBLE)
def index() -> str:
    """Show the form of an upload, and what was imported so far."""
    return _index_page(UploadForm(formdata=None))


@bp.post("")
@needs(Permission.IMPORT, Scope.VISIBLE)
def receive() -> Answer | tuple[str, int]:
    """Keep an upload and have it looked through."""
    form = UploadForm()
    session = doors.session()
    form.offer(team.offices_to_choose(session))
    if not form.validate():
        return _index_page(form), 422
    where, upload = _folder(), form.upload
    stored = uploads.store(where, upload.stream)
    try:
        format_ = imports.format_of(where.upload(stored.token), form.format.data or "auto", form.choices())
        run = operations.receive(
            session,
            stored,
            format_,
            upload.filename or "upload",
            form.choices(),
            now=doors.now(),
            actor_id=doors.viewer().user_id,
        )
    except DomainError as refusal:
        uploads.forget(where, stored.token)
        return _index_page(form, str(refusal)), refusal.status
    session.commit()
    _begin(run.id, stored.token)
    return redirect(url_for("imports.show", run_id=run.id), 303)


@bp.get("/<int:run_id>")
@needs(Permission.IMPORT, Scope.VISIBLE)
def show(run_id: int) -> str:
    """Show what a file holds and what becomes of its rows, or how far the work on it is."""
    run, progress = _run(run_id)
    rows_of = run.stored_as if _is_own(run) else None
    counts = uploads.counts(_folder(), rows_of) if rows_of else {}
    act = request.args.get("list", "")
    if act not in ACTS:
        act = next(
            (each for each in ("bad", "warning", "update", "create", "skip") if counts.get(each)), "create"
        )
    page = None
    if rows_of and not progress.busy:
        page = uploads.page(_folder(), rows_of, act, request.args.get("page", 1, int))
    return render_template(
        "imports/show.html",
        run=run,
        own=_is_own(run),
        progress=progress,
        counts=counts,
        page=page,
        requisitions=queries.requisitions(
            doors.session(),
            [line.called for line in page.lines if line.noun == REQUISITION_STATE] if page else [],
        ),
        form=_choices_form(run),
        **_names(run),
    )


@bp.get("/<int:run_id>/progress")
@needs(Permission.IMPORT, Scope.VISIBLE)
def progress(run_id: int) -> Answer:
    """Show how far the work is; tells the page to load anew when it is done."""
    run, now = _run(run_id)
    answer = make_response(render_template("imports/_progress.html", run=run, progress=now))
    if not now.busy:
        answer.headers["HX-Refresh"] = "true"
    return answer


@bp.get("/<int:run_id>/lines.csv")
@needs(Permission.IMPORT, Scope.VISIBLE)
def lines(run_id: int) -> Response:
    """Send one list of a report as CSV; no cell of it is a formula."""
    run, _ = _run(run_id)
    if not _is_own(run):
        raise NotFound("This import")
    act = request.args.get("list", "bad")
    if act not in ACTS or not run.stored_as:
        raise BadInput("There is no such list any more.")
    answer = Response(_csv(_folder(), run.stored_as, act), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=import-{run.id}-{act}.csv"
    return answer


@bp.post("/<int:run_id>/choices")
@needs(Permission.IMPORT, Scope.VISIBLE)
def choose(run_id: int) -> Answer:
    """Take what names mean, and look the file through again."""
    return _look_again(_own_idle(run_id))


@bp.post("/<int:run_id>/confirm")
@needs(Permission.IMPORT, Scope.VISIBLE)
def confirm(run_id: int) -> Answer:
    """Do what the dry run showed; look again first when the page was sent with other meanings than those."""
    session = doors.session()
    run = _own_idle(run_id)
    if not _as_shown(run):
        flash("Nothing is imported yet: the file is looked through again with what you chose.", "info")
        return _look_again(run)
    operations.confirm(session, run, now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    _begin(run.id, run.stored_as or "")
    return redirect(url_for("imports.show", run_id=run.id), 303)


@bp.post("/<int:run_id>/discard")
@needs(Permission.IMPORT, Scope.VISIBLE)
def discard(run_id: int) -> Answer:
    """Throw an upload away."""
    session = doors.session()
    run = _idle(run_id)
    token = run.stored_as
    operations.discard(session, run, now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    if token:
        uploads.forget(_folder(), token, report=True)
    flash("Thrown away; nothing was imported.", "success")
    return redirect(url_for("imports.index"), 303)


# --- what the views share ----------------------------------------------------------------------------


def _index_page(form: UploadForm, refused: str | None = None) -> str:
    session = doors.session()
    form.offer(team.offices_to_choose(session))
    runs = queries.history(session, doors.viewer())
    differences = disagreeing.count(session, doors.viewer())
    return render_template(
        "imports/index.html", form=form, runs=runs, refused=refused, differences=differences
    )


def _folder() -> Folder:
    return uploads.folder(doors.settings().database_url)


def _run(run_id: int) -> tuple[ImportRun, Progress]:
    """Return a run the viewer may see, and where it stands."""
    run = queries.run(doors.session(), run_id, doors.viewer())
    if run.stored_as and uploads.busy(_folder(), run.stored_as):
        stage = "importing" if run.state is ImportState.RUNNING else "checking"
        return run, Progress(stage, run.rows_done, run.rows_total)
    # what the work ended with may have been written after this request began to read
    doors.session().rollback()
    run = queries.run(doors.session(), run_id, doors.viewer())
    return run, Progress(_stage(run), run.rows_done, run.rows_total)


def _idle(run_id: int) -> ImportRun:
    """Return a run that nobody is working on."""
    run, progress = _run(run_id)
    if progress.busy:
        raise BadInput("This file is being worked on: wait until that is done.")
    return run


def _own_idle(run_id: int) -> ImportRun:
    """Return a run of the viewer's own that nobody is working on: it is done with the reach of who began it."""
    run = _idle(run_id)
    if not _is_own(run):
        raise NotAllowed("Only who brought the file in says what it means and imports it.")
    return run


def _is_own(run: ImportRun) -> bool:
    """Its rows name people, some perhaps behind the wall of whoever else looks, and nobody here can tell which."""
    return run.actor_id == doors.viewer().user_id


def _look_again(run: ImportRun) -> Answer:
    """Take what was chosen, and have the file looked through with it."""
    session, form = doors.session(), ChoicesForm()
    if not form.validate():
        raise BadInput("That choice was not offered: choose from the lists.")
    chosen = form.take(from_document(run.choices), run.report.get("about", {}), _mailboxes())
    operations.choose(session, run, chosen, now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    _begin(run.id, run.stored_as or "")
    return redirect(url_for("imports.show", run_id=run.id), 303)


def _as_shown(run: ImportRun) -> bool:
    """Whether a confirmation says what the dry run showed; the zones it confirms are kept."""
    about, form = run.report.get("about", {}), ChoicesForm()
    if form.differs(from_document(run.choices), about, _mailboxes()):
        return False
    return operations.say_zones(run, zones_typed(about))


def _stage(run: ImportRun) -> str:
    if run.state is ImportState.DONE:
        return "done"
    if run.state is ImportState.REFUSED:
        return "refused"
    if run.state is ImportState.RUNNING or not run.report.get("checked"):
        return "interrupted"
    return "waiting"


def _begin(run_id: int, token: str) -> None:
    begin(doors.settings(), run_id, token)


def _choices_form(run: ImportRun) -> ChoicesForm:
    chosen = to_document(from_document(run.choices))
    chosen["zone"] = run.report.get("about", {}).get("zone", chosen["zone"])
    return ChoicesForm(formdata=None, data={name: chosen[name] for name in ("zone", "dates", "skip_bad")})


def _names(run: ImportRun) -> dict[str, object]:
    """Return what a page offers for names of stages, colleagues and offices."""
    colleagues = team.people_to_choose(doors.session()) if run.report.get("about") else []
    mailboxes = _mailboxes() if colleagues else {}
    return {
        "types": TYPES,
        "mails": KINDS_OF_MAIL,
        "zones": ZONES,
        "colleagues": [(id_, name) for id_, name in colleagues if id_ in mailboxes],
        "owners": dict(colleagues),
    }


def _mailboxes() -> dict[int, str]:
    rows = doors.session().execute(select(User.id, User.email).where(User.active, User.email.is_not(None)))
    return {id_: email for id_, email in rows if email}


def _csv(where: Folder, token: str, act: str) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADERS)
    yield "\ufeff"
    for line in uploads.every(where, token, act):
        cells = (line.act, line.noun, line.called, str(line.line or ""), line.detail)
        writer.writerow(uploads.neutral(cell) for cell in cells)
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
