"""Facts of candidates and their applications as they are typed in; what happens to them is the journey's."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.facts import Facts, checked, ensure_internal_holds
from recruiterdash.candidates.identity import fold_mailbox, index_words
from recruiterdash.candidates.models import Application, Candidate, CandidateWord
from recruiterdash.errors import BadInput
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.models import User

#: Facts whose change moves clocks: the zone of promises, the duties towards our own people.
MOVES_CLOCKS = frozenset({"zone", "internal"})


def create(session: Session, facts: Facts, *, now: datetime, actor_id: int | None) -> Candidate:
    """Create a candidate, findable at once. Raises BadInput for facts that cannot stand."""
    facts = _linked(session, _complete(checked(facts), now))
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
    facts = _linked(session, _complete(checked(facts), candidate.internal_since or now))
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


def know_account(
    session: Session, user_id: int, mailbox: str | None, *, now: datetime, actor_id: int | None
) -> None:
    """Put the wall between a colleague and their own applications, as soon as an account tells who they are.

    mailbox: the one the account has now. Internal people with that mailbox who are linked to nobody are linked.
    """
    folded = fold_mailbox(mailbox)
    if folded is None:
        return
    theirs = select(Candidate).where(
        Candidate.email_folded == folded, Candidate.internal, Candidate.linked_user_id.is_(None)
    )
    for candidate in session.scalars(theirs.with_for_update()).all():
        _link(session, candidate, user_id, now, actor_id)


def know_colleague(session: Session, candidate: Candidate, *, now: datetime, actor_id: int | None) -> None:
    """Put the wall between a person somebody else says is internal and the account that has their mailbox."""
    if candidate.internal and candidate.linked_user_id is None:
        user_id = _account_of(session, candidate.email)
        if user_id is not None:
            _link(session, candidate, user_id, now, actor_id)


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


def _linked(session: Session, facts: Facts) -> Facts:
    """An internal person with the mailbox of a colleague is that colleague: the wall must not wait for a choice.

    Raises BadInput when another colleague was chosen, or when the person would be their own manager.
    """
    owner = _account_of(session, facts.email) if facts.internal else None
    if owner is None or owner == facts.linked_user_id:
        return facts
    if facts.linked_user_id is not None:
        raise BadInput(
            "The mailbox is that of another colleague's account than the one chosen: correct one of the two."
        )
    linked = replace(facts, linked_user_id=owner)
    ensure_internal_holds(linked)
    return linked


def _account_of(session: Session, mailbox: str | None) -> int | None:
    """Return the user who has a mailbox; also one who is shut out, as they may be let in again."""
    folded = fold_mailbox(mailbox)
    if folded is None:
        return None
    # kept in small letters, which is folding for all but a few letters
    query = select(User.id).where(User.email.in_({folded, (mailbox or "").strip().lower()}))
    return session.scalars(query.limit(1)).one_or_none()


def _link(session: Session, candidate: Candidate, user_id: int, now: datetime, actor_id: int | None) -> None:
    candidate.linked_user_id = user_id
    session.flush()
    _audit(session, now, actor_id, "candidate.edit", candidate.id, changed=["linked_user_id"])


def _complete(facts: Facts, since: datetime) -> Facts:
    """An internal flag has a date; without one, that of the day it was set."""
    if not facts.internal or facts.internal_since is not None:
        return facts
    return replace(facts, internal_since=since)


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
