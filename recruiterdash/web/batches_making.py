"""A preview of many letters while a worker makes it: how far it is, called off, begun again."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, jobs
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import MANNERS, MessageType
from recruiterdash.messages.batch_rows import BatchMaking, MakingState
from recruiterdash.messages.batches import Preview, making
from recruiterdash.team.permissions import Permission

bp = Blueprint("batches_making", __name__, url_prefix="/batches/making")


@bp.get("/<int:making_id>")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def show(making_id: int) -> str | Response:
    """Show how far a preview is; once it is made, lead to it."""
    found = making.own(doors.session(), doors.viewer(), making_id)
    if found.state is MakingState.MADE:
        return redirect(url_for("batches.show", batch_id=found.batch_id), 303)
    return render_template("batches/making.html", making=found, type_words=_type_words(found))


@bp.get("/<int:making_id>/progress")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def progress(making_id: int) -> Response:
    """Give the part of the page that says how far it is; tells the page to load anew when that is over."""
    found = making.own(doors.session(), doors.viewer(), making_id)
    answer = make_response(render_template("batches/_making.html", making=found))
    if found.state is not MakingState.MAKING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@bp.post("/<int:making_id>/call-off")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def call_off(making_id: int) -> Response:
    """Let a preview not be made; of one that is made already there is nothing to call off."""
    making.call_off(doors.session(), doors.viewer(), making_id)
    doors.session().commit()
    return redirect(url_for("batches_making.show", making_id=making_id), 303)


@bp.post("/<int:making_id>/again")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def begin_again(making_id: int) -> Response:
    """Let a preview be made after all that was broken off."""
    making.begin_again(doors.session(), doors.viewer(), making_id)
    doors.session().commit()
    jobs.wake(making.PREVIEWS)
    return redirect(url_for("batches_making.show", making_id=making_id), 303)


def led_to(started: Preview | BatchMaking) -> Response:
    """Lead to a preview, or to how far it is. The caller has committed it."""
    if isinstance(started, Preview):
        return redirect(url_for("batches.show", batch_id=started.batch.id), 303)
    jobs.wake(making.PREVIEWS)
    return redirect(url_for("batches_making.show", making_id=started.id), 303)


def _type_words(found: BatchMaking) -> str:
    return MANNERS[MessageType(found.wanted["type"])].name
