"""A person's other open applications, beside the one that is looked at or written about."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, ApplicationState, Outcome
from recruiterdash.candidates.queries import applications_of
from recruiterdash.journey.overview import Overview
from recruiterdash.messages import MANNERS, MessageType, elsewhere
from recruiterdash.messages.batches.rules import further, rank
from recruiterdash.team.permissions import Viewer


class Beside(NamedTuple):
    """What the writer of a no should know of the person's other applications."""

    others: Sequence[Application]
    #: The applications of which a no is decided, the one they got furthest with first: one letter can name them all.
    together: Sequence[int]


def others(session: Session, viewer: Viewer, over: Overview) -> list[Application]:
    """Return the person's other open applications that the viewer may see."""
    return [
        each
        for each in applications_of(session, viewer, over.candidate.id)
        if each.id != over.application.id and each.state is ApplicationState.ACTIVE
    ]


def beside(session: Session, viewer: Viewer, over: Overview, type_: MessageType) -> Beside:
    """Return what stands beside a letter that says no; nothing for another one."""
    if MANNERS[type_].decision is not Outcome.REJECT or over.candidate.internal:
        return Beside((), ())
    found = others(session, viewer, over)
    decided = elsewhere.decisions(session, [each.id for each in found])
    noes = [each for each in found if each.id in decided and decided[each.id].outcome is Outcome.REJECT]
    told = [over.application, *noes]
    # somebody who goes on with us is written to on its own
    further_on = any(
        further(each.stage_type, other.stage_type) for each in told for other in found if other not in noes
    )
    first = max(told, key=lambda each: (rank(each.stage_type), each.id == over.application.id))
    rest = sorted(each.id for each in told if each is not first)
    return Beside(found, (first.id, *rest) if noes and not further_on else ())
