"""Many letters approved at once: rendered and frozen before, written in a few strokes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.bulk import Cells, Packed
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
    cells = bulk.cells_for(session.get_bind().dialect.name)
    numbered = list(zip(ids, letters, strict=True))
    made = (_letter(cells, *each, each[1].send_at or send_at, now, actor_id) for each in numbered)
    settled = (_about(cells, id_, one) for id_, each in numbered for one in each.about)
    changed = (
        cells.pack(
            (
                cells.number(id_),
                cells.moment(now),
                cells.text(_state(each.send_at or send_at, now)),
                cells.number(actor_id),
                cells.text(""),
            )
        )
        for id_, each in numbered
    )
    # the applications are held, and what else is referred to hangs on them
    with bulk.unchecked(session):
        bulk.insert_packed(session, Message, _LETTER, made)
        bulk.insert_packed(session, MessageApplication, _ABOUT, settled)
        bulk.insert_packed(session, MessageChange, _CHANGE, changed)
        count_for(session, [one.application_id for each in letters for one in each.about], +1)
    return ids


def _state(at: datetime, now: datetime) -> str:
    return (MessageState.HELD if at > now else MessageState.QUEUED).value


def _letter(
    cells: Cells, id_: int, each: Rendered, at: datetime, now: datetime, actor_id: int | None
) -> Packed:
    return cells.pack(
        (
            cells.number(id_),
            cells.number(each.candidate_id),
            cells.text(each.type),
            cells.text(_state(at, now)),
            cells.text(each.recipient),
            cells.text(each.recipient.rpartition("@")[2].lower()),
            cells.text(each.subject),
            cells.text(each.body),
            cells.data(each.data),
            cells.text(each.message_id),
            cells.text(each.envelope_from),
            cells.number(each.template_version_id),
            cells.number(each.sender_id),
            cells.number(actor_id),
            cells.text(each.compose_token),
            cells.number(each.decision_id),
            cells.moment(at),
            *(cells.number(0), cells.number(0), cells.truth(True)),
            cells.truth(each.edited),
            cells.text(each.leaves_why),
            cells.text("[]"),  # nobody in a batch has an offer
            cells.text(""),
            cells.moment(now),
        )
    )


def _about(cells: Cells, id_: int, one: Settles) -> Packed:
    return cells.pack(
        (
            cells.number(id_),
            cells.number(one.application_id),
            cells.text(one.intent),
            cells.number(one.approved_version),
            cells.number(one.seen_event),
            cells.number(one.seen_shared),
            cells.number(one.decision_number),
            cells.text(one.promised),
            cells.truth(one.asks),
            cells.text(one.deadline),
        )
    )
