"""Estimates from waits of which some go on: the worked example, and an independent product limit for any data."""

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from recruiterdash.metrics import estimates
from recruiterdash.metrics.estimates import (
    ANSWERED,
    OPEN,
    WITHDREW,
    Wait,
    Waits,
    aalen_johansen,
    kaplan_meier,
    log_rank,
    naive,
    on_time,
    segments,
)

EXAMPLE = json.loads((Path(__file__).parents[1] / "vectors" / "waiting_curve.json").read_text())
EVENTS = {"responded": ANSWERED, "withdrew": WITHDREW, "open": OPEN}
WORKED = [Wait(days, EVENTS[event]) for _, days, event in EXAMPLE["rows"]]

#: Few different lengths, zero among them, so that there are ties; some came under observation late.
waits = st.builds(
    lambda length, event, entry: Wait(length / 2, event, entry / 2 if 0 < entry < length else None),
    st.integers(0, 12),
    st.sampled_from([ANSWERED, ANSWERED, WITHDREW, OPEN]),
    st.integers(0, 12),
)
plain = st.builds(Wait, st.integers(0, 12).map(float), st.sampled_from([ANSWERED, WITHDREW, OPEN]), st.none())


def test_the_worked_example() -> None:
    expected = EXAMPLE["expected"]
    curve, shares = kaplan_meier(WORKED), aalen_johansen(WORKED)
    assert curve.times == [each["t"] for each in expected["kaplan_meier"]]
    assert curve.at_risk == [each["at_risk"] for each in expected["kaplan_meier"]]
    assert curve.answers == [each["events"] for each in expected["kaplan_meier"]]
    assert curve.survival == pytest.approx([each["survival"] for each in expected["kaplan_meier"]], abs=1e-9)
    assert curve.median == expected["km_median"]
    assert shares.times == [each["t"] for each in expected["aalen_johansen"]]
    for part, name in (
        (shares.answered, "cif_responded"),
        (shares.withdrew, "cif_withdrew"),
        (shares.waiting, "event_free"),
    ):
        assert part == pytest.approx([each[name] for each in expected["aalen_johansen"]], abs=1e-9)
    assert naive(WORKED) == (expected["naive_median_of_closed"], expected["naive_mean_of_closed"])
    judged = on_time(WORKED, EXAMPLE["sla_days"])
    assert (judged.on_time, judged.late, judged.not_yet_due) == (3, 4, 1)
    assert judged.rate == pytest.approx(expected["on_time_rate"], abs=1e-9)


def test_the_band_is_scipys_own() -> None:
    curve = kaplan_meier(WORKED)
    censored = [wait.event != ANSWERED for wait in WORKED]
    whole = stats.ecdf(stats.CensoredData.right_censored([wait.days for wait in WORKED], censored)).sf
    band: Any = whole.confidence_interval(method="log-log")
    assert curve.low == pytest.approx(band.low.evaluate(curve.times), abs=1e-12)
    assert curve.high == pytest.approx(band.high.evaluate(curve.times), abs=1e-12)


@settings(max_examples=150)
@given(st.lists(waits, max_size=25))
def test_any_data_by_hand(drawn: list[Wait]) -> None:
    """Product over the times of answers of 1 - d/n, in fractions, counting who is there one by one."""
    seen = [wait for wait in drawn if not wait.entry or wait.entry < wait.days]
    left, expected = Fraction(1), []
    for at in sorted({wait.days for wait in seen if wait.event == ANSWERED}):
        there = sum(wait.days >= at and (not wait.entry or wait.entry < at) for wait in seen)
        left *= 1 - Fraction(sum(w.days == at and w.event == ANSWERED for w in seen), there)
        expected.append((at, float(left)))
    curve = kaplan_meier(drawn)
    assert curve.times == [at for at, _ in expected]
    assert curve.survival == pytest.approx([value for _, value in expected], abs=1e-9)
    assert all(low <= left + 1e-9 for low, left in zip(curve.low, curve.survival, strict=True))


def test_when_all_still_wait_nothing_is_known() -> None:
    still = [Wait(float(n), OPEN) for n in range(9)]
    assert kaplan_meier(still) == ([], [], [], [], [], [])
    assert aalen_johansen(still) == ([], [], [], [])


@pytest.mark.parametrize("day", [28_800.0, 32_400.0, 86_400.0])
def test_very_many_are_counted_as_few_are(day: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole seconds are put in order by counting them; those who still wait have parts of a second, too."""
    drawn = np.random.default_rng(7)
    seconds, events = drawn.integers(0, 9_000, 4_000) * 1.0, drawn.integers(0, 3, 4_000).astype("u1")
    for part in (0.0, 0.25, 1e-6, 0.999999):
        lengths = np.where(events == 2, seconds + part, seconds) / day
        known = Waits(lengths, events, np.zeros(lengths.size))
        monkeypatch.setattr(estimates, "MANY", 10**9)
        curve, shares, plain = kaplan_meier(known), aalen_johansen(known), naive(known)
        monkeypatch.setattr(estimates, "MANY", 10)
        counted = Waits(lengths, events, np.zeros(lengths.size), day)
        assert kaplan_meier(counted).at_risk == curve.at_risk
        assert kaplan_meier(counted).times == curve.times
        assert kaplan_meier(counted).survival == pytest.approx(curve.survival, abs=1e-9)
        assert (aalen_johansen(counted), naive(counted)) == (shares, plain)


@settings(max_examples=100)
@given(st.lists(waits, max_size=25))
def test_the_parts_sum_to_one(drawn: list[Wait]) -> None:
    shares = aalen_johansen(drawn)
    for parts in zip(shares.answered, shares.withdrew, shares.waiting, strict=True):
        assert sum(parts) == pytest.approx(1, abs=1e-9)
        assert all(part >= -1e-12 for part in parts)


@given(st.lists(plain, min_size=1, max_size=20))
def test_when_nobody_waits_it_is_the_share_of_the_answered(drawn: list[Wait]) -> None:
    over = [wait._replace(event=ANSWERED) for wait in drawn]
    curve = kaplan_meier(over)
    for at, left in zip(curve.times, curve.survival, strict=True):
        assert left == pytest.approx(sum(wait.days > at for wait in over) / len(over), abs=1e-9)


def test_nobody_answered_is_not_reached() -> None:
    assert kaplan_meier([Wait(3.0, OPEN), Wait(5.0, WITHDREW)]).median is None
    assert kaplan_meier([]).median is None
    assert naive([Wait(3.0, OPEN)]) == (None, None)


def test_fifty_who_wait_move_the_curve_and_not_the_naive_mean() -> None:
    more = [*WORKED, *(Wait(9.0, OPEN) for _ in range(50))]
    assert naive(more) == naive(WORKED)
    assert kaplan_meier(more).median is None


def test_equal_groups_seldom_differ_and_shifted_ones_do() -> None:
    group = [Wait(float(n % 17) + n / 100, ANSWERED if n % 5 else OPEN) for n in range(80)]
    same, shifted = group[::-1], [wait._replace(days=wait.days + 6) for wait in group]
    assert (log_rank(group, same) or 0) > 0.9
    assert (log_rank(group, shifted) or 1) < 0.001
    assert log_rank(group, []) is None
    assert log_rank([Wait(1.0, OPEN)], [Wait(2.0, OPEN)]) is None


#: Came under observation late and went at once: at risk of no answer.
GHOST = Wait(0.25, OPEN, 0.125)


@given(st.lists(plain, min_size=1, max_size=20), st.lists(plain, min_size=1, max_size=20))
def test_groups_of_whom_some_came_late_are_compared_as_scipy_compares_the_others(
    these: list[Wait], others: list[Wait]
) -> None:
    expected, found = log_rank(these, others), log_rank([*these, GHOST], others)
    assert (found is None) is (expected is None)
    assert found == pytest.approx(expected, abs=1e-9)


def test_who_came_under_observation_late_is_compared_from_then_on() -> None:
    group = [Wait(1.0 + n % 20, ANSWERED) for n in range(240)]
    # of people who waited alike only those were seen who still waited after eight days
    late = [wait._replace(entry=8.0) for wait in group if wait.days > 8]
    assert (log_rank(late, group) or 0) > 0.9
    assert (log_rank([wait._replace(entry=None) for wait in late], group) or 1) < 0.001


START = datetime(2026, 11, 2, 9, tzinfo=UTC)


@given(st.lists(st.tuples(st.integers(-50, 50), st.sampled_from("abc"))), st.integers(0, 60))
def test_the_segments_of_a_wait_partition_it(cuts: list[tuple[int, str]], length: int) -> None:
    held = [(START + timedelta(hours=hours), who) for hours, who in sorted(cuts)]
    end = START + timedelta(hours=length)
    found = segments(held, START, end)
    assert sum((each.end - each.start for each in found), timedelta(0)) == end - START
    if found:
        assert (found[0].start, found[-1].end) == (START, end)
        assert all(one.end == other.start for one, other in pairwise(found))
    for each in found:
        governing = [who for at, who in held if at <= each.start]
        assert each.who == (governing[-1] if governing else "recruiter")
