"""A requisition goes to another state; before it does, the page lists what that will mean."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors, waiting
from recruiterdash.candidates.queries import active_counts
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.journey.requisitions import ALLOWED, change_state
from recruiterdash.requisitions import queries
from recruiterdash.requisitions.models import OpeningState, Requisition, RequisitionState
from recruiterdash.team.changes import last_change
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.slate import Ahead, ahead
from recruiterdash.web.forms.requisitions import StateForm
from recruiterdash.web.words import day_words

bp = Blueprint("requisition_state", __name__)

S = RequisitionState
_WORDS = {
    S.ON_HOLD: "Put on hold",
    S.FILLED: "Mark as filled",
    S.CANCELLED: "Cancel the requisition",
    S.CLOSED: "Close the requisition",
}


def change_words(before: RequisitionState, after: RequisitionState) -> str:
    """Return what a change of state is called on its button."""
    if after is S.OPEN:
        return {S.DRAFT: "Open", S.ON_HOLD: "Resume"}.get(before, "Reopen")
    return _WORDS.get(after, after.value.replace("_", " ").capitalize())


def effects(
    before: RequisitionState,
    after: RequisitionState,
    people: int,
    seats_open: int,
    under_way: Ahead,
    by: date,
) -> list[str]:
    """Return what a change of state will mean, a sentence each; the last says that nothing is sent.

    people: how many are still open. seats_open: openings neither filled nor cancelled. by: the day until
    which they will have to be told of it.
    """
    said = [*_duties(before, after, people, by)]
    if after in (S.FILLED, S.CANCELLED) and seats_open:
        said.append(f"{_count(seats_open, 'opening')} will stay open until you close {_them(seats_open)}.")
    if after is not S.OPEN and under_way.interviews:
        booked = _count(under_way.interviews, "booked interview")
        said.append(
            f"{booked} will stay booked: call {_them(under_way.interviews)} off if nobody should come."
        )
    if after is not S.OPEN and under_way.letters:
        letters = _count(under_way.letters, "letter")
        said.append(f"{letters} on the way: look whether what {_they(under_way.letters)} is still true.")
    if after in (S.FILLED, S.CANCELLED, S.CLOSED):
        said.append("Nobody can be added to it any more.")
    return [*said, "Nothing is sent by this. Letters are written and sent by you, afterwards."]


def _duties(before: RequisitionState, after: RequisitionState, people: int, by: date) -> list[str]:
    who = _count(people, "person", "people")
    if not people:
        return ["Nobody is waiting in it."]
    if after is S.ON_HOLD:
        return [
            f"{who} will be owed a word by {_said(by)} that says it is on hold.",
            "The clock of each decision that is not overdue yet pauses; all other clocks run on.",
        ]
    if after in (S.FILLED, S.CANCELLED):
        return [f"{who} will be owed the outcome by {_said(by)}. Being {after.value} tells nobody."]
    if after is S.CLOSED:
        return [f"{who} will still be open: every clock runs on until each of them is told."]
    if before is S.ON_HOLD:
        return [f"{who} will be owed a word that it goes on; decision clocks run on where they paused."]
    return [f"{who} will go on waiting: what they are owed stays owed."]


@bp.get("/requisitions/<int:requisition_id>/state/<state>")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def ask(requisition_id: int, state: str) -> str:
    """Show what a change of state will mean, and ask for the reason."""
    session = doors.session()
    requisition = queries.get(session, doors.viewer(), requisition_id)
    after = _reachable(requisition, state)
    return _page(session, requisition, after, StateForm(data={"version": requisition.version}))


@bp.post("/requisitions/<int:requisition_id>/state/<state>")
@needs(Permission.EDIT_REQUISITIONS, Scope.VISIBLE)
def change(requisition_id: int, state: str) -> Response | str | tuple[str, int]:
    """Change the state, unless the requisition was changed since the page listed what it would mean."""
    session, viewer = doors.session(), doors.viewer()
    requisition = queries.get(session, viewer, requisition_id, to_change=True)
    form = StateForm()
    if form.version.is_behind(requisition.version):
        return _moved_on(session, requisition, state, form)
    after = _reachable(requisition, state)
    if not form.validate():
        return _page(session, requisition, after, form), 422
    reason = (form.reason.data or "").strip()
    change_state(session, requisition, after, now=doors.now(), actor_id=viewer.user_id, reason=reason)
    session.commit()
    flash(f"The requisition is {after.value.replace('_', ' ')} now. Nothing was sent.", "success")
    return redirect(url_for("slate.show", requisition_id=requisition_id), 303)


def _moved_on(session: Session, requisition: Requisition, state: str, form: StateForm) -> tuple[str, int]:
    changed = last_change(session, "requisition", requisition.id)
    after = _state(state)
    if after not in ALLOWED[requisition.state]:
        return render_template("requisitions/state_moved.html", requisition=requisition, changed=changed), 409
    form.version.data = requisition.version
    return _page(session, requisition, after, form, changed=changed), 409


def _page(
    session: Session, requisition: Requisition, after: RequisitionState, form: StateForm, **more: object
) -> str:
    viewer, now = doors.viewer(), doors.now()
    people = active_counts(session, viewer, [requisition.id]).get(requisition.id, 0)
    seats = sum(each.state is OpeningState.OPEN for each in requisition.openings)
    under_way = ahead(session, viewer, requisition.id, now)
    return render_template(
        "requisitions/state.html",
        requisition=requisition,
        after=after,
        words=change_words(requisition.state, after),
        effects=effects(
            requisition.state, after, people, seats, under_way, _told_by(session, requisition, after)
        ),
        form=form,
        **{"changed": None, **more},
    )


def _told_by(session: Session, requisition: Requisition, after: RequisitionState) -> date:
    """The day until which people will have to be told, by the office's calendar and the levels in force."""
    now = doors.now()
    rules = waiting.rulebook(session, requisition).at(now)
    days = rules.policy.hold_notice if after is S.ON_HOLD else rules.policy.notice
    return rules.calendar.business_day_after(rules.calendar.local_date(now), days)


def _said(day: date) -> str:
    return day_words(day, day)


def _reachable(requisition: Requisition, state: str) -> RequisitionState:
    after = _state(state)
    if after not in ALLOWED[requisition.state]:
        here = requisition.state.value.replace("_", " ")
        raise BadInput(f"A requisition that is {here} cannot become {after.value.replace('_', ' ')}.")
    return after


def _state(text: str) -> RequisitionState:
    if text not in set(RequisitionState):
        raise NotFound("This state")
    return RequisitionState(text)


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def _they(number: int) -> str:
    return "it says" if number == 1 else "they say"
