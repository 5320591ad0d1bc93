"""What a mail is taken for: by its words, its calendar's, the rules of the house and how its application stands."""

from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.mail.arriving import Opened, Unreadable, open_mail
from recruiterdash.messages.inbound import house_rules
from recruiterdash.messages.inbound.models import InboundMail
from recruiterdash.messages.inbound.standing import Case, case_of
from recruiterdash.messages.inbound.understanding import FOR_HR, Reading, Rules, Stands, read
from recruiterdash.messages.models import Message

#: What a calendar says of an invitation, and what that means to us.
CANNOT_COME = {
    "DECLINED": "Their calendar declines the invitation.",
    "COUNTER": "Their calendar proposes another time.",
}
#: What says more than that they cannot come then.
MORE = FOR_HR | {"withdraw", "candidate_deadline"}


def suggest(
    session: Session, mail: InboundMail, opened: Opened, application_id: int | None, *, now: datetime
) -> Reading:
    """Write down what a mail is taken for, and return it; nothing is counted by that.

    application_id: whose it is; None where that is not known, and neither is how things stand.
    """
    with session.no_autoflush:  # nothing it asks for depends on this mail's own row
        case = case_of(session, application_id, now=now) if application_id is not None else Case(Stands())
        rules = house_rules.of_house(session)
        reading = _by_subject(session, mail, case, rules, _read(mail, opened, case, rules))
    mail.kind, mail.kind_why = reading.kind, reading.why[:300]
    mail.named_day = reading.day.isoformat() if reading.day else None
    # once for HR alone it is so until somebody of HR says otherwise
    mail.for_hr = mail.for_hr or reading.kind in FOR_HR
    return reading


def suggest_anew(session: Session, mail: InboundMail, application_id: int, *, now: datetime) -> None:
    """The same for a mail that a person has filed: by now it is known how things stand."""
    try:
        opened = open_mail(mail.raw)
    except Unreadable:
        return
    suggest(session, mail, opened, application_id, now=now)


def _read(mail: InboundMail, opened: Opened, case: Case, rules: Rules) -> Reading:
    """What it is taken for: by its words; by its calendar's when those say no more; by neither when they are sealed."""
    if opened.sealed:
        return Reading("", opened.sealed)
    said_on = case.date_of(mail.arrived_at)
    words = read(opened.text, files=opened.files, said_on=said_on, stands=case.stands, rules=rules)
    if opened.calendar in CANNOT_COME and words.kind not in MORE:
        return Reading("reschedule_request", CANNOT_COME[opened.calendar])
    return words


def _by_subject(session: Session, mail: InboundMail, case: Case, rules: Rules, words: Reading) -> Reading:
    """What their subject says, where that is for HR, or says all while the words say nothing that is known.

    words: what the mail is taken for without it. The subject of our own letter, which answers bring back, is no word
    of theirs.
    """
    if words.kind in FOR_HR:
        return words
    subject = _read_subject(mail.subject, case.date_of(mail.arrived_at), case.stands, rules)
    if subject.kind not in FOR_HR and (words.kind or subject.kind not in MORE):
        return words
    ours = session.scalar(select(Message.subject).where(Message.id == mail.letter_id))
    if ours and ours.lower() in mail.subject.lower():
        return words
    return Reading(subject.kind, f"Their subject says: “{mail.subject[:160]}”", subject.day)


@lru_cache(maxsize=256)
def _read_subject(subject: str, said_on: date, stands: Stands, rules: Rules) -> Reading:
    """Answers bring back the same few subjects again and again."""
    return read(subject, files=0, said_on=said_on, stands=stands, rules=rules)
