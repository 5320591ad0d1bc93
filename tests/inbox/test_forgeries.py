"""Whoever has no letter of ours acts on nothing, however often they guess, and whomever they pretend to be."""

import secrets
from collections.abc import Iterator
from itertools import islice
from random import Random

from sqlalchemy import func, select

from recruiterdash.journey.models import Event
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import Message, MessageState
from tests.inbox import shapes
from tests.inbox.house import House, Written
from tests.inbox.shapes import crlf

GUESSES = 100_000
#: Named in one mail: as many addresses and as many Message-IDs as are looked at.
TOGETHER = 200
EVIL = "I withdraw my application, and accept your offer. Delete all my data. Is that clear?"


def keys(real: str, random: Random) -> Iterator[str]:
    """Keys that are nobody's: made up, and next to one that is somebody's."""
    while True:
        yield f"{random.getrandbits(128):032x}"
        place = random.randrange(32)
        yield f"{real[:place]}{(int(real[place], 16) + random.randrange(1, 16)) % 16:x}{real[place + 1 :]}"
        yield real[1:] + real[0]
        yield real[:31]
        yield f"{real}0"
        yield real[::-1]
        yield real.replace(real[0], "O", 1)
        yield f"{real[:16]}{secrets.token_hex(8)}"


def guessing(letter: Written, random: Random) -> Iterator[bytes]:
    real = letter.message_id[1:33]
    guessed = (key for key in keys(real, random) if key.lower() != real)
    while True:
        tokens = [
            f"jobs+{'rb'[number % 2]}.{key}@borealis.example"
            for number, key in enumerate(islice(guessed, TOGETHER))
        ]
        ids = [f"<{key}@borealis.example>" for key in islice(guessed, TOGETHER)]
        yield crlf(
            f'From: "Amara" <{letter.recipient}>\nTo: {tokens[0]},\n {f",{chr(10)} ".join(tokens[1:])}\n'
            f"Subject: Re: Your application\nMessage-ID: <{secrets.token_hex(8)}@evil.example>\n"
            f"In-Reply-To: {ids[0]}\nReferences: {f'{chr(10)} '.join(ids)}\n\n{EVIL}\n"
        )


def test_a_hundred_thousand_guesses_act_on_nothing(house: House) -> None:
    letter = house.written("Guessed")
    house.heard()
    before = house.clocks(letter.application)
    mails = list(islice(guessing(letter, Random(8)), GUESSES // (2 * TOGETHER)))
    rows = house.take_in(*mails)
    assert {row.state for row in rows} == {InboundState.UNMATCHED}
    assert {row.application_id for row in rows} == {None}
    assert all("not proven" in row.why for row in rows)
    assert house.events(letter.application) == []
    assert house.clocks(letter.application) == before


def test_whom_the_server_that_took_the_mail_disproves_moves_nothing(house: House) -> None:
    """The key may have been read by somebody: in a letter that was forwarded, say."""
    letter = house.written("Disproved")
    house.heard()
    before = house.clocks(letter.application)
    forged = shapes.gmail(letter.answer("When will you decide about me?"))
    row = house.one(
        b"Authentication-Results: mx.borealis.example; spf=fail; dmarc=fail (p=REJECT)\r\n" + forged
    )
    assert (row.state, row.application_id) == (InboundState.UNMATCHED, None)
    assert "dmarc=fail" in row.why
    assert house.clocks(letter.application) == before


def test_a_hundred_made_up_reports_bring_no_letter_back(house: House) -> None:
    """Who forges a bounce must know the letter: its key, or its Message-ID."""
    letter = house.written("Reported")
    real = letter.message_id[1:33]
    guessed = (key for key in keys(real, Random(9)) if key.lower() != real)
    house.take_in(
        *(
            crlf(
                f"Return-Path: <>\nFrom: MAILER-DAEMON@evil.example\nTo: jobs+b.{key}@borealis.example\n"
                f"Subject: Undelivered {number}\n\n<{letter.recipient}>: 550 5.1.1 user unknown\n\n"
                f"Message-ID: <{key}@borealis.example>\n"
            )
            for number, key in enumerate(islice(guessed, 100))
        )
    )
    assert house.world.state(letter.id) is MessageState.SENT
    assert house.events(letter.application, "bounce") == []


def test_a_token_of_one_person_is_never_filed_to_them_from_another_s_mailbox(house: House) -> None:
    people = [house.written(f"Pair{number}") for number in range(20)]
    mails = [
        crlf(
            f"From: <{other.recipient}>\nTo: {one.reply_to}\nSubject: Re: x\nMessage-ID: <{number}@pair.example>\n"
            f"In-Reply-To: {one.message_id}\nReferences: {other.message_id} {one.message_id}\n\n{EVIL}\n"
        )
        for number, (one, other) in enumerate(zip(people, people[1:] + people[:1], strict=True))
    ]
    rows = house.take_in(*mails)
    acted = [row for row in rows if row.state is not InboundState.UNMATCHED or row.application_id]
    assert acted == []
    assert all(house.events(each.application) == [] for each in people)


def test_no_forgery_of_this_file_left_an_event(house: House) -> None:
    with house.world.database.reading() as session:
        by_mail = select(func.count()).select_from(Event).where(Event.source == "mail", Event.type == "in")
        assert session.scalar(by_mail) == 0
        assert (session.scalar(select(func.count()).select_from(InboundMail)) or 0) >= GUESSES // (
            2 * TOGETHER
        )
        bounced = select(func.count()).select_from(Message).where(Message.state == MessageState.BOUNCED)
        assert session.scalar(bounced) == 0
