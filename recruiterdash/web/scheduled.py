"""Letters that wait for their hour: who gets which, when and why then; one can be kept back, or sent sooner."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, jobs
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import MANNERS, MessageType, queries, scheduled, vouching
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.forms.delivery import HastenForm
from recruiterdash.web.letters import OUTBOX
from recruiterdash.web.vouching import why_it_waits

bp = Blueprint("scheduled", __name__, url_prefix="/messages")


@bp.get("/scheduled")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def listed() -> str:
    """Show the letters that leave later, the next one first."""
    return _page()


@bp.post("/<int:message_id>/send-now")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def hasten(message_id: int) -> Response | tuple[str, int]:
    """Let a letter leave before its hour, where that is allowed."""
    session, viewer, form = doors.session(), doors.viewer(), HastenForm()
    message = queries.letter(session, viewer, message_id)
    if not form.validate():
        return _page(form), 422
    settings = doors.settings()
    scheduled.send_now(
        session, viewer, message_id, form.reason.data or "", now=doors.now(), settings=settings
    )
    who = queries.people_of(session, message).candidate.name
    session.commit()
    jobs.wake(OUTBOX)
    flash(f"The letter to {who} leaves now.", "success")
    return redirect(url_for("scheduled.listed"), 303)


def _page(form: HastenForm | None = None) -> str:
    page = scheduled.listed(
        doors.session(), doors.viewer(), now=doors.now(), settings=doors.settings(), cursor=asking.cursor()
    )
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    return render_template(
        "messages/scheduled.html",
        page=page,
        form=form,
        types=MANNERS,
        type_of=MessageType,
        kept=vouching.kept(session, viewer, now=now).rows,
        why_kept=why_it_waits(),
    )
