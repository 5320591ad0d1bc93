"""Decisions and the letters that carry them, taken back together: one unit, in the caller's transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import audit, bulk, journey
from recruiterdash.candidates.models import Application, Decision
from recruiterdash.errors import Conflict, DomainError, NotFound
from recruiterdash.journey.overview import overview
from recruiterdash.messages.models import OUTCOME, Message, MessageApplication, MessageState
from recruiterdash.messages.moving import READY, keep_back
from recruiterdash.team.permissions import Viewer

#: It has left, or may have: what it said has to be taken back by another letter, or a call.
_GONE = (MessageState.DATA, MessageState.SENT, MessageState.UNCERTAIN)


class Withdrawn(NamedTuple):
    """What became of one person's decision."""

    application_id: int
    name: str
    #: Letters that carry it and stay here.
    kept_back: int = 0
    #: They know of it, or may: somebody has to tell them of the change.
    told: bool = False
    #: Why nothing was done; empty when it was.
    refusal: str = ""


def withdraw(
    session: Session, viewer: Viewer, application_id: int, *, now: datetime, version: int | None = None
) -> Withdrawn:
    """Withdraw the decision that stands and keep back every letter with it that has not left.

    version: the application version the person looked at. now: aware UTC.
    Raises NotFound out of sight, Conflict when there is nothing to take back or somebody moved it, NotAllowed
    for somebody who has been hired.
    """
    known = overview(session, viewer, application_id)
    # senders take a letter's row before its application's, so this does, too
    letters = _carrying(session, application_id, to_change=True)
    about = overview(session, viewer, application_id, to_change=True)
    if [each.id for each in _carrying(session, application_id)] != [each.id for each in letters]:
        raise Conflict("A letter was approved in this very moment. Nothing was done: look again.")
    told = about.standing.told_at is not None or any(each.state in _GONE for each in letters)
    journey.take_back_decision(session, about.application, now=now, actor_id=viewer.user_id, version=version)
    waiting = [each for each in letters if each.state in READY]
    for letter in waiting:
        keep_back(session, letter, now, viewer.user_id, "the decision was taken back")
        audit.note(
            session,
            at=now,
            actor_id=viewer.user_id,
            act="letter.cancel",
            subject="application",
            subject_id=application_id,
            message=letter.id,
            type=letter.type,
            state=letter.state.value,
        )
    claimed = sum(each.state is MessageState.CLAIMED for each in letters)  # its sender finds it changed
    return Withdrawn(application_id, known.candidate.name, len(waiting) + claimed, told)


def withdraw_each(
    session: Session, viewer: Viewer, application_ids: Sequence[int], *, now: datetime
) -> list[Withdrawn]:
    """Withdraw the decisions about several people, each for itself; who cannot be helped is told why.

    Raises NotFound when one of them is out of sight: then nothing is done.
    """
    found: list[Withdrawn] = []
    _hold_letters(session, application_ids)
    for application_id in sorted(set(application_ids)):
        name = overview(session, viewer, application_id).candidate.name
        try:
            with session.begin_nested():
                found.append(withdraw(session, viewer, application_id, now=now))
        except NotFound:
            raise
        except DomainError as refusal:
            found.append(Withdrawn(application_id, name, refusal=str(refusal)))
    return found


def _hold_letters(session: Session, application_ids: Sequence[int]) -> None:
    """Take the letters of all of them in the order in which senders do, so that nobody waits for each other."""
    about = select(MessageApplication.message_id).where(
        MessageApplication.application_id.in_(bulk.listed(session, application_ids)),
        MessageApplication.released_at.is_(None),
    )
    session.execute(select(Message.id).where(Message.id.in_(about)).order_by(Message.id).with_for_update())


def _carrying(session: Session, application_id: int, *, to_change: bool = False) -> Sequence[Message]:
    """Return the letters that carry the decision that stands."""
    decision = journey.standing_decision(session, application_id)
    if decision is None:
        return []
    statement = (
        select(Message)
        .join(MessageApplication, MessageApplication.message_id == Message.id)
        .where(
            MessageApplication.application_id == application_id,
            MessageApplication.decision_number == decision.number,
            MessageApplication.intent == OUTCOME,
            MessageApplication.released_at.is_(None),
        )
        .order_by(Message.id)
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement.with_for_update(of=Message) if to_change else statement).all()


# --- letters kept back, with what was decided by them -------------------------------------------------


def hold(session: Session, message_ids: Collection[int]) -> None:
    """Let nobody else change the applications that letters speak of, until the transaction ends.

    Asked by who keeps letters back, after their rows and before anything that hangs on an application: whoever acts
    on one has it first and counts after, and the two would wait for each other.
    """
    about = select(MessageApplication.application_id).where(
        MessageApplication.message_id.in_(bulk.listed(session, message_ids))
    )
    session.execute(
        select(Application.id).where(Application.id.in_(about)).order_by(Application.id).with_for_update()
    )


def take_back(
    session: Session, message_ids: Collection[int], *, now: datetime, actor_id: int | None
) -> set[int]:
    """Undo the decisions recorded with letters that were kept back, and return whose applications those are.

    A letter about several roles may have recorded one for each. What somebody has decided anew stands, and so does
    what another letter is about to tell.
    """
    other = aliased(MessageApplication)
    told_anew = exists().where(
        other.application_id == MessageApplication.application_id,
        other.decision_number == MessageApplication.decision_number,
        other.intent == OUTCOME,
        other.released_at.is_(None),
    )
    recorded = session.scalars(
        select(Decision.id)
        .join(
            MessageApplication,
            (MessageApplication.application_id == Decision.application_id)
            & (MessageApplication.decision_number == Decision.number),
        )
        .join(Message, Message.id == MessageApplication.message_id)
        .where(
            Message.id.in_(bulk.listed(session, message_ids)),
            Message.decision_id.is_not(None),
            # made in the same stroke as the letter: one that stood before is not its to take back
            Decision.decided_at == Message.created_at,
            ~told_anew,
        )
    ).all()
    return journey.take_back_each(session, recorded, now=now, actor_id=actor_id)
