"""Where the ATS says one thing and somebody here did another: listed with both sides, settled by a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from recruiterdash import audit, journey
from recruiterdash.candidates.models import Application, Candidate, Decision, Disagreement, Outcome, Side
from recruiterdash.candidates.visibility import visible
from recruiterdash.errors import Conflict, NotFound
from recruiterdash.imports import stages
from recruiterdash.imports.plan import Disagreed
from recruiterdash.imports.said import HappenedSaid
from recruiterdash.imports.to_do import ENDS
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.models import Event
from recruiterdash.journey.words import title_of
from recruiterdash.messages.brakes import worded
from recruiterdash.requisitions.models import Stage, StageType
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer

MOST = 100
ASKED = "Say why ours stands"
SETTLED = "Somebody has settled this already. Nothing was done."
STATUS, STAGE = "status", "stage"


class Act(NamedTuple):
    """The last thing that somebody here did about it."""

    what: str
    by: str
    at: datetime


class Open(NamedTuple):
    """One disagreement with both sides' facts."""

    row: Disagreement
    name: str
    requisition: str
    #: How it stands here by now, and the last act that made it so.
    ours: str
    act: Act | None
    #: Both say the same by now.
    agreed: bool


def keep(
    session: Session, application: Application, system: str, disagreed: Sequence[Disagreed], *, now: datetime
) -> None:
    """Keep what a file says otherwise, once; what the source no longer says otherwise is over.

    application: locked by the caller. Nothing is committed.
    """
    there = {
        row.about: row
        for row in session.scalars(
            select(Disagreement).where(
                Disagreement.application_id == application.id,
                Disagreement.source_system == system,
                Disagreement.settled_at.is_(None),
            )
        )
    }
    for each in disagreed:
        row = there.pop(each.about, None)
        if row is None:
            row = Disagreement(application_id=application.id, source_system=system, about=each.about)
            session.add(row)
        row.theirs, row.theirs_at, row.ours = each.theirs[:200], each.theirs_at, each.ours[:200]
        row.taking, row.found_at = _taking(each), now
    said = (application.source_said or {}).get(system, {})
    for row in there.values():
        row.theirs = (said.get(row.about) or row.theirs)[:200]
        if _same_by_now(session, application, row):
            row.settled_at, row.settled_as = now, Side.AGREED


def listed(session: Session, viewer: Viewer) -> list[Open]:
    """Return what is open between the ATS and us among those in sight, the oldest first."""
    query = (
        select(Disagreement)
        .join(Disagreement.application)
        .join(Application.candidate)
        .where(Disagreement.settled_at.is_(None), visible(viewer))
        .options(
            contains_eager(Disagreement.application).contains_eager(Application.candidate),
            contains_eager(Disagreement.application).joinedload(Application.requisition),
        )
        .order_by(Disagreement.found_at, Disagreement.id)
        .limit(MOST)
    )
    rows = session.scalars(query).all()
    acts = _acts(session, [row.application_id for row in rows])
    return [
        Open(
            row,
            _name(row.application.candidate),
            row.application.requisition.title,
            _stands(session, row.application, row.about),
            acts.get((row.application_id, row.about)),
            _same_by_now(session, row.application, row),
        )
        for row in rows
    ]


def count(session: Session, viewer: Viewer) -> int:
    """Return how many of them are open among those in sight."""
    query = (
        select(func.count(Disagreement.id))
        .join(Disagreement.application)
        .join(Application.candidate)
        .where(Disagreement.settled_at.is_(None), visible(viewer))
    )
    return session.scalar(query) or 0


def settle(
    session: Session, viewer: Viewer, disagreement_id: int, side: Side, reason: str, *, now: datetime
) -> Disagreement:
    """Take theirs, or keep ours with a reason; nothing leaves by it, and letters that wait are read again.

    side: THEIRS or OURS. now: aware UTC. Raises NotFound out of sight, Conflict when it is settled, BadInput when
    ours is kept without a reason. Nothing is committed.
    """
    row = _locked(session, viewer, disagreement_id)
    said = worded(reason, ASKED) if side is Side.OURS else " ".join(reason.split())[:300]
    application = row.application
    if side is Side.THEIRS and not _same_by_now(session, application, row):
        _take(session, application, row, now, viewer.user_id)
    row.settled_at, row.settled_by, row.settled_as, row.reason = now, viewer.user_id, side, said
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="import.settle",
        subject="application",
        subject_id=application.id,
        side=side.value,
        about=row.about,
        theirs=row.theirs,
        ours=row.ours,
    )
    return row


def one(session: Session, viewer: Viewer, disagreement_id: int) -> Disagreement:
    """Return a disagreement. Raises NotFound when it is not there or not this viewer's to see."""
    seen = (
        select(Disagreement)
        .join(Disagreement.application)
        .join(Application.candidate)
        .where(Disagreement.id == disagreement_id, visible(viewer))
    )
    row = session.scalars(seen.options(joinedload(Disagreement.application))).one_or_none()
    if row is None:
        raise NotFound("This disagreement")
    return row


def _locked(session: Session, viewer: Viewer, disagreement_id: int) -> Disagreement:
    row = one(session, viewer, disagreement_id)
    locked = select(Application).where(Application.id == row.application_id)
    session.execute(locked.with_for_update().execution_options(populate_existing=True))
    session.refresh(row, ["settled_at"])
    if row.settled_at is not None:
        raise Conflict(SETTLED)
    return row


def _take(
    session: Session, application: Application, row: Disagreement, now: datetime, actor_id: int
) -> None:
    """Record what the source says. It follows on what was done here, or that would undo it at once."""
    if row.about == STAGE:
        type_ = row.taking.get("stage_type")
        application.stage_type = StageType(type_) if type_ else application.stage_type
        application.stage_id = None
    told = [_happened(each, actor_id) for each in row.taking["happenings"]]
    if row.about == STATUS and row.theirs != "active":
        if _stands(session, application, STATUS) != "active":
            told.insert(
                0, Happened("unreject", now, None, {"assumed": True}, source="import", actor_id=actor_id)
            )
        told = [each._replace(at=now, data={**each.data, "there_at": each.at.isoformat()}) for each in told]
    journey.take_in(session, [(application, told)], now=now)


def _taking(each: Disagreed) -> dict[str, Any]:
    happenings = [
        {
            "type": h.type,
            "kind": h.kind,
            "at": h.at.isoformat(),
            "data": dict(h.data),
            "key": h.key,
            "body": h.body,
        }
        for h in each.happenings
    ]
    return {"happenings": happenings, "stage_type": each.stage_type.value if each.stage_type else None}


def _happened(kept: Mapping[str, Any], actor_id: int) -> Happened:
    said = HappenedSaid(
        datetime.fromisoformat(kept["at"]),
        kept["type"],
        kept["kind"],
        kept["data"],
        kept["key"],
        kept["body"],
    )
    return Happened(
        said.type,
        said.at,
        said.kind,
        said.data,
        body=said.body,
        source="import",
        actor_id=actor_id,
        source_key=said.key,
    )


def _same_by_now(session: Session, application: Application, row: Disagreement) -> bool:
    here = _stands(session, application, row.about)
    if row.about == STAGE:
        return stages.same(row.theirs, [here]) is not None
    return here == row.theirs or (row.theirs == "rejected" and here == "decided, not told")


def _stands(session: Session, application: Application, about: str) -> str:
    """How it stands here, in the words of the source where there are any."""
    if about == STAGE:
        name = select(Stage.name).where(Stage.id == application.stage_id)
        return session.scalar(name) or application.stage_type.value
    if application.state.value != "active":
        return ENDS.get(application.state, application.state.value)
    newest = (
        select(Decision.outcome)
        .where(Decision.application_id == application.id, Decision.withdrawn_at.is_(None))
        .order_by(Decision.number.desc())
        .limit(1)
    )
    return "decided, not told" if session.scalar(newest) is Outcome.REJECT else "active"


def _acts(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], Act]:
    """Return the last act of somebody here on each application: on its stage, and on its state."""
    query = (
        select(Event.application_id, Event.type, Event.kind, Event.data, Event.happened_at, User.name)
        .outerjoin(User, User.id == Event.actor_id)
        .where(Event.application_id.in_(ids), Event.source != "import")
        .where(Event.type.in_(("decision", "stage_change", "unreject", "close", "in")))
        .order_by(Event.id)
    )
    found: dict[tuple[int, str], Act] = {}
    for id_, type_, kind, data, at, name in session.execute(query):
        if type_ != "in" or kind == "withdraw":
            about = STAGE if type_ == "stage_change" else STATUS
            found[id_, about] = Act(title_of(type_, kind, data), name or "", at)
    return found


def _name(person: Candidate) -> str:
    return f"{person.first_name} {person.last_name}".strip() or person.email or ""
