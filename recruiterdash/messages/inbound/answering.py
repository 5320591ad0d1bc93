"""A letter that answers a mail: it continues the thread, and one mail is answered by one letter."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.errors import BadInput, Conflict
from recruiterdash.mail import EXTRA_HEADERS
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageApplication
from recruiterdash.team.models import User

_INTENT = re.compile(r"reply:([0-9]{1,18})")


def intent_of(mail_id: int) -> str:
    """Return what a letter settles that answers this mail."""
    return f"reply:{mail_id}"


def thread_of(session: Session, intent: str) -> str:
    """Return the Message-ID that a letter with this intent answers; empty when it answers none that can be named."""
    found = _INTENT.fullmatch(intent)
    message_id = (
        session.scalar(select(InboundMail.message_id).where(InboundMail.id == int(found[1])))
        if found
        else None
    )
    fits = message_id is not None and EXTRA_HEADERS["In-Reply-To"].fullmatch(message_id)
    return message_id or "" if fits else ""


def ensure_answerable(session: Session, application_id: int, mail_id: int) -> None:
    """Refuse to answer what is not this application's, and what somebody answers already.

    Raises BadInput for a mail of somebody else, Conflict naming who wrote the letter that answers it.
    """
    mail = session.get(InboundMail, mail_id) if 0 < mail_id < 2**63 else None
    if mail is None or mail.application_id != application_id or mail.state is not InboundState.THREADED:
        raise BadInput("The mail that this letter answers is not theirs: open the form again.")
    if (who := answered_by(session, mail_id)) is not None:
        raise Conflict(
            f"{who} has answered this mail meanwhile. Nothing was sent: read that letter first, then write another."
        )


def answered_by(session: Session, mail_id: int) -> str | None:
    """Return who wrote the letter that answers a mail, kept back ones aside; None when nobody has."""
    return session.scalar(
        select(User.name)
        .join(Message, Message.actor_id == User.id)
        .join(MessageApplication, MessageApplication.message_id == Message.id)
        .where(MessageApplication.intent == intent_of(mail_id), MessageApplication.released_at.is_(None))
        .limit(1)
    )


def is_being_answered(session: Session, mail_id: int) -> bool:
    """Return whether a letter that answers a mail is on its way and has not left."""
    under_way = (
        select(Message.id)
        .join(MessageApplication, MessageApplication.message_id == Message.id)
        .where(MessageApplication.intent == intent_of(mail_id), Message.state.in_(ON_ITS_WAY))
    )
    return session.scalar(under_way.limit(1)) is not None
