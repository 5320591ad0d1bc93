"""Questions about letters; every one starts from the people the viewer may see."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    LargeBinary,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased, defer

from recruiterdash import paging
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.visibility import visible, walled_ids, walled_people
from recruiterdash.db import Key, Question
from recruiterdash.errors import NotFound
from recruiterdash.journey.models import Event
from recruiterdash.messages.batch_rows import BatchApplication
from recruiterdash.messages.models import (
    CaughtLetter,
    Message,
    MessageApplication,
    MessageChange,
    MessageState,
)
from recruiterdash.notices.models import OF_HOLD, Notice
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Role, User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Clock

NEWEST = Order((Message.id,), descending=True)
LATEST_CAUGHT = Order((CaughtLetter.id,), descending=True)
#: As many bytes of a caught letter as its headers take, with room.
CAUGHT_HEAD = 16_384


class Row(NamedTuple):
    """One letter as lists show it."""

    message: Message
    candidate: Candidate
    actor: str | None


class About(NamedTuple):
    """One application a letter speaks of."""

    settled: MessageApplication
    requisition: str


class Change(NamedTuple):
    """One change of a letter's state, and who made it."""

    change: MessageChange
    by: str | None


def within_sight(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Message` that keeps letters that speak only of what the viewer may see."""
    about, other = aliased(MessageApplication), aliased(MessageApplication)
    seen = (
        select(Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(visible(viewer))
    )
    return and_(
        exists().where(about.message_id == Message.id, about.application_id.in_(seen)),
        ~exists().where(other.message_id == Message.id, other.application_id.not_in(seen)),
    )


def walled_letters(viewer: Viewer) -> Select[int]:
    """Return the ids of letters to people behind the wall, for rows that carry a letter's id themselves."""
    return select(Message.id).where(Message.candidate_id.in_(walled_people(viewer)))


def walled_batches(viewer: Viewer) -> Select[int]:
    """Return the ids of batches that speak of somebody behind the wall."""
    return select(BatchApplication.batch_id).where(BatchApplication.application_id.in_(walled_ids(viewer)))


def letter(session: Session, viewer: Viewer, message_id: int, *, to_change: bool = False) -> Message:
    """Return a letter. to_change: nobody else moves it until the transaction ends.

    Raises NotFound when it is not there or not this viewer's to see.
    """
    statement = select(Message).where(Message.id == message_id, within_sight(viewer))
    found = session.scalars(statement.with_for_update(of=Message) if to_change else statement).one_or_none()
    if found is None:
        raise NotFound("This letter")
    return found


def any_seen(session: Session, viewer: Viewer, message_ids: Sequence[int]) -> bool:
    """Return whether one of some letters is the viewer's to see."""
    seen = select(Message.id).where(Message.id.in_(message_ids), within_sight(viewer))
    return session.scalar(seen.limit(1)) is not None


def is_written(session: Session, token: str) -> bool:
    """Return whether a letter was made with this token already."""
    return bool(session.scalar(select(exists().where(Message.compose_token == token))))


def listed(
    session: Session,
    viewer: Viewer,
    states: Sequence[MessageState] = (),
    cursor: str | None = None,
    size: int = paging.PAGE,
) -> Page[Row]:
    """Return one page of letters, newest first; all states when none is named."""
    statement = (
        select(Message, Candidate, User.name)
        .join(Candidate, Candidate.id == Message.candidate_id)
        .outerjoin(User, User.id == Message.actor_id)
        .where(within_sight(viewer), Message.state.in_(states) if states else true())
        .options(defer(Message.frozen), defer(Message.body))
    )
    found = paging.page(session, statement, NEWEST, cursor, size=size)
    return Page([Row(*row) for row in found.rows], found.next)


def settled_by(session: Session, message_ids: Sequence[int]) -> dict[int, list[MessageApplication]]:
    """Return what each of some letters settles. For whoever has found the letters within the viewer's sight."""
    rows = session.scalars(
        select(MessageApplication)
        .where(MessageApplication.message_id.in_(message_ids))
        .order_by(MessageApplication.id)
    )
    found: dict[int, list[MessageApplication]] = {}
    for row in rows:
        found.setdefault(row.message_id, []).append(row)
    return found


class OfApplication(NamedTuple):
    """One letter as the page of an application shows it."""

    id: int
    type: str
    state: MessageState
    subject: str
    recipient: str
    send_at: datetime
    sent_at: datetime | None
    last_answer: str | None
    actor: str | None


#: Every page of an application asks this.
_OF = Question(
    select(
        Message.id,
        Message.type,
        Message.state,
        Message.subject,
        Message.recipient,
        Message.send_at,
        Message.sent_at,
        Message.last_answer,
        User.name,
    )
    .join(MessageApplication, MessageApplication.message_id == Message.id)
    .outerjoin(User, User.id == Message.actor_id)
    .where(MessageApplication.application_id == bindparam("application", type_=Key))
    .order_by(Message.id.desc())
    .limit(bindparam("most", type_=Integer))
)


def of_application_later(
    session: Session, application_id: int, most: int = 50
) -> Callable[[], list[OfApplication]]:
    """Ask for the newest letters about an application, newest first, and return what gives them; see `db.together`.

    For pages that have found the application itself within the viewer's sight.
    """
    found = _OF.asking(session, {"application": application_id, "most": most})
    return lambda: [OfApplication(*row) for row in found()]


def about(session: Session, message_id: int) -> list[About]:
    """Return the applications a letter speaks of, with the titles they were for."""
    statement = (
        select(MessageApplication, Requisition.title)
        .join(Application, Application.id == MessageApplication.application_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(MessageApplication.message_id == message_id)
        .order_by(MessageApplication.id)
    )
    return [About(*row) for row in session.execute(statement)]


def changes(session: Session, message_id: int) -> list[Change]:
    """Return every change of a letter's state, oldest first."""
    statement = (
        select(MessageChange, User.name)
        .outerjoin(User, User.id == MessageChange.actor_id)
        .where(MessageChange.message_id == message_id)
        .order_by(MessageChange.id)
    )
    return [Change(*row) for row in session.execute(statement)]


class People(NamedTuple):
    """Whom a letter is to, who signs it, and who pressed the button."""

    candidate: Candidate
    sender: str | None
    actor: str | None


def people_of(session: Session, message: Message) -> People:
    """Return the people of a letter."""
    signer, writer = aliased(User), aliased(User)
    statement = (
        select(Candidate, signer.name, writer.name)
        .select_from(Candidate)
        .outerjoin(signer, signer.id == message.sender_id)
        .outerjoin(writer, writer.id == message.actor_id)
        .where(Candidate.id == message.candidate_id)
    )
    return People(*session.execute(statement).one())


def newest_entries(session: Session, application_id: int, requisition_id: int) -> tuple[int, int]:
    """Return the newest entry of an application's own history, and of its requisition's; 0 for none.

    An entry is written by who holds its row: of two entries of one history the later has the larger number.
    """
    own = select(func.max(Event.id)).where(Event.application_id == application_id)
    shared = select(func.max(Event.id)).where(
        Event.requisition_id == requisition_id, Event.application_id.is_(None)
    )
    return session.scalar(own) or 0, session.scalar(shared) or 0


def running_clocks(session: Session, application_id: int, now: datetime) -> dict[str, datetime | None]:
    """Return the clocks that run for an application, with their dues; a paused one has none."""
    statement = select(Clock.name, Clock.due_at).where(
        Clock.application_id == application_id,
        Clock.stopped_at.is_(None),
        Clock.started_at <= now,
        or_(Clock.until_at.is_(None), Clock.until_at > now),
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def listed_for_programs(session: Session, state: MessageState | None) -> list[dict[str, Any]]:
    """Return every letter, one row an application, with the words of the outbox's list."""
    statement = (
        select(Message, MessageApplication)
        .join(MessageApplication, MessageApplication.message_id == Message.id)
        .where(Message.state == state if state else true())
        .options(defer(Message.frozen), defer(Message.body))
        .order_by(Message.id, MessageApplication.id)
    )
    return [_for_programs(message, settled) for message, settled in session.execute(statement)]


def _for_programs(message: Message, settled: MessageApplication) -> dict[str, Any]:
    return {
        "id": message.id,
        "application": settled.application_id,
        "decision_version": settled.decision_number,
        "kind": message.type,
        "intent": settled.intent,
        "recipient": message.recipient,
        "state": message.state.value,
        "attempts": message.attempts,
        "message_id": message.message_id,
        "created_at": message.created_at,
        "send_at": message.send_at,
        "sent_at": message.sent_at,
        "lease_until": message.lease_until,
        "last_answer": message.last_answer,
    }


# --- what was caught -------------------------------------------------------------------------------


def caught(session: Session, viewer: Viewer, cursor: str | None = None) -> Page[CaughtLetter]:
    """Return one page of what the catcher took, newest first."""
    statement = select(CaughtLetter).where(_caught_within_sight(viewer)).options(defer(CaughtLetter.raw))
    found = paging.page(session, statement, LATEST_CAUGHT, cursor)
    return Page([row[0] for row in found.rows], found.next)


def caught_heads(session: Session, letters: Sequence[CaughtLetter]) -> dict[int, bytes]:
    """Return how each of some caught letters begins, its headers in it, without reading its files: id -> bytes."""
    head = func.substr(CaughtLetter.raw, 1, CAUGHT_HEAD, type_=LargeBinary)
    ids = [each.id for each in letters]
    asked = select(CaughtLetter.id, head).where(CaughtLetter.id.in_(ids))
    return {id_: bytes(begun) for id_, begun in session.execute(asked)} if ids else {}


def caught_letter(session: Session, viewer: Viewer, caught_id: int) -> CaughtLetter:
    """Return one caught letter. Raises NotFound when it is not there or not this viewer's to see."""
    statement = select(CaughtLetter).where(CaughtLetter.id == caught_id, _caught_within_sight(viewer))
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound("This letter")
    return found


def _caught_within_sight(viewer: Viewer) -> ColumnElement[bool]:
    """A copy is seen by those who may see the letter; what is no letter of ours, by administrators.

    A notice to a colleague speaks of a person, too: not to an administrator whom the wall keeps from them. One that
    was written as it left may speak of anybody: not to an administrator from whom the wall hides somebody. One that
    tells of a hold on feedback is read by nobody but whom it was written to.
    """
    own = exists().where(Message.message_id == CaughtLetter.message_id, within_sight(viewer))
    if Role.ADMIN not in viewer.roles:
        return own
    of_many = and_(Notice.kind != "", walled_ids(viewer).exists(), Notice.user_id != viewer.user_id)
    of_hold = and_(Notice.key.startswith(OF_HOLD), Notice.user_id != viewer.user_id)
    walled = exists().where(
        Notice.message_id == CaughtLetter.message_id,
        or_(Notice.application_id.in_(walled_ids(viewer)), of_many, of_hold),
    )
    return own | ~(exists().where(Message.message_id == CaughtLetter.message_id) | walled)
