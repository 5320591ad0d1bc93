"""Logging what passed elsewhere: calls, talks, letters; each says before it is saved what it will do."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, waiting
from recruiterdash.candidates.models import Outcome
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.journey.contact import Contact
from recruiterdash.journey.contact_rules import ENDS_BY_ITSELF, ensure_possible
from recruiterdash.journey.contacts import log_contact, said
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.journey.foreseen import SoFar, so_far
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.journey.words import title_of
from recruiterdash.team.changes import Change, last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.web.destinations import back_to, own_path
from recruiterdash.web.forms.contacts import CHANNELS, DECISIONS, WORDS, LogForm, QuickForm, offered
from recruiterdash.web.looks import CALLS, Look, contacts_of_call, look_at
from recruiterdash.web.waits import waits_of

bp = Blueprint("contacts", __name__)

Answer = str | Response | tuple[str, int]
A_MINUTE = timedelta(minutes=1)
KINDS = frozenset(kind for kind, _ in CHANNELS)


@bp.get("/applications/<int:application_id>/log")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def log(application_id: int) -> str:
    """Show the form, filled in as the address says."""
    over = overview(doors.session(), doors.viewer(), application_id)
    form = LogForm(formdata=None, data=_beginning(over))
    look = _look(over, _contact(over, form))
    form.shown.data = look.signature
    return _page(over, form, look)


@bp.get("/applications/<int:application_id>/log/effects")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def effects(application_id: int) -> str:
    """Show what an entry would do, for a form that is being filled in; nothing is written."""
    over = overview(doors.session(), doors.viewer(), application_id)
    form = LogForm(formdata=request.args, meta={"csrf": False})
    refusal, look = "", None
    if form.validate():
        try:
            look = _looked_at(over, _contact(over, form))
        except (BadInput, Conflict) as refused:
            refusal = str(refused)
    return render_template("applications/_effects.html", look=look, refusal=refusal, over=over)


@bp.post("/applications/<int:application_id>/log")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def log_submit(application_id: int) -> Answer:
    """Keep the entry, once the page has said what it does."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    over = overview(session, viewer, application_id, to_change=True)
    form = LogForm()
    if not form.validate():
        return _page(over, form, None), 422
    try:
        contact = _contact(over, form)
        look = _looked_at(over, contact)
        if "look" in request.form or form.shown.data != look.signature:
            form.shown.data = look.signature
            return _page(over, form, look, again="look" not in request.form)
        log_contact(
            session, over.application, contact, now=now, actor_id=viewer.user_id, version=form.version.data
        )
    except (BadInput, Conflict) as refused:
        return _refused(over, form, refused)
    session.commit()
    happened = said(contact)
    what = title_of(happened.type, happened.kind, happened.data)
    flash(f"Logged: {what}. It stands in the timeline of {over.candidate.name}.", "success")
    return redirect(own_path(form.next.data, f"/applications/{application_id}"), 303)


@bp.post("/applications/<int:application_id>/log/call")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def call_submit(application_id: int) -> Response:
    """Keep a call with one click: they asked, and were answered or not."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    over = overview(session, viewer, application_id, to_change=True)
    form = QuickForm()
    if form.call.data not in CALLS:
        raise BadInput("Say what came of the call.")
    owed = waits_of(session, over, now).notice is not None
    calls = contacts_of_call(form.call.data, now, owed=owed)
    if form.shown.data and form.shown.data != look_at(_so_far(over), calls, now).signature:
        flash("Something happened meanwhile: look again at what this will do. Nothing was logged.", "warning")
        return redirect(url_for("applications.phone", application_id=application_id), 303)
    for contact in calls:
        log_contact(session, over.application, contact, now=now, actor_id=viewer.user_id)
    session.commit()
    flash("Logged: the call.", "success")
    return _back(application_id)


def _back(application_id: int) -> Response:
    return redirect(url_for("applications.show", application_id=application_id), 303)


# --- the form --------------------------------------------------------------------------------------


def _beginning(over: Overview) -> dict[str, Any]:
    """What the form starts from: the address says which kind of word, the clock says when."""
    asked = request.args.get("kind", "phone")
    word = request.args.get("word", "question")
    return {
        "direction": "in" if request.args.get("direction") == "in" else "out",
        "kind": asked if asked in KINDS else "phone",
        "reached": "voicemail" if asked == "voicemail" else "reached",
        "word": word if word in dict(WORDS) else "question",
        "happened_at": _local(over, doors.now()),
        "opened_at": doors.now().isoformat(),
        "version": over.application.version,
        "next": request.args.get("next", ""),
    }


def _local(over: Overview, moment: datetime) -> datetime:
    """A moment as a form's field holds it: the office's wall clock, to the minute."""
    return moment.astimezone(ZoneInfo(over.office.zone)).replace(second=0, microsecond=0, tzinfo=None)


def _contact(over: Overview, form: LogForm) -> Contact:
    """What was filled in. A minute is not exact: within that of the application it comes after it."""
    contact = form.contact(over.office.zone)
    applied_at = over.application.applied_at
    if applied_at - A_MINUTE < contact.happened_at < applied_at:
        return contact._replace(happened_at=applied_at)
    return contact


def _look(over: Overview, contact: Contact) -> Look:
    return look_at(_so_far(over), [contact], doors.now())


def _so_far(over: Overview) -> SoFar:
    return so_far(doors.session(), over.application, with_feedback=over.hears_of_feedback)


def _looked_at(over: Overview, contact: Contact) -> Look:
    """What an entry does, refused as it would be when it is saved."""
    ensure_possible(doors.session(), over.application, contact, now=doors.now())
    return _look(over, contact)


def _tellable(over: Overview, chosen: str) -> list[tuple[str, str]]:
    """The decisions that can have been told: the one on record; before one, that they go ahead."""
    standing = standing_decision(doors.session(), over.application.id)
    if standing is not None:
        fits = {Outcome.HIRE: "offer"}.get(standing.outcome, standing.outcome.value)
        possible = {"", chosen, fits}
    elif over.requisition.state in ENDS_BY_ITSELF:
        possible = {"", chosen, "advance", "reject"}
    else:
        possible = {"", chosen, "advance"}
    return [(value, words) for value, words in DECISIONS if value in possible]


def _refused(over: Overview, form: LogForm, refused: BadInput | Conflict) -> tuple[str, int]:
    """Show what was typed again; who moved the application is said, and the next try starts from theirs."""
    changed = None
    if isinstance(refused, Conflict):
        changed = last_change(doors.session(), "application", over.application.id)
        form.version.data = over.application.version
        form.version.raw_data = None
    return _page(over, form, None, refusal=str(refused), changed=changed), refused.status


def _page(
    over: Overview,
    form: LogForm,
    look: Look | None,
    *,
    refusal: str = "",
    changed: Change | None = None,
    again: bool = False,
) -> str:
    session, now = doors.session(), doors.now()
    form.decision.choices = offered(_tellable(over, form.decision.data or ""))
    rules = waiting.rulebook(session, over.requisition).at(now)
    id_ = over.application.id
    return render_template(
        "applications/log.html",
        over=over,
        id=id_,
        back=back_to(own_path(form.next.data, f"/applications/{id_}"), id_),
        form=form,
        look=look,
        refusal="",
        refused=refusal,
        changed=changed,
        again=again,
        cap=rules.policy.promise_cap,
        promised=waits_of(session, over, now).promise_due,
    )
