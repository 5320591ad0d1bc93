"""What happens to a requisition and, through one event row, to everybody who waits in it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import Application, ApplicationState
from recruiterdash.errors import BadInput
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.recording import record_for_requisition
from recruiterdash.requisitions.models import Requisition, RequisitionState

S = RequisitionState

#: From each state, where a person may take a requisition.
ALLOWED: dict[RequisitionState, tuple[RequisitionState, ...]] = {
    S.DRAFT: (S.OPEN, S.CANCELLED),
    S.OPEN: (S.ON_HOLD, S.FILLED, S.CANCELLED, S.CLOSED),
    S.ON_HOLD: (S.OPEN, S.FILLED, S.CANCELLED, S.CLOSED),
    S.FILLED: (S.OPEN, S.CLOSED),
    S.CANCELLED: (S.OPEN, S.CLOSED),
    S.CLOSED: (S.OPEN,),
}
#: The event each arrival is for those who wait; being closed is bookkeeping and tells the clocks nothing.
SAYS = {S.ON_HOLD: "req_hold", S.CANCELLED: "req_cancel", S.FILLED: "req_filled"}


class Effects(NamedTuple):
    """What a change of state will mean, said before it is made."""

    people_open: int
    #: HOLD_NOTICE, NOTICE, or nothing.
    duty: str | None


def change_state(
    session: Session,
    requisition: Requisition,
    state: RequisitionState,
    *,
    now: datetime,
    actor_id: int | None,
    reason: str = "",
) -> None:
    """Take a requisition to another state; opens or ends the duties that come of it, sends nothing.

    Raises BadInput when there is no way from here to there.
    """
    before = requisition.state
    if state not in ALLOWED[before]:
        raise BadInput(f"A requisition that is {_said(before)} cannot become {_said(state)}.")
    requisition.state = state
    requisition.closed_at = now if state in (S.FILLED, S.CANCELLED, S.CLOSED) else None
    if state is S.OPEN and requisition.opened_at is None:
        requisition.opened_at = now
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="requisition.state",
        subject="requisition",
        subject_id=requisition.id,
        before=before.value,
        after=state.value,
    )
    said = SAYS.get(state) or ("req_resume" if state is S.OPEN and before is not S.DRAFT else None)
    if said is not None:
        happened = Happened(said, now, body=reason or None, actor_id=actor_id)
        record_for_requisition(session, requisition, happened, now=now)


def effects_of(session: Session, requisition: Requisition, state: RequisitionState) -> Effects:
    """Return what `change_state` would mean for the people who wait."""
    people = session.scalar(
        select(func.count())
        .select_from(Application)
        .where(Application.requisition_id == requisition.id, Application.state == ApplicationState.ACTIVE)
    )
    duty = {S.ON_HOLD: "HOLD_NOTICE", S.CANCELLED: "NOTICE", S.FILLED: "NOTICE"}.get(state)
    return Effects(people or 0, duty)


def _said(state: RequisitionState) -> str:
    return state.value.replace("_", " ")
