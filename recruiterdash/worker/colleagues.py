"""What the program does for colleagues: drafts letters for them to read, asks who decides, tells them who waits.

No letter to a candidate leaves by it. A notice may arrive twice: what is unclear is sent again.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Event
from time import monotonic

import structlog
from sqlalchemy.orm import Session

from recruiterdash import digests, notices
from recruiterdash.closure import asking, drafts
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.digests.said import Said
from recruiterdash.errors import DomainError
from recruiterdash.mail import Answer, Line, NoLine, Phase, Sealed, Verdict
from recruiterdash.messages import brakes
from recruiterdash.metrics import exporting
from recruiterdash.places import PLOTLY, place

#: Seconds between two looks at who goes quiet, and between two for notices.
LOOK, POLL = 60.0, 1.0
#: Seconds between two looks at what was missed: its days are business days.
CLIMB = 900.0
#: Notices of one round, so that a stop is heeded.
MOST = 50
#: Drafts of one transaction, and transactions of one look.
AT_ONCE, ROUNDS = 5, 8

#: What becomes of a notice that could not be written: it is tried again, as when a server is away.
NOT_WRITTEN = Answer(Phase.CONNECT, Verdict.AGAIN, None, "It could not be written.")

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
        self._next_look = self._next_climb = 0.0

    def run(self, stopping: Event) -> None:
        while not stopping.wait(min(POLL, self.settings.poll_seconds)):
            try:
                if monotonic() >= self._next_look and not self.behind():
                    self._next_look = monotonic() + LOOK
                    self.look()
                    self.make_due()
                if monotonic() >= self._next_climb and not self.behind():
                    self._next_climb = monotonic() + CLIMB
                    self.climb()
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

    def make_due(self) -> int:
        """Begin the digests whose time has come; return how many."""
        with self.database.writing() as session:
            made = digests.make_due(session, self.settings, now=self.clock())
            session.commit()
        return made

    def climb(self) -> int:
        """Tell colleagues of what comes near, was missed, or is missed still; return how many mails were begun."""
        now, begun, after = self.clock(), 0, 0
        while not self.behind():
            with self.database.reading() as session:
                looked = digests.look(session, now=now, after=after)
            if looked.missed:
                with self.database.writing() as session:
                    begun += digests.keep(session, self.settings, looked.missed, now=now)
                    session.commit()
            if looked.after is None:
                break
            after = looked.after
        return begun

    def carry(self, stopping: Event | None = None) -> int:
        """Send the notices that wait, unless all mail is held back; return how many left."""
        sent = 0
        for _ in range(MOST):
            if (stopping is not None and stopping.is_set()) or not self._carried():
                break
            sent += 1
        return sent

    def _carried(self) -> bool:
        """Deal with one notice; say whether there was one and no mail server stood in its way."""
        with self.database.reading() as session:
            if not notices.waiting(session, self.clock()) or brakes.held(session) is not None:
                return False
        with self.database.writing() as session:
            taken = notices.take(session, self.settings, self.clock(), partial(asking.hides, session))
            session.commit()
        if taken is None:
            return False
        try:
            sealed = taken.sealed or self.written(taken)
        except Exception as fault:  # noqa: BLE001 - one that cannot be written keeps no other back
            log.error("notice_not_written", notice=taken.id, kind=type(fault).__name__)
            self._noted(taken, NOT_WRITTEN)
            return True
        if sealed is None:
            return True
        answer = self._offered(sealed)
        self._noted(taken, answer)
        return answer.accepted

    def _noted(self, taken: notices.Taken, answer: Answer) -> None:
        with self.database.writing() as session:
            notices.answered(session, taken, answer, self.clock())
            session.commit()
        log.info("notice", notice=taken.id, accepted=answer.accepted)

    def written(self, taken: notices.Taken) -> Sealed | None:
        """Write a notice as things are now; None when it is put off, or has nothing to say."""
        now = self.clock()
        # read first: figures take their time, and nobody waits for them
        with self.database.reading() as session:
            draft = digests.drafted(session, self.settings, taken, now)
        with self.database.writing() as session:
            said = self._settled(session, taken, draft, now)
            session.commit()
        if said is None:
            return None
        words = digests.words_of(said, _drawn(said), self.settings.sender_mailbox.rpartition("@")[2])
        with self.database.reading() as session:
            return notices.written(session, self.settings, taken, words)

    def _settled(
        self, session: Session, taken: notices.Taken, draft: digests.Composed, now: datetime
    ) -> Said | None:
        """Return what is said, with its questions kept; else put it off, or end it."""
        if isinstance(draft, digests.Draft):
            return digests.with_questions(session, self.settings, taken, draft, now)
        if isinstance(draft, digests.Later):
            notices.put_off(session, taken, draft.at)
        else:
            notices.drop(session, taken, draft.why)
        return None

    def _offered(self, sealed: Sealed) -> Answer:
        try:
            line = self.open_to(self.server_for(sealed.recipient))
        except NoLine as none:
            return none.answer
        with line:
            answer = line.offer(sealed.envelope_from, sealed.recipient, len(sealed.data))
            return line.send_data(sealed.data) if answer.accepted else answer


def _drawn(said: Said) -> dict[str, bytes]:
    """Return the charts of a mail as PNG, by figure; those that cannot be drawn here are left out."""
    drawn: dict[str, bytes] = {}
    for finding in said.findings:
        if finding.drawn is None or not exporting.can_draw():
            continue
        try:
            drawn[finding.name] = exporting.exported(
                finding.drawn, "png", place("node_modules") / PLOTLY
            ).data
        except DomainError:
            log.warning("no_pictures", figure=finding.name)
            break  # the next would wait as long for what is not there
    return drawn
