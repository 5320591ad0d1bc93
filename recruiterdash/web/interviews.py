"""Interviews of people one may see: booked, moved, called off, held or not, and their scorecards."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.candidates.interviews import Meeting, booked_alike, interviews_of, meeting
from recruiterdash.candidates.models import Interview, InterviewKind, InterviewState
from recruiterdash.candidates.panels import edit_interview, ensure_ended, ensure_panel
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict, DomainError, NotFound
from recruiterdash.journey import interviews as happenings
from recruiterdash.journey.following import follow_interview
from recruiterdash.journey.interviews import Booking
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.changes import ensure_present, last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.interviews import (
    ActForm,
    BookingForm,
    ByForm,
    MoveForm,
    SittingForm,
    stored_sitting,
    stored_times,
)
from recruiterdash.web.locking import conflict_page, differences

bp = Blueprint("interviews", __name__)

Answer = str | Response | tuple[str, int]


# --- booking ---------------------------------------------------------------------------------------


@bp.get("/applications/<int:application_id>/interviews/new")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def new(application_id: int) -> str:
    """Show the form for a new interview of one person."""
    about = overview(doors.session(), doors.viewer(), application_id)
    stage = about.application.stage_type
    fits = stage if stage in (StageType.SCREEN, StageType.FINAL) else StageType.INTERVIEW
    form = BookingForm(formdata=None, data={"stage_type": fits.value, "kind": InterviewKind.VIDEO.value})
    form.offer(doors.session())
    return _booking_page(about, form)


@bp.post("/applications/<int:application_id>/interviews/new")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def new_submit(application_id: int) -> Answer:
    """Book an interview; one whose end has passed is kept as held."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    about = overview(session, viewer, application_id, to_change=True)
    form = BookingForm()
    form.offer(session)
    if not form.validate():
        return _booking_page(about, form), 422
    try:
        booking = _booking(about, form)
        ensure_panel(session, about.candidate, booking.panel)
        if booked_alike(session, application_id, booking.starts_at, booking.ends_at):
            raise Conflict("An interview at exactly this time is booked already.")
        made = happenings.book_interview(
            session, about.application, booking, now=now, actor_id=viewer.user_id
        )
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return _booking_page(about, form), refusal.status
    session.commit()
    flash(
        "Kept as held." if made.state is InterviewState.HELD else "Booked. The person is not told by this.",
        "success",
    )
    return redirect(url_for("interviews.show", interview_id=made.id), 303)


def _booking(about: Overview, form: BookingForm) -> Booking:
    span = form.span(about.office.zone)
    return Booking(
        stage_type=StageType(form.stage_type.data),
        kind=InterviewKind(form.kind.data),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        panel=tuple(form.panel.data or ()),
        preliminary=bool(form.preliminary.data),
        topic=(form.topic.data or "").strip(),
    )


def _booking_page(about: Overview, form: BookingForm) -> str:
    return render_template("interviews/new.html", form=form, about=about)


# --- one interview ---------------------------------------------------------------------------------


@bp.get("/interviews/<int:interview_id>")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(interview_id: int) -> str:
    """Show one interview with what can be done about it now."""
    session, now = doors.session(), doors.now()
    held = meeting(session, doors.viewer(), interview_id)
    others = [each for each in interviews_of(session, held.application.id) if each.id != interview_id]
    return render_template(
        "interviews/show.html",
        meeting=held,
        interview=held.interview,
        zone=held.office.zone,
        ended=held.interview.ends_at <= now,
        assumed=is_assumed(held.interview, now),
        others=others,
        form=ActForm(data={"version": held.interview.version}),
    )


def is_assumed(interview: Interview, now: datetime) -> bool:
    """Return whether an interview counts as held though nobody has said so."""
    return interview.assumed or (interview.state is InterviewState.SCHEDULED and interview.ends_at <= now)


@bp.get("/interviews/<int:interview_id>/edit")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def edit(interview_id: int) -> str:
    """Show panel, kind and topic to be corrected."""
    session = doors.session()
    found = meeting(session, doors.viewer(), interview_id)
    form = SittingForm(data={**stored_sitting(found.interview), "version": found.interview.version})
    form.offer(session, found.interview)
    return render_template("interviews/edit.html", form=form, meeting=found)


@bp.post("/interviews/<int:interview_id>/edit")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def edit_submit(interview_id: int) -> Answer:
    """Save panel, kind and topic; scorecards owed and the statutory duty follow."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    found = meeting(session, viewer, interview_id, to_change=True)
    form = SittingForm()
    form.offer(session, found.interview)
    if form.version.is_behind(found.interview.version):
        return _changed_meanwhile(session, found, form, stored_sitting(found.interview), "interviews.edit")
    if not form.validate():
        return render_template("interviews/edit.html", form=form, meeting=found), 422
    try:
        changed = edit_interview(
            session, found.interview, found.candidate, form.sitting(), now=now, actor_id=viewer.user_id
        )
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return render_template("interviews/edit.html", form=form, meeting=found), refusal.status
    if changed & {"panel", "preliminary"}:
        follow_interview(session, found.application, found.interview, now=now, actor_id=viewer.user_id)
    session.commit()
    flash("Saved.", "success")
    return redirect(url_for("interviews.show", interview_id=interview_id), 303)


@bp.get("/interviews/<int:interview_id>/move")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def move(interview_id: int) -> str:
    """Show the times of a booked interview to be moved."""
    found = meeting(doors.session(), doors.viewer(), interview_id)
    times = stored_times(found.interview, found.office.zone)
    form = MoveForm(data={**times, "by": "employer", "version": found.interview.version})
    return render_template("interviews/move.html", form=form, meeting=found)


@bp.post("/interviews/<int:interview_id>/move")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def move_submit(interview_id: int) -> Answer:
    """Move a booked interview; it keeps its stage."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    found = meeting(session, viewer, interview_id, to_change=True)
    form = MoveForm()
    if form.version.is_behind(found.interview.version):
        times = stored_times(found.interview, found.office.zone)
        return _changed_meanwhile(session, found, form, times, "interviews.move")
    if not form.validate():
        return render_template("interviews/move.html", form=form, meeting=found), 422
    try:
        span = form.span(found.office.zone)
        happenings.reschedule_interview(
            session,
            found.application,
            found.interview,
            *span,
            by=form.by.data,
            now=now,
            actor_id=viewer.user_id,
        )
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return render_template("interviews/move.html", form=form, meeting=found), refusal.status
    session.commit()
    flash("Moved. The person is not told by this: write to them.", "success")
    return redirect(url_for("interviews.show", interview_id=interview_id), 303)


def _changed_meanwhile(
    session: Session, found: Meeting, form: SittingForm | MoveForm, stored: dict[str, object], endpoint: str
) -> tuple[str, int]:
    form.version.data = found.interview.version
    return conflict_page(
        f"Interview of {found.candidate.name}: changed meanwhile",
        differences(form, stored),
        form,
        url_for(endpoint, interview_id=found.interview.id),
        changed=last_change(session, "application", found.application.id),
    )


# --- whether it took place -------------------------------------------------------------------------


@bp.post("/interviews/<int:interview_id>/held")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def held(interview_id: int) -> Response:
    """Say that it took place, and ask for what was said at its end."""
    session, viewer = doors.session(), doors.viewer()
    found = _to_act_on(session, interview_id, ActForm())
    happenings.interview_held(
        session, found.application, found.interview, now=doors.now(), actor_id=viewer.user_id
    )
    session.commit()
    return redirect(url_for("wrap_up.show", interview_id=interview_id), 303)


@bp.post("/interviews/<int:interview_id>/no-show")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def no_show(interview_id: int) -> Response:
    """Say that it did not take place because somebody did not come."""
    session, viewer = doors.session(), doors.viewer()
    form = ByForm()
    found = _to_act_on(session, interview_id, form)
    by = _by(form)
    happenings.no_show(
        session, found.application, found.interview, by=by, now=doors.now(), actor_id=viewer.user_id
    )
    session.commit()
    flash("Kept: it did not take place.", "success")
    return redirect(url_for("interviews.show", interview_id=interview_id), 303)


@bp.post("/interviews/<int:interview_id>/cancel")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def cancel(interview_id: int) -> Response:
    """Call it off, or say afterwards that it had been."""
    session, viewer = doors.session(), doors.viewer()
    form = ByForm()
    found = _to_act_on(session, interview_id, form)
    by = _by(form)
    happenings.cancel_interview(
        session, found.application, found.interview, by=by, now=doors.now(), actor_id=viewer.user_id
    )
    session.commit()
    flash("Called off. The person is not told by this: write or call.", "success")
    return redirect(url_for("interviews.show", interview_id=interview_id), 303)


@bp.post("/interviews/<int:interview_id>/scorecards/<int:member_id>")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def scorecard(interview_id: int, member_id: int) -> Response:
    """Say that a scorecard of the panel is in; no rating is kept."""
    session, viewer = doors.session(), doors.viewer()
    found = _to_act_on(session, interview_id, ActForm())
    member = next((each for each in found.interview.panel if each.id == member_id), None)
    if member is None:
        raise NotFound("This seat")
    ensure_ended(found.interview, doors.now())
    happenings.scorecard_in(
        session, found.application, found.interview, member, now=doors.now(), actor_id=viewer.user_id
    )
    session.commit()
    flash("Kept: the scorecard is in.", "success")
    return redirect(url_for("interviews.show", interview_id=interview_id), 303)


def _to_act_on(session: Session, interview_id: int, form: ActForm | ByForm) -> Meeting:
    found = meeting(session, doors.viewer(), interview_id, to_change=True)
    ensure_present(session, form.version.data, found.interview.version, "application", found.application.id)
    return found


def _by(form: ByForm) -> str:
    if not form.validate():
        raise BadInput("Say by whom: by us, or by the candidate.")
    return str(form.by.data)
