"""Running clocks moved on purpose to the rules in force; what a requisition says for itself stands above."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from recruiterdash.waiting import Calendar, Happening, Line, Person, Policy, Rulebook, replay
from recruiterdash.waiting.policy import (
    EVER,
    ONTARIO,
    CalendarInForce,
    OwnLevels,
    PolicyInForce,
    with_own,
)
from tests.waiting.cases import beginnings, calendar, case, happenings

#: Tuesday noon in New York.
NOW = datetime(2026, 11, 10, 17, tzinfo=UTC)
INTERVIEWED = beginnings()["INTERVIEWED"]


def lines(events: str, policy: Policy, *, closed: date | None = None, moved: bool = True) -> dict[str, Line]:
    """Return the open lines after a second version came into force at `NOW`, by clock."""
    nyc = calendar("NYC")
    later = (
        nyc if closed is None else Calendar("America/New_York", holidays=[*nyc.holidays, closed], number=2)
    )
    book = Rulebook(
        [PolicyInForce(1, EVER, Policy()), PolicyInForce(2, NOW, policy)],
        [CalendarInForce(1, EVER, nyc), CalendarInForce(2, NOW, later)],
    )
    told = happenings(case(events, "11-10 12:00"))
    course = replay([*told, *([Happening(NOW, "rebase")] if moved else [])], book, Person())
    return {line.name: line for line in course.lines if line.open_at(NOW)}


def due(line: Line) -> str:
    assert line.due_at is not None
    return f"{line.due_at.astimezone(calendar('NYC').zone):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("clock", "policy", "expected"),
    [
        pytest.param("SILENCE", Policy(silence_interview=5), "11-16 17:00", id="more days"),
        pytest.param("SILENCE", Policy(silence_interview=1), "11-10 17:00", id="fewer days"),
        pytest.param("SILENCE", Policy(silence_final=9), "11-12 17:00", id="a level of others"),
        pytest.param("DECISION", Policy(decision_interview=1), "11-10 17:00", id="another clock"),
    ],
)
def test_a_running_clock_follows_its_own_level(clock: str, policy: Policy, expected: str) -> None:
    assert due(lines(INTERVIEWED, policy)[clock]) == expected


def test_without_a_re_base_nothing_moves() -> None:
    kept = lines(INTERVIEWED, Policy(silence_interview=1), moved=False)["SILENCE"]
    assert (due(kept), kept.rules.policy_number) == ("11-12 17:00", 1)


def test_a_clock_that_does_not_move_keeps_its_versions() -> None:
    found = lines(INTERVIEWED, Policy(silence_interview=5))
    assert (found["SILENCE"].rules.policy_number, found["DECISION"].rules.policy_number) == (2, 1)


def test_a_new_holiday_moves_what_counts_over_it() -> None:
    moved = lines(INTERVIEWED, Policy(), closed=date(2026, 11, 12))["SILENCE"]
    assert (due(moved), moved.rules.calendar_number) == ("11-13 17:00", 2)


def test_a_shorter_level_may_make_overdue_at_once() -> None:
    events = "10-27 10:00 applied\n10-27 10:01 out/auto_ack"
    assert due(lines(events, Policy(silence_applied=5))["SILENCE"]) == "11-03 17:00"


LATE = "11-02 10:00 applied\n11-02 10:01 out/auto_ack\n11-04 15:00 in/question"


def test_a_due_that_has_passed_stays_as_it_was_and_a_new_line_begins() -> None:
    course = lines(LATE, Policy(reply=10))
    assert (due(course["REPLY"]), course["REPLY"].cycle, course["REPLY"].started_at) == (
        "11-18 17:00",
        2,
        NOW,
    )
    told = [*happenings(case(LATE, "11-10 12:00")), Happening(NOW, "rebase")]
    book = Rulebook(
        [PolicyInForce(1, EVER, Policy()), PolicyInForce(2, NOW, Policy(reply=10))],
        [CalendarInForce(1, EVER, calendar("NYC"))],
    )
    before = next(
        line for line in replay(told, book, Person()).lines if (line.name, line.cycle) == ("REPLY", 1)
    )
    assert (due(before), before.result, before.stopped_at) == ("11-06 17:00", "ended", NOW)


def test_who_is_overdue_by_either_version_stays_so_since_then() -> None:
    still = lines(LATE, Policy(reply=3))["REPLY"]
    assert (due(still), still.cycle, still.rules.policy_number) == ("11-06 17:00", 1, 1)


def test_dates_that_were_said_stay() -> None:
    events = INTERVIEWED + "11-10 10:00 out/personal next_date=11-20"
    found = lines(events, Policy(cadence=1, silence_interview=1), closed=date(2026, 11, 20))
    assert (due(found["PROMISE"]), due(found["SILENCE"])) == ("11-20 17:00", "11-20 17:00")


def by_law(events: str, *then: Happening, days: int | None = 30) -> list[tuple[str, int]]:
    """Return the dues by the law, with their versions, when its pack says another number of days from `NOW` on."""
    packs = () if days is None else (replace(ONTARIO, days=days),)
    nyc = CalendarInForce(1, EVER, calendar("NYC"))
    book = Rulebook(
        [PolicyInForce(1, EVER, Policy(), (ONTARIO,)), PolicyInForce(2, NOW, Policy(), packs)], [nyc]
    )
    told = [*happenings(case(events, "11-10 12:00")), *then]
    course = replay(told, book, Person())
    return [(due(line)[:5], line.rules.policy_number) for line in course.lines if line.name == "LEGAL_ON45"]


def test_another_pack_moves_no_due_of_the_law_that_was_there() -> None:
    """Whatever happens next: the interview was held while 45 days were what the pack said."""
    asked = Happening(NOW + timedelta(hours=1), "in", kind="question")
    before = by_law(INTERVIEWED)
    assert before == by_law(INTERVIEWED, asked) == by_law(INTERVIEWED, asked, days=None)
    assert [version for _, version in before] == [1]


def test_an_interview_after_it_follows_the_newer_pack() -> None:
    again = Happening(NOW + timedelta(hours=1), "interview_held", stage="final")
    assert by_law(INTERVIEWED, again)[-1] == ("12-10", 2)
    assert len(by_law(INTERVIEWED, again, days=None)) == 1


def test_a_re_base_moves_a_due_of_the_law_to_the_newer_pack() -> None:
    moved, kept = by_law(INTERVIEWED, Happening(NOW, "rebase")), by_law(INTERVIEWED)
    assert [version for _, version in moved] == [2]
    assert moved < kept
    assert by_law(INTERVIEWED, Happening(NOW, "rebase"), days=None) == kept


def test_a_paused_clock_keeps_the_days_it_had_left() -> None:
    asked = beginnings()["SCREENED"] + "11-10 06:00 out/personal asks"
    before = lines(asked, Policy(), moved=False)["DECISION"]
    after = lines(asked, Policy(decision_screen=1))["DECISION"]
    assert before.paused_left == after.paused_left == 4
    assert after.due_at is None
    assert after.rules.policy_number == 2


def test_a_re_base_twice_at_once_changes_nothing_more() -> None:
    book = Rulebook(
        [PolicyInForce(1, EVER, Policy()), PolicyInForce(2, NOW, Policy(reply=10, silence_applied=3))],
        [CalendarInForce(1, EVER, calendar("NYC"))],
    )
    told = [*happenings(case(LATE, "11-10 12:00")), Happening(NOW, "rebase")]

    def shape(happened: list[Happening]) -> list[tuple[object, ...]]:
        return [(line.name, line.cycle, line.due_at) for line in replay(happened, book, Person()).lines]

    assert shape(told) == shape([*told, Happening(NOW + timedelta(seconds=1), "rebase")])


# --- precedence ------------------------------------------------------------------------------------

HOUSE = (PolicyInForce(1, EVER, Policy()), PolicyInForce(2, NOW, Policy(reply=4, notice=4)))
BEFORE, BETWEEN, AFTER = (NOW + timedelta(days=days) for days in (-3, -1, 3))


def in_force(own: list[OwnLevels], moment: datetime) -> tuple[int, int, int, int]:
    """Return the days of two levels, and the numbers of house and requisition behind them."""
    book = Rulebook(with_own(HOUSE, own), [CalendarInForce(1, EVER, calendar("NYC"))])
    rules = book.at(moment)
    return rules.policy.reply, rules.policy.notice, rules.policy_number, rules.says("reply")


MINE = OwnLevels(1, BETWEEN, {"reply": 1})


@pytest.mark.parametrize(
    ("own", "moment", "expected"),
    [
        pytest.param([], AFTER, (4, 4, 2, 0), id="nothing of its own: the house's"),
        pytest.param([MINE], BEFORE, (2, 2, 1, 0), id="before its own came"),
        pytest.param([MINE], BETWEEN, (1, 2, 1, 1), id="its own above the house's first"),
        pytest.param([MINE], AFTER, (1, 4, 2, 1), id="its own above the next; the rest follows the house"),
        pytest.param([MINE, OwnLevels(2, AFTER, {})], AFTER, (4, 4, 2, 0), id="taken away again"),
        pytest.param([MINE, OwnLevels(2, AFTER, {"reply": 7})], AFTER, (7, 4, 2, 2), id="its next version"),
    ],
)
def test_the_requisitions_own_level_stands_above_the_houses(
    own: list[OwnLevels], moment: datetime, expected: tuple[int, int, int, int]
) -> None:
    assert in_force(own, moment) == expected
