"""A batch from its preview to its report: read letter by letter, confirmed, approved, undone."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, feedback, jobs
from recruiterdash.candidates.models import Outcome
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError, NotFound
from recruiterdash.imports.uploads import neutral
from recruiterdash.messages import MANNERS, MessageType, batches, vouching
from recruiterdash.messages.batch_rows import Batch, BatchState
from recruiterdash.messages.batches import (
    Answer,
    Confirmation,
    Report,
    making,
    reading,
    rehearsing,
    rules,
    sight,
    undoing,
)
from recruiterdash.messages.batches.reporting import came_back, lines
from recruiterdash.messages.batches.sending import send_moment
from recruiterdash.messages.courtesy import NAMES
from recruiterdash.messages.models import ON_ITS_WAY
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking, rail
from recruiterdash.web.batches_making import led_to
from recruiterdash.web.forms.batches import ConfirmForm
from recruiterdash.web.letters import OUTBOX
from recruiterdash.web.selection import MOST
from recruiterdash.web.vouching import why_it_waits
from recruiterdash.web.words import span

bp = Blueprint("batches", __name__, url_prefix="/batches")

#: Begins the name of a field that says why a warning is set aside.
OVERRIDE = "override-"
#: Begins the name of a field with a line of one's own for an application.
LINE = "line-"
#: Why somebody is left out whom a line of their own lets in.
NEEDS_LINE = frozenset({"effort", "line", "finalist"})
#: Why somebody is left out who is worked through in the queue.
UNREAD = "unread"
_CSV = ("application", "name", "requisition", "address", "state", "reason", "sent_at")


@bp.get("")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def listed() -> str:
    """List batches, newest first."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    found, makings = reading.listed(session, viewer), making.under_way(session, viewer)
    states = {each.batch.id: sight.state_of(session, each.batch, now) for each in found}
    return render_template(
        "batches/index.html", found=found, makings=makings, states=states, words=_type_words
    )


@bp.get("/<int:batch_id>")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(batch_id: int) -> Response:
    """Show what a batch would do, or what it has done; a page that watches it leave loads anew when it has left."""
    report = _report(batch_id)
    answer = make_response(_page(report))
    if "HX-Request" in request.headers and report.state is not BatchState.SENDING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@bp.get("/<int:batch_id>/letters/<int:position>")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def letter(batch_id: int, position: int) -> str:
    """Show one letter as its reader would get it."""
    session = doors.session()
    batch = sight.readable(session, doors.viewer(), batch_id)
    row = reading.letter(session, batch.id, position)
    return render_template(
        "batches/letter.html",
        batch=batch,
        row=row,
        about=reading.about(session, row.id),
        read=reading.read_so_far(session, batch.id),
        type_words=_type_words(batch),
        names=NAMES,
    )


@bp.post("/<int:batch_id>/letters/<int:position>")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def letter_read(batch_id: int, position: int) -> Response:
    """Note that a letter was read, and go on to the next."""
    session = doors.session()
    batch = sight.readable(session, doors.viewer(), batch_id)
    reading.letter(session, batch.id, position)
    # how much was read is told to whoever says yes after the maker: what others read before that is not it
    if batch.confirmed_at is not None or batch.created_by == doors.viewer().user_id:
        reading.mark_read(session, batch.id, position, doors.now())
        session.commit()
    if position >= batch.count:
        return redirect(url_for("batches.show", batch_id=batch.id), 303)
    return redirect(url_for("batches.letter", batch_id=batch.id, position=position + 1), 303)


@bp.post("/<int:batch_id>/confirm")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def confirm(batch_id: int) -> Response | tuple[str, int]:
    """Confirm the letters that were previewed; sent twice, the form does it once."""
    form = ConfirmForm()
    sight.batch(doors.session(), doors.viewer(), batch_id)
    overrides = _overrides()
    typed = form.typed_count.data if form.validate() else -1
    given = Confirmation(form.token.data or "", typed, overrides, shown=form.shown.data)
    return _done(
        batch_id,
        "confirm",
        lambda: batches.confirm(
            doors.session(), doors.viewer(), given, now=doors.now(), settings=doors.settings()
        ),
    )


@bp.post("/<int:batch_id>/again")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def again(batch_id: int) -> Response | tuple[str, int]:
    """Preview the letters anew with lines of their own and reasons; nothing is sent."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    sight.batch(session, viewer, batch_id)
    try:
        feedback.ensure_unquoted(session, viewer, *_lines().values(), *_overrides().values())
        started = batches.again(
            session,
            viewer,
            batch_id,
            lines=_lines(),
            overrides=_overrides(),
            now=now,
            settings=doors.settings(),
        )
    except DomainError as refusal:
        session.rollback()
        batches.refused(session, viewer, refusal, "preview", now=now)
        session.commit()
        return _page(_report(batch_id), str(refusal)), refusal.status
    session.commit()
    return led_to(started)


@bp.post("/<int:batch_id>/confirm-again")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def confirm_again(batch_id: int) -> Response | tuple[str, int]:
    """Confirm one's own batch once more where there is no colleague who could be the second person."""
    return _approve(batch_id)


@bp.post("/<int:batch_id>/approve")
@needs(Permission.APPROVE_BATCH, Scope.VISIBLE)
def approve(batch_id: int) -> Response | tuple[str, int]:
    """Let a colleague's batch go."""
    return _approve(batch_id)


@bp.post("/<int:batch_id>/undo")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def undo(batch_id: int) -> Response:
    """Take a batch back as far as it has not left."""
    session = doors.session()
    undone = batches.undo(session, doors.viewer(), batch_id, now=doors.now())
    session.commit()
    rail.forget(doors.viewer())
    if undone.left:
        flash(
            f"{undone.taken_back} taken back; {len(undone.left)} had left, or may have: see below.", "warning"
        )
    else:
        flash("Undone: nothing has left, and all is as it was.", "success")
    return redirect(url_for("batches.show", batch_id=batch_id), 303)


@bp.post("/<int:batch_id>/rehearsal")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def rehearse(batch_id: int) -> Response:
    """Give a file with every letter as it would leave, and all that would be otherwise; nothing is sent."""
    session = doors.session()
    made = batches.rehearse(session, doors.viewer(), batch_id, now=doors.now(), settings=doors.settings())
    session.rollback()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in rehearsing.files(made):
            archive.writestr(name, data)
    return _file(packed.getvalue(), "application/zip", f"rehearsal-{batch_id}.zip")


@bp.get("/<int:batch_id>/report.csv")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def table(batch_id: int) -> Response:
    """Give what became of each as CSV; no cell of it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_CSV)
    for each in lines(doors.session(), doors.viewer(), batch_id):
        sent_at = each.sent_at.isoformat() if each.sent_at else ""
        cells = (str(each.application_id), each.name, each.requisition, each.recipient, each.state)
        writer.writerow(neutral(cell) for cell in (*cells, each.reason, sent_at))
    return _file(f"\ufeff{text.getvalue()}".encode(), "text/csv; charset=utf-8", f"batch-{batch_id}.csv")


def _overrides() -> dict[str, str]:
    """The reasons for which warnings are set aside, by check."""
    return {
        name.removeprefix(OVERRIDE): why.strip()
        for name, why in request.form.items()
        if name.startswith(OVERRIDE) and why.strip()
    }


def _lines() -> dict[int, str]:
    """The lines of one's own, by application; an empty one takes away what the earlier preview had."""
    named = ((name.removeprefix(LINE), text) for name, text in request.form.items() if name.startswith(LINE))
    return {id_: text for name, text in named for id_ in asking.ids([name], 1)}


def _approve(batch_id: int) -> Response | tuple[str, int]:
    return _done(
        batch_id,
        "approve",
        lambda: batches.approve(
            doors.session(), doors.viewer(), batch_id, now=doors.now(), settings=doors.settings()
        ),
    )


def _done(batch_id: int, step: str, act: Callable[[], Answer]) -> Response | tuple[str, int]:
    """Do it, or show the batch again with the sentence that says why nothing was sent."""
    session = doors.session()
    try:
        answer = act()
        # the form of one batch brings the token of that batch, and of no other
        if answer.batch.id != batch_id:
            raise NotFound(sight.WHAT)
    except NotFound:
        raise
    except DomainError as refusal:
        session.rollback()
        batches.refused(session, doors.viewer(), refusal, step, now=doors.now())
        session.commit()
        return _page(_report(batch_id), str(refusal)), refusal.status
    session.commit()
    rail.forget(doors.viewer())
    jobs.wake(OUTBOX)
    return redirect(url_for("batches.show", batch_id=batch_id), 303)


def _report(batch_id: int) -> Report:
    """The batch in numbers, with the reasons that stand in the form."""
    return batches.report(
        doors.session(), doors.viewer(), batch_id, now=doors.now(), overrides=_overrides().keys()
    )


def _page(report: Report, wrong: str = "") -> str:
    session, viewer, batch = doors.session(), doors.viewer(), report.batch
    own, state = batch.created_by == viewer.user_id, report.state
    previewed = state is BatchState.PREVIEWED
    after = asking.number("after") or 0
    token = batches.token_of(batch, doors.settings()) if own else ""
    form = ConfirmForm(formdata=None, token=token, shown=report.going)
    left_out = reading.left_out(session, viewer, batch.id)
    # a finalist is never told a no by a batch, whatever line stands in it
    rejects = MANNERS[MessageType(batch.type)].decision is Outcome.REJECT
    kept = vouching.kept_of_batch(session, batch.id, doors.now())
    unread = [str(each.application_id) for each in left_out if each.code == UNREAD][:MOST]
    return render_template(
        "batches/show.html",
        report=report,
        batch=batch,
        own=own,
        wrong=wrong,
        form=form,
        typed=request.form,
        type_words=_type_words(batch),
        noted=reading.noted(session, batch.id) if previewed else [],
        names=NAMES,
        # a reason that begins with one of these stands among the findings already
        known_checks=frozenset(NAMES).union(NAMES.values()),
        letters=reading.letters(session, batch.id, after),
        after=after,
        left_out=_by_reason(left_out),
        reasons=dict(report.excluded),
        needs_line=NEEDS_LINE - {"finalist"} if rejects else NEEDS_LINE,
        own_lines=_with_lines(batch) if previewed and own else [],
        unread=",".join(unread),
        read=reading.read_so_far(session, batch.id),
        undecided=reading.undecided(session, batch.id)
        if rejects and state in (BatchState.PREVIEWED, BatchState.NEEDS_APPROVAL)
        else (0, []),
        left=undoing.left(session, batch.id) if state is BatchState.UNDONE else (),
        split=undoing.split(session, batch.id) if state is BatchState.UNDONE else None,
        came_back=came_back(session, batch.id),
        on_way=report.of(*ON_ITS_WAY),
        alone=state is BatchState.NEEDS_APPROVAL and own and sight.alone(session, viewer.user_id),
        again_from=_again_from(batch),
        leaves=send_moment(doors.now(), doors.settings()),
        reload=5 if state is BatchState.SENDING and not kept else 0,
        kept=kept,
        why_kept=why_it_waits(),
        override=OVERRIDE,
        line=LINE,
        span=span,
    )


def _again_from(batch: Batch) -> datetime | None:
    """When who is alone may confirm once more; None as soon as they may."""
    first = (batch.confirmed_at or doors.now()) + rules.ALONE
    return first if doors.now() < first else None


def _by_reason(people: Sequence[reading.Person]) -> dict[str, list[reading.Person]]:
    groups: dict[str, list[reading.Person]] = {}
    for each in people:
        groups.setdefault(each.reason, []).append(each)
    return groups


def _with_lines(batch: Batch) -> list[tuple[int, str, str]]:
    """Whose letters hold a line of their own: application, name and line."""
    session = doors.session()
    lines = reading.own_lines(session, batch.id)
    names = reading.names(session, batch.id, list(lines))
    return [(id_, names[id_], line) for id_, line in sorted(lines.items())]


def _type_words(batch: Batch) -> str:
    manner = MANNERS.get(MessageType(batch.type))
    return manner.name if manner else batch.type


def _file(data: bytes, kind: str, name: str) -> Response:
    answer = make_response(data)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
