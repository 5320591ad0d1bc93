"""Who sits in an interview and its other facts; when it is and whether it took place are happenings."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit
from recruiterdash.candidates.facts import TOPIC_LIMIT, line
from recruiterdash.candidates.models import Candidate, Interview, InterviewKind, InterviewState, PanelMember
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.models import User

#: More people than sit in any room.
MOST_SEATS = 30


class Sitting(NamedTuple):
    """The facts of an interview that may be corrected at any time."""

    kind: InterviewKind
    topic: str
    #: Ids of users.
    panel: tuple[int, ...]
    #: A screening before selection for interview: outside the statutory duty.
    preliminary: bool


def edit_interview(
    session: Session,
    interview: Interview,
    candidate: Candidate,
    sitting: Sitting,
    *,
    now: datetime,
    actor_id: int | None,
) -> frozenset[str]:
    """Correct the facts of an interview and return the names of those that changed.

    interview: with its panel loaded. A change of panel or of `preliminary` is to be followed by the journey.
    Raises BadInput for a panel that may not sit, Conflict for taking away somebody whose scorecard is in.
    """
    topic = line(sitting.topic, "topic", TOPIC_LIMIT)
    panel = tuple(dict.fromkeys(sitting.panel))
    ensure_panel(session, candidate, panel)
    changed = {
        name
        for name, differs in (
            ("kind", interview.kind is not sitting.kind),
            ("topic", interview.topic != topic),
            ("preliminary", interview.preliminary is not sitting.preliminary),
            ("panel", {each.user_id for each in interview.panel} != set(panel)),
        )
        if differs
    }
    if not changed:
        return frozenset()
    interview.kind, interview.topic, interview.preliminary = sitting.kind, topic, sitting.preliminary
    if "panel" in changed:
        _seat(interview, panel)
    flag_modified(interview, "topic")
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="interview.edit",
        subject="application",
        subject_id=interview.application_id,
        interview=interview.id,
        changed=sorted(changed),
    )
    return frozenset(changed)


def ensure_panel(session: Session, candidate: Candidate, panel: Sequence[int]) -> None:
    """Refuse a panel with somebody who is not here, or who stands behind the wall around the candidate."""
    if len(panel) > MOST_SEATS:
        raise BadInput(f"A panel has at most {MOST_SEATS} people.")
    known = set(session.scalars(select(User.id).where(User.id.in_(panel)))) if panel else set()
    if known != set(panel):
        raise BadInput("A colleague you named is not here: choose from the list.")
    if candidate.walled_off & set(panel):
        raise BadInput("A person and their present manager do not sit in the panel: the wall keeps them out.")


def ensure_ended(interview: Interview, now: datetime) -> None:
    """Refuse a scorecard of an interview that has not taken place."""
    if interview.state not in (InterviewState.SCHEDULED, InterviewState.HELD) or interview.ends_at > now:
        raise BadInput("This interview has not taken place: there is nothing to score.")


def scorecards_owed(stage_type: StageType, seats: int) -> int:
    """Return how many scorecards an interview owes: one a seat, one without a panel, none after a screen."""
    return 0 if stage_type is StageType.SCREEN else max(1, seats)


def _seat(interview: Interview, panel: Sequence[int]) -> None:
    present = {each.user_id: each for each in interview.panel}
    for user_id, member in present.items():
        if user_id not in panel:
            if member.scorecard_at is not None:
                raise Conflict("Somebody you took from the panel has handed in a scorecard: they stay.")
            interview.panel.remove(member)
    interview.panel.extend(PanelMember(user_id=user_id) for user_id in panel if user_id not in present)
    interview.scorecards_owed = scorecards_owed(interview.stage_type, len(panel))
