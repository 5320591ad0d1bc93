"""Decisions about one person: made, seen in all their versions, taken back. None of it tells anybody."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors, messages
from recruiterdash.candidates.models import Outcome
from recruiterdash.candidates.queries import decisions_of
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError
from recruiterdash.journey.decisions import decide, standing_decision
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.messages import Withdrawn
from recruiterdash.team.changes import last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.web import selection
from recruiterdash.web.destinations import back_to, own_path
from recruiterdash.web.forms.decisions import (
    FAMILY_WORDS,
    OUTCOMES,
    REASONS,
    SILENCES,
    TYPED_FROM,
    DecisionForm,
    SeveralForm,
    TakeBackForm,
)
from recruiterdash.web.forms.nouns import text_of
from recruiterdash.web.locking import conflict_page

bp = Blueprint("decisions", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/applications/<int:application_id>/decision")
@needs(Permission.DECIDE, Scope.VISIBLE)
def new(application_id: int) -> str:
    """Show what was decided so far, and the form for the next decision."""
    session = doors.session()
    about = overview(session, doors.viewer(), application_id)
    given = {"version": about.application.version, "next": request.args.get("next", "")}
    return _page(session, about, DecisionForm(data=given))


@bp.post("/applications/<int:application_id>/decision")
@needs(Permission.DECIDE, Scope.VISIBLE)
def new_submit(application_id: int) -> Answer:
    """Record a decision, unless the application was changed since the page was shown."""
    session, viewer = doors.session(), doors.viewer()
    about = overview(session, viewer, application_id, to_change=True)
    form = DecisionForm()
    if form.version.is_behind(about.application.version):
        return _changed_meanwhile(session, about, form)
    if not form.validate():
        return _page(session, about, form), 422
    try:
        made = decide(
            session,
            about.application,
            Outcome(form.outcome.data),
            now=doors.now(),
            actor_id=viewer.user_id,
            version=form.version.data,
            reason=form.disposition,
            note=text_of(form.note),
            silence=form.without_letter,
        )
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return _page(session, about, form), refusal.status
    session.commit()
    flash(f"Decided: {OUTCOMES[made.outcome].lower()}. They have not been told yet.", "success")
    if form.writes and viewer.may(Permission.WRITE_LETTERS) and not about.candidate.internal:
        return redirect(
            url_for("letters.compose", application_id=application_id, next=form.next.data or None), 303
        )
    return redirect(_back(form, application_id), 303)


@bp.get("/applications/<int:application_id>/decision/withdraw")
@needs(Permission.DECIDE, Scope.VISIBLE)
def take_back(application_id: int) -> str:
    """Show what taking the standing decision back will mean."""
    session = doors.session()
    about = overview(session, doors.viewer(), application_id)
    form = TakeBackForm(data={"version": about.application.version})
    return _take_back_page(session, about, form)


@bp.post("/applications/<int:application_id>/decision/withdraw")
@needs(Permission.DECIDE, Scope.VISIBLE)
def take_back_submit(application_id: int) -> Answer:
    """Take the standing decision back; a closed application opens again with clocks of its own."""
    session, viewer = doors.session(), doors.viewer()
    about = overview(session, viewer, application_id, to_change=True)
    form = TakeBackForm()
    if form.version.is_behind(about.application.version):
        form.version.data = about.application.version
        changed = last_change(session, "application", application_id)
        return _take_back_page(session, about, form, changed=changed), 409
    if not form.validate():
        return _take_back_page(session, about, form), 422
    done = messages.withdraw(session, viewer, application_id, now=doors.now(), version=form.version.data)
    session.commit()
    flash(_said(done), "success")
    return redirect(f"/applications/{application_id}", 303)


@bp.get("/decisions/withdraw")
@needs(Permission.DECIDE, Scope.VISIBLE)
def take_back_several() -> str:
    """Show what taking back the decisions about the selected people will mean."""
    return _several_page(SeveralForm(data={"chosen": selection.asked().text}), selection.asked().ids)


@bp.post("/decisions/withdraw")
@needs(Permission.DECIDE, Scope.VISIBLE)
def take_back_several_submit() -> Answer:
    """Take back what was decided about each of them, and say what became of each."""
    session, form = doors.session(), SeveralForm()
    ids = form.people
    if not form.validate():
        return _several_page(form, ids), 422
    done = messages.withdraw_each(session, doors.viewer(), ids, now=doors.now())
    session.commit()
    return render_template("decisions/taken_back.html", done=[(each, _said(each)) for each in done])


def _several_page(form: SeveralForm, ids: Sequence[int]) -> str:
    session, viewer = doors.session(), doors.viewer()
    people = [(overview(session, viewer, each), standing_decision(session, each)) for each in ids]
    return render_template(
        "decisions/take_back_several.html", form=form, people=people, outcomes=OUTCOMES, most=TYPED_FROM
    )


def _said(done: Withdrawn) -> str:
    """What became of one person's decision, in words."""
    if done.refusal:
        return done.refusal
    letters = {0: "", 1: " The letter with it is kept back."}.get(
        done.kept_back, f" {done.kept_back} letters with it are kept back."
    )
    owed = "They know of it, or may: tell them of the change." if done.told else "All is as it was before it."
    return f"Taken back.{letters} {owed}"


def _back(form: DecisionForm, application_id: int) -> str:
    """Where one came from, with this person again: what was decided has to be told now."""
    return back_to(own_path(form.next.data, f"/applications/{application_id}"), application_id)


def _page(session: Session, about: Overview, form: DecisionForm) -> str:
    return render_template(
        "decisions/new.html",
        about=about,
        form=form,
        back=_back(form, about.application.id),
        decided=decisions_of(session, about.application.id),
        standing=standing_decision(session, about.application.id),
        outcomes=OUTCOMES,
        reasons=REASONS,
        silences=SILENCES,
        families=FAMILY_WORDS,
    )


def _take_back_page(session: Session, about: Overview, form: TakeBackForm, **more: object) -> str:
    return render_template(
        "decisions/take_back.html",
        about=about,
        form=form,
        standing=standing_decision(session, about.application.id),
        outcomes=OUTCOMES,
        **{"changed": None, **more},
    )


def _changed_meanwhile(session: Session, about: Overview, form: DecisionForm) -> tuple[str, int]:
    standing = standing_decision(session, about.application.id)
    theirs = OUTCOMES[standing.outcome] if standing is not None else "none"
    typed = str(form.outcome.data or "")
    yours = OUTCOMES[Outcome(typed)] if typed in set(Outcome) else "none"
    state = about.application.state.value
    form.version.data = about.application.version
    return conflict_page(
        f"{about.candidate.name}, {about.requisition.title}: changed meanwhile",
        [("Decision", theirs, yours), ("State of the application", state, "as you saw it")],
        form,
        url_for("decisions.new", application_id=about.application.id),
        changed=last_change(session, "application", about.application.id),
    )
