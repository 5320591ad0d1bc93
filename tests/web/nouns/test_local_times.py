"""Wall times of an office as moments: what a change of the clocks skips or doubles is asked for. Pure."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiterdash.errors import BadInput
from recruiterdash.web.forms.local_times import HappensTwice, comes_second, moment_at, start_of, wall_time

ZONES = ["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Asia/Riyadh", "Pacific/Apia", "UTC"]


@pytest.mark.parametrize(
    ("local", "zone", "said"),
    [
        pytest.param("2027-03-28T02:30", "Europe/Madrid", "no 02:30 in Madrid; they show 03:30", id="Madrid"),
        pytest.param("2027-03-14T02:00", "America/New_York", "they show 03:00", id="New York"),
        pytest.param("2026-10-04T02:15", "Australia/Lord_Howe", "they show 02:45", id="half an hour"),
        pytest.param("2011-12-30T12:00", "Pacific/Apia", "there is no 12:00", id="a day that never was"),
    ],
)  # fmt: skip
def test_a_time_that_the_clocks_skip_is_refused_with_what_they_show(local: str, zone: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        moment_at(datetime.fromisoformat(local), zone)


@pytest.mark.parametrize(
    ("later", "moment"),
    [
        pytest.param(False, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), id="the first"),
        pytest.param(True, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), id="the second"),
    ],
)
def test_an_hour_that_comes_twice_must_be_told_apart(later: bool, moment: datetime) -> None:
    local = datetime.fromisoformat("2026-10-25T02:30")
    with pytest.raises(HappensTwice, match="comes twice in Madrid"):
        moment_at(local, "Europe/Madrid")
    assert moment_at(local, "Europe/Madrid", later=later) == moment
    assert comes_second(moment, "Europe/Madrid") is later


@given(
    st.datetimes(
        datetime.fromisoformat("1971-01-01"), datetime.fromisoformat("2099-01-01"), timezones=st.just(UTC)
    ),
    st.sampled_from(ZONES),
)
def test_what_the_wall_shows_leads_back_to_the_moment(moment: datetime, zone: str) -> None:
    whole = moment.replace(second=0, microsecond=0)
    local, second = wall_time(whole, zone), comes_second(whole, zone)
    assert moment_at(local, zone, later=second) == whole


@pytest.mark.parametrize("year", [1, 1969, 2101, 9999])
def test_a_year_that_nobody_means_is_refused(year: int) -> None:
    with pytest.raises(BadInput, match=str(year)):
        moment_at(datetime.fromisoformat(f"{year:04}-06-01"), "Europe/Madrid")
    with pytest.raises(BadInput):
        start_of(date(year, 6, 1), "Europe/Madrid")
