"""The letters: where each stands on its way out."""

from datetime import date, datetime

from flask import Blueprint, Response
from msgspec import Struct

from recruiterdash import doors
from recruiterdash.api.answering import answers, said
from recruiterdash.api.asking import ListQuery, asked
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import ats, queries
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.messages.vitals import READY
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_messages", __name__)


class MessagesQuery(ListQuery, frozen=True, kw_only=True):
    """Which letters."""

    state: MessageState | None = None


class Settled(Struct, frozen=True):
    """What a letter settles for one application."""

    application: int
    #: Number of the decision it speaks of; 0 when there is none.
    decision_version: int
    #: outcome, promise, reply or word, with what it names.
    intent: str
    #: The day it promises.
    promise: date | None


class LetterLine(Struct, frozen=True):
    """One letter."""

    id: int
    #: The first application it is about, and all of them.
    application: int
    about: list[Settled]
    type: str
    state: MessageState
    recipient: str
    subject: str
    message_id: str
    #: It was approved together with others.
    to_many: bool
    #: Who approved it.
    actor: str | None
    attempts: int
    #: What the mail server said last.
    last_answer: str | None
    created_at: datetime
    #: It leaves no earlier than this.
    send_at: datetime
    sent_at: datetime | None
    #: Why it waits for a newer import of the ATS's data; empty when it does not.
    waits_for_import: str


class Letters(Struct, frozen=True):
    """One page of letters, the newest first."""

    items: list[LetterLine]
    next: str | None


@bp.get("/messages")
@answers(Letters, MessagesQuery)
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def listed() -> Response:
    """List letters that speak of nobody but whom the user may see."""
    query = asked(MessagesQuery)
    session, states = doors.session(), (query.state,) if query.state else ()
    found = queries.listed(session, doors.viewer(), states, query.cursor, query.limit)
    about = queries.settled_by(session, [row.message.id for row in found.rows])
    known, now = ats.beside(session), doors.now()
    why = ats.why_it_waits(known, now)
    items = [
        _line(
            row.message,
            row.actor,
            about[row.message.id],
            why if row.message.state in READY and ats.waits_for_import(row.message, known, now) else "",
        )
        for row in found.rows
    ]
    return said(Letters(items, found.next))


def _line(
    message: Message, actor: str | None, about: list[MessageApplication], waits_for_import: str
) -> LetterLine:
    return LetterLine(
        id=message.id,
        application=about[0].application_id,
        about=[
            Settled(
                each.application_id,
                each.decision_number,
                each.intent,
                date.fromisoformat(each.promised) if each.promised else None,
            )
            for each in about
        ],
        type=message.type,
        state=message.state,
        recipient=message.recipient,
        subject=message.subject,
        message_id=message.message_id,
        to_many=message.to_many,
        actor=actor,
        attempts=message.attempts,
        last_answer=message.last_answer,
        created_at=message.created_at,
        send_at=message.send_at,
        sent_at=message.sent_at,
        waits_for_import=waits_for_import,
    )
