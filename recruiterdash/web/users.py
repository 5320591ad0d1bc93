"""Colleagues: who they are, what they may do, how they get in."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import candidates, doors, team
from recruiterdash.closure import handing_over
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError, NotAllowed
from recruiterdash.team import queries
from recruiterdash.team.changes import last_change
from recruiterdash.team.models import Role, User
from recruiterdash.team.permissions import Permission
from recruiterdash.web import proof
from recruiterdash.web.forms.users import ROLES, UserForm, values
from recruiterdash.web.locking import conflict_page, differences

bp = Blueprint("users", __name__, url_prefix="/team")


@bp.get("")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def listed() -> str:
    """List colleagues."""
    search, role = request.args.get("q", ""), request.args.get("role", "")
    lines = queries.users(
        doors.session(),
        search=search,
        role=Role(role) if role in set(Role) else None,
        disabled="disabled" in request.args,
    )
    return render_template("settings/users.html", lines=lines, search=search, role=role, roles=ROLES)


@bp.get("/new")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def new() -> str:
    """Show the form of a new colleague."""
    return _page(_choices(UserForm(roles=[Role.RECRUITER.value])), None)


@bp.post("/new")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
@proof.taken
def create() -> Response | str | tuple[str, int]:
    """Add a colleague; who can log in gets a link, shown once."""
    form = _choices(UserForm())
    if not form.validate():
        return _page(form, None), 422
    session, now, actor, draft = doors.session(), doors.now(), doors.viewer().user_id, form.draft()
    if (draft.roles or draft.grants) and (asked := proof.missing()):
        return asked
    try:
        user = team.create_user(session, draft, now=now, actor_id=actor)
        candidates.know_account(session, user.id, user.email, now=now, actor_id=actor)
    except DomainError as refusal:
        return _page(form, None, str(refusal)), refusal.status
    key = team.invite(session, user, now=now, actor_id=actor) if user.email else None
    session.commit()
    if key is not None:
        return _link_page(user, key)
    flash(f"{user.name} can own work now.", "success")
    return redirect(url_for("users.listed"), 303)


@bp.get("/<int:user_id>")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def edit(user_id: int) -> str:
    """Show a colleague's form."""
    user = queries.user(doors.session(), user_id)
    return _page(_choices(UserForm(data={**_stored(user), "version": user.version})), user)


@bp.post("/<int:user_id>")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
@proof.taken
def save(user_id: int) -> Response | tuple[str, int]:
    """Change a colleague."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    user = queries.user(session, user_id)
    form = _choices(UserForm())
    if not form.validate():
        return _page(form, user), 422
    if form.is_old(user.version):
        return _changed_meanwhile(form, user)
    draft, rights = form.draft(), (user.role_names, queries.grants(session, user.id))
    if user.id == viewer.user_id and "roles" not in request.form:
        # One's own boxes are shown disabled, and a browser leaves those out.
        draft = draft._replace(roles=rights[0], grants=rights[1])
    if (draft.roles, draft.grants) != rights and (asked := proof.missing()):
        return asked
    try:
        team.edit_user(session, user, draft, now=now, actor=viewer)
        candidates.know_account(session, user.id, user.email, now=now, actor_id=viewer.user_id)
    except DomainError as refusal:
        session.rollback()
        return _page(form, queries.user(session, user_id), str(refusal)), refusal.status
    session.commit()
    flash("Saved.", "success")
    return redirect(url_for("users.listed"), 303)


@bp.post("/<int:user_id>/invite")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
@proof.needed
def invite(user_id: int) -> str:
    """Make a new link to set a password; it is shown once."""
    session = doors.session()
    user = queries.user(session, user_id)
    key = team.invite(session, user, now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    return _link_page(user, key)


@bp.post("/<int:user_id>/disable")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
@proof.needed
def disable(user_id: int) -> Response:
    """Shut a colleague out."""
    session = doors.session()
    user = queries.user(session, user_id)
    team.disable_user(session, user, now=doors.now(), actor_id=doors.viewer().user_id)
    theirs = handing_over.belongings(session, doors.viewer(), user_id, now=doors.now())
    session.commit()
    flash(f"{user.name} is shut out: every session, token and link of theirs is dead.", "success")
    page = "handover.show" if theirs.anything else "users.edit"
    return redirect(url_for(page, user_id=user_id), 303)


@bp.post("/<int:user_id>/enable")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
@proof.needed
def enable(user_id: int) -> Response:
    """Let a colleague in again."""
    session = doors.session()
    user = queries.user(session, user_id)
    if user.id == doors.viewer().user_id:
        raise NotAllowed("You are in already.")
    team.enable_user(session, user, now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    flash(f"{user.name} may log in again.", "success")
    return redirect(url_for("users.edit", user_id=user_id), 303)


def _choices(form: UserForm) -> UserForm:
    session = doors.session()
    return form.choose_from(queries.offices_to_choose(session), queries.people_to_choose(session))


def _stored(user: User) -> dict[str, Any]:
    session = doors.session()
    return values(user, queries.grants(session, user.id), queries.offices_of(session, user.id))


def _page(form: UserForm, user: User | None, refused: str | None = None) -> str:
    own = user is not None and user.id == doors.viewer().user_id
    return render_template("settings/user.html", form=form, user=user, own=own, refused=refused)


def _changed_meanwhile(form: UserForm, user: User) -> tuple[str, int]:
    form.version.data = user.version
    return conflict_page(
        user.name,
        differences(form, _stored(user)),
        form,
        url_for("users.edit", user_id=user.id),
        changed=last_change(doors.session(), "user", user.id),
    )


def _link_page(user: User, key: str) -> str:
    link = f"{doors.settings().base_url}{url_for('setup.begin', key=key)}"
    return render_template("settings/invited.html", user=user, link=link)
