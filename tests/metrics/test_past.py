"""A past moment is told today as it was told then, and every figure adds up: each of them, in a demo."""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from recruiterdash import journey, metrics
from recruiterdash.candidates.models import Application, InterviewKind
from recruiterdash.db import Database
from recruiterdash.demo import build
from recruiterdash.journey import Booking, Happened
from recruiterdash.requisitions import operations
from recruiterdash.requisitions.models import OpeningState, Requisition, StageType
from recruiterdash.requisitions.models import RequisitionState as S
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
    for step in (timedelta(hours=2), timedelta(days=2, hours=3), timedelta(days=2), timedelta(days=1)):
        later += step
        with database.writing() as session:
            people_go_on(session, some, later)
            roles_go_on(session, later)
            session.commit()
        swept(database, rounds=1)
        assert {figure: told(database, figure, NAMED, later) for figure in metrics.FIGURES} == then
    changed = {
        f for f in metrics.FIGURES if told(database, f, {}, later)["population"] != then[f]["population"]
    }
    assert {"first_word", "time_to_fill", "time_to_hire", "told_rate", "split", "offers"} <= changed


def people_go_on(session: Session, some: random.Random, later: datetime) -> None:
    """Let people withdraw, be told, be booked, decided about, hired, and what was logged be taken back."""
    open_ones = select(Application.id).where(Application.closed_at.is_(None)).order_by(Application.id)
    for id_ in some.sample(list(session.scalars(open_ones)), 24):
        application = session.get_one(Application, id_)
        if id_ % 6 == 0:
            journey.record(session, application, Happened("in", later, "withdraw"), now=later)
        elif id_ % 6 == 1:
            at = later + timedelta(days=1)
            booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, at, at + timedelta(hours=1))
            journey.book_interview(session, application, booking, now=later, actor_id=None)
        elif id_ % 6 == 2:
            decided = Happened("decision", later, data={"value": "hire"})
            journey.record(session, application, decided, now=later)
        elif id_ % 6 == 3:
            offer = Happened("out", later, "personal", data={"decision": "offer"})
            journey.record(session, application, offer, now=later)
        elif id_ % 6 == 4:
            question = journey.record(session, application, Happened("in", later, "question"), now=later)
            journey.undo(session, question, now=later + timedelta(minutes=1), actor_id=None)
        else:
            kind = some.choice(["personal", "phone"])
            journey.record(session, application, Happened("out", later, kind), now=later)


def roles_go_on(session: Session, later: datetime) -> None:
    """Let a role get seats, fill and lose some, and go on hold and off it."""
    with_seats = select(Requisition).options(selectinload(Requisition.openings)).order_by(Requisition.id)
    for requisition in session.scalars(with_seats).all()[:4]:
        operations.add_openings(session, requisition, 2, now=later, actor_id=None)
        for state in (OpeningState.FILLED, OpeningState.CANCELLED):
            still = [each for each in requisition.openings if each.state is OpeningState.OPEN]
            operations.close_opening(session, requisition, still[0].id, state, "", now=later, actor_id=None)
        other = S.ON_HOLD if requisition.state is S.OPEN else S.OPEN
        if requisition.state in {S.OPEN, S.ON_HOLD}:
            journey.change_state(session, requisition, other, now=later, actor_id=None)
