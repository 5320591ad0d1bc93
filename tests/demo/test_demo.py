"""The demo holds eight requisitions in four offices, people who wait in every queue, and feedback in every state."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash import feedback, team
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.closure import orphans
from recruiterdash.db import Database
from recruiterdash.demo import build, cast, house
from recruiterdash.demo.imagine import Place, imagine
from recruiterdash.demo.insiders import INSIDERS
from recruiterdash.errors import NotFound
from recruiterdash.feedback.queries import Due
from recruiterdash.messages.batches.sight import alone
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team import absences
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission, Viewer
from recruiterdash.waiting import days, queries
from recruiterdash.waiting.models import Standing
from recruiterdash.waiting.queues import Asked

#: A Friday after a holiday in one of the offices.
NOW = datetime(2026, 11, 27, 11, tzinfo=UTC)
COUNT = 120


@pytest.fixture(scope="module")
def filled(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.writing() as session:
        for _ in build.fill(session, applications=COUNT, seed=1, now=NOW):
            session.commit()
        for each in cast.COLLEAGUES:
            user = team.user_by_email(session, house.mailbox_of(each))
            user.password = "as if it were one"
        session.commit()
    yield database
    database.close()


def as_(session: Session, name: str) -> Viewer:
    return viewer_of(session, session.scalars(select(User.id).where(User.name == name)).one())


def given(session: Session, name: str) -> dict[str, Due]:
    found = feedback.due(session, as_(session, name), NOW)
    return {each.case.candidate.name: each for each in found}


def test_there_are_as_many_as_were_asked_for(filled: Database) -> None:
    with filled.reading() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == COUNT


def test_eight_requisitions_in_four_offices_go_their_ways(filled: Database) -> None:
    with filled.reading() as session:
        found = session.scalars(select(Requisition)).all()
        states = Counter(each.state.value for each in found)
        assert len(found) == 8
        assert len({each.office_id for each in found}) == 4
        assert (states["on_hold"], states["cancelled"]) == (1, 1)
        assert [each.evergreen for each in found].count(True) == 1
        people = Counter(session.scalars(select(Application.requisition_id)))
        assert all(people[each.id] >= 10 for each in found)


def test_names_come_in_many_scripts(filled: Database) -> None:
    with filled.reading() as session:
        names = session.execute(select(Candidate.first_name, Candidate.last_name)).all()
    letters = {letter for name in names for part in name for letter in part if letter.isalpha()}
    scripts = {unicodedata.name(letter).split()[0] for letter in letters}
    assert scripts >= {
        "LATIN",
        "CJK",
        "ARABIC",
        "DEVANAGARI",
        "CYRILLIC",
        "HANGUL",
        "HIRAGANA",
        "HEBREW",
        "THAI",
    }


@pytest.mark.parametrize(
    "queue",
    [
        "legal",
        "promise",
        "candidate_deadline",
        "unanswered",
        "told",
        "decision",
        "silence",
        "feedback",
        "soon",
        "waiting_on_candidate",
    ],
)
def test_somebody_waits_in_each_queue(filled: Database, queue: str) -> None:
    with filled.reading() as session:
        ends = days.day_ends(days.offices(session, NOW), NOW)
        you = as_(session, cast.YOU.name)
        assert queries.rows(session, you, Asked(queue), now=NOW, ends=ends, size=5).rows


def test_some_have_asked_more_than_once_and_some_are_colleagues(filled: Database) -> None:
    with filled.reading() as session:
        assert session.scalars(select(func.max(Standing.chasers))).one() >= 2
        colleagues = session.scalars(select(func.count()).where(Candidate.internal)).one()
        assert 8 <= colleagues <= COUNT // 5


@pytest.mark.parametrize("hour", [0, 7, 23])
@pytest.mark.parametrize("day", range(23, 30))
def test_whatever_the_day_and_hour_nothing_has_happened_before_it_could(day: int, hour: int) -> None:
    now = datetime(2026, 11, day, hour, 30, tzinfo=UTC)
    places = [Place(ZoneInfo(each.zone), (0, 1, 2, 3, 4)) for each in cast.OFFICES]
    for each in imagine(180, places, 1, now, lambda *_: True):
        assert all(said.at <= now for said in each.happened), each
        assert [said.type for said in each.happened].index("applied") == 0, each


def test_who_logs_in_gives_feedback_in_every_state(filled: Database) -> None:
    with filled.reading() as session:
        first = {name: each.steps[0].words for name, each in given(session, cast.YOU.name).items()}
    assert first == {
        "Peter Novotny": "Offer the talk",
        "Sana Malik": "Write it, and hand it to the second reader",
        "Lucía Ferrer": "Read it as the second reader",
        "Emeka Obi": "Hold the talk",
        "Dawit Tesfaye": "Hold the 30-day follow-up",
        "Mirja Salo": "Hold the 30-day follow-up",
    }


def test_hr_sees_those_that_nobody_has_begun_too(filled: Database) -> None:
    with filled.reading() as session:
        found = given(session, "Helen Marsh")
    assert set(found) >= {f"{each.first_name} {each.last_name}" for each in INSIDERS}
    assert found["Rosa Almeida"].steps[0].words == "Tell the outcome in a conversation"
    assert found["Arun Kumar"].steps[0].words == "Answer the wish for a correction"
    assert found["Mirja Salo"].steps[0].due_at is not None


def test_a_colleague_sees_nothing_of_their_own_application(filled: Database) -> None:
    with filled.reading() as session:
        theirs = session.scalars(
            select(Application.id).join(Candidate).where(Candidate.linked_user_id.is_not(None))
        ).one()
        for name in ("Arun Kumar", "Michael Osei", "Ben Adler"):
            with pytest.raises(NotFound):
                feedback.case(session, as_(session, name), theirs)
        assert "Arun Kumar" not in given(session, "Michael Osei")


def test_somebody_is_away_with_cover_and_one_requisition_lacks_a_backup(filled: Database) -> None:
    with filled.reading() as session:
        noor = session.scalars(select(User.id).where(User.name == "Noor Haddad")).one()
        assert absences.standing_in(session, [noor], NOW)[noor].name == cast.YOU.name
        counted = orphans.counts(session, as_(session, cast.YOU.name), now=NOW)
        assert counted.owner == 0
        lacking = orphans.listed(session, as_(session, cast.YOU.name), orphans.Lack.BACKUP, now=NOW)
        assert {each.requisition for each in lacking.rows} == {"Barista"}


def test_a_colleague_who_can_log_in_approves_letters_to_many_and_sees_everybody(filled: Database) -> None:
    with filled.reading() as session:
        you = as_(session, cast.YOU.name)
        assert not alone(session, you.user_id)
        able = [as_(session, name) for name in cast.OTHERS]
    assert any(each.may(Permission.APPROVE_BATCH) and each.sees_everybody for each in able)
