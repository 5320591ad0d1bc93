"""Rejections of many applications decided at once, and taken back at once: a statement for all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session, aliased

from recruiterdash import audit, bulk
from recruiterdash.candidates.models import Application, ApplicationState, Decision, Disposition, Outcome
from recruiterdash.errors import Conflict
from recruiterdash.journey import decisions
from recruiterdash.journey.loading import DECISION_COLUMNS
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import settle

_EVENT = (
    "requisition_id",
    "application_id",
    "decision_id",
    "type",
    "happened_at",
    "recorded_at",
    "actor_id",
    "source",
    "data",
    "voids_id",
)


class Decided(NamedTuple):
    """One decision as it was recorded, its entry in the history, and the version of its application by that."""

    decision_id: int
    number: int
    version: int
    event_id: int


def reject_each(
    session: Session,
    reasons: Sequence[tuple[int, Disposition]],
    *,
    now: datetime,
    actor_id: int | None,
) -> dict[int, Decided]:
    """Record a rejection of each of these applications, and return the decisions by application.

    reasons: application id and why. The caller holds the applications and has looked at what stands against
    it. Nothing is committed. Raises Conflict for all when one is not active, or has a decision.
    """
    if not reasons:
        return {}
    ids = [id_ for id_, _ in reasons]
    _ensure_undecided(session, ids)
    before = decisions.numbers(session, ids)
    made = [
        _Made(id_, of, before.get(of, 0) + 1, why)
        for id_, (of, why) in zip(bulk.reserve(session, Decision, len(ids)), reasons, strict=True)
    ]
    _write(session, made, now, actor_id)
    applications = _applications(session, ids)
    entries = _enter(session, made, applications, now, actor_id)
    _settle(session, applications.values(), now)
    return {
        each.of: Decided(each.id, each.number, applications[each.of].version, entries[each.of])
        for each in made
    }


class _Made(NamedTuple):
    """One rejection that is being written."""

    id: int
    of: int
    number: int
    why: Disposition


def _write(session: Session, made: Sequence[_Made], now: datetime, actor_id: int | None) -> None:
    bulk.insert(
        session,
        Decision,
        DECISION_COLUMNS,
        (
            (
                *(each.id, each.of, each.number, Outcome.REJECT),
                *(each.why, decisions.FAMILIES[each.why], "", now, actor_id),
            )
            for each in made
        ),
    )
    by_reason: dict[Disposition, list[int]] = defaultdict(list)
    for each in made:
        by_reason[each.why].append(each.of)
    for why, some in by_reason.items():
        _mark(session, some, why)
    audit.note_each(
        session,
        {each.of: decisions.noted(each.number, Outcome.REJECT, each.why) for each in made},
        at=now,
        actor_id=actor_id,
        act=decisions.MADE,
        subject="application",
    )


def _enter(
    session: Session,
    made: Sequence[_Made],
    applications: Mapping[int, Application],
    now: datetime,
    actor_id: int | None,
) -> dict[int, int]:
    """Write the rejections into the history, and return the entries by application."""
    entries = {each.of: id_ for each, id_ in zip(made, bulk.reserve(session, Event, len(made)), strict=True)}
    said = decisions.said(Outcome.REJECT)
    bulk.insert(
        session,
        Event,
        ("id", *_EVENT),
        (
            (
                *(entries[each.of], applications[each.of].requisition_id, each.of, each.id),
                *(decisions.ENTRY, now, now, actor_id, "person", said, None),
            )
            for each in made
        ),
    )
    return entries


def take_back_each(
    session: Session, decision_ids: Collection[int], *, now: datetime, actor_id: int | None
) -> set[int]:
    """Undo decisions as if they had never been, and return whose applications those are.

    One that somebody has decided anew, or that was told meanwhile by another way, stands. Nothing is committed.
    """
    if not decision_ids:
        return set()
    session.flush()
    rows = _standing(session, decision_ids)
    ids = [row.application_id for row in rows]
    session.execute(
        update(Decision)
        .where(Decision.id.in_(bulk.listed(session, [row.decision_id for row in rows])))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    _mark(session, ids, None)
    audit.note_each(
        session,
        {row.application_id: {"number": row.number, "undone": True} for row in rows},
        at=now,
        actor_id=actor_id,
        act=decisions.WITHDRAWN,
        subject="application",
    )
    bulk.insert(
        session,
        Event,
        _EVENT,
        (
            (
                *(row.requisition_id, row.application_id, None, "undo", row.happened_at, now, actor_id),
                *("person", {}, row.event_id),
            )
            for row in rows
        ),
    )
    _settle(session, _applications(session, ids).values(), now)
    return set(ids)


def _standing(session: Session, decision_ids: Collection[int]) -> list[Any]:
    """Return those decisions that are the newest, of applications still active, with the entries that say so."""
    later = aliased(Decision)
    ids = session.scalars(
        select(Decision.application_id).where(Decision.id.in_(bulk.listed(session, decision_ids)))
    ).all()
    session.execute(
        select(Application.id)
        .where(Application.id.in_(bulk.listed(session, ids)))
        .order_by(Application.id)
        .with_for_update()
    )
    statement = (
        select(
            Decision.id.label("decision_id"),
            Decision.number,
            Decision.application_id,
            Application.requisition_id,
            Event.id.label("event_id"),
            Event.happened_at,
        )
        .join(Application, Application.id == Decision.application_id)
        .join(
            Event,
            (Event.application_id == Decision.application_id) & (Event.decision_id == Decision.id),
        )
        .where(
            Decision.id.in_(bulk.listed(session, decision_ids)),
            Decision.withdrawn_at.is_(None),
            Application.state == ApplicationState.ACTIVE,
            ~exists().where(
                later.application_id == Decision.application_id,
                later.number > Decision.number,
                later.withdrawn_at.is_(None),
            ),
            *decisions.ENTERED,
        )
        .order_by(Decision.application_id)
    )
    return list(session.execute(statement))


def _ensure_undecided(session: Session, ids: Collection[int]) -> None:
    session.flush()
    decided = exists().where(Decision.application_id == Application.id, Decision.withdrawn_at.is_(None))
    sound = session.scalar(
        select(func.count())
        .select_from(Application)
        .where(
            Application.id.in_(bulk.listed(session, ids)),
            Application.state == ApplicationState.ACTIVE,
            ~decided,
        )
    )
    if sound != len(set(ids)) or len(set(ids)) != len(ids):
        raise Conflict("One of these applications is closed, or was decided meanwhile. Nothing was done.")


def _mark(session: Session, ids: Collection[int], why: Disposition | None) -> None:
    """Write why applications were turned down, and move their versions: what was approved before is looked at again."""
    session.execute(
        update(Application)
        .where(Application.id.in_(bulk.listed(session, ids)))
        .values(disposition=why, version=Application.version + 1)
        .execution_options(synchronize_session=False)
    )


def _applications(session: Session, ids: Collection[int]) -> dict[int, Application]:
    found = session.scalars(
        select(Application)
        .where(Application.id.in_(bulk.listed(session, ids)))
        .order_by(Application.id)
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in found}


def _settle(session: Session, applications: Iterable[Application], now: datetime) -> None:
    concerned: dict[int, list[Application]] = defaultdict(list)
    for application in applications:
        concerned[application.requisition_id].append(application)
    for some in concerned.values():
        settle(session, some, now=now)
