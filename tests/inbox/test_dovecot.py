"""The real thing: Debian's Dovecot, with a Maildir that mail comes into."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from recruiterdash.messages.inbound.models import InboundMail, InboundMailbox, InboundState
from recruiterdash.worker.reader import Reader
from tests.faults.certificates import Authority
from tests.faults.dovecot import Dovecot
from tests.inbox import shapes
from tests.inbox.house import House

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    with Dovecot(authority.files()) as made:
        yield made


def test_answers_are_read_filed_and_marked_and_a_new_numbering_doubles_nothing(
    house: House, dovecot: Dovecot, authority: Authority
) -> None:
    letter = house.written()
    question = shapes.gmail(letter.answer("When will I hear from you?"))
    noted = shapes.outlook(letter.answer("Thank you, noted."))
    dovecot.put(question, noted, b"From: eve@evil.example\r\nSubject: Hello\r\n\r\nBuy this\r\n")
    reader = Reader(replace(house.world.settings, imap_url=dovecot.url), house.world.database, "test")
    reader.trust = authority.trust()
    look = reader.look()
    assert (look.fault, look.stored, look.filed) == ("", 3, 3)
    with house.world.database.reading() as session:
        rows = {row.raw: row for row in session.scalars(select(InboundMail))}
    assert {question, noted} < set(rows), "bytes as they were delivered"
    assert rows[question].state is rows[noted].state is InboundState.THREADED
    assert "REPLY" in house.clocks(letter.application)
    assert dovecot.seen() == 3
    reader.leave()
    time.sleep(1.1)  # Dovecot makes the number of a numbering from the second in which it begins
    dovecot.forget()
    dovecot.put(b"From: eve@evil.example\r\nSubject: Hello\r\n\r\nBuy that\r\n")
    with house.world.writing() as session:
        before = session.scalar(select(InboundMailbox.uid_validity))
        session.execute(update(InboundMailbox).values(uid_validity=before))
    assert (reader.look().stored, reader.look().stored) == (1, 0)
    with house.world.database.reading() as session:
        assert session.scalar(select(InboundMailbox.uid_validity)) != before
    reader.leave()
