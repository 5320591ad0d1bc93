"""Writing one letter to one person, sending it, and keeping it back while that is possible."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, jobs, messages
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, DomainError, NotAllowed, NotFound
from recruiterdash.messages import Draft, MessageType, queries
from recruiterdash.messages.effects import effects
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.destinations import own_path
from recruiterdash.web.forms.letters import LetterForm

bp = Blueprint("letters", __name__)

#: The worker's bell, see `recruiterdash.jobs`.
OUTBOX = "outbox"


@bp.get("/applications/<int:application_id>/letters/new")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def compose(application_id: int) -> str | tuple[str, int]:
    """Show a letter of a type, filled in."""
    type_ = _asked_type()
    try:
        draft = _draft(application_id, type_)
        if draft.refusal:
            raise NotAllowed(draft.refusal)
    except NotFound:
        raise
    except DomainError as refusal:
        return _unwritten(application_id, type_, refusal)
    back = own_path(request.args.get("next"), f"/applications/{application_id}")
    return _page(draft, LetterForm.of(draft, back))


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
    session.commit()
    jobs.wake(OUTBOX)
    person = queries.people_of(session, message).candidate.name
    flash(_leaves(doors.settings().undo_seconds, f"The letter to {person}"), f"undo:{message.id}")
    return redirect(own_path(form.next.data, f"/applications/{application_id}"), 303)


@bp.post("/messages/<int:message_id>/undo")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def undo_submit(message_id: int) -> Response:
    """Keep a letter back, and show its text again."""
    session = doors.session()
    message = messages.cancel(session, doors.viewer(), message_id, now=doors.now())
    application_id = queries.about(session, message.id)[0].settled.application_id
    session.commit()
    flash("Undone: nothing has left, and all is as it was. Your text is still here.", "success")
    back = own_path(request.form.get("next"), f"/applications/{application_id}")
    where = url_for(
        "letters.compose", application_id=application_id, type=message.type, again=message.id, next=back
    )
    return redirect(where, 303)


def _asked_type() -> MessageType:
    asked = request.args.get("type", MessageType.STATUS.value)
    try:
        type_ = MessageType(asked)
    except ValueError:
        raise BadInput("There is no such type of letter.") from None
    if type_ not in messages.MANNERS:
        raise BadInput(f"There is no wording for letters of the type {asked} yet.")
    return type_


def _draft(application_id: int, type_: MessageType) -> Draft:
    session, viewer = doors.session(), doors.viewer()
    draft = messages.prepare(
        session, viewer, application_id, type_, now=doors.now(), company=doors.settings().company
    )
    kept_back = asking.number("again")
    if kept_back is None:
        return draft
    before = queries.letter(session, viewer, kept_back)
    settled = [
        each.settled
        for each in queries.about(session, kept_back)
        if each.settled.application_id == application_id and before.type == type_
    ]
    return messages.again(draft, before, settled[0]) if settled else draft


def _page(draft: Draft, form: LetterForm, wrong: str = "") -> str:
    session, application_id = doors.session(), draft.about.application.id
    form.promise.flags.required = messages.MANNERS[draft.type].needs_promise
    return render_template(
        "messages/compose.html",
        draft=draft,
        form=form,
        wrong=wrong,
        manner=messages.MANNERS[draft.type],
        choices=_named(draft.choices),
        effects=effects(
            draft.type, queries.running_clocks(session, application_id, doors.now()), draft.promise
        ),
        leaves=_leaves(doors.settings().undo_seconds),
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
    page = render_template(
        "messages/unwritten.html",
        application_id=application_id,
        manner=messages.MANNERS[type_],
        type_=type_,
        refusal=str(refusal),
        choices=_choices(application_id),
        next=request.args.get("next", ""),
    )
    return page, refusal.status


def _choices(application_id: int) -> list[tuple[MessageType, messages.Manner, str]]:
    try:
        found = messages.choices(
            doors.session(), doors.viewer(), application_id, now=doors.now(), company=doors.settings().company
        )
    except NotFound:
        raise
    except DomainError:
        return []  # what stops every type is said above them
    return _named(found)


def _named(choices: list[messages.Choice]) -> list[tuple[MessageType, messages.Manner, str]]:
    return [(each.type, messages.MANNERS[each.type], each.refusal) for each in choices]


def _leaves(seconds: float, what: str = "The letter") -> str:
    if seconds < 1:
        return f"{what} leaves at once."
    return f"{what} leaves in {seconds:.0f} seconds; until then it can be undone."
