"""What may be logged: nothing to come, no promise that cannot be kept, no decision that was never made."""

from datetime import datetime

from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.candidates.models import Application, Outcome
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.journey.contact import Contact, Reached
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.journey.recording import AHEAD
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.waiting.promisable import ensure_near, ensure_promisable

#: Told in this state of the requisition, a "no" needs no decision of ours: the requisition made it.
ENDS_BY_ITSELF = (RequisitionState.CANCELLED, RequisitionState.FILLED)
_SAID = {"reject": "no", "advance": "they go ahead", "offer": "an offer", "hire": "hired"}


def ensure_possible(session: Session, application: Application, contact: Contact, *, now: datetime) -> None:
    """Refuse what cannot have happened so.

    now: aware UTC. Raises BadInput naming what is wrong, Conflict when another decision is on record.
    """
    if contact.happened_at > now + AHEAD:
        raise BadInput("That moment has not come yet: what is recorded here has already happened.")
    if contact.happened_at < application.applied_at:
        raise BadInput("That was before they applied: look at the date.")
    if contact.decision and contact.reached is not Reached.REACHED:
        raise BadInput("A voicemail or an unanswered call tells nobody a decision.")
    requisition = session.get_one(Requisition, application.requisition_id)
    if contact.decision:
        _ensure_decided(session, application, requisition, contact, now)
    _ensure_days(session, requisition, contact)


def _ensure_decided(
    session: Session, application: Application, requisition: Requisition, contact: Contact, now: datetime
) -> None:
    """What was told must be what was decided, and no earlier; an advance is decided by being told."""
    said = contact.decision or ""
    standing = standing_decision(session, application.id)
    if standing is None:
        if said == Outcome.ADVANCE or (said == Outcome.REJECT and requisition.state in ENDS_BY_ITSELF):
            return
        missing = f"No such decision is on record ({_SAID[said]})"
        raise BadInput(f"{missing}: record it with its reason, then log that they were told.")
    fits = standing.outcome == said or (standing.outcome is Outcome.HIRE and said == Outcome.OFFER)
    if not fits:
        raise Conflict(
            f"The decision on record is another one ({_SAID[standing.outcome]}, version {standing.number}). "
            "Look at it first; nothing was logged."
        )
    # a call may be logged with a decision that was put on record after it: the day is what counts
    calendar = waiting.rulebook(session, requisition).at(now).calendar
    if calendar.local_date(contact.happened_at) < calendar.local_date(standing.decided_at):
        raise BadInput(
            "They cannot have been told before it was decided: look at the date. Nothing was logged."
        )


def _ensure_days(session: Session, requisition: Requisition, contact: Contact) -> None:
    if not (contact.promised or contact.deadline or contact.until):
        return
    rules = waiting.rulebook(session, requisition).at(contact.happened_at)
    said_on = rules.calendar.local_date(contact.happened_at)
    if contact.promised:
        ensure_promisable(contact.promised, said_on, rules.calendar, rules.policy.promise_cap)
    if contact.deadline and contact.deadline < said_on:
        raise BadInput("The day until which we asked lies before the day we asked.")
    if contact.until and contact.until < said_on:
        raise BadInput("The day they named lies before the day they said it.")
    for day in (contact.deadline, contact.until):
        if day:
            ensure_near(day, said_on)
