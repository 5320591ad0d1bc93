"""Colleagues from a CSV file: looked at first, added all or none, and invited by mail where letters may leave."""

from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import candidates, doors, team
from recruiterdash.doors import Scope, needs, sending
from recruiterdash.doors.checks import Verdict
from recruiterdash.doors.sending import Note
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.mail import Mailbox
from recruiterdash.messages import brakes, home
from recruiterdash.team import file
from recruiterdash.team.file import Read
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission
from recruiterdash.web import proof
from recruiterdash.web.forms.users import ROLES

bp = Blueprint("users_file", __name__)

SUBJECT = "Your account at recruiterdash"
TEXT = """Hello {name},

{by} has made an account for you. Choose a password here; the link works once, within 24 hours:

{link}

Ask {by} for a new link when it has run out.
"""


class Invited(NamedTuple):
    """Who was added. link: shown when no letter could carry it."""

    name: str
    email: str
    said: str
    link: str


@bp.get("/team/file")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def ask() -> str:
    """Show where a file is chosen."""
    return _page("")


@bp.post("/team/file")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def look() -> str | tuple[str, int]:
    """Show who would be added, and each row that cannot be read; nobody is added."""
    try:
        text = _typed()
        return _page(text, read=_read(doors.session(), text))
    except DomainError as refusal:
        return _page("", refused=str(refusal)), refusal.status


@bp.post("/team/file/add")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
@proof.needed
def add() -> Response | str | tuple[str, int]:
    """Add everybody of a file, or nobody; then send each their link, or show it."""
    session, now, actor, text = doors.session(), doors.now(), doors.viewer(), request.form.get("rows", "")
    try:
        read = _read(session, text)
        if read.bad:
            return _page(text, read=read), 422
        added = []
        for draft in read.drafts:
            user = team.create_user(session, draft, now=now, actor_id=actor.user_id)
            candidates.know_account(session, user.id, user.email, now=now, actor_id=actor.user_id)
            key = team.invite(session, user, now=now, actor_id=actor.user_id)
            link = f"{doors.settings().base_url}{url_for('setup.begin', key=key)}"
            added.append((user.name, user.email or "", link))
    except DomainError as refusal:
        session.rollback()
        return _page(text, refused=str(refusal)), refusal.status
    may = [_may_leave(session, email) for _, email, _ in added]
    # before a letter carries a link, the link has to open something
    session.commit()
    return render_template("settings/users_added.html", people=_sent(added, may, actor.name))


def _sent(added: list[tuple[str, str, str]], may: list[bool], by: str) -> list[Invited]:
    leaving = [each for each, leaves in zip(added, may, strict=True) if leaves]
    notes = [
        Note(Mailbox(name, email), SUBJECT, TEXT.format(name=name, by=by, link=link))
        for name, email, link in leaving
    ]
    told = iter(sending.hand_over(doors.settings(), notes, now=doors.now()) if notes else [])
    return [_invited(each, next(told) if leaves else None) for each, leaves in zip(added, may, strict=True)]


def _invited(each: tuple[str, str, str], verdict: Verdict | None) -> Invited:
    name, email, link = each
    if verdict is None:
        return Invited(name, email, "No letter leaves from here yet: hand the link over yourself.", link)
    return Invited(name, email, verdict.said, "" if verdict.ok else link)


def _may_leave(session: Session, email: str) -> bool:
    settings = doors.settings()
    mode = home.mode_here(session, settings.mail_mode)
    held = brakes.held(session) is not None
    return bool(settings.smtp_url) and not held and home.may_leave(email, mode, settings.mail_allowlist)


def _typed() -> str:
    """Return the text of the chosen file, or what was typed into the field."""
    stored = request.files.get("file")
    raw = stored.read(file.LONGEST * 4 + 1) if stored is not None and stored.filename else b""
    if not raw:
        if text := request.form.get("rows", "").strip():
            return text
        raise BadInput("Choose a file, or write the rows into the field.")
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("This file is no text: save it as CSV, UTF-8.")


def _read(session: Session, text: str) -> Read:
    offices = {name: id_ for id_, name in team.offices_to_choose(session)}
    mailboxes = session.scalars(select(User.email).where(User.email.is_not(None))).all()
    return file.read(text, offices, [each for each in mailboxes if each])


def _page(text: str, read: Read | None = None, refused: str | None = None) -> str:
    return render_template("settings/users_file.html", text=text, read=read, refused=refused, roles=ROLES)
