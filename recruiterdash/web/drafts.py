"""Letters drafted before somebody goes quiet too long: each waits here until a person reads and sends it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.closure import drafts
from recruiterdash.closure.models import DraftKind
from recruiterdash.doors import Scope, needs
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking

bp = Blueprint("drafts", __name__, url_prefix="/drafts")

#: Reason -> in words for colleagues.
CAUSES = {
    "reading": "applications are still being read",
    "notes": "scorecards are missing",
    "deciding": "the decision is not made",
    "paused": "the requisition is on hold",
    "review": "the review goes on",
    "asked": "who decides was asked",
}


@bp.get("")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def listed() -> str:
    """Show the drafts that wait, the oldest first."""
    page = drafts.listed(doors.session(), doors.viewer(), asking.cursor())
    return render_template(
        "drafts/index.html",
        page=page,
        causes=CAUSES,
        today=doors.now().date(),
        kinds=DraftKind,
        next_url=asking.address(after=page.next) if page.next else "",
        first_url=asking.address() if request.args.get("after") else "",
    )


@bp.post("/<int:draft_id>/put-aside")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def put_aside(draft_id: int) -> Response:
    """Take a draft off the list; nothing is sent."""
    session, viewer = doors.session(), doors.viewer()
    draft = drafts.get(session, viewer, draft_id, to_change=True)
    drafts.put_aside(session, draft, now=doors.now(), actor_id=viewer.user_id)
    session.commit()
    flash("Put aside. Nothing was sent, and they are still owed a word.", "success")
    return redirect(url_for("drafts.listed"), 303)
