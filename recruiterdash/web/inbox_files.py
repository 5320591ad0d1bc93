"""A stranger's bytes: a mail's HTML made harmless, its files and the whole of it, handed out and never opened."""

from flask import Blueprint, Response

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.mail.arriving import Unreadable, attached, html_of
from recruiterdash.messages.inbound import queries
from recruiterdash.messages.inbound.models import InboundMail
from recruiterdash.team.permissions import Permission

bp = Blueprint("inbox_files", __name__, url_prefix="/inbox")

#: A mail's own page may load nothing, run nothing and lead nowhere by itself.
SANDBOX = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@bp.get("/<int:mail_id>/html")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def html(mail_id: int) -> Response:
    """Show a mail's HTML made harmless, on a page of its own that may do nothing."""
    mail = queries.mail(doors.session(), doors.viewer(), mail_id)
    try:
        body = html_of(mail.raw)
    except Unreadable as reason:
        raise BadInput(str(reason)) from None
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mail</title></head>'
    page = f"{head}<body>{body}</body></html>"
    answer = Response(page, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@bp.get("/<int:mail_id>/files/<int:place>")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def download(mail_id: int, place: int) -> Response:
    """Hand out a file that came with a mail, under a name of ours; it is never opened here."""
    mail = queries.mail(doors.session(), doors.viewer(), mail_id)
    try:
        data = attached(mail.raw, place)
    except Unreadable:
        data = None
    if data is None:
        raise NotFound("This file")
    return _file(data, f"mail-{mail.id}-file-{place}{_ending(mail, place)}")


@bp.get("/<int:mail_id>/raw")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def raw(mail_id: int) -> Response:
    """Hand out the exact bytes of a mail."""
    mail = queries.mail(doors.session(), doors.viewer(), mail_id)
    return _file(mail.raw, f"mail-{mail.id}.eml")


#: Endings that help whoever opens a file; of any other kind it gets none.
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/plain": ".txt",
    "text/calendar": ".ics",
}


def _ending(mail: InboundMail, place: int) -> str:
    types = {each["place"]: each["type"] for each in mail.attachments}
    return _ENDINGS.get(types.get(place, ""), ".bin")


def _file(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
