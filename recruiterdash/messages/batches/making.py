"""Previews of more letters than a page can wait for: noted, made by a worker in its own time, and kept.

Nothing of one is kept before all of it is made: broken off in the middle it has left nothing behind, and is begun
anew by whoever finds it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import Disposition
from recruiterdash.config import Settings
from recruiterdash.errors import NotFound
from recruiterdash.messages.batch_rows import BatchMaking, MakingState
from recruiterdash.messages.batches import rules
from recruiterdash.messages.batches.asked import Wanted
from recruiterdash.messages.batches.preview import Preview, ensure, preview
from recruiterdash.messages.types import MessageType
from recruiterdash.team.permissions import Viewer

#: The worker's bell, see `recruiterdash.jobs`.
PREVIEWS = "previews"
#: So many applications are previewed while their page waits.
AT_ONCE = 200
#: A preview over which so many workers died is broken off.
MOST_LOST = 3
WHAT = "This preview"
CALLED_OFF = "It was called off."
TOO_OFTEN = f"The program ended {MOST_LOST} times while it made this preview."


class Claimed(NamedTuple):
    """A preview that one worker makes."""

    id: int
    fence: int
    user_id: int
    wanted: Wanted


def start(
    session: Session, viewer: Viewer, wanted: Wanted, *, now: datetime, settings: Settings
) -> Preview | BatchMaking:
    """Preview a batch at once where it is small; note a large one, which a worker then makes.

    now: aware UTC. Nothing is committed; whoever commits rings `PREVIEWS`. Raises as `preview` does, for a large
    one without having looked at anybody.
    """
    if len(wanted.applications) <= AT_ONCE:
        return preview(session, viewer, wanted, now=now, settings=settings)
    ids, _ = ensure(session, viewer, wanted)
    _throw_away(session, viewer, now)
    making = BatchMaking(
        created_at=now,
        created_by=viewer.user_id,
        state=MakingState.MAKING,
        wanted=document_of(wanted),
        total=len(ids),
    )
    session.add(making)
    session.flush()
    return making


def own(session: Session, viewer: Viewer, making_id: int, *, to_change: bool = False) -> BatchMaking:
    """Return a preview under way of one's own; nobody sees a colleague's. Raises NotFound."""
    statement = select(BatchMaking).where(
        BatchMaking.id == making_id, BatchMaking.created_by == viewer.user_id
    )
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(WHAT)
    return found


def under_way(session: Session, viewer: Viewer) -> list[BatchMaking]:
    """Return somebody's previews that are being made, and those that were broken off."""
    mine = (BatchMaking.created_by == viewer.user_id, BatchMaking.state != MakingState.MADE)
    return list(session.scalars(select(BatchMaking).where(*mine).order_by(BatchMaking.id.desc())))


def call_off(session: Session, viewer: Viewer, making_id: int) -> BatchMaking:
    """Let a preview not be made; one that is made stays. Raises NotFound."""
    found = own(session, viewer, making_id, to_change=True)
    if found.state is MakingState.MAKING:
        found.state, found.reason = MakingState.BROKEN_OFF, CALLED_OFF
    return found


def begin_again(session: Session, viewer: Viewer, making_id: int) -> BatchMaking:
    """Let a preview that was broken off be made after all, from what was asked for then. Raises NotFound."""
    found = own(session, viewer, making_id, to_change=True)
    if found.state is MakingState.BROKEN_OFF:
        found.state, found.reason, found.done, found.lost = MakingState.MAKING, "", 0, 0
        found.worker = found.lease_until = None
    return found


# --- the worker's part -----------------------------------------------------------------------------


def claim(
    session: Session, worker: str, now: datetime, lease: timedelta, gone: Callable[[str], bool]
) -> Claimed | None:
    """Take the oldest preview that nobody makes, or whose worker is lost; None when there is none.

    worker: a name for the lease. now: aware UTC. lease: after so long without a sign others may take it. gone:
    whether a worker is known to be dead.
    """
    waiting = select(BatchMaking).where(BatchMaking.state == MakingState.MAKING).order_by(BatchMaking.id)
    for making in session.scalars(waiting.with_for_update(skip_locked=True)):
        held = making.lease_until is not None and making.lease_until > now
        if held and not gone(making.worker or ""):
            continue
        making.lost += making.worker is not None
        if making.lost >= MOST_LOST:
            making.state, making.reason = MakingState.BROKEN_OFF, TOO_OFTEN
            continue
        making.worker, making.lease_until, making.done = worker, now + lease, 0
        making.fence += 1
        return Claimed(making.id, making.fence, making.created_by, wanted_of(making.wanted))
    return None


def go_on(session: Session, claimed: Claimed, done: int, now: datetime, lease: timedelta) -> bool:
    """Say how many people have been looked at; whether it is still wanted, and still this worker's."""
    return _set(session, claimed, done=done, lease_until=now + lease)


def finish(session: Session, claimed: Claimed, batch_id: int) -> bool:
    """Say that it is made; False when it was called off or is another worker's: then the batch must not be kept."""
    made = {"state": MakingState.MADE, "batch_id": batch_id, "wanted": {}}
    return _set(session, claimed, **made, worker=None, lease_until=None)


def break_off(session: Session, claimed: Claimed, why: str, kind: str, *, now: datetime) -> None:
    """Say why it cannot be made, to whoever waits for it and in the audit log. kind: name of the fault."""
    _set(session, claimed, state=MakingState.BROKEN_OFF, reason=why[:500], worker=None, lease_until=None)
    audit.note(
        session,
        at=now,
        actor_id=claimed.user_id,
        act="batch.refuse",
        subject="batch",
        step="preview",
        why=kind,
    )


def let_go(session: Session, claimed: Claimed) -> None:
    """Leave it to the next worker: this one was asked to stop."""
    _set(session, claimed, worker=None, lease_until=None)


def _set(session: Session, claimed: Claimed, **values: Any) -> bool:
    """Change it while it is this worker's, and nobody called it off."""
    ours = (BatchMaking.id == claimed.id, BatchMaking.fence == claimed.fence)
    changed = session.execute(
        update(BatchMaking)
        .where(*ours, BatchMaking.state == MakingState.MAKING)
        .values(**values)
        .returning(BatchMaking.id)
        .execution_options(synchronize_session=False)
    )
    return changed.one_or_none() is not None


def _throw_away(session: Session, viewer: Viewer, now: datetime) -> None:
    """Forget what this person asked for long ago and nobody can go on with: it holds people's numbers and lines."""
    over = or_(BatchMaking.state != MakingState.MAKING, BatchMaking.lease_until.is_(None))
    session.execute(
        delete(BatchMaking).where(
            BatchMaking.created_by == viewer.user_id, BatchMaking.created_at < now - rules.KEPT, over
        )
    )


# --- what was asked for, as it is kept -------------------------------------------------------------


def document_of(wanted: Wanted) -> dict[str, Any]:
    """Return what was asked for as a document; `wanted_of` reads it."""
    return {
        **wanted._asdict(),
        "applications": list(wanted.applications),
        "type": wanted.type.value,
        "promise": wanted.promise.isoformat() if wanted.promise else None,
        "overrides": dict(wanted.overrides),
        "reason": wanted.reason.value if wanted.reason else None,
        "lines": {str(id_): line for id_, line in wanted.lines.items()},
        "selection": dict(wanted.selection) if wanted.selection is not None else None,
    }


def wanted_of(document: Mapping[str, Any]) -> Wanted:
    """Return what a document of `document_of` asks for."""
    return Wanted(**document)._replace(
        type=MessageType(document["type"]),
        promise=date.fromisoformat(document["promise"]) if document["promise"] else None,
        reason=Disposition(document["reason"]) if document["reason"] else None,
        lines={int(id_): line for id_, line in document["lines"].items()},
    )
