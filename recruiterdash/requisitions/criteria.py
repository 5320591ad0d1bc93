"""What people are chosen by: three to six criteria, fixed before the first interview and never after it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.requisitions.facts import required
from recruiterdash.requisitions.models import Criterion, Requisition

FEWEST, MOST = 3, 6
CRITERION_LIMIT = 200


def criteria_of(session: Session, requisition_id: int) -> list[str]:
    """Return the criteria of a requisition in their order; none when nobody has fixed any."""
    statement = select(Criterion.name).where(Criterion.requisition_id == requisition_id)
    return list(session.scalars(statement.order_by(Criterion.position)))


def fix_criteria(
    session: Session,
    requisition: Requisition,
    names: Sequence[str],
    *,
    begun_at: datetime | None,
    now: datetime,
    actor_id: int | None,
) -> None:
    """Fix what people are chosen by.

    begun_at: when the first interview for it began, None before any has. now: aware UTC. Raises Conflict once
    interviews have begun, BadInput for fewer than three, more than six or two of one name.
    """
    ensure_not_begun(begun_at, now)
    kept = [required(name, "criterion", CRITERION_LIMIT) for name in names if name.strip()]
    if not FEWEST <= len(kept) <= MOST:
        raise BadInput(f"From {FEWEST} to {MOST} criteria are fixed; these are {len(kept)}.")
    if len({name.casefold() for name in kept}) < len(kept):
        raise BadInput("Two criteria have the same words: each is another one.")
    if kept == criteria_of(session, requisition.id):
        return
    session.execute(delete(Criterion).where(Criterion.requisition_id == requisition.id))
    session.add_all(
        Criterion(requisition_id=requisition.id, position=position, name=name, fixed_at=now)
        for position, name in enumerate(kept, 1)
    )
    flag_modified(requisition, "title")  # a new version of the requisition
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="requisition.criteria",
        subject="requisition",
        subject_id=requisition.id,
        count=len(kept),
    )


def ensure_not_begun(begun_at: datetime | None, now: datetime) -> None:
    """Refuse to touch criteria by which somebody has been interviewed already."""
    if begun_at is not None and begun_at <= now:
        raise Conflict(
            "The first interview has begun: what people are chosen by is fixed before it and stays as it is."
        )
