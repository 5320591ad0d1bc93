"""Somebody must answer another offer by a day: logged in one step, and who decides is told at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.closure import offers
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.promisable import spoken
from recruiterdash.web.destinations import own_path
from recruiterdash.web.forms.closure import OfferForm

bp = Blueprint("other_offer", __name__)


@bp.get("/applications/<int:application_id>/other-offer")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def show(application_id: int) -> str:
    """Ask by which day they must answer."""
    over = overview(doors.session(), doors.viewer(), application_id)
    return _page(over, OfferForm(formdata=None, data={"next": request.args.get("next", "")}))


@bp.post("/applications/<int:application_id>/other-offer")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def log(application_id: int) -> Response | tuple[str, int]:
    """Keep the day, and ask who decides."""
    session, viewer, form = doors.session(), doors.viewer(), OfferForm()
    over = overview(session, viewer, application_id, to_change=True)
    if not form.validate():
        return _page(over, form), 422
    assert form.until.data is not None
    try:
        asked = offers.log_offer(
            session,
            over,
            form.until.data,
            form.channel,
            now=doors.now(),
            settings=doors.settings(),
            actor_id=viewer.user_id,
        )
    except (BadInput, Conflict) as refusal:
        session.rollback()
        form.until.errors = [str(refusal)]
        return _page(overview(session, viewer, application_id), form), refusal.status
    session.commit()
    nudged = (
        "Who decides has been asked by mail." if asked else "Nobody who decides could be asked: talk to them."
    )
    flash(f"Kept: they must answer elsewhere by {spoken(form.until.data)}. {nudged}", "success")
    return redirect(own_path(form.next.data, f"/applications/{application_id}"), 303)


def _page(over: Overview, form: OfferForm) -> str:
    today: datetime = doors.now().astimezone(ZoneInfo(over.office.zone))
    return render_template(
        "applications/other_offer.html", over=over, id=over.application.id, form=form, today=today.date()
    )
