"""Which acts on a record of feedback a page offers to whom, each with the form it begins from."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash.errors import NotAllowed
from recruiterdash.feedback import protocol
from recruiterdash.feedback.queries import Case
from recruiterdash.feedback.record import Actor, Part, Record
from recruiterdash.journey.overview import Overview
from recruiterdash.waiting.kinds import FEEDBACK
from recruiterdash.web.feedback_acts import ACTS, Doing
from recruiterdash.web.forms.feedback import ActForm


def opens(over: Overview, running: Collection[str]) -> bool:
    """Say whether feedback is owed and the viewer may open it. running: names of the clocks that run."""
    return over.opens_feedback and bool(set(FEEDBACK) & set(running))


def forms_for(
    session: Session, found: Case, record: Record, actor: Actor, now: datetime, version: int
) -> list[tuple[str, Doing, ActForm]]:
    """Return the acts that this viewer may do now, each with its empty form."""
    offered = []
    for name, doing in ACTS.items():
        if _is_possible(name, doing, found, record, actor, now):
            form = doing.form(formdata=None, data={"version": version, **_beginning(name, found, now)})
            doing.offer(session, found, form)
            offered.append((name, doing, form))
    return offered


def ensure_yours(name: str, actor: Actor) -> None:
    """Refuse what is no step of the protocol to who has no part in it. Raises NotAllowed."""
    if name in _WHO and not actor.parts & _WHO[name]:
        raise NotAllowed("This step is not yours.")


def _is_possible(name: str, doing: Doing, found: Case, record: Record, actor: Actor, now: datetime) -> bool:
    if name in _WHO and not actor.parts & _WHO[name]:
        return False
    if name == "outcome":
        return (
            record.decided and record.told_at is None and record.closed_at is None and record.held_at is None
        )
    if name == "begin":
        return record.decided and record.closed_at is None and record.held_at is None
    if found.feedback is None:
        return False
    if doing.act is None:
        # a link that is in the wrong hands is withdrawn under a hold as well
        free = name == "link" or record.held_at is None
        open_ = name != "manager" or record.closed_at is None
        return free and open_ and (record.released_at is not None or name not in ("link", "became"))
    return protocol.refusal(record, doing.act, actor, now) is None


_US = frozenset({Part.GIVER, Part.HR, Part.MANAGER})
#: Who may do what is no step of the protocol.
_WHO: Mapping[str, frozenset[Part]] = {
    "begin": frozenset({Part.HR, Part.MANAGER}),
    "outcome": _US,
    "manager": frozenset({Part.GIVER, Part.HR}),
    "became": frozenset({Part.HR}),
    "link": frozenset({Part.GIVER, Part.HR}),
}


def _beginning(name: str, found: Case, now: datetime) -> dict[str, Any]:
    local = now.astimezone(ZoneInfo(found.office.zone)).replace(tzinfo=None, second=0, microsecond=0)
    row = found.feedback
    if name == "begin":
        giver_id = row.giver_id if row else found.requisition.hiring_manager_id
        return {"giver_id": giver_id, "agreement_applies": bool(row and row.agreement_applies)}
    if name == "manager" and row is not None:
        return {"informed_on": row.manager_informed_on}
    if name == "became" and row is not None:
        return {"moved_on": row.moved_on, "left_on": row.left_on}
    return {"told_at": local, "offered_at": local, "held_at": local}
