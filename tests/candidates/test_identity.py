"""The words a person is found by, and when two records look like one person. Pure."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiterdash.candidates.identity import (
    LONGEST,
    fold_mailbox,
    fold_phone,
    index_words,
    phone_word,
    same_phone,
    searched_phone_words,
    searched_words,
)


class Person(NamedTuple):
    first_name: str = ""
    last_name: str = ""
    preferred_name: str = ""
    email: str | None = None
    phone: str = ""


@pytest.mark.parametrize(
    ("person", "words"),
    [
        pytest.param(
            Person("Zoë", "O’Brien"), {"zoe", "o’brien", "o", "brien"}, id="accents and an apostrophe"
        ),
        pytest.param(
            Person("Jean-Luc", "van der Berg"),
            {"jean-luc", "jean", "luc", "van", "der", "berg"},
            id="a hyphen",
        ),
        pytest.param(
            Person("李", "小龙"),
            {"李", "小龙", "龙", "李小龙", "小龙李"},
            id="Chinese, in both orders and by the last sign",
        ),
        pytest.param(Person("محمد", "العربي"), {"محمد", "العربي"}, id="Arabic"),
        pytest.param(Person("STRASSE", "Straße"), {"strasse"}, id="sharp s"),
        pytest.param(Person("Łukasz", "Yıldız"), {"lukasz", "yildiz"}, id="strokes and a dotless i"),
        pytest.param(Person("Søren", "Þórðarson"), {"soren", "thordarson"}, id="slashes and thorns"),
        pytest.param(Person("Anna", preferred_name="Ann"), {"anna", "ann"}, id="the preferred name too"),
        pytest.param(
            Person("A", email="First.Last+tag@Example.ORG"),
            {"a", "first.last+tag@example.org"},
            id="the mailbox, which begins with its local part",
        ),
        pytest.param(
            Person("A", phone="+44 20 7946 0018"), {"a", "#810064970244"}, id="the phone from its end"
        ),
        pytest.param(Person("A", phone="٠٢٠ ٧٩٤٦"), {"a", "#649702"}, id="digits of another script"),
    ],
)
def test_words(person: Person, words: set[str]) -> None:
    assert index_words(person) == words


@given(
    st.builds(
        Person,
        st.text(max_size=60),
        st.text(max_size=60),
        st.text(max_size=60),
        st.text(max_size=60),
        st.text(max_size=40),
    )
)
def test_words_always_fit_their_column_and_are_never_empty(person: Person) -> None:
    assert all(0 < len(word) <= LONGEST for word in index_words(person))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        pytest.param("7946 0018", "+44 20 7946 0018", id="the last eight digits"),
        pytest.param("0018", "+44 20 7946 0018", id="the last four, beginning with zeros"),
        pytest.param("020 7946 0018", "+44 20 7946 0018", id="as it is dialled at home"),
        pytest.param("+44 20 7946 0018", "+44 (0)20 7946 0018", id="with a zero in brackets"),
        pytest.param("+44 (0)20 7946 0018", "020 7946 0018"[1:], id="more than is stored finds nothing"),
    ],
)
def test_a_number_is_found_by_its_end(typed: str, stored: str) -> None:
    found = any(phone_word(stored).startswith(word) for word in searched_phone_words(typed))
    assert found is (typed.count("44") <= stored.count("44"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Okafor, Amara", ["okafor", "amara"]),
        ("Amara,", ["amara"]),
        ("“Núñez”", ["nunez"]),
        ("<amara@example.org>;", ["amara@example.org"]),
        ("O'Brien-Li", ["o'brien-li"]),
        (" , . ", []),
    ],
)
def test_what_stands_around_a_word_is_not_searched_for(text: str, words: list[str]) -> None:
    assert searched_words(text) == words


@pytest.mark.parametrize("text", ["Ada", "12", "a 555 0100", "", "+"])
def test_what_is_no_number_is_searched_as_words(text: str) -> None:
    assert not searched_phone_words(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("+44 20 7946 0018", "020 7946 0018", True, id="with and without the country"),
        pytest.param("+44 20 7946 0018", "0044 20 79460018", True, id="plus or two zeros"),
        pytest.param("+34 600 000 001", "+34 600 000 002", False, id="one digit apart"),
        pytest.param("ext 12", "12", False, id="an extension tells nobody apart"),
        pytest.param("", "", False, id="no number is nobody's"),
    ],
)
def test_two_numbers_may_be_one_line(one: str, other: str, same: bool) -> None:
    assert same_phone(fold_phone(one), fold_phone(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("A.B@Example.org", "a.b@example.ORG", True, id="case does not matter"),
        pytest.param("a+jobs@example.org", "a@example.org", False, id="a plus-tag does"),
        pytest.param("a.b@example.org", "ab@example.org", False, id="so does a dot"),
        pytest.param("zoe\u0308@example.org", "zo\u00eb@example.org", True, id="composed or not"),
        pytest.param("zoë@example.org", "zoe@example.org", False, id="an accent does"),
    ],
)
def test_two_mailboxes_may_be_one(one: str, other: str, same: bool) -> None:
    assert (fold_mailbox(one) == fold_mailbox(other)) is same


def test_no_mailbox_is_nobodys() -> None:
    assert fold_mailbox(None) is None
    assert fold_mailbox("  ") is None
