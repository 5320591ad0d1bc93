"""When a letter may leave: hours where the person is, quiet dates, gaps, and what is owed first."""

import time as clock
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.messages.hours import Hours
from recruiterdash.messages.types import MessageType
from recruiterdash.messages.window import (
    BAD_NEWS,
    SPREAD,
    Owed,
    Verdict,
    binds,
    spoken_moment,
    spread,
    when,
)

NEW_YORK, LOS_ANGELES, LISBON = "America/New_York", "America/Los_Angeles", "Europe/Lisbon"
REJECTION, STATUS = MessageType.REJECTION_APPLICATION, MessageType.STATUS
NOW, WARN, LATER = Verdict.SEND_NOW, Verdict.SEND_NOW_WARN, Verdict.SCHEDULED
QUIET = tuple(map(date.fromisoformat, ("2026-12-24", "2026-12-25", "2026-12-26", "2026-12-31", "2027-01-01")))


def at(text: str, zone: str = NEW_YORK, fold: int = 0) -> datetime:
    """A wall time of December 2026 ("1 09:00"), or of any day ("2026-03-29 09:00")."""
    day, _, hour = text.partition(" ")
    told = date.fromisoformat(day) if "-" in day else date(2026, 12, int(day))
    return datetime.combine(told, time.fromisoformat(hour), ZoneInfo(zone)).replace(fold=fold)


def office(zone: str = NEW_YORK, **more: object) -> Hours:
    return Hours(zone, **{"quiet": QUIET, **more})  # type: ignore[arg-type]


# --- the hours --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "verdict", "leaves"),
    [
        ("1 09:00", NOW, "1 09:00"),  # Tuesday, the first moment
        ("1 08:59", LATER, "1 09:00"),
        ("1 03:00", LATER, "1 09:00"),
        ("1 16:59", NOW, "1 16:59"),
        ("1 17:00", LATER, "2 09:00"),  # the end is outside
        ("3 16:59", NOW, "3 16:59"),  # Thursday
        ("4 13:59", NOW, "4 13:59"),  # Friday
        ("4 14:00", LATER, "7 09:00"),
        ("4 16:30", LATER, "7 09:00"),
        ("5 11:00", LATER, "7 09:00"),  # Saturday
        ("6 23:59", LATER, "7 09:00"),  # Sunday
        ("23 17:00", LATER, "28 09:00"),  # quiet from the 24th to the 26th, then a Sunday
        ("24 10:00", LATER, "28 09:00"),
        ("26 10:00", LATER, "28 09:00"),
        ("30 18:00", LATER, "2027-01-04 09:00"),  # the 31st and the 1st are quiet
    ],
)
def test_bad_news_arrives_in_working_hours(asked: str, verdict: Verdict, leaves: str) -> None:
    got = when(at(asked), REJECTION, NEW_YORK, office())
    assert (got.verdict, got.at) == (verdict, at(leaves))


@pytest.mark.parametrize(
    ("asked", "leaves"),
    [
        ("4 14:00", "4 14:00"),
        ("4 16:59", "4 16:59"),
        ("4 17:00", "7 09:00"),
        ("24 10:00", "24 10:00"),  # quiet dates are for outcomes
    ],
)
def test_other_news_may_arrive_on_a_friday_afternoon(asked: str, leaves: str) -> None:
    assert when(at(asked), STATUS, NEW_YORK, office()).at == at(leaves)


def test_every_no_is_bad_news_and_waits_for_the_window() -> None:
    friday = at("4 15:00")
    waiting = {type_ for type_ in MessageType if when(friday, type_, NEW_YORK, office()).verdict is LATER}
    assert waiting == BAD_NEWS == {type_ for type_ in MessageType if binds(type_)}
    assert binds(STATUS, batch=True)


@pytest.mark.parametrize(
    ("asked", "office_zone", "theirs", "leaves"),
    [
        ("1 10:00", NEW_YORK, LOS_ANGELES, at("1 09:00", LOS_ANGELES)),
        ("1 18:00", NEW_YORK, LOS_ANGELES, at("1 18:00", NEW_YORK)),  # 15:00 there
        ("1 15:00", NEW_YORK, LISBON, at("2 09:00", LISBON)),  # 20:00 there
        ("6 23:00", NEW_YORK, "Asia/Kolkata", at("6 23:00", NEW_YORK)),  # Monday 09:30 there
        ("3 20:00", NEW_YORK, "Pacific/Auckland", at("7 09:00", "Pacific/Auckland")),  # Friday 14:00 there
        (
            "7 09:00",
            "Asia/Kathmandu",
            "Pacific/Kiritimati",
            at("8 09:00", "Pacific/Kiritimati"),
        ),  # 17:15 there
    ],
)
def test_the_hour_is_counted_where_they_are(
    asked: str, office_zone: str, theirs: str, leaves: datetime
) -> None:
    got = when(at(asked, office_zone), REJECTION, theirs, office(office_zone))
    assert got.at == leaves
    assert (got.zone, got.zone_assumed) == (theirs, False)


def test_a_quiet_date_is_theirs_not_the_offices() -> None:
    """It is the 24th in Auckland already, and still the 23rd in New York."""
    asked = at("23 15:30")
    assert when(asked, REJECTION, "Pacific/Auckland", office()).at == at("28 09:00", "Pacific/Auckland")
    assert when(asked, REJECTION, NEW_YORK, office()).verdict is NOW


@pytest.mark.parametrize("unknown", [None, "", "Mars/Olympus", "../../etc/passwd", "\0", "x" * 999])
def test_an_unknown_zone_is_the_offices_and_said_to_be_assumed(unknown: str | None) -> None:
    got = when(at("3 10:00"), REJECTION, unknown, office())
    assert (got.verdict, got.zone, got.zone_assumed) == (NOW, NEW_YORK, True)


@pytest.mark.parametrize(
    ("asked", "leaves"),
    [
        ("3 13:59", "3 13:59"),  # Thursday is the last day of their week
        ("3 14:00", "6 09:00"),  # then Sunday
        ("4 10:00", "6 09:00"),
        ("5 10:00", "6 09:00"),
        ("6 16:59", "6 16:59"),
        ("2 17:00", "3 09:00"),
    ],
)
def test_a_week_from_sunday_to_thursday_shifts_the_days(asked: str, leaves: str) -> None:
    riyadh = "Asia/Riyadh"
    hours = office(riyadh, workweek=(6, 0, 1, 2, 3))
    assert when(at(asked, riyadh), REJECTION, None, hours).at == at(leaves, riyadh)


@pytest.mark.parametrize(
    ("workweek", "days", "last"),
    [
        ((0, 1, 2, 3, 4), {0, 1, 2, 3, 4}, {4}),
        ((0, 1, 2, 3, 4, 5), {0, 1, 2, 3, 4}, {4}),  # who works on Saturdays writes no news then
        ((6, 0, 1, 2, 3), {6, 0, 1, 2, 3}, {3}),
        ((0, 1, 2, 3), {0, 1, 2, 3}, {3}),
        ((0, 2, 4), {0, 2, 4}, {4}),
        ((5, 6), {6}, {6}),
        ((5,), {5}, {5}),
        (range(7), {0, 1, 2, 3, 4}, {4}),
    ],
)
def test_the_days_for_news_follow_the_offices_week(
    workweek: tuple[int, ...], days: set[int], last: set[int]
) -> None:
    hours = Hours("UTC", workweek)
    assert set(hours.days) == days
    assert set(hours.last_days) == last


@pytest.mark.parametrize("workweek", [(), (7,), (-1, 0)])
def test_a_week_without_a_day_is_refused(workweek: tuple[int, ...]) -> None:
    with pytest.raises(BadInput):
        Hours("UTC", workweek)


def test_holidays_are_theirs_where_known_and_else_the_offices() -> None:
    hours = office(holidays=[date(2026, 12, 8)], half_days={date(2026, 12, 9): time(12)})
    assert when(at("8 10:00"), REJECTION, NEW_YORK, hours).at == at("9 09:00")
    assert when(at("8 10:00"), REJECTION, NEW_YORK, hours, holidays=[]).at == at("8 10:00")
    assert when(at("9 10:00"), REJECTION, NEW_YORK, hours, holidays=[date(2026, 12, 9)]).at == at("10 09:00")
    assert when(at("9 12:00"), REJECTION, NEW_YORK, hours).at == at("10 09:00")
    assert when(at("9 11:59"), REJECTION, NEW_YORK, hours).verdict is NOW


def test_an_office_that_is_always_quiet_is_told_so() -> None:
    quiet = [date(2026, 12, 1) + timedelta(days=ahead) for ahead in range(500)]
    with pytest.raises(BadInput, match="quiet dates"):
        when(at("1 10:00"), REJECTION, NEW_YORK, office(quiet=quiet))


# --- clocks that change -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "zone", "leaves"),
    [
        # clocks go forward on Sunday 29 March 2026 in Europe, back on 25 October
        (at("2026-03-27 15:00", LISBON), LISBON, datetime(2026, 3, 30, 8, tzinfo=UTC)),
        (at("2026-10-23 15:00", LISBON), LISBON, datetime(2026, 10, 26, 9, tzinfo=UTC)),
        (
            at("2026-03-29 01:30", LISBON),
            LISBON,
            datetime(2026, 3, 30, 8, tzinfo=UTC),
        ),  # an hour there is not
        (at("2026-10-25 01:30", LISBON), LISBON, datetime(2026, 10, 26, 9, tzinfo=UTC)),
        (at("2026-10-25 01:30", LISBON, fold=1), LISBON, datetime(2026, 10, 26, 9, tzinfo=UTC)),
        # Cairo changes on a Friday, at midnight
        (at("2026-04-24 00:30", "Africa/Cairo"), "Africa/Cairo", datetime(2026, 4, 24, 6, tzinfo=UTC)),
    ],
)
def test_nine_is_nine_when_clocks_change(asked: datetime, zone: str, leaves: datetime) -> None:
    got = when(asked, REJECTION, zone, Hours(zone))
    assert got.at == leaves
    assert got.at.astimezone(ZoneInfo(zone)).time() == time(9)


def test_twenty_four_hours_are_hours_though_the_clock_jumps() -> None:
    sunday_to_thursday = Hours(LISBON, (6, 0, 1, 2, 3))
    applied = at("2026-03-28 10:00", LISBON)
    got = when(at("2026-03-28 12:00", LISBON), REJECTION, LISBON, sunday_to_thursday, applied_at=applied)
    assert got.at == at("2026-03-29 11:00", LISBON)


# --- gaps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("applied", "asked", "verdict", "leaves"),
    [
        ("2 10:00", "2 10:02", LATER, "3 10:00"),
        ("2 10:00", "3 09:59", LATER, "3 10:00"),
        ("2 10:00", "3 10:00", NOW, "3 10:00"),  # exactly a day is enough
        ("2 18:00", "3 10:00", LATER, "4 09:00"),
        ("3 15:00", "3 15:01", LATER, "7 09:00"),  # Friday 15:00 is too late for bad news
        ("4 10:00", "4 10:02", LATER, "7 09:00"),  # across the weekend
        ("6 12:00", "7 09:30", LATER, "7 12:00"),
        ("23 10:00", "23 10:01", LATER, "28 09:00"),
    ],
)
def test_nobody_is_refused_within_a_day_of_applying(
    applied: str, asked: str, verdict: Verdict, leaves: str
) -> None:
    got = when(at(asked), REJECTION, NEW_YORK, office(), applied_at=at(applied))
    assert (got.verdict, got.at) == (verdict, at(leaves))


def test_other_news_may_come_at_once_after_applying() -> None:
    assert when(at("2 10:02"), STATUS, NEW_YORK, office(), applied_at=at("2 10:00")).verdict is NOW


@pytest.mark.parametrize(
    ("ended", "asked", "leaves"),
    [
        ("2 10:00", "2 11:00", "3 09:00"),  # the next working day
        ("2 16:45", "2 16:50", "3 09:00"),
        ("2 10:00", "3 09:30", "3 09:30"),
        ("4 10:00", "4 11:00", "7 09:00"),
        ("23 16:00", "23 16:30", "28 09:00"),
    ],
)
def test_an_outcome_never_comes_on_the_day_of_the_interview(ended: str, asked: str, leaves: str) -> None:
    got = when(at(asked), REJECTION, NEW_YORK, office(), interviewed_at=at(ended))
    assert got.at == at(leaves)
    assert when(at(asked), STATUS, NEW_YORK, office(), interviewed_at=at(ended)).at == at(asked)


# --- what is owed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("duty", Owed._fields)
@pytest.mark.parametrize(
    ("asked", "due", "verdict", "leaves"),
    [
        ("4 16:30", "4 17:00", WARN, "4 16:30"),
        ("4 16:30", "7 08:00", WARN, "4 16:30"),
        ("4 16:30", "7 09:00", LATER, "7 09:00"),  # the due instant is in time
        ("4 16:30", "7 17:00", LATER, "7 09:00"),
        ("24 10:00", "28 08:59", WARN, "24 10:00"),
        ("4 16:30", "3 17:00", WARN, "4 16:30"),  # late already
        ("3 10:00", "2 17:00", NOW, "3 10:00"),  # late, and at a good hour
        ("3 10:00", "3 10:00", NOW, "3 10:00"),
    ],
)
def test_what_is_owed_goes_before_a_nicer_hour(
    duty: str, asked: str, due: str, verdict: Verdict, leaves: str
) -> None:
    got = when(at(asked), REJECTION, NEW_YORK, office(), owed=Owed(**{duty: at(due)}))
    assert (got.verdict, got.at) == (verdict, at(leaves))
    if verdict is WARN:
        assert "due" in got.because
        assert got.until == max(at(asked), at(due))


def test_the_earliest_of_several_duties_counts() -> None:
    owed = Owed(notice=at("8 17:00"), promise=at("4 17:00"), legal=at("20 23:59"))
    got = when(at("4 16:00"), REJECTION, NEW_YORK, office(), owed=owed)
    assert got.verdict is WARN
    assert got.because.startswith("the word we promised is due Friday 4 December at 17:00")


def test_a_duty_goes_before_the_day_after_applying() -> None:
    got = when(
        at("2 11:00"), REJECTION, NEW_YORK, office(), applied_at=at("2 10:00"), owed=Owed(at("2 17:00"))
    )
    assert (got.verdict, got.at) == (WARN, at("2 11:00"))


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "zone", "facts", "sentence"),
    [
        ("4 16:30", NEW_YORK, {}, "It is after 14:00 on a Friday."),
        ("4 14:00", NEW_YORK, {}, "It is 14:00 on a Friday."),
        ("1 18:00", NEW_YORK, {}, "It is after 17:00."),
        ("1 10:00", LOS_ANGELES, {}, "It is before 09:00 there."),
        ("5 10:00", NEW_YORK, {}, "It is Saturday."),
        (
            "24 10:00",
            NEW_YORK,
            {},
            "Thursday 24 December is a quiet date, and Friday 25 December is a quiet date.",
        ),
        ("23 18:00", NEW_YORK, {}, "It is after 17:00, and Thursday 24 December is a quiet date."),
        ("2 10:02", NEW_YORK, {"applied_at": at("2 10:00")}, "They applied less than 24 hours before."),
        (
            "2 11:00",
            NEW_YORK,
            {"interviewed_at": at("2 10:00")},
            "Their interview was on Wednesday 2 December.",
        ),
        (
            "4 16:30",
            LISBON,
            {"owed": Owed(notice=at("4 17:00"))},
            "Word of the outcome is due Friday 4 December at 17:00 here, before the next hour that would suit "
            "(Monday 7 December at 09:00 there).",
        ),
        ("3 10:00", NEW_YORK, {}, "Such news may arrive at this hour."),
    ],
)
def test_the_reason_is_said(asked: str, zone: str, facts: dict[str, datetime], sentence: str) -> None:
    got = when(at(asked), REJECTION, zone, office(), **facts)  # type: ignore[arg-type]
    assert got.why == sentence
    assert len(got.why) <= 300


@pytest.mark.parametrize(
    ("zone", "office_zone", "assumed", "said"),
    [
        (LISBON, "Europe/Madrid", False, "Monday 7 December at 09:00 in Lisbon (10:00 here)"),
        (LISBON, LISBON, False, "Monday 7 December at 09:00"),
        (LISBON, "Europe/London", False, "Monday 7 December at 09:00 in Lisbon"),
        (LISBON, "Pacific/Auckland", False, "Monday 7 December at 09:00 in Lisbon (22:00 here)"),
        (LISBON, "Pacific/Honolulu", False, "Monday 7 December at 09:00 in Lisbon (Sunday 23:00 here)"),
        ("UTC", "Europe/Madrid", False, "Monday 7 December at 09:00 UTC (10:00 here)"),
        (
            LISBON,
            LISBON,
            True,
            "Monday 7 December at 09:00 (Lisbon time is assumed, as theirs is not known)",
        ),
    ],
)
def test_the_moment_is_said_on_both_clocks(zone: str, office_zone: str, assumed: bool, said: str) -> None:
    assert spoken_moment(at("7 09:00", zone), zone, office_zone, assumed=assumed) == said


# --- batches ----------------------------------------------------------------------------------------


def test_a_batch_is_spread_over_minutes_and_the_same_each_time() -> None:
    start = at("7 09:00")
    moments = [spread(start, f"application:{number}", at("7 17:00")) for number in range(1000)]
    assert moments == [spread(start, f"application:{number}", at("7 17:00")) for number in range(1000)]
    assert all(start <= moment < start + SPREAD for moment in moments)
    minutes = Counter(moment.minute for moment in moments)
    assert len(minutes) == 20
    assert max(minutes.values()) < 100


@pytest.mark.parametrize("room", [timedelta(0), timedelta(seconds=-5), timedelta(milliseconds=900)])
def test_where_no_time_is_left_nothing_is_spread(room: timedelta) -> None:
    assert spread(at("7 09:00"), "any", at("7 09:00") + room) == at("7 09:00")


def test_no_letter_of_a_batch_is_spread_past_its_hours_or_a_duty() -> None:
    friday = when(at("4 13:55"), REJECTION, NEW_YORK, office())
    owing = when(at("4 10:00"), REJECTION, NEW_YORK, office(), owed=Owed(promise=at("4 10:03")))
    assert (friday.until, owing.until) == (at("4 14:00"), at("4 10:03"))
    for leave in (friday, owing):
        moments = {spread(leave.at, str(number), leave.until) for number in range(500)}
        assert len(moments) > 100
        assert max(moments) < leave.until


def test_ten_thousand_moments_cost_little() -> None:
    zones = [LISBON, LOS_ANGELES, "Asia/Tokyo", "", "Europe/Madrid", "Australia/Sydney"]
    hours, asked, owed = office(), at("4 16:30"), Owed(notice=at("8 17:00"))
    for zone in zones:
        when(asked, REJECTION, zone, hours)
    start = clock.perf_counter()
    for number in range(10_000):
        leave = when(asked, REJECTION, zones[number % 6], hours, applied_at=at("1 10:00"), owed=owed)
        spread(leave.at, str(number), leave.until)
    each = (clock.perf_counter() - start) / 10_000
    assert each < 200e-6, f"{each * 1e6:.0f} microseconds a letter"
