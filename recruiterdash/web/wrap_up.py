"""The wrap-up of an interview: what the person was told at its end, above all by when they would hear."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.candidates.interviews import Meeting, meeting
from recruiterdash.candidates.models import InterviewKind, InterviewState
from recruiterdash.candidates.panels import ensure_ended
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError
from recruiterdash.journey import Channel, Contact, interview_held, log_contact
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.interviews import WrapUpForm
from recruiterdash.web.forms.nouns import text_of
from recruiterdash.web.locking import last_change

bp = Blueprint("wrap_up", __name__)

#: What is said at the end comes after it, or it would stand before the interview in the story.
AFTERWARDS = timedelta(minutes=1)


@bp.get("/interviews/<int:interview_id>/wrap-up")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def show(interview_id: int) -> str:
    """Ask what was said at the end."""
    found = meeting(doors.session(), doors.viewer(), interview_id)
    ensure_ended(found.interview, doors.now())
    return _page(found, WrapUpForm(data={"version": found.interview.version}))


@bp.post("/interviews/<int:interview_id>/wrap-up")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def keep(interview_id: int) -> Response | str | tuple[str, int]:
    """Keep that it took place, and the day that was named as a promise."""
    session, viewer = doors.session(), doors.viewer()
    found = meeting(session, viewer, interview_id, to_change=True)
    form = WrapUpForm()
    if form.version.is_behind(found.interview.version):
        form.version.data = found.interview.version
        return _page(found, form, changed=last_change(session, "application", found.application.id)), 409
    if not form.validate():
        return _page(found, form), 422
    try:
        ensure_ended(found.interview, doors.now())
        _record(session, found, form)
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return _page(found, form), refusal.status
    session.commit()
    named = form.named.data == "date"
    flash("Kept. The day you named is a promise now." if named else "Kept. No promise was made.", "success")
    return redirect(f"/applications/{found.application.id}", 303)


def _record(session: Session, found: Meeting, form: WrapUpForm) -> None:
    viewer, now = doors.viewer(), doors.now()
    promised = form.promised.data if form.named.data == "date" else None
    if found.interview.state is InterviewState.SCHEDULED:
        interview_held(session, found.application, found.interview, now=now, actor_id=viewer.user_id)
    if promised is None and not text_of(form.said):
        return
    word = Contact(
        direction="out",
        channel=Channel.PHONE if found.interview.kind is InterviewKind.PHONE else Channel.MEETING,
        happened_at=_said_at(found.interview.ends_at, now),
        promised=promised,
        text=text_of(form.said),
    )
    log_contact(session, found.application, word, now=now, actor_id=viewer.user_id)


def _said_at(ended_at: datetime, now: datetime) -> datetime:
    return min(ended_at + AFTERWARDS, now)


def _page(found: Meeting, form: WrapUpForm, **more: object) -> str:
    return render_template("interviews/wrap_up.html", form=form, meeting=found, **{"changed": None, **more})
