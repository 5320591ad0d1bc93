"""Many letters approved at once: rendered and frozen before, written in a few strokes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.messages.models import Message, MessageApplication, MessageChange, MessageState
from recruiterdash.messages.moving import count_for


class Settles(NamedTuple):
    """What a letter settles for one application; see `MessageApplication`."""

    application_id: int
    intent: str
    approved_version: int
    decision_number: int = 0
    promised: str | None = None
    asks: bool = False
    deadline: str | None = None
    #: The newest entries of its history and of its requisition's that were seen.
    seen_event: int = 0
    seen_shared: int = 0


class Rendered(NamedTuple):
    """One letter as it was approved, its bytes made."""

    candidate_id: int
    type: str
    recipient: str
    subject: str
    body: str
    data: bytes
    message_id: str
    envelope_from: str
    about: tuple[Settles, ...]
    template_version_id: int | None = None
    sender_id: int | None = None
    compose_token: str | None = None
    decision_id: int | None = None
    #: Its text is not what the wording alone makes of it.
    edited: bool = False
    #: No earlier than this; that of all of them when left out.
    send_at: datetime | None = None
    #: Why then, in a sentence.
    leaves_why: str = ""


_LETTER = (
    "id",
    "candidate_id",
    "type",
    "state",
    "recipient",
    "domain",
    "subject",
    "body",
    "frozen",
    "message_id",
    "envelope_from",
    "template_version_id",
    "sender_id",
    "actor_id",
    "compose_token",
    "decision_id",
    "send_at",
    "attempts",
    "fence",
    "heard",
    "edited",
    "leaves_why",
    "knew_of",
    "asked",
    "created_at",
)
_ABOUT = (
    "message_id",
    "application_id",
    "intent",
    "approved_version",
    "seen_event",
    "seen_shared",
    "decision_number",
    "promised",
    "asks",
    "deadline",
)
_CHANGE = ("message_id", "at", "after", "actor_id", "reason")


def enqueue(
    session: Session, letters: Sequence[Rendered], *, send_at: datetime, now: datetime, actor_id: int | None
) -> Sequence[int]:
    """Put letters on their way and return their ids; all of them, or none when the transaction does not end well.

    send_at: no earlier than this, aware. now: aware UTC. The caller holds their applications and has made sure
    that each may be written. Nothing is committed. The database refuses a second letter with one intent.
    """
    ids = bulk.reserve(session, Message, len(letters))
    moments = [each.send_at or send_at for each in letters]
    states = [MessageState.HELD if at > now else MessageState.QUEUED for at in moments]
    numbered = list(zip(ids, letters, moments, states, strict=True))
    # the applications are held, and what else is referred to hangs on them
    with bulk.unchecked(session):
        bulk.insert(
            session,
            Message,
            _LETTER,
            (
                (
                    *(id_, each.candidate_id, each.type, state, each.recipient),
                    *(each.recipient.rpartition("@")[2].lower(), each.subject, each.body, each.data),
                    *(
                        each.message_id,
                        each.envelope_from,
                        each.template_version_id,
                        each.sender_id,
                        actor_id,
                    ),
                    *(
                        each.compose_token,
                        each.decision_id,
                        at,
                        0,
                        0,
                        True,
                        each.edited,
                        each.leaves_why,
                        [],  # nobody in a batch has an offer
                        "",
                        now,
                    ),
                )
                for id_, each, at, state in numbered
            ),
        )
        settled = ((id_, *_about(one)) for id_, each, _, _ in numbered for one in each.about)
        bulk.insert(session, MessageApplication, _ABOUT, settled)
        bulk.insert(
            session,
            MessageChange,
            _CHANGE,
            ((id_, now, state.value, actor_id, "") for id_, _, _, state in numbered),
        )
    count_for(session, [one.application_id for each in letters for one in each.about], +1)
    return ids


def _about(one: Settles) -> tuple[object, ...]:
    return (
        one.application_id,
        one.intent,
        one.approved_version,
        one.seen_event,
        one.seen_shared,
        one.decision_number,
        one.promised,
        one.asks,
        one.deadline,
    )
