"""Mail sent elsewhere: counted as ours by a colleague's mailbox and their secret together, and by nothing less."""

import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select, update

from recruiterdash import candidates, journey
from recruiterdash.candidates.models import Candidate
from recruiterdash.journey.models import Event
from recruiterdash.messages.inbound import copies, copy_addresses, queries
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.queries import Shown
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.team.models import User
from tests.inbox import shapes
from tests.inbox.house import House
from tests.inbox.test_pages import fresh, token
from tests.messages.test_pages import Browser, close_applications, typed

__all__ = ["close_applications"]

_numbers = count(1)


class Sent(NamedTuple):
    """One mail of a colleague, sent from a mailbox of their own."""

    sender: str
    to: str
    #: Their own address for copies, as the server notes it.
    came_by: str
    text: str = "Thank you for asking. I will know more on Thursday and write to you then."
    message_id: str = ""
    date: str = ""
    more: tuple[str, ...] = ()

    def data(self) -> bytes:
        lines = [
            f"Delivered-To: {self.came_by}",
            f"From: {self.sender}",
            *([f"To: {self.to}"] if self.to else []),
            "Subject: Your application",
            f"Date: {self.date or format_datetime(now())}",
            f"Message-ID: {self.message_id or f'<{next(_numbers)}@outlook.example>'}",
            "MIME-Version: 1.0",
            *self.more,
            "Content-Type: text/plain; charset=utf-8",
        ]
        return shapes.crlf("\n".join(lines) + f"\n\n{self.text}\n")


@pytest.fixture
def priya(house: House) -> Browser:
    return Browser(house.world, house.world.priya)


def address(house: House, user_id: int | None = None) -> str:
    with house.world.database.reading() as session:
        found = copy_addresses.address_of(session, house.world.settings, user_id or house.world.priya.user_id)
    assert found is not None
    return found


def mailbox(house: House) -> str:
    return house.world.mailboxes[house.world.priya.user_id]


def person(house: House, name: str, days: int = 5) -> int:
    """Somebody who applied some days ago."""
    who = house.world.person(name)
    house.world.change(who, lambda _session, row: setattr(row, "applied_at", now() - timedelta(days=days)))
    return who


def sent(house: House, application: int, **changes: Any) -> Sent:
    to = house.candidate(application).email or ""
    return Sent(f"Priya Shah <{mailbox(house)}>", to, address(house))._replace(**changes)


def outs(house: House, application: int) -> list[Event]:
    return house.events(application, "out")


def asked(house: House, name: str) -> tuple[int, str]:
    """Somebody whose question waits for an answer, and the Message-ID of it."""
    letter = house.written(name)
    row = house.one(shapes.gmail(letter.answer("When will you decide about me?")))
    house.heard()
    assert "REPLY" in house.clocks(letter.application)
    return letter.application, row.message_id or ""


# --- what counts ----------------------------------------------------------------------------------


def test_ids_with_a_character_that_no_database_keeps_stop_nobody(house: House) -> None:
    application = person(house, "Nul")
    odd = sent(house, application, message_id="<a\0b@x.example>", more=("In-Reply-To: <c\0d@x.example>",))
    row = house.one(odd.data())
    assert (row.message_id, row.state) == ("<a b@x.example>", InboundState.THREADED)


def test_a_copy_is_a_word_of_ours_with_its_own_date(house: House) -> None:
    application = person(house, "Outlook")
    written = (now() - timedelta(hours=30)).replace(microsecond=0)
    row = house.one(sent(house, application, date=format_datetime(written)).data())
    (event,) = outs(house, application)
    assert (event.kind, event.happened_at, event.actor_id) == ("personal", written, house.world.priya.user_id)
    assert "Thursday" in (event.body or "")
    assert (row.state, row.application_id, row.why) == (InboundState.THREADED, application, copies.COUNTED)


def test_it_answers_a_question_and_stops_the_silence_clock(house: House) -> None:
    application, question = asked(house, "Answered")
    before = house.world.standing(application)
    house.one(sent(house, application, more=(f"In-Reply-To: {question}",)).data())
    assert "REPLY" not in house.clocks(application)
    after = house.world.standing(application)
    assert after.last_word_at is not None
    assert before.last_word_at is None or after.last_word_at > before.last_word_at


def test_it_answers_a_question_though_the_server_s_clock_is_behind(house: House) -> None:
    """The question counts since our letter left; by the server's clock both came before that."""
    letter = house.written(application=person(house, "Behind"))
    came = now() - timedelta(hours=2)
    row = house.one(shapes.gmail(letter.answer("When will you decide about me?")), at=came)
    house.heard()
    copy = sent(house, letter.application, more=(f"In-Reply-To: {row.message_id}",))
    house.one(copy.data(), at=came + timedelta(minutes=5))
    assert "REPLY" not in house.clocks(letter.application)


@pytest.mark.parametrize(
    "header",
    ["X-Original-To", "Bcc", "Cc", "To", "Received: from a by b for", "Envelope-To", "X-Envelope-To"],
)
def test_the_address_is_found_wherever_a_server_notes_it(house: House, header: str) -> None:
    application = person(house, "Header")
    key = address(house).upper() if header == "Bcc" else address(house)
    line = f"{header} <{key}>; Tue" if " " in header else f"{header}: {key}"
    data = sent(house, application).data()
    row = house.one(data.replace(data.split(b"\r\n")[0], line.encode(), 1))
    assert len(outs(house, application)) == 1, row.why
    assert ("make a new one" in row.why) is (header in ("To", "Cc"))


def test_a_date_to_come_is_the_clock_of_another_machine(house: House) -> None:
    application = person(house, "Future")
    row = house.one(sent(house, application, date="Tue, 24 Nov 2099 11:00:00 +0000").data())
    (event,) = outs(house, application)
    assert event.happened_at == row.arrived_at


@pytest.mark.parametrize("date", ["yesterday", "Tue, 99 Foo 2026", "Mon, 1 Jan 99999 00:00:00 +9999"])
def test_a_date_that_cannot_be_read_is_the_moment_it_came(house: House, date: str) -> None:
    application = person(house, "Undated")
    row = house.one(sent(house, application, date=date).data())
    (event,) = outs(house, application)
    assert event.happened_at == row.arrived_at


def test_an_invitation_counts_as_one(house: House) -> None:
    application = person(house, "Invited")
    body = (
        "--=_c\nContent-Type: text/plain\n\nSee you then.\n--=_c\nContent-Type: text/calendar; method=REQUEST\n"
        "Content-Disposition: attachment; filename=invite.ics\n\nBEGIN:VCALENDAR\n--=_c--\n"
    )
    plain = sent(house, application, text=body).data()
    kind = b'Content-Type: multipart/mixed; boundary="=_c"'
    house.one(plain.replace(b"Content-Type: text/plain; charset=utf-8", kind, 1))
    assert [event.kind for event in outs(house, application)] == ["invite"]


# --- what does not --------------------------------------------------------------------------------


def forged(house: House, application: int) -> Iterator[tuple[str, Sent]]:
    """Mails in Priya's name, or to her address, each without one thing that proves it."""
    good, key = sent(house, application), address(house)
    local, _, secret = key.partition("@")[0].rpartition(".")
    another = address(house, house.world.stranger.user_id)
    yield "without an address for copies", good._replace(came_by="jobs@borealis.example")
    yield "wrong secret", good._replace(came_by=f"{local}.{'a' * 26}@borealis.example")
    yield "cut secret", good._replace(came_by=f"{local}.{secret[:-1]}@borealis.example")
    yield "somebody else's secret", good._replace(came_by=another)
    mixed = f"{local}.{another.partition('@')[0].rpartition('.')[2]}@borealis.example"
    yield "their secret under her number", good._replace(came_by=mixed)
    yield "forged From", good._replace(sender="Priya Shah <priya@evil.example>")
    yield "her name as an address", good._replace(sender=f'"{mailbox(house)}" <priya@evil.example>')
    yield "two in From", good._replace(sender=f"{mailbox(house)}, priya@evil.example")
    yield "a comment in From", good._replace(sender=f"{mailbox(house)} <priya@evil.example>")
    twice = f"{mailbox(house)}\nFrom: priya@evil.example"
    yield "From twice", good._replace(sender=twice)
    yield "no From", good._replace(sender="")
    yield "disproved", good._replace(more=("Authentication-Results: mx; spf=pass; dmarc=fail (p=NONE)",))
    yield "a program", good._replace(more=("Auto-Submitted: auto-replied",))
    yield "a reply token for a key", good._replace(came_by="jobs+r." + "a" * 32 + "@borealis.example")


def test_nothing_is_counted_without_all_that_proves_it(house: House) -> None:
    application, _ = asked(house, "Forged")
    before = (house.clocks(application), len(outs(house, application)))
    for what, mail in forged(house, application):
        row = house.one(mail.data())
        assert (house.clocks(application), len(outs(house, application))) == before, what
        assert row.state in (InboundState.UNMATCHED, InboundState.AUTOMATIC), what
        assert row.application_id is None, what
        assert row.event_id is None, what
    house.one(sent(house, application).data())
    assert len(outs(house, application)) == before[1] + 1, "the same with all of it is"


def test_a_renewed_secret_ends_the_old_one(house: House, priya: Browser) -> None:
    application = person(house, "Renewed")
    old = sent(house, application)
    page = priya.open("/account")
    assert address(house) in page
    given = {"csrf_token": typed(page)["csrf_token"]}
    priya.send("/account/copies/renew", given)
    assert address(house) != old.came_by
    row = house.one(old.data())
    assert row.why == copies.ANOTHER_ADDRESS
    assert outs(house, application) == []
    house.one(sent(house, application).data())
    assert len(outs(house, application)) == 1


def test_a_colleague_who_left_counts_nothing(house: House) -> None:
    application = person(house, "Left")
    mail = sent(house, application)
    with house.world.writing() as session:
        session.execute(update(User).where(User.id == house.world.priya.user_id).values(active=False))
    house.one(mail.data())
    with house.world.writing() as session:
        session.execute(update(User).where(User.id == house.world.priya.user_id).values(active=True))
    assert outs(house, application) == []


def test_it_counts_once_however_often_it_comes(house: House) -> None:
    application = person(house, "Once")
    mail = sent(house, application, message_id="<once@outlook.example>")
    data = mail.data()
    rows = house.take_in(
        data,
        b"Received: from elsewhere by here\r\n" + data,
        mail._replace(text="Other words under the same number.").data(),
        mail._replace(date="Tue, 24 Nov 2020 11:00:00 +0000").data(),
        enclosed(house, data),
    )
    assert house.one(data).id == rows[0].id
    assert len(outs(house, application)) == 1
    assert [row.twin_id for row in rows] == [None, *[rows[0].id] * 4], [row.why for row in rows]


def test_a_copy_of_a_letter_from_here_is_no_second_word(house: House) -> None:
    letter = house.written("Letter")
    house.heard()
    row = house.one(sent(house, letter.application, message_id=letter.message_id).data())
    assert row.why == copies.OUR_LETTER
    assert len(outs(house, letter.application)) == 1


# --- whom it was for ------------------------------------------------------------------------------


def test_a_mail_to_several_people_is_shown_and_counts_for_none(house: House, priya: Browser) -> None:
    both = [person(house, name) for name in ("Many", "More")]
    to = ", ".join(house.candidate(each).email or "" for each in both)
    row = house.one(sent(house, both[0], to=to).data())
    assert row.why == copies.TO_MANY
    assert [outs(house, each) for each in both] == [[], []]
    page = priya.open(f"/inbox/{row.id}")
    assert "It is not counted" in page
    assert f"/inbox/{row.id}" in priya.open("/inbox?show=triage")


def second_application(house: House, first: int) -> int:
    with house.world.writing() as session:
        old = session.get_one(Requisition, house.world.requisition_id)
        more = Requisition(
            reference=f"R2-{next(_numbers)}",
            title="Data Analyst",
            state=old.state,
            office_id=old.office_id,
            recruiter_id=old.recruiter_id,
            created_at=now(),
            team=[TeamMember(user_id=house.world.priya.user_id, part=Part.RECRUITER)],
        )
        session.add(more)
        session.flush()
        who = house.world.person_of(session, first)
        at = now() - timedelta(days=5)
        return journey.apply(session, who, more, applied_at=at, now=now(), actor_id=None).id


def test_of_several_applications_the_thread_tells_which_else_a_person_does(
    house: House, priya: Browser
) -> None:
    letter = house.written("Double")
    house.heard()
    # what they wrote is older than our answer to it
    question = house.one(shapes.gmail(letter.answer("When will I hear from you?")))
    second = second_application(house, letter.application)
    row = house.one(sent(house, letter.application, date=format_datetime(now())).data())
    assert row.why == copies.SAY_WHICH, row.why
    known = len(outs(house, letter.application))
    answer = (f"In-Reply-To: {question.message_id}",)
    house.one(sent(house, letter.application, more=answer, date=format_datetime(now() + timedelta(1))).data())
    assert len(outs(house, letter.application)) == known + 1
    assert outs(house, second) == []
    given = {"application": str(second), "version": str(row.version), **token(priya, row.id)}
    priya.send(f"/inbox/{row.id}/ours", given)
    (event,) = outs(house, second)
    assert event.happened_at == copy_written(house, row.id)
    assert "A word of ours" in priya.open(f"/inbox/{row.id}")
    assert "Nothing was done" in priya.send(f"/inbox/{row.id}/ours", given, 409)
    version = str(fresh(house, row.id).version)
    priya.send(f"/inbox/{row.id}/take-back", {"version": version, **token(priya, row.id)})
    assert [each.voids_id for each in house.events(second, "undo")] == [event.id]
    assert fresh(house, row.id).application_id is None


def copy_written(house: House, mail_id: int) -> datetime | None:
    with house.world.database.reading() as session:
        found = copies.copy_of(session, mail_id)
        return found.written_at if found else None


def test_what_was_written_before_they_applied_is_about_something_else(house: House) -> None:
    application = person(house, "Early", days=1)
    row = house.one(sent(house, application, date=format_datetime(now() - timedelta(days=2))).data())
    assert row.why == copies.BEFORE
    assert outs(house, application) == []


def test_somebody_out_of_sight_is_nobody(house: House) -> None:
    """The same words for a stranger's candidate and for a mailbox that is nobody's."""
    application = person(house, "Hidden")
    user = house.world.priya.user_id
    with house.world.writing() as session:
        session.execute(
            update(Candidate)
            .where(Candidate.id == house.candidate(application).id)
            .values(current_manager_id=user)
        )
    rows = house.take_in(
        sent(house, application).data(), sent(house, application, to="nobody@nowhere.example").data()
    )
    assert {row.why for row in rows} == {copies.NOBODY}
    assert outs(house, application) == []
    with house.world.database.reading() as session:
        assert queries.likely(session, house.world.priya, rows[0]) == []


def test_nobody_else_reads_what_was_not_counted(house: House, priya: Browser) -> None:
    row = house.one(
        sent(house, person(house, "Mine"), to="friend@home.example", text="Private words.").data()
    )
    assert "Private words" in priya.open(f"/inbox/{row.id}")
    Browser(house.world, house.world.stranger).open(f"/inbox/{row.id}", 404)
    with house.world.database.reading() as session:
        shown = queries.listed(session, house.world.stranger, Shown.ALL).rows
        assert row.id not in {each.mail.id for each in shown}


def test_a_mail_of_ours_is_no_word_of_theirs(house: House, priya: Browser) -> None:
    application = person(house, "Ours")
    row = house.one(sent(house, application, to="nobody@nowhere.example").data())
    given = {"application": str(application), "version": str(row.version), **token(priya, row.id)}
    priya.send(f"/inbox/{row.id}/file", given, 403)
    counted = house.one(sent(house, application).data())
    given = {"kind": "question", "version": str(counted.version), "day": "", **token(priya, row.id)}
    priya.send(f"/inbox/{counted.id}/accept", given, 403)
    assert house.events(application) == []


# --- forwarded ------------------------------------------------------------------------------------


def enclosed(house: House, inner: bytes) -> bytes:
    """A mail that a colleague forwards as an attachment."""
    head = (
        f"From: {mailbox(house)}\r\nTo: {address(house)}\r\nSubject: Fwd: Your application\r\n"
        f"Date: {format_datetime(now())}\r\nMessage-ID: <{next(_numbers)}@outlook.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="=_fwd"\r\n\r\n--=_fwd\r\nContent-Type: text/plain\r\n\r\nSee below.'
        "\r\n--=_fwd\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n"
    )
    return head.encode() + inner + b"\r\n--=_fwd--\r\n"


def test_a_mail_of_ones_own_that_is_forwarded_counts_with_its_own_date(house: House) -> None:
    application = person(house, "Forwarded")
    written = (now() - timedelta(days=2)).replace(microsecond=0)
    inner = sent(house, application, date=format_datetime(written), came_by="x@y.example").data()
    row = house.one(enclosed(house, inner))
    (event,) = outs(house, application)
    assert event.happened_at == written
    assert "Thursday" in (event.body or "")
    assert row.application_id == application


def test_a_candidate_s_mail_that_is_forwarded_is_shown_and_proves_nothing(
    house: House, priya: Browser
) -> None:
    application = person(house, "Third")
    theirs = house.candidate(application).email
    inner = shapes.crlf(f"From: Third Okafor <{theirs}>\nTo: {mailbox(house)}\nSubject: Hello\n\nAny news?\n")
    row = house.one(enclosed(house, inner))
    assert (row.state, row.application_id, row.sender) == (InboundState.UNMATCHED, None, theirs)
    assert house.events(application) == []
    page = priya.open(f"/inbox/{row.id}")
    assert "Priya Shah forwarded it" in page
    assert re.search(r"File it here<span[^>]*>: Third", page)


def test_a_forward_without_the_secret_is_not_opened_further(house: House) -> None:
    application = person(house, "Closed")
    inner = sent(house, application, came_by="x@y.example").data()
    wrong = enclosed(house, inner).replace(
        address(house).encode(), address(house)[:-25].encode() + b"a@x.example"
    )
    house.one(wrong)
    assert outs(house, application) == []


def test_what_hr_writes_to_whom_wrote_to_hr_alone_stays_out_of_the_story(house: House) -> None:
    from recruiterdash.team.models import Role, UserRole

    letter = house.written("Quiet")
    house.one(shapes.gmail(letter.answer("I wish to make a formal complaint about the interview.")))
    with house.world.writing() as session:
        session.add(UserRole(user_id=house.world.priya.user_id, role=Role.HR))
    row = house.one(sent(house, letter.application, text="About your complaint.").data())
    event = outs(house, letter.application)[-1]
    assert (event.body, event.subject) == (None, None)
    assert row.for_hr
    with house.world.writing() as session:
        found = session.scalars(
            select(UserRole).where(UserRole.user_id == house.world.priya.user_id, UserRole.role == Role.HR)
        )
        session.delete(found.one())


def test_two_records_with_one_mailbox_are_told_apart_by_a_person(house: House) -> None:
    application = person(house, "Couple")
    box = house.candidate(application).email or ""
    with house.world.writing() as session:
        facts = candidates.Facts(first_name="Other", last_name="Half", email=box)
        who = candidates.create(session, facts, now=now(), actor_id=None)
        requisition = session.get_one(Requisition, house.world.requisition_id)
        at = datetime.now(UTC) - timedelta(days=3)
        journey.apply(session, who, requisition, applied_at=at, now=now(), actor_id=None)
    row: InboundMail = house.one(sent(house, application).data())
    assert row.why == copies.TO_MANY
    assert outs(house, application) == []


def test_hundreds_of_guesses_of_the_secret_count_nothing(house: House) -> None:
    application = person(house, "Guessed")
    key = address(house)
    local, _, secret = key.partition("@")[0].rpartition(".")
    draw, letters = random.Random(8), "abcdefghijklmnopqrstuvwxyz234567"

    def guess() -> str:
        kind = draw.randrange(4)
        if kind == 0:  # one character is another
            at = draw.randrange(26)
            wrong = draw.choice([each for each in letters if each != secret[at]])
            return secret[:at] + wrong + secret[at + 1 :]
        if kind == 1:
            return secret[::-1]
        if kind == 2:
            return "".join(draw.sample(secret, 26))
        return "".join(draw.choices(letters, k=26))

    guesses = {each for each in (guess() for _ in range(500)) if each != secret}
    text = Sent(mailbox(house), house.candidate(application).email or "", "")
    house.take_in(*(text._replace(came_by=f"{local}.{each}@borealis.example").data() for each in guesses))
    assert outs(house, application) == []


@pytest.mark.parametrize(
    "to",
    [
        "(" * 19_000 + "x@y.example",
        '"' + '\\"' * 9_000,
        "<" * 19_000,
        "a@b.example," * 1_500,
        "," * 19_000,
        "group:" * 3_000 + "x@y.example;",
        ("x" * 64 + "@" + "y" * 200 + ".example, ") * 60,
    ],
    ids=lambda to: to[:12],
)
def test_a_hostile_line_of_recipients_is_read_quickly_and_counts_for_nobody(house: House, to: str) -> None:
    application = person(house, "Line")
    begin = time.monotonic()
    row = house.one(sent(house, application, to=to).data())
    assert time.monotonic() - begin < 5
    assert row.state is InboundState.UNMATCHED
    assert outs(house, application) == []


@pytest.mark.parametrize(
    ("to", "counted"),
    [
        ("{box}", 1),
        ("Line Okafor <{box}>", 1),
        ('"Okafor, Line" <{box}>', 1),
        ("=?utf-8?q?L=C3=ADne?= <{box}>, friend@home.example", 1),
        ("Us: {box};", 1),
        ('"{box}" <somebody@else.example>', 0),
        ("{box} <somebody@else.example>", 0),
        ("({box}) somebody@else.example", 0),
    ],
)
def test_whom_it_went_to_is_who_gets_it(house: House, to: str, counted: int) -> None:
    application = person(house, "Line")
    box = house.candidate(application).email or ""
    row = house.one(sent(house, application, to=to.format(box=box)).data())
    assert len(outs(house, application)) == counted, row.why
