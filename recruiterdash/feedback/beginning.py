"""How a record begins: the outcome is told, a talk is offered with it, and somebody is to give it."""

from datetime import datetime

from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.feedback.content import Weight
from recruiterdash.feedback.models import Feedback, FeedbackPoint, FeedbackText
from recruiterdash.feedback.operations import HOW, act, ensure_free, note
from recruiterdash.feedback.queries import Case, calendar_of, may_give, record_of
from recruiterdash.feedback.record import Act, Actor, Part
from recruiterdash.journey.contact import Contact
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.requisitions.criteria import criteria_of


def begin(
    session: Session,
    found: Case,
    giver_id: int | None,
    *,
    agreement_applies: bool,
    now: datetime,
    actor: Actor,
) -> Feedback:
    """Begin the record of a case, or name another giver of one that stands.

    Raises BadInput for somebody who may not give it, Conflict when they have read it as the second reader, NotAllowed
    when somebody else than HR says that no collective agreement applies any more.
    """
    ensure_free(found)
    if giver_id not in {id_ for id_, _ in may_give(session, found)}:
        raise BadInput(
            "Choose who gives the feedback from the list: the hiring manager, or who led the panel."
        )
    assert giver_id is not None
    row = found.feedback
    if row is None:
        text = FeedbackText(number=1, begun_at=now)
        text.points, text.actions = _blank(session, found), []
        row = Feedback(application_id=found.application.id, created_at=now, created_by=actor.user_id)
        row.texts = [text]
        session.add(row)
    elif any(each.read_by == giver_id for each in row.texts):
        raise Conflict("Whoever has read it as the second reader cannot give it.")
    elif found.text.released_at is not None and giver_id != row.giver_id and not found.giver_gone:
        raise Conflict("The text is released under the name of who gave it: nobody else gives it now.")
    if row.agreement_applies and not agreement_applies and Part.HR not in actor.parts:
        raise NotAllowed(
            "A collective agreement applies here, and only HR says that it does not any more. Nothing was kept."
        )
    row.giver_id, row.agreement_applies = giver_id, agreement_applies
    session.flush()
    note(session, found, "begin", now, actor.user_id)
    return row


def _blank(session: Session, found: Case) -> list[FeedbackPoint]:
    names = criteria_of(session, found.requisition.id)
    return [
        FeedbackPoint(position=position, criterion=name, weight=Weight.NEITHER)
        for position, name in enumerate(names, 1)
    ]


def take_over_criteria(session: Session, found: Case) -> None:
    """Give a text that has no criteria yet those that were fixed meanwhile."""
    if not found.text.points and found.text.released_at is None:
        found.text.points = _blank(session, found)


def tell_outcome(
    session: Session,
    found: Case,
    actor: Actor,
    told_at: datetime,
    how: str,
    *,
    offered: bool = False,
    now: datetime,
) -> None:
    """Log the conversation in which the colleague was told no.

    offered: a talk was offered in it; that begins the record, given by the hiring manager until somebody else is
    named. Raises what `journey.log_contact` raises, BadInput when nobody may give it or for a moment before the
    decision, Conflict when they were told already, under a legal hold and once the record is closed.
    """
    _ensure_untold(session, found, told_at, now)
    contact = Contact("out", HOW[how], told_at, says_status=True, decision="reject")
    journey.log_contact(session, found.application, contact, now=now, actor_id=actor.user_id)
    if not offered:
        return
    if found.feedback is None:
        found = found._replace(feedback=_begun_by_offer(session, found, actor, now))
    session.refresh(found.standing)
    act(session, found, Act.OFFER, actor, now=now, at=found.standing.told_at)


def _ensure_untold(session: Session, found: Case, told_at: datetime, now: datetime) -> None:
    ensure_free(found)
    record = record_of(found, calendar_of(session, found, now), now)
    if record.told_at is not None:
        raise Conflict(
            "That they were told is on record already; nothing was logged. A talk is logged as a talk."
        )
    decision = standing_decision(session, found.application.id)
    if decision is not None and told_at < decision.decided_at:
        raise BadInput(
            "They cannot have been told before it was decided: look at the date. Nothing was logged."
        )


def _begun_by_offer(session: Session, found: Case, actor: Actor, now: datetime) -> Feedback:
    may, wanted = {id_ for id_, _ in may_give(session, found)}, found.requisition.hiring_manager_id
    giver_id = wanted if wanted in may else actor.user_id
    if giver_id not in may:
        raise BadInput(
            "A talk is offered by somebody: say first who gives the feedback, or leave the offer out. Nothing was kept."
        )
    return begin(session, found, giver_id, agreement_applies=False, now=now, actor=actor)
