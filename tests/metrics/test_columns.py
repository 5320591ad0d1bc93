"""Many are counted in columns: the same words and numbers as one by one, whoever moved and whoever looks."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from recruiterdash import journey, metrics, team
from recruiterdash.candidates.models import Application
from recruiterdash.db import Database
from recruiterdash.demo import build, cast, house
from recruiterdash.journey import Happened
from recruiterdash.late import library
from recruiterdash.metrics import figures, memory
from recruiterdash.metrics.answers import Answer
from recruiterdash.metrics.columns import FACTS, KINDS, Columns, from_bytes, joined, packed, to_bytes, without
from recruiterdash.metrics.models import ColumnRow, SweepMark
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.metrics.sweeping import swept
from tests.queue.scene import NOW

PEOPLE = 160
Given = Mapping[str, str]
#: What the first page shows of an answer.
SHOWN = ("title", "reading", "headline", "under", "population", "estimate", "table", "chart")
#: What may be asked of the first page; `{}` in a value is filled in below.
QUESTIONS: list[Given] = [
    {},
    {"time": "calendar"},
    {"from": "2026-11-02", "to": "2026-11-15"},
    {"from": "2019-01-01"},
    {"requisition": "1"},
    {"office": "1", "duty": "first_word"},
    {"owner": "2"},
    {"manager": "5"},
    {"requisition": "99999"},
]


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    """A demo of some hundred people, seen later than it was made: waits go on, and what lay ahead has come."""
    made = Database(database_url)
    with made.writing() as session:
        for _ in build.fill(session, applications=PEOPLE, seed=5, now=NOW):
            session.commit()
    yield made
    made.close()


def viewers(database: Database) -> list[Viewer | None]:
    with database.reading() as session:
        found: list[Viewer | None] = [None]
        for each in cast.COLLEAGUES:
            user, roles = team.user_by_email(session, house.mailbox_of(each)), list(map(Role, each.roles))
            found.append(Viewer(user.id, each.name, frozenset(roles), permissions_of(roles)))
        nobody = Viewer(99, "Vera Viewer", frozenset({Role.VIEWER}), permissions_of([Role.VIEWER]))
        return [*found, nobody]


def ensure_alike(database: Database, now: datetime = NOW, *, few: bool = False) -> None:
    """Ask every question of every viewer one by one and in columns, and compare what is shown."""
    for viewer in viewers(database)[: 2 if few else None]:
        for given in QUESTIONS[: 3 if few else None]:
            with database.reading() as session:
                one_by_one, counted = (
                    first_page(session, viewer, given, now, with_rows=with_rows)
                    for with_rows in (True, False)
                )
            for one, other in zip(one_by_one, counted, strict=True):
                for more in ("median_without_holds", "competing"):
                    one.estimate.pop(more, None)
                for part in SHOWN:
                    said = getattr(other, part), getattr(one, part)
                    assert said[0] == said[1], (viewer, given, other.asked.figure, part)
                assert other.rows == []


def first_page(
    session: Session, viewer: Viewer | None, given: Given, now: datetime, *, with_rows: bool
) -> list[Answer]:
    asked = metrics.read(figures.FIRST[0], given, now=now, zone="Europe/Madrid")
    ground = metrics.Ground(session, viewer, asked, now=now, staff="person", with_rows=with_rows)
    found = []
    for figure in figures.FIRST:
        ground.asked = replace(ground.asked, figure=figure)
        found.append(metrics.answered(ground, with_notes=False))
    return found


def test_counted_in_columns_it_is_the_same_as_one_by_one(database: Database) -> None:
    ensure_alike(database, few=True)  # nothing is kept yet: all are told from their events
    swept(database, rounds=2)
    ensure_alike(database, few=True)
    swept(database)
    ensure_alike(database)
    ensure_alike(database, NOW + timedelta(days=9, hours=5))


def test_what_is_settled_is_worked_out_once_and_holds_at_any_later_moment(database: Database) -> None:
    swept(database)
    with database.reading() as session:
        first_page(session, None, {}, NOW + timedelta(hours=1), with_rows=False)
        kept = [memory.kept(session, kind) for kind in ("decision_wait", "first_word", "promise", "owed")]
        assert all(each.settled for each in kept)
        worked = [dict(each.settled) for each in kept]
        first_page(session, None, {}, NOW + timedelta(hours=3), with_rows=False)
        for each, was in zip(kept, worked, strict=True):
            assert all(each.settled[key] is was[key] for key in was)
    for hours in (1.01, 7, 30, 200, 900):
        ensure_alike(database, NOW + timedelta(hours=hours), few=True)
    # a page that began before it was worked out does not go by what came later
    ensure_alike(database, NOW + timedelta(minutes=1), few=True)
    # nothing is left of what is settled once the columns are others
    with database.writing() as session:
        application = session.scalars(select(Application).where(Application.closed_at.is_(None))).first()
        assert application is not None
        journey.record(session, application, Happened("out", NOW, "phone"), now=NOW)
        session.commit()
    swept(database)
    with database.reading() as session:
        assert not memory.kept(session, "first_word").settled
    ensure_alike(database, few=True)


def test_who_moved_since_counts_as_they_stand_now(database: Database) -> None:
    swept(database)
    some = random.Random(3)
    kinds = ("personal", "phone", "auto_ack")
    for turn in range(3):
        with database.writing() as session:
            ids = session.scalars(select(Application.id).where(Application.closed_at.is_(None))).all()
            for id_ in some.sample(list(ids), 12):
                application = session.get_one(Application, id_)
                at = NOW + timedelta(hours=turn)
                happened = (
                    Happened("out", at, some.choice(kinds)) if id_ % 3 else Happened("in", at, "withdraw")
                )
                journey.record(session, application, happened, now=at)
            session.commit()
        ensure_alike(database, NOW + timedelta(days=1), few=True)
        swept(database, rounds=1, most=7)
    ensure_alike(database, NOW + timedelta(days=1), few=True)
    swept(database)
    ensure_alike(database, NOW + timedelta(days=1))


def test_kept_up_to_date_they_are_what_reading_everything_anew_makes(database: Database) -> None:
    swept(database)
    before = {kind: lines(whole(database, kind)) for kind in KINDS}
    assert all(before[kind] for kind in KINDS)
    with database.writing() as session:
        session.execute(delete(SweepMark))
        session.execute(delete(ColumnRow))
        session.commit()
    assert whole(database, "owed").size == 0
    swept(database, most=1000)
    assert {kind: lines(whole(database, kind)) for kind in KINDS} == before


def whole(database: Database, kind: str) -> Columns:
    with database.reading() as session:
        return memory.kept(session, kind)


def lines(columns: Columns) -> list[tuple[Any, ...]]:
    """Return spans as lines that can be compared, in whatever order they are kept."""
    told: list[list[Any]] = [list(cells) for cells in zip(*(columns[fact] for fact in FACTS), strict=True)]
    for line in told:
        line[-2:] = columns.words[line[-2]], columns.words[line[-1]]
    for of, start, end in zip(*columns.pieces, strict=True):
        told[of].append((int(start), int(end)))
    return sorted(map(tuple, told))


def test_what_a_process_read_when_it_began_nobody_waits_for(database: Database) -> None:
    swept(database)
    fresh = Database(str(database.url.render_as_string(hide_password=False)))
    try:
        with columns_read(fresh) as read, fresh.reading() as session:
            library.cache_clear()
            memory.warm(fresh).join()
            assert len(read) == len(KINDS)
            assert library.cache_info().currsize == 1  # what computes with them is there as well
            first_page(session, None, {}, NOW, with_rows=False)
            assert len(read) == len(KINDS)
    finally:
        fresh.close()


@contextmanager
def columns_read(database: Database) -> Iterator[list[str]]:
    """Yield the statements that ask for what columns hold."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "packed" in statement:
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_columns_come_back_from_bytes_as_they_were(database: Database) -> None:
    swept(database)
    for kind in KINDS:
        columns = whole(database, kind)
        again = from_bytes(to_bytes(columns))
        assert lines(again) == lines(columns)
        ids = sorted({int(each) for each in columns["application"]})
        half = set(ids[::2])
        apart = [without(columns, half), without(columns, set(ids) - half)]
        assert all(part.size for part in apart)
        assert lines(joined(apart)) == lines(columns)
        assert half.isdisjoint(apart[0]["application"].tolist())
    nothing = from_bytes(to_bytes(packed("owed", [])))
    assert (nothing.size, lines(nothing)) == (0, [])
    assert np.array_equal(joined([nothing, whole(database, "owed")])["due"], whole(database, "owed")["due"])


def test_the_requisitions_of_the_questions_are_there(database: Database) -> None:
    with database.reading() as session:
        assert session.get(Requisition, 1) is not None
        assert session.scalar(select(Application.id).where(Application.owner_id == 2)) is not None
        assert session.scalar(select(Requisition.id).where(Requisition.hiring_manager_id == 5)) is not None
