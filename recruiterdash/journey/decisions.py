"""Decisions: made, versioned, taken back. Deciding tells nobody: that is a letter's or a call's work."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit
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
from recruiterdash.team.models import User

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
    current = standing_decision(session, application.id)
    _ensure_possible(outcome, reason, current)
    if silence is not None and outcome is not Outcome.REJECT:
        raise BadInput("Only a no can go without a letter.")
    if current is not None and current.outcome is outcome and outcome is not Outcome.ADVANCE:
        raise Conflict(f"This was decided already: {outcome.value}.")
    number = (
        session.scalar(select(func.max(Decision.number)).where(Decision.application_id == application.id))
        or 0
    )
    decision = Decision(
        application_id=application.id,
        number=number + 1,
        outcome=outcome,
        reason=reason,
        family=FAMILIES[reason] if reason else None,
        note=note,
        silence=silence.value if silence else None,
        decided_at=now,
        decided_by=actor_id,
    )
    session.add(decision)
    application.disposition = reason if outcome is Outcome.REJECT else None
    # Moves the version though nothing else may change: what was approved before must be looked at again.
    flag_modified(application, "disposition")
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="decision.make",
        subject="application",
        subject_id=application.id,
        number=decision.number,
        outcome=outcome.value,
        reason=reason.value if reason else None,
        **({"silence": silence.value} if silence else {}),
    )
    happened = Happened(
        "decision", now, data={"value": outcome.value}, actor_id=actor_id, decision_id=decision.id
    )
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
    application.disposition = None
    flag_modified(application, "disposition")
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="decision.withdraw",
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
            Event.application_id == application.id,
            Event.type == "decision",
            Event.decision_id == decision.id,
            ~select(_Undoing.id).where(_Undoing.voids_id == Event.id).exists(),
        )
    ).one_or_none()


_Undoing = aliased(Event)


def standing_decision(session: Session, application_id: int) -> Decision | None:
    """Return the newest decision that nobody has withdrawn."""
    return session.scalars(
        select(Decision)
        .where(Decision.application_id == application_id, Decision.withdrawn_at.is_(None))
        .order_by(Decision.number.desc())
        .limit(1)
    ).one_or_none()


def _ensure_possible(outcome: Outcome, reason: Disposition | None, current: Decision | None) -> None:
    if outcome is Outcome.REJECT:
        if reason is None:
            raise BadInput("A rejection needs a reason. The candidate never sees it.")
        if current is not None and current.outcome in (Outcome.OFFER, Outcome.HIRE):
            raise NotAllowed(
                "This person has an offer or is hired: withdraw that first, nothing was changed."
            )
    elif reason is not None:
        raise BadInput("Only a rejection has a reason.")


def ensure_unmoved(session: Session, application: Application, version: int | None) -> None:
    """Refuse when somebody changed the application since it was looked at; the refusal says who and when."""
    if version is None or version == application.version:
        return
    row = session.execute(
        select(audit.AuditRow.at, User.name)
        .outerjoin(User, User.id == audit.AuditRow.actor_id)
        .where(
            audit.AuditRow.subject == "application",
            audit.AuditRow.subject_id == application.id,
            ~audit.AuditRow.act.startswith(audit.OF_FEEDBACK),
        )
        .order_by(audit.AuditRow.id.desc())
        .limit(1)
    ).one_or_none()
    who = f"{row.name or 'the program'} at {row.at:%d %b %H:%M} UTC" if row else "somebody"
    raise Conflict(
        f"This application was changed by {who} while you were looking. Nothing of yours was done."
    )
