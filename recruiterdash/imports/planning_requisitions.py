"""Requisitions of a file: which are ours already, which have to be made, and what their stages are."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from recruiterdash.imports import stages
from recruiterdash.imports.gathering import Gathered, requisition_key
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.meeting import AT_ONCE, digest
from recruiterdash.imports.plan import MANAGER, RECRUITER, Changed, Line, PlannedRequisition, Report
from recruiterdash.imports.reading import Bad
from recruiterdash.imports.said import RequisitionSaid
from recruiterdash.requisitions.models import Requisition, RequisitionState, Stage, StageType
from recruiterdash.requisitions.plans import DEFAULT_PLAN
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.permissions import Viewer

REFERENCE_LIMIT = 60
#: Warns of a requisition whose state is another one here.
REQUISITION_STATE = "requisition_state"
#: How a requisition of ours may have ended.
ENDED = frozenset({RequisitionState.FILLED, RequisitionState.CANCELLED, RequisitionState.CLOSED})
#: Names of stages that only happenings tell of.
NAMES = {stage.type: stage.name for stage in DEFAULT_PLAN} | {
    StageType.HIRED: "Hired",
    StageType.UNMAPPED: "Unmapped",
}


def plan_requisitions(
    session: Session, gathered: Gathered, ground: Ground, viewer: Viewer | None, report: Report
) -> tuple[list[PlannedRequisition], list[Line]]:
    """Meet each requisition of a file with ours.

    viewer: the importing colleague, None for a command that reaches everything. Counts go to the report.
    """
    known = _known(session, ground.system, gathered.requisitions)
    reach = _within_reach(session, viewer)
    taken = _taken(session, gathered.requisitions)
    planned, met = [], []
    for number, said in enumerate(gathered.requisitions):
        each = PlannedRequisition(number, said, line=0, source_id=said.id or requisition_key(said))
        each.digest = digest(said.title, said.recruiter, said.hiring_manager, said.office)
        row = known.of(said)
        if row is None:
            each.reference = _free(said, taken)
            taken.add(each.reference)
        else:
            each.id, each.reference = row.id, row.reference
            each.closed_to_viewer = reach is not None and row.id not in reach
        planned.append(each)
        met.append(row)
    _plan_stages(session, planned, gathered, ground)
    for each, row in zip(planned, met, strict=True):
        _compare_state(each, row.state if row else RequisitionState.OPEN, gathered)
    lines = [
        _created(each, gathered, ground, report) if row is None else _met(each, row, gathered, ground, report)
        for each, row in zip(planned, met, strict=True)
    ]
    return planned, lines


def stage_for(each: PlannedRequisition, name: str, type_: StageType) -> str:
    """Return the name of the stage an application stands in; one that is missing is planned.

    name: as the source calls it, empty when only the type is known.
    """
    if name in each.stages:
        return name
    if name:
        known_as = stages.same(name, each.stages)
        if known_as is None:
            each.stages[name] = each.new_stages[name] = type_
        return known_as or name
    for known, known_type in each.stages.items():
        if known_type is type_:
            return known
    return stage_for(each, NAMES[type_], type_)


def warn_of_surroundings(planned: list[PlannedRequisition], gathered: Gathered, ground: Ground) -> None:
    """Note colleagues nobody has set up, and stages nobody has placed."""
    for each in planned:
        for part, colleague in ((RECRUITER, each.said.recruiter), (MANAGER, each.said.hiring_manager)):
            if colleague and part not in each.kept and ground.colleague(colleague) is None:
                words = f"{colleague} is not exactly one user: kept as an owner without a log-in"
                gathered.warn("colleague", colleague, words, 0)
    for names in gathered.stages.values():
        for name in names:
            if ground.stage_type(name) is StageType.UNMAPPED:
                words = (
                    f"The stage “{name}” is not known: its type is unmapped until somebody says what it is"
                )
                gathered.warn("stage", name, words, 0)


class _Known(NamedTuple):
    """Our requisitions by what the source calls them, and by reference."""

    by_source: dict[str, Requisition]
    by_reference: dict[str, Requisition]

    def of(self, said: RequisitionSaid) -> Requisition | None:
        """Return ours for one of a file; by its id first, for a reference may be given to it later."""
        names = (said.id, requisition_key(said))
        found = next((self.by_source[name] for name in names if name in self.by_source), None)
        return found or self.by_reference.get(said.reference)


def _known(session: Session, system: str, said: list[RequisitionSaid]) -> _Known:
    """Return our requisitions that a file may mean."""
    found = _Known({}, {})
    keys = sorted({name for each in said for name in (requisition_key(each), each.id) if name})
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        by_source = (Requisition.source_system == system) & Requisition.source_id.in_(some)
        query = select(Requisition).where(or_(Requisition.reference.in_(some), by_source))
        for row in session.scalars(query):
            if row.source_system == system and row.source_id:
                found.by_source[row.source_id] = row
            found.by_reference[row.reference] = row
    return found


def _within_reach(session: Session, viewer: Viewer | None) -> frozenset[int] | None:
    if viewer is None or viewer.sees_everybody:
        return None
    return frozenset(session.scalars(visible_ids(viewer)))


def _taken(session: Session, said: list[RequisitionSaid]) -> set[str]:
    """Return references that a requisition without its own cannot get: those of the file, those there are."""
    if all(each.reference for each in said):
        return set()
    return {*session.scalars(select(Requisition.reference)), *(each.reference for each in said)}


def _free(said: RequisitionSaid, taken: set[str]) -> str:
    """Return a reference for a new requisition: its own, else its title with a number where needed."""
    if said.reference:
        return said.reference
    stem = said.title[: REFERENCE_LIMIT - 6].strip()
    names = (stem, *(f"{stem} {number}" for number in range(2, 10_000)))
    return next(name for name in names if name not in taken)


def _created(each: PlannedRequisition, gathered: Gathered, ground: Ground, report: Report) -> Line:
    report.created["requisitions"] += 1
    there = ground.office(each.said.office)
    office = there.name if there else ground.office_name(each.said.office)
    if there is None:
        zone = ground.zone_name(each.said.office)
        words = f"The office {office} is not set up: made with zone {zone}"
        assumed = "" if ground.chosen_zone(office) else ", zone assumed"
        gathered.warn("office_made", office, words + assumed, 0)
    return Line("create", "requisition", each.reference, 0, f"{each.said.title}, {office}")


def _met(
    each: PlannedRequisition, row: Requisition, gathered: Gathered, ground: Ground, report: Report
) -> Line:
    called = f"{row.reference} {row.title}"
    if each.closed_to_viewer:
        return Line("bad", "requisition", row.reference, 0, "belongs to colleagues: you are not on it")
    _keep_users(each, row, gathered, ground)
    if row.source_digest != each.digest and row.source_system in (None, ground.system):
        each.changes = _changes(each, row, ground)
        _compare_office(each.said, row, gathered, ground)
    if not (each.changes or each.retyped):
        report.skipped["requisitions"] += 1
        return Line("skip", "requisition", called, 0)
    report.updated["requisitions"] += 1
    words = "; ".join(part for part in (told(each.changes), _retyped(each)) if part)
    return Line("update", "requisition", called, 0, words)


def _compare_office(said: RequisitionSaid, row: Requisition, gathered: Gathered, ground: Ground) -> None:
    """Another office is another calendar for everybody who waits: it is chosen on the requisition's page."""
    meant = ground.office(said.office)
    if said.office and (meant is None or meant.id != row.office_id):
        names = {each.id: each.name for each in ground.offices.values()}
        here = names.get(row.office_id, "another office")
        words = f"{row.reference} stands in {here} here and in {said.office} in the file: kept in {here}"
        gathered.warn("office", row.reference, words, 0)


def _compare_state(each: PlannedRequisition, here: RequisitionState, gathered: Gathered) -> None:
    """A hold or an end is a duty to everybody who waits: somebody says so on the requisition's page."""
    there = each.said.state
    if not there or each.closed_to_viewer or there == here or (there == "closed" and here in ENDED):
        return
    words = (
        f"{each.reference} {each.said.title} is {there.replace('_', ' ')} in the file and "
        f"{here.replace('_', ' ')} here: its state is changed on its page, for whoever waits in it is owed a word"
    )
    gathered.warn(REQUISITION_STATE, each.reference, words, 0)


def _keep_users(each: PlannedRequisition, row: Requisition, gathered: Gathered, ground: Ground) -> None:
    """A user looks after a requisition; a name in a file that is no user's does not take it from them."""
    for part, name, current in _named(each.said, row):
        if current is not None and ground.keeps(current, name):
            each.kept[part] = name
            words = (
                f"{name} is no user here: {ground.names[current]} stays {part} of {row.reference} {row.title}"
            )
            gathered.warn("colleague", f"{name} {part} {row.reference}", words, 0)


def _changes(each: PlannedRequisition, row: Requisition, ground: Ground) -> list[Changed]:
    changes = []
    if each.said.title != row.title:
        changes.append(Changed("title", row.title, each.said.title))
    for part, name, current in _named(each.said, row):
        if name and part not in each.kept and (current is None or ground.colleague(name) != current):
            before = "" if current is None else ground.names[current]
            changes.append(Changed(part, before, ground.named(name)))
    return changes


def _named(said: RequisitionSaid, row: Requisition) -> tuple[tuple[str, str, int | None], ...]:
    """Return each part of a requisition with its name in the file and who has it here."""
    return (
        (RECRUITER, said.recruiter, row.recruiter_id),
        (MANAGER, said.hiring_manager, row.hiring_manager_id),
    )


def _retyped(each: PlannedRequisition) -> str:
    return "; ".join(f"stage {name}: unmapped → {type_.value}" for name, type_ in each.retyped.items())


def told(changes: list[Changed] | tuple[Changed, ...]) -> str:
    """Return changes in words."""
    return "; ".join(f"{each.what}: {each.before or '(none)'} → {each.after or '(none)'}" for each in changes)


def _plan_stages(
    session: Session, planned: list[PlannedRequisition], gathered: Gathered, ground: Ground
) -> None:
    """Say which stages each requisition has and which it still needs."""
    there = _stages_there(session, [each.id for each in planned if each.id is not None])
    for each in planned:
        if each.id is not None:
            each.stages = {
                name: ground.stage_type(name) if type_ is StageType.UNMAPPED else type_
                for name, type_ in there.get(each.id, {}).items()
            }
            each.retyped = {
                name: type_ for name, type_ in each.stages.items() if there[each.id][name] is not type_
            }
        named = gathered.stages.get(each.number, {})
        fresh: dict[str, StageType] = {}
        for name in named:
            if stages.same(name, (*each.stages, *fresh)) is None:
                fresh[name] = ground.stage_type(name)
        if each.id is None and not named:
            fresh = {stage.name: stage.type for stage in DEFAULT_PLAN}
        ordered = sorted(fresh.items(), key=lambda item: stages.ORDER.index(item[1]))
        each.new_stages = dict(ordered)
        each.stages.update(ordered)


def _stages_there(session: Session, ids: list[int]) -> Mapping[int, dict[str, StageType]]:
    found: dict[int, dict[str, StageType]] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(Stage.requisition_id, Stage.name, Stage.type).order_by(
            Stage.requisition_id, Stage.position
        )
        for id_, name, type_ in session.execute(
            query.where(Stage.requisition_id.in_(ids[start : start + AT_ONCE]))
        ):
            found.setdefault(id_, {})[name] = type_
    return found


def out_of_reach(line: int) -> Bad:
    """Return why a row about somebody this colleague may not see is not taken in."""
    return Bad(
        line, "", "this application or person belongs to colleagues: you cannot import anything about them"
    )


def refused_requisition(each: PlannedRequisition, line: int) -> Bad:
    """Return why rows of a requisition cannot be taken in by this colleague."""
    return Bad(
        line,
        "",
        f"{each.reference} belongs to colleagues: you are not on it, so nothing of it can be imported",
    )
