"""Mails of an ordinary day, in many programs' clothes: filed to the right person, and taken for what they are."""

from datetime import UTC, datetime

import pytest

from recruiterdash.mail.arriving import open_mail
from recruiterdash.messages.inbound.models import InboundState
from recruiterdash.messages.inbound.understanding import read
from recruiterdash.messages.models import MessageState
from tests.inbox.fresh import PEOPLE, PROGRAMS_SENT, Came, Sent
from tests.inbox.house import House, Written

TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
OWN = "jobs@borealis.example"
LETTER = Written(
    1,
    1,
    "amara@example.org",
    f"<{'a' * 32}@borealis.example>",
    f"jobs+r.{'a' * 32}@borealis.example",
    f"jobs+b.{'a' * 32}@borealis.example",
)


@pytest.mark.parametrize("came", PEOPLE, ids=lambda came: f"{came.kind or 'nothing'}: {came.text[:30]}")
def test_what_a_person_writes_is_parted_from_its_quote_and_understood(came: Came) -> None:
    opened = open_mail(came.make(LETTER), OWN)
    assert opened.automatic == ""
    assert opened.answered_ids == (LETTER.message_id,)
    said = " ".join(opened.text.split())
    assert said.startswith(" ".join(came.text.split()))
    assert "We have not decided" not in said
    found = read(opened.text, files=opened.files, said_on=TUESDAY.date(), stands=came.stands)
    assert found.kind == came.kind, found
    assert (found.day.isoformat() if found.day else None) == came.day


def test_all_of_them_come_to_the_right_application(house: House) -> None:
    letters = [house.written(f"Fresh{number}") for number in range(3)]
    mails = [came.make(letters[number % 3]) for number, came in enumerate(PEOPLE)]
    rows = house.take_in(*mails)
    assert [row.state for row in rows] == [InboundState.THREADED] * len(mails)
    assert [row.application_id for row in rows] == [
        letters[number % 3].application for number in range(len(mails))
    ]


@pytest.mark.parametrize("sent", PROGRAMS_SENT, ids=lambda sent: sent.head[0])
def test_what_a_program_sends_is_no_word_of_a_person(house: House, sent: Sent) -> None:
    letter = house.written("Machine")
    house.heard()
    before = house.clocks(letter.application)
    row = house.one(sent.make(letter))
    assert row.state.value == sent.state
    assert (house.world.state(letter.id) is MessageState.BOUNCED) is sent.came_back
    if not sent.came_back:
        assert house.clocks(letter.application) == before
    assert house.events(letter.application, "in") == []
