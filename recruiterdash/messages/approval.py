"""The facts a letter is approved on: asked again when it is claimed and before it is sent."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, exists, func, literal, or_, select, text
from sqlalchemy.orm import Session

from recruiterdash.candidates.freezes import is_frozen
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Decision,
    Disagreement,
    Interview,
    InterviewState,
    Outcome,
)
from recruiterdash.db import Question, later
from recruiterdash.journey.colleagues import after_colleagues
from recruiterdash.journey.models import Event
from recruiterdash.messages import ats, brakes, elsewhere, rights
from recruiterdash.messages.batch_rows import Batch, BatchRow, BatchState
from recruiterdash.messages.courtesy.naming import holds, names_role, small_of
from recruiterdash.messages.crossing import crosses
from recruiterdash.messages.fitting import OVER
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import Message, MessageApplication
from recruiterdash.messages.types import NOES, Family, manner
from recruiterdash.messages.waves import several
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import InstanceFact, Office, User
from recruiterdash.waiting.models import Clock

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

_NOW = bindparam("now", type_=Interview.ends_at.type)
#: Said of letters by somebody who may no longer log in: a colleague has to read them first.
DISABLED = "its writer's account was disabled"
UNSIGNED = "whoever signs it may no longer log in, and would not read the answers"
UNDONE = "its batch was undone"


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
    #: Whoever pressed the button may still do so, and who signs may still answer; None when nobody did, or does.
    writer_active: bool | None
    signer_active: bool | None
    #: The batch it belongs to was taken back; None when it belongs to none.
    undone: bool | None
    #: An interview with them lies ahead; a message from them waits for an answer.
    ahead: bool
    unread: bool
    #: An interview with them has ended since the letter was approved, or sent again.
    met_since: bool
    #: HR looks into something they wrote: letters to many wait.
    frozen: bool
    #: Another letter of its kind to this person or mailbox was first.
    crossed: bool
    #: Other applications of theirs with an offer or a hire, which whoever approved it knew of.
    knew_of: list[int]
    #: The person's zone, empty when nobody knows it, and the office.
    theirs: str
    office_id: int
    #: The ATS says something else of them, which nobody has settled.
    disputed: bool
    #: A word that came after it was approved names another day than this letter does.
    other_day: bool
    #: The letter's words, and what the person and the role are called now.
    subject: str
    body: str
    addressed: str
    title: str
    #: Whoever answers for it, if anybody; and whether the wall does not part them from this person.
    actor_id: int | None
    outside: bool
    requisition_id: int

    @property
    def to_many(self) -> bool:
        return self.undone is not None


class Looked(NamedTuple):
    """What became of the facts that letters were approved on."""

    #: By letter, what is no longer as it was; a letter that still holds is left out.
    changed: dict[int, str]
    #: A hold was on when the look began, as far as one letter was there to look at.
    held: bool
    #: The facts themselves, a row for each application.
    facts: Sequence[Facts] = ()


def look(session: Session, message_ids: Sequence[int], now: datetime, *, last: bool = False) -> Looked:
    """Hold letters against the facts they were approved on.

    now: aware UTC; a date that a letter names must still lie ahead in the office. last: whoever is about to change
    one of their applications is waited for, and what they did is seen.

    The rows it looks at stay locked against change until the transaction ends.
    """
    return looking(session, message_ids, now, last=last)()


def looking(
    session: Session, message_ids: Sequence[int], now: datetime, *, last: bool = False
) -> Callable[[], Looked]:
    """Ask for the facts of letters, and return what holds them against each other; see `look` and `db.together`."""
    if not message_ids:
        return lambda: Looked({}, False)
    session.flush()
    # past the ORM: every few letters on their way out ask this
    kind = session.get_bind().dialect.name
    ids = several(message_ids) if kind == "postgresql" else json.dumps(list(message_ids))
    if last and kind == "postgresql":
        # a statement that waited for a lock still answers from before it waited
        later(session, _LOCK, {"letters": ids}, rows=False)
    found = _FACTS[kind].asking(session, {"letters": ids, "now": now})
    return lambda: _looked(session, message_ids, [Facts._make(row) for row in found()], now)


def _looked(session: Session, message_ids: Sequence[int], rows: Sequence[Facts], now: datetime) -> Looked:
    settled = _settled_elsewhere(session, rows)
    noes = [
        row.application_id for row in rows if manner(row.type).decision is Outcome.REJECT and not row.internal
    ]
    waiting = after_colleagues(session, noes)
    held = rights.held(session, rows)
    reasons: dict[int, str] = {}
    for row in rows:
        today = now.astimezone(ZoneInfo(row.zone)).date()
        reason = (
            _answered_for(row, held)
            or _changed(row)
            or _called_otherwise(row)
            or _not_to_many(row)
            or _no_longer_fits(row, settled)
            or _gone_by(row, today)
        )
        if not reason and row.application_id in waiting and manner(row.type).decision is Outcome.REJECT:
            reason = "others are told first"
        if reason:
            reasons.setdefault(row.message_id, reason)
    gone = set(message_ids) - {row.message_id for row in rows}
    changed = reasons | dict.fromkeys(gone, "its application is gone")
    return Looked(changed, any(row.held for row in rows), rows)


def _facts(those: str) -> Question:
    """Return the question for the facts of some letters, column by column as `Facts` names them.

    those: the condition that says which.
    """
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
            _decision(),
            _turned(),
            exists().where(InstanceFact.name == brakes.HOLD),
            _active(Message.actor_id),
            _active(Message.sender_id),
            _undone(),
            _ahead(),
            _unread(),
            _met_since(),
            is_frozen(),
            crosses(),
            Message.knew_of,
            Candidate.zone,
            Requisition.office_id,
            _disputed(),
            _other_day(),
            Message.subject,
            Message.body,
            _addressed(),
            Requisition.title,
            *rights.columns(),
            Application.requisition_id,
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


def _addressed() -> ColumnElement[str]:
    """The name a letter greets, as `Candidate.addressed`."""
    called = (Candidate.preferred_name, Candidate.first_name)
    return func.coalesce(*(func.nullif(each, "") for each in called), Candidate.last_name)


def _decision() -> ColumnElement[int]:
    """The number of the decision that stands, nought for none."""
    newest = (
        select(func.max(Decision.number))
        .where(Decision.application_id == Application.id, Decision.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    return func.coalesce(newest, 0)


def _turned() -> ColumnElement[bool]:
    """Something happened to them or to their requisition since it was approved."""
    own = exists().where(
        Event.application_id == Application.id,
        Event.type.in_(_TURNS),
        Event.id > MessageApplication.seen_event,
    )
    shared = exists().where(
        Event.requisition_id == Application.requisition_id,
        Event.application_id.is_(None),
        Event.type.in_(_TURNS),
        Event.id > MessageApplication.seen_shared,
    )
    return or_(own, shared)


def _other_day() -> ColumnElement[bool]:
    named = Event.data["next_date"].as_string()
    return exists().where(
        MessageApplication.promised.is_not(None),
        Event.application_id == Application.id,
        Event.type == "out",
        Event.id > MessageApplication.seen_event,
        named.is_not(None),
        func.substr(named, 1, 10) != MessageApplication.promised,
    )


def _undone() -> ScalarSelect[bool]:
    return (
        select(Batch.state == BatchState.UNDONE)
        .join(BatchRow, BatchRow.batch_id == Batch.id)
        .where(BatchRow.message_id == Message.id)
        .scalar_subquery()
    )


def _ahead() -> ColumnElement[bool]:
    return _any_of(
        Interview.application_id == Application.id,
        Interview.state == InterviewState.SCHEDULED,
        Interview.ends_at > _NOW,
    )


def _met_since() -> ColumnElement[bool]:
    return _any_of(
        Interview.application_id == Application.id,
        Interview.state.in_((InterviewState.SCHEDULED, InterviewState.HELD)),
        Interview.ends_at > func.coalesce(Message.resent_at, Message.created_at),
        Interview.ends_at <= _NOW,
    )


def _any_of(*those: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is a row, looked for by itself for each application.

    Of EXISTS PostgreSQL would first gather every interview that lies ahead, or every mail that is not filed.
    """
    return select(literal(1)).where(*those).limit(1).scalar_subquery().is_not(None)


def _unread() -> ColumnElement[bool]:
    """Something of theirs waits for an answer, or for somebody to say what it is."""
    asked = exists().where(
        Clock.application_id == Application.id,
        Clock.name == "REPLY",
        Clock.stopped_at.is_(None),
        or_(Clock.until_at.is_(None), Clock.until_at > _NOW),
    )
    # a mail of which nobody has said what it is: it may be the one that changes everything
    unsettled = exists().where(
        InboundMail.application_id == Application.id,
        InboundMail.state == InboundState.THREADED,
        InboundMail.settled_at.is_(None),
        InboundMail.twin_id.is_(None),
    )
    # one of theirs about several applications, of which nobody has said which
    unfiled = _any_of(
        InboundMail.candidate_id == Application.candidate_id,
        InboundMail.application_id.is_(None),
        InboundMail.state == InboundState.UNMATCHED,
        InboundMail.settled_at.is_(None),
        InboundMail.twin_id.is_(None),
    )
    return or_(asked, unsettled, unfiled)


def _disputed() -> ColumnElement[bool]:
    return exists().where(Disagreement.application_id == Application.id, Disagreement.settled_at.is_(None))


def _active(user_id: Any) -> ScalarSelect[bool]:
    """Whether a user may log in; one that is sent again has been read again, by whoever had it sent."""
    return select(User.active).where(User.id == user_id, Message.resent_at.is_(None)).scalar_subquery()


_LOCK = """
SELECT 1 FROM applications WHERE id = ANY(ARRAY(
    SELECT application_id FROM message_applications WHERE message_id = ANY(CAST(%(letters)s AS bigint[]))
)) ORDER BY id FOR SHARE"""
# the ids go as one value, so that the statement stays the same and is planned once
_FACTS = {
    "sqlite": _facts("message_applications.message_id IN (SELECT value FROM json_each(:letters))"),
    "postgresql": _facts("message_applications.message_id = ANY(CAST(:letters AS bigint[]))"),
}


def _answered_for(row: Facts, held: rights.Held) -> str:
    """What whoever approved it, or signs it, has lost since: a letter leaves while somebody answers for it."""
    if row.writer_active is False:
        return DISABLED
    if reason := rights.lost(row, held):
        return reason
    return UNSIGNED if row.signer_active is False else ""


def _changed(row: Facts) -> str:
    if row.undone:
        return UNDONE
    if row.crossed:
        return "another letter of this kind to them, or to their mailbox, was first"
    if row.applicant_id != row.candidate_id:
        return "the application belongs to somebody else now"
    if (row.email or "").strip() != row.recipient:
        return "the address is another one"
    how = manner(row.type)
    if row.disputed and (row.to_many or how.decision is not None):
        return ats.DISPUTED
    # a no may confirm one that was said in a talk, and was approved on an application that was closed by it
    confirms = how.decision is Outcome.REJECT and row.version == row.approved_version
    if row.state is not ApplicationState.ACTIVE and not how.after_the_end and not confirms:
        return f"the application is closed ({row.state.value})"
    if row.decision != row.approved_decision:
        return "the decision is another one"
    if row.version != row.approved_version:
        return "the application was edited"
    return "something happened meanwhile" if row.turned else ""


def _called_otherwise(row: Facts) -> str:
    """A letter greets somebody, and speaks of a role, by the names they have when it leaves."""
    if row.addressed.strip() and not holds(row.body, row.addressed):
        return "they are called otherwise now"
    if not names_role(row.title, small_of(row.body), small_of(row.subject)):
        return "the role is called otherwise now"
    return ""


def _not_to_many(row: Facts) -> str:
    """What keeps somebody out of any batch, as it stands: a moment says nothing of who was first.

    A colleague whose act began before the batch was confirmed may have come to its end after that.
    """
    if not row.to_many:
        return ""
    if row.internal:
        return "they are a colleague now, who is told in a conversation first"
    if row.unread:
        return "a message from them waits for an answer"
    if row.frozen:
        return "HR holds letters to many back from them"
    if row.ahead and manner(row.type).decision is not Outcome.ADVANCE:
        return "an interview with them lies ahead"
    return ""


def _no_longer_fits(row: Facts, settled_elsewhere: Collection[tuple[int, int]]) -> str:
    """What would forbid writing the letter today, though no version of the application tells."""
    if manner(row.type).decision is Outcome.REJECT:
        if row.internal and manner(row.type).family is not Family.INTERNAL:
            return "they are a colleague now, who is told in a conversation first"
        if row.met_since:
            return "an interview with them was held meanwhile"
        settled = (row.message_id, row.application_id) in settled_elsewhere
        return "they got an offer, or were hired, on another requisition meanwhile" if settled else ""
    if row.requisition in OVER and not manner(row.type).after_the_end:
        return f"the requisition is {row.requisition.value}: they are owed the outcome"
    return ""


def _settled_elsewhere(session: Session, rows: Sequence[Facts]) -> set[tuple[int, int]]:
    """Return whose people have an offer or were hired elsewhere, and whoever approved the letter did not know."""
    rejections = [row for row in rows if row.type in NOES]
    if not rejections:
        return set()
    about = {row.application_id for row in rejections}
    found = elsewhere.settled(session, {row.applicant_id for row in rejections}, about)
    return {
        (row.message_id, row.application_id)
        for row in rejections
        if found.get(row.applicant_id, frozenset()).difference(row.knew_of, (row.application_id,))
    }


def _gone_by(row: Facts, today: date) -> str:
    """A letter that waited must not name a day that has come, nor another one than they were told since."""
    if row.other_day:
        return "another day was named to them meanwhile"
    for named, what in ((row.promised, "promises"), (row.deadline, "sets")):
        if named is not None and date.fromisoformat(named) <= today:
            return f"the date it {what} has come meanwhile"
    return ""
