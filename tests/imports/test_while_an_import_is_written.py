"""While an import is written, pages do not look for the newest event: PostgreSQL would pass over all of its rows."""

from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash import imports
from recruiterdash.imports import under_way
from recruiterdash.web.newest import EVENT
from tests.imports.desk import Desk, event


def newest(desk: Desk) -> int | None:
    with desk.database.reading() as session:
        found: int | None = session.scalar(select(EVENT))
        return found


def test_nobody_looks_for_the_newest_event_until_its_rows_are_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.rows(event())
    before, meanwhile, publish = newest(desk), list[int | None](), imports.publish

    def watched(*given: Any, **more: Any) -> None:
        publish(*given, **more)
        meanwhile.append(newest(desk))

    monkeypatch.setattr(imports, "publish", watched)
    desk.rows(event(application_ref="2", email="tom@example.org"))
    assert before
    assert meanwhile == [before if desk.database.sqlite else None]
    assert (newest(desk) or 0) > before


def test_it_is_said_no_longer_when_what_was_written_is_undone(desk: Desk) -> None:
    desk.rows(event())
    with desk.database.transaction() as session:
        assert under_way.say(session)
        assert (newest(desk) is None) is not desk.database.sqlite
    assert newest(desk)


def test_who_looks_keeps_no_import_waiting(desk: Desk) -> None:
    desk.rows(event())
    with desk.database.reading() as looking:
        assert looking.scalar(select(EVENT))  # and the page goes on
        with desk.database.transaction() as session:
            assert under_way.say(session)
