"""Which day is offered for a promise."""

from datetime import date

import pytest

from recruiterdash.messages import MessageType
from recruiterdash.messages.courtesy.said import Away
from recruiterdash.messages.promising import offered, suggested
from recruiterdash.waiting.workdays import Calendar

MONDAY = date(2026, 11, 23)
OFFICE = Calendar("Europe/London", holidays=[date(2026, 11, 26)])


@pytest.mark.parametrize(
    ("owed", "day"),
    [
        pytest.param([], date(2026, 12, 1), id="nothing else owed: the cadence"),
        pytest.param([date(2026, 11, 27)], date(2026, 11, 27), id="a duty comes first"),
        pytest.param([date(2026, 11, 28), date(2026, 12, 9)], date(2026, 11, 27), id="a duty on a Saturday"),
        pytest.param([date(2026, 11, 20), MONDAY], date(2026, 12, 1), id="what is due already cannot be met"),
        pytest.param([date(2026, 11, 24)], date(2026, 11, 24), id="a duty tomorrow"),
    ],
)
def test_the_day_offered_is_when_the_next_word_is_owed_and_never_past_a_duty(
    owed: list[date], day: date
) -> None:
    assert suggested(MONDAY, owed, 5, OFFICE, 15) == day


def test_on_a_friday_before_a_due_saturday_the_next_working_day_is_offered() -> None:
    assert suggested(date(2026, 11, 27), [date(2026, 11, 28)], 5, OFFICE, 15) == date(2026, 11, 30)


def test_no_day_beyond_what_may_be_promised_is_offered() -> None:
    assert suggested(MONDAY, [], 20, OFFICE, 15) == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("away", "day"),
    [
        pytest.param([], date(2026, 12, 1), id="here"),
        pytest.param([Away(date(2026, 12, 1), date(2026, 12, 4))], date(2026, 11, 30), id="the day before"),
        pytest.param([Away(date(2026, 11, 30), date(2026, 12, 4))], date(2026, 11, 27), id="past a weekend"),
        pytest.param(
            [Away(date(2026, 12, 1), date(2026, 12, 1)), Away(date(2026, 11, 27), date(2026, 11, 30))],
            date(2026, 11, 25),
            id="past a holiday, and away twice",
        ),
        pytest.param([Away(MONDAY, date(2026, 12, 4))], date(2026, 12, 1), id="no day before it"),
    ],
)
def test_a_day_is_offered_on_which_who_signs_is_here(away: list[Away], day: date) -> None:
    assert offered(MessageType.STATUS, MONDAY, [], None, 5, OFFICE, 15, away) == day


@pytest.mark.parametrize(
    ("needed", "owed", "day"),
    [
        pytest.param(date(2026, 12, 4), [], date(2026, 12, 4), id="the day that was asked for"),
        pytest.param(date(2026, 12, 4), [date(2026, 12, 2)], date(2026, 12, 2), id="a duty comes first"),
        pytest.param(date(2027, 1, 15), [], date(2026, 12, 15), id="no further than may be promised"),
        pytest.param(date(2026, 11, 24), [], date(2026, 11, 24), id="sooner than the cadence"),
    ],
)
def test_the_day_that_who_decides_has_asked_for_takes_the_place_of_the_cadence(
    needed: date, owed: list[date], day: date
) -> None:
    assert offered(MessageType.DELAY, MONDAY, owed, date(2026, 11, 20), 5, OFFICE, 15, needed=needed) == day
