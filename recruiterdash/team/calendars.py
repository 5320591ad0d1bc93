"""An office's working time: drafts of calendar versions, checked, and public holidays to start from."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import holidays

from recruiterdash.errors import BadInput

#: The first version of a calendar and of the policy is in force from ever.
EVER = datetime(1970, 1, 1, tzinfo=UTC)
#: Holidays are looked up for this year and the next two.
YEARS = 3
#: Quiet dates of an office at the most: news must find a day.
MOST_QUIET = 120
#: Closer than this to the end of what a calendar knows, the office is warned.
NEAR = timedelta(days=60)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
#: 24:00 is no time of a clock; an office that works through the night closes at 23:59.


class CalendarDraft(NamedTuple):
    """What an office says of its working time."""

    zone: str
    #: Monday is 0.
    workweek: tuple[int, ...]
    #: "09:00"
    opens: str
    closes: str
    #: ISO date -> name.
    holidays: Mapping[str, str]
    #: ISO date -> closing time.
    half_days: Mapping[str, str]
    covers_until: date
    note: str = ""
    #: ISO date -> name, of days on which nobody is told an outcome; None leaves them as they are.
    quiet_dates: Mapping[str, str] | None = None


def zones() -> list[str]:
    """Return the names of time zones a person would choose from."""
    named = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return ["UTC", *sorted(named)]


def ensure_zone(name: str) -> str:
    """Return the zone's name, or refuse what is none."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise BadInput(f"{name!r} is not a time zone; write one such as Europe/Madrid.") from None


def countries() -> list[str]:
    """Return the ISO codes of countries whose public holidays are known."""
    return sorted(code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2)


def subdivisions(country: str) -> list[str]:
    """Return the subdivisions of a country that have holidays of their own."""
    return sorted(holidays.list_supported_countries(include_aliases=False).get(country, []))


def public_holidays(country: str, subdivision: str, first_year: int) -> dict[str, str]:
    """Return ISO date -> name of the public holidays of three years.

    country: ISO 3166-1 alpha-2; subdivision: its code, empty for the whole country.
    Raises BadInput for a country or subdivision that is not known.
    """
    if country not in countries():
        raise BadInput(
            f"No public holidays are known for country {country!r}; leave it empty and enter them by hand."
        )
    if subdivision and subdivision not in subdivisions(country):
        raise BadInput(
            f"{subdivision!r} is not a part of {country} that is known; leave it empty for the whole country."
        )
    years = range(first_year, first_year + YEARS)
    english = "en_US" if "en_US" in holidays.country_holidays(country).supported_languages else None
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=years, language=english)
    return {day.isoformat(): str(name)[:120] for day, name in sorted(found.items()) if day.year in years}


def start_from(zone: str, country: str, subdivision: str, today: date) -> CalendarDraft:
    """Return an office's first calendar: Monday to Friday, 09:00 to 17:00, its country's public holidays.

    Without a country it knows no holidays: that is said apart, as it does not run out.
    """
    known = public_holidays(country, subdivision, today.year) if country else {}
    covers = date(today.year + YEARS - 1, 12, 31)
    return CalendarDraft(ensure_zone(zone), (0, 1, 2, 3, 4), "09:00", "17:00", known, {}, covers)


def ensure_sound(draft: CalendarDraft) -> None:
    """Refuse a calendar on which nothing can fall due. Raises BadInput."""
    ensure_zone(draft.zone)
    if not draft.workweek or not set(draft.workweek) <= set(range(7)):
        raise BadInput("An office works on at least one day of the week.")
    for text in (draft.opens, draft.closes, *draft.half_days.values()):
        if not _CLOCK.fullmatch(text):
            raise BadInput(f"{text!r} is not a time of day; write it as 17:00.")
    if draft.opens >= draft.closes:
        raise BadInput("The office closes after it opens, on the same day.")
    early = [day for day, closes in draft.half_days.items() if not draft.opens < closes <= draft.closes]
    if early:
        raise BadInput(f"The half-day {early[0]} closes outside the office's hours.")
    for day in (*draft.holidays, *draft.half_days, *(draft.quiet_dates or ())):
        ensure_day(day)
    if len(draft.quiet_dates or ()) > MOST_QUIET:
        raise BadInput(
            f"An office has at most {MOST_QUIET} quiet dates: people wait for their outcome meanwhile."
        )
    both = sorted(set(draft.holidays) & set(draft.half_days))
    if both:
        raise BadInput(f"{both[0]} is both a holiday and a half-day.")


def ensure_day(text: str) -> date:
    """Return the day an ISO date names, or refuse it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is not a date; write it as 2026-12-24.") from None
    if not 1990 <= day.year <= 2100:
        raise BadInput(f"{text} is out of the range of a calendar.")
    return day


def runs_out(covers_until: date, today: date) -> bool:
    """Say whether a calendar's holidays end within the coming 60 days."""
    return covers_until < today + NEAR
