"""Requisitions: the list, their facts and team, openings and plan."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors, requisitions
from recruiterdash.candidates.operations import follow_stage_types
from recruiterdash.candidates.queries import active_counts, has_people, stages_in_use
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError
from recruiterdash.journey.following import STATUTORY, follow_requisition
from recruiterdash.requisitions import queries
from recruiterdash.requisitions.facts import TAKEN
from recruiterdash.requisitions.models import OpeningState, Requisition, RequisitionState
from recruiterdash.requisitions.plans import PlannedStage
from recruiterdash.requisitions.queries import SORTS, Wanted
from recruiterdash.team import offices_to_choose
from recruiterdash.team.changes import last_change, unless_taken
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.forms.requisitions import (
    CloseOpeningForm,
    NewRequisitionForm,
    OpeningsForm,
    RequisitionForm,
    StagesForm,
    stage_rows,
    stored_facts,
)
from recruiterdash.web.locking import conflict_page, differences

bp = Blueprint("requisitions", __name__)

Answer = str | Response | tuple[str, int]


# --- the list --------------------------------------------------------------------------------------


@bp.get("/requisitions")
@needs(Permission.SEE_REQUISITIONS, Scope.VISIBLE)
def index() -> str:
    """Show the requisitions this viewer may see, filtered, ordered, a page at a time."""
    session, viewer = doors.session(), doors.viewer()
    state = asking.word("state", RequisitionState)
    wanted = Wanted(
        text=asking.text("q"),
        states=(state,) if state else (),
        office_id=asking.number("office"),
        colleague_id=viewer.user_id if asking.text("mine") else None,
        sort=asking.one_of("sort", tuple(SORTS), "title"),
    )
    page = queries.listed(session, viewer, wanted, asking.cursor())
    people = active_counts(session, viewer, [row.id for row in page.rows])
    return render_template(
        "requisitions/index.html",
        page=page,
        people=people,
        wanted=wanted,
        state=state,
        states=RequisitionState,
        offices=offices_to_choose(session),
        address=asking.address,
    )


# --- facts -----------------------------------------------------------------------------------------


@bp.get("/requisitions/new")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def new() -> str:
    """Show an empty form; who asks is its recruiter until somebody else is chosen."""
    session, viewer = doors.session(), doors.viewer()
    form = NewRequisitionForm()
    form.offer(session)
    if viewer.user_id in form.recruiter_id.choices:
        form.recruiter_id.data = viewer.user_id
    return render_template("requisitions/new.html", form=form)


@bp.post("/requisitions/new")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def new_submit() -> Answer:
    """Create a draft and show its slate."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    form = NewRequisitionForm()
    form.offer(session)
    if not form.validate():
        return render_template("requisitions/new.html", form=form), 422
    try:
        with unless_taken(session, TAKEN):
            made = requisitions.create(
                session,
                form.facts(),
                openings=form.openings.data or 1,
                now=now,
                actor_id=viewer.user_id,
                keep_in_sight_of=None if viewer.sees_everybody else viewer.user_id,
            )
            requisitions.set_team(session, made, form.team(), now=now, actor_id=viewer.user_id)
            session.commit()
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        session.rollback()
        return render_template("requisitions/new.html", form=form), refusal.status
    flash("The requisition is a draft now. Look at its stages, then open it.", "success")
    return redirect(url_for("slate.show", requisition_id=made.id), 303)


@bp.get("/requisitions/<int:requisition_id>/edit")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def edit(requisition_id: int) -> str:
    """Show the facts of a requisition to be corrected."""
    session = doors.session()
    requisition = queries.get(session, doors.viewer(), requisition_id)
    form = RequisitionForm(data={**stored_facts(requisition), "version": requisition.version})
    form.offer(session, requisition)
    return render_template("requisitions/edit.html", form=form, requisition=requisition)


@bp.post("/requisitions/<int:requisition_id>/edit")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def edit_submit(requisition_id: int) -> Answer:
    """Save corrected facts, unless somebody else did meanwhile."""
    session, viewer = doors.session(), doors.viewer()
    requisition = queries.get(session, viewer, requisition_id, to_change=True)
    form = RequisitionForm()
    form.offer(session, requisition)
    if form.version.is_behind(requisition.version):
        return _changed_meanwhile(session, requisition, form)
    if not form.validate():
        return render_template("requisitions/edit.html", form=form, requisition=requisition), 422
    try:
        _save(session, requisition, form)
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return render_template("requisitions/edit.html", form=form, requisition=requisition), refusal.status
    session.commit()
    flash("Saved.", "success")
    return _back(session, requisition_id)


def _save(session: Session, requisition: Requisition, form: RequisitionForm) -> None:
    viewer, now = doors.viewer(), doors.now()
    people = has_people(session, requisition.id)
    with unless_taken(session, TAKEN):
        changed = requisitions.edit(
            session, requisition, form.facts(), now=now, actor_id=viewer.user_id, has_people=people
        )
        requisitions.set_team(session, requisition, form.team(), now=now, actor_id=viewer.user_id)
    if people and changed & STATUTORY:
        follow_requisition(session, requisition, now=now)


def _changed_meanwhile(session: Session, requisition: Requisition, form: RequisitionForm) -> tuple[str, int]:
    form.version.data = requisition.version
    return conflict_page(
        f"{requisition.title}: changed meanwhile",
        differences(form, stored_facts(requisition)),
        form,
        url_for("requisitions.edit", requisition_id=requisition.id),
        changed=last_change(session, "requisition", requisition.id),
    )


def _back(session: Session, requisition_id: int) -> Response:
    """Go to the slate, or to the list when this person took themselves off the team."""
    try:
        queries.get(session, doors.viewer(), requisition_id)
    except DomainError:
        return redirect(url_for("requisitions.index"), 303)
    return redirect(url_for("slate.show", requisition_id=requisition_id), 303)


# --- stages ----------------------------------------------------------------------------------------


@bp.get("/requisitions/<int:requisition_id>/stages")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def stages(requisition_id: int) -> str:
    """Show the plan, with free rows for more stages."""
    session = doors.session()
    requisition = queries.get(session, doors.viewer(), requisition_id)
    rows = stage_rows(_planned(requisition))
    form = StagesForm(data={"stages": rows, "version": requisition.version})
    return _stages_page(session, requisition, form)


@bp.post("/requisitions/<int:requisition_id>/stages")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def stages_submit(requisition_id: int) -> Answer:
    """Save the plan; a stage somebody stands in is never dropped."""
    session, viewer = doors.session(), doors.viewer()
    requisition = queries.get(session, viewer, requisition_id, to_change=True)
    form = StagesForm()
    if form.version.is_behind(requisition.version):
        return _plan_changed_meanwhile(session, requisition, form)
    if not form.validate():
        return _stages_page(session, requisition, form), 422
    try:
        retyped = requisitions.arrange_stages(
            session,
            requisition,
            form.plan(),
            in_use=stages_in_use(session, requisition_id),
            now=doors.now(),
            actor_id=viewer.user_id,
        )
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return _stages_page(session, requisition, form), refusal.status
    follow_stage_types(session, retyped)
    session.commit()
    flash("The plan is saved.", "success")
    return redirect(url_for("slate.show", requisition_id=requisition_id), 303)


def _planned(requisition: Requisition) -> list[PlannedStage]:
    return [PlannedStage(each.id, each.name, each.type) for each in requisition.stages]


def _plan_changed_meanwhile(session: Session, requisition: Requisition, form: StagesForm) -> tuple[str, int]:
    def said(plan: list[PlannedStage]) -> str:
        return " → ".join(f"{each.name} ({each.type.value})" for each in plan)

    form.version.data = requisition.version
    both = [("Stages", said(_planned(requisition)), said(form.plan()))]
    changed = last_change(session, "requisition", requisition.id)
    return _stages_page(session, requisition, form, both=both, changed=changed), 409


def _stages_page(session: Session, requisition: Requisition, form: StagesForm, **more: object) -> str:
    used = stages_in_use(session, requisition.id, doors.viewer())
    return render_template("requisitions/stages.html", form=form, requisition=requisition, used=used, **more)


# --- openings --------------------------------------------------------------------------------------


@bp.get("/requisitions/<int:requisition_id>/openings")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def openings(requisition_id: int) -> str:
    """Show the seats, each with the way to close it."""
    requisition = queries.get(doors.session(), doors.viewer(), requisition_id)
    return _openings_page(requisition, OpeningsForm(data={"count": 1, "version": requisition.version}))


@bp.post("/requisitions/<int:requisition_id>/openings")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def openings_submit(requisition_id: int) -> Answer:
    """Add seats."""
    session, viewer = doors.session(), doors.viewer()
    requisition = queries.get(session, viewer, requisition_id, to_change=True)
    form = OpeningsForm()
    if form.version.is_behind(requisition.version):
        form.version.data = requisition.version
        form.form_errors.append("The openings were changed meanwhile. Look at them again; nothing was added.")
        return _openings_page(requisition, form), 409
    if not form.validate():
        return _openings_page(requisition, form), 422
    requisitions.add_openings(
        session, requisition, form.count.data or 0, now=doors.now(), actor_id=viewer.user_id
    )
    session.commit()
    flash("Added.", "success")
    return redirect(url_for("requisitions.openings", requisition_id=requisition_id), 303)


@bp.post("/requisitions/<int:requisition_id>/openings/close")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def close_opening(requisition_id: int) -> Answer:
    """Close one seat as filled or cancelled; tells nobody."""
    session, viewer = doors.session(), doors.viewer()
    requisition = queries.get(session, viewer, requisition_id, to_change=True)
    form = CloseOpeningForm()
    adding = OpeningsForm(formdata=None, data={"count": 1, "version": requisition.version})
    if form.version.is_behind(requisition.version):
        adding.form_errors.append(
            "The openings were changed meanwhile. Look at them again; nothing was closed."
        )
        return _openings_page(requisition, adding), 409
    if not form.validate():
        adding.form_errors.extend(str(each) for errors in form.errors.values() for each in errors)
        return _openings_page(requisition, adding), 422
    requisitions.close_opening(
        session,
        requisition,
        form.opening,
        OpeningState(form.state.data),
        form.reason.data or "",
        now=doors.now(),
        actor_id=viewer.user_id,
    )
    session.commit()
    flash("Closed. Nobody was told; the requisition itself stays as it is.", "success")
    return redirect(url_for("requisitions.openings", requisition_id=requisition_id), 303)


def _openings_page(requisition: Requisition, form: OpeningsForm) -> str:
    closing = CloseOpeningForm(formdata=None, data={"version": requisition.version})
    return render_template("requisitions/openings.html", form=form, closing=closing, requisition=requisition)
