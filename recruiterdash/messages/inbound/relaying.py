"""Whom a note was meant for, and its words passed on to them without an address of its writer's."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from recruiterdash import audit, notices
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, NotFound
from recruiterdash.journey.models import Event
from recruiterdash.journey.overview import Overview, sittings
from recruiterdash.messages.inbound.notes import NOTES, NoteAddressee, sat_in
from recruiterdash.notices.models import Notice
from recruiterdash.team.models import User

_MAILBOX = re.compile(r"[^\s<>()\[\],;:]{1,64}@[^\s<>()\[\],;:]{1,255}")
LEFT_OUT = "[left out]"


def address_to(
    session: Session,
    application: Application,
    event_id: int,
    users: Collection[int],
    *,
    now: datetime,
    actor_id: int,
) -> None:
    """Say whom a note was meant for; whoever has its words already stays named.

    users: interviewers of theirs. Raises NotFound for what is no note of this application, BadInput for somebody
    who sat in no interview with them.
    """
    _note(session, application, event_id)
    possible = {
        person.user_id for each in sat_in(sittings(session, application.id), now) for person in each.panel
    }
    if not possible.issuperset(users):
        raise BadInput("Choose among those who sat in an interview with them.")
    rows = session.scalars(select(NoteAddressee).where(NoteAddressee.event_id == event_id).with_for_update())
    there = {row.user_id: row for row in rows}
    gone = [row.id for user_id, row in there.items() if user_id not in users and row.relayed_at is None]
    session.execute(delete(NoteAddressee).where(NoteAddressee.id.in_(gone)))
    session.add_all(
        NoteAddressee(event_id=event_id, user_id=user_id) for user_id in sorted(set(users) - set(there))
    )
    session.flush()
    _audit(session, "note.address", application, event_id, now, actor_id)


def relay(
    session: Session, over: Overview, event_id: int, *, now: datetime, actor_id: int, settings: Settings
) -> list[str]:
    """Pass a note's words on to those it was meant for and who have not had them; return their names.

    No address or number of the person goes along. over: of the application, locked. Raises NotFound for what is no
    note of theirs, Conflict when it has no words for others or nobody is left to have them.
    """
    event = _note(session, over.application, event_id)
    if not event.body:
        raise Conflict("Its words are not for others, or there are none: nothing was passed on.")
    rows = session.execute(
        select(NoteAddressee, User)
        .join(User, User.id == NoteAddressee.user_id)
        .where(NoteAddressee.event_id == event_id, NoteAddressee.relayed_at.is_(None))
        .order_by(User.name)
        .with_for_update(of=NoteAddressee)
    ).all()
    told = []
    for row, user in rows:
        notice = (
            None if user.id in over.candidate.walled_off else _tell(session, over, event, user, now, settings)
        )
        if notice is not None:
            row.relayed_at, row.notice_id = now, notice.id
            told.append(user.name)
    if not told:
        raise Conflict(
            "There is nobody left whom it was meant for and who can be written to. Nothing was sent."
        )
    session.flush()
    _audit(session, "note.relay", over.application, event_id, now, actor_id)
    return told


def _tell(
    session: Session, over: Overview, event: Event, user: User, now: datetime, settings: Settings
) -> Notice | None:
    who = over.candidate
    return notices.tell(
        session,
        user,
        f"note:{event.id}:{user.id}",
        f"{who.name} wrote to you: {over.requisition.title}",
        f"Hello {user.name},\n\n"
        f"{who.name}, whom you met for {over.requisition.title}, wrote a note that is meant for you:\n\n"
        f"{without_addresses(event.body or '', who)}\n\n"
        "There is nothing you must do. If you would like to say something back, tell the recruiter: one answer "
        "goes to them for everybody.\n",
        now=now,
        settings=settings,
        application_id=over.application.id,
    )


def without_addresses(text: str, who: Candidate) -> str:
    """Return a note's words without mailboxes, and without the person's own number however it is written."""
    said = _MAILBOX.sub(LEFT_OUT, text)
    digits = re.sub(r"\D", "", who.phone or "")[-7:]
    if len(digits) == 7:
        spread = r"\D{0,3}".join(digits)
        said = re.sub(rf"[+(]?(?:\d[\s()./-]{{0,3}}){{0,12}}{spread}", LEFT_OUT, said)
    return said


def _note(session: Session, application: Application, event_id: int) -> Event:
    event = session.get(Event, event_id)
    undone = select(Event.id).where(Event.voids_id == event_id)
    if (
        event is None
        or event.application_id != application.id
        or event.type != "in"
        or event.kind not in NOTES
        or session.scalar(undone) is not None
    ):
        raise NotFound("This note")
    return event


def _audit(
    session: Session, act: str, application: Application, event_id: int, now: datetime, actor_id: int
) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=act,
        subject="application",
        subject_id=application.id,
        event=event_id,
    )
