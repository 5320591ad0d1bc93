"""Somebody leaves: all that is theirs is shown, and goes to somebody else in one act."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.closure import handing_over
from recruiterdash.closure.handing_over import NAMED, Belongings, Done
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.team import queries
from recruiterdash.team.models import Role, User
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.closure import HandOverForm

bp = Blueprint("handover", __name__, url_prefix="/team/<int:user_id>/handover")


@bp.get("")
@needs(Permission.MANAGE_TEAM, Scope.VISIBLE)
def show(user_id: int) -> str:
    """Show what is somebody's, and ask who has it from now on."""
    user = queries.user(doors.session(), user_id)
    return _page(user, HandOverForm(formdata=None, data={"recruiter_id": user.backup_id}))


@bp.post("")
@needs(Permission.MANAGE_TEAM, Scope.VISIBLE)
def hand_over(user_id: int) -> str | Response | tuple[str, int]:
    """Give it all to somebody else."""
    session, viewer = doors.session(), doors.viewer()
    user, form = queries.user(session, user_id), HandOverForm()
    _offer(user, form)
    if not form.validate():
        return _page(user, form), 422
    try:
        done = handing_over.hand_over(
            session,
            viewer,
            user,
            form.recruiter_id.data,
            form.manager_id.data,
            form.shown.data or "",
            now=doors.now(),
            settings=doors.settings(),
        )
    except (BadInput, Conflict) as refusal:
        session.rollback()
        form.form_errors.append(str(refusal))
        return _page(queries.user(session, user_id), form), refusal.status
    session.commit()
    if done.walled or any(each.kept_back for each in done.letters):
        return render_template("settings/handed_over.html", user=user, done=done)
    flash(_words(user, done), "success")
    return redirect(url_for("users.edit", user_id=user_id), 303)


def _words(user: User, done: Done) -> str:
    return (
        f"Handed over from {user.name}: {done.requisitions} requisitions, {done.applications} people by name, "
        f"{len(done.letters)} letters that wait."
    )


def _page(user: User, form: HandOverForm) -> str:
    theirs = handing_over.belongings(doors.session(), doors.viewer(), user.id, now=doors.now())
    _offer(user, form)
    form.shown.data = theirs.signature
    form.shown.raw_data = None
    form.recruiter_id.flags.required, form.manager_id.flags.required = theirs.recruits, theirs.manages
    return render_template(
        "settings/handover.html", user=user, form=form, theirs=theirs, named=_named(theirs)
    )


def _offer(user: User, form: HandOverForm) -> None:
    session = doors.session()
    for field, roles in (
        (form.recruiter_id, (Role.RECRUITER, Role.ADMIN)),
        (form.manager_id, (Role.HIRING_MANAGER,)),
    ):
        choices = [each for each in queries.people_to_choose(session, roles) if each[0] != user.id]
        field.offer(choices, nobody="choose somebody")


def _named(theirs: Belongings) -> int:
    """How many of the people are listed by name."""
    return min(NAMED, len(theirs.applications))
