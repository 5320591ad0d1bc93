"""Makes previews of many letters beside the pages; killed in the middle, another worker begins it anew.

1. Claim one.                                                                          commit
2. Draw its letters from a reading session, which keeps nobody else from writing.
   Every little while: say how far it is, and whether it is still wanted.               commit
3. Keep all of them at once, if it is still wanted.                                    commit
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from time import monotonic

import structlog
from sqlalchemy.exc import DBAPIError

from recruiterdash import jobs
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.errors import DomainError
from recruiterdash.messages import batches
from recruiterdash.messages.batches import making
from recruiterdash.messages.batches.making import PREVIEWS, Claimed
from recruiterdash.team.identity import viewer_of

#: Seconds between two words on how far it is.
SAYS = 0.5
#: A preview is claimed for so many seconds: finding out about thousands of people takes some before the first word.
LEASE = 60.0
FAILED = "The program failed while it made this preview; who runs it finds the reason in its log."

log = structlog.get_logger("worker")


class Unwanted(Exception):
    """It was called off, is another worker's by now, or this one is asked to stop."""


class Previews:
    """One worker's part in making previews; `run` is the life of a thread."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        worker: str,
        clock: Callable[[], datetime],
        gone: Callable[[str], bool],
    ) -> None:
        self.settings = settings
        self.database = database
        self.worker = worker
        self.clock = clock
        self.gone = gone
        self.stopping = Event()
        self.lease = timedelta(seconds=max(self.settings.lease_seconds, LEASE))

    def run(self) -> None:
        """Make previews until asked to stop."""
        while not self.stopping.is_set():
            try:
                worked = self.make_one()
            except Exception as fault:  # noqa: BLE001 - the database may be away: the next round looks again
                log.error("previews_failed", kind=type(fault).__name__)
                worked = False
            if not worked:
                jobs.rest(PREVIEWS, self.settings.poll_seconds)

    def stop(self) -> None:
        """Leave what is being made to the next worker."""
        self.stopping.set()
        jobs.wake(PREVIEWS)

    def make_one(self) -> bool:
        """Make the preview that has waited longest; say whether there was one."""
        with self.database.writing() as session:
            claimed = making.claim(session, self.worker, self.clock(), self.lease, self.gone)
            session.commit()
        if claimed is None:
            return False
        try:
            self._made(claimed)
        except Unwanted:
            self._let_go(claimed)
        except DomainError as refusal:
            self._break_off(claimed, str(refusal), refusal)
        except DBAPIError:
            raise  # its lease runs out, and somebody begins it anew
        except Exception as fault:  # noqa: BLE001 - whoever waits for it is told
            log.error("preview_failed", preview=claimed.id, kind=type(fault).__name__)
            self._break_off(claimed, FAILED, fault)
        return True

    def _made(self, claimed: Claimed) -> None:
        with self.database.reading() as session:
            viewer = viewer_of(session, claimed.user_id, self.clock())
            drawn = batches.draw(
                session,
                viewer,
                claimed.wanted,
                now=self.clock(),
                settings=self.settings,
                progress=self._teller(claimed),
            )
        with self.database.writing() as session:
            made = batches.keep(
                session, viewer, claimed.wanted, drawn, now=self.clock(), settings=self.settings
            )
            if not making.finish(session, claimed, made.batch.id):
                raise Unwanted
            session.commit()

    def _teller(self, claimed: Claimed) -> Callable[[int], None]:
        """Return what says how far it is, every little while. Raises Unwanted when it need not go on."""
        said = monotonic()

        def tell(done: int) -> None:
            nonlocal said
            if self.stopping.is_set():
                raise Unwanted
            if monotonic() - said < SAYS:
                return
            with self.database.writing() as session:
                wanted = making.go_on(session, claimed, done, self.clock(), self.lease)
                session.commit()
            if not wanted:
                raise Unwanted
            said = monotonic()

        return tell

    def _let_go(self, claimed: Claimed) -> None:
        with self.database.writing() as session:
            making.let_go(session, claimed)
            session.commit()

    def _break_off(self, claimed: Claimed, why: str, fault: Exception) -> None:
        with self.database.writing() as session:
            making.break_off(session, claimed, why, type(fault).__name__, now=self.clock())
            session.commit()
