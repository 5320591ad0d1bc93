"""What the catcher took instead of a mail server; shown as text, whatever it says it is."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

from flask import Blueprint, render_template

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import queries
from recruiterdash.messages.models import CaughtLetter
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking

bp = Blueprint("caught", __name__)


class Read(NamedTuple):
    """A caught letter as a person reads it."""

    sender: str
    to: str
    subject: str
    text: str


@bp.get("/caught")
@needs(Permission.SEE_CAUGHT, Scope.VISIBLE)
def listed() -> str:
    """Show what was caught, newest first."""
    page = queries.caught(doors.session(), doors.viewer(), asking.cursor())
    heads = queries.caught_heads(doors.session(), page.rows)
    subjects = {id_: _subject(head) for id_, head in heads.items()}
    return render_template("caught/list.html", page=page, subjects=subjects, mode=doors.settings().mail_mode)


@bp.get("/caught/<int:caught_id>")
@needs(Permission.SEE_CAUGHT, Scope.VISIBLE)
def shown(caught_id: int) -> str:
    """Show one caught letter: its text, and its bytes."""
    caught = queries.caught_letter(doors.session(), doors.viewer(), caught_id)
    raw = caught.raw.decode("utf-8", "backslashreplace")
    return render_template("caught/show.html", caught=caught, read=_read(caught), raw=raw)


def _subject(head: bytes) -> str:
    """A header may hold anything: what cannot be read as a subject is none."""
    try:
        return str(message_from_bytes(head, policy=policy.SMTPUTF8).get("Subject", "")).strip()
    except (ValueError, LookupError, IndexError):
        return ""


def _read(caught: CaughtLetter) -> Read:
    """HTML is never rendered: without a plain text there is only the raw one."""
    letter: EmailMessage = message_from_bytes(caught.raw, policy=policy.SMTPUTF8)
    part = letter.get_body(("plain",))
    text = part.get_content() if part is not None else ""
    sender, to, subject = (str(letter.get(name, "")) for name in ("From", "To", "Subject"))
    return Read(sender, to, subject, str(text))
