"""Letters that wait are signed by somebody else when their signer leaves; what was written by hand comes back."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, DomainError, NotFound
from recruiterdash.journey.overview import overview
from recruiterdash.mail import Mailbox
from recruiterdash.messages import drafting, known, moving, operations, queries
from recruiterdash.messages.inbound import answering
from recruiterdash.messages.models import Message, MessageChange, TemplateVersion
from recruiterdash.messages.sealing import sealed
from recruiterdash.messages.types import Letter, MessageType
from recruiterdash.team.permissions import Viewer


class Signed(NamedTuple):
    """What became of one letter."""

    message_id: int
    application_id: int
    person: str
    subject: str
    #: Why it was kept back instead of signed anew; empty when it leaves as planned.
    kept_back: str


def waiting_of(session: Session, viewer: Viewer, user_id: int) -> list[Message]:
    """Return the letters signed by a colleague, or approved by them, that have not left and the viewer may see."""
    ids = session.scalars(
        select(Message.id)
        .where(
            Message.state.in_(moving.READY), (Message.sender_id == user_id) | (Message.actor_id == user_id)
        )
        .order_by(Message.id)
    ).all()
    found = []
    for id_ in ids:
        try:
            found.append(queries.letter(session, viewer, id_))
        except NotFound:
            continue
    return found


def sign_anew(
    session: Session, viewer: Viewer, message_id: int, *, now: datetime, settings: Settings
) -> Signed:
    """Have a waiting letter signed by who is responsible now; one that cannot be is kept back.

    Who gets it, when it leaves and what it settles stay as they were. Written by hand, or in a batch, it is kept
    back, with the decision recorded with it. Nothing is committed.
    """
    message = queries.letter(session, viewer, message_id, to_change=True)
    about = queries.about(session, message.id)
    person = queries.people_of(session, message).candidate.name
    application_id, refusal = about[0].settled.application_id, ""
    try:
        _sign(session, viewer, message, now, settings)
    except DomainError as wrong:
        refusal = str(wrong)
        operations.cancel(session, viewer, message.id, now=now)
    return Signed(message.id, application_id, person, message.subject, refusal)


def _sign(session: Session, viewer: Viewer, message: Message, now: datetime, settings: Settings) -> None:
    about = queries.about(session, message.id)
    if message.resent_at is not None:
        raise BadInput("It was sent before and may have arrived: say first whether it did.")
    if message.edited or message.template_version_id is None:
        raise BadInput("It was written by hand: read it again before it leaves.")
    if message.to_many or len(about) != 1:
        raise BadInput("It was approved with others, or is about several applications: write it again.")
    settled = about[0].settled
    over = overview(session, viewer, settled.application_id)
    context = known.context(session, viewer, over, now=now, company=settings.company, settings=settings)
    version = session.get_one(TemplateVersion, message.template_version_id)
    type_ = MessageType(message.type)
    promise = date.fromisoformat(settled.promised) if settled.promised else None
    words = drafting.worded(session, over, context, type_, version, promise, now)
    letter = Letter(type_, *words, "", promise, template_version_id=version.id)
    operations.ensure_courteous(session, viewer, over, letter, context, now, settings)
    made = sealed(
        message.message_id,
        Mailbox(over.candidate.name, message.recipient),
        context.signer,
        *words,
        now=now,
        settings=settings,
        answers=answering.thread_of(session, settled.intent),
    )
    message.subject, message.body, message.frozen = " ".join(words[0].split()), words[1], made.data
    message.sender_id, message.actor_id = context.signer.user_id, viewer.user_id
    state = message.state.value
    reason = f"signed by {context.signer.name} instead"
    session.add(
        MessageChange(
            message_id=message.id, at=now, before=state, after=state, actor_id=viewer.user_id, reason=reason
        )
    )
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="letter.sign_anew",
        subject="application",
        subject_id=settled.application_id,
        message=message.id,
        type=message.type,
        sender=context.signer.user_id,
    )
