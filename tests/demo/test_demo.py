"""Whoever logs in to the demo finds feedback in every state, colleagues who are away, and nobody orphaned."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash import feedback, team
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.closure import orphans
from recruiterdash.db import Database
from recruiterdash.demo import build, cast, house
from recruiterdash.demo.insiders import INSIDERS
from recruiterdash.errors import NotFound
from recruiterdash.feedback.queries import Due
from recruiterdash.messages.batches.sight import alone
from recruiterdash.team import absences
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission, Viewer

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
