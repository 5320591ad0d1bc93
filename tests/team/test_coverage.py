"""An office is warned when its calendar ends soon, or before something falls due, and at no other time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from recruiterdash import candidates, journey, requisitions, team, waiting
from recruiterdash.candidates.models import InterviewKind
from recruiterdash.db import Database
from recruiterdash.requisitions.models import RequisitionState, StageType
from recruiterdash.team.calendars import CalendarDraft
from recruiterdash.team.models import Office
from recruiterdash.web.coverage import Shortfall, shortfalls
from tests.conftest import DATABASES, DatabaseMaker

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
#: Farther than 60 days.
FEBRUARY = date(2027, 2, 1)


@pytest.fixture(params=DATABASES)
def session(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[Session]:
    database = Database(fresh_database(request.param))
    with database.writing() as opened:
        waiting.ensure_policy(opened)
        yield opened
    database.close()


def office(session: Session, *, country: str = "ES", covers_until: date | None = None) -> Office:
    made = team.create_office(
        session, team.OfficeDraft(f"Office {covers_until}", "Europe/Madrid", country), now=NOW, actor_id=None
    )
    if covers_until is not None:
        week = CalendarDraft(
            "Europe/Madrid", (0, 1, 2, 3, 4), "09:00", "17:00", {"2026-12-25": "Christmas"}, {}, covers_until
        )
        team.new_calendar(session, made, week, after=1, now=NOW, actor_id=1)
    return made


def interview_in(session: Session, place: Office, ends_at: datetime) -> None:
    """Somebody is booked: a word and a decision will be owed after it."""
    facts = requisitions.Facts(reference="R-1", title="Staff Nurse", office_id=place.id)
    requisition = requisitions.create(session, facts, now=NOW, actor_id=None)
    journey.change_state(session, requisition, RequisitionState.OPEN, now=NOW, actor_id=None)
    who = candidates.create(session, candidates.Facts("Ada", "Lovelace"), now=NOW, actor_id=None)
    applied = journey.apply(session, who, requisition, applied_at=NOW, now=NOW, actor_id=None)
    booking = journey.Booking(
        StageType.INTERVIEW, InterviewKind.VIDEO, ends_at - timedelta(hours=1), ends_at, ()
    )
    journey.book_interview(session, applied, booking, now=NOW, actor_id=None)


@pytest.mark.parametrize("country", ["ES", ""])
def test_a_fresh_office_is_not_warned(session: Session, country: str) -> None:
    office(session, country=country)
    assert shortfalls(session, NOW) == {}


def test_an_office_is_warned_in_the_last_sixty_days_of_its_calendar(session: Session) -> None:
    place = office(session, covers_until=FEBRUARY)
    assert shortfalls(session, NOW) == {}
    found = shortfalls(session, NOW + timedelta(days=11))
    assert found == {place.id: Shortfall(place.id, place.name, FEBRUARY, None)}


def test_an_office_is_warned_of_a_due_beyond_its_calendar(session: Session) -> None:
    place, other = office(session, covers_until=FEBRUARY), office(session)
    interview_in(session, place, datetime(2027, 2, 15, 10, tzinfo=UTC))
    (found,) = shortfalls(session, NOW).values()
    assert (found.office_id, found.covers_until) == (place.id, FEBRUARY)
    assert found.due == date(2027, 2, 22), "five business days after the interview"
    assert other.id != found.office_id


def test_a_due_within_the_calendar_warns_nobody(session: Session) -> None:
    interview_in(session, office(session, covers_until=FEBRUARY), datetime(2027, 1, 25, 10, tzinfo=UTC))
    assert shortfalls(session, NOW) == {}
