"""Log-in, log-out and one's own account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import audit, digests, doors, team
from recruiterdash.doors import Scope, needs, public
from recruiterdash.errors import DomainError
from recruiterdash.messages.inbound import copy_addresses
from recruiterdash.team import passwords, queries
from recruiterdash.team.changes import last_change
from recruiterdash.team.models import TokenScope, User
from recruiterdash.team.permissions import Permission
from recruiterdash.web import logs, proof, sessions, tries
from recruiterdash.web.destinations import own_path
from recruiterdash.web.forms.account import DetailsForm, DigestForm, LogInForm, PasswordForm, TokenForm
from recruiterdash.web.locking import conflict_page, differences

bp = Blueprint("account", __name__)

WRONG = "That e-mail address and password do not fit together."
TOO_OFTEN = (
    "That was tried too often. Wait a quarter of an hour, or use a browser you have logged in with before."
)


@bp.get("/login")
@public()
def log_in() -> str | Response:
    """Show the log-in form."""
    if doors.current_viewer() is not None:
        return redirect(own_path(request.args.get("next")), 303)
    return _log_in_page(LogInForm(formdata=None, next=own_path(request.args.get("next"), "")))


@bp.post("/login")
@public()
def log_in_submit() -> Response | tuple[str, int]:
    """Check the password, open a session."""
    form = LogInForm()
    if not form.validate():
        return _log_in_page(form), 422
    mailbox, password = form.email.data or "", form.password.data or ""
    counted = tries.take(mailbox)
    if counted is None:
        return _log_in_page(form, TOO_OFTEN), 429
    user = team.checked(doors.database(), mailbox, password)
    if user is None:
        logs.log.info("log_in_refused", id=logs.request_id())
        return _log_in_page(form, WRONG), 401
    session = doors.session()
    tries.give_back(session, counted)
    _begin_session(session, user.id)
    session.commit()
    return tries.remember(redirect(own_path(form.next.data), 303), user.email)


@bp.post("/logout")
@needs(Permission.ACCOUNT, Scope.OWN)
def log_out() -> Response:
    """End this session, and every copy of its cookie."""
    viewer, session = doors.viewer(), doors.session()
    sessions.log_out(session)
    audit.note(
        session,
        at=doors.now(),
        actor_id=viewer.user_id,
        act="session.end",
        subject="user",
        subject_id=viewer.user_id,
    )
    session.commit()
    flash("You are logged out.")
    return redirect(url_for("account.log_in"), 303)


@bp.get("/account")
@needs(Permission.ACCOUNT, Scope.OWN)
def show() -> str:
    """Show one's own account."""
    return _page()


@bp.post("/account")
@needs(Permission.ACCOUNT, Scope.OWN)
def save() -> Response | tuple[str, int]:
    """Change what one says of oneself."""
    user, form = _own(), DetailsForm()
    if not form.validate():
        return _page(details=form), 422
    if form.is_old(user.version):
        form.version.data = user.version
        changed = last_change(doors.session(), "user", user.id)
        return conflict_page(
            "Your account", differences(form, _details(user)), form, url_for("account.show"), changed=changed
        )
    try:
        team.edit_own(
            doors.session(),
            user,
            name=form.name.data or "",
            title=form.title.data or "",
            phone=form.phone.data or "",
            now=doors.now(),
        )
    except DomainError as refusal:
        return _page(details=form, refused=str(refusal)), refusal.status
    return _saved("Saved.")


@bp.post("/account/password")
@needs(Permission.ACCOUNT, Scope.OWN)
def change_password() -> Response | tuple[str, int]:
    """Change the password; every other session of one's own ends."""
    form = PasswordForm()
    if not form.validate():
        return _page(password=form), 422
    with doors.database().reading() as reading:
        user = queries.user(reading, doors.viewer().user_id)
    new = form.new_password.data or ""
    counted = tries.take(user.email or "")
    if counted is None:
        return _page(password=form, refused=TOO_OFTEN), 429
    try:
        passwords.ensure_good(new, mailbox=user.email or "", name=user.name)
    except DomainError as refusal:
        return _page(password=form, refused=str(refusal)), refusal.status
    if not passwords.fits(user.password, form.password.data or ""):
        return _page(password=form, refused="That is not your present password."), 422
    hashed, session = passwords.hashed(new), doors.session()
    tries.give_back(session, counted)
    team.set_password(session, _own(), hashed, now=doors.now())
    left = len(queries.tokens_of(session, user.id))
    if form.end_tokens.data:
        left -= team.revoke_tokens(session, user.id, now=doors.now(), actor_id=user.id)
    _begin_session(session, user.id)
    return _saved(f"Your password is changed. Every other session of yours has ended. {_go_on(left)}".strip())


@bp.post("/account/digests")
@needs(Permission.ACCOUNT, Scope.OWN)
def choose_digests() -> Response | tuple[str, int]:
    """Turn one's own digests on or off."""
    form = DigestForm()
    if not form.validate():
        return _page(), 422
    digests.choose(doors.session(), doors.viewer().user_id, form.wanted.data, now=doors.now())
    return _saved(
        "You get mails about who waits."
        if form.wanted.data
        else "You get no more mails about who waits. The queue shows them all the same."
    )


@bp.post("/account/sessions/end")
@needs(Permission.ACCOUNT, Scope.OWN)
def end_others() -> Response:
    """End every session of one's own but this one."""
    team.end_sessions(doors.session(), doors.viewer().user_id, but=sessions.present_row())
    _note("session.end_others")
    return _saved("Every other session of yours has ended.")


@bp.post("/account/sessions/<int:row>/end")
@needs(Permission.ACCOUNT, Scope.OWN)
def end_one(row: int) -> Response:
    """End one session of one's own."""
    team.end_session(doors.session(), doors.viewer().user_id, row, now=doors.now())
    return _saved("That session has ended.")


@bp.post("/account/tokens")
@needs(Permission.ACCOUNT, Scope.OWN)
@proof.taken
def create_token() -> Response | tuple[str, int]:
    """Make an API token and show it, once."""
    form = TokenForm()
    if not form.validate():
        return _page(token=form), 422
    if asked := proof.missing():
        return asked
    session, user = doors.session(), _own()
    made = team.create_token(
        session,
        user,
        TokenScope(form.scope.data),
        now=doors.now(),
        actor_id=user.id,
        name=form.name.data or "",
    )
    session.commit()
    return _page(made=made), 201


@bp.post("/account/tokens/<int:token_id>/revoke")
@needs(Permission.ACCOUNT, Scope.OWN)
def revoke_token(token_id: int) -> Response:
    """End an API token of one's own."""
    viewer = doors.viewer()
    team.revoke_token(doors.session(), viewer.user_id, token_id, now=doors.now(), actor_id=viewer.user_id)
    return _saved("That token opens nothing any more.")


@bp.post("/account/tokens/revoke")
@needs(Permission.ACCOUNT, Scope.OWN)
def revoke_tokens() -> Response:
    """End every API token of one's own."""
    viewer = doors.viewer()
    team.revoke_tokens(doors.session(), viewer.user_id, now=doors.now(), actor_id=viewer.user_id)
    return _saved("Your API tokens open nothing any more.")


@bp.post("/account/copies/renew")
@needs(Permission.ACCOUNT, Scope.OWN)
def renew_copies() -> Response:
    """Give one's own address for copies another secret."""
    copy_addresses.renew(doors.session(), doors.viewer().user_id, now=doors.now())
    return _saved("Your address for copies is a new one: what comes to the old one is not counted any more.")


def _log_in_page(form: LogInForm, refused: str | None = None) -> str:
    return render_template("account/log_in.html", form=form, refused=refused)


def _begin_session(session: Session, user_id: int) -> None:
    sessions.log_in(session, user_id, doors.now())
    audit.note(
        session, at=doors.now(), actor_id=user_id, act="session.start", subject="user", subject_id=user_id
    )


def _go_on(tokens: int) -> str:
    """Say of API tokens what a new password does not do to them."""
    if not tokens:
        return ""
    many = "One API token of yours goes" if tokens == 1 else f"{tokens} API tokens of yours go"
    return f"{many} on working: end below what you do not trust."


def _own() -> User:
    return queries.user(doors.session(), doors.viewer().user_id)


def _details(user: User) -> dict[str, str]:
    return {"name": user.name, "title": user.title, "phone": user.phone}


def _note(act: str) -> None:
    me = doors.viewer().user_id
    audit.note(doors.session(), at=doors.now(), actor_id=me, act=act, subject="user", subject_id=me)


def _saved(sentence: str) -> Response:
    doors.session().commit()
    flash(sentence, "success")
    return redirect(url_for("account.show"), 303)


def _page(
    *,
    details: DetailsForm | None = None,
    password: PasswordForm | None = None,
    token: TokenForm | None = None,
    refused: str | None = None,
    made: str | None = None,
) -> str:
    session, user = doors.session(), _own()
    stored = {**_details(user), "version": user.version}
    return render_template(
        "account/show.html",
        user=user,
        details=details or DetailsForm(formdata=None, data=stored),
        password=password or PasswordForm(formdata=None),
        token=token or TokenForm(formdata=None),
        refused=refused,
        made=made,
        open_sessions=queries.sessions_of(session, user.id),
        present=sessions.present_row(),
        tokens=queries.tokens_of(session, user.id),
        roles=sorted(doors.viewer().roles),
        digest=DigestForm(formdata=None, data={"wanted": digests.wants(session, user.id)}),
        copies_to=copy_addresses.address_of(session, doors.settings(), user.id),
    )
