"""How approved letters leave, a function a phase; none commits.

    claim                 letters whose facts still hold             commit
    about_to_send_data    from here on they may have arrived         commit, then DATA
    record_answers        what the server said of each               commit

Each takes several letters, so that a worker with several lines commits once for all of them. Whoever dies in
between leaves a lease that runs out: before DATA the letter is queued again, after it nobody can know, so it is
uncertain until a person or later evidence decides. Time never sends a letter twice.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.orm import Session

from recruiterdash.db import together
from recruiterdash.mail import Answer, Phase, Verdict, about_us
from recruiterdash.messages import ats, brakes, waves, withdrawing
from recruiterdash.messages.approval import UNDONE, Looked, look, looking
from recruiterdash.messages.gate import Gate
from recruiterdash.messages.models import ON_ITS_WAY, WAITING, Message, MessageState
from recruiterdash.messages.moving import FREE, MOVING, READY, Moving, count, locked, move
from recruiterdash.messages.retrying import next_wait
from recruiterdash.messages.types import MessageType
from recruiterdash.messages.waves import Accepted, Waiting
from recruiterdash.messages.window import Leave

IN_HAND = (MessageState.CLAIMED, MessageState.DATA)
#: A server that cannot be reached says nothing about a letter: the next goes first, no attempt is counted.
AWAY = 0.1
_AFTER_LEAVE = (Phase.DATA, Phase.CONTENT)
#: A letter that a server refuses for our sake is not tried for ever.
LONGEST = timedelta(days=5)
CHANGED = "changed since it was approved"
LATE = "kept back beyond its hour"
THEIRS = "the ATS sends letters of this kind by now"
#: Seconds after which a hold may have come while facts were looked at: it binds within two.
_LOOKED_LONG = 0.5
_BEFORE_ANY_LETTER = frozenset({Phase.CONNECT, Phase.TLS, Phase.BANNER, Phase.HELLO, Phase.AUTH, Phase.RESET})


class Claimed(NamedTuple):
    """A letter in one worker's hands."""

    message_id: int
    #: Grows with each claim; a worker whose number is not the letter's own may not touch it.
    fence: int
    envelope_from: str
    recipient: str
    domain: str
    data: bytes


class Answered(NamedTuple):
    """What became of an attempt."""

    message_id: int
    fence: int
    #: The last one of the attempt; accepted only when it followed the letter's final dot.
    answer: Answer
    #: Aware UTC, the moment of that answer.
    at: datetime


class Turn(NamedTuple):
    """What came of one turn."""

    #: Of letters that were answered; one that is missing is no longer this worker's to settle.
    states: dict[int, MessageState]
    #: Letters of which DATA may be said once this is committed.
    granted: set[int]


def next_due(session: Session, now: datetime) -> datetime | None:
    """Return the moment from which the next letter may leave, None when none waits for its hour alone."""
    may_leave = ats.leaving(ats.beside(session), now)
    ready = select(Message.send_at).where(WAITING, Message.state.in_(READY), may_leave)
    return session.scalar(ready.order_by(Message.send_at).limit(1))


def claim(
    session: Session,
    worker: str,
    now: datetime,
    lease: timedelta,
    *,
    most: int = 1,
    without: Collection[str] = (),
    gate: Gate | None = None,
) -> list[Claimed]:
    """Take letters that have waited longest; none while all letters are held back.

    worker: who takes them. now: aware UTC. lease: how long they are theirs. without: domains that have enough
    letters under way. gate: asks whether the hour still suits; those for which it does not wait for the next.
    Letters whose facts changed since they were approved come back to their writers, and so do those that the ATS
    sends by now. Outcomes and letters to many stay where they are while its data are old.
    """
    if brakes.held(session) is not None:
        return []
    beside = ats.beside(session)
    claimed: list[Claimed] = []
    while len(claimed) < most:
        waiting = _longest_waiting(session, now, most - len(claimed), without, ats.leaving(beside, now))
        if not waiting:
            break
        claimed += _taken(session, waiting, worker, now, lease, gate, beside.rules.sends)
    return claimed


def _taken(
    session: Session,
    waiting: Mapping[Moving, Claimed],
    worker: str,
    now: datetime,
    lease: timedelta,
    gate: Gate | None,
    sent_there: Collection[MessageType],
) -> list[Claimed]:
    looked = look(session, [row.id for row in waiting], now)
    doubled = {row.message_id: THEIRS for row in looked.facts if row.type in sent_there}
    reasons = doubled | looked.changed
    reasons |= {row.id: "its bytes are gone" for row, letter in waiting.items() if not letter.data}
    _come_back(session, [row for row in waiting if row.id in reasons], reasons, now)
    facts = [row for row in looked.facts if row.message_id not in reasons]
    later = gate.later(session, facts, now) if gate is not None else {}
    for row in waiting:
        if row.id in later:
            _put_off(session, row, later[row.id], now)
    kept = reasons.keys() | later.keys()
    sound = [Waiting(row.id, row.fence, row.state.value) for row in waiting if row.id not in kept]
    theirs = waves.claimed(session, sound, worker, now + lease, now)
    return [letter._replace(fence=row.fence + 1) for row, letter in waiting.items() if row.id in theirs]


def _put_off(session: Session, row: Moving, leave: Leave, now: datetime) -> None:
    """Let a letter wait that was kept back beyond the hour it was meant for."""
    why = leave.why.replace("It is ", "It was ", 1)
    move(
        session,
        [row],
        MessageState.HELD,
        now,
        reasons=f"{LATE}: {leave.because}",
        send_at=leave.at,
        leaves_why=why[:300],
    )


def give_back(session: Session, fences: Mapping[int, int], now: datetime, reason: str) -> None:
    """Queue claimed letters again that this worker will not offer now. fences: by the letters' ids."""
    theirs = locked(session, fences, (MessageState.CLAIMED,))
    move(session, list(theirs.values()), MessageState.QUEUED, now, reasons=reason, **FREE)


def about_to_send_data(
    session: Session, fences: Mapping[int, int], now: datetime, lease: timedelta
) -> set[int]:
    """Write down that DATA comes next, and return of which letters: the others must not be sent.

    fences: by the letters' ids. The caller commits, durably, before the verb. Facts and the hold are looked at
    once more: this is the last moment at which a letter can be kept back.
    """
    return turn(session, (), fences, now, lease, retry_base=0.0).granted


def turn(
    session: Session,
    answers: Sequence[Answered],
    fences: Mapping[int, int],
    now: datetime,
    lease: timedelta,
    *,
    retry_base: float,
) -> Turn:
    """Record what the last letters were told, and write down of the next ones that DATA comes: in one go.

    See `record_answers` and `about_to_send_data`.
    """
    if fences and not all(
        each.answer.accepted for each in answers
    ):  # a no is looked at before facts are locked
        states = turn(session, answers, {}, now, lease, retry_base=retry_base).states
        return Turn(states, turn(session, (), fences, now, lease, retry_base=retry_base).granted)
    if not (answers or fences):
        return Turn({}, set())
    accepted = [
        Accepted(each.message_id, each.fence, words(each.answer), each.at)
        for each in answers
        if each.answer.accepted
    ]
    ids = sorted(fences)
    began = monotonic()
    with together(session):
        told = waves.sent(session, accepted, now)
        given = waves.to_data(session, fences, now + lease, now)
        looked = looking(session, ids, now, last=True)
    waited = monotonic() - began > _LOOKED_LONG
    states = _settled(session, answers, told(), now, retry_base)
    return Turn(states, _granted(session, fences, given(), looked(), now, waited=waited))


def _granted(
    session: Session,
    fences: Mapping[int, int],
    moved: set[int],
    looked: Looked,
    now: datetime,
    *,
    waited: bool,
) -> set[int]:
    """Return which of the letters that were moved to "data" may go, the others being given back."""
    if len(moved) < len(fences) and (hold := brakes.held(session)) is not None:
        give_back(session, fences, now, f"held: {hold.reason}")
    if not moved or not (looked.changed.keys() & moved or looked.held or waited):
        return moved
    return _kept_back(session, {id_: fences[id_] for id_ in moved}, looked.changed, now)


def _kept_back(
    session: Session, fences: Mapping[int, int], reasons: Mapping[int, str], now: datetime
) -> set[int]:
    """Give letters back that must not go after all, and return the others. reasons: what changed, by letter."""
    theirs = locked(session, fences, (MessageState.DATA,))
    _come_back(
        session,
        [row for id_, row in theirs.items() if id_ in reasons],
        reasons,
        now,
        stood=MessageState.CLAIMED,
    )
    sound = theirs.keys() - reasons.keys()
    if sound and (hold := brakes.held(session)) is not None:  # it came while this waited for somebody's lock
        said, stood = f"held: {hold.reason}", MessageState.CLAIMED
        rows = [theirs[id_] for id_ in sorted(sound)]
        move(session, rows, MessageState.QUEUED, now, reasons=said, stood=stood, **FREE)
        sound = set()
    waves.unsaid(session, sorted(fences.keys() - sound), now)
    return set(sound)


def renew(session: Session, fences: Mapping[int, int], now: datetime, lease: timedelta) -> int:
    """Lengthen the lease on letters that are still in this worker's hands, and return how many they are."""
    theirs = locked(session, fences, IN_HAND)
    if theirs:
        session.execute(update(Message).where(Message.id.in_(list(theirs))).values(lease_until=now + lease))
    return len(theirs)


def record_answers(
    session: Session, answers: Sequence[Answered], now: datetime, retry_base: float
) -> dict[int, MessageState]:
    """Write down what became of attempts, and return the letters' states.

    retry_base: seconds, see `retrying`. A letter that is missing in the answer is no longer this worker's to
    settle. An answer that comes when its letter has become uncertain is evidence, and settles it. Accepted
    letters wait to be heard, see `hearing`.
    """
    return turn(session, answers, {}, now, timedelta(0), retry_base=retry_base).states


def _settled(
    session: Session, answers: Sequence[Answered], told: Collection[int], now: datetime, retry_base: float
) -> dict[int, MessageState]:
    """Settle what was not accepted, or was accepted late. told: the letters that are sent already."""
    accepted = {each.message_id: each for each in answers if each.answer.accepted}
    states = dict.fromkeys(told, MessageState.SENT)
    late = {id_: each for id_, each in accepted.items() if id_ not in states}
    for row in _any_of(session, late):
        states[row.id] = _taken_after_all(session, row, late[row.id], now)
    # of two tries of one letter that are told together, the one that was taken decides
    refused = {each.message_id: each for each in answers if each.message_id not in accepted}
    fences = {id_: each.fence for id_, each in refused.items()}
    for id_, row in locked(session, fences, (*IN_HAND, MessageState.UNCERTAIN)).items():
        states[id_] = _recorded(session, row, refused[id_], now, retry_base)
    return states


def _any_of(session: Session, ids: Collection[int]) -> list[Moving]:
    """Return letters as they stand, in whose hands ever."""
    if not ids:
        return []
    found = session.execute(
        select(*MOVING).where(Message.id.in_(list(ids))).order_by(Message.id).with_for_update()
    )
    return [Moving._make(row) for row in found]


def _taken_after_all(session: Session, row: Moving, told: Answered, now: datetime) -> MessageState:
    """An acceptance that came late is proof, whoever holds the letter by now: it must not be sent again.

    So it is while another try is on the wire; whatever that one is told, the letter has arrived.
    """
    if row.state in (*ON_ITS_WAY, MessageState.UNCERTAIN):
        return _sent(session, row, told, now)
    return row.state


def _recorded(
    session: Session, row: Moving, told: Answered, now: datetime, retry_base: float
) -> MessageState:
    """Settle one letter that was not accepted, and return its state."""
    answer, said = told.answer, words(told.answer)
    if row.state is MessageState.UNCERTAIN and answer.phase not in _AFTER_LEAVE:
        return row.state  # it tells of a try that never began, and nothing of what made it uncertain
    if is_ours(answer) and about_us(answer) and _too_old(session, row, now):
        return _ended(session, row, now, f"given up after five days: {said}", failed=True)
    if is_ours(answer):
        brakes.pause(session, answer, now=now, base=retry_base)
        return _queued(session, row, now, said, timedelta(seconds=retry_base * AWAY), row.attempts)
    if answer.verdict is Verdict.AGAIN:
        wait = next_wait(row.attempts, retry_base)
        if wait is not None:
            return _queued(session, row, now, said, wait, row.attempts + 1)
        return _ended(session, row, now, f"given up after {row.attempts + 1} tries: {said}", failed=True)
    if about_us(answer):  # the next letter would meet the same
        brakes.pause(session, answer, now=now, base=retry_base)
    return _ended(session, row, now, said, failed=answer.verdict is Verdict.REFUSED)


def is_ours(answer: Answer) -> bool:
    """Return whether an answer is about our access to the mail server, or our standing with it.

    It says nothing about the letter then, which waits. What may have arrived stays uncertain all the same.
    """
    if answer.verdict is Verdict.UNCERTAIN:
        return False
    return answer.verdict is Verdict.OUR_FAULT or answer.phase in _BEFORE_ANY_LETTER or about_us(answer)


def expire_leases(
    session: Session, now: datetime, dead: Callable[[str], bool] = lambda _worker: False
) -> int:
    """Take letters back from workers whose lease has run out, and return how many.

    dead: says of a worker that it is known to be gone, so that nobody waits for its lease. Claimed and not yet
    in DATA: queued again. In DATA: uncertain.
    """
    held = [
        Moving._make(row)
        for row in session.execute(
            select(*MOVING)
            .where(WAITING, Message.state.in_(IN_HAND), Message.lease_until < now)
            .order_by(Message.id)
            .with_for_update(skip_locked=True)
        )
    ]
    held += _of_the_dead(session, now, dead)
    claimed = [row for row in held if row.state is MessageState.CLAIMED]
    move(
        session,
        claimed,
        MessageState.QUEUED,
        now,
        reasons="its sender stopped before sending",
        **FREE,
    )
    for row in held:
        if row.state is MessageState.DATA:
            _ended(session, row, now, "its sender stopped while sending: it may have arrived", failed=False)
    return len(held)


def _of_the_dead(session: Session, now: datetime, dead: Callable[[str], bool]) -> list[Moving]:
    owners = session.scalars(
        select(Message.lease_owner)
        .where(WAITING, Message.state.in_(IN_HAND), Message.lease_owner.is_not(None))
        .distinct()
    )
    gone = [owner for owner in owners if owner is not None and dead(owner)]
    if not gone:
        return []
    rows = session.execute(
        select(*MOVING)
        .where(
            WAITING,
            Message.state.in_(IN_HAND),
            Message.lease_owner.in_(gone),
            Message.lease_until >= now,  # those that ran out are known already
        )
        .order_by(Message.id)
        .with_for_update(skip_locked=True)
    )
    return [Moving._make(row) for row in rows]


def words(answer: Answer) -> str:
    """Return an answer as it is kept."""
    code = f"{answer.code} " if answer.code else ""
    return f"{answer.phase.value}: {code}{answer.text}"[:500]


def _longest_waiting(
    session: Session, now: datetime, most: int, without: Collection[str], may_leave: ColumnElement[bool]
) -> dict[Moving, Claimed]:
    session.flush()
    found = session.connection().execute(
        select(*MOVING, Message.envelope_from, Message.recipient, Message.domain, Message.frozen)
        .where(
            WAITING,
            Message.state.in_(READY),
            Message.send_at <= now,
            Message.domain.not_in(without) if without else true(),
            may_leave,
        )
        .order_by(Message.send_at, Message.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    waiting: dict[Moving, Claimed] = {}
    for *row, sender, recipient, domain, data in found:
        moving = Moving._make(row)
        waiting[moving] = Claimed(moving.id, moving.fence, sender, recipient, domain, data or b"")
    return waiting


def _come_back(
    session: Session,
    rows: Sequence[Moving],
    reasons: Mapping[int, str],
    now: datetime,
    stood: MessageState | None = None,
) -> None:
    """Give letters back to their writers; what may have arrived already stays uncertain.

    What was decided with them stands, and waits to be told, unless their batch was taken back as a whole.
    """
    said = {id_: f"{CHANGED}: {reason}" for id_, reason in reasons.items()}
    fresh = [row for row in rows if row.resent_at is None]
    again = [row for row in rows if row.resent_at is not None]
    move(session, fresh, MessageState.CANCELLED, now, reasons=said, stood=stood, **FREE)
    move(session, again, MessageState.UNCERTAIN, now, reasons=said, stood=stood, **FREE)
    undone = [row.id for row in fresh if reasons[row.id] == UNDONE]
    if undone:
        withdrawing.hold(session, undone)
        withdrawing.take_back(session, undone, now=now, actor_id=None)


def _queued(
    session: Session, row: Moving, now: datetime, said: str, wait: timedelta, attempts: int
) -> MessageState:
    move(
        session,
        [row],
        MessageState.QUEUED,
        now,
        reasons=said,
        last_answer=said,
        attempts=attempts,
        send_at=now + wait,
        **FREE,
    )
    return MessageState.QUEUED


def _ended(session: Session, row: Moving, now: datetime, said: str, *, failed: bool) -> MessageState:
    """End an attempt without acceptance; a letter that was uncertain before stays so, whatever it got now."""
    after = MessageState.FAILED if failed and row.resent_at is None else MessageState.UNCERTAIN
    move(session, [row], after, now, reasons=said, last_answer=said, attempts=row.attempts + 1, **FREE)
    return after


def _sent(session: Session, row: Moving, told: Answered, now: datetime) -> MessageState:
    """Acceptance of a letter that was not in "data" any more."""
    said = words(told.answer)
    move(
        session,
        [row],
        MessageState.SENT,
        now,
        reasons=said,
        last_answer=said,
        attempts=row.attempts + 1,
        sent_at=told.at,
        heard=False,
        **FREE,
    )
    if row.state not in ON_ITS_WAY:
        count(session, [row.id], +1)  # until its clocks are told, as for every letter
    return MessageState.SENT


def _too_old(session: Session, row: Moving, now: datetime) -> bool:
    created = session.scalar(select(Message.created_at).where(Message.id == row.id))
    return created is not None and now - created > LONGEST
