"""The wrap-up of an interview: what the person was told at its end, above all by when they would hear."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors, journey
from recruiterdash.candidates.interviews import Meeting, meeting
from recruiterdash.candidates.models import InterviewKind, InterviewState
from recruiterdash.candidates.panels import ensure_ended
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError
from recruiterdash.journey import Channel, Contact, interview_held, log_contact
from recruiterdash.team.changes import last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.promisable import moving
from recruiterdash.waiting.slate import dues_of
from recruiterdash.web.destinations import back_to, own_path
from recruiterdash.web.forms.interviews import WrapUpForm
from recruiterdash.web.forms.nouns import text_of

bp = Blueprint("wrap_up", __name__)

#: What is said at the end comes after it, or it would stand before the interview in the story.
AFTERWARDS = timedelta(minutes=1)


@bp.get("/interviews/<int:interview_id>/wrap-up")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def show(interview_id: int) -> str:
    """Ask what was said at the end."""
    found = meeting(doors.session(), doors.viewer(), interview_id)
    ensure_ended(found.interview, doors.now())
    given = {"version": found.interview.version, "next": request.args.get("next", "")}
    return _page(found, WrapUpForm(data=given))


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
    slips = _slips(session, found)
    try:
        ensure_ended(found.interview, doors.now())
        _record(session, found, form)
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return _page(found, form), refusal.status
    moved = _slips(session, found) > slips
    session.commit()
    flash(_kept(found, named=form.named.data == "date", moved=moved), "success")
    return redirect(_onward(found, form), 303)


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


def _slips(session: Session, found: Meeting) -> int:
    """How many promises to this person were moved so far."""
    return dues_of(session, doors.viewer(), [found.application.id], doors.now())[found.application.id].slips


def _kept(found: Meeting, *, named: bool, moved: bool) -> str:
    who = f"Kept what was said to {found.candidate.name}."
    if not named:
        return f"{who} No promise was made."
    if moved:
        return f"{who} The earlier promise moves to the day you named: it counts as a slip."
    return f"{who} The day you named is a promise now."


def _onward(found: Meeting, form: WrapUpForm) -> str:
    return own_path(form.next.data, f"/applications/{found.application.id}")


def _said_at(ended_at: datetime, now: datetime) -> datetime:
    return min(ended_at + AFTERWARDS, now)


def _page(found: Meeting, form: WrapUpForm, **more: object) -> str:
    own = f"/interviews/{found.interview.id}"
    return render_template(
        "interviews/wrap_up.html",
        form=form,
        meeting=found,
        moves=_moves(found),
        back=back_to(own_path(form.next.data, own), found.application.id),
        **{"changed": None, **more},
    )


def _moves(found: Meeting) -> str:
    """What becomes of a promise that stood when the interview ended, if another day was named then."""
    now = doors.now()
    told = journey.explained(doors.session(), found.application, now, with_feedback=False)
    at = _said_at(found.interview.ends_at, now)
    stood = [line for line in told.course.lines if line.name == "PROMISE" and line.open_at(at)]
    if not stood or stood[0].due_at is None:
        return ""
    return moving(told.calendar.local_date(stood[0].due_at), passed=at > stood[0].due_at)
