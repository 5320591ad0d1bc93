"""The register of notes on the page of an application: whom each was meant for, and its words passed on."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.journey.overview import overview
from recruiterdash.messages.inbound import relaying
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.inbox import NoteToForm

bp = Blueprint("notes", __name__)


@bp.post("/applications/<int:application_id>/notes-to/<int:event_id>")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def address(application_id: int, event_id: int) -> Response:
    """Say whom a note was meant for, and pass its words on where that was pressed."""
    session, viewer, now, form = doors.session(), doors.viewer(), doors.now(), NoteToForm()
    over = overview(session, viewer, application_id, to_change=True)
    if not form.validate():
        raise BadInput("Choose among those who sat in an interview with them.")
    relaying.address_to(
        session, over.application, event_id, form.to.data or (), now=now, actor_id=viewer.user_id
    )
    said = "Kept."
    if "relay" in request.form:
        told = relaying.relay(
            session, over, event_id, now=now, actor_id=viewer.user_id, settings=doors.settings()
        )
        said = f"Passed on to {', '.join(told)}, without an address of {over.candidate.name}."
    session.commit()
    flash(said, "success")
    return redirect(url_for("applications.show", application_id=application_id), 303)
