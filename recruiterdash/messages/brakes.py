"""What keeps all letters back: a person's hold, a restored or copied database, a fault of our own access."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.db import Question
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.mail import Answer
from recruiterdash.team.models import InstanceFact, Role
from recruiterdash.team.permissions import Viewer

HOLD, PAUSE = "outbox_hold", "sending_paused"
#: The hold that ended last, with both reasons: audit rows hold no words.
ENDED = "outbox_released"
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


_BOTH = Question(
    select(InstanceFact.name, InstanceFact.value, InstanceFact.at).where(
        or_(InstanceFact.name == HOLD, InstanceFact.name == PAUSE)
    )
)


def brakes_on(session: Session) -> tuple[Hold | None, Pause | None]:
    """Return the hold and the pause, where there are any; one statement, which every few letters ask."""
    facts = {name: (value, at) for name, value, at in _BOTH.ask(session, {})}
    hold: Hold | None = None
    pause: Pause | None = None
    if HOLD in facts:
        said, at = facts[HOLD]
        hold = Hold(said["kind"], said["reason"], said["by"], at)
    if PAUSE in facts:
        said, at = facts[PAUSE]
        until = datetime.fromisoformat(said["until"])
        pause = Pause(said["phase"], said["code"], said["said"], said["tries"], at, until)
    return hold, pause


def held(session: Session, *, to_change: bool = False) -> Hold | None:
    """Return the hold, if there is one. to_change: nobody else ends it until the transaction ends."""
    session.flush()  # what was said in this transaction counts
    if to_change:
        _fact(session, HOLD, to_change=True)
    return brakes_on(session)[0]


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


def may_release(viewer: Viewer, hold: Hold) -> bool:
    """Say whether a person may end a hold: an administrator each, anybody their own."""
    return Role.ADMIN in viewer.roles or (hold.kind == "person" and hold.by == viewer.user_id)


def release(session: Session, reason: str, *, now: datetime, actor_id: int | None) -> Hold:
    """Let letters leave again, and return the hold that ended. Raises Conflict when there is none."""
    reason = worded(reason)
    standing = held(session, to_change=True)
    if standing is None:
        raise Conflict("No hold is on: letters leave already.")
    session.execute(delete(InstanceFact).where(InstanceFact.name.in_((HOLD, ENDED))))
    ended = {
        **asdict(standing),
        "since": standing.since.isoformat(),
        "released": reason,
        "released_by": actor_id,
    }
    session.add(InstanceFact(name=ENDED, value=ended, at=now))
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
    session.flush()  # as above
    return brakes_on(session)[1]


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


def worded(reason: str, asked: str = "Say why") -> str:
    """Return a reason in single blanks. Raises BadInput for none, saying what is asked, and for too long a one."""
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput(f"{asked}, in a few words: it stands in the record.")
    if len(reason) > REASON_LIMIT:
        raise BadInput(f"The reason has more than {REASON_LIMIT} letters.")
    return reason
