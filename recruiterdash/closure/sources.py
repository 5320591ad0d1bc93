"""Where a promise came from: the word that named the day, who said it, and how."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Interview, InterviewState
from recruiterdash.closure.models import Answer, ManagerQuestion
from recruiterdash.journey.models import Event
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.team.models import User
from recruiterdash.waiting.models import Clock

#: A day named within this time of an interview's end was named as one said goodbye.
AT_THE_END = timedelta(minutes=1)
#: Kind of word -> how it was told.
_HOW = {
    "phone": "phone",
    "meeting": "meeting",
    "letter": "post",
    "linkedin": "LinkedIn",
    "text": "text message",
    "bulk": "mail",
    "personal": "mail",
    "invite": "mail",
    "auto_ack": "mail",
}


class Said(NamedTuple):
    """The word that named a day."""

    by: str | None
    #: phone, meeting, mail, post ...
    how: str
    #: letter, letter to many, call, conversation, interview wrap-up, manager's answer, import.
    source: str
    #: The type of the letter, in words; empty for anything else.
    letter: str


UNKNOWN = Said(None, "", "not on record", "")
Key = tuple[int, datetime]


def said_of(session: Session, promises: Sequence[Key]) -> dict[Key, Said]:
    """Return what each promise was said in. promises: application and moment of each."""
    ids = {application_id for application_id, _ in promises}
    at = {moment for _, moment in promises}
    told: dict[Key, Said] = dict.fromkeys(promises, UNKNOWN)
    if not promises:
        return told
    ends, answered = _interviews(session, ids), _after_an_answer(session, ids)
    words = (
        select(Event, User.name)
        .outerjoin(User, User.id == Event.actor_id)
        .where(Event.application_id.in_(ids), Event.type == "out", Event.happened_at.in_(at))
        .order_by(Event.id)
    )
    for event, actor in session.execute(words):
        key = (event.application_id, event.happened_at)
        if key in told and event.data.get("next_date"):
            wrapped = any(abs(end - key[1]) <= AT_THE_END for end in ends.get(key[0], ()))
            told[key] = _said(event, actor, wrapped=wrapped, asked=key in answered)
    return told


def _said(event: Event, actor: str | None, *, wrapped: bool, asked: bool) -> Said:
    how = _HOW.get(event.kind or "", event.kind or "")
    letter = str(event.data.get("letter") or "")
    name = MANNERS[MessageType(letter)].name if letter in set(MessageType) else ""
    if event.source == "import":
        return Said(actor, how, "import", name)
    if asked:
        return Said(actor, how, "manager's answer", name)
    if wrapped and event.kind in ("phone", "meeting"):
        return Said(actor, how, "interview wrap-up", name)
    if letter:
        return Said(actor, how, "letter to many" if event.kind == "bulk" else "letter", name)
    source = {"phone": "call", "meeting": "conversation"}.get(event.kind or "", "letter sent elsewhere")
    return Said(actor, how, source, name)


def _interviews(session: Session, ids: Collection[int]) -> dict[int, list[datetime]]:
    # the state is looked at here: an index on it would lead SQLite through all that were ever held
    theirs = select(Interview.application_id, Interview.ends_at, Interview.state).where(
        Interview.application_id.in_(ids)
    )
    ends: dict[int, list[datetime]] = {}
    for application_id, end, state in session.execute(theirs):
        if state is InterviewState.HELD:
            ends.setdefault(application_id, []).append(end)
    return ends


def _after_an_answer(session: Session, ids: Collection[int]) -> set[Key]:
    """The first day named after a manager had said until when they need."""
    asked = (
        select(ManagerQuestion.id, ManagerQuestion.application_id, func.min(Clock.started_at))
        .join(Clock, Clock.application_id == ManagerQuestion.application_id)
        .where(
            ManagerQuestion.application_id.in_(ids),
            ManagerQuestion.answer == Answer.DATE,
            Clock.name == "PROMISE",
            Clock.started_at > ManagerQuestion.answered_at,
        )
        .group_by(ManagerQuestion.id, ManagerQuestion.application_id)
    )
    rows: Sequence[Any] = session.execute(asked).all()
    return {(row[1], row[2]) for row in rows}
