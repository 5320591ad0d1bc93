"""What the person could notice waits behind the letter that tells them: it happens after they are told, or never.

A calendar that drops an interview says "no" before the letter does. So whatever could be noticed is put behind
the letter when that is approved, in the same transaction. It is released where the clocks of an accepted letter
are told, after the word itself, and dropped where a letter is kept back, refused or returned to its writer. While
nobody knows whether a letter has arrived, nothing happens.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Interview, InterviewState
from recruiterdash.messages.days import spoken
from recruiterdash.messages.models import Behind, BehindState, Message


class Effect(NamedTuple):
    """One thing that waits behind a letter."""

    id: int
    message_id: int
    application_id: int
    kind: str
    data: Mapping[str, Any]
    #: Who approved the letter, and so what follows it.
    actor_id: int | None


Act = Callable[[Session, Sequence[Effect], datetime], None]


class Kind(NamedTuple):
    """How one kind of effect happens."""

    #: Lets them happen, in the transaction that tells the clocks; what has lost its sense it leaves alone.
    act: Act
    #: Locks rows that others lock before they lock an application, so that nobody waits for each other.
    lock: Callable[[Session, Sequence[Effect]], None] | None = None


def put_behind(
    session: Session,
    message_id: int,
    application_id: int,
    kind: str,
    data: Mapping[str, Any],
    now: datetime,
) -> None:
    """Let something happen once a letter has been accepted, and never when it is not.

    kind: a word of `KINDS`. data: what its function needs, fit for JSON. now: aware UTC.
    Raises ValueError for a kind that nobody knows how to release.
    """
    if kind not in KINDS:
        raise ValueError(f"nothing is known of effects of the kind {kind!r}")
    waiting = Behind(
        message_id=message_id,
        application_id=application_id,
        kind=kind,
        data=dict(data),
        state=BehindState.WAITING,
        created_at=now,
    )
    session.add(waiting)
    session.flush()


def locked(session: Session, message_ids: Collection[int]) -> list[Effect]:
    """Return what waits behind some letters, oldest first; one statement when nothing does.

    Asked before the applications are locked. What a later version put there waits for that version.
    """
    if not message_ids:
        return []
    rows = session.execute(
        select(
            Behind.id, Behind.message_id, Behind.application_id, Behind.kind, Behind.data, Message.actor_id
        )
        .join(Message, Message.id == Behind.message_id)
        .where(
            Behind.message_id.in_(message_ids),
            Behind.state == BehindState.WAITING,
            Behind.kind.in_(list(KINDS)),
        )
        .order_by(Behind.id)
        .with_for_update(of=Behind)
    )
    effects = [Effect._make(row) for row in rows]
    for kind, theirs in _by_kind(effects):
        if kind.lock is not None:
            kind.lock(session, theirs)
    return effects


def release(session: Session, effects: Sequence[Effect], now: datetime) -> None:
    """Let happen what waited behind letters whose words have just been recorded.

    effects: as `locked` returned them, in the same transaction. Nothing is committed.
    """
    if not effects:
        return
    _settle(session, [each.id for each in effects], BehindState.RELEASED, now)
    for kind, theirs in _by_kind(effects):
        kind.act(session, theirs, now)


def drop(session: Session, message_ids: Collection[int], now: datetime) -> None:
    """Forget what waits behind letters that will not be sent."""
    session.execute(
        update(Behind)
        .where(Behind.message_id.in_(message_ids), Behind.state == BehindState.WAITING)
        .values(state=BehindState.DROPPED, settled_at=now)
    )


def _settle(session: Session, ids: Collection[int], state: BehindState, now: datetime) -> None:
    session.execute(update(Behind).where(Behind.id.in_(ids)).values(state=state, settled_at=now))


def _by_kind(effects: Sequence[Effect]) -> list[tuple[Kind, list[Effect]]]:
    ordered = sorted(effects, key=lambda each: (each.kind, each.id))
    return [(KINDS[kind], list(theirs)) for kind, theirs in groupby(ordered, key=lambda each: each.kind)]


# --- interviews --------------------------------------------------------------------------------------


def interviews_ahead(
    session: Session, application_ids: Collection[int], now: datetime
) -> dict[int, list[Interview]]:
    """Return the interviews that lie ahead, by application, the next one first; who has none is left out.

    For applications its caller has found within the viewer's sight. now: aware UTC.
    """
    found: dict[int, list[Interview]] = defaultdict(list)
    for interview in session.scalars(
        select(Interview)
        .where(
            Interview.application_id.in_(application_ids),
            Interview.state == InterviewState.SCHEDULED,
            Interview.ends_at > now,
        )
        .order_by(Interview.ends_at, Interview.id)
    ):
        found[interview.application_id].append(interview)
    return dict(found)


def put_interviews_behind(session: Session, message_id: int, application_id: int, now: datetime) -> None:
    """Let the interviews ahead of somebody be called off once a letter has told them no."""
    for interview in interviews_ahead(session, [application_id], now).get(application_id, []):
        data = {"interview": interview.id, "at": _times(interview)}
        put_behind(session, message_id, application_id, INTERVIEW_CANCELLED, data, now)


def foretold(interviews: Sequence[Interview], zone: str, leaves_at: datetime) -> list[str]:
    """Return what becomes of interviews ahead when a letter says no, a sentence each; pure.

    zone: the office's, in which their days are said. leaves_at: aware, when the letter leaves.
    """
    said = []
    for each in interviews:
        day = spoken((each.starts_at or each.ends_at).astimezone(ZoneInfo(zone)).date())
        said.append(
            f"Their interview on {day} takes place before this letter leaves: the letter comes back to you then. "
            "Call the interview off, or write after it."
            if each.ends_at <= leaves_at
            else f"Their interview on {day} is called off when this letter has left, not before."
        )
    return said


def _lock_interviews(session: Session, effects: Sequence[Effect]) -> None:
    ids = [each.data["interview"] for each in effects]
    session.scalars(
        select(Interview)
        .where(Interview.id.in_(ids))
        .order_by(Interview.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _call_off(session: Session, effects: Sequence[Effect], now: datetime) -> None:
    """Call off by us what still stands as it stood at approval; what was moved meanwhile is somebody's wish."""
    for each in effects:
        interview = session.get(Interview, each.data["interview"])
        if interview is None or interview.state is not InterviewState.SCHEDULED or interview.ends_at <= now:
            continue
        if _times(interview) == each.data["at"]:
            application = session.get_one(Application, each.application_id)
            journey.cancel_interview(
                session, application, interview, by="employer", now=now, actor_id=each.actor_id
            )


def _times(interview: Interview) -> list[str | None]:
    starts_at = interview.starts_at.isoformat() if interview.starts_at else None
    return [starts_at, interview.ends_at.isoformat()]


INTERVIEW_CANCELLED = "interview_cancelled"
#: Every kind of thing that may wait behind a letter, and how it happens.
KINDS: Mapping[str, Kind] = {INTERVIEW_CANCELLED: Kind(_call_off, _lock_interviews)}
