"""Whose a mail is: by what nobody guesses, from whom it was sent to; everything else moves nothing."""

import gc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash.candidates.models import Application
from recruiterdash.errors import Conflict
from recruiterdash.journey.models import Event
from recruiterdash.mail.arriving import Arrived, Opened
from recruiterdash.messages import MessageType, approval, resigning
from recruiterdash.messages.batches import facts
from recruiterdash.messages.inbound import filing, queries, settling
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.understanding import Stands
from recruiterdash.moments import now
from tests.inbox import reports, shapes
from tests.inbox.house import House, Written
from tests.inbox.more_words import OTHERWISE
from tests.inbox.shapes import Answer
from tests.inbox.words import SAID, Words

THREADED, UNMATCHED = InboundState.THREADED, InboundState.UNMATCHED


def cells() -> list[tuple[Callable[[Answer], bytes], Words]]:
    """Every text in two shapes, and in each charset of its script."""
    return [
        (shape, words)
        for number, words in enumerate((*SAID, *OTHERWISE))
        for shape in (
            *(shapes.PLAIN[(3 * number + step) % len(shapes.PLAIN)] for step in range(2)),
            *shapes.SCRIPTS.get(words.language, ()),
        )
    ]


def test_each_shape_of_each_text_comes_to_the_right_application(house: House) -> None:
    """Over 400 mails: right person, right class, the new words parted from the quote, nothing of it lost."""
    letters = [house.written(f"Amara{number}") for number in range(4)]
    wrong: list[tuple[object, ...]] = []
    mails, expected = [], []
    for number, (shape, words) in enumerate(cells()):
        letter = letters[number % len(letters)]
        files = words.files if shape in (shapes.gmail, shapes.outlook, shapes.ios, shapes.bare) else 0
        mails.append(b"X-Number: %d\r\n" % number + shape(letter.answer(words.text, files=files)))
        expected.append((letter, words, shape, files))
    assert len(mails) >= 400
    for row, (letter, words, shape, files) in zip(house.take_in(*mails), expected, strict=True):
        said = " ".join(
            row.text.replace("Sent from my iPhone", "").replace("Von meinem iPhone gesendet", "").split()
        )
        if row.state is not THREADED or row.application_id != letter.application:
            wrong.append((getattr(shape, "__name__", shape), words.text, row.state, row.why))
        elif words.stands == Stands() and files == words.files and row.kind != words.kind:
            wrong.append((getattr(shape, "__name__", shape), words.text, row.kind, row.kind_why))
        elif not said.startswith(" ".join(words.text.split())) or "We have not decided" in row.text:
            wrong.append((getattr(shape, "__name__", shape), words.text, row.text, row.quoted))
    assert wrong == []


def test_a_question_opens_the_reply_clock_since_it_came(house: House) -> None:
    letter = house.written()
    row = house.one(shapes.gmail(letter.answer("When will I hear from you?")))
    (event,) = house.events(letter.application)
    assert (event.kind, event.source, event.happened_at) == ("question", "mail", row.arrived_at)
    assert "REPLY" in house.clocks(letter.application)
    assert row.settled_kind == "question"
    assert row.settled_by is None


@pytest.mark.parametrize(
    "words", [each for each in SAID if each.language == "en" and "question" not in each.kind]
)
def test_what_only_a_person_may_decide_moves_nothing(house: House, words: Words) -> None:
    letter = house.written()
    before = house.clocks(letter.application)
    row = house.one(shapes.outlook(letter.answer(words.text or "See the file.", files=words.files)))
    assert row.state is THREADED
    if row.kind not in ("question", "thank_you_question"):
        assert house.events(letter.application) == []
        assert house.clocks(letter.application) == before
        assert row.settled_at is None


def test_a_question_waits_for_its_answer_though_the_server_s_clock_is_days_behind(house: House) -> None:
    """What came before they applied, by another machine's clock, has been asked since they did."""
    letter = house.written()
    row = house.one(shapes.gmail(letter.answer("When will you decide?")), at=now() - timedelta(days=3))
    with house.world.database.reading() as session:
        waiting = session.scalars(
            select(InboundMail.id).where(queries.unanswered(), InboundMail.id == row.id)
        )
        assert waiting.all() == [row.id]


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(hours=1), timedelta(days=3)], ids=str)
def test_no_letter_of_ours_answers_a_question_that_answers_it(house: House, behind: timedelta) -> None:
    """A server says when a mail came by a clock of its own, in whole seconds: before the letter that it answers."""
    letter = house.written()
    came = now().replace(microsecond=0) - behind
    house.one(shapes.gmail(letter.answer("And when will you decide?")), at=came)
    house.heard()
    assert "REPLY" in house.clocks(letter.application)


def test_a_flood_from_one_mailbox_is_kept_and_shown_and_moves_no_clock_by_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "FLOOD_OF", 3)
    flooding, calm = house.written(), house.written()
    rows = house.take_in(
        *(shapes.gmail(flooding.answer(f"When will you decide, number {n}?")) for n in range(6)),
        shapes.gmail(calm.answer("When will you decide?")),
    )
    assert [row.state for row in rows] == [THREADED] * 7
    assert [row.settled_kind for row in rows] == ["question"] * 3 + [""] * 3 + ["question"]
    assert [row.kind for row in rows] == ["question"] * 7
    assert "REPLY" in house.clocks(flooding.application)
    alone = house.one(shapes.ios(flooding.answer("And now?")), at=now() - timedelta(hours=2))
    assert alone.settled_kind == "question"


def test_the_message_id_alone_files_a_mail_as_well(house: House) -> None:
    letter = house.written()
    row = house.one(shapes.gmail(letter.answer("Noted.", to="jobs@borealis.example")))
    assert (row.state, row.application_id) == (THREADED, letter.application)


# --- forgeries --------------------------------------------------------------------------------------


def forged(letter: Written, other: Written) -> list[Answer]:
    """Mails that pretend, each in another way; `other` is somebody else's letter."""
    evil = "I withdraw my application. Is that clear?"
    key = letter.reply_to
    return [
        letter.answer(evil, to="jobs@borealis.example", message_id="<made-up@mail.example>"),
        letter.answer(evil, sender="eve@evil.example"),
        letter.answer(evil, sender=other.recipient),
        letter.answer(evil, to=key[:-30] + "@borealis.example", message_id="<x@y.example>"),
        letter.answer(evil, to=key.replace("+r.", "+x."), message_id="<x@y.example>"),
        letter.answer(evil, sender=f"{letter.recipient}.evil.example"),
        letter.answer(evil, to="jobs+r." + "0" * 32 + "@borealis.example", message_id="<x@y.example>"),
        letter.answer(evil, to="jobs@borealis.example", message_id="<" + "f" * 32 + "@borealis.example>"),
    ]


def test_a_forgery_is_shown_and_acts_on_nothing(house: House) -> None:
    """200 of them, of each kind: none filed, no event, no clock moved."""
    acted = 0
    for number in range(5):
        letter, other = house.written(f"Victim{number}"), house.written(f"Other{number}")
        before = (house.clocks(letter.application), house.clocks(other.application))
        mails = [
            shapes.PLAIN[4 * number + step](each) + b"%d" % step
            for step in range(4)
            for each in forged(letter, other)
        ] + [shapes.related(each) for each in forged(letter, other)]
        rows = house.take_in(*mails)
        acted += sum(row.state is not UNMATCHED or row.application_id is not None for row in rows)
        acted += len(house.events(letter.application)) + len(house.events(other.application))
        assert (house.clocks(letter.application), house.clocks(other.application)) == before
        assert all(row.why for row in rows)
    assert acted == 0


@pytest.mark.parametrize(
    "sender",
    [
        "{own} <eve@evil.example>",
        '"{own}" <eve@evil.example>',
        "eve@evil.example ({own})",
        "{own}, eve@evil.example",
        "=?utf-8?q?{own}?= <eve@evil.example>",
        "<{own}> <eve@evil.example>",
        "{own}\n <eve@evil.example>",
        "undisclosed",
        "",
    ],
)
def test_a_from_that_can_be_read_in_two_ways_proves_nothing(house: House, sender: str) -> None:
    letter = house.written()
    real = shapes.gmail(letter.answer("I withdraw."))
    said = sender.replace("{own}", letter.recipient).replace("\n", "\r\n").encode()
    data = real.replace(f'From: "Amara Okafor" <{letter.recipient}>'.encode(), b"From: " + said)
    assert data != real
    row = house.one(data)
    assert (row.state, row.application_id) == (UNMATCHED, None), row.sender


def test_two_froms_prove_nothing(house: House) -> None:
    letter = house.written()
    row = house.one(b"From: eve@evil.example\r\n" + shapes.gmail(letter.answer("Hello")))
    assert row.state is UNMATCHED


def test_a_letter_that_never_left_is_not_answered(house: House) -> None:
    application = house.world.person()
    waiting = house.left(house.world.queue(application), application)
    with house.world.writing() as session:
        from recruiterdash.messages.models import Message, MessageState

        session.get_one(Message, waiting.id).state = MessageState.CANCELLED
    assert house.one(shapes.gmail(waiting.answer("When?"))).state is UNMATCHED


def test_the_case_of_a_token_may_change_on_the_way(house: House) -> None:
    letter = house.written()
    answer = letter.answer("Noted.", to=letter.reply_to.upper(), sender=letter.recipient.upper())
    assert house.one(shapes.bare(answer)).state is THREADED


def test_a_mail_about_two_roles_waits_for_a_person(house: House) -> None:
    from tests.messages.ward import Ward

    ward = Ward(house.world)
    application = house.world.person("Twofold")
    other = ward.applies(application, ward.requisition("Analyst"))
    letter = house.written(application=application)
    with house.world.writing() as session:
        from recruiterdash.messages.models import MessageApplication

        session.add(
            MessageApplication(
                message_id=letter.id, application_id=other, intent="word:x", approved_version=1
            )
        )
    row = house.one(shapes.gmail(letter.answer("Which one?")))
    assert row.state is UNMATCHED
    assert row.candidate_id is not None
    assert "2 applications" in row.why
    # a letter to many waits until somebody has read what they say, whichever role it is about
    with house.world.writing() as session:
        known = facts.load(session, house.world.priya, [application, other], MessageType.STATUS, now=now())
        assert [each.unread for each in known] == [True, True]
        at_claim = approval.look(session, [letter.id], now())
        assert [(row.application_id, row.unread) for row in at_claim.facts] == [
            (application, True),
            (other, True),
        ]


def test_a_mail_to_the_addresses_of_two_letters_waits_for_a_person(house: House) -> None:
    """One letter about each of two roles, answered together: neither role is guessed."""
    from tests.messages.ward import Ward

    ward = Ward(house.world)
    one = house.written("Both")
    two = house.written(application=ward.applies(one.application, ward.requisition("Archivist")))
    assert one.recipient == two.recipient
    row = house.one(shapes.gmail(one.answer("When will you decide?", to=f"{one.reply_to}, {two.reply_to}")))
    assert (row.state, row.application_id) == (UNMATCHED, None)
    assert "2 applications" in row.why
    assert house.events(one.application) == house.events(two.application) == []


def test_another_person_s_address_beside_ones_own_changes_nothing(house: House) -> None:
    mine, theirs = house.written("Mine"), house.written("Theirs")
    both = f"{mine.reply_to}, {theirs.reply_to}"
    row = house.one(shapes.gmail(mine.answer("When will you decide?", to=both)))
    assert (row.state, row.application_id) == (THREADED, mine.application)
    row = house.one(shapes.gmail(mine.answer("And when will you decide?", to=both, sender=theirs.recipient)))
    assert (row.state, row.application_id) == (UNMATCHED, None)
    assert house.events(theirs.application) == []


# --- what came twice --------------------------------------------------------------------------------


def test_the_same_bytes_are_kept_once(house: House) -> None:
    letter = house.written()
    data = shapes.gmail(letter.answer("Is it still open?"))
    first, again = house.take_in(data, data)
    assert first.id == again.id
    assert len(house.events(letter.application)) == 1


def test_one_mail_by_two_ways_is_answered_once(house: House) -> None:
    letter = house.written()
    data = shapes.gmail(letter.answer("Is it still open?"))
    first, copy = house.take_in(data, b"Received: from elsewhere\r\n" + data)
    assert first.id != copy.id
    assert copy.twin_id == first.id
    assert len(house.events(letter.application)) == 1


UNPROVEN: list[Any] = [
    pytest.param(
        lambda data: data.replace(b"jobs+r.", b"jobs+x."), "unmatched", id="its headers changed on the way"
    ),
    pytest.param(
        lambda data: b"Auto-Submitted: auto-forwarded\r\n" + data, "automatic", id="a program passed it on"
    ),
]


@pytest.mark.parametrize(("changed", "state"), UNPROVEN)
def test_a_question_that_came_first_in_a_way_that_proves_nothing_is_asked_when_it_comes_straight(
    house: House, changed: Callable[[bytes], bytes], state: str
) -> None:
    letter = house.written()
    data = shapes.bare(letter.answer("When do you decide, please?"))
    first, straight = house.take_in(changed(data), data)
    assert (straight.state, straight.twin_id) == (InboundState.THREADED, None)
    assert first.twin_id == straight.id
    assert len(house.events(letter.application)) == 1
    assert "REPLY" in house.clocks(letter.application)
    again = house.one(b"Received: from elsewhere\r\n" + changed(data))
    assert again.twin_id == straight.id
    assert len(house.events(letter.application)) == 1
    other = shapes.bare(letter.answer("And where is your office?"))
    twice = house.take_in(changed(other), b"Received: from elsewhere\r\n" + changed(other))
    assert [row.state for row in twice] == [state, state]
    assert twice[1].twin_id == twice[0].id


def test_a_complaint_that_came_by_two_ways_is_for_hr_by_both(house: House) -> None:
    letter = house.written()
    data = shapes.gmail(letter.answer("This was unacceptable. I wish to make a formal complaint."))
    rows = house.take_in(data, b"Received: from elsewhere\r\n" + data)
    assert [row.for_hr for row in rows] == [True, True]
    noted = shapes.gmail(letter.answer("Noted, and more to come."))
    mine, twin = house.take_in(noted, b"Received: from elsewhere\r\n" + noted)
    assert (mine.for_hr, twin.for_hr) == (False, False)
    with house.world.writing() as session:
        row = session.get_one(InboundMail, mine.id)
        settling.accept(
            session,
            row,
            "complaint",
            None,
            now=now(),
            actor_id=house.world.priya.user_id,
            version=mine.version,
        )
    assert [row.for_hr for row in house.kept([noted, b"Received: from elsewhere\r\n" + noted])] == [
        True,
        True,
    ]


def test_a_sender_whom_the_server_proves_is_believed(house: House) -> None:
    letter = house.written()
    verdict = b"Authentication-Results: mx.borealis.example; spf=fail; dmarc=pass (p=REJECT)\r\n"
    row = house.one(verdict + shapes.ios(letter.answer("When will you decide about me?")))
    assert (row.state, row.application_id) == (InboundState.THREADED, letter.application)


def test_a_message_id_with_a_character_that_no_database_keeps_stops_nobody(house: House) -> None:
    letter = house.written()
    odd = letter.message_id.replace("@", "@\0").encode()
    answers = shapes.gmail(letter.answer("When do you decide, please?"))
    named = f"References: {letter.message_id}\r\n".encode()
    good = answers.replace(named, b"References: " + odd + b" " + letter.message_id.encode() + b"\r\n")
    assert good != answers
    report = reports.dsn("failed", "5.1.1")(letter).replace(letter.message_id.encode(), odd)
    rows = house.take_in(good, report)
    assert [row.state for row in rows] == [InboundState.THREADED, InboundState.BOUNCE]


def test_a_question_asked_twice_without_a_date_or_a_message_id_is_asked_twice(house: House) -> None:
    """Nothing tells such mails apart but the lines of the servers they came by."""
    letter = house.written("Undated")
    words = f"From: {letter.recipient}\nTo: {letter.reply_to}\nSubject: News\n\nIs there any news?\n"
    rows = house.take_in(
        *(
            shapes.crlf(f"Received: from mx.example; {day} Nov 2026 11:00:00 +0000\n{words}")
            for day in (23, 24)
        )
    )
    assert [row.twin_id for row in rows] == [None, None]
    assert len(house.events(letter.application)) == 2


def test_two_mails_with_one_message_id_are_both_kept(house: House) -> None:
    letter = house.written()
    one = shapes.gmail(letter.answer("When do you decide?"))
    rows = house.take_in(one, one.replace(b"When do you decide?", b"Where is the office?"))
    assert rows[0].message_id == rows[1].message_id
    assert len(house.events(letter.application)) == 2


def test_a_mail_from_our_own_mailbox_is_no_answer(house: House) -> None:
    letter = house.written()
    row = house.one(shapes.gmail(letter.answer("When?", sender="jobs@borealis.example")))
    assert row.state is InboundState.AUTOMATIC
    assert house.events(letter.application) == []


def test_a_mail_dated_ahead_comes_now(house: House) -> None:
    letter = house.written()
    row = house.one(shapes.gmail(letter.answer("When?")), at=now() + timedelta(days=3))
    assert row.arrived_at <= row.stored_at


def test_a_mail_filed_wrongly_goes_to_the_right_application_with_all_it_did(house: House) -> None:
    letter, other = house.written("Wrong"), house.written("Right")
    row = house.one(shapes.gmail(letter.answer("When do you decide, please?")))
    assert "REPLY" in house.clocks(letter.application)
    with house.world.writing() as session:
        mail = session.get_one(InboundMail, row.id)
        right = session.get_one(Application, other.application)
        settling.file_to(
            session, mail, right, now=now(), actor_id=house.world.priya.user_id, version=row.version
        )
        session.flush()
        settling.accept(
            session, mail, "question", None, now=now(), actor_id=house.world.priya.user_id, version=None
        )
    assert "REPLY" not in house.clocks(letter.application)
    assert "REPLY" in house.clocks(other.application)


def test_a_weekday_is_the_one_where_the_writer_is(house: House) -> None:
    """Wednesday evening in New York is Thursday by UTC: "by Thursday" is tomorrow there, and not a week away."""
    said = "I have another offer and must answer them by Thursday."
    wednesday_evening = datetime(2025, 11, 27, 1, 30, tzinfo=UTC)
    there = house.written(application=house.world.person("There", zone="America/New_York"))
    unknown = house.written(application=house.world.person("Unknown"))
    rows = [house.one(shapes.gmail(each.answer(said)), at=wednesday_evening) for each in (there, unknown)]
    assert [row.kind for row in rows] == ["candidate_deadline"] * 2
    assert [row.named_day for row in rows] == ["2025-11-27", "2025-12-04"]


def answered(house: House, letter: Written, mail: InboundMail) -> int:
    """A letter that answers a question and waits."""
    said = house.world.letter(letter.application, MessageType.CHASER_REPLY, answers=mail.id)
    id_ = house.world.queue(letter.application, said, undo=600.0)
    assert house.world.settled(id_).intent == f"reply:{mail.id}"
    return id_


def test_a_mail_that_a_waiting_letter_answers_is_not_filed_to_somebody_else(house: House) -> None:
    letter, other = house.written("Theirs"), house.written("Stranger")
    house.heard()
    row = house.one(shapes.gmail(letter.answer("When do you decide, please?")))
    waiting = answered(house, letter, row)

    def file() -> None:
        with house.world.writing() as session:
            mail, right = (
                session.get_one(InboundMail, row.id),
                session.get_one(Application, other.application),
            )
            settling.file_to(
                session, mail, right, now=now(), actor_id=house.world.priya.user_id, version=None
            )

    with pytest.raises(Conflict, match="keep it back first"):
        file()
    house.world.cancel(waiting)
    file()


def test_a_letter_that_is_signed_anew_continues_its_thread(house: House) -> None:
    letter = house.written("Thread")
    house.heard()
    row = house.one(shapes.gmail(letter.answer("When do you decide, please?")))
    waiting = answered(house, letter, row)
    with house.world.writing() as session:
        signed = resigning.sign_anew(
            session, house.world.priya, waiting, now=now(), settings=house.world.settings
        )
    assert signed.kept_back == ""
    assert f"In-Reply-To: {row.message_id}".encode() in (house.world.message(waiting).frozen or b"")


def test_nothing_of_a_mail_stays_in_memory_once_it_is_filed(house: House) -> None:
    """A reader that runs for months has no more in hand after its millionth mail than after its first."""
    letter = house.written("Many")
    of_a_mail = (InboundMail, Opened, Arrived, Message, Event)

    def in_hand() -> int:
        gc.collect()
        return sum(isinstance(each, of_a_mail) for each in gc.get_objects())

    before = in_hand()
    house.take_in(
        *(
            shape(letter.answer(f"When is that, number {number}?"))
            for number, shape in enumerate(shapes.PLAIN)
        )
    )
    assert in_hand() == before
    assert len(house.events(letter.application)) == len(shapes.PLAIN)


NOTHINGS = (
    "Auto-Submitted: au\0to-replied",
    "Precedence: bulk\0",
    "List-Id: \0 <jobs.\0borealis.example>",
    "X-Autoreply: y\0es",
    "References: \0<a@b.example>\0",
    "In-Reply-To: <\0>",
    "X-Failed-Recipients: a\0b@example.org",
    "Authentication-Results: mx.borealis.example; dmarc=fa\0il",
    "Reply-To: \0 <a\0b@example.org>",
    "Content-Language: \0",
)


@pytest.mark.parametrize("header", NOTHINGS, ids=lambda header: header.partition(":")[0])
def test_a_mail_with_nothings_in_its_headers_is_filed_at_once(house: House, header: str) -> None:
    letter = house.written()
    data = shapes.crlf(shapes.headers(letter.answer("When?"), header) + "\n\nWhen will I h\0ear from you?\n")
    row = house.one(data)
    assert row.tries <= 1
    assert row.state is not InboundState.QUARANTINE
    assert "\0" not in f"{row.why}{row.subject}{row.sender}{row.sender_name}"
