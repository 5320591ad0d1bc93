"""What candidates wrote to us: what waits for an answer, whose a mail is, and what nobody could read."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from recruiterdash import doors, jobs
from recruiterdash.candidates import freezes
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.messages import MANNERS, MessageType
from recruiterdash.messages.inbound import (
    answering,
    beside,
    copies,
    listing,
    ours,
    queries,
    settling,
    undoing,
)
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.queries import Shown
from recruiterdash.messages.inbound.understanding import KINDS
from recruiterdash.messages.moving import READY
from recruiterdash.messages.queries import OfApplication, of_application_later
from recruiterdash.messages.withholding import letters_for
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.forms.inbox import AcceptForm, FileForm, LiftForm, MailForm

bp = Blueprint("inbox", __name__, url_prefix="/inbox")

TABS = {
    Shown.WAITING: "Unanswered",
    Shown.TRIAGE: "Whose is it?",
    Shown.HR: "For HR",
    Shown.QUARANTINE: "Quarantine",
    Shown.AUTOMATIC: "Automatic",
    Shown.ALL: "All",
}
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
    if not queries.is_seen(session, viewer, mail_id):  # it is for HR alone now
        return redirect(url_for("inbox.listed"), 303)
    return _back(mail_id)


@bp.post("/<int:mail_id>/take-back")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def take_back(mail_id: int) -> Answer:
    """Let a mail wait for a person again: it was counted wrongly."""
    _done(settling.take_back, mail_id)
    flash("Taken back: the clocks stand as if it had not been counted.", "success")
    return _back(mail_id)


@bp.post("/<int:mail_id>/file")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def file(mail_id: int) -> Answer:
    """File a mail to the application a person says it belongs to; no clock moves by that."""
    over = _to_application(mail_id, settling.file_to, "Say whose mail it is.")
    flash(f"Filed to {over.candidate.name}, {over.requisition.title}. Say what it is.", "success")
    return _back(mail_id)


@bp.post("/<int:mail_id>/ours")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def count_as_ours(mail_id: int) -> Answer:
    """Count a mail that was sent elsewhere as a word of ours, because a person says so."""
    over = _to_application(mail_id, copies.count_by_hand, "Say whom it was for.")
    flash(f"It counts as a word of ours to {over.candidate.name}, at the moment it was written.", "success")
    return _back(mail_id)


@bp.post("/<int:mail_id>/aside")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def aside(mail_id: int) -> Answer:
    """Take a mail that is no candidate's off the list; it is kept."""
    _done(settling.put_aside, mail_id)
    flash("Put aside. It is kept, and stands under All.", "success")
    return redirect(url_for("inbox.listed", show=Shown.TRIAGE.value), 303)


@bp.post("/<int:mail_id>/replay")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def replay(mail_id: int) -> Answer:
    """Let a mail in quarantine be read once more."""
    _done(settling.replay, mail_id)
    jobs.wake(INBOX)
    flash("It is read once more in a moment.", "success")
    return redirect(url_for("inbox.listed", show=Shown.QUARANTINE.value), 303)


# --- what is for HR alone ---------------------------------------------------------------------------


@bp.post("/<int:mail_id>/share")
@needs(Permission.PRIVACY, Scope.VISIBLE)
def share(mail_id: int) -> Answer:
    """Let those who write to the person read a mail that was for HR alone."""
    _done(settling.share, mail_id)
    flash("Those who write to them can read it now.", "success")
    return _back(mail_id)


@bp.post("/<int:mail_id>/lift")
@needs(Permission.PRIVACY, Scope.VISIBLE)
def lift(mail_id: int) -> Answer | tuple[str, int]:
    """Let letters to many go to the person again, with the reason."""
    session, form = doors.session(), LiftForm()
    mail = _held(mail_id)
    if not form.validate():
        return _page(mail, lifting=form), 422
    undoing.ensure_unmoved(mail, _seen(form))
    cause = undoing.freeze_cause(mail.id)
    freezes.lift(session, cause, form.reason.data or "", now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    flash("Letters to many may go to them again.", "success")
    return _back(mail_id)


# --- the page ---------------------------------------------------------------------------------------


def _held(mail_id: int) -> InboundMail:
    return queries.mail(doors.session(), doors.viewer(), mail_id, to_change=True)


def _done(act: Callable[..., None], mail_id: int) -> None:
    """Do something to one mail, as it was when the page was shown."""
    mail, form = _held(mail_id), MailForm()
    act(doors.session(), mail, now=doors.now(), actor_id=doors.viewer().user_id, version=_seen(form))
    doors.session().commit()


def _to_application(mail_id: int, act: Callable[..., None], missing: str) -> Overview:
    """Do something with one mail and the application that a person names. missing: said when they name none."""
    session, viewer, form = doors.session(), doors.viewer(), FileForm()
    mail = _held(mail_id)
    if not form.validate():
        raise BadInput(missing)
    over = overview(session, viewer, form.application.data or 0, to_change=True)
    act(session, mail, over.application, now=doors.now(), actor_id=viewer.user_id, version=_seen(form))
    session.commit()
    return over


def _seen(form: MailForm) -> int:
    """The version the page showed; one that shows none is behind."""
    return form.version.data if form.version.data is not None else -1


def _back(mail_id: int) -> Answer:
    return redirect(url_for("inbox.show", mail_id=mail_id), 303)


def _page(
    mail: InboundMail, form: AcceptForm | None = None, refusal: str = "", lifting: LiftForm | None = None
) -> str:
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
        manners=MANNERS,
        likely=queries.likely(session, viewer, mail) if unfiled else [],
        settled_by=queries.settled_by(session, mail),
        unfiled=unfiled,
        waiting=_waiting(mail),
        copy=copies.copy_of(session, mail.id),
        ours=ours.OURS,
        as_day=date.fromisoformat,
        answer_with=_answer_with,
        rule_of={"thank_you_question": "question", "gracious": "thank_you"},
        answered_by=answering.answered_by(session, mail.id),
        beside=beside.beside(session, mail.id, viewer.user_id, now=doors.now()),
        frozen=freezes.of_cause(session, undoing.freeze_cause(mail.id)),
        lifting=lifting or LiftForm(formdata=None, version=mail.version),
    )


def _waiting(mail: InboundMail) -> list[OfApplication]:
    """Letters to whoever wrote that have not left: what they write may be a reason to keep one back."""
    if mail.application_id is None:
        return []
    letters = of_application_later(doors.session(), mail.application_id)()
    return letters_for(doors.session(), doors.viewer(), [each for each in letters if each.state in READY])


def _answer_with(mail: InboundMail) -> str:
    """The type of letter that answers it."""
    kind = mail.settled_kind or mail.kind
    if kind == "gracious":
        return MessageType.THANK_YOU_REPLY_AFTER_NO.value
    return (MessageType.THANK_YOU_REPLY if kind == "thank_you" else MessageType.CHASER_REPLY).value
