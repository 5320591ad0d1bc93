"""What may be said to everybody: no number under five, and a curve that anybody can tell again."""

import random
from collections import Counter

import pytest

from recruiterdash.metrics.estimates import ANSWERED, OPEN, WITHDREW, Wait, kaplan_meier
from recruiterdash.openness import crowd, telling
from recruiterdash.openness.telling import DISMISSIVE


def waits(*days: float, event: str = ANSWERED) -> list[Wait]:
    return [Wait(each, event) for each in days]


@pytest.mark.parametrize(
    ("answered", "others", "cells"),
    [
        ([], [], []),
        # four are nobody; with a fifth they stand under the longest wait of them, rounded up
        ([1, 2, 3, 4], [], []),
        ([0.2, 1.1, 2, 3, 3.5], [], [(4, 5, 0)]),
        # what is left over joins the group before it
        ([1, 1, 1, 1, 1, 6, 7], [], [(7, 7, 0)]),
        ([1] * 5 + [2] * 5, [3] * 5, [(1, 5, 0), (2, 5, 0), (3, 0, 5)]),
        # nobody of the same day is parted
        ([1] * 4 + [2] * 9, [], [(2, 13, 0)]),
    ],
)
def test_waits_stand_in_groups_of_five_and_more(
    answered: list[float], others: list[float], cells: list[tuple[int, int, int]]
) -> None:
    told = crowd.crowd_of(waits(*answered) + waits(*others, event=OPEN))
    assert [tuple(cell) for cell in told.cells] == cells


def test_for_any_waits_no_number_is_under_five_and_no_wait_shorter_than_it_was() -> None:
    chance = random.Random(7)
    for _ in range(300):
        some = [
            Wait(chance.choice((chance.random() * 40, float(chance.randrange(9)))), event)
            for event in (ANSWERED, OPEN, WITHDREW)
            for _ in range(chance.randrange(30))
        ]
        told = crowd.crowd_of(some)
        numbers = [n for cell in told.cells for n in (cell.answered, cell.unanswered) if n]
        assert all(number >= crowd.FEW for number in numbers)
        assert sum(numbers) == len(some) or told.left_out
        for event, shown in (
            ({ANSWERED}, Counter({cell.days: cell.answered for cell in told.cells})),
            ({OPEN, WITHDREW}, Counter({cell.days: cell.unanswered for cell in told.cells})),
        ):
            longest = sorted((wait.days for wait in some if wait.event in event), reverse=True)
            said = sorted(shown.elements(), reverse=True)
            assert all(each >= was for each, was in zip(said, longest, strict=False))


def test_the_curve_is_told_from_the_cells_alone() -> None:
    cells = [crowd.Cell(2, 6, 0), crowd.Cell(5, 5, 7), crowd.Cell(9, 0, 6)]
    steps = crowd.curve_of(cells)
    assert [step.days for step in steps] == [2, 5]
    # by hand: of 24 six are answered, then of 18 five
    assert steps[0].waiting == pytest.approx(18 / 24)
    assert steps[1].waiting == pytest.approx(18 / 24 * 13 / 18)
    assert crowd.median_of(steps) is None
    many = kaplan_meier(waits(*[2.0] * 6, *[5.0] * 5) + waits(*[5.0] * 7, *[9.0] * 6, event=OPEN))
    assert [step.waiting for step in steps] == pytest.approx(many.survival)


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        (0, 0, "too few to say"),
        (4, 0, "too few to say"),
        (5, 0, "all of them"),
        (20, 1, "all but fewer than 5"),
        (20, 5, "80 %"),
        (2, 20, "fewer than 5"),
        (0, 20, "none"),
        (999, 5, "99 %"),
    ],
)
def test_a_share_names_no_number_under_five(good: int, bad: int, words: str) -> None:
    share = crowd.share_of(good, bad)
    assert share.words == words
    assert share.whole is (words == "all of them")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Only shortlisted candidates will be contacted.", True),
        ("If you do not hear from us within two weeks, please assume you were unsuccessful.", True),
        ("Nur ausgewählte Bewerberinnen werden kontaktiert.", True),
        ("Seuls les candidats retenus seront contactés.", True),
        ("Everybody who applied hears from us, whatever we decide.", False),
        ("If you have a question, reply to this letter.", False),
    ],
)
def test_a_wording_that_says_that_silence_means_no_is_found(text: str, found: bool) -> None:
    assert bool(DISMISSIVE.search(text)) is found


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        (1, 2, "too few to say"),
        (14, 0, "all of 14 people"),
        (130, 2, "all but fewer than 5 of 132 people"),
        (3, 12, "fewer than 5 of 15 people"),
        (0, 15, "none of 15 people"),
        (57, 23, "71 % of 80 people"),
    ],
)
def test_a_share_is_said_of_how_many_it_is(good: int, bad: int, words: str) -> None:
    assert telling.of_words(crowd.share_of(good, bad), "people") == words


@pytest.mark.parametrize(
    ("answered", "still", "words"),
    [
        (3, 4, "too few to say"),
        (31, 0, "31"),
        (31, 4, "31"),
        (31, 20, "51; 20 of them without a decision, who still wait or withdrew"),
    ],
)
def test_how_many_still_wait_is_said_beside_the_curve(answered: int, still: int, words: str) -> None:
    some = [*waits(*[2.0] * answered), *waits(*[9.0] * still, event=OPEN)]
    assert telling.waits_words(crowd.crowd_of(some)) == words
