"""The facts a letter is approved on: asked again when it is claimed and before it is sent."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, or_, select, text
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, ApplicationState, Candidate, Decision, Outcome
from recruiterdash.db import Question
from recruiterdash.journey.models import Event
from recruiterdash.messages import brakes
from recruiterdash.messages.batch_rows import Batch, BatchRow, BatchState
from recruiterdash.messages.fitting import OVER
from recruiterdash.messages.models import Message, MessageApplication
from recruiterdash.messages.types import Family, manner
from recruiterdash.messages.waves import several
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import InstanceFact, Office, User

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


#: Said of letters by somebody who may no longer log in: a colleague has to read them first.
DISABLED = "its writer's account was disabled"


class Facts(NamedTuple):
    """One application a letter speaks of, as it was approved and as it stands."""

    message_id: int
    type: str
    recipient: str
    candidate_id: int
    created_at: datetime
    approved_version: int
    approved_decision: int
    promised: str | None
    deadline: str | None
    application_id: int
    applicant_id: int
    state: ApplicationState
    version: int
    email: str | None
    internal: bool
    requisition: RequisitionState
    zone: str
    decision: int
    turned: bool
    #: All letters are held back.
    held: bool
    #: Whoever pressed the button may still do so; None when nobody did.
    writer_active: bool | None
    #: The batch it belongs to was taken back.
    undone: bool


class Looked(NamedTuple):
    """What became of the facts that letters were approved on."""

    #: By letter, what is no longer as it was; a letter that still holds is left out.
    changed: dict[int, str]
    #: A hold was on when the look began, as far as one letter was there to look at.
    held: bool


def look(session: Session, message_ids: Sequence[int], now: datetime) -> Looked:
    """Hold letters against the facts they were approved on.

    now: aware UTC; a date that a letter names must still lie ahead in the office.

    The rows it looks at stay locked against change until the transaction ends.
    """
    if not message_ids:
        return Looked({}, False)
    session.flush()
    # past the ORM: every few letters on their way out ask this
    kind = session.get_bind().dialect.name
    given = {"letters": several(message_ids) if kind == "postgresql" else json.dumps(list(message_ids))}
    rows = [Facts._make(row) for row in _FACTS[kind].ask(session, given)]
    elsewhere = _settled_elsewhere(session, rows)
    reasons: dict[int, str] = {}
    for row in rows:
        today = now.astimezone(ZoneInfo(row.zone)).date()
        reason = _changed(row) or _no_longer_fits(row, elsewhere) or _gone_by(row, today)
        if reason:
            reasons.setdefault(row.message_id, reason)
    gone = set(message_ids) - {row.message_id for row in rows}
    return Looked(reasons | dict.fromkeys(gone, "its application is gone"), any(row.held for row in rows))


def _facts(those: str) -> Question:
    """Return the question for the facts of some letters. those: the condition that says which."""
    decision = (
        select(func.max(Decision.number))
        .where(Decision.application_id == Application.id, Decision.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    since = (Event.type.in_(_TURNS), Event.recorded_at > Message.created_at)
    own = exists().where(Event.application_id == Application.id, *since)
    shared = exists().where(
        Event.requisition_id == Application.requisition_id, Event.application_id.is_(None), *since
    )
    # one that is sent again has been read again, by whoever had it sent
    writer = (
        select(User.active).where(User.id == Message.actor_id, Message.resent_at.is_(None)).scalar_subquery()
    )
    undone = exists().where(
        BatchRow.message_id == Message.id, Batch.id == BatchRow.batch_id, Batch.state == BatchState.UNDONE
    )
    facts: Any = (
        select(
            Message.id,
            Message.type,
            Message.recipient,
            Message.candidate_id,
            Message.created_at,
            MessageApplication.approved_version,
            MessageApplication.decision_number,
            MessageApplication.promised,
            MessageApplication.deadline,
            Application.id,
            Application.candidate_id,
            Application.state,
            Application.version,
            Candidate.email,
            Candidate.internal,
            Requisition.state,
            Office.zone,
            func.coalesce(decision, 0),
            or_(own, shared),
            exists().where(InstanceFact.name == brakes.HOLD),
            writer,
            undone,
        )
        .where(text(those))
        .join(Message, Message.id == MessageApplication.message_id)
        .join(Application, Application.id == MessageApplication.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .order_by(Application.id)
        .with_for_update(read=True, of=(Application, Candidate))
    )
    return Question(facts)


# the ids go as one value, so that the statement stays the same and is planned once
_FACTS = {
    "sqlite": _facts("message_applications.message_id IN (SELECT value FROM json_each(:letters))"),
    "postgresql": _facts("message_applications.message_id = ANY(CAST(:letters AS bigint[]))"),
}


def _changed(row: Facts) -> str:
    if row.writer_active is False:
        return DISABLED
    if row.undone:
        return "its batch was undone"
    if row.applicant_id != row.candidate_id:
        return "the application belongs to somebody else now"
    if (row.email or "").strip() != row.recipient:
        return "the address is another one"
    how = manner(row.type)
    # a no may confirm one that was said in a talk, and was approved on an application that was closed by it
    confirms = how.decision is Outcome.REJECT and row.version == row.approved_version
    if row.state is not ApplicationState.ACTIVE and not how.after_the_end and not confirms:
        return f"the application is closed ({row.state.value})"
    if row.decision != row.approved_decision:
        return "the decision is another one"
    if row.version != row.approved_version:
        return "the application was edited"
    return "something happened meanwhile" if row.turned else ""


def _no_longer_fits(row: Facts, elsewhere: Collection[tuple[int, int]]) -> str:
    """What would forbid writing the letter today, though no version of the application tells."""
    if manner(row.type).decision is Outcome.REJECT:
        if row.internal and manner(row.type).family is not Family.INTERNAL:
            return "they are a colleague now, who is told in a conversation first"
        settled = (row.message_id, row.application_id) in elsewhere
        return "they got an offer, or were hired, on another requisition meanwhile" if settled else ""
    if row.requisition in OVER and not manner(row.type).after_the_end:
        return f"the requisition is {row.requisition.value}: they are owed the outcome"
    return ""


def _settled_elsewhere(session: Session, rows: Sequence[Facts]) -> set[tuple[int, int]]:
    """Return whose people got an offer or were hired elsewhere since: what was so before, its writer knew."""
    rejections = [row for row in rows if manner(row.type).decision is Outcome.REJECT]
    if not rejections:
        return set()
    since = (
        select(Application.candidate_id, Application.id, Event.recorded_at, Event.data)
        .join(Application, Application.id == Event.application_id)
        .where(
            Application.candidate_id.in_({row.applicant_id for row in rejections}),
            Event.type.in_(("decision", "out")),
            Event.recorded_at > min(row.created_at for row in rejections),
        )
    )
    good = [
        (person, application, at)
        for person, application, at, data in session.execute(since)
        if {data.get("value"), data.get("decision")} & {Outcome.OFFER, Outcome.HIRE}
    ]
    return {
        (row.message_id, row.application_id)
        for row in rejections
        for person, application, at in good
        if person == row.applicant_id and application != row.application_id and at > row.created_at
    }


def _gone_by(row: Facts, today: date) -> str:
    """A letter that waited for its mail server must not name a day that has come."""
    for named, what in ((row.promised, "promises"), (row.deadline, "sets")):
        if named is not None and date.fromisoformat(named) <= today:
            return f"the date it {what} has come meanwhile"
    return ""
