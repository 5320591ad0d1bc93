"""Letters that wait for their hour: who gets which, when, and why then; and one sent sooner, with a reason."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, defer

from recruiterdash import audit, paging
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.config import Settings
from recruiterdash.errors import Conflict, NotAllowed
from recruiterdash.messages import leaving, queries
from recruiterdash.messages.brakes import worded
from recruiterdash.messages.hours import zone_named
from recruiterdash.messages.leaving import Whose
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.messages.moving import move, moving_of
from recruiterdash.messages.types import MessageType
from recruiterdash.messages.window import Verdict, binds, spoken_moment
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office, User
from recruiterdash.team.permissions import Viewer

NEXT_FIRST = Order((Message.send_at, Message.id))
ASKED = "Say why it cannot wait"


class Waiting(NamedTuple):
    """One letter that leaves later."""

    message: Message
    whose: Whose
    #: Who approved it.
    actor: str | None
    #: Why it cannot leave now; empty when it can.
    not_now: str

    @property
    def spoken(self) -> str:
        """When it leaves, on their clock and on the office's."""
        office, theirs = self.whose.office.zone, zone_named(self.whose.candidate.zone)
        return spoken_moment(
            self.message.send_at, theirs.key if theirs else office, office, assumed=theirs is None
        )


def listed(
    session: Session, viewer: Viewer, *, now: datetime, settings: Settings, cursor: str | None = None
) -> Page[Waiting]:
    """Return one page of the letters that are approved and leave later, the next one first."""
    one = aliased(MessageApplication)
    first = select(func.min(one.id)).where(one.message_id == Message.id).correlate(Message).scalar_subquery()
    statement = (
        select(Message, Application, Candidate, Requisition, Office, User.name)
        .select_from(Message)
        .join(MessageApplication, MessageApplication.id == first)
        .join(Application, Application.id == MessageApplication.application_id)
        .join(Candidate, Candidate.id == Message.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .outerjoin(User, User.id == Message.actor_id)
        .where(
            Message.state == MessageState.HELD,
            Message.send_at > now,
            queries.within_sight(viewer),
        )
        .options(defer(Message.frozen), defer(Message.body))
    )
    found = paging.page(session, statement, NEXT_FIRST, cursor)
    rows: list[Waiting] = []
    for message, application, candidate, requisition, office, actor in found.rows:
        whose = Whose(application, candidate, requisition, office)
        not_now = _not_now(session, message, whose, now, settings)
        rows.append(Waiting(message, whose, actor, not_now))
    return Page(rows, found.next)


def send_now(
    session: Session, viewer: Viewer, message_id: int, reason: str, *, now: datetime, settings: Settings
) -> Message:
    """Let a letter leave that waits for its hour; the reason is kept.

    now: aware UTC. Raises NotFound out of sight, BadInput without a reason, Conflict when it waits no longer,
    NotAllowed for an outcome that can still be undone, or whose hour has not come and that nothing is owed before.
    """
    message = queries.letter(session, viewer, message_id, to_change=True)
    if message.state is not MessageState.HELD or message.send_at <= now:
        raise Conflict("This letter waits no longer for its hour: look where it stands. Nothing was done.")
    if refusal := _not_now(session, message, _whose(session, message.id), now, settings):
        raise NotAllowed(f"{refusal} Nothing was done.")
    said = worded(reason, ASKED)
    move(
        session,
        [moving_of(message)],
        MessageState.QUEUED,
        now,
        reasons=f"sent now: {said}",
        actor_id=viewer.user_id,
        send_at=now,
    )
    session.refresh(message)
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="letter.hasten",
        subject="message",
        subject_id=message.id,
        type=message.type,
        state=message.state.value,
    )
    return message


def _not_now(session: Session, message: Message, whose: Whose, now: datetime, settings: Settings) -> str:
    """Why a letter may not leave this moment; empty when it may."""
    type_ = MessageType(message.type)
    if not binds(type_, batch=message.to_many):
        return ""  # one person wrote it to one, and chose the hour
    if now < message.created_at + timedelta(seconds=settings.long_undo_seconds):
        what = "A letter of a batch" if message.to_many else "An outcome"
        return f"{what} is kept back for a while, so that it can be undone."
    if not settings.send_window:
        return ""
    leave = leaving.at_once(session, whose, type_, now=now)
    return leave.why if leave.verdict is Verdict.SCHEDULED else ""


def _whose(session: Session, message_id: int) -> Whose:
    """The first application a letter speaks of, with its person, requisition and office."""
    row = session.execute(
        select(Application, Candidate, Requisition, Office)
        .join(MessageApplication, MessageApplication.application_id == Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .where(MessageApplication.message_id == message_id)
        .order_by(MessageApplication.id)
        .limit(1)
    ).one()
    return Whose(*row)
