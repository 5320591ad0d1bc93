"""Which letter things as they stand call for; pure."""

from typing import NamedTuple

from recruiterdash.candidates.models import ApplicationState, Disposition, Outcome
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.types import MessageType
from recruiterdash.requisitions.models import RequisitionState

#: In these the requisition itself says no.
ENDED = (RequisitionState.CANCELLED, RequisitionState.FILLED)
#: Closed because we, or the requisition, said no.
TOLD_NO = (ApplicationState.REJECTED, ApplicationState.REQUISITION)
#: The clock that runs while a no that was said in a talk has not been written.
CONFIRMED = "WRITTEN_CONFIRM"

BY_REASON: dict[Disposition | None, MessageType] = {
    Disposition.POSITION_CANCELLED: MessageType.POSITION_CANCELLED,
    Disposition.FILLED_INTERNALLY: MessageType.FILLED_INTERNALLY,
}
_BY_DEPTH = {
    Depth.APPLIED: MessageType.REJECTION_APPLICATION,
    Depth.SCREENED: MessageType.REJECTION_SCREEN,
    Depth.INTERVIEWED: MessageType.REJECTION_FINAL,
    Depth.FINAL: MessageType.REJECTION_FINAL,
}


class Situation(NamedTuple):
    """As much of how things stand as the type of letter depends on."""

    state: ApplicationState
    #: The decision that stands, None before there is one.
    decision: Outcome | None = None
    #: They have not been told it, or what became of the requisition.
    owed: bool = False
    #: How far they got.
    reached: Depth = Depth.APPLIED
    reason: Disposition | None = None
    requisition: RequisitionState = RequisitionState.OPEN
    internal: bool = False
    #: A colleague from inside was hired for the role.
    filled_inside: bool = False
    #: Names of the clocks that run.
    running: frozenset[str] = frozenset()


def called_for(now: Situation) -> MessageType:
    """Return the type of letter that things as they stand call for."""
    if now.state is ApplicationState.WITHDRAWN:
        return MessageType.WITHDRAWAL_CONFIRMATION
    if now.state in TOLD_NO and CONFIRMED in now.running:
        return no_for(now)
    if now.state is not ApplicationState.ACTIVE or now.decision in (Outcome.OFFER, Outcome.HIRE):
        return MessageType.PERSONAL
    if now.decision is Outcome.REJECT or now.requisition in ENDED:
        return no_for(now)
    if "HOLD_NOTICE" in now.running:
        return MessageType.HOLD
    return MessageType.NEXT_STEP if now.decision is Outcome.ADVANCE and now.owed else MessageType.STATUS


def no_for(now: Situation) -> MessageType:
    """Return the type that tells this person a no: by its reason, and by how far they got."""
    if now.internal:
        return MessageType.INTERNAL_NO
    if now.reason in BY_REASON:
        return BY_REASON[now.reason]
    if now.decision is not Outcome.REJECT and now.requisition is RequisitionState.CANCELLED:
        return MessageType.POSITION_CANCELLED
    if now.decision is not Outcome.REJECT and now.requisition is RequisitionState.FILLED:
        return MessageType.FILLED_INTERNALLY if now.filled_inside else _BY_DEPTH[now.reached]
    return _BY_DEPTH[now.reached]
