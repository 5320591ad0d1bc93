"""Why something is due when it is, as a person would say it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from recruiterdash.waiting.vectors import Vector
from recruiterdash.waiting.words import CAUSES, DUTIES, days, duty_of, sentence
from tests.waiting.cases import Case, beginnings, calendar, lived, read_cases, sentences


def said_of(clock: str, vector: Vector) -> str:
    line = [line for line in lived(vector).lines if line.name == clock][-1]
    return sentence(line, calendar(vector.office), vector.as_of)


WHY = tuple(read_cases("why", Path(__file__).with_name("why.txt").read_text(encoding="utf-8"), beginnings()))


@pytest.mark.parametrize("case", WHY, ids=[each.name for each in WHY])
def test_a_clock_says_why_it_is_due(case: Case) -> None:
    clock, _, expected = case.vector.expect["why"].partition(" ")
    assert said_of(clock, case.vector) == expected


def test_every_cause_of_the_rules_has_words() -> None:
    later = datetime(2027, 6, 30, tzinfo=UTC)
    for each in (*sentences(), *WHY):
        for line in lived(each.vector).lines:
            words = sentence(line, calendar(each.vector.office), later)
            assert line.cause in CAUSES
            assert words.endswith(".")
            assert "  " not in words


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "One business day"), (2, "Two business days"), (10, "Ten business days"), (15, "15 business days")],
)
def test_days_are_said_in_words_up_to_ten(count: int, words: str) -> None:
    assert days(count) == words


def test_every_duty_has_a_name() -> None:
    assert duty_of("LEGAL_ON45") == "word by law whether there is a decision"
    assert all(duty_of(clock) == words for clock, words in DUTIES.items())
