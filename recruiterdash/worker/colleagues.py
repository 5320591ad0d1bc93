"""What the program does for colleagues: drafts letters for them to read, asks who decides, carries notices.

No letter to a candidate leaves by it. A notice may arrive twice: what is unclear is sent again.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Event
from time import monotonic

import structlog

from recruiterdash import notices
from recruiterdash.closure import asking, drafts
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.mail import Answer, Line, NoLine
from recruiterdash.messages import brakes

#: Seconds between two looks at who goes quiet, and between two for notices.
LOOK, POLL = 60.0, 1.0
#: Notices of one round, so that a stop is heeded.
MOST = 50
#: Drafts of one transaction, and transactions of one look.
AT_ONCE, ROUNDS = 5, 8

log = structlog.get_logger("colleagues")


class Colleagues:
    """Looks and carries, round by round; `run` until somebody asks to stop."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Callable[[], datetime],
        server_for: Callable[[str], str],
        open_to: Callable[[str], Line],
        behind: Callable[[], bool] = lambda: False,
    ) -> None:
        self.settings, self.database, self.clock = settings, database, clock
        self.server_for, self.open_to = server_for, open_to
        #: Says whether letters wait for their turn: they come first.
        self.behind = behind
        self._next_look = 0.0

    def run(self, stopping: Event) -> None:
        while not stopping.wait(min(POLL, self.settings.poll_seconds)):
            try:
                if monotonic() >= self._next_look and not self.behind():
                    self._next_look = monotonic() + LOOK
                    self.look()
                self.carry(stopping)
            except Exception as fault:  # noqa: BLE001 - the next round looks again; its words may quote somebody
                log.error("colleagues_failed", kind=type(fault).__name__)

    def look(self) -> int:
        """Draft letters that are called for, and ask who decides; return how many came of it."""
        now, made = self.clock(), 0
        for _ in range(ROUNDS):
            if self.behind():
                break
            # few at a time, as SQLite lets nobody else write meanwhile
            with self.database.writing() as session:
                drafted = drafts.draft_due(session, self.settings, now=now, most=AT_ONCE)
                session.commit()
            made += drafted
            if drafted < AT_ONCE:
                break
        with self.database.writing() as session:
            made += drafts.tell_of_slips(session, self.settings, now=now)
            session.commit()
        if made:
            log.info("drafted", drafts=made)
        return made

    def carry(self, stopping: Event | None = None) -> int:
        """Send the notices that wait, unless all mail is held back; return how many left."""
        sent = 0
        for _ in range(MOST):
            if (stopping is not None and stopping.is_set()) or not self._carried():
                break
            sent += 1
        return sent

    def _carried(self) -> bool:
        """Send one notice; say whether there was one and it left."""
        with self.database.reading() as session:
            if not notices.waiting(session, self.clock()) or brakes.held(session) is not None:
                return False
        with self.database.writing() as session:
            taken = notices.take(session, self.settings, self.clock(), partial(asking.hides, session))
            session.commit()
        if taken is None:
            return False
        answer = self._offered(taken)
        with self.database.writing() as session:
            notices.answered(session, taken, answer, self.clock())
            session.commit()
        log.info("notice", notice=taken.id, accepted=answer.accepted)
        return answer.accepted

    def _offered(self, taken: notices.Taken) -> Answer:
        sealed = taken.sealed
        try:
            line = self.open_to(self.server_for(sealed.recipient))
        except NoLine as none:
            return none.answer
        with line:
            answer = line.offer(sealed.envelope_from, sealed.recipient, len(sealed.data))
            return line.send_data(sealed.data) if answer.accepted else answer
