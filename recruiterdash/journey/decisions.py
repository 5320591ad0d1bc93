"""Decisions: made, versioned, taken back. Deciding tells nobody: that is a letter's or a call's work."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit, bulk
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Decision,
    Disposition,
    Outcome,
    ReasonFamily,
    Silence,
)
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.journey.applications import ensure_active
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import lock, record, undo
from recruiterdash.team.changes import last_change

#: A decision's entry in the history; what the log calls one that is made, and one that is taken back.
ENTRY, MADE, WITHDRAWN = "decision", "decision.make", "decision.withdraw"
_undoing = aliased(Event)
#: Said of `Event`: it is the entry of a decision, and nobody has undone it.
ENTERED = (
    Event.type == ENTRY,
    ~exists().where(_undoing.voids_id == Event.id, _undoing.application_id == Event.application_id),
)
#: Whose side each disposition lies on.
FAMILIES: dict[Disposition, ReasonFamily] = {
    Disposition.NOT_CONSIDERED: ReasonFamily.EMPLOYER,
    Disposition.LACKS_BASIC_QUALIFICATION: ReasonFamily.EMPLOYER,
    Disposition.NOT_SELECTED: ReasonFamily.EMPLOYER,
    Disposition.DUPLICATE: ReasonFamily.EMPLOYER,
    Disposition.UNREACHABLE: ReasonFamily.CANDIDATE,
    Disposition.WITHDREW: ReasonFamily.CANDIDATE,
    Disposition.DECLINED_OFFER: ReasonFamily.CANDIDATE,
    Disposition.POSITION_CANCELLED: ReasonFamily.REQUISITION,
    Disposition.POSITION_FILLED: ReasonFamily.REQUISITION,
    Disposition.FILLED_INTERNALLY: ReasonFamily.REQUISITION,
}


def decide(
    session: Session,
    application: Application,
    outcome: Outcome,
    *,
    now: datetime,
    actor_id: int | None,
    version: int | None = None,
    reason: Disposition | None = None,
    note: str = "",
    silence: Silence | None = None,
) -> Decision:
    """Record a decision about an application as its next version.

    version: the application version the person looked at; Conflict names who moved it when it is older.
    reason: needed for a rejection. silence: why no letter is to tell it; they stay "decided, not told".
    Raises NotAllowed for rejecting somebody hired or with an offer out.
    """
    lock(session, application)
    ensure_unmoved(session, application, version)
    ensure_active(application)
    _ensure_possible(outcome, reason, silence, standing_decision(session, application.id))
    decision = Decision(
        application_id=application.id,
        number=numbers(session, [application.id]).get(application.id, 0) + 1,
        outcome=outcome,
        reason=reason,
        family=FAMILIES[reason] if reason else None,
        note=note,
        silence=silence.value if silence else None,
        decided_at=now,
        decided_by=actor_id,
    )
    session.add(decision)
    _mark(application, reason if outcome is Outcome.REJECT else None)
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=MADE,
        subject="application",
        subject_id=application.id,
        **noted(decision.number, outcome, reason),
        **({"silence": silence.value} if silence else {}),
    )
    happened = Happened(ENTRY, now, data=said(outcome), actor_id=actor_id, decision_id=decision.id)
    record(session, application, happened, now=now)
    return decision


def take_back_decision(
    session: Session,
    application: Application,
    *,
    now: datetime,
    actor_id: int | None,
    version: int | None = None,
) -> None:
    """Withdraw the standing decision.

    A "no" that nobody has been told is as if it had never been: clocks, promises and counts stand as before. What
    was told stays told, and the application opens a new spell with its own clocks.
    """
    lock(session, application)
    ensure_unmoved(session, application, version)
    decision = standing_decision(session, application.id)
    if decision is None:
        raise Conflict("There is no decision to take back.")
    if application.state is ApplicationState.HIRED:
        raise NotAllowed("This person has been hired: their decision cannot be taken back here.")
    decision.withdrawn_at = now
    _mark(application, None)
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=WITHDRAWN,
        subject="application",
        subject_id=application.id,
        number=decision.number,
    )
    made = _untold(session, application, decision)
    if made is not None:
        undo(session, made, now=now, actor_id=actor_id)
        return
    happened = Happened("unreject", now, actor_id=actor_id, decision_id=decision.id)
    record(session, application, happened, now=now)


def _untold(session: Session, application: Application, decision: Decision) -> Event | None:
    """Return the event of a "no" that has not been told, and so has closed nothing; None for any other."""
    if decision.outcome is not Outcome.REJECT or application.state is not ApplicationState.ACTIVE:
        return None
    return session.scalars(
        select(Event).where(
            Event.application_id == application.id, Event.decision_id == decision.id, *ENTERED
        )
    ).one_or_none()


def _mark(application: Application, reason: Disposition | None) -> None:
    """Write why somebody was turned down; the version moves though nothing else may change.

    What was approved before must be looked at again.
    """
    application.disposition = reason
    flag_modified(application, "disposition")


def standing_decision(session: Session, application_id: int) -> Decision | None:
    """Return the newest decision that nobody has withdrawn."""
    return session.scalars(
        select(Decision)
        .where(Decision.application_id == application_id, Decision.withdrawn_at.is_(None))
        .order_by(Decision.number.desc())
        .limit(1)
    ).one_or_none()


def numbers(session: Session, application_ids: Collection[int]) -> dict[int, int]:
    """Return the number of the newest decision about each of some applications, withdrawn ones included."""
    rows = session.execute(
        select(Decision.application_id, func.max(Decision.number))
        .where(Decision.application_id.in_(bulk.listed(session, application_ids)))
        .group_by(Decision.application_id)
    )
    return {row[0]: row[1] for row in rows}


def noted(number: int, outcome: Outcome, reason: Disposition | None) -> dict[str, Any]:
    """Return what the log keeps of a decision."""
    return {"number": number, "outcome": outcome.value, "reason": reason.value if reason else None}


def said(outcome: Outcome) -> dict[str, Any]:
    """Return what a decision's entry in the history says."""
    return {"value": outcome.value}


def _ensure_possible(
    outcome: Outcome, reason: Disposition | None, silence: Silence | None, current: Decision | None
) -> None:
    if outcome is Outcome.REJECT:
        if reason is None:
            raise BadInput("A rejection needs a reason. The candidate never sees it.")
        if current is not None and current.outcome in (Outcome.OFFER, Outcome.HIRE):
            raise NotAllowed(
                "This person has an offer or is hired: withdraw that first, nothing was changed."
            )
    elif reason is not None:
        raise BadInput("Only a rejection has a reason.")
    elif silence is not None:
        raise BadInput("Only a no can go without a letter.")
    if current is not None and current.outcome is outcome and outcome is not Outcome.ADVANCE:
        raise Conflict(f"This was decided already: {outcome.value}.")


def ensure_unmoved(session: Session, application: Application, version: int | None) -> None:
    """Refuse when somebody changed the application since it was looked at; the refusal says who and when."""
    if version is None or version == application.version:
        return
    first = last_change(session, "application", application.id)
    who = f"{first.who} at {first.at:%d %b %H:%M} UTC" if first else "somebody"
    raise Conflict(
        f"This application was changed by {who} while you were looking. Nothing of yours was done."
    )
