"""What passed elsewhere, told by a program: calls, mails, talks and notes, in the words of the events file."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from flask import Blueprint, Response, request
from msgspec import Meta

from recruiterdash import doors, journey
from recruiterdash.api.answering import does, said
from recruiterdash.api.asking import LARGEST, Body, meant, row_id, told
from recruiterdash.api.timeline import WHOLE, Entry, entry
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.journey import Happened
from recruiterdash.journey.contact import TEXT_LIMIT, Channel, Contact, Reached
from recruiterdash.journey.contacts import said as contact_said
from recruiterdash.journey.corrections import logged_before, write_note
from recruiterdash.journey.decisions import ensure_unmoved
from recruiterdash.journey.models import Event
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.mail.addresses import check_lines
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_events", __name__)

KEY = (
    "Idempotency-Key",
    "Names this request for ever, of this application: sent again it gets the first answer, with another body it is "
    "refused.",
)


NOTE, WITHDRAWN = "note", "withdrawn"


class EventName(StrEnum):
    """What happened."""

    MESSAGE = "message"
    NOTE = NOTE
    WITHDRAWN = WITHDRAWN


class Direction(StrEnum):
    """Whose word it was."""

    IN = "in"
    OUT = "out"


class DecisionTold(StrEnum):
    """A decision that can be told."""

    REJECT = "reject"
    ADVANCE = "advance"
    OFFER = "offer"


class Means(NamedTuple):
    """What a detail of the events file says of a word."""

    #: How it passed, where the detail alone says so.
    channel: Channel | None = None
    reached: Reached = Reached.REACHED
    #: What the candidate's word was.
    kind: str = ""
    #: What it carried.
    decision: str | None = None
    status: bool = False
    asks: bool = False
    #: They named a day.
    dated: bool = False


#: What a person may log by hand of ours, and of theirs: automatic mail, letters to many and invitations are known
#: otherwise.
OURS: dict[str, Means] = {
    "personal": Means(),
    "status": Means(status=True),
    "ask": Means(asks=True),
    "advance_mail": Means(decision="advance"),
    "offer_mail": Means(decision="offer"),
    "rejection_mail": Means(decision="reject"),
    "phone": Means(Channel.PHONE),
    "call": Means(Channel.PHONE),
    "voicemail": Means(Channel.PHONE, Reached.VOICEMAIL),
    "no_answer": Means(Channel.PHONE, Reached.NO_ANSWER),
    "meeting": Means(Channel.MEETING),
    "text": Means(Channel.TEXT),
    "linkedin": Means(Channel.LINKEDIN),
    "letter": Means(Channel.LETTER),
}
THEIRS: dict[str, Means] = {
    "question": Means(kind="question"),
    "chaser": Means(kind="question"),
    "thank_you": Means(kind="thank_you"),
    "thank_you_question": Means(kind="thank_you_question"),
    "deliverable": Means(kind="deliverable"),
    "information": Means(kind="information"),
    "delay_request": Means(kind="delay_request", dated=True),
    "reschedule_request": Means(kind="reschedule_request"),
    "candidate_deadline": Means(kind="candidate_deadline", dated=True),
    "withdraw": Means(kind="withdraw"),
}
Detail = StrEnum("Detail", {name: name for name in (*OURS, *THEIRS, NOTE, WITHDRAWN)})  # type: ignore[misc]
#: Fields that are about a word of ours that reached them.
OF_OURS = ("status", "decision", "promise", "keeps_promise", "asks", "deadline")


class LogEvent(Body, frozen=True, kw_only=True):
    """One thing that happened outside this program."""

    event: EventName
    #: A message: from them or from us.
    direction: Direction | None = None
    #: A message: which kind of word it was.
    detail: Detail | None = None
    #: How it passed; by mail when neither this nor the detail says so.
    channel: Channel | None = None
    #: Now when left out.
    happened_at: Annotated[datetime, Meta(tz=True)] | None = None
    #: What was said; of a note, the note.
    text: str = ""
    #: Ours: it said where they stand, whether there is a decision yet.
    status: bool = False
    #: Ours: it told them this decision, which is on record.
    decision: DecisionTold | None = None
    #: Ours: they hear from us by this day.
    promise: date | None = None
    #: Ours: it kept the promise that was open.
    keeps_promise: bool = False
    #: Ours: it asked them for something, until this day.
    asks: bool = False
    deadline: date | None = None
    #: Theirs: until when they ask to wait, or by when they must answer another offer.
    until: date | None = None
    #: The application's version that was looked at; without it whatever stands is taken.
    version: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None


@bp.post("/applications/<application_id>/events")
@does(Entry, LogEvent, statuses=(201, 200), refusals=(409,), headers=(KEY,))
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def log(application_id: str) -> Response:
    """Log a call, a talk, a mail sent elsewhere, a word of theirs or a note; the clocks follow at once.

    What it takes are the words of the events file that a person may log by hand. It answers with the entry as it
    stands in the timeline; 200 with the first answer when its key came before.
    """
    number = row_id(application_id, "This application")
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    asked = told(LogEvent)
    over = overview(session, viewer, number, to_change=True)
    key, text = _key(viewer.user_id), check_lines(asked.text, "text:", TEXT_LIMIT)
    at = meant(asked.happened_at, "happened_at") if asked.happened_at else now
    contact = _contact(asked, at, text)
    happened = contact_said(contact) if contact else Happened("note", at, body=text)
    if key is not None:
        happened = happened._replace(source_key=key)
        before = logged_before(session, over.application, happened, dated=asked.happened_at is not None)
        if before is not None:
            return said(_answer(over, before))
    ensure_unmoved(session, over.application, asked.version)
    if contact:
        made = journey.log_contact(
            session, over.application, contact, now=now, actor_id=viewer.user_id, key=key
        )
    else:
        given = at if asked.happened_at else None
        made = write_note(
            session, over.application, text, now=now, actor_id=viewer.user_id, at=given, key=key
        )
    answer = _answer(over, made)
    session.commit()
    return said(answer, 201)


def _answer(over: Overview, made: Event) -> Entry:
    """Return the entry as the timeline tells it."""
    story = journey.timeline(doors.session(), over.application, WHOLE, with_feedback=over.hears_of_feedback)
    return next(entry(item) for item in story if item.event_id == made.id)


def _contact(asked: LogEvent, at: datetime, text: str) -> Contact | None:
    """Return the word that was told, None for a note. Raises BadInput naming the field that does not fit."""
    if asked.event == EventName.NOTE:
        _ensure_left_out(asked, ("direction", "channel", "until", *OF_OURS), "of a note")
        if asked.detail not in (None, NOTE):
            raise BadInput("detail: a note has none; leave it out.")
        return None
    incoming = _is_incoming(asked)
    means = _meaning(asked, incoming)
    channel = asked.channel or means.channel or Channel.EMAIL
    if means.channel not in (None, channel):
        raise BadInput(f"channel: a {asked.detail} passes by {means.channel}, not by {channel}.")
    common = Contact("in" if incoming else "out", channel, at, text=text)
    return _theirs(common, asked, means) if incoming else _ours(common, asked, means)


def _is_incoming(asked: LogEvent) -> bool:
    if asked.event == EventName.WITHDRAWN:
        if asked.direction == Direction.OUT:
            raise BadInput("direction: they withdraw, so it is in.")
        return True
    if asked.direction is None:
        raise BadInput("direction: say of a message whether it is in or out.")
    return asked.direction == Direction.IN


def _meaning(asked: LogEvent, incoming: bool) -> Means:
    if asked.event == EventName.WITHDRAWN:
        if asked.detail not in (None, WITHDRAWN, "withdraw"):
            raise BadInput("detail: a withdrawal has none; leave it out.")
        return THEIRS["withdraw"]
    known = THEIRS if incoming else OURS
    if asked.detail not in known:
        way = "in" if incoming else "out"
        raise BadInput(f"detail: of a message {way} it must be one of {', '.join(known)}.")
    return known[asked.detail]


def _theirs(common: Contact, asked: LogEvent, means: Means) -> Contact:
    _ensure_left_out(asked, OF_OURS, "of a word of theirs")
    if means.dated and asked.until is None:
        raise BadInput("until: say which day they named.")
    if asked.until is not None and not means.dated:
        raise BadInput(f"until: they name no day with a {means.kind}; leave it out.")
    return common._replace(kind=means.kind, until=asked.until)


def _ours(common: Contact, asked: LogEvent, means: Means) -> Contact:
    _ensure_left_out(asked, ("until",), "of a word of ours")
    if means.reached is not Reached.REACHED:
        _ensure_left_out(asked, OF_OURS, "of an attempt that reached nobody")
        return common._replace(reached=means.reached)
    if means.decision and asked.decision not in (None, means.decision):
        raise BadInput(f"decision: {asked.detail} tells another one; leave one of the two out.")
    asks = asked.asks or means.asks
    if asked.deadline and not asks:
        raise BadInput("deadline: a day without a request; say that it asks them for something.")
    return common._replace(
        says_status=asked.status or means.status,
        decision=means.decision or (asked.decision and asked.decision.value),
        promised=asked.promise,
        keeps_promise=asked.keeps_promise,
        asks=asks,
        deadline=asked.deadline,
    )


def _ensure_left_out(asked: LogEvent, names: tuple[str, ...], what: str) -> None:
    for name in names:
        given: Any = getattr(asked, name)
        if given:
            raise BadInput(f"{name}: says nothing {what}; leave it out.")


def _key(user_id: int) -> str | None:
    """Return what makes this request one, where the program names it."""
    key = request.headers.get("Idempotency-Key", "")
    return f"key:{hashlib.sha256(f'{user_id}:{key}'.encode()).hexdigest()[:48]}" if key else None
