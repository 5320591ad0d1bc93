"""Days are said in a person's language, and found again however a writer says them."""

import time
from datetime import date, timedelta

import pytest

from recruiterdash.messages.days import (
    LANGUAGES,
    NEAR,
    days_found,
    days_said,
    moved,
    names,
    spoken,
    tongue_of,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("en", date(2026, 12, 8), "Tuesday 8 December"),
        ("en-GB", date(2026, 12, 1), "Tuesday 1 December"),
        ("de", date(2026, 12, 8), "Dienstag, 8. Dezember"),
        ("de-AT", date(2027, 3, 1), "Montag, 1. März"),
        ("fr", date(2026, 12, 8), "mardi 8 décembre"),
        ("fr_CA", date(2026, 12, 1), "mardi 1er décembre"),
        ("es", date(2026, 12, 8), "martes 8 de diciembre"),
        ("es-MX", date(2026, 12, 2), "miércoles 2 de diciembre"),
        ("it", date(2026, 12, 8), "Tuesday 8 December"),
    ],
)
def test_a_day_is_spoken_without_abbreviations(language: str, day: date, said: str) -> None:
    assert spoken(day, language) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_two_years_is_found_as_it_was_said(language: str) -> None:
    first = date(2027, 1, 1)
    for day in (first + timedelta(days=number) for number in range(731)):
        text = spoken(day, language)
        for away in (-NEAR, -1, 0, 1, NEAR):
            today = day + timedelta(days=away)
            assert days_said(text, today, language) == [day]
        assert days_said(f"({text.upper()}).", day, language) == [day]
        assert days_said(f"{text} {day.year}", date(2035, 1, 1), language) == [day]


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "by Tuesday 8 December", [date(2026, 12, 8)]),
        ("en", "by Tuesday\n8 December", [date(2026, 12, 8)]),
        ("en", "by 8 december 2026", [date(2026, 12, 8)]),
        ("en", "on Friday, 13 November, and not by 8th December", [date(2026, 11, 13), date(2026, 12, 8)]),
        ("en", "from 4 January", [date(2027, 1, 4)]),
        ("en", "on 13 November", [date(2027, 11, 13)]),
        ("en", "31 February, soon, next Friday, 04/05", []),
        ("en", "Tuesday the 8th of December", [date(2026, 12, 8)]),
        ("en", "by Tue 8 Dec. and Thurs. 10 Dec", [date(2026, 12, 8), date(2026, 12, 10)]),
        ("en", "by Tuesday, December 8th, 2026 at noon", [date(2026, 12, 8)]),
        ("en", "by December 8", [date(2026, 12, 8)]),
        ("en", "in December 2026, in May 10:30, 12.8 December", []),
        ("en", "8 December 9 December", [date(2026, 12, 8), date(2026, 12, 9)]),
        ("en", "29 February", []),
        ("en", "29 February 2028", [date(2028, 2, 29)]),
        ("de", "bis Dienstag, den 8. Dezember 2026", [date(2026, 12, 8)]),
        ("de", "am Di., 8.Dez., und am 4. Jänner", [date(2026, 12, 8), date(2027, 1, 4)]),
        ("de", "am Sonnabend, dem 5. Dezember", [date(2026, 12, 5)]),
        ("de", "am 1. Maerz und am 2. M\u00e4rz und am 3. Ma\u0308rz", [date(2027, 3, d) for d in (1, 2, 3)]),
        ("de", "Tuesday 8 December", []),
        ("fr", "d'ici le mardi 8 decembre", [date(2026, 12, 8)]),
        ("fr", "Mardi 1er décembre, le 1 décembre", [date(2026, 12, 1)] * 2),
        ("fr", "avant le mar. 8 déc. 2026", [date(2026, 12, 8)]),
        ("fr", "le 15 AOÛT, le 16 aout", [date(2027, 8, 15), date(2027, 8, 16)]),
        ("es", "antes del martes, 8 de diciembre de 2026", [date(2026, 12, 8)]),
        ("es", "el 1.º de diciembre y el miercoles 2 de dic.", [date(2026, 12, 1), date(2026, 12, 2)]),
        ("es", "el martes día 8 de diciembre del 2026", [date(2026, 12, 8)]),
        ("es", "el 3 de setiembre", [date(2027, 9, 3)]),
        ("it", "by Tuesday 8 December", [date(2026, 12, 8)]),
    ],
)
def test_days_are_found_in_a_text(language: str, text: str, days: list[date]) -> None:
    assert days_said(text, TODAY, language) == days


def test_a_weekday_that_is_another_days_is_noticed() -> None:
    right, wrong = days_found("Tuesday 8 December, Tuesday 9 December", TODAY)
    assert (right.day, right.wrong_weekday) == (date(2026, 12, 8), False)
    assert (wrong.day, wrong.wrong_weekday) == (date(2026, 12, 9), True)
    (wrong,) = days_found("Wednesday 8 December", TODAY)
    assert (wrong.day, wrong.wrong_weekday) == (date(2026, 12, 8), True)


def test_it_is_said_where_in_the_text_a_day_stands() -> None:
    text = "Sie hören bis Dienstag, 8. Dezember, von mir."
    (found,) = days_found(text, TODAY, "de")
    assert text[found.start : found.end] == "Dienstag, 8. Dezember"


@pytest.mark.parametrize(
    ("language", "text", "changed"),
    [
        ("en", "by Tuesday 8 December, yes", "by Thursday 10 December, yes"),
        ("de", "bis Dienstag, 8. Dezember", "bis Donnerstag, 10. Dezember"),
        ("fr", "Mardi 8 décembre, ou le mardi 8 décembre", "Jeudi 10 décembre, ou le jeudi 10 décembre"),
        ("es", "el martes 8 de diciembre", "el jueves 10 de diciembre"),
    ],
)
def test_a_day_changed_beside_the_text_changes_in_it(language: str, text: str, changed: str) -> None:
    before, after = date(2026, 12, 8), date(2026, 12, 10)
    assert moved(text, before, after, language) == changed
    assert moved(text, before, None, language) == text
    assert moved(text, None, after, language) == text


@pytest.mark.parametrize(
    ("tag", "language"), [("de-CH", "de"), ("EN_us", "en"), ("fr", "fr"), ("it", ""), ("", ""), ("deu", "")]
)
def test_a_tag_means_one_of_our_languages_or_none(tag: str, language: str) -> None:
    assert tongue_of(tag) == language


def test_the_names_of_days_are_those_that_are_spoken() -> None:
    assert names("fr")["weekdays"][1] + " 8 " + names("fr")["months"][11] == spoken(date(2026, 12, 8), "fr")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["Tuesday " * 2500, "8 " * 10_000, "mar. 8 dé" * 2500, ", " * 10_000])
def test_a_long_text_is_searched_quickly(language: str, text: str) -> None:
    begun = time.perf_counter()
    days_said(text, TODAY, language)
    assert time.perf_counter() - begun < 0.5
