"""What was decided or moved here and is not yet so in the ATS; the next import that says the same ends it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from recruiterdash.candidates.models import Application, ApplicationState, Decision, Disagreement, Outcome
from recruiterdash.candidates.visibility import visible
from recruiterdash.imports import stages
from recruiterdash.journey.models import Event
from recruiterdash.team.permissions import Viewer

#: More than anybody types into another program in a day; the rest follows when these are done.
MOST = 1_000
#: Ends of ours -> what sources call them, as they are remembered.
ENDS = {
    ApplicationState.REJECTED: "rejected",
    ApplicationState.WITHDRAWN: "withdrawn",
    ApplicationState.DECLINED: "withdrawn",
    ApplicationState.HIRED: "hired",
}
VALUES = {"reject": "rejected", "hire": "hired"}
DONE = {
    "rejected": "Reject",
    "withdrawn": "Mark as withdrawn",
    "hired": "Mark as hired",
    "active": "Open again",
}


class ToDo(NamedTuple):
    """One thing to do in the ATS."""

    application_id: int
    #: What the source calls itself, and its id of the application.
    system: str
    ref: str
    name: str
    requisition: str
    #: What to do there, and what stands there.
    do: str
    there: str
    since: datetime


def to_do(session: Session, viewer: Viewer) -> list[ToDo]:
    """Return what differs from the newest word of the ATS among what somebody decided or moved here, newest first.

    What two sources tell each other differently is no work of ours: only acts of people here are listed.
    """
    found = session.execute(_acted_on(viewer)).unique().all()
    decided = _decided(session, [row.id for row, _ in found])
    happened = _told(session, [row.id for row, _ in found if not _said(row).get("status")])
    listed = []
    for row, at in found:
        difference = _difference(row, decided.get(row.id), happened.get(row.id))
        if difference is not None:
            do, there = difference
            person = row.candidate
            called = f"{person.first_name} {person.last_name}".strip() or person.email or ""
            listed.append(
                ToDo(
                    row.id,
                    row.source_system or "",
                    row.source_id or "",
                    called,
                    row.requisition.title,
                    do,
                    there,
                    at,
                )
            )
    return listed


def _acted_on(viewer: Viewer) -> Select[Any]:
    """Applications of an ATS on which somebody here acted, and when last."""
    acts = or_(
        Event.type.in_(("decision", "stage_change", "unreject", "close")),
        and_(Event.type == "in", Event.kind == "withdraw"),
    )
    last = (
        select(Event.application_id.label("id"), func.max(Event.happened_at).label("at"))
        .where(Event.application_id.is_not(None), Event.source != "import", acts)
        .group_by(Event.application_id)
        .subquery()
    )
    return (
        select(Application, last.c.at)
        .join(last, last.c.id == Application.id)
        .join(Application.candidate)
        .where(visible(viewer), Application.source_id.is_not(None), Application.source_said.is_not(None))
        .options(
            contains_eager(Application.candidate),
            joinedload(Application.requisition),
            joinedload(Application.stage),
        )
        .order_by(last.c.at.desc(), Application.id)
        .limit(MOST)
    )


def _decided(session: Session, ids: Iterable[int]) -> dict[int, Outcome]:
    """Return each application's latest decision that stands."""
    query = select(Decision.application_id, Decision.outcome).where(
        Decision.application_id.in_(list(ids)), Decision.withdrawn_at.is_(None)
    )
    return {row.application_id: row.outcome for row in session.execute(query.order_by(Decision.number))}


def _told(session: Session, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return how applications stand by what sources tell to have happened: state, and type of the last stage.

    For sources that tell no state of their own.
    """
    query = (
        select(Event.application_id, Event.type, Event.kind, Event.data, Event.happened_at)
        .where(
            Event.application_id.in_(ids),
            Event.source == "import",
            Event.type.in_(("decision", "in", "stage_change")),
        )
        .order_by(Event.happened_at, Event.id)
    )
    found = dict.fromkeys(ids, ("active", ""))
    ended_at: dict[int, datetime] = {}
    for id_, type_, kind, data, at in session.execute(query):
        status, stage = found[id_]
        if type_ == "stage_change":
            stage = str(data.get("stage") or "")
        elif type_ == "decision":
            status, ended_at[id_] = VALUES.get(str(data.get("value")), "active"), at
        elif kind == "withdraw":
            status, ended_at[id_] = "withdrawn", at
        found[id_] = status, stage
    # what it says otherwise than somebody here stands among the differences, and is not taken over
    open_ = select(Disagreement.application_id, Disagreement.theirs, Disagreement.theirs_at).where(
        Disagreement.application_id.in_(ids),
        Disagreement.about == "status",
        Disagreement.settled_at.is_(None),
    )
    for id_, theirs, said_at in session.execute(open_):
        if said_at is None or id_ not in ended_at or said_at > ended_at[id_]:
            found[id_] = theirs, found[id_][1]
    return found


def _said(row: Application) -> dict[str, Any]:
    said: dict[str, Any] = (row.source_said or {}).get(row.source_system or "", {})
    return said


def _difference(
    row: Application, decided: Outcome | None, told: tuple[str, str] | None
) -> tuple[str, str] | None:
    """Return what to do in the ATS and what stands there, None when both say the same.

    told: state and type of the stage by what happened, where the source says no state.
    """
    said = _said(row)
    status, type_ = told or ("", "")
    there, here = said.get("status") or status, ENDS.get(row.state)
    if here is None and row.state is ApplicationState.ACTIVE:
        here = "rejected" if decided is Outcome.REJECT else "active"
    if there and here is not None and there != here:
        return DONE[here], there
    stage = said.get("stage") or ""
    if stage and row.stage is not None and here == "active" and stages.same(stage, [row.stage.name]) is None:
        return f"Move to {row.stage.name}", stage
    if type_ and row.stage is not None and here == "active" and type_ != row.stage_type:
        return f"Move to {row.stage.name}", type_
    return None
