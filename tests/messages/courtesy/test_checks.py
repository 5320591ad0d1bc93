"""Each check as a table: what it must find, how grave, at which words, and what it must let pass."""

import pytest

from recruiterdash.messages.courtesy import CHECKS, Said, check
from tests.messages.courtesy.cases import CASES
from tests.messages.courtesy.letters import GOOD, said
from tests.messages.courtesy.natural import NATURAL
from tests.messages.courtesy.tables import Case


def named(case: Case) -> str:
    return f"{case.check} {'finds' if case.finds else 'passes'} {case.at or case.letter.subject}"[:60]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_check_finds_what_is_wrong_and_nothing_else(case: Case) -> None:
    found = [each for each in check(case.letter) if each.check == case.check]
    if case.finds is None:
        assert found == []
        return
    assert case.finds in [each.severity.value for each in found], found or "nothing found"
    if case.at:
        words = [case.letter.body[slice(*each.span)] for each in found if each.span]
        assert any(
            (case.at in each and len(each) <= len(case.at) + 40) or (each and each in case.at)
            for each in words
        ), words


@pytest.mark.parametrize("name", GOOD)
def test_a_good_letter_has_no_finding_but_a_hint(name: str) -> None:
    assert [each for each in check(said(name)) if each.check != "K42"] == []


@pytest.mark.parametrize("name", NATURAL)
def test_a_letter_as_recruiters_write_it_has_no_finding_but_a_hint(name: str) -> None:
    assert [each for each in check(NATURAL[name]) if each.check != "K42"] == []


def test_ids_run_from_one_to_forty_two() -> None:
    assert [each.id for each in CHECKS] == [f"K{number:02}" for number in range(1, 43)]


@pytest.mark.parametrize("name", GOOD)
def test_a_letter_with_nothing_known_around_it_is_checked_all_the_same(name: str) -> None:
    bare = Said(type=said(name).type, body=said(name).body)
    assert [each.check for each in check(bare) if each.severity != "hint"] == []
