"""The register of what people wrote after an interview: to whom, whether it was passed on, and whether we answered.

A thank-you is a courtesy and never overdue; a question is owed an answer. How soon a note came is a fact beside it:
nothing is ordered or counted by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from recruiterdash.candidates.models import Application
from recruiterdash.db import Model
from recruiterdash.journey.models import Event
from recruiterdash.journey.overview import Sitting
from recruiterdash.notices.models import Notice
from recruiterdash.team.models import User
from recruiterdash.waiting.kinds import IN, OUT

#: What stands in the register, with what it is called there.
NOTES = {
    "thank_you": "Thank-you",
    "thank_you_question": "Thank-you with a question",
    "question": "Question",
    "information": "Something for us to know",
}
#: Words of ours that answer a note: one that went to them alone.
ANSWERS = frozenset(kind for kind, counts in OUT.items() if counts.reply == "any")
#: A note that came so long after an interview is about something else.
ABOUT_IT = timedelta(days=30)


class NoteAddressee(Model):
    """An interviewer whom a note was meant for."""

    __tablename__ = "note_addressees"
    __table_args__ = (UniqueConstraint("event_id", "user_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: When its words were passed on to them.
    relayed_at: Mapped[datetime | None]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))


class Entry(Protocol):
    """As much of an entry of a timeline as the register reads."""

    @property
    def event_id(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def voided(self) -> bool: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def body(self) -> str | None: ...


class Addressee(NamedTuple):
    """An interviewer a note was meant for, and whether they have it."""

    user_id: int
    name: str
    relayed_at: datetime | None = None
    #: The mail to them has left.
    arrived: bool = False


class Sat(NamedTuple):
    """An interview that took place, and who sat in it."""

    ended_at: datetime
    panel: tuple[Addressee, ...]


class Note(NamedTuple):
    """One note of theirs."""

    event_id: int
    name: str
    channel: str
    at: datetime
    #: An answer is owed; otherwise it is a courtesy.
    owed: bool
    answered_at: datetime | None
    to: tuple[Addressee, ...]
    #: After which interview it came, and how long after.
    interview: Sat | None
    #: Its words may be passed on.
    has_words: bool

    @property
    def after(self) -> timedelta | None:
        """How long after the interview it came."""
        return self.at - self.interview.ended_at if self.interview else None


class Register(NamedTuple):
    """What one person wrote, the newest first."""

    notes: Sequence[Note]
    #: Who may be named as an addressee: everybody who sat in an interview with them.
    interviewers: Sequence[Addressee]

    @property
    def answered(self) -> int:
        """How many of the notes were answered."""
        return sum(each.answered_at is not None for each in self.notes)


def read(
    entries: Iterable[Entry], sat: Sequence[Sat], to: Mapping[int, Sequence[Addressee]]
) -> Sequence[Note]:
    """Return the notes in a story, the newest first; pure.

    entries: of one application. sat: its interviews that took place. to: whom each note was meant for, by entry.
    One word of ours answers every note that had come by then; one that was undone or came back answers none.
    """
    told = [each for each in entries if not each.voided]
    answers = sorted(
        each.happened_at
        for each in told
        if each.type == "out" and each.kind in ANSWERS and not each.data.get("bounced")
    )
    notes = [
        Note(
            event_id=each.event_id,
            name=NOTES[each.kind],
            channel=str(each.data.get("channel") or "email"),
            at=each.happened_at,
            owed=IN[each.kind] == "REPLY",
            answered_at=next((at for at in answers if at >= each.happened_at), None),
            to=tuple(to.get(each.event_id, ())),
            interview=_interview(each.happened_at, sat),
            has_words=bool(each.body),
        )
        for each in told
        if each.type == "in" and each.kind in NOTES
    ]
    return sorted(notes, key=lambda note: (note.at, note.event_id), reverse=True)


def _interview(at: datetime, sat: Sequence[Sat]) -> Sat | None:
    before = [each for each in sat if each.ended_at <= at <= each.ended_at + ABOUT_IT]
    return max(before, key=lambda each: each.ended_at) if before else None


def register(
    session: Session, application: Application, entries: Sequence[Entry], sat: Sequence[Sat]
) -> Register:
    """Return the register of an application that its viewer has been let in to.

    entries: its timeline. sat: its interviews that took place.
    """
    if not any(each.type == "in" and each.kind in NOTES and not each.voided for each in entries):
        return Register((), ())
    everybody = {person.user_id: person for each in sat for person in each.panel}
    rows = session.execute(
        select(NoteAddressee, User.name, Notice.sent_at)
        .join(User, User.id == NoteAddressee.user_id)
        .join(Event, Event.id == NoteAddressee.event_id)
        .outerjoin(Notice, Notice.id == NoteAddressee.notice_id)
        .where(Event.application_id == application.id)
        .order_by(User.name)
    )
    to: dict[int, list[Addressee]] = {}
    for row, name, sent_at in rows:
        given = Addressee(row.user_id, name, row.relayed_at, sent_at is not None)
        to.setdefault(row.event_id, []).append(given)
    return Register(read(entries, sat, to), sorted(everybody.values(), key=lambda each: each.name))


def sat_in(sittings: Iterable[Sitting], now: datetime) -> list[Sat]:
    """Return the interviews of one application that took place, or are taken to have. now: aware UTC."""
    return [
        Sat(each.ends_at, tuple(Addressee(*seat) for seat in each.seats))
        for each in sittings
        if each.took_place(now) and each.ends_at <= now
    ]
