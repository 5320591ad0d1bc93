"""People: the list, one person's facts and what they applied for."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import candidates, doors
from recruiterdash.candidates import queries
from recruiterdash.candidates.models import Candidate
from recruiterdash.candidates.operations import MOVES_CLOCKS
from recruiterdash.candidates.queries import SORTS, Wanted
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError
from recruiterdash.journey.following import follow_person
from recruiterdash.team.changes import last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.slate import dues_of
from recruiterdash.web import asking
from recruiterdash.web.duties import DUTIES
from recruiterdash.web.forms.candidates import CHANNELS, CandidateForm, NewCandidateForm, stored_facts
from recruiterdash.web.locking import conflict_page, differences

bp = Blueprint("candidates", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/candidates")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def index() -> str:
    """Show the people this viewer may see, filtered, ordered, a page at a time."""
    session, viewer = doors.session(), doors.viewer()
    internal = {"yes": True, "no": False}.get(asking.text("internal"))
    wanted = Wanted(asking.text("q"), internal, asking.one_of("sort", tuple(SORTS), "newest"))
    page = queries.listed(session, viewer, wanted, asking.cursor())
    return render_template("candidates/index.html", page=page, wanted=wanted, address=asking.address)


@bp.get("/candidates/<int:candidate_id>")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(candidate_id: int) -> str:
    """Show one person with the applications this viewer may see."""
    session, viewer = doors.session(), doors.viewer()
    candidate = queries.get(session, viewer, candidate_id)
    applications = queries.applications_of(session, viewer, candidate_id)
    return render_template(
        "candidates/show.html",
        candidate=candidate,
        applications=applications,
        standings=dues_of(session, viewer, [each.id for each in applications], doors.now()),
        twins=_twins(session, candidate),
        colleagues=queries.colleagues(session, candidate),
        channels=CHANNELS,
        duties=DUTIES,
    )


@bp.get("/candidates/new")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def new() -> str:
    """Show an empty form."""
    form = NewCandidateForm()
    form.offer(doors.session())
    return render_template("candidates/new.html", form=form, twins=[])


@bp.post("/candidates/new")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def new_submit() -> Answer:
    """Create a person; who looks like somebody we know is shown that one first."""
    session, viewer = doors.session(), doors.viewer()
    form = NewCandidateForm()
    form.offer(session)
    if not form.validate():
        return render_template("candidates/new.html", form=form, twins=[]), 422
    try:
        facts = candidates.checked(form.facts(doors.settings().zone))
        twins = queries.perhaps_the_same(session, viewer, email=facts.email, phone=facts.phone)
        if twins and not form.another.data:
            return render_template("candidates/new.html", form=form, twins=twins), 409
        made = candidates.create(session, facts, now=doors.now(), actor_id=viewer.user_id)
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return render_template("candidates/new.html", form=form, twins=[]), refusal.status
    session.commit()
    flash("Kept. Add what they applied for next.", "success")
    return _back(session, made.id)


@bp.get("/candidates/<int:candidate_id>/edit")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def edit(candidate_id: int) -> str:
    """Show the facts of a person to be corrected."""
    session = doors.session()
    candidate = queries.get(session, doors.viewer(), candidate_id)
    facts = stored_facts(candidate, doors.settings().zone)
    form = CandidateForm(data={**facts, "version": candidate.version})
    form.offer(session, candidate)
    return render_template("candidates/edit.html", form=form, candidate=candidate)


@bp.post("/candidates/<int:candidate_id>/edit")
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def edit_submit(candidate_id: int) -> Answer:
    """Save corrected facts, unless somebody else did meanwhile; clocks that depend on them follow."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    candidate = queries.get(session, viewer, candidate_id, to_change=True)
    form = CandidateForm()
    form.offer(session, candidate)
    if form.version.is_behind(candidate.version):
        return _changed_meanwhile(session, candidate, form)
    if not form.validate():
        return render_template("candidates/edit.html", form=form, candidate=candidate), 422
    try:
        facts = form.facts(doors.settings().zone, candidate)
        changed = candidates.edit(session, candidate, facts, now=now, actor_id=viewer.user_id)
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return render_template("candidates/edit.html", form=form, candidate=candidate), refusal.status
    if changed & MOVES_CLOCKS:
        follow_person(session, candidate, now=now)
    session.commit()
    flash("Saved.", "success")
    return _back(session, candidate_id)


def _changed_meanwhile(session: Session, candidate: Candidate, form: CandidateForm) -> tuple[str, int]:
    form.version.data = candidate.version
    return conflict_page(
        f"{candidate.name}: changed meanwhile",
        differences(form, stored_facts(candidate, doors.settings().zone)),
        form,
        url_for("candidates.edit", candidate_id=candidate.id),
        changed=last_change(session, "candidate", candidate.id),
    )


def _twins(session: Session, candidate: Candidate) -> list[Candidate]:
    return queries.perhaps_the_same(
        session, doors.viewer(), email=candidate.email, phone=candidate.phone, but=candidate.id
    )


def _back(session: Session, candidate_id: int) -> Response:
    """Go to the person, or to the list when the wall has come between."""
    try:
        queries.get(session, doors.viewer(), candidate_id)
    except DomainError:
        return redirect(url_for("candidates.index"), 303)
    return redirect(url_for("candidates.show", candidate_id=candidate_id), 303)
