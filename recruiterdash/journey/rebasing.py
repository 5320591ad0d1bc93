"""Running clocks moved on purpose to the rules in force: one entry a requisition, and an audit row."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import audit, bulk
from recruiterdash.candidates.models import Application
from recruiterdash.journey.foresight import concerned, replayed, stored_dues
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.recording import record_for_requisition
from recruiterdash.requisitions.models import Requisition
from recruiterdash.waiting.kinds import REBASE
from recruiterdash.waiting.models import Clock
from recruiterdash.waiting.rulebooks import Proposed


def rebase(
    session: Session,
    *,
    office_id: int | None = None,
    requisition_id: int | None = None,
    now: datetime,
    actor_id: int | None,
    why: str,
) -> int:
    """Move the running clocks to the rules in force and return of how many requisitions.

    Of one office, of one requisition, or of all. One entry a requisition says so in each timeline, and what was due
    before stands in the changes of each clock. Nothing is committed.
    """
    wanted = (
        select(Requisition)
        .where(
            Requisition.id.in_(select(Clock.requisition_id).where(Clock.stopped_at.is_(None), ~Clock.soft)),
            concerned(office_id, requisition_id),
        )
        .order_by(Requisition.id)
        .with_for_update(of=Requisition)
    )
    found = session.scalars(wanted).all()
    moving = _moving(session, concerned(office_id, requisition_id), now)
    _hold(session, [id_ for theirs in moving.values() for id_ in theirs])
    for requisition in found:
        said = Happened(REBASE, now, body=why, actor_id=actor_id)
        only = moving.get(requisition.id, ())
        record_for_requisition(session, requisition, said, now=now, only=only)
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="clocks.rebase",
        subject="office" if office_id else "requisition" if requisition_id else "policy",
        subject_id=office_id or requisition_id,
        requisitions=len(found),
        why=why,
    )
    return len(found)


def _hold(session: Session, ids: Sequence[int]) -> None:
    """Take all applications in the order in which everybody takes them: neither waits for the other."""
    held = select(Application.id).where(Application.id.in_(bulk.listed(session, ids)))
    session.execute(held.order_by(Application.id).with_for_update())


def _moving(session: Session, those: ColumnElement[bool], now: datetime) -> dict[int, list[int]]:
    """Return the applications whose clocks move, by requisition: those of others need not be written anew.

    A paused clock keeps its due and follows another calendar, and what time alone will bring follows it, too.
    """
    running = (
        select(
            Clock.application_id,
            Clock.requisition_id,
            func.max(case((_written_anew(now), 1), else_=0)).label("anew"),
        )
        .join(Requisition, Requisition.id == Clock.requisition_id)
        .where(Clock.stopped_at.is_(None), those)
        .group_by(Clock.application_id, Clock.requisition_id)
    )
    rows = {row.application_id: row for row in session.execute(running)}
    stored = stored_dues(session, list(rows), now)
    unsure = [id_ for id_, row in rows.items() if not row.anew]
    moving = {id_ for id_, row in rows.items() if row.anew}
    for id_, after in replayed(session, unsure, Proposed(now), now):
        if set(after) != set(stored.get(id_, ())):
            moving.add(id_)
    by_requisition: dict[int, list[int]] = {}
    for id_ in sorted(moving):
        by_requisition.setdefault(rows[id_].requisition_id, []).append(id_)
    return by_requisition


def _written_anew(now: datetime) -> ColumnElement[bool]:
    return or_(
        Clock.soft, Clock.paused_left.is_not(None), Clock.until_at.is_not(None), Clock.started_at > now
    )
