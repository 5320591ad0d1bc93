"""Writing feedback to a colleague, and the page they keep, as its giver sees it before they do."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors, feedback
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError, NotFound
from recruiterdash.feedback import protocol, queries
from recruiterdash.feedback.beginning import take_over_criteria
from recruiterdash.feedback.letter import Page, pdf_of
from recruiterdash.feedback.own import page_for
from recruiterdash.feedback.queries import Case
from recruiterdash.feedback.record import Act
from recruiterdash.team.changes import last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.feedback import ensure_text, look, version_of, whose
from recruiterdash.web.forms.feedback import (
    AGAIN,
    LEVELS,
    OWNERS,
    WEIGHTS,
    TextForm,
    stored,
)

bp = Blueprint("feedback_writing", __name__, url_prefix="/feedback")

Answer = str | Response | tuple[str, int]


@bp.get("/<int:application_id>/write")
@needs(Permission.FEEDBACK, Scope.VISIBLE)
def write(application_id: int) -> str:
    """Show the text to be written on."""
    session, now = doors.session(), doors.now()
    found = feedback.case(session, doors.viewer(), application_id)
    ensure_text(found)
    record = queries.record_of(found, queries.calendar_of(session, found, now), now)
    refused = protocol.refusal(record, Act.WRITE, whose(found), now)
    if refused is not None:
        raise refused
    look(found.begun.id, "text")
    content = queries.content_of(found.text)
    if not content.points:
        content = queries.with_criteria(session, found, content)
    form = TextForm(formdata=None, data={**stored(content), "version": version_of(found)})
    form.offer(_criteria(session, found))
    return _page(session, found, form)


@bp.post("/<int:application_id>/write")
@needs(Permission.FEEDBACK, Scope.VISIBLE)
def write_submit(application_id: int) -> Answer:
    """Keep what was written, unless somebody else wrote meanwhile; then both versions are shown."""
    session, now = doors.session(), doors.now()
    found = feedback.case(session, doors.viewer(), application_id, to_change=True)
    ensure_text(found)
    form, names = TextForm(), _criteria(session, found)
    form.offer(names)
    if form.version.is_behind(version_of(found)):
        return _changed_meanwhile(session, found, form)
    if not form.validate():
        return _page(session, found, form), 422
    try:
        take_over_criteria(session, found)
        feedback.write(session, found, form.content(names), whose(found), now=now)
    except DomainError as refusal:
        session.rollback()
        form.form_errors.append(str(refusal))
        return _page(session, found, form), refusal.status
    session.commit()
    flash("Saved. Nobody but you, HR and the hiring manager sees it.", "success")
    return redirect(url_for("feedback.show", application_id=application_id), 303)


def _criteria(session: Session, found: Case) -> list[str]:
    points = queries.content_of(found.text).points
    return [each.criterion for each in points] or queries.criteria(session, found)


def _page(session: Session, found: Case, form: TextForm, **more: object) -> str:
    return render_template(
        "feedback/write.html",
        case=found,
        form=form,
        criteria=_criteria(session, found),
        **{"both": None, "changed": None, **more},
    )


def _changed_meanwhile(session: Session, found: Case, form: TextForm) -> tuple[str, int]:
    """Show both versions; what is stored is looked at by this, and that is written down."""
    feedback.looked(session, found.begun.id, "text", now=doors.now(), user_id=doors.viewer().user_id)
    session.commit()
    names = _criteria(session, found)
    form.validate()  # reads the fields; what is wrong with them is said when they are sent again
    form.version.data, form.version.raw_data = version_of(found), None
    both = _differences(form, stored(queries.content_of(found.text)), names)
    changed = last_change(session, "application", found.application.id, feedback=True)
    return _page(session, found, form, both=both, changed=changed), 409


def _differences(form: TextForm, theirs: dict[str, object], names: list[str]) -> list[tuple[str, str, str]]:
    """Return each field that differs: what it is, what is stored now, what was typed."""
    yours = form.data
    found = []
    for what, rows, labels in (("points", names, True), ("actions", [], False)):
        stored_rows, typed_rows = list(theirs[what]), list(yours[what])  # type: ignore[call-overload]
        for at in range(max(len(stored_rows), len(typed_rows))):
            where = rows[at] if labels and at < len(rows) else f"Action {at + 1}"
            left = stored_rows[at] if at < len(stored_rows) else {}
            right = typed_rows[at] if at < len(typed_rows) else {}
            found += [
                (f"{where}: {_LABELS[key]}", _said(key, left.get(key)), _said(key, right.get(key)))
                for key in _LABELS
                if key in right or key in left
            ]
    for key in ("again", "not_yet", "watch"):
        found.append((_LABELS[key], _said(key, theirs[key]), _said(key, yours[key])))
    return [each for each in found if each[1] != each[2]]


_LABELS = {
    "level": "how far it was shown",
    "weight": "named as",
    "evidence": "what was said or done",
    "seen_on": "on which day",
    "next_time": "what would show it next time",
    "criterion": "for which gap",
    "what": "what is done",
    "owner": "by whom",
    "by": "by when",
    "support": "support",
    "again": "Encourage them to apply again",
    "not_yet": "Not yet: until which criterion is shown",
    "watch": "Roles or times to watch for",
}
_WORDS = {"level": LEVELS, "weight": WEIGHTS, "owner": OWNERS, "again": AGAIN}


def _said(key: str, value: object) -> str:
    text = "" if value is None else str(value)
    return _WORDS.get(key, {}).get(text, text) if text else "–"


# --- the page they keep -------------------------------------------------------------------------------


@bp.get("/<int:application_id>/letter")
@needs(Permission.FEEDBACK, Scope.VISIBLE)
def letter(application_id: int) -> str:
    """Show the page they keep, the newest version or an earlier one."""
    found, page, number = _letter(application_id)
    return render_template("feedback/letter.html", case=found, page=page, number=number)


@bp.get("/<int:application_id>/letter.pdf")
@needs(Permission.FEEDBACK, Scope.VISIBLE)
def letter_pdf(application_id: int) -> Response:
    """Return the page they keep as PDF."""
    _, page, _ = _letter(application_id)
    return as_pdf(page)


def as_pdf(page: Page) -> Response:
    """Return a page as a file to keep; its name says nothing of whom or what it is about."""
    answer = make_response(pdf_of(page))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="feedback.pdf"'
    return answer


def _letter(application_id: int) -> tuple[Case, Page, int]:
    session = doors.session()
    found = feedback.case(session, doors.viewer(), application_id)
    ensure_text(found)
    number = asking.number("number") or found.text.number
    text = next((each for each in found.begun.texts if each.number == number), None)
    if text is None:
        raise NotFound("This version")
    look(found.begun.id, "letter")
    return found, page_for(session, doors.settings(), found, text), number
