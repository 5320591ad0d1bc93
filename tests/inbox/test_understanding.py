"""What a mail is taken for, by tables in four languages."""

import re
from datetime import date

import pytest

from recruiterdash.messages.inbound.understanding import KINDS, Stands, read
from recruiterdash.messages.inbound.understanding.days import named_day
from recruiterdash.waiting.kinds import IN
from tests.inbox.everyday_words import EVERYDAY
from tests.inbox.more_words import OTHERWISE
from tests.inbox.words import SAID, Words

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "words", [*SAID, *OTHERWISE, *EVERYDAY], ids=lambda words: f"{words.kind or 'unknown'}-{words.language}"
)
def test_what_is_said_is_understood(words: Words) -> None:
    found = read(words.text, files=words.files, said_on=TUESDAY, stands=words.stands)
    assert found.kind == words.kind, found
    assert (found.day.isoformat() if found.day else None) == words.day
    assert bool(found.why) == bool(found.kind)


@pytest.mark.parametrize("words", [*SAID, *OTHERWISE, *EVERYDAY], ids=lambda words: words.text[:40])
def test_a_program_may_break_its_lines_anywhere(words: Words) -> None:
    broken = re.sub(r"(?<=\w) (?=\w)", "\n", words.text)
    assert read(broken, files=words.files, said_on=TUESDAY, stands=words.stands).kind == words.kind


def test_only_a_marked_question_is_sure() -> None:
    """A rule that acts alone may make us owe an answer, and nothing else."""
    sure = {
        words.kind for words in SAID if read(words.text, files=0, said_on=TUESDAY, stands=words.stands).sure
    }
    assert sure == {"question", "thank_you_question"}
    assert not read("I was wondering whether it is open.", files=0, said_on=TUESDAY).sure


def test_every_kind_is_a_word_the_clocks_know() -> None:
    assert {kind.word for kind in KINDS.values()} - {""} <= set(IN)


def test_a_signature_is_no_word_of_theirs() -> None:
    said = "Good to know.\n\n-- \nAmara\nQuestions? https://example.org/?a=1"
    assert read(said, files=0, said_on=TUESDAY).kind == ""


def test_a_page_s_address_is_no_question() -> None:
    assert read("See https://example.org/page?id=7 for my work.", files=0, said_on=TUESDAY).kind == ""


def test_thanks_below_a_letter_are_no_thank_you() -> None:
    assert read("When do you decide?\n\nMany thanks\nAmara", files=0, said_on=TUESDAY).kind == "question"


def test_an_offer_is_accepted_only_when_one_is_out() -> None:
    assert read("I accept your offer.", files=0, said_on=TUESDAY, stands=Stands()).kind != "accept"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("by thursday", "2026-11-26"),
        ("by tuesday", "2026-12-01"),
        ("until 2026-12-24", "2026-12-24"),
        ("bis zum 3.12.", "2026-12-03"),
        ("bis 3.1.2027", "2027-01-03"),
        ("le 1er décembre", "2026-12-01"),
        ("january 5th", "2027-01-05"),
        ("on 31 february", None),
        ("my birthday, 1 november 1990, and then friday", "2026-11-27"),
        ("at 10.30", None),
        # the day first, as French, Spanish and German have it
        ("j'ai une autre offre et je dois répondre avant le 3/12", "2026-12-03"),
        ("avant le 03/12/2026", "2026-12-03"),
        ("d'ici au 3/12", "2026-12-03"),
        ("debo responder antes del 3/12", "2026-12-03"),
        ("tengo que responder hasta el 03-12-2026", "2026-12-03"),
        ("ich muss bis 3.12 antworten", "2026-12-03"),
        ("ich muss bis zum 3/12 antworten", "2026-12-03"),
        ("bis spätestens freitag, den 4. dezember", "2026-12-04"),
        # in English either, unless only one can be meant
        ("i must answer by 3/12", None),
        ("i must answer by 12/24", "2026-12-24"),
        ("i must answer by 24/12", "2026-12-24"),
        ("i must answer by 12/1/2026", "2026-12-01"),
        # no day at all
        ("i am free 24/7", None),
        ("half of a 1/2 day", None),
        ("bis 10.10 uhr", None),
        ("version 3.12 of it", None),
        ("call +49 30 12-34-56", None),
        ("je dois donner mon accord", None),
        # of several the one that something lasts until
        ("je dois donner mon accord avant jeudi", "2026-11-26"),
        ("our interview is on monday. i must answer by wednesday", "2026-11-25"),
        ("their offer came on 25 november, i have until friday", "2026-11-27"),
        # one that is denied, or replaced by another, counts behind every other
        ("not by wednesday, but by friday", "2026-11-27"),
        ("they need my answer by friday, not by wednesday", "2026-11-27"),
        ("i cannot tell you by wednesday. could i have until friday?", "2026-11-27"),
        ("by wednesday i won't know, by friday i will", "2026-11-27"),
        ("could i answer by friday instead of wednesday", "2026-11-27"),
        ("by friday rather than by wednesday", "2026-11-27"),
        ("they moved their deadline from wednesday to friday", "2026-11-27"),
        ("not until wednesday, as i wrote, but until friday", "2026-11-27"),
        ("the offer does not end on 25 november but on 4 december", "2026-12-04"),
        ("nicht bis mittwoch, sondern bis freitag", "2026-11-27"),
        ("bis mittwoch schaffe ich es nicht, aber bis freitag", "2026-11-27"),
        ("statt bis mittwoch würde ich gern bis freitag antworten", "2026-11-27"),
        ("bis freitag statt bis mittwoch", "2026-11-27"),
        ("die frist wurde von mittwoch auf freitag verlängert", "2026-11-27"),
        ("nicht der 25.11., sondern der 4.12. ist der letzte tag", "2026-12-04"),
        ("pas avant mercredi mais avant vendredi", "2026-11-27"),
        ("je ne pourrai pas répondre pour mercredi, mais pour vendredi oui", "2026-11-27"),
        ("d'ici vendredi et non mercredi", "2026-11-27"),
        ("avant vendredi au lieu de mercredi", "2026-11-27"),
        ("le délai passe de mercredi à vendredi", "2026-11-27"),
        ("no para el miércoles, sino para el viernes", "2026-11-27"),
        ("antes del viernes y no del miércoles", "2026-11-27"),
        ("hasta el viernes en lugar del miércoles", "2026-11-27"),
        ("han pasado el plazo del miércoles al viernes", "2026-11-27"),
        ("by wednesday, no, sorry, by friday", "2026-11-27"),
        ("bis mittwoch, nein, bis freitag", "2026-11-27"),
        ("avant mercredi, pardon, avant vendredi", "2026-11-27"),
        ("antes del miércoles, perdón, antes del viernes", "2026-11-27"),
        ("it is no longer wednesday, it is friday now", "2026-11-27"),
        ("l'offre n'expire plus mercredi, elle expire vendredi", "2026-11-27"),
        ("ya no vence el miércoles: vence el viernes", "2026-11-27"),
        ("originally i had until wednesday, now i have until friday", "2026-11-27"),
        ("ursprünglich bis mittwoch, jetzt bis freitag", "2026-11-27"),
        ("i wrote wednesday in my last mail; it is in fact friday", "2026-11-27"),
        ("i cannot wait until friday - i must answer on wednesday", "2026-11-25"),
        ("ich kann nicht bis freitag warten, am mittwoch muss ich antworten", "2026-11-25"),
        # what only sounds like a denial
        ("no later than wednesday; on friday i am away", "2026-11-25"),
        ("they will not wait longer than wednesday, and friday is a holiday", "2026-11-25"),
        ("if i do not answer by wednesday, the offer is gone; on friday i am away", "2026-11-25"),
        ("i did not hear from you. i must answer by wednesday, and on friday i am away", "2026-11-25"),
        ("not before wednesday, i am afraid", "2026-11-25"),
        ("nicht später als mittwoch, am freitag bin ich fort", "2026-11-25"),
        ("wenn ich bis mittwoch nicht antworte, ist das angebot am freitag fort", "2026-11-25"),
        ("ich kann mich nicht vor freitag entscheiden, am mittwoch bin ich fort", "2026-11-27"),
        ("pas plus tard que mercredi, vendredi je suis absente", "2026-11-25"),
        ("a más tardar el miércoles, el viernes no estoy", "2026-11-25"),
        ("no más tarde del miércoles, el viernes viajo", "2026-11-25"),
        ("i cannot say by wednesday", "2026-11-25"),
        # without accents, and cut short
        ("antes del miercoles", "2026-11-25"),
        ("avant le 4 déc.", "2026-12-04"),
        ("le 4 decembre", "2026-12-04"),
        ("antes del 4 dic", "2026-12-04"),
        ("by wed, please", "2026-11-25"),
        # tomorrow, and the morning
        ("by tomorrow", "2026-11-25"),
        ("guten morgen, bis freitag", "2026-11-27"),
        ("bis übermorgen", "2026-11-26"),
        ("d'ici demain", "2026-11-25"),
        ("hasta mañana", "2026-11-25"),
        ("el viernes por la mañana", "2026-11-27"),
    ],
)
def test_the_day_a_mail_names(said: str, day: str | None) -> None:
    found = named_day(said, TUESDAY)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    "said",
    [
        "Wenn es Ihnen recht ist, kann ich am Montag kommen.",
        "Should you need anything else, write to this mailbox.",
        "It may be inappropriate to say so, but I like your dog.",
        "I do not need any feedback.",
        "There is no need to reschedule the interview.",
        "Please do not delete my data.",
        "I have no other offer at the moment.",
        "Je n'ai pas besoin d'aménagements.",
        "No necesito más tiempo.",
        "Ich brauche keine Bedenkzeit.",
        # what they do for a living, and what they would like
        "I gave legal advice to tenants for three years.",
        "I would love to take this further.",
        "I am a mobility engineer and a disability advisor.",
        "I worked with autistic children for years.",
        "Am Montag habe ich meine Prüfung nicht bestanden.",
    ],
)
def test_what_is_denied_or_said_of_something_else_is_none_of_it(said: str) -> None:
    assert read(said, files=0, said_on=TUESDAY).kind == ""


def test_a_denial_in_another_half_of_a_sentence_turns_nothing_round() -> None:
    said = "I am not free on Monday and withdraw my application."
    assert read(said, files=0, said_on=TUESDAY).kind == "withdraw"
    said = "Das passt nicht mehr, ich ziehe meine Bewerbung zurück."
    assert read(said, files=0, said_on=TUESDAY).kind == "withdraw"


@pytest.mark.parametrize(
    "said", ["Is it tomorrow?I need to know.", "请问什么时候会有结果？谢谢。", "¿Es mañana"]
)
def test_a_mark_counts_wherever_it_stands(said: str) -> None:
    assert read(said, files=0, said_on=TUESDAY).sure


@pytest.mark.parametrize(
    "said",
    ["My work: example.org/?a=1", "See www.example.org/page?id", "https://example.org/?q=a?b is mine."],
)
def test_no_mark_in_a_page_s_address_counts(said: str) -> None:
    assert read(said, files=0, said_on=TUESDAY).kind == ""
