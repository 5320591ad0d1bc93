"""A freeze: letters to many, and the erasure of a record, wait for a person until HR lifts it with a reason."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, exists, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from recruiterdash import audit, bulk
from recruiterdash.candidates.models import Candidate
from recruiterdash.db import Model
from recruiterdash.errors import BadInput, Conflict

#: As long as a reason may be, in characters.
REASON_LIMIT = 500
STANDING = text("lifted_at IS NULL")


class Freeze(Model):
    """One cause for which a person is left in peace; while any of them stands, the freeze does."""

    __tablename__ = "freezes"
    __table_args__ = (
        Index("ix_freezes_standing", "candidate_id", postgresql_where=STANDING, sqlite_where=STANDING),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    #: What it stands for, once: `inbound:<id>`.
    cause: Mapped[str] = mapped_column(String(64), unique=True)
    #: The word for it: complaint, data_request.
    kind: Mapped[str] = mapped_column(String(32))
    set_at: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_why: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")


def freeze(
    session: Session, candidate_id: int, cause: str, kind: str, *, now: datetime, actor_id: int | None
) -> None:
    """Let a freeze stand for a person, by a cause that has none yet or whose freeze was lifted."""
    found = of_cause(session, cause)
    if found is None:
        found = Freeze(candidate_id=candidate_id, cause=cause, kind=kind, set_at=now, set_by=actor_id)
        session.add(found)
    elif found.lifted_at is not None or found.kind != kind or found.candidate_id != candidate_id:
        found.candidate_id, found.kind, found.set_at, found.set_by = candidate_id, kind, now, actor_id
        found.lifted_at, found.lifted_by, found.lifted_why = None, None, ""
    else:
        return
    session.flush()
    _audit(session, found, "freeze.set", now, actor_id)


def lift(session: Session, cause: str, reason: str, *, now: datetime, actor_id: int | None) -> None:
    """End the freeze of a cause.

    reason: in a person's words. Raises BadInput without one or with more than `REASON_LIMIT` characters, Conflict
    when no freeze stands.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("Say why letters to many may go to them again.")
    if len(reason) > REASON_LIMIT:
        raise BadInput(f"The reason has {len(reason)} characters; at most {REASON_LIMIT} are kept.")
    found = of_cause(session, cause, to_change=True)
    if found is None or found.lifted_at is not None:
        raise Conflict("Nothing is held back on account of this mail. Nothing was done.")
    found.lifted_at, found.lifted_by, found.lifted_why = now, actor_id, reason
    session.flush()
    _audit(session, found, "freeze.lift", now, actor_id)


def of_cause(session: Session, cause: str, *, to_change: bool = False) -> Freeze | None:
    """Return the freeze that a cause has or had."""
    asked = select(Freeze).where(Freeze.cause == cause)
    return session.scalars(asked.with_for_update() if to_change else asked).one_or_none()


def frozen(session: Session, people: Collection[int]) -> set[int]:
    """Return those of some people for whom a freeze stands."""
    if not people:
        return set()
    found = select(Freeze.candidate_id).where(
        Freeze.candidate_id.in_(bulk.listed(session, people)), Freeze.lifted_at.is_(None)
    )
    return set(session.scalars(found))


def is_frozen() -> ColumnElement[bool]:
    """Return the condition on `Candidate`: a freeze stands for them."""
    return exists().where(Freeze.candidate_id == Candidate.id, Freeze.lifted_at.is_(None))


def _audit(session: Session, found: Freeze, act: str, now: datetime, actor_id: int | None) -> None:
    audit.note(
        session, at=now, actor_id=actor_id, act=act, subject="candidate", subject_id=found.candidate_id
    )
