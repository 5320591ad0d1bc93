"""What a requisition says for itself: the next version of its own service levels."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.errors import Conflict
from recruiterdash.requisitions.models import Requisition
from recruiterdash.waiting.models import RequisitionLevels
from recruiterdash.waiting.policy import policy_from


def new_own_levels(
    session: Session,
    requisition: Requisition,
    levels: Mapping[str, int],
    *,
    after: int,
    now: datetime,
    actor_id: int | None,
    note: str = "",
) -> RequisitionLevels:
    """Make the next version of a requisition's own levels, in force from now; no due that is there moves.

    levels: of those alone that stand above the policy. after: the version the person looked at, 0 for none;
    Conflict when there is a newer one. Raises BadInput for a level that makes no sense.
    """
    policy_from(levels)
    # of two who make the next version at once, one is told that there is a newer one
    session.execute(select(Requisition.id).where(Requisition.id == requisition.id).with_for_update())
    theirs = select(func.max(RequisitionLevels.number)).where(
        RequisitionLevels.requisition_id == requisition.id
    )
    newest = session.scalar(theirs) or 0
    if newest != after:
        raise Conflict(
            f"The levels of this requisition were changed meanwhile: version {newest} is there already. "
            "Nothing was saved."
        )
    version = RequisitionLevels(
        requisition_id=requisition.id,
        number=newest + 1,
        levels=dict(levels),
        valid_from=now,
        created_by=actor_id,
        note=note,
    )
    session.add(version)
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="requisition.levels",
        subject="requisition",
        subject_id=requisition.id,
        number=version.number,
        levels=dict(levels),
    )
    return version
