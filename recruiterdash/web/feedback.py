"""Feedback to colleagues: what is due, one record, and each act on it. Every look at a record is written down."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors, feedback
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import Conflict, DomainError, NotFound
from recruiterdash.feedback import own, protocol, queries
from recruiterdash.feedback.fates import fates
from recruiterdash.feedback.links import address
from recruiterdash.feedback.manager_notice import Notice, notice_of
from recruiterdash.feedback.measures import measures
from recruiterdash.feedback.queries import Case, Due
from recruiterdash.feedback.record import Act, Actor, Part
from recruiterdash.feedback.visibility import actor
from recruiterdash.journey.colleagues import colleagues_first
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.changes import ensure_present
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Permission
from recruiterdash.web.feedback_acts import ACTS, Doing
from recruiterdash.web.feedback_offered import ensure_yours, forms_for
from recruiterdash.web.forms.feedback import ActForm

bp = Blueprint("feedback", __name__, url_prefix="/feedback")

Answer = str | Response | tuple[str, int]
#: What is due in this time stands first on the page.
SOON = timedelta(days=7)


@bp.get("")
@needs(Permission.FEEDBACK, Scope.VISIBLE)
def index() -> str:
    """Show what is due, and which outcomes may be announced."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    found = feedback.due(session, viewer, now)
    asked = {each.case.requisition.id: each.case.requisition for each in found}
    return render_template(
        "feedback/index.html",
        open=[each for each in found if each.steps],
        rest=[each for each in found if not each.steps],
        requisitions=sorted(asked.values(), key=lambda each: (each.title, each.id)),
        waiting=colleagues_first(session, set(asked)),
        announced=queries.announced(session, list(asked)),
        measures=measures(fates(session, viewer), now) if Role.HR in viewer.roles else None,
        parts=PARTS,
        now=now,
    )


@bp.post("/announced/<int:requisition_id>")
@needs(Permission.FEEDBACK, Scope.VISIBLE)
def announce(requisition_id: int) -> Response:
    """Record that an outcome is announced, once every colleague who applied knows theirs."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    feedback.announce(session, _requisition(session, requisition_id), now=now, actor_id=viewer.user_id)
    session.commit()
    flash("Kept: it is announced. Nothing was sent by this.", "success")
    return redirect(url_for("feedback.index"), 303)


def _requisition(session: Session, requisition_id: int) -> Requisition:
    """A requisition in which this viewer sees somebody who was told no."""
    found = queries.cases(session, doors.viewer(), doors.now())
    asked = {each.requisition.id: each.requisition for each in found}
    if requisition_id not in asked:
        raise NotFound("This requisition")
    return asked[requisition_id]


# --- one record ---------------------------------------------------------------------------------------


@bp.get("/<int:application_id>")
@needs(Permission.FEEDBACK, Scope.VISIBLE)
def show(application_id: int) -> str:
    """Show a record with what is due and all that may be done now."""
    session, now = doors.session(), doors.now()
    found = feedback.case(session, doors.viewer(), application_id)
    due = queries.due_of(session, found, now)
    row = found.feedback
    if row is not None:
        look(row.id, "record")
    return render_template(
        "feedback/show.html",
        case=found,
        due=due,
        record=due.record,
        content=queries.content_of(found.text) if row else None,
        names=_names(session, found),
        looks=queries.looks(session, row.id) if row and Role.HR in doors.viewer().roles else [],
        link=address(doors.settings(), row.id, row.link_number) if row and row.released_at else "",
        link_until=own.opens_until(row, doors.settings()) if row else None,
        acts=_acts(session, found, due),
        may_write=_may_write(due, whose(found)),
        manager_notice=_manager_notice(session, found),
        parts=PARTS,
        now=now,
    )


@bp.post("/<int:application_id>/<act>")
@needs(Permission.FEEDBACK, Scope.VISIBLE)
def act(application_id: int, act: str) -> Answer:
    """Do one act, unless the record was changed since the page was shown."""
    session, now = doors.session(), doors.now()
    found = feedback.case(session, doors.viewer(), application_id, to_change=True)
    doing = ACTS.get(act)
    if doing is None:
        raise NotFound("This step")
    form = doing.form()
    doing.offer(session, found, form)
    version = version_of(found)
    ensure_present(session, form.version.data, version, "application", application_id, feedback=True)
    if not form.validate():
        return _again(found, act, doing, form), 422
    try:
        ensure_yours(act, whose(found))
        doing.do(session, found, form, whose(found), now)
    except DomainError as refusal:
        session.rollback()
        form.form_errors.append(str(refusal))
        return _again(found, act, doing, form), refusal.status
    session.commit()
    flash(doing.said, "success")
    return redirect(url_for("feedback.show", application_id=application_id), 303)


def look(feedback_id: int, what: str) -> None:
    """Write down that this viewer looks; in a transaction of its own, as a page itself writes nothing."""
    with doors.database().transaction() as writing:
        feedback.looked(writing, feedback_id, what, now=doors.now(), user_id=doors.viewer().user_id)
        writing.commit()


def whose(found: Case) -> Actor:
    """Return in which parts this viewer acts on a case."""
    giver_id = found.feedback.giver_id if found.feedback else None
    return actor(doors.viewer(), giver_id, found.requisition.hiring_manager_id)


def version_of(found: Case) -> int:
    """Return the version a page carries; 0 before there is a record."""
    return found.feedback.version if found.feedback else 0


def ensure_text(found: Case) -> None:
    """Refuse to show or write a text that nobody has begun. Raises Conflict."""
    if found.feedback is None:
        raise Conflict("Nobody has begun this record yet: say first who gives the feedback.")


def _acts(session: Session, found: Case, due: Due) -> list[tuple[str, Doing, ActForm]]:
    return forms_for(session, found, due.record, whose(found), doors.now(), version_of(found))


def _may_write(due: Due, actor_: Actor) -> bool:
    begun = due.case.feedback is not None
    return begun and protocol.refusal(due.record, Act.WRITE, actor_, doors.now()) is None


def _manager_notice(session: Session, found: Case) -> Notice:
    """What the house's rule says about their present manager; nobody has an offer who was told no."""
    began = queries.begun_at(session, found.requisition.id, found.application.id)
    return notice_of(
        doors.settings().manager_notice_policy,
        interviewed=began is not None,
        offered=False,
        informed=found.feedback is not None and found.feedback.manager_informed_on is not None,
    )


def _names(session: Session, found: Case) -> dict[int, str]:
    row = found.feedback
    if row is None:
        return {}
    people = [
        row.giver_id,
        row.held_by,
        *(each.user_id for each in row.words),
        *(each.read_by for each in row.texts),
    ]
    return queries.names(session, [*people, *(each.written_by for each in row.texts)])


def _again(found: Case, act: str, doing: Doing, form: ActForm) -> str:
    """The form alone, as it was typed: what stands in the record is not shown beside it."""
    return render_template("feedback/act.html", case=found, act=act, doing=doing, form=form)


#: In which part somebody is waited for.
PARTS = {
    Part.GIVER: ("person", "who gives it"),
    Part.MANAGER: ("person-badge", "hiring manager"),
    Part.HR: ("shield-check", "HR"),
    Part.EMPLOYEE: ("person-check", "the employee"),
    Part.PROGRAM: ("clock", "time"),
}
