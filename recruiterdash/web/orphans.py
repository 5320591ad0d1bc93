"""Open applications that nobody can be reached for, or that nobody could step in for."""

from flask import Blueprint, render_template, request

from recruiterdash import doors
from recruiterdash.closure import orphans
from recruiterdash.closure.orphans import Lack
from recruiterdash.doors import Scope, needs
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking

bp = Blueprint("orphans", __name__)


@bp.get("/orphans")
@needs(Permission.SEE_QUEUE, Scope.VISIBLE)
def show() -> str:
    """Show whom somebody has to be found for."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    lack = asking.word("lack", Lack) or Lack.OWNER
    counts = orphans.counts(session, viewer, now=now)
    page = orphans.listed(session, viewer, lack, now=now, cursor=asking.cursor(), known=counts)
    return render_template(
        "orphans/index.html",
        page=page,
        lack=lack,
        counts=counts,
        next_url=asking.address(after=page.next) if page.next else "",
        first_url=asking.address() if request.args.get("after") else "",
    )
