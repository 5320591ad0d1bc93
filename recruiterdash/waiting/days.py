"""When today ends in each office, and the next business day: the ranges of "due today" and "due soon"."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.orm import Session

from recruiterdash.db import Asking, Question, UTCDateTime
from recruiterdash.team.models import CalendarVersion, Office
from recruiterdash.waiting.workdays import Calendar


class OfficeDays(NamedTuple):
    """An office and the calendar that is in force in it."""

    id: int
    name: str
    zone: str
    calendar: Calendar


class Ends(NamedTuple):
    """When today and the next business day end in one office."""

    office_id: int
    today: datetime
    soon: datetime


def day_ends(offices: Iterable[OfficeDays], now: datetime) -> tuple[Ends, ...]:
    """Return when today and the next business day end in each office.

    now: aware UTC. Due soon is what falls due after today, at most one business day away: a due on the Sunday
    before a working Monday counts no business day more.
    """
    return tuple(_ends(office, office.calendar.local_date(now)) for office in offices)


def _ends(office: OfficeDays, today: date) -> Ends:
    second = office.calendar.business_day_after(today, 2)
    return Ends(
        office.id, _midnight(today + timedelta(days=1), office.calendar), _midnight(second, office.calendar)
    )


def _midnight(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, time.min, calendar.zone).astimezone(UTC)


# --- the offices' calendars ---------------------------------------------------------------------------


def offices(session: Session, now: datetime) -> list[OfficeDays]:
    """Return every office with its calendar in force, by name, in one statement."""
    found = _OFFICES.ask(session, {"now": now})
    return [OfficeDays(row[0], row[1], row[2], _calendar(*row[2:8])) for row in found]


def _statement() -> Asking:
    o, v = Office.__table__.c, CalendarVersion.__table__.c
    other = CalendarVersion.__table__.alias()
    newest = (
        select(func.max(other.c.number))
        .where(other.c.office_id == o.id, other.c.valid_from <= bindparam("now", type_=UTCDateTime()))
        .scalar_subquery()
    )
    # as text: a calendar that was read before is not read again
    holidays, workweek, half_days = (cast(each, String) for each in (v.holidays, v.workweek, v.half_days))
    return (
        select(o.id, o.name, o.zone, v.number, v.closes, workweek, holidays, half_days)
        .select_from(Office.__table__)
        .join(CalendarVersion.__table__, (v.office_id == o.id) & (v.number == newest))
        .order_by(o.name, o.id)
    )


_OFFICES = Question(_statement)


@lru_cache(maxsize=512)
def _calendar(zone: str, number: int, closes: str, workweek: str, holidays: str, half_days: str) -> Calendar:
    return Calendar(
        zone,
        workweek=json.loads(workweek),
        close=time.fromisoformat(closes),
        holidays=[date.fromisoformat(day) for day in json.loads(holidays)],
        half_days={
            date.fromisoformat(day): time.fromisoformat(at) for day, at in json.loads(half_days).items()
        },
        number=number,
    )
