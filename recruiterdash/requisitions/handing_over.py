"""A colleague's parts in a requisition go to somebody else."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit
from recruiterdash.requisitions.models import Part, Requisition, TeamMember

_NAMED = {Part.RECRUITER: "recruiter_id", Part.HIRING_MANAGER: "hiring_manager_id", Part.BACKUP: "backup_id"}


def hand_over(
    session: Session,
    requisition: Requisition,
    user_id: int,
    heirs: Mapping[Part, int],
    *,
    now: datetime,
    actor_id: int,
) -> None:
    """Give somebody's parts in a requisition, with its team loaded, to others.

    heirs: part -> who has it from now on. Who would be recruiter and backup at once leaves the backup empty, since
    nobody steps in for themselves.
    """
    for part, heir in heirs.items():
        for member in [each for each in requisition.team if (each.part, each.user_id) == (part, user_id)]:
            requisition.team.remove(member)
        taken = {each.user_id for each in requisition.team if each.part is part}
        column = _NAMED.get(part)
        if column is not None and getattr(requisition, column) == user_id:
            setattr(requisition, column, heir)
        if heir not in taken:
            requisition.team.append(TeamMember(user_id=heir, part=part))
    _nobody_steps_in_for_themselves(requisition)
    flag_modified(requisition, "title")
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="requisition.hand_over",
        subject="requisition",
        subject_id=requisition.id,
        parts=sorted(part.value for part in heirs),
        before=user_id,
        after=sorted(set(heirs.values())),
    )


def _nobody_steps_in_for_themselves(requisition: Requisition) -> None:
    if requisition.backup_id is None or requisition.backup_id != requisition.recruiter_id:
        return
    for member in [each for each in requisition.team if each.part is Part.BACKUP]:
        requisition.team.remove(member)
    requisition.backup_id = None
