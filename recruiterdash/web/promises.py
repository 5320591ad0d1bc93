"""The promises we made: what is due, what was broken, whom to call, and what managers answered."""

import csv
import io
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.closure import asking as managers
from recruiterdash.closure import ledger, offers
from recruiterdash.closure.ledger import Line, Outcome
from recruiterdash.closure.models import Answer
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.imports.uploads import neutral
from recruiterdash.journey.overview import overview
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.destinations import own_path
from recruiterdash.web.forms.closure import AskForm

bp = Blueprint("promises", __name__)

WORDS = {
    Outcome.KEPT: "kept",
    Outcome.BROKEN: "broken",
    Outcome.SLIPPED: "moved in time",
    Outcome.RELEASED: "released",
}
_CSV = (
    *("application", "name", "requisition", "outcome", "promised_for", "due_at", "said_at", "over_at"),
    *("by", "how", "source", "letter", "owner", "slips"),
)


@bp.get("/promises")
@needs(Permission.SEE_QUEUE, Scope.VISIBLE)
def show() -> str:
    """Show the promises that stand, or those with one outcome."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    outcome = asking.word("show", Outcome)
    common: dict[str, Any] = {
        "today": now.date(),
        "counts": ledger.counts(session, viewer, now=now),
        "words": WORDS,
        "outcome": outcome,
    }
    if outcome is not None and outcome is not Outcome.OPEN:
        page = ledger.listed(session, viewer, outcome, now=now, cursor=asking.cursor())
        return render_template(
            "promises/past.html",
            **common,
            page=page,
            next_url=asking.address(after=page.next) if page.next else "",
            first_url=asking.address() if request.args.get("after") else "",
        )
    standing = ledger.standing(session, viewer, now=now)
    lines = [*standing.broken, *standing.today, *standing.tomorrow, *standing.later]
    return render_template(
        "promises/index.html",
        **common,
        standing=standing,
        call=ledger.to_call(session, lines),
        answers=managers.to_pass_on(session, viewer, now=now),
        asked=managers.unanswered(session, viewer, now=now),
        next_step=_next_step,
        offers=offers.waiting_for_us(session, viewer),
        answered=offers.answered_before_their_deadline(session, viewer, now=now),
    )


@bp.get("/promises.csv")
@needs(Permission.EXPORT, Scope.VISIBLE)
def table() -> Response:
    """Give every promise as CSV; no cell of it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_CSV)
    for line in ledger.every(doors.session(), doors.viewer(), now=doors.now()):
        writer.writerow(neutral(cell) for cell in _cells(line))
    answer = Response(f"\ufeff{text.getvalue()}", mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="promises.csv"'
    return answer


@bp.post("/applications/<int:application_id>/ask-manager")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def ask(application_id: int) -> Response:
    """Ask who decides about somebody for a yes, a no or a date."""
    session, viewer, now, form = doors.session(), doors.viewer(), doors.now(), AskForm()
    over = overview(session, viewer, application_id, to_change=True)
    back = own_path(form.next.data, f"/applications/{application_id}")
    why = "They are waiting for a decision, or a day by which there will be one."
    try:
        managers.ask(session, over, why, now=now, settings=doors.settings(), actor_id=viewer.user_id)
    except (BadInput, Conflict) as refused:
        session.rollback()
        flash(str(refused), "warning")
        return redirect(back, 303)
    session.commit()
    flash("Asked: the hiring manager can answer from the mail. You will see it here.", "success")
    return redirect(back, 303)


def _next_step(pending: managers.Pending) -> tuple[str, str]:
    """Return where an answer is passed on, and what the button says."""
    question, here = pending.question, f"/applications/{pending.question.application_id}"
    if question.answer is not Answer.DATE or question.until is None:
        return f"{here}/decision?{urlencode({'next': '/promises'})}", "Record the decision"
    over = overview(doors.session(), doors.viewer(), question.application_id)
    day = managers.day_to_name(doors.session(), over, question.until, doors.now())
    asked = {"type": "delay" if _promised(question.application_id) else "status", "next": "/promises"}
    return f"{here}/letters/new?{urlencode({**asked, 'promise': day.isoformat()})}", "Write with the new day"


def _promised(application_id: int) -> bool:
    return ledger.is_promised(doors.session(), doors.viewer(), application_id)


def _cells(line: Line) -> tuple[str, ...]:
    zone = ZoneInfo(line.zone)
    return (
        *(str(line.application_id), line.name, line.requisition, line.outcome.value, line.day.isoformat()),
        *(each.astimezone(zone).isoformat() for each in (line.due_at, line.said_at)),
        line.over_at.astimezone(zone).isoformat() if line.over_at else "",
        *(line.said.by or "", line.said.how, line.said.source, line.said.letter),
        *(line.owner or "", str(line.slips)),
    )
