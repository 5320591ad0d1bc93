"""A past moment is told today as it was told then, and every figure adds up: each of them, in a demo."""

import random
from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash import journey, metrics
from recruiterdash.candidates.models import Application
from recruiterdash.db import Database
from recruiterdash.demo import build
from recruiterdash.journey import Happened
from tests.metrics.sweeping import swept
from tests.queue.scene import NOW

#: Asked now, and later with this moment named.
NAMED = MappingProxyType({"as-of": NOW.isoformat()})


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        for _ in build.fill(session, applications=150, seed=9, now=NOW):
            session.commit()
    yield made
    made.close()


def told(database: Database, figure: str, given: Mapping[str, str], now: Any) -> dict[str, Any]:
    with database.reading() as session:
        asked = metrics.read(figure, given, now=now, zone="UTC")
        answer = metrics.answered(metrics.Ground(session, None, asked, now=now), with_notes=False)
    parts = answer.population
    assert parts.measured + parts.waiting + sum(parts.excluded.values()) == parts.total
    return answer.document() | {"reading": answer.reading, "under": answer.under, "before": answer.before}


def test_what_was_said_then_is_said_later_of_then(database: Database) -> None:
    then = {figure: told(database, figure, {}, NOW) for figure in metrics.FIGURES}
    assert {figure: told(database, figure, NAMED, NOW) for figure in metrics.FIGURES} == then
    swept(database)
    some, later = random.Random(1), NOW
    for _ in range(3):
        later += timedelta(days=2, hours=3)
        with database.writing() as session:
            open_ones = select(Application.id).where(Application.closed_at.is_(None))
            for id_ in some.sample(list(session.scalars(open_ones)), 20):
                application = session.get_one(Application, id_)
                left = Happened("in", later, "withdraw")
                happened = (
                    left if id_ % 4 == 0 else Happened("out", later, some.choice(["personal", "phone"]))
                )
                journey.record(session, application, happened, now=later)
            session.commit()
        swept(database, rounds=1)
        assert {figure: told(database, figure, NAMED, later) for figure in metrics.FIGURES} == then
    assert told(database, "first_word", {}, later) != then["first_word"]
