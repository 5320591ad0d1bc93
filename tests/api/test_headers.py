"""No subject, name, mailbox or text that a program sends makes another header: the bytes that leave are read back."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.messages.models import Message
from recruiterdash.team.models import User
from tests.api.conftest import House
from tests.api.test_batches import NO, STATUS, SUBJECT, apply, post
from tests.api.test_batches import signers as signers

#: Texts that once made a header of their own somewhere, each with a mailbox that must never be written to.
HOSTILE = (
    "Nurse\r\nBcc: evil@evil.test",
    "Nurse\nBcc: evil@evil.test",
    "Nurse\rBcc: evil@evil.test",
    "Nurse\r\n\r\nBcc: evil@evil.test",
    "Nurse\0\nBcc: evil@evil.test",
    "Nurse\u2028Bcc: evil@evil.test",
    "Nurse\u2029Bcc: evil@evil.test",
    "Nurse\u0085Bcc: evil@evil.test",
    "Nurse\x0bBcc: evil@evil.test",
    "Nurse\x1cBcc: evil@evil.test",
    "=?UTF-8?Q?=0A?=Bcc: evil@evil.test \U0001f600",
    "=?utf-8?B?DQpCY2M6IGV2aWxAZXZpbC50ZXN0?= Nurse",
    "=?utf-8?q?=0D=0ABcc:_evil@evil.test?= Nurse \U0001f600",
    "Nurse \U0001f468\u200d\U0001f469\u200d\U0001f467 \u202eevil@evil.test",
    'Nurse, <evil@evil.test>, "x" <evil@evil.test>; group: evil@evil.test;',
    "Nurse\r\n.\r\nMAIL FROM:<evil@evil.test>",
    "x" * 10_000,
)
#: All that a letter may say before its text, each once.
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("Content-Transfer-Encoding", "Reply-To"),
}
REFUSED = (400, 409, 422)


def written(session: Session, message_id: int, recipient: str) -> None:
    """Assert that a letter's bytes hold the headers of a letter, to one mailbox, and nothing else."""
    message = session.get_one(Message, message_id)
    frozen = message.frozen or b""
    for read in (
        message_from_bytes(frozen),
        message_from_bytes(frozen, policy=policy.default),
    ):
        names = [name for name, _value in read.items()]
        assert set(names) <= HEADERS, names
        assert len(names) == len(set(names)), names
        to = [mailbox for _name, mailbox in getaddresses([str(each) for each in read.get_all("To", [])])]
        assert to == [recipient]
    head, _, _text = frozen.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        assert not {*b"\n\r\0"}.intersection(line)
        assert line[:1] in (b" ", b"\t") or line.partition(b":")[0].decode() in HEADERS, line
    assert message.recipient == recipient
    assert frozen.replace(b"\r\n", b"").count(b"\n") == 0


def subject_of(session: Session, message_id: int) -> str:
    read = message_from_bytes(session.get_one(Message, message_id).frozen or b"")
    return str(make_header(decode_header(read["Subject"].replace("\r\n", ""))))


def count(house: House) -> int:
    with house.database.reading() as session:
        return len(session.scalars(select(Message.id)).all())


NAMED = [ascii(each)[:40] for each in HOSTILE]
#: Those that are odd, and a subject all the same: they leave as they were written.
WRITTEN = {10, 11, 12, 14}
KEPT = dict.fromkeys(("K08", "K29", "K40"), "The subject is as it is meant")
#: Where something can stand on record, and how long it may be.
RECORDS = {
    "last_name": (Candidate, 500),
    "first_name": (Candidate, 500),
    "email": (Candidate, 300),
    "name": (User, 120),
    "title": (User, 120),
}


@pytest.mark.parametrize("place", range(len(HOSTILE)), ids=NAMED)
def test_a_subject_of_one_letter_makes_no_header(house: House, place: int) -> None:
    name = f"Subja{chr(97 + place)}"
    (one,), before = apply(house, name), count(house)
    body = NO
    for field, value in (
        ("candidate.preferred_name", name),
        ("requisition.titles", "Nurse"),
        ("company.name", "our company"),
        ("sender.name", "Recruiter"),
        ("sender.role", "Recruiter"),
    ):
        body = body.replace(f"{{{{ {field} }}}}", value)
    asked = {"type": "rejection_application", "subject": HOSTILE[place], "body": body, "overrides": KEPT}
    answer = post(house, f"applications/{one}/messages", asked)
    assert answer.status_code == (201 if place in WRITTEN else 422), answer.text
    if answer.status_code == 422:
        assert count(house) == before
        return
    with house.database.reading() as session:
        made: int = answer.get_json()["id"]
        written(session, made, f"{name.lower()}@mail.example")
        assert subject_of(session, made) == HOSTILE[place]


@pytest.mark.parametrize("place", range(len(HOSTILE)), ids=NAMED)
def test_a_subject_of_many_letters_makes_no_header(house: House, place: int) -> None:
    (one,), before = apply(house, f"Many{chr(97 + place)}"), count(house)
    asked = {
        "applications": [one],
        "type": "status",
        "subject": f"{HOSTILE[place]} {SUBJECT}",
        "body": STATUS,
    }
    answer = post(house, "batches/preview", asked)
    assert answer.status_code == (200 if place in WRITTEN else 422), answer.text
    if answer.status_code == 422:
        return
    sent = post(house, "batches", {"token": answer.get_json()["token"], "overrides": KEPT})
    assert (sent.status_code, sent.get_json()["queued"]) == (201, 1), sent.text
    with house.database.reading() as session:
        (made,) = session.scalars(select(Message).order_by(Message.id).offset(before))
        written(session, made.id, f"many{chr(97 + place)}@mail.example")
        assert subject_of(session, made.id) == f"{HOSTILE[place]} Your application for Nurse"


@pytest.mark.parametrize("place", range(len(HOSTILE)), ids=NAMED)
@pytest.mark.parametrize("field", RECORDS)
def test_what_is_on_record_makes_no_header(house: House, field: str, place: int) -> None:
    """Names and mailboxes are checked when they are typed; what came past that makes no header all the same."""
    name, (whose, limit) = f"Reco{field[:2]}{chr(97 + place)}", RECORDS[field]
    (one,), before = apply(house, name), count(house)
    text = HOSTILE[place].replace("\0", "")[:limit]  # no database keeps a NUL
    mailbox = f"{text}@mail.example" if field == "email" else f"{name.lower()}@mail.example"
    with house.write() as session:
        about = (
            session.get_one(Application, one).candidate_id if whose is Candidate else house.users["recruiter"]
        )
        record = session.get_one(whose, about)
        kept = getattr(record, field)
        setattr(record, field, mailbox if field == "email" else text)
        session.commit()
    try:
        asked = {"applications": [one], "type": "status", "subject": SUBJECT, "body": STATUS}
        answer = post(house, "batches/preview", asked)
        if answer.status_code == 200:
            answer = post(house, "batches", {"token": answer.get_json()["token"], "typed_count": 1})
        assert answer.status_code in (201, *REFUSED), answer.text
        with house.database.reading() as session:
            for made in session.scalars(select(Message).order_by(Message.id).offset(before)):
                written(session, made.id, mailbox)
    finally:
        with house.write() as session:
            setattr(session.get_one(whose, about), field, kept)
            session.commit()
