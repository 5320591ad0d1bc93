"""Letters that come back have told nobody; what a program wrote moves no clock."""

import pytest
from sqlalchemy import update

from recruiterdash.candidates.models import Disposition
from recruiterdash.messages import MessageType
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.messages.trouble import troubled
from tests.inbox import shapes
from tests.inbox.house import House
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
