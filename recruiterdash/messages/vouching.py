"""Letters that wait for a newer import, and a person who answers for one though the ATS may say something else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, defer

from recruiterdash import audit, paging
from recruiterdash.candidates.models import Candidate
from recruiterdash.errors import Conflict
from recruiterdash.messages import ats, queries
from recruiterdash.messages.batch_rows import BatchRow
from recruiterdash.messages.batches import sight
from recruiterdash.messages.brakes import worded
from recruiterdash.messages.models import Message
from recruiterdash.messages.moving import MOVING, READY, Moving, move
from recruiterdash.paging import Order, Page
from recruiterdash.team.permissions import Viewer

LONGEST_FIRST = Order((Message.send_at, Message.id))
ASKED = "Say how you know that it is still right"
NOTHING = "Nothing here waits for a newer import, or somebody answers for it already. Nothing was done."
_AT_ONCE = 500


class Kept(NamedTuple):
    """One letter that waits for a newer import."""

    message: Message
    person: Candidate
    #: The batch it belongs to, if it does.
    batch_id: int | None


def kept(session: Session, viewer: Viewer, *, now: datetime, cursor: str | None = None) -> Page[Kept]:
    """Return one page of the letters in sight whose hour has come and that wait for a newer import."""
    statement = (
        select(Message, Candidate, BatchRow.batch_id)
        .join(Candidate, Candidate.id == Message.candidate_id)
        .outerjoin(BatchRow, BatchRow.message_id == Message.id)
        .where(_waits(session, now), Message.send_at <= now, queries.within_sight(viewer))
        .options(defer(Message.frozen), defer(Message.body))
    )
    found = paging.page(session, statement, LONGEST_FIRST, cursor)
    return Page([Kept(*row) for row in found.rows], found.next)


def kept_of_batch(session: Session, batch_id: int, now: datetime) -> int:
    """Return how many letters of a batch wait for a newer import, their hour come or not."""
    mine = select(BatchRow.message_id).where(BatchRow.batch_id == batch_id)
    counted = select(func.count()).where(_waits(session, now), Message.id.in_(mine))
    return session.scalar(counted) or 0


def vouch(session: Session, viewer: Viewer, message_id: int, reason: str, *, now: datetime) -> int:
    """Let a letter leave on old data; return how many that are. The reason is kept with it.

    Whoever answers for it does so for as long as data count as fresh, from the hour it leaves; before they are
    old, too. now: aware UTC. Raises NotFound out of sight, BadInput without a reason, Conflict when it is none that
    waits for imports.
    """
    queries.letter(session, viewer, message_id)
    mine = Message.id == message_id
    return _vouched(session, viewer, mine, reason, "letter.vouch", ("message", message_id), now)


def vouch_for_batch(session: Session, viewer: Viewer, batch_id: int, reason: str, *, now: datetime) -> int:
    """Let the letters of a batch leave on old data; as `vouch`, for all of them that wait."""
    sight.batch(session, viewer, batch_id, to_change=True)
    mine = Message.id.in_(select(BatchRow.message_id).where(BatchRow.batch_id == batch_id))
    return _vouched(session, viewer, mine, reason, "batch.vouch", ("batch", batch_id), now)


def _vouched(
    session: Session,
    viewer: Viewer,
    which: ColumnElement[bool],
    reason: str,
    act: str,
    subject: tuple[str, int],
    now: datetime,
) -> int:
    said, known = worded(reason, ASKED), ats.beside(session)
    lasts, letters = timedelta(hours=known.rules.hours or ats.HOURS), 0
    words = f"leaves however old data from the ATS are: {said}"
    for rows, latest in _locked(session, now, which):
        until = max(now, latest) + lasts
        for state in {row.state for row in rows}:
            same = [row for row in rows if row.state is state]
            move(session, same, state, now, reasons=words, actor_id=viewer.user_id, vouched_until=until)
        letters += len(rows)
    if not letters:
        raise Conflict(NOTHING)
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act=act,
        subject=subject[0],
        subject_id=subject[1],
        letters=letters,
        data_as_of=known.as_of.isoformat() if known.as_of else None,
    )
    session.expire_all()
    return letters


def _locked(
    session: Session, now: datetime, which: ColumnElement[bool]
) -> Iterator[tuple[list[Moving], datetime]]:
    """Yield letters nobody answers for yet, held until the transaction ends, with the hour of the latest."""
    waits = (Message.state.in_(READY), ats.unvouched(now), which)
    ids = session.scalars(select(Message.id).where(*waits).order_by(Message.id)).all()
    for start in range(0, len(ids), _AT_ONCE):
        some = Message.id.in_(ids[start : start + _AT_ONCE])
        statement = select(Message.send_at, *MOVING).where(some, *waits[:2]).order_by(Message.id)
        found = session.execute(statement.with_for_update()).all()
        if found:
            yield [Moving._make(row[1:]) for row in found], max(row[0] for row in found)


def _waits(session: Session, now: datetime) -> ColumnElement[bool]:
    return and_(Message.state.in_(READY), ats.keeping(ats.beside(session), now))
