"""Links that work once: the first administrator's, and a colleague's to choose a password."""

from flask import Blueprint, flash, redirect, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import audit, candidates, doors, team
from recruiterdash.doors import Scope, public
from recruiterdash.errors import DomainError, NotFound
from recruiterdash.team import passwords, queries
from recruiterdash.team.identity import digest
from recruiterdash.team.models import Role, User
from recruiterdash.web import sessions
from recruiterdash.web.forms.account import FirstStartForm, NewPasswordForm

bp = Blueprint("setup", __name__)


@bp.get("/setup/<key>")
@public(Scope.SETUP)
def begin(key: str) -> str:
    """Show the form of a link that still works."""
    invited = _invited(doors.session(), key)
    if invited is None:
        form = FirstStartForm(office="Head office", zone=doors.settings().zone)
        return render_template("account/first_start.html", form=form, refused=None)
    return render_template("account/choose_password.html", form=NewPasswordForm(), user=invited, refused=None)


@bp.post("/setup/<key>")
@public(Scope.SETUP)
def finish(key: str) -> Response | tuple[str, int]:
    """Use the link up: make the administrator, or keep the colleague's password."""
    with doors.database().reading() as reading:
        invited = _invited(reading, key)
    return _first_start(key) if invited is None else _choose_password(key, invited)


def _first_start(key: str) -> Response | tuple[str, int]:
    form = FirstStartForm()
    page = "account/first_start.html"
    if not form.validate():
        return render_template(page, form=form, refused=None), 422
    password = form.new_password.data or ""
    try:
        passwords.ensure_good(password, mailbox=form.email.data or "", name=form.name.data or "")
        hashed = passwords.hashed(password)
        user = _made(doors.session(), key, form, hashed)
    except NotFound:
        raise
    except DomainError as refusal:
        return render_template(page, form=form, refused=str(refusal)), refusal.status
    return _welcome(user)


def _made(session: Session, key: str, form: FirstStartForm, hashed: str) -> User:
    now = doors.now()
    roles = frozenset(Role(each) for each in form.roles.data or ()) | {Role.ADMIN}
    draft = team.UserDraft(name=form.name.data or "", email=form.email.data, roles=roles)
    user = team.first_admin(session, key, draft, hashed, now=now)
    candidates.know_account(session, user.id, user.email, now=now, actor_id=user.id)
    name = (form.office.data or "").strip()
    office = team.office_named(session, name) or team.create_office(
        session,
        team.OfficeDraft(name, form.zone.data or "UTC", (form.country.data or "").strip().upper()),
        now=now,
        actor_id=user.id,
    )
    team.join_office(session, user.id, office.id)
    return user


def _choose_password(key: str, invited: User) -> Response | tuple[str, int]:
    form = NewPasswordForm()
    page = "account/choose_password.html"
    if not form.validate():
        return render_template(page, form=form, user=invited, refused=None), 422
    password = form.new_password.data or ""
    try:
        passwords.ensure_good(password, mailbox=invited.email or "", name=invited.name)
    except DomainError as refusal:
        return render_template(page, form=form, user=invited, refused=str(refusal)), refusal.status
    hashed = passwords.hashed(password)
    return _welcome(team.accept_invitation(doors.session(), key, hashed, now=doors.now()))


def _welcome(user: User) -> Response:
    session, now = doors.session(), doors.now()
    sessions.log_in(session, user.id, now)
    audit.note(session, at=now, actor_id=user.id, act="session.start", subject="user", subject_id=user.id)
    session.commit()
    flash("Welcome. You are logged in.", "success")
    return redirect("/", 303)


def _invited(session: Session, key: str) -> User | None:
    """Return whom a working link invites, None for the first start's. Raises NotFound for any other link."""
    link = queries.link(session, digest(key), doors.now())
    if link is None:
        raise NotFound("This link")
    if link.user_id is not None:
        return queries.user(session, link.user_id)
    if queries.anybody(session):
        raise NotFound("This link")
    return None
