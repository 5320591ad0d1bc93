"""Letters that come back have told nobody; what a program wrote moves no clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import update

from recruiterdash.candidates.models import Disposition
from recruiterdash.messages import MessageType
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.messages.trouble import troubled
from recruiterdash.moments import now
from tests.inbox import shapes
from tests.inbox.house import House, Written
from tests.inbox.reports import REPORTS, Report, dsn, vacation


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_report_is_what_it_is(house: House, report: Report) -> None:
    letter = house.written()
    house.heard()
    before = house.clocks(letter.application)
    row = house.one(report.make(letter))
    assert (row.state.value, row.letter_id) == (report.state, letter.id), row.why
    state = house.world.state(letter.id)
    assert state is (MessageState.BOUNCED if report.came_back else MessageState.SENT), row.why
    assert house.events(letter.application, "in") == []
    if not report.came_back:
        assert house.clocks(letter.application) == before
    else:
        assert len(house.events(letter.application, "bounce")) == 1


def test_a_rejection_that_comes_back_opens_what_it_closed_and_asks_for_a_call(house: House) -> None:
    application = house.world.person()
    no = house.world.letter(application, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    letter = house.left(house.world.queue(application, no), application)
    house.heard()
    assert house.world.application(application).state.value == "rejected"
    house.one(dsn("failed", "5.1.1")(letter))
    assert house.world.application(application).state.value == "active"
    assert "NOTICE" in house.clocks(application)
    with house.world.database.reading() as session:
        assert application in troubled(session, house.world.priya, MessageState.BOUNCED)
    assert house.world.settled(letter.id).released_at is not None, "another letter may tell them"


def test_a_bounce_before_its_letter_is_heard_takes_the_word_back_all_the_same(house: House) -> None:
    letter = house.written()
    house.one(dsn("failed", "5.1.1")(letter))
    assert house.world.state(letter.id) is MessageState.BOUNCED
    assert [event.type for event in house.events(letter.application, "out", "bounce")] == ["out", "bounce"]


def own_copy(letter: Written) -> bytes:
    return shapes.crlf(
        f"From: Borealis <jobs@borealis.example>\nTo: {letter.recipient}\nSubject: Your application\n"
        f"Message-ID: {letter.message_id}\n\nDear Amara\n"
    )


@pytest.mark.parametrize(
    "evidence",
    [
        lambda letter: shapes.gmail(letter.answer("When will you decide?")),
        lambda letter: b"Auto-Submitted: auto-replied\r\n" + shapes.gmail(letter.answer("I am away.")),
        dsn("delivered", "2.0.0"),
        own_copy,
    ],
    ids=["an answer", "an automatic answer", "a server's report", "its own copy"],
)
def test_what_proves_that_an_uncertain_letter_arrived_settles_it(
    house: House, evidence: Callable[[Written], bytes]
) -> None:
    application = house.world.person()
    letter = house.left(house.world.queue(application), application, MessageState.UNCERTAIN)
    house.one(evidence(letter))
    assert house.world.state(letter.id) is MessageState.SENT
    assert len(house.events(application, "out")) == 1
    asked = bool(house.events(application, "in"))
    assert ("REPLY" in house.clocks(application)) is asked, "the letter came before what answers it"


@pytest.mark.parametrize(
    "nothing",
    [
        lambda letter: shapes.gmail(letter.answer("When will you decide?", sender="eve@evil.example")),
        lambda letter: b"Authentication-Results: x; dmarc=fail\r\n" + shapes.gmail(letter.answer("When?")),
        dsn("delayed", "4.4.1"),
        lambda letter: dsn("delivered", "2.0.0")(
            letter._replace(recipient="other@example.net", return_path="jobs@borealis.example")
        ),
    ],
    ids=["from another mailbox", "disproved", "delayed", "of another mailbox"],
)
def test_what_proves_nothing_leaves_a_letter_uncertain(
    house: House, nothing: Callable[[Written], bytes]
) -> None:
    application = house.world.person()
    letter = house.left(house.world.queue(application), application, MessageState.UNCERTAIN)
    house.one(nothing(letter))
    assert house.world.state(letter.id) is MessageState.UNCERTAIN


def test_a_bounce_while_its_letter_is_handed_over_waits(house: House) -> None:
    letter = house.written()
    with house.world.writing() as session:
        session.execute(update(Message).where(Message.id == letter.id).values(state=MessageState.DATA))
    data = dsn("failed", "5.1.1")(letter)
    assert house.one(data).state is InboundState.STORED
    with house.world.writing() as session:
        session.execute(update(Message).where(Message.id == letter.id).values(state=MessageState.UNCERTAIN))
    while house.reader.file():
        pass
    assert house.kept([data])[0].state is InboundState.BOUNCE
    assert house.world.state(letter.id) is MessageState.BOUNCED


def test_nothing_goes_backwards(house: House) -> None:
    """A report that it was delivered, or is delayed, after one that it came back, changes nothing."""
    letter = house.written()
    for report in (
        dsn("failed", "5.1.1"),
        dsn("delayed", "4.4.1"),
        dsn("delivered", "2.0.0"),
        dsn("failed", "5.1.2"),
    ):
        house.one(report(letter))
        assert house.world.state(letter.id) is MessageState.BOUNCED
    assert len(house.events(letter.application, "bounce")) == 1


@pytest.mark.parametrize(
    "state", [MessageState.HELD, MessageState.QUEUED, MessageState.CANCELLED, MessageState.FAILED]
)
def test_a_report_on_a_letter_that_never_left_is_ignored(house: House, state: MessageState) -> None:
    letter = house.written()
    with house.world.writing() as session:
        session.execute(update(Message).where(Message.id == letter.id).values(state=state, heard=True))
    row = house.one(dsn("failed", "5.1.1")(letter))
    assert house.world.state(letter.id) is state
    assert "never left" in row.why
    with house.world.writing() as session:
        session.execute(update(Message).where(Message.id == letter.id).values(state=MessageState.CANCELLED))


def test_a_report_on_a_letter_that_nobody_wrote_is_ignored(house: House) -> None:
    letter = house.written()._replace(
        message_id="<" + "a" * 32 + "@borealis.example>",
        return_path="jobs+b." + "a" * 32 + "@borealis.example",
    )
    row = house.one(dsn("failed", "5.1.1")(letter))
    assert row.state is InboundState.BOUNCE
    assert row.letter_id is None


def taken(at: datetime, letter: Written) -> bytes:
    """A report on a letter that its server took at this moment."""
    said = f"Reporting-MTA: dns; mx.example\r\nArrival-Date: {format_datetime(at)}".encode()
    return dsn("failed", "5.1.1")(letter).replace(b"Reporting-MTA: dns; mx.example", said)


@pytest.mark.parametrize(
    ("minutes", "came_back"),
    [(-30, False), (-3, False), (-1, True), (0, True), (5, True)],
    ids=["long before", "before", "as clocks differ", "then", "after"],
)
def test_a_report_on_the_first_try_says_nothing_of_the_second(
    house: House, minutes: int, came_back: bool
) -> None:
    letter = house.written()
    again = now() - timedelta(minutes=10)
    with house.world.writing() as session:
        session.get_one(Message, letter.id).resent_at = again
    row = house.one(taken(again + timedelta(minutes=minutes), letter))
    state = MessageState.BOUNCED if came_back else MessageState.SENT
    assert house.world.state(letter.id) is state, row.why
    assert ("earlier try" in row.why) is not came_back


@pytest.mark.parametrize(
    "broken", ["", "no date", "Tue, 99 Foo 2026 11:00", "Mon, 1 Jan 9999999 00:00:00 +9999"]
)
def test_a_report_that_does_not_say_when_is_of_the_last_try(house: House, broken: str) -> None:
    letter = house.written()
    with house.world.writing() as session:
        session.get_one(Message, letter.id).resent_at = now() - timedelta(minutes=10)
    said = f"Reporting-MTA: dns; mx.example\r\nArrival-Date: {broken}".encode()
    house.one(dsn("failed", "5.1.1")(letter).replace(b"Reporting-MTA: dns; mx.example", said))
    assert house.world.state(letter.id) is MessageState.BOUNCED


def test_one_report_may_speak_of_several_letters(house: House) -> None:
    """A server that gives up on a mailbox says so of every letter that waited for it, in one report."""
    application = house.world.person("Several")
    first = house.written(application=application)
    house.heard()
    house.one(shapes.gmail(first.answer("When will you decide?")))
    answer = house.world.letter(application, MessageType.CHASER_REPLY)
    second = house.left(house.world.queue(application, answer), application)
    other = house.written("Other")
    part = "--=_dsn\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {}\r\n\r\n"
    both = (
        dsn("failed", "5.1.1", to="jobs@borealis.example")(first).removesuffix(b"--=_dsn--\r\n")
        + (part.format(second.message_id) + part.format(other.message_id)).encode()
        + b"--=_dsn--\r\n"
    )
    row = house.one(both)
    assert [house.world.state(each.id) for each in (first, second)] == [MessageState.BOUNCED] * 2
    assert house.world.state(other.id) is MessageState.SENT, "it went to another mailbox"
    assert len(house.events(application, "bounce")) == 2
    assert row.application_id == application


def test_a_person_s_words_about_a_failed_delivery_are_no_report(house: House) -> None:
    letter = house.written()
    row = house.one(
        shapes.gmail(letter.answer(f"Your mail failed: <{letter.recipient}>: 550 5.1.1 no such user. Why?"))
    )
    assert row.state is InboundState.THREADED
    assert house.world.state(letter.id) is MessageState.SENT


def test_an_automatic_answer_stands_with_its_application_and_starts_nothing(house: House) -> None:
    letter = house.written()
    row: InboundMail = house.one(vacation("Away", "Auto-Submitted: auto-replied")(letter))
    assert row.application_id == letter.application
    assert row.settled_at is None
    assert row.event_id is None
