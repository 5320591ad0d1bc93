"""Names around a case that no text about it may hold."""

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Decision,
    Interview,
    Outcome,
    PanelMember,
)
from recruiterdash.candidates.visibility import outside_the_wall_of
from recruiterdash.feedback.queries import Case
from recruiterdash.feedback.words import Around
from recruiterdash.team.models import User


def around(session: Session, found: Case, writer_id: int | None) -> Around:
    """Return who was chosen, who else applied, and who sat in the panel.

    writer_id: whoever writes; somebody behind the wall around them is left out, as a refusal would tell that they
    applied. None for whoever is no user.
    """
    beyond = true() if writer_id is None else outside_the_wall_of(writer_id)
    standing = (
        select(Decision.outcome)
        .where(Decision.application_id == Application.id, Decision.withdrawn_at.is_(None))
        .order_by(Decision.number.desc())
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Candidate.first_name, Candidate.last_name, Application.state, standing)
        .join(Application, Application.candidate_id == Candidate.id)
        .where(Application.requisition_id == found.requisition.id, Application.id != found.application.id)
        .where(beyond)
    )
    chosen: set[str] = set()
    others: set[str] = set()
    for first, last, state, outcome in rows:
        name = " ".join(part for part in (first, last) if part)
        has_it = state is ApplicationState.HIRED or outcome in (Outcome.OFFER, Outcome.HIRE)
        (chosen if has_it else others).add(name)
    panel = session.scalars(
        select(User.name)
        .join(PanelMember, PanelMember.user_id == User.id)
        .join(Interview, Interview.id == PanelMember.interview_id)
        .where(Interview.application_id == found.application.id)
    )
    own = found.candidate.name
    return Around(
        chosen=frozenset(chosen - {own, ""}),
        others=frozenset(others - {own, ""}),
        panel=frozenset(panel) - {own},
        own=f"{own} {found.candidate.addressed}",
    )
