"""Somebody applies: a person and a requisition brought together, once; and who is responsible for them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.candidates import queries as people
from recruiterdash.candidates.facts import ORIGIN_LIMIT, line
from recruiterdash.candidates.models import Candidate
from recruiterdash.candidates.queries import Wanted
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.journey.applications import TAKING, TWICE, apply, change_owner, ensure_taking
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.requisitions import queries as requisitions
from recruiterdash.requisitions.models import Requisition
from recruiterdash.requisitions.queries import Choice
from recruiterdash.team.changes import last_change, unless_taken
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.forms.candidates import ApplicationForm, OwnerForm
from recruiterdash.web.forms.local_times import moment_at, wall_time
from recruiterdash.web.locking import conflict_page, differences

bp = Blueprint("applications_new", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/applications/new")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def new() -> str:
    """Show the form for the person the address names; without one, a search for whom to add."""
    session, viewer = doors.session(), doors.viewer()
    candidate_id, wanted = asking.number("candidate"), asking.text("q")
    if candidate_id is None:
        found = people.listed(session, viewer, Wanted(wanted), size=20).rows if wanted else []
        return render_template("applications/find_person.html", found=found, q=wanted, address=asking.address)
    candidate = people.get(session, viewer, candidate_id)
    form = ApplicationForm(formdata=None)
    _offer(session, form, candidate)
    form.requisition_id.data = asking.number("requisition")
    form.applied_at.data = wall_time(doors.now(), _zone(session, form))
    return _page(candidate, form)


@bp.post("/applications/new")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def new_submit() -> Answer:
    """Take the application in; its clocks start when it was made."""
    session, viewer = doors.session(), doors.viewer()
    candidate = people.get(session, viewer, asking.number("candidate") or 0, to_change=True)
    form = ApplicationForm()
    _offer(session, form, candidate)
    if not form.validate():
        return _page(candidate, form), 422
    try:
        with unless_taken(session, TWICE):
            made = _apply(session, candidate, form)
            session.commit()
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return _page(candidate, form), refusal.status
    flash("Taken in. Its clocks run since it was made.", "success")
    return redirect(f"/applications/{made}", 303)


def _apply(session: Session, candidate: Candidate, form: ApplicationForm) -> int:
    viewer = doors.viewer()
    requisition = requisitions.get(session, viewer, form.requisition_id.data or 0)
    ensure_taking(requisition)
    local = form.applied_at.data
    if local is None:
        raise BadInput("Say when they applied.")
    application = apply(
        session,
        candidate,
        requisition,
        applied_at=moment_at(local, requisition.office.zone, later=False),
        now=doors.now(),
        actor_id=viewer.user_id,
        owner_id=form.owner_id.data,
        origin=line(form.origin.data or "", "origin", ORIGIN_LIMIT),
    )
    return application.id


def _offer(session: Session, form: ApplicationForm, candidate: Candidate) -> None:
    form.requisition_id.offer(requisitions.choices(session, doors.viewer(), states=TAKING))
    form.owner_id.offer(_recruiters(session, candidate), nobody="The requisition's recruiter")


def _recruiters(session: Session, candidate: Candidate, *, keep: int | None = None) -> list[Choice]:
    """Return who may be responsible for somebody: never themselves nor their present manager."""
    found = requisitions.may_be(session, Role.RECRUITER, keep=[keep])
    return [each for each in found if each.id not in candidate.walled_off]


def _zone(session: Session, form: ApplicationForm) -> str:
    """The zone in which "now" is offered: that of the requisition's office, once one is chosen."""
    chosen = form.requisition_id.data
    if chosen is None:
        return doors.settings().zone
    return _office_zone(requisitions.get(session, doors.viewer(), chosen))


def _office_zone(requisition: Requisition) -> str:
    return requisition.office.zone


def _page(candidate: Candidate, form: ApplicationForm) -> str:
    return render_template("applications/new.html", candidate=candidate, form=form)


# --- who is responsible ----------------------------------------------------------------------------


@bp.get("/applications/<int:application_id>/owner")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def owner(application_id: int) -> str:
    """Show who is responsible and who may be."""
    session = doors.session()
    about = overview(session, doors.viewer(), application_id)
    form = OwnerForm(data={"owner_id": about.application.owner_id, "version": about.application.version})
    _offer_owners(session, form, about)
    return render_template("applications/owner.html", about=about, form=form)


@bp.post("/applications/<int:application_id>/owner")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def owner_submit(application_id: int) -> Answer:
    """Make another colleague responsible; no due moves by that."""
    session, viewer = doors.session(), doors.viewer()
    about = overview(session, viewer, application_id, to_change=True)
    form = OwnerForm()
    _offer_owners(session, form, about)
    if form.version.is_behind(about.application.version):
        return _owner_changed_meanwhile(session, about, form)
    if not form.validate() or form.owner_id.data is None:
        return render_template("applications/owner.html", about=about, form=form), 422
    change_owner(session, about.application, form.owner_id.data, now=doors.now(), actor_id=viewer.user_id)
    session.commit()
    flash("Another colleague is responsible now. Nothing they are owed has moved.", "success")
    return redirect(f"/applications/{application_id}", 303)


def _offer_owners(session: Session, form: OwnerForm, about: Overview) -> None:
    form.owner_id.offer(_recruiters(session, about.candidate, keep=about.application.owner_id))


def _owner_changed_meanwhile(session: Session, about: Overview, form: OwnerForm) -> tuple[str, int]:
    form.version.data = about.application.version
    return conflict_page(
        f"{about.candidate.name}: changed meanwhile",
        differences(form, {"owner_id": about.application.owner_id}),
        form,
        url_for("applications_new.owner", application_id=about.application.id),
        changed=last_change(session, "application", about.application.id),
    )
