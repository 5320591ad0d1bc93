"""The clocks of an application at any moment, told from what was known by then."""

from typing import Any
from urllib.parse import quote

import pytest

from recruiterdash import journey
from recruiterdash.journey import Happened
from tests.api.conftest import NOW, House, days


@pytest.fixture(scope="module")
def eve(house: House) -> int:
    """Eve applied, asked, was called two days later; the call was logged five days after that, and undone."""
    with house.write() as session:
        eve = house.apply(session, "Nurse", NOW - days(28), first_name="Eve", email="eve@mail.example")
        at = NOW - days(20)
        journey.record(session, eve, Happened("in", at, "question"), now=at)
        at = NOW - days(18)
        called = journey.record(session, eve, Happened("out", at, "phone"), now=at + days(5))
        journey.undo(session, called, now=NOW - days(6), actor_id=None)
        session.commit()
        return eve.id


def test_a_moment_before_the_beginning_owes_nothing(house: House, eve: int) -> None:
    answer = _as_of(house, eve, NOW - days(29))
    assert (answer["clocks"], answer["headline"], answer["waiting_on"]) == ([], None, "nobody")


def test_what_had_not_happened_yet_is_left_out(house: House, eve: int) -> None:
    answer = _as_of(house, eve, NOW - days(21))
    assert {clock["name"] for clock in answer["clocks"]} == {"ACK", "SILENCE", "DECISION"}
    assert answer["chasers"] == 0


def test_what_was_logged_late_is_known_from_then_on(house: House, eve: int) -> None:
    assert "REPLY" in _running(house, eve, NOW - days(14))
    assert "REPLY" not in _running(house, eve, NOW - days(12))


def test_what_was_undone_counted_until_then(house: House, eve: int) -> None:
    assert "REPLY" not in _running(house, eve, NOW - days(7))
    assert "REPLY" in _running(house, eve, NOW - days(5))


def test_an_imported_history_was_always_known(house: House) -> None:
    with house.write() as session:
        fay = house.apply(session, "Nurse", NOW - days(28), first_name="Fay", email="fay@mail.example")
        asked = Happened("in", NOW - days(20), "question", source="import")
        answered = Happened("out", NOW - days(10), "personal", source="import")
        journey.record(session, fay, asked, now=NOW)
        journey.record(session, fay, answered, now=NOW)
        session.commit()
    assert "REPLY" not in _running(house, fay.id, NOW - days(21))
    assert _running(house, fay.id, NOW - days(15))["REPLY"]["state"] == "overdue"
    assert "REPLY" not in _running(house, fay.id, NOW - days(9))


def test_a_moment_to_come_is_seen_as_time_alone_makes_it(house: House) -> None:
    with house.write() as session:
        gus = house.apply(session, "Nurse", NOW - days(1), first_name="Gus", email="gus@mail.example")
        session.commit()
    assert {clock["name"]: clock["state"] for clock in _as_of(house, gus.id, NOW)["clocks"]} == {
        "ACK": "due_today",
        "SILENCE": "ok",
        "DECISION": "ok",
    }
    later = _running(house, gus.id, NOW + days(60))
    assert {clock["state"] for clock in later.values()} == {"overdue"}


def test_a_due_instant_is_on_time_and_the_next_moment_late(house: House, eve: int) -> None:
    due = _running(house, eve, NOW - days(19))["REPLY"]["due_at"]
    assert due == "2026-02-12T17:00:00Z"
    for moment, state in (("2026-02-12T17:00:00Z", "due_today"), ("2026-02-12T17:00:00.000001Z", "overdue")):
        answer = house.told("recruiter", f"applications/{eve}/clocks?as_of={moment}")
        assert {clock["name"]: clock["state"] for clock in answer["clocks"]}["REPLY"] == state


@pytest.mark.parametrize("zone", ["Z", "%2B00:00", "+00:00", "-05:00"])
def test_a_moment_may_be_said_in_any_zone(house: House, eve: int, zone: str) -> None:
    hour = "05" if zone == "-05:00" else "10"
    answer = house.told("recruiter", f"applications/{eve}/clocks?as_of=2026-02-20T{hour}:00:00{zone}")
    assert answer["as_of"] == "2026-02-20T10:00:00Z"


def test_a_paused_clock_says_how_many_days_it_has_left(house: House) -> None:
    with house.write() as session:
        hal = house.apply(session, "Nurse", NOW - days(7), first_name="Hal", email="hal@mail.example")
        at = NOW - days(3)
        journey.record(session, hal, Happened("out", at, "personal", {"asks": True}), now=at)
        session.commit()
    paused = _running(house, hal.id, NOW)["DECISION"]
    assert (paused["state"], paused["due_at"], paused["paused_days_left"]) == ("paused", None, 11)
    assert [segment["what"] for segment in paused["segments"]] == ["counted", "paused"]
    answer = _as_of(house, hal.id, NOW)
    assert answer["waiting_on"] == "candidate"
    assert [clock["name"] for clock in answer["coming"]] == ["SILENCE"]
    listed = house.told("recruiter", f"applications/{hal.id}")
    assert listed["headline"] == answer["headline"] is None


def _as_of(house: House, number: int, moment: Any) -> Any:
    return house.told("recruiter", f"applications/{number}/clocks?as_of={quote(moment.isoformat())}")


def _running(house: House, number: int, moment: Any) -> dict[str, Any]:
    return {clock["name"]: clock for clock in _as_of(house, number, moment)["clocks"]}
