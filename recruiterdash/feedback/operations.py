"""What is done to a record: each act asks the protocol first, changes the rows, and is noted without its words."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit, journey
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.feedback import protocol
from recruiterdash.feedback.around import around
from recruiterdash.feedback.content import Content
from recruiterdash.feedback.models import (
    FeedbackAction,
    FeedbackLook,
    FeedbackPoint,
    FeedbackText,
    FeedbackWord,
)
from recruiterdash.feedback.queries import (
    OF_RECORD,
    OF_TEXT,
    Case,
    calendar_of,
    content_of,
    record_of,
)
from recruiterdash.feedback.record import Act, Actor, Record
from recruiterdash.feedback.telling import tell_hr_of_hold
from recruiterdash.feedback.words import ensure_fit
from recruiterdash.journey.contact import Channel, Contact
from recruiterdash.team.models import User

NOTE_LIMIT = 4000
#: How a talk is held, and what that is in the journey's words.
HOW = {"in_person": Channel.MEETING, "video": Channel.MEETING, "phone": Channel.PHONE}


def write(session: Session, found: Case, content: Content, actor: Actor, *, now: datetime) -> None:
    """Keep what is written so far, on the newest version; a second reader reads it again after that.

    content: with the criteria as they stand on the record. Raises BadInput for words that no feedback holds, and what
    the protocol raises; nothing was saved then.
    """
    text = found.text
    if [each.criterion for each in content.points] != [each.criterion for each in text.points]:
        raise BadInput(
            "The criteria are those fixed before the interviews: none is added or taken away here."
        )
    after = _done(session, found, Act.WRITE, actor, now)
    ensure_fit(content.texts, around(session, found, actor.user_id), found.candidate.language)
    if text.written_at is not None and content == content_of(text):
        return  # whoever saves what stands there has written nothing
    _carry(found, after)
    text.written_at = now
    text.again, text.not_yet, text.watch = content.again, content.not_yet, content.watch
    for row, point in zip(text.points, content.points, strict=True):
        row.level, row.weight, row.evidence = point.level, point.weight, point.evidence
        row.seen_on, row.next_time = point.seen_on, point.next_time
    finished = {(each.criterion, each.what): each.done_at for each in text.actions}
    text.actions.clear()
    session.flush()
    text.actions.extend(
        FeedbackAction(
            position=position,
            criterion=each.criterion,
            what=each.what,
            owner=each.owner,
            by_day=each.by,
            support=each.support,
            done_at=finished.get((each.criterion, each.what)),
        )
        for position, each in enumerate(content.actions, 1)
    )
    _kept(session, found, Act.WRITE, now, actor)


def act(
    session: Session,
    found: Case,
    what: Act,
    actor: Actor,
    *,
    now: datetime,
    at: datetime | None = None,
    words: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Do one act of the protocol. at: when a talk took place. words: column of the record -> text.

    Every text is held against the cautions. Raises what the protocol raises, and BadInput for words.
    """
    after = _done(session, found, what, actor, now, at)
    fit = [(_WHERE.get(name, name.replace("_", " ")), text) for name, text in words.items() if name in _WHERE]
    ensure_fit(fit, around(session, found, actor.user_id), found.candidate.language)
    if what is Act.CORRECT:
        _begin_correction(found, words.get("why", ""), now)
    _carry(found, after)
    for name, text in words.items():
        setattr(found.text if name in _OF_TEXT else found.begun, name, text)
        if name in _EACH_KEPT:
            keep_word(found, _EACH_KEPT[name], text, now, actor.user_id)
    _kept(session, found, what, now, actor)


#: The record shows the newest; each is kept, as what.
_EACH_KEPT = {"correction_wish": "wish", "correction_answer": "answer"}
#: Words that stand on the version they are about.
_OF_TEXT = frozenset({"reader_note", "why"})
#: Texts of ours that are held against the cautions, and what a refusal calls them. The employee's own are not.
_WHERE = {
    "talk_note": "the note of the talk",
    "waived_note": "how they asked",
    "reader_note": "what is to be changed",
    "followed_30_note": "the note of the follow-up",
    "followed_90_note": "the note of the follow-up",
    "correction_answer": "the answer",
    "why": "why it is corrected",
}


def talk(
    session: Session, found: Case, actor: Actor, *, at: datetime, how: str, note: str, now: datetime
) -> None:
    """Log the talk: the note stays in the record, the journey learns only that there was one."""
    act(session, found, Act.TALK, actor, now=now, at=at, words={"talk_how": how, "talk_note": note})
    contact = Contact("out", HOW[how], at, feedback=True)
    journey.log_contact(session, found.application, contact, now=now, actor_id=actor.user_id)


def release(session: Session, found: Case, actor: Actor, *, now: datetime) -> None:
    """Release the text: from now on the employee's link opens it, and it counts as given in writing."""
    first = found.begun.released_at is None
    act(session, found, Act.RELEASE, actor, now=now)
    giver = session.get_one(User, found.begun.giver_id)
    found.text.giver_name, found.text.giver_title = giver.name, giver.title
    if first:
        said = {"feedback": True, "channel": "letter"}
        happened = journey.Happened("out", now, "letter", said, actor_id=actor.user_id)
        journey.record(session, found.application, happened, now=now)


def follow_up(
    session: Session, found: Case, actor: Actor, *, note: str, finished: Collection[int], now: datetime
) -> None:
    """Log a follow-up. finished: positions of the agreed actions that are done."""
    column = "followed_90_note" if found.begun.followed_30_at is not None else "followed_30_note"
    act(session, found, Act.FOLLOW_UP, actor, now=now, words={column: note})
    text = found.released
    for each in text.actions if text is not None else ():
        each.done_at = (each.done_at or now) if each.position in finished else None
    session.flush()


def close(session: Session, found: Case, actor: Actor, why: str, *, now: datetime) -> None:
    """Close a record. why: needed before the follow-up at ninety days. Raises BadInput without it."""
    act(session, found, Act.CLOSE, actor, now=now)
    if found.begun.followed_90_at is None and not why.strip():
        raise BadInput("Say why it is closed before the 90-day follow-up: that is kept. Nothing was closed.")
    if why.strip():
        keep_word(found, "closed", why.strip(), now, actor.user_id)
    session.flush()


def hold(session: Session, found: Case, actor: Actor, why: str, *, now: datetime, settings: Settings) -> None:
    """Put a legal hold on a record, and tell HR: nothing in it is changed until hr lifts it."""
    if not why.strip():
        raise BadInput("Say why the hold is put on.")
    act(session, found, Act.HOLD, actor, now=now)
    found.begun.held_by, found.begun.held_why = actor.user_id, why.strip()
    keep_word(found, "hold", why.strip(), now, actor.user_id)
    session.flush()
    tell_hr_of_hold(session, settings, found, actor_id=actor.user_id)


def looked(session: Session, feedback_id: int, what: str, *, now: datetime, user_id: int | None) -> None:
    """Write down that somebody looked; user_id: None for whoever holds the employee's link."""
    session.add(FeedbackLook(feedback_id=feedback_id, at=now, user_id=user_id, what=what))
    session.flush()


# --- inside -------------------------------------------------------------------------------------------


def ensure_unheld(found: Case) -> None:
    """Refuse what a legal hold keeps as it is. Raises Conflict."""
    if found.feedback is not None and found.feedback.held_at is not None:
        raise Conflict(protocol.HELD)


def ensure_free(found: Case) -> None:
    """Refuse what a legal hold or the end of a record keeps as it is. Raises Conflict."""
    ensure_unheld(found)
    if found.feedback is not None and found.feedback.closed_at is not None:
        raise Conflict(protocol.CLOSED)


def _done(
    session: Session, found: Case, what: Act, actor: Actor, now: datetime, at: datetime | None = None
) -> Record:
    record = record_of(found, calendar_of(session, found, now), now)
    return protocol.done(record, what, actor, now, at)


def _carry(found: Case, after: Record) -> None:
    """Write the moments that an act set onto the rows."""
    for name in OF_RECORD:
        setattr(found.begun, name, getattr(after, name))
    for name, column in OF_TEXT.items():
        setattr(found.text, column, getattr(after, name))
    found.text.writers = [each for each in after.writers if each is not None]


def _begin_correction(found: Case, why: str, now: datetime) -> None:
    """Begin the next version with the words of the one before, which stays as it was released."""
    before = found.text
    text = FeedbackText(number=before.number + 1, begun_at=now, why=why)
    text.again, text.not_yet, text.watch = before.again, before.not_yet, before.watch
    text.points = [_copy(FeedbackPoint, each) for each in before.points]
    text.actions = [_copy(FeedbackAction, each) for each in before.actions]
    found.begun.texts.append(text)


def _copy(kind: type[Any], row: Any) -> Any:
    columns = [each.key for each in kind.__table__.c if each.key not in ("id", "text_id")]
    return kind(**{name: getattr(row, name) for name in columns})


def _kept(session: Session, found: Case, what: Act, now: datetime, actor: Actor) -> None:
    flag_modified(found.begun, "talk_how")  # a new version, though only a text may have changed
    session.flush()
    note(session, found, what.value, now, actor.user_id)


def keep_word(found: Case, kind: str, text: str, now: datetime, user_id: int | None) -> None:
    """Keep what somebody said beside what was said before it. user_id: None for the employee."""
    found.begun.words.append(FeedbackWord(at=now, user_id=user_id, kind=kind, text=text))


def note(session: Session, found: Case, what: str, now: datetime, actor_id: int | None) -> None:
    """Write down who did what, never what was said."""
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=f"feedback.{what}",
        subject="application",
        subject_id=found.application.id,
    )
