"""Colleagues are told first: until they know of their no, nobody from outside is refused and nothing is announced."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.candidates.models import Application, ApplicationState, Candidate, Decision, Outcome
from recruiterdash.requisitions.models import Requisition, RequisitionState

#: What anybody reads who has to wait. It names nobody and gives no reason: that somebody from inside applied is
#: nothing that a peer, a manager or the colleague themself may learn here.
NOT_YET = (
    "The outcome of this requisition is not to be told yet: others are told first. Try again later; HR "
    "knows when."
)

_ENDED = (RequisitionState.FILLED, RequisitionState.CANCELLED)
_LATEST = (
    select(Decision.outcome)
    .where(Decision.application_id == Application.id, Decision.withdrawn_at.is_(None))
    .order_by(Decision.number.desc())
    .limit(1)
    .correlate(Application)
    .scalar_subquery()
)


def untold_no() -> ColumnElement[bool]:
    """Return the condition on `Application` joined with `Requisition`: a no stands that has not been told.

    It was decided, or the requisition ended and nothing better was decided.
    """
    nothing_better = or_(_LATEST.is_(None), _LATEST == Outcome.ADVANCE)
    ended = and_(Requisition.state.in_(_ENDED), nothing_better)
    return and_(Application.state == ApplicationState.ACTIVE, or_(_LATEST == Outcome.REJECT, ended))


def colleagues_first(session: Session, requisition_ids: Collection[int]) -> frozenset[int]:
    """Return those of some requisitions whose outcome may not be told outside yet."""
    if not requisition_ids:
        return frozenset()
    waiting = (
        select(Application.requisition_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(
            Application.requisition_id.in_(bulk.listed(session, requisition_ids)),
            Candidate.internal,
            untold_no(),
        )
        .distinct()
    )
    return frozenset(session.scalars(waiting))


def after_colleagues(session: Session, application_ids: Collection[int]) -> frozenset[int]:
    """Return those of some applications whose people are told after a colleague who is still to be."""
    if not application_ids:
        return frozenset()
    asked = select(Application.id, Application.requisition_id).where(
        Application.id.in_(bulk.listed(session, application_ids))
    )
    of = {row.id: row.requisition_id for row in session.execute(asked)}
    first = colleagues_first(session, set(of.values()))
    return frozenset(id_ for id_, requisition_id in of.items() if requisition_id in first)
