"""Service levels that one requisition has for itself, above the policy: empty fields follow the policy."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, journey
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import Conflict, DomainError
from recruiterdash.requisitions import queries
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.changes import Change, last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.owned import new_own_levels
from recruiterdash.waiting.policy import LEVELS
from recruiterdash.waiting.rulebooks import Proposed, own_levels, policies_in_force
from recruiterdash.web import foresight
from recruiterdash.web.foresight import Shown
from recruiterdash.web.forms.own_levels import OwnLevelsForm
from recruiterdash.web.forms.policies import GROUPS
from recruiterdash.web.locking import Difference, differences
from recruiterdash.web.waits import label_of

bp = Blueprint("own_levels", __name__)


@bp.get("/requisitions/<int:requisition_id>/levels")
@needs(Permission.EDIT_POLICY, Scope.VISIBLE)
def edit(requisition_id: int) -> str:
    """Show what a requisition says for itself, as a form."""
    requisition = queries.get(doors.session(), doors.viewer(), requisition_id)
    number, levels = _newest(requisition)
    form = OwnLevelsForm(formdata=None, data={"after": number, "levels": levels})
    return _page(requisition, form)


@bp.post("/requisitions/<int:requisition_id>/levels")
@needs(Permission.EDIT_POLICY, Scope.VISIBLE)
def save(requisition_id: int) -> Response | str | tuple[str, int]:
    """Make the next version; a due that stands moves only when that was looked at and is chosen."""
    session, now, actor = doors.session(), doors.now(), doors.viewer().user_id
    requisition = queries.get(session, doors.viewer(), requisition_id)
    form = OwnLevelsForm()
    if not form.validate():
        return _page(requisition, form), 422
    levels, act, moved = form.level_values(), foresight.asked(), None
    typed = (form.after.data, levels)
    if act == foresight.LOOK or (act == foresight.MOVE and not foresight.was_shown(*typed)):
        proposed = Proposed(now, requisition_id=requisition.id, levels=levels)
        refused = "" if act == foresight.LOOK else foresight.NOT_SHOWN
        return _page(requisition, form, shown=foresight.look(proposed, *typed, refused=refused))
    why = form.note.data or ""
    try:
        made = new_own_levels(
            session, requisition, levels, after=form.after.data or 0, now=now, actor_id=actor, note=why
        )
        if act == foresight.MOVE:
            moved = journey.rebase(session, requisition_id=requisition.id, now=now, actor_id=actor, why=why)
    except Conflict:
        session.rollback()
        return _changed_meanwhile(queries.get(session, doors.viewer(), requisition_id), form)
    except DomainError as refusal:
        session.rollback()
        requisition = queries.get(session, doors.viewer(), requisition_id)
        return _page(requisition, form, str(refusal)), refusal.status
    session.commit()
    flash(foresight.words(made.number, moved), "success")
    return redirect(url_for("own_levels.edit", requisition_id=requisition_id), 303)


def _newest(requisition: Requisition) -> tuple[int, dict[str, int]]:
    versions = own_levels(doors.session(), [requisition.id]).get(requisition.id)
    return (versions[-1].number, dict(versions[-1].levels)) if versions else (0, {})


def _changed_meanwhile(requisition: Requisition, form: OwnLevelsForm) -> tuple[str, int]:
    """Show both versions above the form as it was typed, ready to be saved as the one after."""
    number, levels = _newest(requisition)
    form.after.data, form.after.raw_data = number, None
    fields = differences(form.levels.form, {name: levels.get(name) for name in LEVELS})
    changed = last_change(doors.session(), "requisition", requisition.id)
    return _page(requisition, form, both=fields, changed=changed), 409


def _page(
    requisition: Requisition,
    form: OwnLevelsForm,
    refused: str | None = None,
    shown: Shown | None = None,
    both: Sequence[Difference] = (),
    changed: Change | None = None,
) -> str:
    session = doors.session()
    policies = policies_in_force(session)
    return render_template(
        "requisitions/levels.html",
        requisition=requisition,
        form=form,
        groups=GROUPS,
        house=policies[-1],
        versions=list(reversed(own_levels(session, [requisition.id]).get(requisition.id, []))),
        words={level: text for words in GROUPS.values() for level, text in words.items()},
        refused=refused,
        shown=shown,
        both=both,
        changed=changed,
        label_of=label_of,
    )
