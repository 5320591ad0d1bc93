"""Facts of candidates and their applications as they are typed in; what happens to them is the journey's."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.facts import Facts, checked
from recruiterdash.candidates.identity import fold_mailbox, index_words
from recruiterdash.candidates.models import Application, Candidate, CandidateWord
from recruiterdash.errors import BadInput
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.models import User

#: Facts whose change moves clocks: the zone of promises, the duties towards our own people.
MOVES_CLOCKS = frozenset({"zone", "internal"})


def create(session: Session, facts: Facts, *, now: datetime, actor_id: int | None) -> Candidate:
    """Create a candidate, findable at once. Raises BadInput for facts that cannot stand."""
    facts = _complete(checked(facts), now)
    _ensure_users(session, facts)
    candidate = Candidate(**asdict(facts), email_folded=fold_mailbox(facts.email), created_at=now)
    session.add(candidate)
    session.flush()
    write_words(session, candidate)
    _audit(session, now, actor_id, "candidate.create", candidate.id)
    return candidate


def edit(
    session: Session, candidate: Candidate, facts: Facts, *, now: datetime, actor_id: int | None
) -> frozenset[str]:
    """Correct the facts of a candidate and return the names of those that changed.

    Changes among MOVES_CLOCKS are to be followed by the journey. Raises BadInput for facts that cannot stand.
    """
    facts = _complete(checked(facts), candidate.internal_since or now)
    changed = frozenset(name for name, value in asdict(facts).items() if getattr(candidate, name) != value)
    if not changed:
        return changed
    _ensure_users(session, facts)
    for name in changed:
        setattr(candidate, name, getattr(facts, name))
    candidate.email_folded = fold_mailbox(candidate.email)
    session.flush()
    write_words(session, candidate)
    _audit(session, now, actor_id, "candidate.edit", candidate.id, changed=sorted(changed))
    return changed


def write_words(session: Session, candidate: Candidate) -> None:
    """Keep the words a candidate is found by equal to their names, mailbox and phone number."""
    wanted = index_words(candidate)
    kept: set[str] = set()
    for row in session.scalars(select(CandidateWord).where(CandidateWord.candidate_id == candidate.id)):
        if row.word in wanted:
            kept.add(row.word)
        else:
            session.delete(row)
    session.add_all(CandidateWord(word=word, candidate_id=candidate.id) for word in sorted(wanted - kept))
    session.flush()


def follow_stage_types(session: Session, retyped: Mapping[int, StageType]) -> None:
    """Give applications the type their stage has become. retyped: stage id -> its type now."""
    for stage_id, type_ in retyped.items():
        session.execute(
            update(Application)
            .where(Application.stage_id == stage_id)
            .values(stage_type=type_)
            .execution_options(synchronize_session=False)
        )


def _complete(facts: Facts, since: datetime) -> Facts:
    """An internal flag has a date; without one, that of the day it was set."""
    if not facts.internal or facts.internal_since is not None:
        return facts
    return Facts(**{**asdict(facts), "internal_since": since})


def _ensure_users(session: Session, facts: Facts) -> None:
    named = {each for each in (facts.linked_user_id, facts.current_manager_id) if each is not None}
    found = session.scalars(select(User.id).where(User.id.in_(named))).all() if named else []
    if len(found) != len(named):
        raise BadInput("A colleague you named is not here: choose one from the list.")


def _audit(
    session: Session, now: datetime, actor_id: int | None, act: str, candidate_id: int, **detail: Any
) -> None:
    audit.note(
        session, at=now, actor_id=actor_id, act=act, subject="candidate", subject_id=candidate_id, **detail
    )
