"""Writing one letter to one person, sending it, and keeping it back while that is possible."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, feedback, jobs, messages
from recruiterdash.candidates.models import ApplicationState, Disposition, Outcome
from recruiterdash.closure import drafts
from recruiterdash.closure.asking import day_answered
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, DomainError, NotAllowed, NotFound
from recruiterdash.journey.overview import overview
from recruiterdash.messages import Draft, MessageType, behind, queries, together
from recruiterdash.messages.batches.correcting import correction
from recruiterdash.messages.days import LANGUAGES, spoken
from recruiterdash.messages.effects import effects
from recruiterdash.messages.leaving import Whose
from recruiterdash.messages.wordings import Offered
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.promisable import moving
from recruiterdash.web import also_applied, answers, asking, leaves, rail, reviewed, sent
from recruiterdash.web.destinations import back_to, own_path
from recruiterdash.web.forms.letters import REASONS, LetterForm

bp = Blueprint("letters", __name__)

#: Days whose names the page carries: as many business days as may be promised, and a margin.
SPOKEN_AHEAD = 45
#: The worker's bell, see `recruiterdash.jobs`.
OUTBOX = "outbox"


@bp.get("/applications/<int:application_id>/letters/new")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def compose(application_id: int) -> str | tuple[str, int]:
    """Show a letter of a type, filled in; of the type that things call for when none is named."""
    type_ = _asked_type() if request.args.get("type") else None
    try:
        draft = _draft(application_id, type_, asking.numbers("also", together.MOST - 1))
        if draft.refusal:
            raise NotAllowed(draft.refusal)
    except NotFound:
        raise
    except messages.Untranslated as refusal:
        return _unwritten(application_id, refusal.type, refusal)
    except DomainError as refusal:
        return _unwritten(application_id, type_ or MessageType.STATUS, refusal)
    next_ = _next(request.args.get("next"), application_id)
    form = LetterForm.of(draft, next_, answers.asked(application_id, draft.type))
    answers.come_in(application_id, form)
    return _page(draft, form)


@bp.post("/applications/<int:application_id>/letters/new")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def compose_submit(application_id: int) -> Response | str | tuple[str, int]:
    """Approve the letter."""
    type_, form, session = _asked_type(), LetterForm(), doors.session()
    if not form.validate():
        return _page(_draft(application_id, type_, form.others), form), 422
    if reviewed.asked():
        return _looked_at(application_id, type_, form)
    try:
        answers.ensure_seen(application_id, form)
        letter = reviewed.letter_of(form, type_)
        feedback.ensure_unquoted(
            session, doors.viewer(), letter.subject, letter.body, *letter.overrides.values()
        )
        message = messages.queue(
            session,
            doors.viewer(),
            application_id,
            letter,
            now=doors.now(),
            settings=doors.settings(),
        )
    except NotFound:
        raise
    except DomainError as refusal:
        session.rollback()
        return _refused(application_id, type_, form, refusal)
    then = sent.then(session, doors.viewer(), application_id, type_, form.promise.data, doors.now())
    answers.go_out(form)
    session.commit()
    rail.forget(doors.viewer())
    jobs.wake(OUTBOX)
    whose = Whose.of(overview(session, doors.viewer(), application_id))
    what = f"The letter to {whose.candidate.name}"
    seconds = (message.send_at - message.created_at).total_seconds()
    words = leaves.after_sending(message, whose, what)
    said = {"what": what, "words": words, "seconds": seconds, "then": then}
    flash(cast("str", said), f"undo:{message.id}")
    return redirect(_next(form.next.data, application_id), 303)


@bp.post("/messages/<int:message_id>/undo")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def undo_submit(message_id: int) -> Response:
    """Keep a letter back, and show its text again."""
    session = doors.session()
    message = messages.cancel(session, doors.viewer(), message_id, now=doors.now())
    application_id, *also = [each.settled.application_id for each in queries.about(session, message.id)]
    session.commit()
    rail.forget(doors.viewer())
    flash("Undone: nothing has left, and all is as it was. Your text is still here.", "success")
    back = _next(request.form.get("next"), application_id)
    where = url_for(
        "letters.compose",
        application_id=application_id,
        type=message.type,
        again=message.id,
        also=also or None,
        next=back,
    )
    return redirect(where, 303)


def _next(asked: str | None, application_id: int) -> str:
    """Where to go once the letter is on its way."""
    return own_path(asked, f"/applications/{application_id}")


def _asked_type() -> MessageType:
    asked = request.args.get("type", MessageType.STATUS.value)
    try:
        return MessageType(asked)
    except ValueError:
        raise BadInput("There is no such type of letter.") from None


def _draft(application_id: int, type_: MessageType | None, also: Sequence[int] = ()) -> Draft:
    session, viewer = doors.session(), doors.viewer()
    draft = messages.prepare(
        session,
        viewer,
        application_id,
        type_,
        now=doors.now(),
        company=doors.settings().company,
        promise=asking.day("promise"),
        needed=day_answered(session, overview(session, viewer, application_id), doors.now()),
        template_id=asking.number("template"),
        language=asking.one_of("language", dict(LANGUAGES), "") or None,
        settings=doors.settings(),
        also=also,
    )
    if (wrong := asking.number("correcting")) is not None:
        return _corrected(draft, application_id, wrong)
    if (drafted := asking.number("draft")) is not None:
        return _drafted(draft, application_id, drafted)
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


def _drafted(draft: Draft, application_id: int, drafted: int) -> Draft:
    """The text that was drafted for them before they went quiet for too long."""
    waiting = drafts.get(doors.session(), doors.viewer(), drafted)
    if waiting.application_id != application_id or drafts.TYPES.get(waiting.kind) is not draft.type:
        raise NotFound("This draft")
    return drafts.applied(draft, waiting, doors.now().date())


def _corrected(draft: Draft, application_id: int, wrong: int) -> Draft:
    """The draft of a letter that puts another one right, which should not have left."""
    before, about = queries.letter(doors.session(), doors.viewer(), wrong), draft.about
    settled = [each.settled.application_id for each in queries.about(doors.session(), wrong)]
    if application_id not in settled:
        return draft
    left = before.sent_at.astimezone(ZoneInfo(about.office.zone)).date() if before.sent_at else None
    subject, body = correction(
        about.candidate.addressed,
        about.requisition.title,
        left,
        f"{draft.signer.name}\n{draft.signer.role}",
        about.candidate.language,
    )
    return draft._replace(subject=subject, body=body, promise=None)


def _page(draft: Draft, form: LetterForm, wrong: str = "") -> str:
    back = _next(form.next.data, draft.about.application.id)
    form.promise.flags.required = messages.MANNERS[draft.type].needs_promise
    form.reason.flags.required = draft.needs_reason
    tells = messages.MANNERS[draft.type].reasons
    form.reason.choices = [each for each in REASONS() if not each[0] or Disposition(each[0]) in tells]
    promise = form.promise.data or draft.promise
    return render_template(
        "messages/compose.html",
        draft=draft,
        form=form,
        wrong=wrong,
        manner=messages.MANNERS[draft.type],
        choices=_named(draft.choices),
        not_now=_not_now(draft.choices),
        back=back_to(back, draft.about.application.id),
        effects=_effects(draft, promise),
        promised=spoken(promise) if promise else "",
        company_unset=doors.settings().company_unset,
        also=also_applied.beside(doors.session(), doors.viewer(), draft.about, draft.type),
        courtesy=reviewed.shown(draft.about.application.id, draft.type, form),
        leaves=leaves.before_sending(leaves.planned(draft)),
        waits=leaves.for_import(draft.type),
        next_good_hour=leaves.next_good_hour(draft),
        languages=LANGUAGES,
        used=_used(draft),
        spoken_days=_spoken_days(draft),
        unread=answers.unread(draft.about.application.id, form),
        answered=(answered := answers.answered(draft.about.application.id, form)),
        beside=answers.others(answered) if answered is not None else [],
    )


def _looked_at(application_id: int, type_: MessageType, form: LetterForm) -> str | tuple[str, int]:
    """The form again with what the checks say, or that part of it alone; nothing is sent."""
    try:
        draft = _draft(application_id, type_, form.others)
        reviewed.fix(application_id, type_, form)
        if request.form.get("check") == "part":
            shown = reviewed.shown(application_id, type_, form)
            return render_template("messages/_courtesy.html", courtesy=shown)
        return _page(draft, form)
    except NotFound:
        raise
    except DomainError as refusal:
        return _unwritten(application_id, type_, refusal)


def _used(draft: Draft) -> Offered | None:
    """The wording that the letter begins with."""
    version, language = draft.template_version_id, draft.language
    same = [each for each in draft.wordings if (each.version_id, each.language) == (version, language)]
    return same[0] if same else None


def _spoken_days(draft: Draft) -> dict[str, str]:
    """The days that may be promised as the letter's language says them, for a text that follows its date."""
    first = min(doors.now().date(), draft.promise or doors.now().date()) - timedelta(days=1)
    days = [first + timedelta(days=number) for number in range(SPOKEN_AHEAD)]
    return {day.isoformat(): spoken(day, draft.language) for day in days}


def _refused(
    application_id: int, type_: MessageType, form: LetterForm, refusal: DomainError
) -> tuple[str, int]:
    """The form as it was typed, with the sentence that says why nothing was sent."""
    try:
        draft = _draft(application_id, type_, form.others)
    except NotFound:
        raise
    except DomainError:
        return _unwritten(application_id, type_, refusal)
    form.version.data = draft.about.application.version
    form.version.raw_data = None
    return _page(draft, form, str(refusal)), refusal.status


def _unwritten(application_id: int, type_: MessageType, refusal: DomainError) -> tuple[str, int]:
    choices = _choices(application_id)
    page = render_template(
        "messages/unwritten.html",
        application_id=application_id,
        manner=messages.MANNERS[type_],
        type_=type_,
        refusal=str(refusal),
        choices=_named(choices),
        not_now=_not_now(choices),
        others=refusal.others if isinstance(refusal, messages.Untranslated) else (),
        languages=LANGUAGES,
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


def _named(choices: list[messages.Choice]) -> list[tuple[MessageType, messages.Manner]]:
    """The types that can be written now."""
    return [(each.type, messages.MANNERS[each.type]) for each in choices if not each.refusal]


def _not_now(choices: list[messages.Choice]) -> dict[str, list[str]]:
    """Why the other types cannot be written now, each reason with the types it keeps back."""
    reasons: dict[str, list[str]] = {}
    for each in choices:
        if each.refusal:
            reasons.setdefault(each.refusal, []).append(messages.MANNERS[each.type].name)
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
    abouts = [draft.about, *(each.about for each in draft.beside)]
    ids = [each.application.id for each in abouts]
    ahead = behind.interviews_ahead(doors.session(), ids, doors.now())
    leaves_at = leaves.planned(draft).send_at
    return [
        said
        for each in abouts
        for said in behind.foretold(ahead.get(each.application.id, []), each.office.zone, leaves_at)
    ]
