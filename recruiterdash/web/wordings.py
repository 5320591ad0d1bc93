"""Templates of letters: kept by type and language, written, read by somebody else, approved, put away."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, feedback, messages
from recruiterdash.candidates.queries import Wanted, applications_of
from recruiterdash.candidates.queries import listed as people
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict, DomainError, NotFound
from recruiterdash.journey.overview import overview
from recruiterdash.messages import MANNERS, MessageType, keeping, wordings
from recruiterdash.messages.days import LANGUAGES
from recruiterdash.messages.models import Template
from recruiterdash.messages.rerendering import rerender, waiting_letters
from recruiterdash.messages.wording import PLACEHOLDERS
from recruiterdash.team.changes import ensure_present, last_change, unless_taken
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.forms.wordings import DEPTHS, WordingForm, values
from recruiterdash.web.locking import conflict_page, differences

bp = Blueprint("wordings", __name__, url_prefix="/templates")

Answer = str | Response | tuple[str, int]
TAKEN = "There is a template of this type, language and name already: give it another name."


class Preview(NamedTuple):
    """How a wording reads to one person, or why it cannot be filled in."""

    person: str
    role: str
    subject: str
    body: str
    refusal: str


@bp.get("")
@needs(Permission.WRITE_LETTERS, Scope.SETUP)
def listed() -> str:
    """List templates by type and language."""
    away = request.args.get("away") == "1"
    found = wordings.listed(doors.session(), archived=away)
    language = asking.one_of("language", dict(LANGUAGES), "")
    kept = [each for each in found if language in ("", each.template.language)]
    by_type = {type_: [each for each in kept if each.template.type == type_.value] for type_ in MessageType}
    return render_template(
        "wordings/list.html",
        by_type={MANNERS[type_]: rows for type_, rows in by_type.items() if rows},
        away=away,
        language=language,
        languages=LANGUAGES,
        depths=DEPTHS,
    )


@bp.get("/new")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def new() -> str:
    """Show the form of a new template."""
    given = {"language": request.args.get("language"), "type": request.args.get("type"), "depth": "any"}
    return _form(WordingForm(formdata=None, data={key: value for key, value in given.items() if value}), None)


@bp.post("/new")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def create() -> Answer:
    """Keep a new template as a draft, or show how it reads."""
    form, session = WordingForm(), doors.session()
    if not form.validate():
        return _form(form, None), 422
    if _asks_for_preview():
        return _form(form, None, preview=_preview(form))
    try:
        feedback.ensure_unquoted(session, doors.viewer(), form.subject.data or "", form.body.data or "")
        with unless_taken(session, TAKEN):
            template = messages.create_template(session, doors.viewer(), form.wording(), now=doors.now())
            session.commit()
    except DomainError as refusal:
        session.rollback()
        return _form(form, None, str(refusal)), refusal.status
    flash("Kept as a draft. Letters are made from it once somebody has approved it.", "success")
    return redirect(url_for("wordings.show", template_id=template.id), 303)


@bp.get("/<int:template_id>")
@needs(Permission.WRITE_LETTERS, Scope.SETUP)
def show(template_id: int) -> str:
    """Show a template with every version of it."""
    return _shown(template_id)


@bp.get("/<int:template_id>/edit")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def edit(template_id: int) -> str:
    """Show the newest version as a form."""
    session = doors.session()
    template = wordings.template_of(session, template_id)
    newest = wordings.history(session, template_id)[0].version
    return _form(WordingForm(formdata=None, data=values(template, newest)), template)


@bp.post("/<int:template_id>/edit")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def save(template_id: int) -> Answer:
    """Write the next version, or show how it reads."""
    session = doors.session()
    template, form = wordings.template_of(session, template_id), WordingForm()
    form.keep(template)
    if not form.validate():
        return _form(form, template), 422
    if _asks_for_preview():
        return _form(form, template, preview=_preview(form))
    if form.is_old(template.version):
        return _changed_meanwhile(form, template)
    try:
        feedback.ensure_unquoted(session, doors.viewer(), form.subject.data or "", form.body.data or "")
        with unless_taken(session, TAKEN):
            messages.edit_template(
                session,
                doors.viewer(),
                template_id,
                form.wording(),
                seen=form.version.data,
                now=doors.now(),
            )
            session.commit()
    except DomainError as refusal:
        session.rollback()
        return _form(form, wordings.template_of(session, template_id), str(refusal)), refusal.status
    flash("Kept as the next version. The one that was approved stays in use until this one is.", "success")
    return redirect(url_for("wordings.show", template_id=template_id), 303)


@bp.post("/<int:template_id>/approve")
@needs(Permission.APPROVE_TEMPLATE, Scope.SETUP)
def approve(template_id: int) -> Answer:
    """Let letters be made from the newest version."""
    session, number = doors.session(), _sent("number")
    ensure_present(
        session,
        _sent("version"),
        wordings.template_of(session, template_id).version,
        "template",
        template_id,
    )
    try:
        messages.approve_template(
            session, doors.viewer(), template_id, number or 0, seen=None, now=doors.now()
        )
    except NotFound:
        raise
    except DomainError as refusal:
        session.rollback()
        return _shown(template_id, str(refusal)), refusal.status
    session.commit()
    flash(f"Version {number} is in use from now on.", "success")
    return redirect(url_for("wordings.show", template_id=template_id), 303)


@bp.post("/<int:template_id>/archive")
@needs(Permission.WRITE_LETTERS, Scope.SETUP)
def archive(template_id: int) -> Answer:
    """Put a template away, or bring it back."""
    session, away = doors.session(), request.form.get("away") == "1"
    version = wordings.template_of(session, template_id).version
    ensure_present(session, _sent("version"), version, "template", template_id)
    try:
        messages.archive_template(session, doors.viewer(), template_id, seen=None, now=doors.now(), away=away)
    except NotFound:
        raise
    except DomainError as refusal:
        session.rollback()
        return _shown(template_id, str(refusal)), refusal.status
    session.commit()
    flash("Put away: it is no longer offered." if away else "Brought back.", "success")
    return redirect(url_for("wordings.show", template_id=template_id), 303)


@bp.get("/<int:template_id>/waiting")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def waiting(template_id: int) -> str:
    """Show the letters that wait and were made from an older version, with both texts."""
    return _waiting(template_id)


@bp.post("/<int:template_id>/waiting")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def waiting_submit(template_id: int) -> Answer:
    """Word those letters anew."""
    session = doors.session()
    try:
        done = rerender(
            session,
            doors.viewer(),
            template_id,
            seen=_sent("number"),
            now=doors.now(),
            settings=doors.settings(),
        )
    except Conflict as refusal:
        session.rollback()
        return _waiting(template_id, str(refusal)), refusal.status
    session.commit()
    anew = sum(not each.refusal for each in done)
    flash(
        f"{anew} {'letter was' if anew == 1 else 'letters were'} worded anew; nothing else changed.",
        "success",
    )
    return redirect(url_for("wordings.show", template_id=template_id), 303)


# --- parts ------------------------------------------------------------------------------------------


def _waiting(template_id: int, refused: str = "") -> str:
    session = doors.session()
    template = wordings.template_of(session, template_id)
    found = waiting_letters(session, doors.viewer(), template_id, now=doors.now(), settings=doors.settings())
    return render_template("wordings/waiting.html", template=template, found=found, refused=refused)


def _shown(template_id: int, refused: str = "") -> str:
    session, viewer = doors.session(), doors.viewer()
    template, kept = wordings.template_of(session, template_id), wordings.history(session, template_id)
    in_use = wordings.approved(session, template_id)
    asked = asking.number("number")
    chosen = next((each for each in kept if each.version.number == asked), kept[0])
    found = waiting_letters(session, viewer, template_id, now=doors.now(), settings=doors.settings())
    unready = _unready(MessageType(template.type), kept[0].version.subject, kept[0].version.body)
    return render_template(
        "wordings/show.html",
        template=template,
        manner=MANNERS[MessageType(template.type)],
        kept=kept,
        chosen=chosen,
        in_use=in_use.number if in_use else None,
        languages=LANGUAGES,
        depths=DEPTHS,
        unready=unready,
        own=viewer.user_id in keeping.authors(kept) and not keeping.is_alone(session, viewer),
        waiting=found,
        may_put_away=keeping.may_put_away(viewer, template),
        refused=refused,
    )


def _form(
    form: WordingForm, template: Template | None, refused: str = "", preview: Preview | None = None
) -> str:
    return render_template(
        "wordings/form.html",
        form=form,
        template=template,
        refused=refused,
        preview=preview,
        placeholders=PLACEHOLDERS,
        languages=LANGUAGES,
        manners=MANNERS,
        type_of=MessageType,
    )


def _changed_meanwhile(form: WordingForm, template: Template) -> tuple[str, int]:
    """Show both versions above the form as it was typed."""
    session = doors.session()
    newest = wordings.history(session, template.id)[0].version
    stored = {key: values(template, newest)[key] for key in ("depth", "name", "subject", "body")}
    form.version.data = template.version
    del form.type, form.language, form.person
    return conflict_page(
        f"“{template.name}” was changed meanwhile",
        differences(form, stored),
        form,
        url_for("wordings.save", template_id=template.id),
        changed=last_change(session, "template", template.id),
    )


def _preview(form: WordingForm) -> Preview:
    """How the text reads to somebody the viewer may see: the application of that number, or of that name."""
    session, viewer, wording = doors.session(), doors.viewer(), form.wording()
    try:
        application_id = _application(form.person.data or "")
        about = overview(session, viewer, application_id)
    except DomainError as refusal:
        return Preview("", "", "", "", str(refusal))
    person, role = about.candidate.name, about.requisition.title
    try:
        subject, body = messages.filled(
            session,
            viewer,
            application_id,
            wording.type,
            wording.subject,
            wording.body,
            now=doors.now(),
            company=doors.settings().company,
            language=wording.language,
            settings=doors.settings(),
        )
    except DomainError as refusal:
        return Preview(person, role, "", "", str(refusal))
    return Preview(person, role, subject, body, "")


def _application(asked: str) -> int:
    session, viewer = doors.session(), doors.viewer()
    if asked.isascii() and asked.isdigit() and len(asked) < 19:
        return int(asked)
    wanted = Wanted(text=asked, sort="name") if asked.strip() else Wanted()
    for person in people(session, viewer, wanted, size=5).rows:
        for application in applications_of(session, viewer, person.id):
            return application.id
    raise BadInput("Nobody of that name is here. Write a name, or the number of an application.")


def _unready(type_: MessageType, subject: str, body: str) -> str:
    try:
        keeping.ensure_ready(type_, subject, body)
    except BadInput as refusal:
        return str(refusal)
    return ""


def _asks_for_preview() -> bool:
    return request.form.get("act") == "preview"


def _sent(name: str) -> int | None:
    given = request.form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
