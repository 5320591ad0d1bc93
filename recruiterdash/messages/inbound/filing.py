"""Whose a mail is, and what it is: decided by what cannot be forged, everything else is left to a person.

A letter of ours carries 128 bits that nobody guesses, in its Message-ID and in the addresses it is answered at.
A mail is filed by itself when it brings them back and comes from the mailbox they were sent to. With one of both
alone it is shown, with what speaks for whom, and moves nothing.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.config import Settings
from recruiterdash.mail.arriving import Opened, Returned, Unreadable, open_mail, returned
from recruiterdash.messages.inbound import bouncing, copies, settling
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.standing import stands
from recruiterdash.messages.inbound.understanding import FOR_HR, Reading, Stands, read
from recruiterdash.messages.models import Message, MessageApplication, MessageState

#: A mail that was begun so often and never finished ends the program: it is not tried again by itself.
TRIES = 3
#: Letters that have left, or may have: only they can be answered.
LEFT = (MessageState.SENT, MessageState.BOUNCED, MessageState.UNCERTAIN, MessageState.DATA)
#: What a calendar says of an invitation, and what that means to us; that they will come asks nothing of anybody.
CANNOT_COME = {
    "DECLINED": "Their calendar declines the invitation.",
    "COUNTER": "Their calendar proposes another time.",
}
WILL_COME = ("ACCEPTED", "TENTATIVE")
#: What calendars write by themselves.
CALENDAR_WORDS = re.compile(
    r"\bhas (?:tentatively )?accepted (?:this|the) invitation|\bhat diese einladung|\ba accepté cette invitation"
    r"|\bha aceptado esta invitación",
    re.IGNORECASE,
)
NOT_PROVEN = (
    "It answers a letter of ours and comes from another mailbox than that went to: look who wrote it."
)
NO_LETTER = "It names no letter of ours: the sender is not proven."


def take(session: Session, most: int) -> Sequence[int]:
    """Return the next mails to file, and count that they were begun.

    One that was begun before is taken alone: whichever ends the program is found in a few rounds.
    """
    waiting = session.execute(
        select(InboundMail.id, InboundMail.tries)
        .where(InboundMail.state == InboundState.STORED)
        .order_by(InboundMail.tries, InboundMail.id)
        .limit(most)
    ).all()
    fresh = [row.id for row in waiting if row.tries == 0]
    ids = fresh or [row.id for row in waiting[:1]]
    if ids:
        session.execute(
            update(InboundMail).where(InboundMail.id.in_(ids)).values(tries=InboundMail.tries + 1)
        )
    return ids


def file(session: Session, mail_id: int, settings: Settings, *, now: datetime) -> bool:
    """Open one mail, decide whose it is and what it is; say whether it is filed now.

    Nothing is committed. One that speaks of a letter whose own fate is not written down yet waits.
    """
    mail = session.scalars(
        select(InboundMail).where(InboundMail.id == mail_id).with_for_update()
    ).one_or_none()
    if mail is None or mail.state is not InboundState.STORED:
        return False
    if mail.tries > TRIES:
        _put(mail, InboundState.QUARANTINE, f"Reading it ended the program {mail.tries - 1} times.")
        return True
    try:
        opened = open_mail(mail.raw, settings.sender_mailbox)
    except Unreadable as reason:
        _put(mail, InboundState.QUARANTINE, str(reason))
        return True
    with session.begin_nested():
        _note(mail, opened)
        with session.no_autoflush:  # nothing it asks for depends on this mail's own row
            twin = _twin(session, mail)
        if twin is not None:
            mail.twin_id = twin.id
            _put(mail, twin.state, "The same mail came before.")
            mail.application_id, mail.candidate_id = twin.application_id, twin.candidate_id
            filed = True
        else:
            filed = _decide(session, mail, opened, settings, now)
    if not filed:
        mail.tries = 0
    session.flush()
    session.expunge(mail)
    return filed


def _decide(session: Session, mail: InboundMail, opened: Opened, settings: Settings, now: datetime) -> bool:
    """The guards in the order in which a person would ask."""
    own = settings.sender_mailbox.lower()
    if opened.sender.lower() == own:
        _put(mail, InboundState.AUTOMATIC, "It comes from our own mailbox.")
        return True
    if copies.file_copy(session, mail, opened, settings, now=now):
        return True
    with session.no_autoflush:
        letters = _letters(session, (*opened.reply_ids, *opened.bounce_ids, *opened.answered_ids), own)
    report = _report(mail.raw, opened)
    if report.speaks and not _wrote_it(opened, letters):
        about = _letters(session, (*opened.bounce_ids, *report.ids), own)
        return _bounced(session, mail, report, about, opened, now)
    if automatic := _automatic(opened):
        _belongs(session, mail, letters)
        _put(mail, InboundState.AUTOMATIC, automatic)
        return True
    _thread(session, mail, opened, letters, now)
    return True


def _automatic(opened: Opened) -> str:
    """Why nobody wrote it; a calendar that says they cannot come is a person's word, whichever way it is sent."""
    if opened.calendar in CANNOT_COME:
        return ""
    told = re.sub(r"\s+", " ", opened.text).strip()
    if opened.calendar in WILL_COME and (not told or opened.automatic or CALENDAR_WORDS.search(told)):
        return "Their calendar accepts the invitation."
    return opened.automatic


# --- what it says ---------------------------------------------------------------------------------


def _note(mail: InboundMail, opened: Opened) -> None:
    mail.message_id, mail.fingerprint = opened.message_id, opened.fingerprint
    mail.sender, mail.sender_name = opened.sender, opened.sender_name
    mail.sender_folded = fold_mailbox(opened.sender) if opened.sender else None
    mail.subject, mail.text, mail.quoted = opened.subject, opened.text, opened.quoted
    mail.has_html = opened.has_html
    mail.attachments = [
        {"place": each.place, "name": each.name, "type": each.type, "size": each.size}
        for each in opened.attachments
    ]


def _twin(session: Session, mail: InboundMail) -> InboundMail | None:
    """The same mail, come by another way before."""
    return session.scalars(
        select(InboundMail)
        .where(
            InboundMail.fingerprint == mail.fingerprint,
            InboundMail.id != mail.id,
            InboundMail.twin_id.is_(None),
            InboundMail.state != InboundState.STORED,
        )
        .order_by(InboundMail.id)
        .limit(1)
    ).one_or_none()


def _letters(session: Session, ids: Sequence[str], own: str) -> list[Message]:
    """Letters of ours by their Message-IDs; a forwarder may have changed the domain of an address."""
    if not ids:
        return []
    domain = own.rpartition("@")[2]
    asked = {*ids, *(f"{each.partition('@')[0]}@{domain}>" for each in ids)}
    found = {
        letter.message_id: letter
        for letter in session.scalars(select(Message).where(Message.message_id.in_(asked)))
    }
    named = [each for id_ in ids for each in (id_, f"{id_.partition('@')[0]}@{domain}>")]
    return list({found[each].id: found[each] for each in named if each in found}.values())


# --- reports --------------------------------------------------------------------------------------


def _report(raw: bytes, opened: Opened) -> Returned:
    """What it says of letters; only what a program sent, or what came to where letters come back to, is a report."""
    return returned(raw) if opened.automatic or opened.bounce_ids or not opened.sender else Returned()


def _wrote_it(opened: Opened, letters: Sequence[Message]) -> bool:
    """It comes from the mailbox the letter went to: an out-of-office note, and no server's report."""
    return any(opened.sender.lower() == each.recipient.lower() for each in letters if opened.sender)


def _bounced(
    session: Session,
    mail: InboundMail,
    report: Returned,
    letters: Sequence[Message],
    opened: Opened,
    now: datetime,
) -> bool:
    own = {*opened.bounce_ids}
    verdicts = [
        bouncing.verdict(
            report,
            letter.recipient,
            letter.state,
            own_address=letter.message_id in own,
            came_at=mail.arrived_at,
            resent_at=letter.resent_at,
        )
        for letter in letters
    ]
    if bouncing.Verdict.LATER in verdicts:
        return False
    found = list(zip(letters, verdicts, strict=True))
    # one report may speak of several letters; the page shows it beside one that it says most of
    for letter, verdict in sorted(
        found, key=lambda each: each[1] is not bouncing.Verdict.CAME_BACK, reverse=True
    ):
        mail.letter_id, mail.candidate_id = letter.id, letter.candidate_id
        mail.application_id = _applications(session, letter)[0].id
        if verdict is bouncing.Verdict.CAME_BACK:
            bouncing.came_back(session, letter, report.said, now=now, source=f"inbound:{mail.id}:{letter.id}")
        _put(mail, InboundState.BOUNCE, verdict.value)
    if not found:
        _put(mail, InboundState.BOUNCE, bouncing.Verdict.NEVER_LEFT.value)
    return True


# --- answers --------------------------------------------------------------------------------------


def _thread(
    session: Session, mail: InboundMail, opened: Opened, letters: Sequence[Message], now: datetime
) -> None:
    with session.no_autoflush:
        application = _belongs(session, mail, letters)
        standing = stands(session, application.id, now=now) if application is not None else None
    reading = _read(mail, opened, standing or Stands())
    mail.kind, mail.kind_why = reading.kind, reading.why[:300]
    mail.named_day = reading.day.isoformat() if reading.day else None
    mail.for_hr = reading.kind in FOR_HR
    if application is None:
        mail.state = InboundState.UNMATCHED
        return
    _put(mail, InboundState.THREADED, "It answers our letter, from the mailbox that went to.")
    if reading.sure:
        settling.by_rule(session, mail, application, now=now)


def _read(mail: InboundMail, opened: Opened, standing: Stands) -> Reading:
    """What it is taken for: by its words; by its calendar's when it has none; by neither when they are sealed."""
    if opened.sealed:
        return Reading("", opened.sealed)
    if opened.calendar in CANNOT_COME:
        return Reading("reschedule_request", CANNOT_COME[opened.calendar])
    return read(opened.text, files=opened.files, said_on=mail.arrived_at.date(), stands=standing)


def _belongs(session: Session, mail: InboundMail, letters: Sequence[Message]) -> Application | None:
    """The application a mail is proven to belong to; else None, with why, and what may be shown for it."""
    answered = [each for each in letters if each.state in LEFT]
    if not answered:
        mail.why = NO_LETTER
        return None
    letter = answered[0]
    mail.letter_id = letter.id
    candidate = session.get_one(Candidate, letter.candidate_id)
    if mail.sender_folded not in _mailboxes(letter, candidate):
        mail.why = NOT_PROVEN
        return None
    mail.candidate_id = candidate.id
    applications = _applications(session, letter)
    open_ones = [each for each in applications if each.state is ApplicationState.ACTIVE]
    if len(applications) == 1 or len(open_ones) == 1:
        application = open_ones[0] if len(open_ones) == 1 else applications[0]
        mail.application_id = application.id
        return application
    mail.why = f"It answers a letter about {len(applications)} applications: say which it is about."
    return None


def _mailboxes(letter: Message, candidate: Candidate) -> Collection[str]:
    known = (fold_mailbox(letter.recipient), candidate.email_folded)
    return {each for each in known if each}


def _applications(session: Session, letter: Message) -> list[Application]:
    return list(
        session.scalars(
            select(Application)
            .join(MessageApplication, MessageApplication.application_id == Application.id)
            .where(MessageApplication.message_id == letter.id)
            .order_by(Application.id)
        )
    )


def _put(mail: InboundMail, state: InboundState, why: str) -> None:
    mail.state, mail.why = state, why[:300]
