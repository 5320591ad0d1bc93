"""The worker: sends what is approved, one letter at a time, and may be killed at any instant.

Every commit of a letter's way out stands in this file, between the phases of `messages.outbox`.
"""

import os
import random
import socket
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from threading import Event, Thread
from time import monotonic, sleep
from typing import TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from recruiterdash import jobs
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.mail import Answer, Catcher, Caught, Line, NoLine, open_line
from recruiterdash.messages import outbox
from recruiterdash.messages.models import CaughtLetter
from recruiterdash.messages.outbox import Claimed
from recruiterdash.moments import now
from recruiterdash.team.models import InstanceFact

OUTBOX = "outbox"
HEARTBEAT = "heartbeat"
#: Seconds between two signs of life, each with a look for leases that have run out.
BEAT = 5.0
#: A letter in DATA gets this long to be answered once we are asked to stop; ten seconds are all there are.
GRACE = 8.0
#: Seconds for a command that carries no letter.
COMMAND_TIMEOUT = 60.0
#: Seconds of rest while the mail server cannot be reached: doubling, and never longer than a minute.
FIRST_REST, LONGEST_REST = 1.0, 60.0

log = structlog.get_logger("worker")
Result = TypeVar("Result")


class Worker:
    """Sender and sweeper of one process; `run` in a process of its own, `start_thread` inside the web's."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.name = f"{socket.gethostname()}:{os.getpid()}:{random.randrange(16**4):04x}"[:80]
        self.lease = timedelta(seconds=settings.lease_seconds)
        self._stopping = Event()
        self._asked_to_stop = False
        self._patience_ends = 0.0
        self._lines: dict[str, Line] = {}
        self._rest = 0.0
        self._catcher: Catcher | None = None
        self._threads: list[Thread] = []

    # --- running -----------------------------------------------------------------------------------

    def run(self) -> None:
        """Send and sweep until somebody asks to stop: the whole life of a process of its own."""
        self.start_thread()
        while not self._asked_to_stop:
            sleep(0.2)
        self.stop()

    def start_thread(self) -> "Worker":
        """Send and sweep beside other work of this process."""
        self._open()
        self._threads = [
            Thread(target=self._send_on, name="sender", daemon=True),
            Thread(target=self._sweep_on, name="sweeper", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        return self

    def ask_to_stop(self) -> None:
        """Let `run` end; all that a signal handler may do, since a lock might be held where it interrupts."""
        self._asked_to_stop = True

    def stop(self) -> None:
        """Finish the letter in hand, or leave it to its lease, and stop within ten seconds."""
        deadline = monotonic() + GRACE + 1.0
        self._patience_ends = monotonic() + GRACE
        self._stopping.set()
        jobs.wake(OUTBOX)
        for thread in self._threads:
            thread.join(timeout=max(deadline - monotonic(), 0.1))
        self._close()

    def _send_on(self) -> None:
        while not self._stopping.is_set():
            try:
                sent = self.send_one()
            except Exception as fault:  # noqa: BLE001 - the other letters are still owed; its lease runs out
                log.error("sender_failed", kind=_where(fault))
                sent, self._rest = False, max(self._rest, FIRST_REST)
            if not sent:
                self._wait()

    def _wait(self) -> None:
        self._hang_up()
        seconds = max(self._rest, min(self.settings.poll_seconds, self._until_next()))
        jobs.rest(OUTBOX, seconds)

    def _until_next(self) -> float:
        """Seconds until the next letter may leave."""
        try:
            with self.database.reading() as session:
                due = outbox.next_due(session)
        except DBAPIError:
            return self.settings.poll_seconds
        return max((due - now()).total_seconds(), 0.01) if due else self.settings.poll_seconds

    # --- one letter --------------------------------------------------------------------------------

    def send_one(self) -> bool:
        """Send the letter that has waited longest; say whether there was one.

        1. Look whether a letter may leave. Claim it: its facts are checked in the same transaction. Commit.
        2. Greet the server, offer envelope and size. Nothing has left yet: any no means "again" or "never".
        3. Write down that DATA comes next, checking facts and claim once more. Commit, durably.
        4. DATA, the letter, the final dot, renewing the lease while the server makes us wait.
        5. Write down the answer; acceptance stops the person's clock. Commit.

        Killed after 3, nobody can know whether it arrived: the lease runs out and the letter is uncertain.
        """
        with self.database.reading() as session:
            due = outbox.next_due(session)
        if due is None or due > now():
            return False
        with self.database.writing() as session:
            letter = outbox.claim(session, self.name, now(), self.lease)
            session.commit()
        if letter is None:
            return False
        try:
            answer = self._delivered(self._line(letter), letter)
        except NoLine as none:
            answer = none.answer
        if answer is None:
            log.info("letter_kept_back", letter=letter.message_id)
            return True
        self._record(letter, answer, now())
        self._rest = self._rest_after(answer)
        return not self._rest

    def _delivered(self, line: Line, letter: Claimed) -> Answer | None:
        """Steps 2 to 4; None when the letter had to be kept back before DATA."""
        answer = line.offer(letter.envelope_from, letter.recipient, len(letter.data))
        if not answer.accepted:
            return answer
        with self.database.writing() as session:
            go = outbox.about_to_send_data(session, letter.message_id, letter.fence, now(), self.lease)
            session.commit()
        return line.send_data(letter.data, self._renewing(letter), beat=self._beat()) if go else None

    def _rest_after(self, answer: Answer) -> float:
        """Seconds to leave the server alone: none when its answer was about the letter."""
        if not outbox.is_ours(answer):
            return 0.0
        rest = min(max(self._rest * 2, FIRST_REST), LONGEST_REST)
        log.warning("no_way_out", phase=answer.phase.value, code=answer.code, rest=rest)
        return rest

    def _record(self, letter: Claimed, answer: Answer, at: datetime) -> None:
        """Keep the answer, however busy the database is: it is the only proof there is."""

        def write(session: Session) -> None:
            base = self.settings.retry_base
            state = outbox.record_answer(session, letter.message_id, letter.fence, answer, at, base)
            session.commit()
            log.info("letter", letter=letter.message_id, state=state.value if state else "not ours any more")

        self._insist(write)

    def _insist(self, write: Callable[[Session], Result], tries: int = 5) -> Result:
        for attempt in range(1, tries + 1):
            try:
                with self.database.writing() as session:
                    return write(session)
            except DBAPIError as fault:
                if attempt == tries:
                    raise
                log.warning("database_busy", kind=type(fault).__name__, attempt=attempt)
                sleep(0.2 * 2**attempt)
        raise AssertionError("unreachable")

    def _renewing(self, letter: Claimed) -> Callable[[], bool]:
        """What the line asks while it waits: renews the lease in time, and says whether to wait on."""
        renewed = monotonic()

        def keep_waiting() -> bool:
            nonlocal renewed
            if monotonic() - renewed >= self.settings.lease_seconds / 3:
                renewed = monotonic()
                self._renew(letter)
            return not self._stopping.is_set() or monotonic() < self._patience_ends

        return keep_waiting

    def _renew(self, letter: Claimed) -> None:
        try:
            with self.database.writing() as session:
                outbox.renew(session, letter.message_id, letter.fence, now(), self.lease)
                session.commit()
        except DBAPIError as fault:
            # the answer may still come, and is worth more than the lease
            log.warning("lease_not_renewed", letter=letter.message_id, kind=type(fault).__name__)

    def _beat(self) -> float:
        return max(min(1.0, self.settings.lease_seconds / 4), 0.05)

    # --- where letters go --------------------------------------------------------------------------

    def _line(self, letter: Claimed) -> Line:
        """An open line to where this letter goes. Raises NoLine."""
        url = self._server_for(letter.recipient)
        line = self._lines.get(url)
        if line is None or not line.usable:
            patience = self.settings.smtp_data_timeout
            line = open_line(url, command_timeout=min(COMMAND_TIMEOUT, patience), data_timeout=patience)
            self._lines[url] = line
        return line

    def _server_for(self, recipient: str) -> str:
        """Outside only what is meant to go there; everything else is caught."""
        if self._leaves(recipient):
            return self.settings.smtp_url
        if self._catcher is None:
            self._catcher = Catcher(self._keep).start()
        return self._catcher.url

    def _leaves(self, recipient: str) -> bool:
        mode = self.settings.mail_mode
        if mode == "catch" or self._is_demo():
            return False
        return mode == "real" or allowed(recipient, self.settings.mail_allowlist)

    def _is_demo(self) -> bool:
        with self.database.reading() as session:
            return session.scalar(select(InstanceFact.id).where(InstanceFact.name == "demo")) is not None

    def _keep(self, caught: Caught) -> None:
        message_id = BytesHeaderParser().parsebytes(caught.data).get("Message-ID")
        with self.database.writing() as session:
            for recipient in caught.recipients:
                session.add(
                    CaughtLetter(
                        caught_at=caught.at,
                        envelope_from=caught.envelope_from,
                        recipient=recipient,
                        raw=caught.data,
                        message_id=str(message_id).strip()[:255] if message_id else None,
                    )
                )
            session.commit()

    def _hang_up(self) -> None:
        for line in self._lines.values():
            line.close()
        self._lines.clear()

    # --- sweeping ----------------------------------------------------------------------------------

    def _sweep_on(self) -> None:
        while True:
            try:
                self.sweep()
            except Exception as fault:  # noqa: BLE001 - the database may be away: the next round looks again
                log.error("sweeper_failed", kind=_where(fault))
            if self._stopping.wait(min(BEAT, max(self.settings.lease_seconds / 2, 0.1))):
                return

    def sweep(self) -> None:
        """Show that this worker lives, and take letters back from those that do not."""
        with self.database.writing() as session:
            _beat(session, self.name, now())
            lost = outbox.expire_leases(session, now())
            session.commit()
        if lost:
            log.warning("leases_ran_out", letters=lost)
            jobs.wake(OUTBOX)

    # --- beginning and end -------------------------------------------------------------------------

    def _open(self) -> None:
        log.info("worker_started", worker=self.name, mode=self.settings.mail_mode)

    def _close(self) -> None:
        # a line that is still in use must not hear QUIT in the midst of a letter
        if not any(thread.is_alive() for thread in self._threads):
            self._hang_up()
        if self._catcher is not None:
            self._catcher.stop()
            self._catcher = None
        log.info("worker_stopped", worker=self.name)


def allowed(recipient: str, allowlist: tuple[str, ...]) -> bool:
    """Return whether an address, or its whole domain, is on the list of those that letters may leave to.

    allowlist: addresses and domains (`example.com` or `@example.com`), in small letters.
    """
    address = recipient.lower()
    domain = address.rpartition("@")[2]
    return any(each in (address, domain, f"@{domain}") for each in allowlist)


def _beat(session: Session, worker: str, at: datetime) -> None:
    fact = session.scalars(
        select(InstanceFact).where(InstanceFact.name == HEARTBEAT).with_for_update()
    ).one_or_none()
    if fact is None:
        session.add(InstanceFact(name=HEARTBEAT, value={"worker": worker}, at=at))
    else:
        fact.value, fact.at = {"worker": worker}, at


def _where(fault: BaseException) -> str:
    """Kind and place of a fault; never its words, which may quote a letter."""
    frames = traceback.extract_tb(fault.__traceback__)[-3:]
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(fault).__name__} at {places}"
