"""Offices, colleagues, requisitions and stages that a file names and we lack: made before its people are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from recruiterdash import audit, team
from recruiterdash.imports import stages, subjects
from recruiterdash.imports.ground import COLLEAGUE, OFFICE, ORDER, STAGE, SUBJECT, ZONE, Ground
from recruiterdash.imports.models import RememberedMapping
from recruiterdash.imports.plan import MANAGER, RECRUITER, PlannedRequisition
from recruiterdash.requisitions.models import (
    Part,
    Requisition,
    RequisitionState,
    Stage,
    StageType,
    TeamMember,
)
from recruiterdash.team.models import Office
from recruiterdash.team.permissions import Viewer


@dataclass(slots=True)
class Nouns:
    """Ids of what rows refer to, by what a file calls it."""

    requisitions: dict[int, Requisition] = field(default_factory=dict)
    colleagues: dict[str, int] = field(default_factory=dict)
    #: (requisition of the file, stage name) -> id
    stages: dict[tuple[int, str], int] = field(default_factory=dict)
    #: Stage id -> the type it has become because somebody said so.
    retyped: dict[int, StageType] = field(default_factory=dict)
    #: (requisition of the file, name) where a user stays instead.
    kept: set[tuple[int, str]] = field(default_factory=set)

    def owner(self, requisition: int, name: str) -> int | None:
        """Return who is responsible for an application, None for the recruiter of its requisition."""
        return None if (requisition, name) in self.kept else self.colleagues.get(name)


def make(
    session: Session,
    planned: Iterable[PlannedRequisition],
    owners: Iterable[tuple[int, str]],
    ground: Ground,
    *,
    viewer: Viewer | None,
    now: datetime,
) -> Nouns:
    """Make what is missing and update what changed; return the ids.

    owners: responsible recruiters beside those of the requisitions, each with the number of a requisition.
    viewer: who imports; keeps in sight what they make. Nothing is committed.
    """
    nouns = Nouns()
    actor_id = viewer.user_id if viewer else None
    planned = [each for each in planned if not each.closed_to_viewer]
    nouns.kept = {(each.number, name) for each in planned for name in each.kept.values()}
    named = {(each.number, each.said.recruiter) for each in planned if RECRUITER not in each.kept}
    named |= {(each.number, each.said.hiring_manager) for each in planned if MANAGER not in each.kept}
    named |= {each for each in owners if each not in nouns.kept}
    for name in sorted({name for _, name in named} - {""}):
        nouns.colleagues[name] = _colleague(session, name, ground, now, actor_id)
    rows = _there(session, [each.id for each in planned if each.id is not None])
    missing = [each for each in planned if each.id not in rows]
    offices = make_offices(session, missing, ground, now=now, actor_id=actor_id)
    for each in planned:
        row = rows.get(each.id or 0)
        if row is None:
            row = _made(each, nouns, offices[each.said.office], ground.system, now, viewer)
            session.add(row)
        else:
            _follow(session, row, each, nouns, ground, now, actor_id)
        nouns.requisitions[each.number] = row
    session.flush()
    for each in planned:
        row = nouns.requisitions[each.number]
        nouns.stages |= {(each.number, stage.name): stage.id for stage in row.stages}
        if each.id is None:
            _note(session, row, now, actor_id)
    session.flush()
    return nouns


def make_offices(
    session: Session,
    planned: Iterable[PlannedRequisition],
    ground: Ground,
    *,
    now: datetime,
    actor_id: int | None,
) -> dict[str, int]:
    """Open the offices a file names and we lack; return name in the file -> id."""
    names = dict.fromkeys(each.said.office for each in planned)
    return {name: _office(session, name, ground, now, actor_id) for name in names}


def remember(session: Session, ground: Ground) -> None:
    """Keep what a person chose for this source, so that it is asked once."""
    chosen = {(STAGE, stages.plain(name)): type_.value for name, type_ in ground.choices.stages.items()}
    for name, mailbox in ground.choices.colleagues.items():
        known = ground.by_mailbox.get(mailbox.casefold()) if mailbox else ground.owners.get(name)
        if known is not None:
            chosen[COLLEAGUE, name] = str(known)
    for subject, kind in ground.choices.subjects.items():
        for way, classes in subjects.CLASSES.items():
            meant = subjects.meant(subject, way)
            if meant is not None and kind in classes:
                chosen[SUBJECT, f"{way} {meant}"] = kind
    said = ground.choices
    order = said.dates.value if said.dates else ""
    chosen |= {
        (field_, ""): meaning
        for field_, meaning in ((OFFICE, said.office), (ZONE, said.zone), (ORDER, order))
        if meaning
    }
    for (field_, value), meaning in chosen.items():
        _keep(session, ground, field_, value, meaning)
    session.flush()


def _keep(session: Session, ground: Ground, field_: str, value: str, meaning: str) -> None:
    if ground.remembered.get((field_, value)) == meaning:
        return
    query = select(RememberedMapping).where(
        RememberedMapping.source == ground.system,
        RememberedMapping.field == field_,
        RememberedMapping.value == value,
    )
    row = session.scalars(query).one_or_none()
    if row is None:
        session.add(RememberedMapping(source=ground.system, field=field_, value=value[:200], meaning=meaning))
    else:
        row.meaning = meaning


def _colleague(session: Session, name: str, ground: Ground, now: datetime, actor_id: int | None) -> int:
    known = ground.colleague(name)
    if known is not None:
        return known
    owner = team.create_user(session, team.UserDraft(name=name, email=None), now=now, actor_id=actor_id)
    _keep(session, ground, COLLEAGUE, name, str(owner.id))
    return owner.id


def _there(session: Session, ids: list[int]) -> dict[int, Requisition]:
    loaded = (selectinload(Requisition.team), selectinload(Requisition.stages))
    found: dict[int, Requisition] = {}
    for start in range(0, len(ids), 500):
        some = select(Requisition).where(Requisition.id.in_(ids[start : start + 500])).options(*loaded)
        found |= {row.id: row for row in session.scalars(some)}
    return found


def _office(session: Session, name: str, ground: Ground, now: datetime, actor_id: int | None) -> int:
    known = ground.office(name)
    if known is not None:
        return known.id
    called = ground.office_name(name)
    again = team.office_named(session, called)
    if again is not None:
        return again.id
    draft = team.OfficeDraft(called, ground.zone_name(name), is_default=not ground.offices and not name)
    assumed = not ground.chosen_zone(called)
    office: Office = team.create_office(session, draft, now=now, actor_id=actor_id, zone_assumed=assumed)
    return office.id


def _made(
    each: PlannedRequisition, nouns: Nouns, office_id: int, system: str, now: datetime, viewer: Viewer | None
) -> Requisition:
    said = each.said
    row = Requisition(
        reference=each.reference,
        title=said.title,
        state=RequisitionState.OPEN,
        office_id=office_id,
        recruiter_id=nouns.colleagues.get(said.recruiter),
        hiring_manager_id=nouns.colleagues.get(said.hiring_manager),
        source_system=system,
        source_id=each.source_id,
        source_digest=each.digest,
        created_at=now,
    )
    row.stages, row.team, row.openings = [], [], []
    _add_stages(row, each)
    _follow_team(row)
    if viewer is not None and viewer.user_id not in {member.user_id for member in row.team}:
        row.team.append(TeamMember(user_id=viewer.user_id, part=Part.COORDINATOR))
    return row


def _follow(
    session: Session,
    row: Requisition,
    each: PlannedRequisition,
    nouns: Nouns,
    ground: Ground,
    now: datetime,
    actor_id: int | None,
) -> None:
    """Take over what the file changes of a requisition there is."""
    _add_stages(row, each)
    for stage in row.stages:
        if stage.name in each.retyped and stage.type is StageType.UNMAPPED:
            stage.type = nouns.retyped[stage.id] = each.retyped[stage.name]
    if each.changes:
        row.title = each.said.title
        if RECRUITER not in each.kept:
            row.recruiter_id = nouns.colleagues.get(each.said.recruiter, row.recruiter_id)
        if MANAGER not in each.kept:
            row.hiring_manager_id = nouns.colleagues.get(each.said.hiring_manager, row.hiring_manager_id)
        _follow_team(row)
        _note(session, row, now, actor_id, changed=[change.what for change in each.changes])
    other = row.source_digest != each.digest or (each.said.id and row.source_id != each.source_id)
    if row.source_system in (None, ground.system) and other:
        row.source_system, row.source_id = ground.system, each.source_id
        row.source_digest = each.digest


def _add_stages(row: Requisition, each: PlannedRequisition) -> None:
    position = max((stage.position for stage in row.stages), default=-1) + 1
    have = {stage.name for stage in row.stages}
    for name, type_ in each.new_stages.items():
        if name not in have:
            row.stages.append(Stage(position=position, name=name, type=type_))
            position += 1


def _follow_team(row: Requisition) -> None:
    """Keep the team's rows of the two named parts equal to the facts: access looks at the team."""
    for part, user_id in ((Part.RECRUITER, row.recruiter_id), (Part.HIRING_MANAGER, row.hiring_manager_id)):
        for member in [member for member in row.team if member.part is part and member.user_id != user_id]:
            row.team.remove(member)
        if user_id is not None and not any(member.part is part for member in row.team):
            row.team.append(TeamMember(user_id=user_id, part=part))


def _note(session: Session, row: Requisition, now: datetime, actor_id: int | None, **detail: Any) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="requisition.import",
        subject="requisition",
        subject_id=row.id,
        **detail,
    )
