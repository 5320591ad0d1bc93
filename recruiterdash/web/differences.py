"""Your ATS and here: what both say differently, with both sides' facts, each settled by one act."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.candidates.models import Side
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.imports import disagreeing
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.ats import SettlingForm

bp = Blueprint("differences", __name__, url_prefix="/imports/differences")

DONE = {
    Side.THEIRS: "Taken over from the ATS. No letter leaves by it.",
    Side.OURS: "Ours stands. It is under “To do in your ATS” until it says the same.",
}


@bp.get("")
@needs(Permission.IMPORT, Scope.VISIBLE)
def listed() -> str:
    """List what is open between the ATS and us."""
    found = disagreeing.listed(doors.session(), doors.viewer())
    return render_template("imports/differences.html", found=found, most=disagreeing.MOST)


@bp.post("/<int:difference_id>")
@needs(Permission.IMPORT, Scope.VISIBLE)
def settle(difference_id: int) -> Response:
    """Take theirs, or keep ours with a reason."""
    session, viewer = doors.session(), doors.viewer()
    disagreeing.one(session, viewer, difference_id)
    form = SettlingForm()
    side = {"theirs": Side.THEIRS, "ours": Side.OURS}.get(form.side.data or "")
    if side is None:
        raise BadInput("Take theirs, or keep ours. Nothing was done.")
    disagreeing.settle(session, viewer, difference_id, side, form.reason.data or "", now=doors.now())
    session.commit()
    flash(DONE[side], "success")
    return redirect(url_for("differences.listed"), 303)
