"""What rows written in bulk refer to is there, whether or not the database looks each of it up."""

import pytest
from sqlalchemy import func, select, text

from recruiterdash import bulk
from recruiterdash.candidates.models import Candidate
from recruiterdash.db import Model
from recruiterdash.team.models import User
from tests.imports.desk import EVENTS, GREENHOUSE, Desk


def dangling(desk: Desk) -> list[str]:
    """Return every reference in the database that leads nowhere."""
    found = []
    with desk.database.reading() as session:
        for table in Model.metadata.tables.values():
            for key in table.foreign_keys:
                target = key.column.table.alias()
                lost = (
                    select(func.count())
                    .select_from(table.outerjoin(target, key.parent == target.c[key.column.name]))
                    .where(key.parent.is_not(None), target.c[key.column.name].is_(None))
                )
                if session.scalar(lost):
                    found.append(f"{table.name}.{key.parent.name}")
    return found


def rows_of(desk: Desk) -> dict[str, int]:
    with desk.database.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Model.metadata.tables.items()
            if name in {"candidates", "applications", "events", "clocks", "standings", "interviews"}
        }


def test_nothing_refers_to_what_is_not_there(desk: Desk) -> None:
    desk.take_in(EVENTS)
    desk.take_in(GREENHOUSE)
    assert dangling(desk) == []


@pytest.mark.postgres
def test_a_role_that_may_not_leave_checks_out_imports_the_same(
    postgresql_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def may_not(session: object) -> bool:
        asked.append(session)
        return False

    monkeypatch.setattr(bulk, "_may_leave_checks", may_not)
    postgresql_desk.take_in(EVENTS)
    assert asked
    counted = rows_of(postgresql_desk)
    monkeypatch.undo()
    again, _ = postgresql_desk.take_in(EVENTS)
    assert sum(again.created.values()) == 0
    assert rows_of(postgresql_desk) == counted


@pytest.mark.postgres
def test_references_are_looked_up_again_after_the_rows_are_written(postgresql_desk: Desk) -> None:
    asking = text("SELECT current_setting('session_replication_role')")
    with postgresql_desk.database.writing() as session:
        before = session.scalar(asking)
        with bulk.unchecked(session):
            assert session.scalar(asking) == "replica"
        assert (before, session.scalar(asking)) == ("origin", "origin")


def test_what_is_held_is_there_or_is_said_not_to_be(desk: Desk) -> None:
    desk.take_in(EVENTS)
    with desk.database.writing() as session:
        there = session.scalars(select(Candidate.id)).all()
        assert bulk.hold(session, Candidate, there)
        assert bulk.hold(session, User, [])
        assert not bulk.hold(session, Candidate, [*there, max(there) + 1])
