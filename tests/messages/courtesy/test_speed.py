"""A letter is checked fast enough that ten thousand are, too, and no letter holds the checks up."""

import time
from dataclasses import replace

import pytest

from recruiterdash.messages.courtesy import Said, check
from recruiterdash.messages.types import MessageType
from tests.messages.courtesy.letters import GOOD, said

ROUNDS = 40


def test_a_letter_takes_at_most_five_milliseconds() -> None:
    letters = [said(name) for name in GOOD]
    for each in letters:
        check(each)
    best = min(_round(letters) for _ in range(ROUNDS))
    assert best / len(letters) < 0.005, f"{best / len(letters) * 1000:.2f} ms a letter"


def _round(letters: list[Said]) -> float:
    start = time.perf_counter()
    for each in letters:
        check(each)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    "body",
    [
        "a" * 20_000,
        "Dear " * 4_000,
        "Dear Amara,\n\n" + "the role of the role " * 1_000,
        "Dear Amara,\n\n" + "1 " * 10_000,
        "{{" * 10_000,
        "!" * 20_000,
        " " * 20_000,
        "\n" * 20_000,
        "<a " * 6_000,
        "Dear Amara,\n\n" + "keep your keep your documents the stelle poste " * 400,
        "a\u0301" * 10_000,
        "1/" * 10_000,
        "[A" * 8_000,
    ],
)
@pytest.mark.parametrize("type_", [MessageType.STATUS, MessageType.REJECTION_FINAL])
def test_no_letter_holds_the_checks_up(body: str, type_: MessageType) -> None:
    letter = replace(said("final"), type=type_, body=body, html=body, last_text=body)
    start = time.perf_counter()
    check(letter)
    assert time.perf_counter() - start < 2
