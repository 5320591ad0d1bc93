"""How long we allow ourselves: the policy in force, its next version, and those before."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from recruiterdash import doors, journey
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import Conflict, DomainError, NotFound
from recruiterdash.team.changes import Change
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting import new_policy_version
from recruiterdash.waiting.models import PolicyVersion
from recruiterdash.waiting.policy import (
    EVER,
    LEVELS,
    ONTARIO,
    Policy,
    pack_from,
    policy_from,
    stored_pack,
    whole,
)
from recruiterdash.waiting.rulebooks import Proposed
from recruiterdash.web import foresight
from recruiterdash.web.foresight import Shown
from recruiterdash.web.forms.policies import GROUPS, PolicyForm, values
from recruiterdash.web.locking import differences
from recruiterdash.web.waits import label_of

bp = Blueprint("policies", __name__, url_prefix="/policies")


@bp.get("")
@needs(Permission.SEE_POLICIES, Scope.SETUP)
def show() -> str:
    """Show the policy in force and every version before it."""
    versions = _versions()
    return _shown(versions[0], versions)


@bp.get("/<int:number>")
@needs(Permission.SEE_POLICIES, Scope.SETUP)
def version(number: int) -> str:
    """Show one version."""
    versions = _versions()
    for each in versions:
        if each.number == number:
            return _shown(each, versions)
    raise NotFound("This version")


@bp.get("/edit")
@needs(Permission.EDIT_POLICY, Scope.SETUP)
def edit() -> str:
    """Show the newest version as a form."""
    newest = _versions()[0]
    form = PolicyForm(formdata=None, data=values(newest.number, newest.levels, newest.packs))
    return _page(form, newest)


@bp.post("/edit")
@needs(Permission.EDIT_POLICY, Scope.VISIBLE)
def save() -> Response | str | tuple[str, int]:
    """Make the next version; a due that stands moves only when that was looked at and is chosen."""
    form = PolicyForm()
    if not form.validate():
        return _page(form, _versions()[0]), 422
    act = foresight.asked()
    try:
        if act == foresight.LOOK or (act == foresight.MOVE and not foresight.was_shown(*_typed(form))):
            return _looked_at(form, "" if act == foresight.LOOK else foresight.NOT_SHOWN)
    except DomainError as refusal:
        return _page(form, _versions()[0], str(refusal)), refusal.status
    session, moved = doors.session(), None
    try:
        made = new_policy_version(
            session,
            form.level_values(),
            form.pack_values(),
            now=doors.now(),
            actor_id=doors.viewer().user_id,
            note=form.note.data or "",
            after=form.after.data,
        )
        if act == foresight.MOVE:
            moved = journey.rebase(
                session, now=doors.now(), actor_id=doors.viewer().user_id, why=form.note.data or ""
            )
    except Conflict:
        session.rollback()
        return _changed_meanwhile(form)
    except DomainError as refusal:
        session.rollback()
        return _page(form, _versions()[0], str(refusal)), refusal.status
    session.commit()
    flash(foresight.words(made.number, moved), "success")
    return redirect(url_for("policies.show"), 303)


def _versions() -> list[PolicyVersion]:
    """Return every version, newest first; the one as shipped where nothing has been written yet."""
    query = select(PolicyVersion).order_by(PolicyVersion.number.desc())
    found = list(doors.session().execute(query).scalars())
    shipped = {name: getattr(Policy(), name) for name in LEVELS}
    return found or [
        PolicyVersion(
            number=1,
            levels=shipped,
            packs=[stored_pack(ONTARIO)],
            valid_from=EVER,
            created_by=None,
            note="as shipped",
        )
    ]


def _shown(chosen: PolicyVersion, versions: list[PolicyVersion]) -> str:
    before = next((each for each in versions if each.number == chosen.number - 1), None)
    return render_template(
        "policies/show.html",
        groups=GROUPS,
        chosen=chosen,
        levels=whole(chosen.levels),
        before=whole(before.levels if before else chosen.levels),
        versions=versions,
        newest=versions[0].number,
        people=_people(versions),
    )


def _typed(form: PolicyForm) -> tuple[object, ...]:
    """Return all that decides what the version would do."""
    return form.after.data, form.level_values(), form.pack_values()


def _looked_at(form: PolicyForm, refused: str) -> str:
    """Show what the version would do, above the form as it was typed."""
    levels, packs = form.level_values(), form.pack_values()
    proposed = Proposed(doors.now(), policy=policy_from(levels), packs=tuple(map(pack_from, packs)))
    shown = foresight.look(proposed, *_typed(form), refused=refused)
    return _page(form, _versions()[0], shown=shown)


def _page(
    form: PolicyForm, newest: PolicyVersion, refused: str | None = None, shown: Shown | None = None
) -> str:
    return render_template(
        "policies/edit.html",
        groups=GROUPS,
        form=form,
        newest=newest,
        refused=refused,
        fields=(),
        changed=None,
        shown=shown,
        label_of=label_of,
    )


def _changed_meanwhile(form: PolicyForm) -> tuple[str, int]:
    """Show both versions above the form as it was typed, ready to be saved as the one after."""
    newest = _versions()[0]
    form.after.data, form.after.raw_data = newest.number, None
    stored = values(newest.number, newest.levels, newest.packs)
    fields = differences(form.levels.form, stored["levels"])
    packs = {pack["clock"]: pack for pack in stored["packs"]}
    for entry in form.packs:
        for each in differences(entry.form, packs.get(entry.form.clock.data, {})):
            fields.append(each._replace(label=f"{entry.form.clock.data}: {each.label}"))
    who = _people([newest]).get(newest.created_by or 0, "the program")
    page = render_template(
        "policies/edit.html",
        groups=GROUPS,
        form=form,
        newest=newest,
        refused=None,
        fields=fields,
        changed=Change(who, newest.valid_from),
        shown=None,
        label_of=label_of,
    )
    return page, 409


def _people(versions: list[PolicyVersion]) -> dict[int, str]:
    wanted = [each.created_by for each in versions if each.created_by is not None]
    rows = doors.session().execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}
