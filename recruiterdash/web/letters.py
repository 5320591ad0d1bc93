"""Writing one letter to one person, sending it, and keeping it back while that is possible."""

from datetime import date
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, jobs, messages
from recruiterdash.candidates.models import ApplicationState, Outcome
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, DomainError, NotAllowed, NotFound
from recruiterdash.journey.overview import overview, sittings
from recruiterdash.messages import Draft, MessageType, behind, queries
from recruiterdash.messages.effects import effects
from recruiterdash.messages.wording import spoken
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.promisable import moving
from recruiterdash.web import asking, sent
from recruiterdash.web.destinations import back_to, own_path
from recruiterdash.web.forms.letters import LetterForm

bp = Blueprint("letters", __name__)

#: Stages in which we have met them already.
AFTER_AN_INTERVIEW = frozenset({StageType.FINAL, StageType.OFFER, StageType.HIRED})
#: The worker's bell, see `recruiterdash.jobs`.
OUTBOX = "outbox"


@bp.get("/applications/<int:application_id>/letters/new")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def compose(application_id: int) -> str | tuple[str, int]:
    """Show a letter of a type, filled in; of the type that things call for when none is named."""
    type_ = _asked_type() if request.args.get("type") else None
    try:
        draft = _draft(application_id, type_)
        if draft.refusal:
            raise NotAllowed(draft.refusal)
    except NotFound:
        raise
    except DomainError as refusal:
        return _unwritten(application_id, type_ or MessageType.STATUS, refusal)
    return _page(draft, LetterForm.of(draft, _next(request.args.get("next"), application_id)))


@bp.post("/applications/<int:application_id>/letters/new")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def compose_submit(application_id: int) -> Response | str | tuple[str, int]:
    """Approve the letter."""
    type_, form, session = _asked_type(), LetterForm(), doors.session()
    if not form.validate():
        return _page(_draft(application_id, type_), form), 422
    try:
        message = messages.queue(
            session,
            doors.viewer(),
            application_id,
            form.letter(type_),
            now=doors.now(),
            settings=doors.settings(),
        )
    except NotFound:
        raise
    except DomainError as refusal:
        session.rollback()
        return _refused(application_id, type_, form, refusal)
    then = sent.then(session, doors.viewer(), application_id, type_, form.promise.data, doors.now())
    session.commit()
    jobs.wake(OUTBOX)
    what, seconds = f"The letter to {queries.people_of(session, message).candidate.name}", _undo_seconds()
    leaves = {"what": what, "words": _leaves(seconds, what), "seconds": seconds, "then": then}
    flash(cast("str", leaves), f"undo:{message.id}")
    return redirect(_next(form.next.data, application_id), 303)


@bp.post("/messages/<int:message_id>/undo")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def undo_submit(message_id: int) -> Response:
    """Keep a letter back, and show its text again."""
    session = doors.session()
    message = messages.cancel(session, doors.viewer(), message_id, now=doors.now())
    application_id = queries.about(session, message.id)[0].settled.application_id
    session.commit()
    flash("Undone: nothing has left, and all is as it was. Your text is still here.", "success")
    back = _next(request.form.get("next"), application_id)
    where = url_for(
        "letters.compose", application_id=application_id, type=message.type, again=message.id, next=back
    )
    return redirect(where, 303)


def _next(asked: str | None, application_id: int) -> str:
    """Where to go once the letter is on its way."""
    return own_path(asked, f"/applications/{application_id}")


def _asked_type() -> MessageType:
    asked = request.args.get("type", MessageType.STATUS.value)
    try:
        type_ = MessageType(asked)
    except ValueError:
        raise BadInput("There is no such type of letter.") from None
    if type_ not in messages.MANNERS:
        raise BadInput(f"There is no wording for letters of the type {asked} yet.")
    return type_


def _draft(application_id: int, type_: MessageType | None) -> Draft:
    session, viewer = doors.session(), doors.viewer()
    draft = messages.prepare(
        session,
        viewer,
        application_id,
        type_,
        now=doors.now(),
        company=doors.settings().company,
        settings=doors.settings(),
    )
    kept_back = asking.number("again")
    if kept_back is None:
        return draft
    before = queries.letter(session, viewer, kept_back)
    settled = [
        each.settled
        for each in queries.about(session, kept_back)
        if each.settled.application_id == application_id and before.type == draft.type
    ]
    return messages.again(draft, before, settled[0]) if settled else draft


def _page(draft: Draft, form: LetterForm, wrong: str = "") -> str:
    application_id, back = draft.about.application.id, _next(form.next.data, draft.about.application.id)
    form.promise.flags.required = messages.MANNERS[draft.type].needs_promise
    met = _met(application_id)
    promise = form.promise.data or draft.promise
    return render_template(
        "messages/compose.html",
        draft=draft,
        form=form,
        wrong=wrong,
        manner=_manner(draft.type, met),
        choices=_named(draft.choices, met),
        not_now=_not_now(draft.choices, met),
        back=back_to(back, application_id),
        effects=_effects(draft, promise),
        promised=spoken(promise) if promise else "",
        company_unset=doors.settings().company_unset,
        leaves=_leaves(_undo_seconds()),
    )


def _refused(
    application_id: int, type_: MessageType, form: LetterForm, refusal: DomainError
) -> tuple[str, int]:
    """The form as it was typed, with the sentence that says why nothing was sent."""
    try:
        draft = _draft(application_id, type_)
    except NotFound:
        raise
    except DomainError:
        return _unwritten(application_id, type_, refusal)
    form.version.data = draft.about.application.version
    form.version.raw_data = None
    return _page(draft, form, str(refusal)), refusal.status


def _unwritten(application_id: int, type_: MessageType, refusal: DomainError) -> tuple[str, int]:
    choices, met = _choices(application_id), _met(application_id)
    page = render_template(
        "messages/unwritten.html",
        application_id=application_id,
        manner=_manner(type_, met),
        type_=type_,
        refusal=str(refusal),
        choices=_named(choices, met),
        not_now=_not_now(choices, met),
        next=request.args.get("next", ""),
        back=back_to(_next(request.args.get("next"), application_id), application_id),
    )
    return page, refusal.status


def _choices(application_id: int) -> list[messages.Choice]:
    try:
        return messages.choices(
            doors.session(), doors.viewer(), application_id, now=doors.now(), company=doors.settings().company
        )
    except NotFound:
        raise
    except DomainError:
        return []  # what stops every type is said above them


def _met(application_id: int) -> bool:
    """We have spoken with them in an interview, or they stand in a stage that comes after one."""
    session = doors.session()
    about = overview(session, doors.viewer(), application_id)
    if about.application.stage_type in AFTER_AN_INTERVIEW:
        return True
    return any(each.took_place(doors.now()) for each in sittings(session, application_id))


def _manner(type_: MessageType, met: bool) -> messages.Manner:
    """How a letter is called: to somebody we have met the only no there is yet is not one of papers alone."""
    manner = messages.MANNERS[type_]
    if met and type_ is MessageType.REJECTION_APPLICATION:
        return manner._replace(name="Rejection", purpose="A plain no, said courteously")
    return manner


def _named(choices: list[messages.Choice], met: bool) -> list[tuple[MessageType, messages.Manner]]:
    """The types that can be written now."""
    return [(each.type, _manner(each.type, met)) for each in choices if not each.refusal]


def _not_now(choices: list[messages.Choice], met: bool) -> dict[str, list[str]]:
    """Why the other types cannot be written now, each reason with the types it keeps back."""
    reasons: dict[str, list[str]] = {}
    for each in choices:
        if each.refusal:
            reasons.setdefault(each.refusal, []).append(_manner(each.type, met).name)
    return reasons


def _effects(draft: Draft, promise: date | None) -> list[str]:
    now = doors.now()
    clocks = queries.running_clocks(doors.session(), draft.about.application.id, now)
    before, due = draft.promised_before, clocks.get("PROMISE")
    moves = moving(before, passed=due < now) if before and due else ""
    closed = draft.about.application.state is not ApplicationState.ACTIVE
    return effects(draft.type, clocks, promise, moves, closed=closed) + _called_off(draft)


def _called_off(draft: Draft) -> list[str]:
    """What becomes of the interviews ahead of somebody who is told no."""
    if messages.MANNERS[draft.type].decision is not Outcome.REJECT:
        return []
    application_id = draft.about.application.id
    ahead = behind.interviews_ahead(doors.session(), [application_id], doors.now())
    return behind.foretold(ahead.get(application_id, []), draft.about.office.zone)


def _undo_seconds() -> float:
    return doors.settings().undo_seconds


def _leaves(seconds: float, what: str = "The letter") -> str:
    if seconds < 1:
        return f"{what} leaves at once."
    return f"{what} leaves in {seconds:.0f} seconds; until then it can be undone."
