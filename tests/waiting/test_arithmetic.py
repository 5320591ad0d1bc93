"""Business days as a person counts them: day 0, closes, holidays, half-days, zones, and what "soon" means."""

from datetime import date, time

import pytest

from recruiterdash.waiting import Calendar
from recruiterdash.waiting.vectors import differences
from tests.waiting.cases import APPLIED, INTERVIEWED, Case, calendar, case, looked_at, table

COUNTED = [
    case("Friday after closing still belongs to Friday", "11-06 18:30 applied", "11-06 19:00", due="ACK 11-09 17:00, SILENCE 11-20 17:00, DECISION 11-30 17:00"),
    case("a holiday is day 0 like any day", "11-26 12:00 applied", "11-26 13:00", due="ACK 11-27 13:00, SILENCE 12-10 17:00, DECISION 12-17 17:00"),
    case("late in the evening it is still the office's day", "11-02 22:00 applied", "11-02 23:00", due="ACK 11-03 17:00"),
    case("a minute past midnight it is the next", "11-03 00:01 applied", "11-03 09:00", due="ACK 11-04 17:00"),
    case("Thursday in a Sunday-to-Thursday office", "11-05 10:00 applied", "11-05 11:00", office="RUH", due="ACK 11-08 17:00, SILENCE 11-19 17:00, DECISION 11-26 17:00"),
    case("Friday in a Sunday-to-Thursday office", "11-06 10:00 applied", "11-06 11:00", office="RUH", due="ACK 11-08 17:00, SILENCE 11-19 17:00"),
    case("one in the morning in Riyadh is yesterday in UTC", "11-05 01:00 applied", "11-05 02:00", office="RUH", due="ACK 11-08 17:00"),
    case("across the end of summer time in New York", "10-30 10:00 applied", "10-30 11:00", due="ACK 11-02 17:00, SILENCE 11-13 17:00"),
    case("Easter in London", "03-22 10:00 applied", "03-22 11:00", office="LON", due="ACK 03-23 17:00, SILENCE 04-07 17:00"),
    case("a Canadian Thanksgiving", "10-09 10:00 applied", "10-09 11:00", office="TOR", due="ACK 10-13 17:00, SILENCE 10-26 17:00"),
    case("a due on a half-day is its early close", "11-02 10:00 applied\n11-24 15:00 interview_held stage=final", "11-24 16:00", due="SILENCE 11-27 13:00, DECISION 12-02 17:00"),
    case("between the years", "12-23 10:00 applied", "12-23 11:00", due="ACK 12-24 13:00, SILENCE 01-08 17:00"),
    case("a final on New Year's Eve", APPLIED + "12-31 15:00 interview_held stage=final", "12-31 16:00", due="SILENCE 01-05 17:00, DECISION 01-08 17:00"),
    case("a holiday on a Monday in the middle", APPLIED + "01-15 15:00 interview_held stage=interview", "01-15 16:00", due="SILENCE 01-21 17:00, DECISION 01-25 17:00"),
]
#: SILENCE 12 November 17:00, DECISION Monday 16 November 17:00.
LOOKED_AT = [
    case("the due instant is on time", INTERVIEWED, "11-12 17:00", state="SILENCE due_today, DECISION ok"),
    case("a second later is overdue", INTERVIEWED, "11-12 17:00:01", state="SILENCE overdue, DECISION ok"),
    case("midnight of the due day is the due day", INTERVIEWED, "11-12 00:00", state="SILENCE due_today"),
    case("one business day before is soon", INTERVIEWED, "11-11 23:59", state="SILENCE due_soon"),
    case("two are not", INTERVIEWED, "11-10 23:59", state="SILENCE ok"),
    case("Friday is one business day before Monday", INTERVIEWED, "11-13 09:00", state="DECISION due_soon"),
    case("so are Saturday and Sunday", INTERVIEWED, "11-14 09:00", state="DECISION due_soon"),
    case("Sunday night", INTERVIEWED, "11-15 23:59", state="DECISION due_soon"),
    case("Thursday is two before Monday", INTERVIEWED, "11-12 09:00", state="DECISION ok"),
    case("the eve of a holiday is one before the day after it", APPLIED + "11-20 15:00 interview_held", "11-25 09:00", due="DECISION 11-30 17:00, SILENCE 11-25 17:00", state="SILENCE due_today, DECISION ok"),
    case("a holiday itself is one before the day after it", APPLIED + "11-24 15:00 interview_held stage=final", "11-26 09:00", state="SILENCE due_soon"),
]


@table(COUNTED)
def test_a_due_is_counted_from_the_day_after(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


@table(LOOKED_AT)
def test_soon_today_overdue(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


# --- the calendar itself ---------------------------------------------------------------------------

NEW_YORK = calendar("NYC")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2026, 11, 6), 1, date(2026, 11, 9), id="Friday"),
        pytest.param(date(2026, 11, 7), 1, date(2026, 11, 9), id="Saturday"),
        pytest.param(date(2026, 11, 8), 1, date(2026, 11, 9), id="Sunday"),
        pytest.param(date(2026, 11, 25), 1, date(2026, 11, 27), id="eve of a holiday"),
        pytest.param(date(2026, 11, 25), 2, date(2026, 11, 30), id="a half-day counts"),
        pytest.param(date(2026, 12, 24), 3, date(2026, 12, 30), id="over Christmas"),
        pytest.param(date(2026, 12, 31), 1, date(2027, 1, 4), id="over New Year"),
    ],
)
def test_business_days_after_a_day(day: date, count: int, expected: date) -> None:
    assert NEW_YORK.business_day_after(day, count) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 11, 25), date(2026, 11, 25), id="a business day stays"),
        pytest.param(date(2026, 11, 26), date(2026, 11, 25), id="a holiday"),
        pytest.param(date(2026, 11, 29), date(2026, 11, 27), id="a Sunday, to the half-day"),
        pytest.param(date(2027, 1, 3), date(2026, 12, 31), id="over New Year"),
    ],
)
def test_rolling_back(day: date, expected: date) -> None:
    assert NEW_YORK.roll_back(day) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(date(2026, 11, 9), date(2026, 11, 9), 0, id="the same day"),
        pytest.param(date(2026, 11, 9), date(2026, 11, 16), 5, id="a week"),
        pytest.param(date(2026, 11, 16), date(2026, 11, 9), 0, id="backwards"),
        pytest.param(date(2026, 11, 13), date(2026, 11, 15), 0, id="to a Sunday"),
        pytest.param(date(2026, 11, 25), date(2026, 11, 30), 2, id="over Thanksgiving"),
    ],
)
def test_business_days_between(first: date, last: date, expected: int) -> None:
    assert NEW_YORK.days_between(first, last) == expected


def test_a_close_is_wall_time_on_both_sides_of_summer_time() -> None:
    assert NEW_YORK.close_on(date(2026, 10, 30)).hour == 21
    assert NEW_YORK.close_on(date(2026, 11, 2)).hour == 22


def test_a_zone_whose_midnight_is_skipped_still_has_a_start_of_day() -> None:
    beirut = Calendar("Asia/Beirut", close=time(16))
    start = beirut.start_of(date(2026, 3, 29))
    assert beirut.local_date(start) == date(2026, 3, 29)


def test_years_far_away_are_counted_like_any_other() -> None:
    assert NEW_YORK.business_day_after(date(1999, 12, 31), 1) == date(2000, 1, 3)
    assert NEW_YORK.business_day_after(date(2060, 6, 4), 5) == date(2060, 6, 11)
