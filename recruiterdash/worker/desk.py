"""The desk of one worker: hands letters to its carriers, and makes every commit of a letter's way out.

    1. Claim letters: their facts are checked in the same transaction.                        commit
    2. A carrier offers one to the server. Nothing has left yet: any no means "again" or "never".
    3. Write down that DATA comes next, facts, hold and claim checked once more.              commit, durably
    4. The carrier says DATA, the letter, the final dot.
    5. Write down the answer; acceptance stops the person's clock.                            commit

One transaction does 5, 3 and 1 for all carriers that wait at that moment. Killed after 3, nobody can know whether
a letter arrived: it becomes uncertain. No more letters than there are carriers are ever between 3 and 5.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Condition, RLock
from typing import NamedTuple

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.mail import Answer
from recruiterdash.messages import brakes, hearing, outbox
from recruiterdash.messages.gate import Gate
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.outbox import Answered, Claimed
from recruiterdash.worker import faults
from recruiterdash.worker.slots import Slots

#: Letters kept ready for each carrier.
AHEAD = 16
#: Share of the time of a long run of letters in which clocks are told; the rest of it waits for a quiet moment.
TELLING = 0.05
#: Seconds that telling is expected to take the first time.
FIRST_TELLING = 0.2
#: A transaction that failed is tried again after so many seconds, doubling.
FIRST_REST, LONGEST_REST = 0.2, 5.0

#: How often the last answers are tried to be written when the day is over.
LAST_TRIES = 5

#: A letter and the number of its claim.
Claim = tuple[int, int]

log = structlog.get_logger("worker")


def elapsed() -> float:
    """Return seconds that also pass while the machine sleeps or this process is stopped."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class _Done(NamedTuple):
    """What one transaction did."""

    #: Letters of which DATA may be said.
    granted: set[int]
    claimed: list[Claimed]
    #: What became of letters that were answered.
    states: dict[int, MessageState]
    #: Letters whose clocks were told.
    told: int


class Desk:
    """What is in one worker's hands. Its transactions are made by whoever calls `work`, one at a time."""

    def __init__(
        self, settings: Settings, database: Database, worker: str, clock: Callable[[], datetime]
    ) -> None:
        self.settings = settings
        self.database = database
        self.worker = worker
        self.clock = clock
        self.lease = timedelta(seconds=settings.lease_seconds)
        self.gate = Gate(settings)
        #: Held for what follows; `given` is rung for who waits for leave in a thread of their own.
        self.changed = RLock()
        self.given = Condition(self.changed)
        self.slots = Slots(max(settings.smtp_connections, 1))
        #: Claimed and not yet taken by a carrier.
        self.stock: list[Claimed] = []
        #: With a carrier, by claim, and since when. A letter may be claimed anew while an old claim lives on here.
        self.in_hand: dict[Claim, tuple[Claimed, float]] = {}
        self.asking: dict[Claim, Claimed] = {}
        #: Leave to say DATA, by claim: when it was given, or None.
        self.leave: dict[Claim, float | None] = {}
        self.answers: list[Answered] = []
        self.closing = False
        #: Carriers wait for what `work` will do; without them each asks and does it at once.
        self.carried = False
        self.renewed = elapsed()
        self.rest = 0.0
        #: Seconds of telling that a long run of letters has earned, and that it took the last time.
        self.earned, self.telling = 0.0, FIRST_TELLING
        #: How many letters are known to wait for that, about.
        self.untold = 1
        #: Our access may be at fault: look before the next letter.
        self.in_doubt = True
        #: The letter that was claimed to find out.
        self.probing: set[Claim] = set()
        #: The last transaction failed.
        self.careful = False
        #: Letters whose clocks could not be told.
        self.deaf: set[int] = set()

    # --- carriers ----------------------------------------------------------------------------------

    def pick(self) -> Claimed | None:
        """Return a letter to offer now; None when none may go, or the day is over."""
        with self.changed:
            letter = None if self.closing else self.slots.pick(self.stock, self._domains())
            if letter is not None:
                self.stock.remove(letter)
                self.in_hand[_key(letter)] = (letter, elapsed())
            return letter

    def take(self) -> Claimed | None:
        """Return a letter of the stock, whatever its domain: for a worker that carries one at a time."""
        with self.changed:
            letter = self.stock.pop(0) if self.stock else None
            if letter is not None:
                self.in_hand[_key(letter)] = (letter, elapsed())
            return letter

    def ask(self, letter: Claimed) -> None:
        """Ask for leave to say DATA; once it is `decided`, `leave_for` says which way."""
        with self.changed:
            self.asking[_key(letter)] = letter

    def decided(self, letter: Claimed) -> bool:
        """Return whether leave was given or refused, and that was committed."""
        return _key(letter) in self.leave

    def leave_for(self, letter: Claimed) -> bool | None:
        """Return whether DATA may be said of a letter; None when leave came too late to be used.

        A worker that was stopped in between may wake when its lease has run out: then somebody else decides.
        """
        with self.changed:
            given = self.leave.pop(_key(letter))
        if given is None:
            return False
        return True if elapsed() - given < self.settings.lease_seconds / 2 else None

    def may_send(self, letter: Claimed) -> bool | None:
        """Ask for leave to say DATA, and wait for it to be committed; see `leave_for`."""
        self.ask(letter)
        while not self.carried and not self.decided(letter):
            self.work()
        with self.changed:
            while not self.decided(letter):
                self.given.wait(1.0)
        return self.leave_for(letter)

    def answered(self, letter: Claimed, answer: Answer | None) -> None:
        """Report what became of a letter; None when it was kept back before DATA."""
        with self.changed:
            _, since = self.in_hand.pop(_key(letter), (letter, elapsed()))
            self.slots.note(letter.domain, elapsed() - since, answer)
            if answer is not None:
                self.answers.append(Answered(letter.message_id, letter.fence, answer, self.clock()))
        if not self.carried:
            self.work()

    def wanted(self) -> bool:
        """Return whether carriers wait for what `work` will do."""
        return bool(self.asking or self.answers)

    # --- the transaction ---------------------------------------------------------------------------

    def work(self) -> bool:
        """Do all that carriers wait for, and claim what they will want; say whether anything was done."""
        with self.changed:
            asking, self.asking = self.asking, {}
            answers, self.answers = self.answers, []
        began = elapsed()
        try:
            with self.database.sending() as session:
                done = self._done(session, asking, answers)
                faults.around("before", record=answers, leave=asking, claim=done.claimed)
                session.commit()
                faults.around("after", record=answers, leave=asking, claim=done.claimed)
        except Exception as fault:
            self._put_back(asking, answers, fault)
            self.careful = True
            if isinstance(fault, DBAPIError):
                return False
            raise
        self.rest, self.careful = 0.0, False
        self._publish(asking, done, began)
        return bool(asking or answers or done.claimed or done.told)

    def _done(self, session: Session, asking: dict[Claim, Claimed], answers: list[Answered]) -> _Done:
        now = self.clock()
        states, granted = outbox.turn(
            session,
            answers,
            _fences(asking.values()),
            now,
            self.lease,
            retry_base=self.settings.retry_base,
        )
        self.in_doubt |= any(state is MessageState.QUEUED for state in states.values())
        if self._found_open(answers) and brakes.resume(session, now=now):
            log.info("way_out_again")
            self.slots.start_anew()
        self._renew(session, now)
        if self.careful:  # what failed may be what is new: the answers are written first
            return _Done(granted, [], states, 0)
        claimed = [] if self.closing else self._claim(session, now)
        self.untold += sum(state is MessageState.SENT for state in states.values())
        told = self._tell(session, now, quiet=not (asking or claimed or self.stock or self.in_hand))
        return _Done(granted, claimed, states, told)

    def _found_open(self, answers: list[Answered]) -> bool:
        """Say whether the letter that tried our access got an answer of its own.

        Others do not tell: they may have been under way when our access was lost, or under a limit not yet met.
        """
        tried = [each for each in answers if (each.message_id, each.fence) in self.probing]
        return any(not outbox.is_ours(each.answer) for each in tried)

    def _claim(self, session: Session, now: datetime) -> list[Claimed]:
        """Claim what carriers will want; one letter alone while our access is in doubt."""
        want = self.slots.wanted(self.stock, self._domains(), AHEAD)
        if want <= 0 and not self.in_doubt:
            return []
        pause = brakes.paused(session)
        self.in_doubt = pause is not None
        if pause is None:
            return self._claimed(session, now, want)
        self._give_back(session, now, "the mail server does not let us in")
        if now < pause.until or self.in_hand:
            return []
        brakes.put_off(session, now=now, seconds=self.settings.retry_base)
        probe = self._claimed(session, now, 1)
        self.probing = {_key(letter) for letter in probe}
        return probe

    def _claimed(self, session: Session, now: datetime, want: int) -> list[Claimed]:
        full = self.slots.full(Counter(letter.domain for letter in self.stock), self._domains())
        return outbox.claim(session, self.worker, now, self.lease, most=want, without=full, gate=self.gate)

    def _give_back(self, session: Session, now: datetime, reason: str) -> None:
        with self.changed:
            idle, self.stock = self.stock, []
        outbox.give_back(session, _fences(idle), now, reason)

    def _tell(self, session: Session, now: datetime, *, quiet: bool) -> int:
        """Tell clocks of what was accepted: at once when all is quiet, else for a share of the time."""
        if self.untold == 0 or not (quiet or (self.untold >= hearing.MOST and self.earned >= self.telling)):
            return 0
        began = elapsed()
        told = self._heard(session, now)
        self.untold = max(self.untold - told, 1) if told >= hearing.MOST else 0
        self.telling = min(elapsed() - began, 1.0)
        self.earned = max(self.earned - self.telling, 0.0)
        return told

    def _heard(self, session: Session, now: datetime) -> int:
        """Tell clocks; a letter whose clocks cannot be told keeps no other from being sent or told."""
        try:
            with session.begin_nested():
                return hearing.hear(session, now, without=self.deaf)
        except Exception as fault:  # noqa: BLE001 - told one by one, the one that fails is found
            log.error("not_heard", kind=type(fault).__name__)
        for letter in hearing.unheard(session, without=self.deaf):
            try:
                with session.begin_nested():
                    hearing.hear(session, now, only=letter)
            except Exception as fault:  # noqa: BLE001 - as above
                log.error("not_heard", letter=letter, kind=type(fault).__name__)
                self.deaf.add(letter)
        return hearing.MOST

    def _renew(self, session: Session, now: datetime) -> None:
        if elapsed() - self.renewed < self.settings.lease_seconds / 3:
            return
        self.renewed = elapsed()
        with self.changed:
            held = [*self.stock, *(letter for letter, _ in self.in_hand.values())]
        outbox.renew(session, _fences(held), now, self.lease)

    def _publish(
        self,
        asking: dict[Claim, Claimed],
        done: _Done,
        began: float,
    ) -> None:
        for state in dict.fromkeys(done.states.values()):
            ids = [letter for letter, became in done.states.items() if became is state]
            log.info("letters", letters=ids, state=state.value)
        with self.changed:
            self.earned = min(self.earned + TELLING * (elapsed() - began), 1.0)
            self.stock += done.claimed
            newest = _fences(asking.values())
            for claim in asking:
                may = claim[0] in done.granted and newest[claim[0]] == claim[1]
                self.leave[claim] = began if may else None
                if not may:
                    log.info("letter_kept_back", letter=claim[0])
            self.given.notify_all()

    def _put_back(self, asking: dict[Claim, Claimed], answers: list[Answered], fault: Exception) -> None:
        """Keep answers, however long the database is away: they are the only proof there is."""
        self.rest = min(max(self.rest * 2, FIRST_REST), LONGEST_REST)
        log.warning("database_away", kind=type(fault).__name__, rest=self.rest)
        with self.changed:
            self.answers = answers + self.answers
            if self.rest < LONGEST_REST:
                self.asking = asking | self.asking
            else:  # the server has waited long enough: they stay claimed, and are queued again
                self.leave |= dict.fromkeys(asking)
            self.given.notify_all()

    # --- beginning and end -------------------------------------------------------------------------

    def close(self) -> None:
        """Give no more letters out: what nobody has offered is given back by `settle`."""
        self.closing = True

    def settle(self) -> None:
        """Write down the last answers, trying a few times, and give back what was not offered."""
        for _ in range(LAST_TRIES):
            self.work()
            if not self.answers:
                break
            time.sleep(FIRST_REST)
        try:
            with self.database.sending() as session:
                self._give_back(session, self.clock(), "its sender was asked to stop")
                faults.reach("before_return")
                session.commit()
                faults.reach("after_return")
        except DBAPIError as fault:
            log.warning("left_to_their_leases", kind=type(fault).__name__)

    def idle(self) -> bool:
        """Return whether nothing is in hand and nothing waits to be written."""
        with self.changed:
            return not (self.stock or self.in_hand or self.asking or self.answers)

    def behind(self) -> bool:
        """Return whether more letters wait here than there are lines: what else there is to do can wait."""
        with self.changed:
            return len(self.stock) > self.slots.lines

    def _domains(self) -> Counter[str]:
        return Counter(letter.domain for letter, _ in self.in_hand.values())


def _key(letter: Claimed) -> Claim:
    return letter.message_id, letter.fence


def _fences(letters: Iterable[Claimed]) -> dict[int, int]:
    """Return the newest claim of each letter."""
    return {each.message_id: each.fence for each in sorted(letters, key=_key)}
