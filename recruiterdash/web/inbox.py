"""What candidates wrote to us: what waits for an answer, whose a mail is, and what nobody could read."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from recruiterdash import doors, jobs
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.journey.overview import overview
from recruiterdash.mail.arriving import Unreadable, attached, html_of
from recruiterdash.messages import MessageType
from recruiterdash.messages.inbound import answering, listing, queries, settling
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.queries import Shown
from recruiterdash.messages.inbound.understanding import KINDS
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.forms.inbox import AcceptForm, FileForm, MailForm

bp = Blueprint("inbox", __name__, url_prefix="/inbox")

TABS = {
    Shown.WAITING: "Unanswered",
    Shown.TRIAGE: "Whose is it?",
    Shown.HR: "For HR",
    Shown.QUARANTINE: "Quarantine",
    Shown.AUTOMATIC: "Automatic",
    Shown.ALL: "All",
}
#: A mail's own page may load nothing, run nothing and lead nowhere by itself.
SANDBOX = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#: The worker's bell for mail.
INBOX = "inbox"


@bp.get("")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def listed() -> str:
    """Show mails, those that wait longest first."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    shown = asking.word("show", Shown) or Shown.WAITING
    return render_template(
        "inbox/list.html",
        page=queries.listed(session, viewer, shown, asking.cursor()),
        shown=shown,
        tabs=TABS,
        counts=queries.counts(session, viewer),
        kinds=KINDS,
        blind=[each for each in listing.sights(session) if each.blind_since(now)],
        read=bool(doors.settings().imap_url),
    )


@bp.get("/<int:mail_id>")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def show(mail_id: int) -> str:
    """Show one mail: what is new in it, whose it is, what it is taken for and why."""
    return _page(queries.mail(doors.session(), doors.viewer(), mail_id))


@bp.post("/<int:mail_id>/accept")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def accept(mail_id: int) -> Answer | tuple[str, int]:
    """Count a mail as what it is; the clocks follow."""
    session, viewer, form = doors.session(), doors.viewer(), AcceptForm()
    mail = _held(mail_id)
    if not form.validate():
        return _page(mail, form), 422
    try:
        settling.accept(
            session,
            mail,
            form.kind.data,
            form.day.data,
            now=doors.now(),
            actor_id=viewer.user_id,
            version=_seen(form),
        )
    except BadInput as refusal:
        session.rollback()
        return _page(queries.mail(session, viewer, mail_id), form, str(refusal)), 422
    session.commit()
    flash(f"Counted as: {KINDS[form.kind.data].name.lower()}. {KINDS[form.kind.data].does}", "success")
    return _back(mail_id)


@bp.post("/<int:mail_id>/take-back")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def take_back(mail_id: int) -> Answer:
    """Let a mail wait for a person again: it was counted wrongly."""
    mail, form = _held(mail_id), MailForm()
    settling.take_back(
        doors.session(), mail, now=doors.now(), actor_id=doors.viewer().user_id, version=_seen(form)
    )
    doors.session().commit()
    flash("Taken back: the clocks stand as if it had not been counted.", "success")
    return _back(mail_id)


@bp.post("/<int:mail_id>/file")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def file(mail_id: int) -> Answer:
    """File a mail to the application a person says it belongs to; no clock moves by that."""
    session, viewer, form = doors.session(), doors.viewer(), FileForm()
    mail = _held(mail_id)
    if not form.validate():
        raise BadInput("Say whose mail it is.")
    over = overview(session, viewer, form.application.data or 0, to_change=True)
    settling.file_to(
        session, mail, over.application, now=doors.now(), actor_id=viewer.user_id, version=_seen(form)
    )
    session.commit()
    flash(f"Filed to {over.candidate.name}, {over.requisition.title}. Say what it is.", "success")
    return _back(mail_id)


@bp.post("/<int:mail_id>/aside")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def aside(mail_id: int) -> Answer:
    """Take a mail that is no candidate's off the list; it is kept."""
    mail, form = _held(mail_id), MailForm()
    settling.put_aside(
        doors.session(), mail, now=doors.now(), actor_id=doors.viewer().user_id, version=_seen(form)
    )
    doors.session().commit()
    flash("Put aside. It is kept, and stands under All.", "success")
    return redirect(url_for("inbox.listed", show=Shown.TRIAGE.value), 303)


@bp.post("/<int:mail_id>/replay")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def replay(mail_id: int) -> Answer:
    """Let a mail in quarantine be read once more."""
    mail, form = _held(mail_id), MailForm()
    settling.replay(
        doors.session(), mail, now=doors.now(), actor_id=doors.viewer().user_id, version=_seen(form)
    )
    doors.session().commit()
    jobs.wake(INBOX)
    flash("It is read once more in a moment.", "success")
    return redirect(url_for("inbox.listed", show=Shown.QUARANTINE.value), 303)


# --- a stranger's bytes -----------------------------------------------------------------------------


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


# --- the page ---------------------------------------------------------------------------------------


def _held(mail_id: int) -> InboundMail:
    return queries.mail(doors.session(), doors.viewer(), mail_id, to_change=True)


def _seen(form: MailForm) -> int:
    """The version the page showed; one that shows none is behind."""
    return form.version.data if form.version.data is not None else -1


def _back(mail_id: int) -> Answer:
    return redirect(url_for("inbox.show", mail_id=mail_id), 303)


def _page(mail: InboundMail, form: AcceptForm | None = None, refusal: str = "") -> str:
    session, viewer = doors.session(), doors.viewer()
    over = overview(session, viewer, mail.application_id) if mail.application_id is not None else None
    unfiled = mail.state is InboundState.UNMATCHED and mail.settled_at is None
    return render_template(
        "inbox/show.html",
        mail=mail,
        over=over,
        form=form or AcceptForm.of(mail),
        refusal=refusal,
        kinds=KINDS,
        likely=queries.likely(session, viewer, mail) if unfiled else [],
        settled_by=queries.settled_by(session, mail),
        unfiled=unfiled,
        as_day=date.fromisoformat,
        answer_with=_answer_with,
        answered_by=answering.answered_by(session, mail.id),
    )


def _answer_with(mail: InboundMail) -> str:
    """The type of letter that answers it."""
    kind = mail.settled_kind or mail.kind
    if kind == "gracious":
        return MessageType.THANK_YOU_REPLY_AFTER_NO.value
    return (MessageType.THANK_YOU_REPLY if kind == "thank_you" else MessageType.CHASER_REPLY).value
