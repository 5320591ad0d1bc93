"""Somebody answers for letters that wait for a newer import: one, or those of a batch."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, jobs
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.messages import ats, queries, vouching
from recruiterdash.messages.batches import sight
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.delivery import VouchForm
from recruiterdash.web.letters import OUTBOX

bp = Blueprint("vouching", __name__)


@bp.post("/messages/<int:message_id>/vouch")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def letter(message_id: int) -> Response:
    """Let a letter leave on old data; the reason is kept with it."""
    session = doors.session()
    queries.letter(session, doors.viewer(), message_id)
    vouching.vouch(session, doors.viewer(), message_id, _reason(), now=doors.now())
    session.commit()
    jobs.wake(OUTBOX)
    flash("It no longer waits for a newer import. Your reason is kept with it.", "success")
    return redirect(url_for("messages.shown", message_id=message_id), 303)


@bp.post("/batches/<int:batch_id>/vouch")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def batch(batch_id: int) -> Response:
    """Let the letters of a batch leave on old data; the reason is kept with each."""
    session = doors.session()
    sight.batch(session, doors.viewer(), batch_id)
    many = vouching.vouch_for_batch(session, doors.viewer(), batch_id, _reason(), now=doors.now())
    session.commit()
    jobs.wake(OUTBOX)
    said = "One letter no longer waits" if many == 1 else f"{many} letters no longer wait"
    flash(f"{said} for a newer import. Your reason is kept with each.", "success")
    return redirect(url_for("batches.show", batch_id=batch_id), 303)


def why_it_waits() -> str:
    """Return what keeps outcomes and letters to many back; empty when nothing does."""
    return ats.why_it_waits(ats.beside(doors.session()), doors.now())


def _reason() -> str:
    form = VouchForm()
    if not form.validate():
        first = next(iter(form.reason.errors), "Say why it may go.")
        raise BadInput(f"{first} Nothing was done.")
    return form.reason.data or ""
