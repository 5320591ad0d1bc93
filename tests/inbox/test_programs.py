"""Mails as programs make them: the right application, the right class, the words and files that are a person's."""

import pytest

from recruiterdash.mail.arriving import open_mail
from recruiterdash.messages.inbound.models import InboundState
from tests.inbox import shapes
from tests.inbox.house import House
from tests.inbox.programs import PROGRAMS, SAID, Made
from tests.inbox.reports import ABSENT
from tests.inbox.shapes import Answer, crlf, headers

OWN = "jobs@borealis.example"
LIST = (
    "List-ID: <jobs.borealis.example>",
    "List-Unsubscribe: <mailto:x@borealis.example>",
    "Precedence: list",
)


def words(text: str | None) -> str:
    return " ".join((text or "").replace("Sent from my iPhone", "").split())


@pytest.mark.parametrize("made", PROGRAMS, ids=lambda made: made.name)
def test_a_mail_is_filed_and_understood_whichever_program_made_it(house: House, made: Made) -> None:
    letter = house.written()
    row = house.one(made.make(letter.answer("")))
    assert (row.state.value, row.application_id) == (made.state, letter.application), row.why
    assert words(row.text) == words(made.text)
    assert row.kind == made.kind, row.kind_why
    assert open_mail(row.raw, OWN).files == made.files
    if "question" not in made.kind:
        assert house.events(letter.application) == [], "only a question is a sure rule's"


def test_what_is_sealed_says_so_instead_of_being_taken_for_a_file(house: House) -> None:
    letter = house.written()
    (sealed,) = (each for each in PROGRAMS if each.name == "encrypted by S/MIME")
    row = house.one(sealed.make(letter.answer("")))
    assert "S/MIME" in row.kind_why
    assert [each["name"] for each in row.attachments] == ["smime.p7m"], "it can be saved and opened elsewhere"


def test_the_place_of_a_file_does_not_change_when_more_texts_are_read() -> None:
    (apple,) = (each for each in PROGRAMS if each.name == "apple, a file amid the words")
    (pdf,) = open_mail(apple.make(Answer("", "a@b.example", OWN, "<x@y.example>"))).attachments
    assert (pdf.place, pdf.name) == (1, "cv.pdf")


def test_an_office_s_mailbox_may_be_a_list_of_its_own(house: House) -> None:
    """What a group adds to every mail is ours, and makes no candidate a program."""
    letter = house.written()
    answer = letter.answer("When will you decide?")
    row = house.one(
        shapes.with_files(answer, lambda it, *more: headers(it, *LIST, *more), "When will you decide?\n")
    )
    assert (row.state, row.application_id) == (InboundState.THREADED, letter.application)


def test_a_list_that_sets_itself_in_a_writer_s_place_leaves_the_writer_known(house: House) -> None:
    letter = house.written()
    data = crlf(
        f"From: 'Amara' via Jobs <{OWN}>\nX-Original-From: Amara <{letter.recipient}>\nTo: {OWN}\n"
        f"In-Reply-To: {letter.message_id}\nSubject: Re: x\nMessage-ID: <list@x.example>\n"
        + "\n".join(LIST)
        + "\n\nWhen will you decide?\n"
    )
    row = house.one(data)
    assert (row.state, row.sender) == (InboundState.THREADED, letter.recipient)
    forged = data.replace(b"<jobs.borealis.example>", b"<jobs.borealis.example.evil.example>").replace(
        b"<list@", b"<other@"
    )
    assert house.one(forged).state is InboundState.AUTOMATIC, "another list cannot do that"


@pytest.mark.parametrize("language", ABSENT)
def test_who_is_away_and_asks_something_is_a_person(house: House, language: str) -> None:
    """A question that nobody sees does more harm than a note that somebody puts aside."""
    letter = house.written()
    row = house.one(shapes.bare(letter.answer("\n".join((*ABSENT[language], "When do you decide?")))))
    assert (row.state, row.kind) == (InboundState.THREADED, row.settled_kind)
    assert "REPLY" in house.clocks(letter.application)


@pytest.mark.parametrize(
    "said",
    [
        "I am travelling until Friday and will send the documents then.",
        "Thank you for your message. I am travelling and will send my references on Friday.",
        "Ich bin am Donnerstag verreist und komme gern am Freitag.",
        "Je serai en déplacement jeudi, vendredi me convient.",
        "Estaré de viaje el jueves; el viernes me viene bien.",
    ],
)
def test_who_is_only_on_the_way_is_no_program(house: House, said: str) -> None:
    letter = house.written()
    assert house.one(shapes.bare(letter.answer(said))).state is InboundState.THREADED


def test_two_questions_around_a_file_are_both_read() -> None:
    (made,) = (each for each in PROGRAMS if each.name == "apple, a file amid the words")
    opened = open_mail(made.make(Answer("", "a@b.example", OWN, "<x@y.example>")))
    assert words(opened.text) == SAID
