"""What people of the demo have written: a few mails that wait in the inbox for somebody to say what they are."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.mail.arriving import open_mail
from recruiterdash.messages.inbound.filing import NO_LETTER
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.standing import Case, case_of
from recruiterdash.messages.inbound.understanding import FOR_HR, Stands, read
from recruiterdash.requisitions.models import Requisition, RequisitionState, StageType


class Written(NamedTuple):
    """One mail; in its text `{day}` is a weekday to come."""

    hours_ago: int
    subject: str
    text: str
    #: It answers a letter of ours; otherwise nobody knows whose it is.
    known: bool = True
    #: Somebody who was, or will be, interviewed wrote it.
    met: bool = False


#: Of so many people those who fit are looked for.
LOOKED_AT = 400
_MET = (StageType.INTERVIEW, StageType.FINAL)
MAILS = (
    Written(
        29,
        "Re: Your application",
        "Hello,\n\nI was wondering whether there is any news about my application. I would be glad of a word.",
    ),
    Written(
        20,
        "Re: Your interview",
        "Thank you very much for the conversation, I enjoyed hearing how the team works.",
        met=True,
    ),
    Written(
        5,
        "Re: Your application",
        "Hello,\n\nI have had another offer and must answer by {day}. Yours would be my first choice.",
    ),
    Written(
        3,
        "Re: Your interview",
        "Hello,\n\nI will need wheelchair access for the interview. Thank you for telling me how to get in.",
        met=True,
    ),
    Written(
        9,
        "My application",
        "Hello,\n\nI am writing from my private address, as my old one has stopped working. Is there any news?",
        known=False,
    ),
)


def write(session: Session, recruiter_id: int, now: datetime) -> None:
    """Let mails have come that wait in the inbox; they move no clock, as nobody has said what they are.

    recruiter_id: whose people wrote. In a demo with fewer people than mails, fewer have written.
    """
    people = session.execute(
        select(Application, Candidate)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(
            Requisition.recruiter_id == recruiter_id,
            Requisition.state == RequisitionState.OPEN,
            Application.state == ApplicationState.ACTIVE,
            Candidate.internal.is_(False),
        )
        .order_by(Application.id)
        .limit(LOOKED_AT)
    ).all()
    taken: set[int] = set()
    for number, mail in enumerate(MAILS):
        for application, candidate in people:
            if application.id not in taken and (application.stage_type in _MET) is mail.met:
                taken.add(application.id)
                session.add(_kept(session, number, mail, application, candidate, now))
                break
    session.flush()


def _kept(
    session: Session,
    number: int,
    mail: Written,
    application: Application,
    candidate: Candidate,
    now: datetime,
) -> InboundMail:
    at = now - timedelta(hours=mail.hours_ago)
    sender = candidate.email or "" if mail.known else f"private.{number}@home.example"
    text = mail.text.format(day=f"{_workday(at):%A %-d %B}")
    raw = _raw(number, mail.subject, f"{text}\n\n{candidate.name}\n", candidate.name, sender, at)
    opened = open_mail(raw)
    case = case_of(session, application.id, now=now) if mail.known else Case(Stands())
    reading = read(opened.text, files=0, said_on=case.date_of(at), stands=case.stands)
    return InboundMail(
        digest=sha256(raw).hexdigest(),
        raw=raw,
        size=len(raw),
        arrived_at=at,
        stored_at=at,
        state=InboundState.THREADED if mail.known else InboundState.UNMATCHED,
        why="It answers our letter, from the mailbox that went to." if mail.known else NO_LETTER,
        message_id=opened.message_id,
        fingerprint=opened.fingerprint,
        sender=opened.sender,
        sender_name=opened.sender_name,
        sender_folded=fold_mailbox(opened.sender),
        subject=opened.subject,
        text=opened.text,
        quoted=opened.quoted,
        attachments=[],
        candidate_id=candidate.id if mail.known else None,
        application_id=application.id if mail.known else None,
        kind=reading.kind,
        kind_why=reading.why[:300],
        named_day=reading.day.isoformat() if reading.day else None,
        for_hr=reading.kind in FOR_HR,
    )


def _workday(at: datetime) -> datetime:
    """A working day about a week later."""
    day = at + timedelta(days=7)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _raw(number: int, subject: str, text: str, name: str, sender: str, at: datetime) -> bytes:
    mail = EmailMessage()
    mail["From"] = f'"{name}" <{sender}>'
    mail["To"] = "jobs@borealis.example"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<demo-{number}@home.example>"
    mail.set_content(text)
    return mail.as_bytes()
