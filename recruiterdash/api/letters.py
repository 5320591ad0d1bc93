"""Letters to one person: the same checks and the same outbox as the page."""

import hashlib
import secrets
from datetime import date, datetime

import msgspec
from flask import Blueprint, Response, request
from msgspec import Struct, field

from recruiterdash import doors, feedback, jobs, messages
from recruiterdash.api.answering import does, said
from recruiterdash.api.asking import Body, row_id, told
from recruiterdash.candidates.models import Disposition
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import MANNERS, Letter, MessageType, ats, queries, vouching
from recruiterdash.messages.batches import asked as checks
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_letters", __name__)

#: The worker's bell, see `recruiterdash.jobs`.
OUTBOX = "outbox"
KEY = (
    "Idempotency-Key",
    "Names this request for ever: sent again it gets the first answer, with another body it is refused.",
)


class Write(Body, frozen=True, kw_only=True):
    """One letter to one person, as they will read it."""

    type: MessageType
    subject: str
    body: str
    #: The day by which they hear again; it has to stand in the text.
    promise: date | None = None
    #: Check -> why its warning is set aside.
    overrides: dict[str, str] = field(default_factory=dict)
    #: Recorded with a rejection when none is decided yet; not_selected when left out.
    reason: Disposition | None = None
    #: The application's version that was looked at; without it whatever stands is taken.
    version: int | None = None
    #: They are hired or have an offer on another requisition, and are to be told no all the same.
    despite_offer: bool = False
    #: Other applications of the same person whose no, decided before, the letter tells as well.
    also: list[int] = field(default_factory=list)


class Written(Struct, frozen=True, omit_defaults=True):
    """A letter as it was approved."""

    id: int
    application: int
    type: str
    state: MessageState
    recipient: str
    subject: str
    message_id: str
    send_at: datetime
    #: Why it waits for a newer import of the ATS's data; left out when it does not.
    waits_for_import: str = ""


class Vouch(Body, frozen=True, kw_only=True):
    """How somebody knows that letters are still right though data from the ATS are old."""

    reason: str


class Vouched(Struct, frozen=True):
    """How many letters no longer wait for a newer import."""

    letters: int


@bp.post("/messages/<message_id>/vouch")
@does(Vouched, Vouch, refusals=(404, 409))
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def vouch(message_id: str) -> Response:
    """Let a letter leave though data from the ATS are old; the reason is kept with it."""
    session, number = doors.session(), row_id(message_id, "This letter")
    many = vouching.vouch(session, doors.viewer(), number, told(Vouch).reason, now=doors.now())
    session.commit()
    jobs.wake(OUTBOX)
    return said(Vouched(many))


@bp.post("/applications/<application_id>/messages")
@does(Written, Write, statuses=(201, 200), refusals=(409,), headers=(KEY,))
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def write(application_id: str) -> Response:
    """Approve a letter to one person.

    It is held for the undo window and then leaves. 200 with the first answer when its key came before.
    """
    number = row_id(application_id, "This application")
    session, viewer, asked = doors.session(), doors.viewer(), told(Write)
    checks.ensure_overrides(asked.overrides)
    feedback.ensure_unquoted(session, viewer, asked.subject, asked.body, *asked.overrides.values())
    letter = Letter(
        type=asked.type,
        subject=asked.subject,
        body=asked.body,
        token=_token(viewer.user_id),
        promise=asked.promise,
        version=asked.version,
        reason=asked.reason or _reason(asked.type),
        despite_offer=asked.despite_offer,
        overrides=asked.overrides,
        also=tuple(asked.also),
        asked=_digest(number, asked),
    )
    again = queries.is_written(session, letter.token)
    message = messages.queue(session, viewer, number, letter, now=doors.now(), settings=doors.settings())
    answer = Written(
        id=message.id,
        application=number,
        type=message.type,
        state=message.state,
        recipient=message.recipient,
        subject=message.subject,
        message_id=message.message_id,
        send_at=message.send_at,
        waits_for_import=_waits(message),
    )
    session.commit()
    jobs.wake(OUTBOX)
    return said(answer, 200 if again else 201)


def _waits(message: Message) -> str:
    known, now = ats.beside(doors.session()), doors.now()
    return ats.why_it_waits(known, now) if ats.waits_for_import(message, known, now) else ""


def _token(user_id: int) -> str:
    """Return what makes this letter one: the program's own key, where it gives one."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return secrets.token_urlsafe(24)
    return f"key:{hashlib.sha256(f'{user_id}:{key}'.encode()).hexdigest()[:48]}"


def _digest(application_id: int, asked: Write) -> str:
    """Return what stands for a request that has a key, to the last word of it; empty without one."""
    if not request.headers.get("Idempotency-Key", ""):
        return ""
    whole = msgspec.json.encode([application_id, asked], order="sorted")
    return hashlib.sha256(whole).hexdigest()


def _reason(type_: MessageType) -> Disposition | None:
    return next(iter(MANNERS[type_].reasons), None)
