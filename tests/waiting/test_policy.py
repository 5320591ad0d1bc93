"""Service levels and statutory packs: what may be said, and from when on it holds."""

from datetime import UTC, datetime
from typing import Any

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.waiting import Pack, Person, Policy, Rulebook, replay
from recruiterdash.waiting.policy import (
    EVER,
    LEVELS,
    ONTARIO,
    CalendarInForce,
    PolicyInForce,
    pack_from,
    policy_from,
    stored_pack,
)
from tests.waiting.cases import DOCUMENT, beginnings, calendar, case, happenings


def test_the_defaults_are_those_of_the_vectors() -> None:
    assert policy_from(DOCUMENT["sla"]) == Policy()
    assert set(DOCUMENT["sla"]) <= set(LEVELS)


def test_a_level_left_out_keeps_its_default() -> None:
    assert policy_from({"reply": 4}) == Policy(reply=4)


@pytest.mark.parametrize("days", [0, -1, 261, 1.5, "2", True, None])
def test_no_number_of_days_that_nobody_can_keep(days: Any) -> None:
    with pytest.raises(BadInput, match=r"reply: must be a whole number of business days from 1 to 260"):
        policy_from({"reply": days})


def test_a_level_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput, match="no service level called 'speed'"):
        policy_from({"speed": 1})


def test_a_pack_is_stored_and_read_back() -> None:
    assert pack_from(stored_pack(ONTARIO)) == ONTARIO


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"days": 0}, "days must be", id="no days"),
        pytest.param({"days": True}, "days must be", id="days that are no number"),
        pytest.param({"clock": "ON45"}, "is called LEGAL_", id="a clock of another name"),
        pytest.param({"clock": "LEGAL_" + "X" * 20}, "is called LEGAL_", id="a name too long"),
        pytest.param({"weather": "fine"}, "has no weather", id="a fact nobody knows"),
    ],
)
def test_a_pack_that_makes_no_sense_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        pack_from({**stored_pack(ONTARIO), **change})


def test_a_pack_without_its_clock_is_incomplete() -> None:
    with pytest.raises(BadInput, match="incomplete"):
        pack_from({"days": 45})


@pytest.mark.parametrize(
    ("where", "advertised", "employees", "binds"),
    [
        pytest.param("CA-ON", True, 25, True, id="all facts known"),
        pytest.param("CA-ON", True, 24, False, id="too small"),
        pytest.param("CA-ON", False, 500, False, id="not advertised"),
        pytest.param("CA-QC", True, 500, False, id="elsewhere"),
        pytest.param("", True, 500, False, id="nowhere"),
        pytest.param("CA-ON", None, 500, None, id="advertised, perhaps"),
        pytest.param("CA-ON", True, None, None, id="size unknown"),
        pytest.param("CA-ON", None, 24, False, id="too small whatever else"),
    ],
)
def test_whom_the_ontario_duty_binds(
    where: str, advertised: bool | None, employees: int | None, binds: bool | None
) -> None:
    assert ONTARIO.applies(where, advertised, employees) is binds


def test_a_duty_for_everybody_asks_for_no_size() -> None:
    assert Pack("LEGAL_X10", "XX", 10, advertised=False).applies("XX", None, None) is True


# --- versions --------------------------------------------------------------------------------------

SECOND = datetime(2026, 11, 10, 12, tzinfo=UTC)
TWO = Rulebook(
    [PolicyInForce(1, EVER, Policy()), PolicyInForce(2, SECOND, Policy(silence_interview=1, reply=1))],
    [CalendarInForce(1, EVER, calendar("NYC")), CalendarInForce(2, SECOND, calendar("LON"))],
)


def test_a_version_holds_from_its_moment_on() -> None:
    before, after = TWO.at(datetime(2026, 11, 10, 11, 59, tzinfo=UTC)), TWO.at(SECOND)
    assert (before.policy_number, before.calendar_number) == (1, 1)
    assert (after.policy_number, after.calendar_number) == (2, 2)
    assert TWO.at(datetime(1960, 1, 1, tzinfo=UTC)).policy_number == 1


def test_a_new_version_moves_no_due_that_was_there() -> None:
    told = happenings(case(beginnings()["INTERVIEWED"] + "11-16 10:00 in/question", "11-16 10:00"))
    lines = {line.name: line for line in replay(told, TWO, Person()).lines if line.stopped_at is None}
    assert lines["SILENCE"].due_at == datetime(2026, 11, 12, 22, tzinfo=UTC)
    assert lines["SILENCE"].rules.policy_number == 1
    assert lines["REPLY"].due_at == datetime(2026, 11, 17, 17, tzinfo=UTC)
    assert (lines["REPLY"].rules.policy_number, lines["REPLY"].rules.calendar_number) == (2, 2)


def test_a_pause_ends_by_the_calendar_it_began_under() -> None:
    events = beginnings()["SCREENED"] + "11-10 06:00 out/personal asks\n11-23 10:00 in/deliverable"
    told = happenings(case(events, "11-23 10:00"))
    decision = next(
        line
        for line in replay(told, TWO, Person()).lines
        if line.name == "DECISION" and line.stopped_at is None
    )
    # four left, over Thanksgiving in New York: 24, 25, 27, 30
    assert decision.due_at == datetime(2026, 11, 30, 22, tzinfo=UTC)
