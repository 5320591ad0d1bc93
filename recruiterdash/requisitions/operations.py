"""Facts of requisitions as they are typed in and corrected; what happens to one is a verb of the journey."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.requisitions import plans
from recruiterdash.requisitions.facts import (
    LABEL_LIMIT,
    MOST_OPENINGS,
    REASON_LIMIT,
    STAGE_LIMIT,
    Facts,
    checked,
    optional,
    required,
)
from recruiterdash.requisitions.models import (
    Opening,
    OpeningState,
    Part,
    Requisition,
    RequisitionState,
    Stage,
    StageType,
    TeamMember,
)
from recruiterdash.requisitions.plans import DEFAULT_PLAN, PlannedStage
from recruiterdash.team.models import Office, User

#: The three parts a requisition names itself; a person's row in the team follows them.
_NAMED = {Part.RECRUITER: "recruiter_id", Part.HIRING_MANAGER: "hiring_manager_id", Part.BACKUP: "backup_id"}
#: Parts that several colleagues may have.
SHARED_PARTS = (Part.COORDINATOR, Part.INTERVIEWER)


def create(
    session: Session,
    facts: Facts,
    *,
    openings: int = 1,
    plan: Sequence[PlannedStage] = DEFAULT_PLAN,
    now: datetime,
    actor_id: int | None,
    keep_in_sight_of: int | None = None,
) -> Requisition:
    """Create a requisition as a draft, with its openings, stages and hiring team.

    keep_in_sight_of: a user who becomes coordinator unless they have a part already: what a recruiter makes
    must not vanish from them. Raises BadInput for facts that cannot stand, Conflict for a taken reference.
    """
    facts = checked(facts)
    plans.ensure_sensible(plan)
    _ensure_openings(openings)
    _ensure_known(session, facts)
    _ensure_reference_free(session, facts.reference, None)
    requisition = Requisition(**asdict(facts), state=RequisitionState.DRAFT, created_at=now)
    requisition.openings = [_opening(number, now) for number in range(1, openings + 1)]
    requisition.stages = [_stage(position, stage) for position, stage in enumerate(plan)]
    requisition.team = []
    _follow_named(requisition)
    if keep_in_sight_of is not None and keep_in_sight_of not in {each.user_id for each in requisition.team}:
        requisition.team.append(TeamMember(user_id=keep_in_sight_of, part=Part.COORDINATOR))
    session.add(requisition)
    session.flush()
    _audit(session, now, actor_id, "requisition.create", requisition)
    return requisition


def edit(
    session: Session,
    requisition: Requisition,
    facts: Facts,
    *,
    now: datetime,
    actor_id: int | None,
    has_people: bool,
) -> frozenset[str]:
    """Correct the facts of a requisition and return the names of those that changed.

    requisition: with its team loaded. has_people: somebody applied, so clocks run on the office's calendar.
    Raises BadInput for facts that cannot stand, Conflict for a reference that is taken.
    """
    facts = checked(facts)
    changed = frozenset(name for name, value in asdict(facts).items() if getattr(requisition, name) != value)
    if not changed:
        return changed
    if "office_id" in changed and has_people:
        raise BadInput(
            "People wait under the calendar of this office: a requisition with people stays where it is."
        )
    _ensure_known(session, facts)
    _ensure_reference_free(session, facts.reference, requisition.id)
    for name in changed:
        setattr(requisition, name, getattr(facts, name))
    _follow_named(requisition)
    session.flush()
    _audit(session, now, actor_id, "requisition.edit", requisition, changed=sorted(changed))
    return changed


def add_openings(
    session: Session, requisition: Requisition, count: int, *, now: datetime, actor_id: int | None
) -> None:
    """Add seats to a requisition with its openings loaded; numbered on from those there are."""
    _ensure_openings(count + len(requisition.openings))
    _ensure_openings(count)
    taken = {each.label for each in requisition.openings}
    free = (number for number in range(1, 2 * MOST_OPENINGS + 1) if str(number) not in taken)
    requisition.openings.extend(_opening(next(free), now) for _ in range(count))
    _moved(requisition)
    session.flush()
    _audit(session, now, actor_id, "requisition.openings", requisition, added=count)


def close_opening(
    session: Session,
    requisition: Requisition,
    opening_id: int,
    state: OpeningState,
    reason: str,
    *,
    now: datetime,
    actor_id: int | None,
) -> None:
    """Close one seat as filled or cancelled. Tells nobody, and leaves the requisition's state alone."""
    opening = next((each for each in requisition.openings if each.id == opening_id), None)
    if opening is None:
        raise BadInput("That opening belongs to another requisition.")
    if opening.state is not OpeningState.OPEN:
        raise Conflict(f"Opening {opening.label} is {opening.state.value} already.")
    if state is OpeningState.OPEN:
        raise BadInput("An opening is closed as filled or as cancelled.")
    opening.close_reason = optional(reason, "reason", REASON_LIMIT)
    opening.state, opening.closed_at = state, now
    _moved(requisition)
    session.flush()
    _audit(
        session,
        now,
        actor_id,
        "requisition.opening_closed",
        requisition,
        opening=opening.id,
        state=state.value,
    )


def arrange_stages(
    session: Session,
    requisition: Requisition,
    plan: Sequence[PlannedStage],
    *,
    in_use: Collection[int],
    now: datetime,
    actor_id: int | None,
) -> Mapping[int, StageType]:
    """Give a requisition with its stages loaded a new plan; return stages that became another type.

    in_use: ids of stages somebody stands in; they may be renamed, moved and retyped, never dropped.
    """
    plan = [
        PlannedStage(each.id, required(each.name, "stage's name", STAGE_LIMIT), each.type) for each in plan
    ]
    plans.ensure_sensible(plan)
    old = {stage.id: stage for stage in requisition.stages}
    kept = [each.id for each in plan if each.id is not None]
    if len(set(kept)) != len(kept) or not set(kept) <= set(old):
        raise BadInput("A stage of this plan belongs to another requisition.")
    plans.ensure_nobody_lost(kept, in_use)
    before = [PlannedStage(stage.id, stage.name, stage.type) for stage in requisition.stages]
    if before == plan:
        return {}
    _make_way_for_names(session, old, plan)
    requisition.stages = [_placed(old, position, each) for position, each in enumerate(plan)]
    _moved(requisition)
    session.flush()
    _audit(session, now, actor_id, "requisition.stages", requisition, stages=len(plan))
    return plans.retyped(before, plan)


def set_team(
    session: Session,
    requisition: Requisition,
    members: Mapping[Part, Collection[int]],
    *,
    now: datetime,
    actor_id: int | None,
) -> None:
    """Say who coordinates and who interviews; the three named parts are facts and stay as they are.

    requisition: with its team loaded. members: part -> ids of users.
    """
    wanted = {(part, user_id) for part in SHARED_PARTS for user_id in members.get(part, ())}
    _ensure_users(session, {user_id for _, user_id in wanted})
    present = {(each.part, each.user_id): each for each in requisition.team if each.part in SHARED_PARTS}
    added, gone = wanted - set(present), set(present) - wanted
    if not added and not gone:
        return
    for key in gone:
        requisition.team.remove(present[key])
    requisition.team.extend(TeamMember(part=part, user_id=user_id) for part, user_id in sorted(added))
    _moved(requisition)
    session.flush()
    _audit(
        session,
        now,
        actor_id,
        "requisition.team",
        requisition,
        added=sorted(user_id for _, user_id in added),
        removed=sorted(user_id for _, user_id in gone),
    )


def _opening(number: int, now: datetime) -> Opening:
    return Opening(label=str(number)[:LABEL_LIMIT], state=OpeningState.OPEN, opened_at=now)


def _stage(position: int, planned: PlannedStage) -> Stage:
    return Stage(position=position, name=planned.name, type=planned.type)


def _placed(old: Mapping[int, Stage], position: int, planned: PlannedStage) -> Stage:
    if planned.id is None:
        return _stage(position, planned)
    stage = old[planned.id]
    stage.position, stage.name, stage.type = position, planned.name, planned.type
    return stage


def _make_way_for_names(session: Session, old: Mapping[int, Stage], plan: Sequence[PlannedStage]) -> None:
    """Two stages may swap names, which the database would take for two of one name half-way."""
    names = {stage.name for stage in old.values()}
    renamed = [each for each in plan if each.id is not None and old[each.id].name != each.name]
    if any(each.name in names for each in plan if each.id is None) or any(
        each.name in names for each in renamed
    ):
        for each in renamed:
            old[each.id or 0].name = f"({each.id})"
        kept = {each.id for each in plan}
        for stage in old.values():
            if stage.id not in kept:
                stage.name = f"({stage.id})"
        session.flush()


def _follow_named(requisition: Requisition) -> None:
    """Keep the team's rows of the three named parts equal to the facts."""
    for part, column in _NAMED.items():
        user_id = getattr(requisition, column)
        present = [each for each in requisition.team if each.part is part]
        for each in present:
            if each.user_id != user_id:
                requisition.team.remove(each)
        if user_id is not None and user_id not in {each.user_id for each in present}:
            requisition.team.append(TeamMember(user_id=user_id, part=part))


def _moved(requisition: Requisition) -> None:
    """Count a change of its openings, stages or team as a new version of the requisition."""
    flag_modified(requisition, "title")


def _ensure_openings(count: int) -> None:
    if not 0 < count <= MOST_OPENINGS:
        raise BadInput(f"A requisition has from 1 to {MOST_OPENINGS} openings.")


def _ensure_known(session: Session, facts: Facts) -> None:
    if session.get(Office, facts.office_id) is None:
        raise BadInput("That office is not here: choose one from the list.")
    named = {facts.recruiter_id, facts.hiring_manager_id, facts.backup_id} - {None}
    _ensure_users(session, {user_id for user_id in named if user_id is not None})


def _ensure_users(session: Session, ids: set[int]) -> None:
    found = set(session.scalars(select(User.id).where(User.id.in_(ids)))) if ids else set()
    if found != ids:
        raise BadInput("A colleague you named is not here: choose one from the list.")


def _ensure_reference_free(session: Session, reference: str, own_id: int | None) -> None:
    taken = session.scalar(select(Requisition.id).where(Requisition.reference == reference))
    if taken is not None and taken != own_id:
        raise Conflict(f"Another requisition has the reference {reference} already.")


def _audit(
    session: Session, now: datetime, actor_id: int | None, act: str, requisition: Requisition, **detail: Any
) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=act,
        subject="requisition",
        subject_id=requisition.id,
        **detail,
    )
