"""Whose a mail is, and what it is: decided by what cannot be forged, everything else is left to a person.

A letter of ours carries 128 bits that nobody guesses, in its Message-ID and in the addresses it is answered at.
A mail is filed by itself when it brings them back and comes from the mailbox they were sent to. With one of both
alone it is shown, with what speaks for whom, and moves nothing.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Integer, String, bindparam, select, update
from sqlalchemy.orm import Session

from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.config import Settings
from recruiterdash.db import Key, Question, UTCDateTime
from recruiterdash.mail import key_of
from recruiterdash.mail.arriving import Opened, Returned, Unreadable, open_mail, returned
from recruiterdash.messages.inbound import bouncing, copies, evidence, settling
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.suggesting import CANNOT_COME, suggest
from recruiterdash.messages.models import Message, MessageApplication, MessageState

#: A mail that was begun so often and never finished ends the program: it is not tried again by itself.
TRIES = 3
#: Letters that have left, or may have: only they can be answered.
LEFT = (MessageState.SENT, MessageState.BOUNCED, MessageState.UNCERTAIN, MessageState.DATA)
#: What a calendar says of an invitation: that they will come asks nothing of anybody.
WILL_COME = ("ACCEPTED", "TENTATIVE")
#: What calendars write by themselves.
CALENDAR_WORDS = re.compile(
    r"\bhas (?:tentatively )?accepted (?:this|the) invitation|\bhat diese einladung|\ba accepté cette invitation"
    r"|\bha aceptado esta invitación",
    re.IGNORECASE,
)
#: So many mails about one application within that time make a flood: all are kept and shown, and move no clock by
#: themselves. Each would be read beside all before it, and keep the others waiting.
FLOOD_OF, FLOOD_WITHIN = 300, timedelta(hours=1)
FLOOD = (
    f"It answers our letter. More than {FLOOD_OF} such came within an hour: it counts when somebody says so."
)
NOT_PROVEN = (
    "It answers a letter of ours and comes from another mailbox than that went to: look who wrote it."
)
DISPROVED = "It answers a letter of ours, and the server that took it says that its sender is not proven (dmarc=fail)."
NO_LETTER = "It names no letter of ours: the sender is not proven."


class Letter(NamedTuple):
    """As much of a letter of ours as tells what answers it."""

    id: int
    message_id: str
    state: MessageState
    recipient: str
    candidate_id: int
    resent_at: datetime | None


class About(NamedTuple):
    """One application that a letter is about."""

    id: int
    state: ApplicationState
    #: Of its person by now, as mailboxes are compared.
    mailbox: str | None


#: Every mail that is filed asks these.
_TWIN = Question(
    select(InboundMail.id)
    .where(
        InboundMail.fingerprint == bindparam("fingerprint", type_=String),
        InboundMail.id != bindparam("mail", type_=Key),
        InboundMail.twin_id.is_(None),
        InboundMail.state != InboundState.STORED,
    )
    .order_by(InboundMail.id)
    .limit(1)
)
_LETTER = Question(
    select(
        Message.id,
        Message.message_id,
        Message.state,
        Message.recipient,
        Message.candidate_id,
        Message.resent_at,
    ).where(Message.message_id == bindparam("message_id", type_=String))
)
_ABOUT = Question(
    select(Application.id, Application.state, Candidate.email_folded)
    .join(MessageApplication, MessageApplication.application_id == Application.id)
    .join(Message, Message.id == MessageApplication.message_id)
    .join(Candidate, Candidate.id == Message.candidate_id)
    .where(MessageApplication.message_id == bindparam("letter", type_=Key))
    .order_by(Application.id)
)

#: Whether so many others came about one application within a time, and one more.
_MANY_BEFORE = Question(
    select(InboundMail.id)
    .where(
        InboundMail.application_id == bindparam("application", type_=Key),
        InboundMail.id != bindparam("mail", type_=Key),
        InboundMail.arrived_at.between(
            bindparam("since", type_=UTCDateTime()), bindparam("until", type_=UTCDateTime())
        ),
    )
    .limit(1)
    .offset(bindparam("others", type_=Integer))
)


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
    _note(mail, opened)
    with session.no_autoflush:  # nothing it asks for depends on this mail's own row
        twin = _twin(session, mail)
    filed = True
    if twin is None or _proves_nothing(session, twin):
        filed = _decide(session, mail, opened, settings, now)
    if twin is not None and _is_proven(mail):
        _pair(twin, mail, "The same mail came by another way, which proves whose it is.")
    elif twin is not None:
        _pair(mail, twin, "The same mail came before.")
        filed = True
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
        copied = _letters(session, [opened.message_id] if opened.message_id else [], own)
        evidence.shows(session, copied, evidence.COPY, mail.id, now=now)
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
        _belongs(session, mail, opened, letters, now)
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
    found = _TWIN.ask(session, {"fingerprint": mail.fingerprint, "mail": mail.id})
    return session.get(InboundMail, found[0][0]) if found else None


def _proves_nothing(session: Session, twin: InboundMail) -> bool:
    """It came by way of a list, or of somebody who changed its headers: the same mail may still come straight."""
    unproven = twin.state in (InboundState.UNMATCHED, InboundState.AUTOMATIC) and twin.settled_at is None
    return unproven and copies.copy_of(session, twin.id) is None


def _is_proven(mail: InboundMail) -> bool:
    return mail.state is InboundState.THREADED


def _pair(mail: InboundMail, shown: InboundMail, why: str) -> None:
    """Let one of two equal mails stand for both."""
    mail.twin_id, mail.for_hr = shown.id, shown.for_hr
    _put(mail, shown.state, why)
    mail.application_id, mail.candidate_id = shown.application_id, shown.candidate_id


def _letters(session: Session, ids: Sequence[str], own: str) -> list[Letter]:
    """Letters of ours by their Message-IDs; a forwarder may have changed the domain of an address."""
    domain = own.rpartition("@")[2]
    named = dict.fromkeys(each for id_ in ids for each in (id_, f"{id_.partition('@')[0]}@{domain}>"))
    found = [Letter(*row) for each in named for row in _LETTER.ask(session, {"message_id": each})]
    return list({letter.id: letter for letter in found}.values())


# --- reports --------------------------------------------------------------------------------------


def _report(raw: bytes, opened: Opened) -> Returned:
    """What it says of letters; only what a program sent, or what came to where letters come back to, is a report."""
    return returned(raw) if opened.automatic or opened.bounce_ids or not opened.sender else Returned()


def _wrote_it(opened: Opened, letters: Sequence[Letter]) -> bool:
    """It comes from the mailbox the letter went to: an out-of-office note, and no server's report."""
    return any(opened.sender.lower() == each.recipient.lower() for each in letters if opened.sender)


def _bounced(
    session: Session,
    mail: InboundMail,
    report: Returned,
    letters: Sequence[Letter],
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
        mail.application_id = _about(session, letter)[0].id
        if verdict is bouncing.Verdict.CAME_BACK:
            row = session.get_one(Message, letter.id, populate_existing=True)
            bouncing.came_back(session, row, report.said, now=now, source=f"inbound:{mail.id}:{letter.id}")
        if verdict is bouncing.Verdict.DELIVERED:
            evidence.shows(session, [letter], evidence.DELIVERED, mail.id, now=now)
        _put(mail, InboundState.BOUNCE, verdict.value)
    if not found:
        _put(mail, InboundState.BOUNCE, bouncing.Verdict.NEVER_LEFT.value)
    return True


# --- answers --------------------------------------------------------------------------------------


def _thread(
    session: Session, mail: InboundMail, opened: Opened, letters: Sequence[Letter], now: datetime
) -> None:
    with session.no_autoflush:
        about = _belongs(session, mail, opened, letters, now)
    reading = suggest(session, mail, opened, about, now=now)
    if about is None:
        mail.state = InboundState.UNMATCHED
        return
    _put(mail, InboundState.THREADED, "It answers our letter, from the mailbox that went to.")
    if reading.sure and _is_flood(session, mail):
        mail.why = FLOOD
    elif reading.sure:
        settling.by_rule(session, mail, session.get_one(Application, about), now=now)


def _is_flood(session: Session, mail: InboundMail) -> bool:
    """More come about one application than people write: two programs that answer each other, or somebody's harm."""
    found = _MANY_BEFORE.ask(
        session,
        {
            "application": mail.application_id,
            "mail": mail.id,
            "since": mail.arrived_at - FLOOD_WITHIN,
            "until": mail.arrived_at,
            "others": FLOOD_OF - 1,
        },
    )
    return bool(found)


def _belongs(
    session: Session, mail: InboundMail, opened: Opened, letters: Sequence[Letter], now: datetime
) -> int | None:
    """The application a mail is proven to belong to; else None, with why, and what may be shown for it."""
    answered = [each for each in letters if each.state in LEFT]
    if not answered:
        mail.why = NO_LETTER
        return None
    letter = answered[0]
    mail.letter_id = letter.id
    about = _about(session, letter)
    for other in answered[1:]:
        if other.candidate_id == letter.candidate_id and _is_addressed(other, opened):
            about += [each for each in _about(session, other) if each not in about]
    if mail.sender_folded not in {fold_mailbox(letter.recipient), *(each.mailbox for each in about)} - {None}:
        mail.why = NOT_PROVEN
        return None
    if opened.disproved:
        mail.why = DISPROVED
        return None
    mail.candidate_id = letter.candidate_id
    evidence.shows(session, [letter], evidence.ANSWERED, mail.id, now=now)
    open_ones = [each.id for each in about if each.state is ApplicationState.ACTIVE]
    if len(about) == 1 or len(open_ones) == 1:
        mail.application_id = open_ones[0] if len(open_ones) == 1 else about[0].id
        return mail.application_id
    mail.why = f"It answers a letter about {len(about)} applications: say which it is about."
    return None


def _is_addressed(letter: Letter, opened: Opened) -> bool:
    """The mail was sent to the address of this letter, and does not only quote it."""
    return key_of(letter.message_id) in {key_of(each) for each in opened.reply_ids}


def _about(session: Session, letter: Letter) -> list[About]:
    """The applications that a letter is about, and where its person is reached by now."""
    return [About(*row) for row in _ABOUT.ask(session, {"letter": letter.id})]


def _put(mail: InboundMail, state: InboundState, why: str) -> None:
    mail.state, mail.why = state, why[:300]
