"""Calendars: started from public holidays, checked, never one on which nothing falls due."""

from datetime import date
from typing import Any

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.team import calendars
from recruiterdash.team.calendars import CalendarDraft

SOUND = CalendarDraft(
    zone="Europe/Madrid",
    workweek=(0, 1, 2, 3, 4),
    opens="09:00",
    closes="17:00",
    holidays={"2026-12-25": "Christmas"},
    half_days={"2026-12-24": "13:00"},
    covers_until=date(2028, 12, 31),
)
UNSOUND = {
    "no zone": {"zone": "Mars/Olympus"},
    "an empty zone": {"zone": ""},
    "a path as zone": {"zone": "../../etc/passwd"},
    "no working day": {"workweek": ()},
    "an eighth day": {"workweek": (0, 7)},
    "a time that is none": {"opens": "9 o'clock"},
    "25 o'clock": {"closes": "25:00"},
    "closing before opening": {"opens": "17:00", "closes": "09:00"},
    "closing when opening": {"opens": "09:00", "closes": "09:00"},
    "a half-day after closing": {"half_days": {"2026-12-24": "18:00"}},
    "a half-day before opening": {"half_days": {"2026-12-24": "08:00"}},
    "a day that is none": {"holidays": {"2026-02-30": "Never"}},
    "a day in words": {"holidays": {"Christmas": ""}},
    "a day long ago": {"holidays": {"0001-01-01": ""}},
    "holiday and half-day at once": {"half_days": {"2026-12-25": "13:00"}},
}


def test_a_sound_one_is_taken() -> None:
    calendars.ensure_sound(SOUND)
    calendars.ensure_sound(SOUND._replace(workweek=(6, 0, 1, 2, 3), zone="Asia/Riyadh"))


@pytest.mark.parametrize("changed", UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_one_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        calendars.ensure_sound(SOUND._replace(**changed))


@pytest.mark.parametrize(
    ("country", "part", "day"),
    [
        ("ES", "", "2026-12-25"),
        ("ES", "MD", "2026-05-02"),
        ("US", "", "2026-11-26"),
        ("CA", "ON", "2026-02-16"),
        ("GB", "SCT", "2026-11-30"),
        ("DE", "BY", "2026-01-06"),
        ("SA", "", "2026-09-23"),
    ],
)
def test_public_holidays_are_known(country: str, part: str, day: str) -> None:
    assert day in calendars.public_holidays(country, part, 2026)


def test_they_are_those_of_three_years() -> None:
    years = {day[:4] for day in calendars.public_holidays("ES", "", 2026)}
    assert years == {"2026", "2027", "2028"}


@pytest.mark.parametrize(("country", "part"), [("ZZ", ""), ("", ""), ("es", ""), ("ES", "ZZ"), ("Spain", "")])
def test_an_unknown_country_or_part_is_refused(country: str, part: str) -> None:
    with pytest.raises(BadInput):
        calendars.public_holidays(country, part, 2026)


def test_every_country_on_offer_can_be_started_from() -> None:
    for country in calendars.countries():
        draft = calendars.start_from("UTC", country, "", date(2026, 11, 23))
        calendars.ensure_sound(draft)
        assert draft.covers_until == date(2028, 12, 31)


@pytest.mark.parametrize("country", ["", "ES"])
@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 11, 23), date(2026, 12, 31)])
def test_a_fresh_calendar_covers_this_year_and_the_next_and_does_not_run_out(
    country: str, today: date
) -> None:
    draft = calendars.start_from("Europe/Madrid", country, "", today)
    assert draft.covers_until >= date(today.year + 1, 12, 31)
    assert not calendars.runs_out(draft.covers_until, today)
    assert bool(draft.holidays) is bool(country)


@pytest.mark.parametrize(
    ("covers_until", "warned"),
    [
        (date(2026, 12, 31), True),
        (date(2027, 1, 21), True),
        (date(2027, 1, 22), False),
        (date(2028, 12, 31), False),
    ],
)
def test_an_office_is_warned_sixty_days_ahead(covers_until: date, warned: bool) -> None:
    assert calendars.runs_out(covers_until, date(2026, 11, 23)) is warned


def test_every_zone_on_offer_is_one() -> None:
    for zone in calendars.zones():
        assert calendars.ensure_zone(zone) == zone
