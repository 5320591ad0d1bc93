"""The plan of a requisition: its stages in order, and what may be done with a stage people stand in."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.requisitions.models import StageType


class PlannedStage(NamedTuple):
    """One stage as a plan names it; `id` is empty for a new one."""

    id: int | None
    name: str
    type: StageType


#: What a new requisition starts with.
DEFAULT_PLAN = (
    PlannedStage(None, "Application review", StageType.APPLICATION),
    PlannedStage(None, "Phone screen", StageType.SCREEN),
    PlannedStage(None, "Interview", StageType.INTERVIEW),
    PlannedStage(None, "Final round", StageType.FINAL),
    PlannedStage(None, "Offer", StageType.OFFER),
)
#: More steps than anybody walks.
MOST_STAGES = 30


def ensure_sensible(plan: Sequence[PlannedStage]) -> None:
    """Refuse a plan without a stage, with two of one name, or longer than anybody walks."""
    if not plan:
        raise BadInput("A requisition needs at least one stage.")
    if len(plan) > MOST_STAGES:
        raise BadInput(f"A plan has at most {MOST_STAGES} stages.")
    seen: set[str] = set()
    for stage in plan:
        if stage.name.casefold() in seen:
            raise BadInput(f"Two stages are called “{stage.name}”: give one of them another name.")
        seen.add(stage.name.casefold())


def ensure_nobody_lost(kept: Collection[int | None], in_use: Collection[int]) -> None:
    """Refuse a plan that drops a stage people stand in.

    kept: ids of the stages of the new plan. in_use: ids of stages somebody stands in.
    """
    if set(in_use) - set(kept):
        raise BadInput("Somebody stands in a stage you removed: move them first. Nothing was changed.")


def retyped(before: Sequence[PlannedStage], after: Sequence[PlannedStage]) -> dict[int, StageType]:
    """Return the stages that became another type, with the type they have now."""
    types = {stage.id: stage.type for stage in before if stage.id is not None}
    return {
        stage.id: stage.type
        for stage in after
        if stage.id is not None and stage.id in types and types[stage.id] is not stage.type
    }
