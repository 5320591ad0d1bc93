"""What people are chosen by: fixed on the requisition before the first interview."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError
from recruiterdash.feedback.queries import begun_at
from recruiterdash.requisitions import queries
from recruiterdash.requisitions.criteria import criteria_of, fix_criteria
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.changes import Change, last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.feedback import CriteriaForm

bp = Blueprint("criteria", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/requisitions/<int:requisition_id>/criteria")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def show(requisition_id: int) -> str:
    """Show the criteria, to be changed while no interview has begun."""
    session = doors.session()
    requisition = queries.get(session, doors.viewer(), requisition_id)
    given = {"criteria": criteria_of(session, requisition.id), "version": requisition.version}
    return _page(session, requisition, CriteriaForm(formdata=None, data=given))


@bp.post("/requisitions/<int:requisition_id>/criteria")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def fix(requisition_id: int) -> Answer:
    """Fix the criteria, unless the requisition was changed meanwhile or an interview has begun."""
    session, viewer = doors.session(), doors.viewer()
    requisition = queries.get(session, viewer, requisition_id, to_change=True)
    form = CriteriaForm()
    if form.version.is_behind(requisition.version):
        form.version.data, form.version.raw_data = requisition.version, None
        changed = last_change(session, "requisition", requisition.id)
        return _page(session, requisition, form, changed), 409
    if not form.validate():
        return _page(session, requisition, form), 422
    try:
        fix_criteria(
            session,
            requisition,
            form.names,
            begun_at=begun_at(session, requisition.id),
            now=doors.now(),
            actor_id=viewer.user_id,
        )
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return _page(session, requisition, form), refusal.status
    session.commit()
    flash("Fixed. They stay as they are once the first interview has begun.", "success")
    return redirect(url_for("slate.show", requisition_id=requisition_id), 303)


def _page(
    session: Session, requisition: Requisition, form: CriteriaForm, changed: Change | None = None
) -> str:
    begun = begun_at(session, requisition.id)
    return render_template(
        "requisitions/criteria.html",
        requisition=requisition,
        form=form,
        fixed=criteria_of(session, requisition.id),
        begun=begun is not None and begun <= doors.now(),
        changed=changed,
    )
