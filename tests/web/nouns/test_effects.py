"""Before a requisition changes its state, the page says what that will mean. Pure."""

from datetime import date

import pytest

from recruiterdash.requisitions.models import RequisitionState as S
from recruiterdash.waiting.slate import Ahead
from recruiterdash.web.requisition_state import change_words, effects

NOTHING = Ahead(0, 0)
BY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (S.DRAFT, S.OPEN, "Open"),
        (S.ON_HOLD, S.OPEN, "Resume"),
        (S.CLOSED, S.OPEN, "Reopen"),
        (S.OPEN, S.ON_HOLD, "Put on hold"),
        (S.OPEN, S.CANCELLED, "Cancel the requisition"),
        (S.OPEN, S.FILLED, "Mark as filled"),
        (S.FILLED, S.CLOSED, "Close the requisition"),
    ],
)
def test_a_button_says_what_it_does(before: S, after: S, words: str) -> None:
    assert change_words(before, after) == words


@pytest.mark.parametrize(
    ("before", "after", "people", "said"),
    [
        pytest.param(S.OPEN, S.ON_HOLD, 12, "12 people will be owed a word by Wed 25 Nov that says", id="hold"),
        pytest.param(S.OPEN, S.ON_HOLD, 1, "1 person will be owed a word", id="hold, one"),
        pytest.param(S.OPEN, S.CANCELLED, 3, "3 people will be owed the outcome by Wed 25 Nov.", id="cancelled"),
        pytest.param(S.OPEN, S.FILLED, 3, "Being filled tells nobody.", id="filled"),
        pytest.param(S.ON_HOLD, S.OPEN, 3, "owed a word that it goes on", id="resumed"),
        pytest.param(S.FILLED, S.CLOSED, 3, "every clock runs on", id="closed"),
        pytest.param(S.OPEN, S.CANCELLED, 0, "Nobody is waiting in it.", id="nobody there"),
    ],
)  # fmt: skip
def test_what_it_means_for_people(before: S, after: S, people: int, said: str) -> None:
    told = effects(before, after, people, 0, NOTHING, BY)
    assert said in " ".join(told)
    assert told[-1].startswith("Nothing is sent by this.")


def test_what_stays_behind_is_named() -> None:
    told = " ".join(effects(S.OPEN, S.CANCELLED, 2, 1, Ahead(2, 1), BY))
    assert "1 opening will stay open until you close it." in told
    assert "2 booked interviews will stay booked: call them off" in told
    assert "1 letter on the way: look whether what it says is still true." in told
    assert "Nobody can be added" in told
    assert "stay booked" not in " ".join(effects(S.ON_HOLD, S.OPEN, 2, 1, Ahead(2, 1), BY))
