"""What keeps all letters back: a person's hold, a restored or copied database, a fault of our own access."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.mail import Answer
from recruiterdash.team.models import InstanceFact

HOLD, PAUSE = "outbox_hold", "sending_paused"
#: person: somebody said so. restore: the database came out of a backup. copy: it is not where it was. clock:
#: the machine's time jumped.
Kind = Literal["person", "restore", "copy", "clock"]
REASON_LIMIT = 300
#: Waits before our access is tried again with one letter, in multiples of RETRY_BASE (a minute).
PROBES = (0.1, 0.25, 0.5, 1, 2, 4, 8, 15)


@dataclass(frozen=True, slots=True)
class Hold:
    """No letter leaves until a person releases it."""

    kind: Kind
    reason: str
    #: Who said so; None for the program itself.
    by: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Our own access to the mail server is at fault: one letter is tried again at `until`, no other."""

    phase: str
    code: int | None
    said: str
    tries: int
    since: datetime
    until: datetime


def held(session: Session) -> Hold | None:
    """Return the hold, if there is one."""
    fact = _fact(session, HOLD)
    if fact is None:
        return None
    return Hold(fact.value["kind"], fact.value["reason"], fact.value["by"], fact.at)


def hold(session: Session, kind: Kind, reason: str, *, now: datetime, actor_id: int | None) -> Hold:
    """Keep every letter back from now on; what is being handed over this second goes on.

    reason: for whoever wonders, in a sentence. The first hold stands: a second one changes nothing. Raises
    BadInput without a reason.
    """
    reason = worded(reason)
    if (standing := held(session)) is not None:
        return standing
    value: dict[str, Any] = {"kind": kind, "reason": reason, "by": actor_id}
    session.add(InstanceFact(name=HOLD, value=value, at=now))
    session.flush()
    audit.note(session, at=now, actor_id=actor_id, act="outbox.hold", subject="outbox", kind=kind)
    return Hold(kind, reason, actor_id, now)


def release(session: Session, reason: str, *, now: datetime, actor_id: int | None) -> Hold:
    """Let letters leave again, and return the hold that ended. Raises Conflict when there is none."""
    reason = worded(reason)
    standing = held(session)
    if standing is None:
        raise Conflict("No hold is on: letters leave already.")
    session.execute(delete(InstanceFact).where(InstanceFact.name == HOLD))
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="outbox.release",
        subject="outbox",
        kind=standing.kind,
        held_since=standing.since.isoformat(),
    )
    return standing


def paused(session: Session) -> Pause | None:
    """Return the pause that a fault of our access made, if there is one."""
    fact = _fact(session, PAUSE)
    if fact is None:
        return None
    said = fact.value
    return Pause(
        said["phase"],
        said["code"],
        said["said"],
        said["tries"],
        fact.at,
        datetime.fromisoformat(said["until"]),
    )


def pause(session: Session, answer: Answer, *, now: datetime, base: float) -> bool:
    """Note that our access failed; return whether that is news. One notice stands for all letters.

    base: RETRY_BASE in seconds, see PROBES.
    """
    fact = _fact(session, PAUSE, to_change=True)
    tries = 1 if fact is None else fact.value["tries"] + 1
    wait = timedelta(seconds=base * PROBES[min(tries, len(PROBES)) - 1])
    value: dict[str, Any] = {
        "phase": answer.phase.value,
        "code": answer.code,
        "said": answer.text,
        "tries": tries,
        "until": (now + wait).isoformat(),
    }
    if fact is not None:
        fact.value = value
        return False
    session.add(InstanceFact(name=PAUSE, value=value, at=now))
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=None,
        act="outbox.pause",
        subject="outbox",
        phase=answer.phase.value,
        code=answer.code,
    )
    return True


def put_off(session: Session, *, now: datetime, seconds: float) -> None:
    """Let nobody else try our access for a while: one letter at a time finds out whether it works again."""
    fact = _fact(session, PAUSE, to_change=True)
    if fact is not None:
        fact.value = {**fact.value, "until": (now + timedelta(seconds=seconds)).isoformat()}


def resume(session: Session, *, now: datetime) -> bool:
    """Note that our access works; return whether it did not before."""
    fact = _fact(session, PAUSE, to_change=True)
    if fact is None:
        return False
    session.delete(fact)
    audit.note(
        session,
        at=now,
        actor_id=None,
        act="outbox.resume",
        subject="outbox",
        paused_since=fact.at.isoformat(),
    )
    return True


def _fact(session: Session, name: str, *, to_change: bool = False) -> InstanceFact | None:
    found = select(InstanceFact).where(InstanceFact.name == name).execution_options(populate_existing=True)
    return session.scalars(found.with_for_update() if to_change else found).one_or_none()


def worded(reason: str) -> str:
    """Return a reason in single blanks. Raises BadInput for none, and for one that is too long."""
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("Say why, in a few words: it stands in the record.")
    if len(reason) > REASON_LIMIT:
        raise BadInput(f"The reason has more than {REASON_LIMIT} letters.")
    return reason
