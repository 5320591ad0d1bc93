"""The facts a letter is approved on: asked again when it is claimed and before it is sent."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, ApplicationState, Candidate, Outcome
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.journey.models import Event
from recruiterdash.messages.fitting import OVER
from recruiterdash.messages.models import Message, MessageApplication
from recruiterdash.messages.types import manner
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import Office

#: Happenings after which a letter must be read again before it may go. What we or they write is none of them.
_TURNS = (
    "decision",
    "unreject",
    "interview_scheduled",
    "interview_rescheduled",
    "interview_cancelled",
    "interview_no_show",
    "req_hold",
    "req_resume",
    "req_cancel",
    "req_filled",
    "close",
)


def changed_since_approval(session: Session, message: Message, now: datetime) -> str:
    """Return what is no longer as it was when the letter was approved, empty when all is.

    now: aware UTC; a date that the letter names must still lie ahead in the office.

    The rows it looks at stay locked against change until the transaction ends.
    """
    rows = session.execute(
        select(MessageApplication, Application, Candidate, Requisition.state, Office.zone)
        .join(Application, Application.id == MessageApplication.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .where(MessageApplication.message_id == message.id)
        .order_by(Application.id)
        .with_for_update(read=True, of=(Application, Candidate))
        .execution_options(populate_existing=True)
    ).all()
    for about, application, person, state, zone in rows:
        reason = (
            _changed(session, message, about, application, person)
            or _no_longer_fits(session, message, application, person, state)
            or _gone_by(about, now.astimezone(ZoneInfo(zone)).date())
        )
        if reason:
            return reason
    return "" if rows else "its application is gone"


def _changed(
    session: Session, message: Message, about: MessageApplication, application: Application, person: Candidate
) -> str:
    if application.candidate_id != message.candidate_id:
        return "the application belongs to somebody else now"
    if (person.email or "").strip() != message.recipient:
        return "the address is another one"
    if application.state is not ApplicationState.ACTIVE and not manner(message.type).after_the_end:
        return f"the application is closed ({application.state.value})"
    decision = standing_decision(session, application.id)
    if (decision.number if decision else 0) != about.decision_number:
        return "the decision is another one"
    if application.version != about.approved_version:
        return "the application was edited"
    return "something happened meanwhile" if _turned(session, message, application) else ""


def _no_longer_fits(
    session: Session, message: Message, application: Application, person: Candidate, state: RequisitionState
) -> str:
    """What would forbid writing the letter today, though no version of the application tells."""
    if manner(message.type).decision is Outcome.REJECT:
        if person.internal:
            return "they are a colleague now, who is told in a conversation first"
        settled = _settled_elsewhere(session, message, application)
        return "they got an offer, or were hired, on another requisition meanwhile" if settled else ""
    if state in OVER and not manner(message.type).after_the_end:
        return f"the requisition is {state.value}: they are owed the outcome"
    return ""


def _settled_elsewhere(session: Session, message: Message, application: Application) -> bool:
    """Whether the person got an offer or was hired elsewhere since: what was so before, its writer knew."""
    since = (
        select(Event.data)
        .join(Application, Application.id == Event.application_id)
        .where(
            Application.candidate_id == application.candidate_id,
            Application.id != application.id,
            Event.type.in_(("decision", "out")),
            Event.recorded_at > message.created_at,
        )
    )
    said = [data.get("value") or data.get("decision") for data in session.scalars(since)]
    return Outcome.OFFER in said or Outcome.HIRE in said


def _gone_by(about: MessageApplication, today: date) -> str:
    """A letter that waited for its mail server must not name a day that has come."""
    for named, what in ((about.promised, "promises"), (about.deadline, "sets")):
        if named is not None and date.fromisoformat(named) <= today:
            return f"the date it {what} has come meanwhile"
    return ""


def _turned(session: Session, message: Message, application: Application) -> bool:
    shared = and_(Event.requisition_id == application.requisition_id, Event.application_id.is_(None))
    since = select(Event.id).where(
        or_(Event.application_id == application.id, shared),
        Event.type.in_(_TURNS),
        Event.recorded_at > message.created_at,
    )
    return bool(session.scalar(select(exists(since))))
