"""One's own interviews: who, for what, when; and the button that says a scorecard is in."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.candidates.interviews import own_interviews, own_seat
from recruiterdash.candidates.panels import ensure_ended
from recruiterdash.doors import Scope, needs
from recruiterdash.journey.interviews import scorecard_in
from recruiterdash.team.permissions import Permission

bp = Blueprint("my_interviews", __name__)

#: Interviews stay on the page this long after their end; a scorecard still owed keeps them there.
REMEMBERED = timedelta(days=90)


@bp.get("/interviews")
@needs(Permission.SEE_OWN_INTERVIEWS, Scope.OWN)
def index() -> str:
    """Show the interviews whose panel one sits on: those that owe a scorecard, those ahead, those behind."""
    now = doors.now()
    found = own_interviews(doors.session(), doors.viewer(), since=now - REMEMBERED)
    return render_template(
        "interviews/mine.html",
        owing=[each for each in found if each.owes(now)],
        ahead=[each for each in found if not each.ended(now) and each.ends_at > now],
        behind=[each for each in reversed(found) if each.ends_at <= now and not each.owes(now)],
        now=now,
    )


@bp.post("/interviews/<int:interview_id>/scorecard")
@needs(Permission.SEE_OWN_INTERVIEWS, Scope.OWN)
def scorecard(interview_id: int) -> Response:
    """Say that one's own scorecard is in, wherever it is kept; no rating is kept here."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    interview, application, seat = own_seat(session, viewer, interview_id)
    ensure_ended(interview, now)
    scorecard_in(session, application, interview, seat, now=now, actor_id=viewer.user_id)
    session.commit()
    flash("Thank you: your scorecard is in.", "success")
    return redirect(url_for("my_interviews.index"), 303)
