"""What a mail is accepted as: by a person, or by a rule that can only make us owe an answer."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from recruiterdash import audit, journey
from recruiterdash.candidates import freezes
from recruiterdash.candidates.models import Application
from recruiterdash.db import Key, Question
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.journey.applications import withdraw
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import lock
from recruiterdash.messages.inbound import answering, copies, ours, undoing
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.standing import case_of
from recruiterdash.messages.inbound.suggesting import suggest_anew
from recruiterdash.messages.inbound.understanding import FOR_HR, KINDS
from recruiterdash.messages.models import Message
from recruiterdash.waiting.promisable import ensure_near

CLOSES = frozenset({"withdraw", "decline"})
#: The least that tells two moments apart.
NEXT = timedelta(microseconds=1)

_SENT_AT = Question(select(Message.sent_at).where(Message.id == bindparam("letter", type_=Key)))


def by_rule(session: Session, mail: InboundMail, application: Application, *, now: datetime) -> None:
    """Let a sure rule count a mail as the question it is; a person may take that back."""
    mail.event_id = _recorded(session, mail, application, mail.kind, None, now, None).id
    mail.settled_kind, mail.settled_at, mail.settled_by = mail.kind, now, None


def accept(
    session: Session,
    mail: InboundMail,
    kind: str,
    day: date | None,
    *,
    now: datetime,
    actor_id: int,
    version: int | None,
) -> None:
    """Count a mail as what a person says it is; what it was counted as before is taken back.

    mail: threaded, locked. kind: a key of KINDS. day: the one it names, where its kind needs one. version: as the
    page showed it. Raises BadInput without a day, Conflict when somebody settled it meanwhile or the application
    is closed to it.
    """
    undoing.ensure_unmoved(mail, version)
    if kind not in KINDS:
        raise BadInput("Say what the mail is.")
    if mail.state is not InboundState.THREADED or mail.application_id is None:
        raise Conflict("Say first whose mail it is.")
    copies.ensure_theirs(session, mail)
    if KINDS[kind].dated and day is None:
        raise BadInput("Say which day they name.")
    if KINDS[kind].dated and day is not None:
        said_on = case_of(session, mail.application_id, now=now).date_of(mail.arrived_at)
        if day < said_on:
            raise BadInput("The day they name lies before the day they wrote.")
        ensure_near(day, said_on)
    application = session.get_one(Application, mail.application_id)
    lock(session, application)
    if kind in FOR_HR:
        _take_words_out(session, mail)
    undoing.undo(
        session, mail, application, now=now, actor_id=actor_id, reason="It was counted as something else."
    )
    if KINDS[kind].word:
        mail.event_id = _recorded(session, mail, application, kind, day, now, actor_id).id
    mail.settled_kind, mail.settled_at, mail.settled_by = kind, now, actor_id
    mail.named_day = day.isoformat() if day else mail.named_day
    mail.for_hr = kind in FOR_HR
    _twins_follow(session, mail)
    if KINDS[kind].freezes:
        freezes.freeze(
            session, application.candidate_id, undoing.freeze_cause(mail.id), kind, now=now, actor_id=actor_id
        )
    session.flush()
    _audit(session, mail, "inbound.accept", now, actor_id, kind=kind)


def share(session: Session, mail: InboundMail, *, now: datetime, actor_id: int, version: int | None) -> None:
    """Let those who write to the person read a mail that was for HR alone; what it is stays as it is.

    Raises Conflict when it is not for HR alone.
    """
    undoing.ensure_unmoved(mail, version)
    if not mail.for_hr:
        raise Conflict("This mail is not for HR alone any more. Nothing was done.")
    mail.for_hr = False
    _twins_follow(session, mail)
    session.flush()
    _audit(session, mail, "inbound.share", now, actor_id)


def _twins_follow(session: Session, mail: InboundMail) -> None:
    """The same mail, come by other ways, is read by whoever reads this one and by nobody else."""
    session.execute(update(InboundMail).where(InboundMail.twin_id == mail.id).values(for_hr=mail.for_hr))


def take_back(
    session: Session, mail: InboundMail, *, now: datetime, actor_id: int, version: int | None
) -> None:
    """Let a mail wait for a person again, as if nobody had said what it is. Raises Conflict when nobody has."""
    undoing.ensure_unmoved(mail, version)
    if mail.settled_at is None or mail.application_id is None:
        raise Conflict("Nobody has said yet what this mail is. Nothing was done.")
    if mail.settled_kind == ours.OURS:
        ours.take_back(session, mail, now=now, actor_id=actor_id)
        return
    application = session.get_one(Application, mail.application_id)
    lock(session, application)
    undoing.undo(session, mail, application, now=now, actor_id=actor_id, reason="It was counted wrongly.")
    mail.settled_kind, mail.settled_at, mail.settled_by = "", None, None
    session.flush()
    _audit(session, mail, "inbound.take_back", now, actor_id)


def file_to(
    session: Session,
    mail: InboundMail,
    application: Application,
    *,
    now: datetime,
    actor_id: int,
    version: int | None,
) -> None:
    """File a mail where a person says it belongs; what it was counted as elsewhere is taken back.

    One that nobody had a place for is read again, by how things stand there.

    application: within the person's sight. Raises Conflict when somebody filed it meanwhile or a letter that answers
    it is on its way, NotAllowed for what no person wrote.
    """
    undoing.ensure_unmoved(mail, version)
    if mail.state not in (InboundState.UNMATCHED, InboundState.THREADED, InboundState.AUTOMATIC):
        raise NotAllowed("This mail cannot be filed: it is no word of a candidate's.")
    copies.ensure_theirs(session, mail)
    if mail.application_id is not None and mail.application_id != application.id:
        # whoever approves an answer has the application first, and this waits for them
        lock(session, session.get_one(Application, mail.application_id))
        _ensure_not_being_answered(session, mail)
    if mail.settled_at is not None and mail.application_id is not None:
        before = session.get_one(Application, mail.application_id)
        lock(session, before)
        _take_words_out(session, mail)
        undoing.undo(session, mail, before, now=now, actor_id=actor_id, reason="It was filed wrongly.")
        mail.settled_kind, mail.settled_at, mail.settled_by = "", None, None
    if mail.state is InboundState.UNMATCHED and mail.settled_at is None:
        suggest_anew(session, mail, application.id, now=now)
    mail.state, mail.why = InboundState.THREADED, "A person filed it here."
    mail.application_id, mail.candidate_id, mail.filed_by = application.id, application.candidate_id, actor_id
    session.flush()
    _audit(session, mail, "inbound.file", now, actor_id)


def _ensure_not_being_answered(session: Session, mail: InboundMail) -> None:
    """Refuse to take a mail from whom a letter is about to answer: it would go to somebody who never asked."""
    if answering.is_being_answered(session, mail.id):
        raise Conflict(
            "A letter that answers this mail is on its way to whom it was filed to: keep it back first. "
            "Nothing was done."
        )


def put_aside(
    session: Session, mail: InboundMail, *, now: datetime, actor_id: int, version: int | None
) -> None:
    """Take a mail that is no candidate's off the triage; it is kept. Raises Conflict when it is filed."""
    undoing.ensure_unmoved(mail, version)
    if mail.state is not InboundState.UNMATCHED:
        raise Conflict("This mail has been filed meanwhile. Nothing was done.")
    mail.settled_kind, mail.settled_at, mail.settled_by = "nothing", now, actor_id
    session.flush()
    _audit(session, mail, "inbound.aside", now, actor_id)


def replay(
    session: Session, mail: InboundMail, *, now: datetime, actor_id: int | None, version: int | None
) -> None:
    """Let a mail in quarantine be read once more, as if it had just come. Raises Conflict when it is not there."""
    undoing.ensure_unmoved(mail, version)
    if mail.state is not InboundState.QUARANTINE:
        raise Conflict("This mail is not in quarantine. Nothing was done.")
    mail.state, mail.why, mail.tries = InboundState.STORED, "", 0
    session.flush()
    _audit(session, mail, "inbound.replay", now, actor_id)


def _recorded(
    session: Session,
    mail: InboundMail,
    application: Application,
    kind: str,
    day: date | None,
    now: datetime,
    actor_id: int | None,
) -> Event:
    at = max(min(_came_at(session, mail), now), application.applied_at)
    if KINDS[kind].word == "withdraw":
        return withdraw(session, application, at=at, now=now, actor_id=actor_id, body=mail.text or None)
    data: dict[str, Any] = {"channel": "email", "inbound": mail.id}
    if day is not None:
        data["until"] = day.isoformat()
    # the story is read by those who only decide, too: of what is for HR it holds that there was a question
    open_ = kind not in FOR_HR
    if KINDS[kind].topic:
        data["topic"] = KINDS[kind].topic if open_ else "other"
    happened = journey.Happened(
        "in",
        at,
        KINDS[kind].word,
        data,
        subject=(mail.subject or None) if open_ else None,
        body=(mail.text or None) if open_ else None,
        source="mail",
        actor_id=actor_id,
        # taken back and counted anew, it is another happening
        source_key=f"inbound:{mail.id}:{mail.version}",
    )
    return journey.record(session, application, happened, now=now)


def _came_at(session: Session, mail: InboundMail) -> datetime:
    """When a mail came; never before the letter that it answers, or that letter would answer it.

    The server says when by a clock of its own, and in whole seconds.
    """
    letters = _SENT_AT.ask(session, {"letter": mail.letter_id}) if mail.letter_id is not None else []
    left: list[datetime] = [sent_at + NEXT for (sent_at,) in letters if sent_at is not None]
    return max([mail.arrived_at, *left])


def _take_words_out(session: Session, mail: InboundMail) -> None:
    """Leave in a story that there was a mail, and none of its words: they are for HR, or somebody else's.

    An entry that is undone stays in the story, and is read by whoever reads that; the mail itself keeps its words.
    """
    event = session.get(Event, mail.event_id) if mail.event_id is not None else None
    if event is not None:
        event.subject = event.body = None


def _audit(
    session: Session, mail: InboundMail, act: str, now: datetime, actor_id: int | None, **detail: Any
) -> None:
    audit.note(session, at=now, actor_id=actor_id, act=act, subject="inbound", subject_id=mail.id, **detail)
