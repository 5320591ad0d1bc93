"""Histories read from their events alone and cut into spans: at any moment, for any applications."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.journey.history import COLUMNS, happening
from recruiterdash.journey.models import Event
from recruiterdash.metrics.cuts import About, Span, Told
from recruiterdash.metrics.spans import spans_of
from recruiterdash.requisitions.models import Requisition

BATCH = 500
#: Before anything that is recorded.
EVER = datetime(1970, 1, 1, tzinfo=UTC)


class Read(NamedTuple):
    """One application's spans, and the last event of its own and of its requisition that they rest on."""

    application_id: int
    requisition_id: int
    last_event: int
    last_of_requisition: int
    #: The last moment at which anything happened or was recorded; what an import tells was always known.
    moved_at: datetime
    spans: list[Span]


def histories(
    session: Session, application_ids: Collection[int], *, until: datetime | None = None
) -> Iterator[Read]:
    """Yield each application's spans, told from its events.

    until: as if asked then: without what happened or was recorded later; what an import tells was known
    elsewhere all along.
    """
    ids = sorted(application_ids)
    for start in range(0, len(ids), BATCH):
        yield from _some(session, ids[start : start + BATCH], until)


def _some(session: Session, ids: Sequence[int], until: datetime | None) -> Iterator[Read]:
    applications = session.execute(
        select(
            Application.id,
            Application.requisition_id,
            Application.imported_at,
            Application.source_system,
            Candidate.zone,
            Candidate.internal,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Application.id.in_(ids))
        .order_by(Application.id)
    ).all()
    wanted = {row.requisition_id for row in applications}
    requisitions = session.scalars(select(Requisition).where(Requisition.id.in_(wanted))).all()
    rules = waiting.rulebooks(session, requisitions)
    own, shared = _events(session, ids, wanted, until)
    for row in applications:
        of_requisition = shared.get(row.requisition_id, [])
        told = sorted(
            [*own.get(row.id, []), *of_requisition], key=lambda each: (each.happening.at, each.happening.id)
        )
        person = waiting.Person(row.zone or None, row.internal)
        course = waiting.replay([each.happening for each in told], rules[row.requisition_id], person)
        yield Read(
            row.id,
            row.requisition_id,
            _last(own.get(row.id, [])),
            _last(of_requisition),
            max((_known_at(each) for each in told), default=EVER),
            spans_of(told, course, About(row.imported_at, row.source_system)),
        )


def _last(told: Sequence[Told]) -> int:
    return max((each.happening.id or 0 for each in told), default=0)


def _known_at(told: Told) -> datetime:
    at = told.happening.at
    return at if told.source == "import" else max(at, told.recorded_at)


def _events(
    session: Session, ids: Sequence[int], requisitions: Collection[int], until: datetime | None
) -> tuple[dict[int, list[Told]], dict[int, list[Told]]]:
    """Return events by application, and those of whole requisitions by requisition."""
    columns = select(*COLUMNS, Event.requisition_id, Event.recorded_at, Event.source)
    known = _known_by(until) if until is not None else []
    own: dict[int, list[Told]] = defaultdict(list)
    shared: dict[int, list[Told]] = defaultdict(list)
    for row in session.execute(columns.where(Event.application_id.in_(ids), *known)):
        own[row.application_id].append(_told(row))
    of_all = columns.where(Event.requisition_id.in_(requisitions), Event.application_id.is_(None), *known)
    for row in session.execute(of_all):
        shared[row.requisition_id].append(_told(row))
    return own, shared


def _known_by(moment: datetime) -> list[ColumnElement[bool]]:
    return [Event.happened_at <= moment, or_(Event.recorded_at <= moment, Event.source == "import")]


def _told(row: Any) -> Told:
    read = happening(row.type, row.kind, row.happened_at, row.data, row.id, row.voids_id, row.interview_id)
    return Told(read, row.recorded_at, row.source)
