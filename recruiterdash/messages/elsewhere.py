"""What stands for applications by our decisions and words, and what a person's other applications have come to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Decision,
    Disposition,
    Outcome,
)
from recruiterdash.candidates.visibility import visible
from recruiterdash.journey.models import Event
from recruiterdash.requisitions.models import Requisition, StageType
from recruiterdash.team.permissions import Viewer

#: Stages from which somebody may be told of an offer before it is written down.
_LAST = (StageType.FINAL, StageType.OFFER, StageType.HIRED)
#: Decisions after which a no for another role would be absurd.
_GOOD = (Outcome.OFFER, Outcome.HIRE)


class Decided(NamedTuple):
    """The newest decision about an application."""

    number: int
    outcome: Outcome
    reason: Disposition | None


class Carried(NamedTuple):
    """What our words carried in the present spell, without what was undone."""

    #: Promised days, the newest first.
    days: tuple[str, ...] = ()
    offered: bool = False
    #: Types of our letters.
    letters: frozenset[str] = frozenset()
    #: The last one did not arrive.
    bounced: bool = False


class Other(NamedTuple):
    """One application of a person that runs or ended in a hire."""

    id: int
    state: ApplicationState
    stage_type: StageType


NOTHING_SAID = Carried()


def settled(session: Session, people: Collection[int], about: Collection[int]) -> dict[int, frozenset[int]]:
    """Return which applications of people ended in a hire or have an offer of ours, decided or said: ids by person.

    about: the applications that are written about; who has no other is not looked at.
    """
    others = {
        person: theirs
        for person, theirs in running(session, people).items()
        if len(theirs) > 1 or theirs[0].id not in about
    }
    several = [each.id for theirs in others.values() for each in theirs]
    decided, words = decisions(session, several), said(session, several)
    return {
        person: frozenset(each.id for each in theirs if is_settled(each, decided, words))
        for person, theirs in others.items()
    }


def is_settled(other: Other, decided: Mapping[int, Decided], words: Mapping[int, Carried]) -> bool:
    """Return whether somebody was hired for an application, or has an offer of ours for it."""
    outcome = decided[other.id].outcome if other.id in decided else None
    offered = words.get(other.id, NOTHING_SAID).offered
    return other.state is ApplicationState.HIRED or outcome in _GOOD or offered


def offer_out(session: Session, viewer: Viewer, requisition_id: int, but: int) -> bool:
    """Return whether an offer for a requisition is out that nobody has accepted, as far as this viewer sees.

    but: the application that is written about.
    """
    latest = (
        select(Decision.outcome)
        .where(Decision.application_id == Application.id, Decision.withdrawn_at.is_(None))
        .order_by(Decision.number.desc())
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Application.id, latest)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(
            Application.requisition_id == requisition_id,
            Application.id != but,
            Application.state == ApplicationState.ACTIVE,
            or_(latest == Outcome.OFFER, Application.stage_type.in_(_LAST)),
            visible(viewer),
        )
    ).all()
    if any(outcome is Outcome.OFFER for _, outcome in rows):
        return True
    undecided = [id_ for id_, outcome in rows if outcome not in (Outcome.HIRE, Outcome.REJECT)]
    return any(each.offered for each in said(session, undecided).values())


def running(session: Session, people: Collection[int]) -> dict[int, list[Other]]:
    """Return the applications of each person that run or ended in a hire."""
    found: dict[int, list[Other]] = defaultdict(list)
    if not people:
        return found
    rows = session.execute(
        select(Application.candidate_id, Application.id, Application.state, Application.stage_type)
        .where(
            Application.candidate_id.in_(bulk.listed(session, people)),
            Application.state.in_((ApplicationState.ACTIVE, ApplicationState.HIRED)),
        )
        .order_by(Application.id)
    )
    for person, id_, state, stage in rows:
        found[person].append(Other(id_, state, stage))
    return found


def decisions(session: Session, ids: Collection[int]) -> dict[int, Decided]:
    """Return the newest decision of each application that nobody has withdrawn."""
    if not ids:
        return {}
    rows = session.execute(
        select(Decision.application_id, Decision.number, Decision.outcome, Decision.reason)
        .where(Decision.application_id.in_(bulk.listed(session, ids)), Decision.withdrawn_at.is_(None))
        .order_by(Decision.application_id, Decision.number)
    )
    return {row.application_id: Decided(row.number, row.outcome, row.reason) for row in rows}


def said(session: Session, ids: Collection[int]) -> dict[int, Carried]:
    """Return what our words to each carried in the present spell, without what was undone or came back."""
    if not ids:
        return {}
    rows = session.execute(
        select(Event.application_id, Event.id, Event.type, Event.data, Event.voids_id)
        .where(
            Event.application_id.in_(bulk.listed(session, ids)),
            Event.type.in_(("out", "undo", "unreject", "bounce")),
        )
        .order_by(Event.application_id, Event.happened_at.desc(), Event.id.desc())
    ).all()
    undone = {row.voids_id for row in rows if row.voids_id is not None}
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    over: set[int] = set()
    for row in rows:
        if row.id in undone or row.application_id in over:
            continue
        if row.type == "unreject":
            over.add(row.application_id)
        elif row.type == "out":
            found[row.application_id].append(row.data)
    return {id_: _carried(words) for id_, words in found.items()}


def _carried(words: Sequence[Mapping[str, Any]]) -> Carried:
    """words: the newest first."""
    arrived = [data for data in words if not data.get("bounced")]
    return Carried(
        days=tuple(str(data["next_date"]) for data in arrived if data.get("next_date")),
        offered=any(data.get("decision") == "offer" for data in arrived),
        letters=frozenset(data["letter"] for data in arrived if "letter" in data),
        bounced=bool(words and words[0].get("bounced")),
    )
