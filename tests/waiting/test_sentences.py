"""Every sentence of the waiting rules, in cases counted by hand; without a database."""

import pytest

from recruiterdash.waiting.vectors import differences
from tests.waiting.cases import Case, looked_at, sentences


@pytest.mark.parametrize("case", sentences(), ids=[f"{each.place}: {each.name}" for each in sentences()])
def test_a_case_comes_out_as_counted_by_hand(case: Case) -> None:
    assert case.vector.expect
    assert differences(looked_at(case.vector), case.vector.expect) == []


def test_no_case_stands_there_twice() -> None:
    names = [(each.place, each.name) for each in sentences()]
    assert len(names) == len(set(names)) > 300
