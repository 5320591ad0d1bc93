"""Offices: a first calendar from ever, versions that follow, one default."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import team
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.team import calendars, queries
from recruiterdash.team.calendars import CalendarDraft
from recruiterdash.team.models import Office
from recruiterdash.team.offices import OfficeDraft
from tests.conftest import DATABASES, DatabaseMaker

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MADRID = OfficeDraft("Madrid", "Europe/Madrid", "ES")
SUNDAYS = CalendarDraft(
    "Asia/Riyadh", (6, 0, 1, 2, 3), "08:00", "16:00", {}, {"2026-12-24": "13:00"}, date(2028, 12, 31)
)


@pytest.fixture(params=DATABASES)
def session(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[Session]:
    database = Database(fresh_database(request.param))
    with database.writing() as opened:
        yield opened
    database.close()


def open_office(session: Session, draft: OfficeDraft = MADRID) -> Office:
    return team.create_office(session, draft, now=NOW, actor_id=None)


def test_a_new_office_has_a_calendar_from_ever(session: Session) -> None:
    office = open_office(session)
    (version,) = queries.calendar_versions(session, office.id)
    assert (version.number, version.valid_from) == (1, calendars.EVER)
    assert (version.workweek, version.opens, version.closes) == ([0, 1, 2, 3, 4], "09:00", "17:00")
    assert version.zone == "Europe/Madrid"
    assert "2027-12-25" in version.holidays


def test_a_change_makes_a_version_and_leaves_the_older(session: Session) -> None:
    office = open_office(session)
    made = team.new_calendar(session, office, SUNDAYS, after=1, now=NOW, actor_id=7)
    newest, first = queries.calendar_versions(session, office.id)
    assert newest.id == made.id
    assert (newest.number, newest.valid_from, newest.created_by) == (2, NOW, 7)
    assert (newest.zone, newest.workweek, newest.half_days) == (
        "Asia/Riyadh",
        [0, 1, 2, 3, 6],
        SUNDAYS.half_days,
    )
    assert (first.number, first.zone) == (1, "Europe/Madrid")
    assert office.zone == "Asia/Riyadh"


def test_a_version_made_from_an_older_one_is_refused(session: Session) -> None:
    office = open_office(session)
    team.new_calendar(session, office, SUNDAYS, after=1, now=NOW, actor_id=7)
    with pytest.raises(Conflict, match="version 2"):
        team.new_calendar(session, office, SUNDAYS, after=1, now=NOW, actor_id=8)
    assert len(queries.calendar_versions(session, office.id)) == 2


@pytest.mark.parametrize("name", ["Madrid", "madrid", "MADRID", " Madrid "])
def test_one_name_is_one_office(session: Session, name: str) -> None:
    open_office(session)
    with pytest.raises(BadInput, match="already"):
        open_office(session, OfficeDraft(name, "UTC"))


def test_there_is_one_default(session: Session) -> None:
    first = open_office(session)
    second = open_office(session, OfficeDraft("Toronto", "America/Toronto", "CA"))
    assert (first.is_default, second.is_default) == (True, False)
    wanted = OfficeDraft("Toronto", second.zone, "CA", is_default=True)
    team.edit_office(session, second, wanted, now=NOW, actor_id=1)
    session.expire_all()
    default = session.execute(select(Office.name).where(Office.is_default)).scalars().all()
    assert default == ["Toronto"]


def test_an_office_without_a_country_has_no_holidays_until_somebody_says_so(session: Session) -> None:
    office = open_office(session, OfficeDraft("Nowhere", "UTC"))
    assert [line.holidays_known for line in queries.offices(session)] == [False]
    team.new_calendar(session, office, SUNDAYS, after=1, now=NOW, actor_id=7)
    assert [line.holidays_known for line in queries.offices(session)] == [True]


def test_the_list_knows_the_newest_calendar(session: Session) -> None:
    office = open_office(session)
    team.new_calendar(session, office, SUNDAYS, after=1, now=NOW, actor_id=7)
    (line,) = queries.offices(session, "RIYADH")
    assert (line.id, line.calendar, line.covers_until) == (office.id, 2, date(2028, 12, 31))
    assert queries.offices(session, "%") == []
