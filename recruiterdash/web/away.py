"""Days away and who stands in: one's own, and as an administrator anybody's."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.team import absences, queries
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.closure import AwayForm

bp = Blueprint("away", __name__)


@bp.get("/away")
@needs(Permission.ACCOUNT, Scope.OWN)
def own() -> str:
    """Show one's own days away, and for whom one stands in."""
    return _page(_me(), _form(_me(), AwayForm(formdata=None)))


@bp.post("/away")
@needs(Permission.ACCOUNT, Scope.OWN)
def go() -> Response | tuple[str, int]:
    """Say that one is away."""
    return _gone(_me())


@bp.post("/away/<int:absence_id>/end")
@needs(Permission.ACCOUNT, Scope.OWN)
def back(absence_id: int) -> Response:
    """Come back, or call it off."""
    return _ended(_me(), absence_id)


@bp.get("/team/<int:user_id>/away")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def of_colleague(user_id: int) -> str:
    """Show a colleague's days away."""
    user = queries.user(doors.session(), user_id)
    return _page(user, _form(user, AwayForm(formdata=None)))


@bp.post("/team/<int:user_id>/away")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def send_away(user_id: int) -> Response | tuple[str, int]:
    """Say that a colleague is away, who cannot say so themselves."""
    return _gone(queries.user(doors.session(), user_id))


@bp.post("/team/absences/<int:absence_id>/end")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def call_back(absence_id: int) -> Response:
    """End anybody's absence."""
    user_id = absences.whose(doors.session(), absence_id)
    return _ended(queries.user(doors.session(), user_id), absence_id)


def _me() -> User:
    return queries.user(doors.session(), doors.viewer().user_id)


def _gone(user: User) -> Response | tuple[str, int]:
    session, form = doors.session(), _form(user, AwayForm())
    if not form.validate():
        return _page(user, form), 422
    assert form.first.data is not None
    assert form.last.data is not None
    try:
        absences.go_away(
            session,
            user,
            form.cover_id.data or 0,
            form.first.data,
            form.last.data,
            zone=_zone(user),
            now=doors.now(),
            actor_id=doors.viewer().user_id,
        )
    except (BadInput, Conflict) as refusal:
        session.rollback()
        form.form_errors.append(str(refusal))
        return _page(queries.user(session, user.id), form), refusal.status
    session.commit()
    flash(
        "Kept. Whoever stands in sees these people and is named in their place from that day on.", "success"
    )
    return redirect(_here(user), 303)


def _ended(user: User, absence_id: int) -> Response:
    session = doors.session()
    absences.come_back(session, user.id, absence_id, now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    flash("Ended. Nobody stands in any more.", "success")
    return redirect(_here(user), 303)


def _form(user: User, form: AwayForm) -> AwayForm:
    others = queries.people_to_choose(doors.session(), user.role_names)
    form.cover_id.offer([each for each in others if each[0] != user.id], nobody="choose somebody")
    if form.cover_id.data is None and request.method == "GET":
        form.cover_id.data = user.backup_id
    return form


def _page(user: User, form: AwayForm) -> str:
    session, now = doors.session(), doors.now()
    return render_template(
        "away/index.html",
        user=user,
        own=user.id == doors.viewer().user_id,
        form=form,
        zone=_zone(user),
        away=absences.of_user(session, user.id, now),
        covering=absences.covered_by(session, user.id, now),
        here=_here(user),
        ending="away.back" if user.id == doors.viewer().user_id else "away.call_back",
    )


def _zone(user: User) -> str:
    return absences.zone_of(doors.session(), user.id, doors.settings().zone)


def _here(user: User) -> str:
    own_ = user.id == doors.viewer().user_id
    return url_for("away.own") if own_ else url_for("away.of_colleague", user_id=user.id)
