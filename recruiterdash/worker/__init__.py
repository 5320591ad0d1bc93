"""The worker: sends what is approved, reads what is answered, and may be killed at any instant."""

import traceback
from contextlib import suppress
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from threading import Event, Lock, Thread
from time import monotonic, sleep

import structlog
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from recruiterdash import jobs, moments
from recruiterdash.config import MailMode, Settings
from recruiterdash.db import Database
from recruiterdash.mail import Catcher, Caught, Line, access_from, open_line
from recruiterdash.messages import brakes, hearing, home, outbox
from recruiterdash.messages.models import CaughtLetter
from recruiterdash.messages.vitals import HEARTBEAT
from recruiterdash.metrics import operations as measuring
from recruiterdash.team.models import InstanceFact
from recruiterdash.worker import faults
from recruiterdash.worker.carrier import Carrier
from recruiterdash.worker.colleagues import Colleagues
from recruiterdash.worker.desk import Desk, elapsed
from recruiterdash.worker.lanes import Lanes
from recruiterdash.worker.names import is_gone, own_name
from recruiterdash.worker.previews import Previews
from recruiterdash.worker.reader import Reader

OUTBOX = "outbox"
#: Seconds between two signs of life, each with a look for leases that have run out.
BEAT = 5.0
#: A letter in DATA gets this long to be answered once we are asked to stop; ten seconds are all there are, and every
#: thread that must be waited for, the process's own end and a busy machine take their part of them.
GRACE = 5.0
#: Seconds of silence on lines with letters after which the desk looks around.
CARRYING = 0.05
#: Seconds for a command that carries no letter.
COMMAND_TIMEOUT = 60.0
#: A machine's time that moves by more, in seconds, while less has passed, keeps every letter back.
JUMP = 300.0

log = structlog.get_logger("worker")


class Worker:
    """Sender, reader and sweeper of one process; `run` in a process of its own, `start_thread` inside the web's."""

    def __init__(self, settings: Settings, database: Database) -> None:
        faults.arm(settings)
        self.settings = settings
        self.database = database
        self.name = own_name()
        #: What to add to this machine's time to have the database's: leases are by one clock for all.
        self.offset = timedelta(0)
        self.desk = Desk(settings, database, self.name, self.now)
        self.previews = Previews(settings, database, self.name, self.now, is_gone)
        self._stopping = Event()
        self._asked_to_stop = False
        self._patience_ends = float("inf")
        self._catcher: Catcher | None = None
        self._catching = Lock()
        self._lanes: Lanes | None = None
        self._threads: list[Thread] = []
        self.colleagues = Colleagues(
            settings, database, self.now, self._server_for, self._open, self.desk.behind
        )
        self._alone = self._carrier()
        self._seen = (moments.now(), elapsed())
        self._measured: measuring.Prepared | None = None
        self._access = access_from(settings)
        self._reader = Reader(settings, database, self.name) if settings.imap_url else None
        #: Where letters may go from this database; a copy or a demonstration writes to fewer than we were told.
        self._mode: MailMode | None = None

    def now(self) -> datetime:
        """Return the moment by the database's clock."""
        return moments.now() + self.offset

    # --- running -----------------------------------------------------------------------------------

    def run(self) -> None:
        """Send and sweep until somebody asks to stop: the whole life of a process of its own."""
        self.start_thread()
        while not self._asked_to_stop:
            sleep(0.2)
        self.stop()

    def start_thread(self) -> "Worker":
        """Send and sweep beside other work of this process."""
        self._look_around()
        log.info("worker_started", worker=self.name, mode=self._mode)
        self.desk.carried = True
        self._lanes = Lanes(self.desk, [self._carrier() for _ in range(self.desk.slots.lines)])
        self._threads = [
            Thread(target=self._send_on, args=(self._lanes,), name="desk", daemon=True),
            Thread(target=self._sweep_on, name="sweeper", daemon=True),
            Thread(target=self.previews.run, name="previews", daemon=True),
            Thread(target=self.colleagues.run, args=(self._stopping,), name="colleagues", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        if self._reader is not None:
            self._reader.start()
        return self

    def ask_to_stop(self) -> None:
        """Let `run` end; all that a signal handler may do, since a lock might be held where it interrupts."""
        self._asked_to_stop = True

    def stop(self) -> None:
        """Finish the letters in hand, or leave them to their leases, and stop within ten seconds."""
        deadline = monotonic() + GRACE + 1.5
        self._patience_ends = monotonic() + GRACE
        self.desk.close()
        self.previews.stop()
        jobs.wake(OUTBOX)
        for thread in self._threads[:1]:  # the desk's: it ends by itself when no letter is on its way
            thread.join(timeout=max(deadline - monotonic(), 0.1))
        self._stopping.set()
        jobs.wake(OUTBOX)
        for thread in self._threads:
            thread.join(timeout=max(deadline - monotonic(), 0.5))
        self._alone.hang_up()
        if self._reader is not None:
            self._reader.stop(max(deadline - monotonic(), 0.5))
        # beside, as it may have to wait for another writer, and we leave in time
        last = Thread(target=self._stamp_twice, daemon=True)
        last.start()
        last.join(timeout=max(deadline - monotonic(), 0.5))
        if self._catcher is not None:
            self._catcher.stop()
            self._catcher = None
        log.info("worker_stopped", worker=self.name)

    def _stamp_twice(self) -> None:
        """Let a copy made until now be known as one: two numbers on, the one it holds is forgotten."""
        with suppress(DBAPIError):
            self._look_around()
            self._look_around()

    def _carrier(self) -> Carrier:
        return Carrier(self.desk, self._server_for, self._open, lambda: monotonic() < self._patience_ends)

    # --- sending -----------------------------------------------------------------------------------

    def _send_on(self, lanes: Lanes) -> None:
        while not (self._stopping.is_set() or (self.desk.closing and not lanes.busy)):
            try:
                worked = self.desk.work()
                self.ensure_time_is_sound()
            except Exception as fault:  # noqa: BLE001 - the other letters are still owed; leases run out
                log.error("desk_failed", kind=_where(fault))
                worked, self.desk.rest = False, max(self.desk.rest, 1.0)
            if worked:
                lanes.go(CARRYING)
            else:
                self._wait(lanes)
        self.desk.settle()
        lanes.hang_up()

    def _wait(self, lanes: Lanes) -> None:
        """Rest until a letter on its way or a new one wants something, or one that waits may leave."""
        if self.desk.rest:
            self._stopping.wait(self.desk.rest)
        elif self.desk.idle():
            jobs.rest(OUTBOX, min(self.settings.poll_seconds, self._until_next()))
        elif lanes.busy:
            lanes.go(min(self.settings.poll_seconds, 0.5))
        else:
            self._stopping.wait(CARRYING)

    def _until_next(self) -> float:
        """Seconds until the next letter may leave."""
        try:
            with self.database.reading() as session:
                due = outbox.next_due(session, self.now())
                pause, held = brakes.paused(session), brakes.held(session)
        except DBAPIError:
            return self.settings.poll_seconds
        if due is None or held is not None:
            return self.settings.poll_seconds
        due = max(due, pause.until) if pause is not None else due
        return max((due - self.now()).total_seconds(), 0.01)

    def send_one(self) -> bool:
        """Send the letter that has waited longest, here and now; say whether there was one and our way is open."""
        self.desk.slots.window = 1
        if not self.desk.stock:
            self.desk.work()
        with self.database.reading() as session:
            paused = brakes.paused(session) is not None
        letter = self.desk.take() if self.desk.stock else None
        if letter is None:
            return False
        self.desk.answered(letter, self._alone.carried(letter))
        with self.database.reading() as session:
            return not (paused or brakes.paused(session) is not None)

    def ensure_time_is_sound(self) -> None:
        """Keep every letter back when this machine's time has jumped: what is due when is not known then."""
        (then, before), (at, after) = self._seen, (moments.now(), elapsed())
        jump = (at - then).total_seconds() - (after - before)
        if abs(jump) < JUMP:
            self._seen = (at, after)
            return
        log.error("time_jumped", seconds=round(jump))
        words = (
            f"The clock of the machine that sends jumped by {abs(jump) / 60:,.0f} minutes: look at it first."
        )
        with self.database.writing() as session:
            brakes.hold(session, "clock", words, now=self.now(), actor_id=None)
            session.commit()
        self._seen = (at, after)

    # --- where letters go --------------------------------------------------------------------------

    def _open(self, url: str) -> Line:
        patience = self.settings.smtp_data_timeout
        return open_line(
            url,
            command_timeout=min(COMMAND_TIMEOUT, patience),
            data_timeout=patience,
            access=self._access if url == self.settings.smtp_url else None,
        )

    def _server_for(self, recipient: str) -> str:
        """Outside only what is meant to go there; everything else is caught."""
        if self._leaves(recipient):
            return self.settings.smtp_url
        with self._catching:  # carriers ask at once, and one catcher is enough
            if self._catcher is None:
                self._catcher = Catcher(self._keep).start()
            return self._catcher.url

    def _leaves(self, recipient: str) -> bool:
        if self._mode is None:
            self._look_around()
        return home.may_leave(recipient, self._mode or "catch", self.settings.mail_allowlist)

    def _look_around(self) -> None:
        """Note where the database lives, and hold the letters of one that is not where it was."""
        with self.database.writing() as session:
            self.offset = _database_time(session) - moments.now()
            self._settle(session)
            session.commit()

    def _settle(self, session: Session) -> None:
        wanted = self.settings.mail_mode
        home.settle_in(session, now=self.now(), wanted=wanted)
        self._mode = home.mode_here(session, wanted)

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

    # --- sweeping ----------------------------------------------------------------------------------

    def _sweep_on(self) -> None:
        while True:
            for act in (self.sweep, self.measure):
                try:
                    act()
                except Exception as fault:  # noqa: BLE001 - the database may be away: the next round looks again
                    log.error("sweeper_failed", kind=_where(fault))
            if self._stopping.wait(min(BEAT, max(self.settings.lease_seconds / 2, 0.1))):
                return

    def sweep(self) -> None:
        """Show that this worker lives, and take letters back from those that do not."""
        with self.database.writing() as session:
            self.offset = _database_time(session) - moments.now()
            _beat(session, self.name, self.now())
            lost = outbox.expire_leases(session, self.now(), is_gone)
            untold = len(hearing.unheard(session))
            self._settle(session)
            faults.reach("before_sweep")
            session.commit()
            faults.reach("after_sweep")
        self.desk.untold = max(self.desk.untold, untold)
        self.desk.deaf = set()  # what failed may have been a passing conflict: it is tried again
        if lost:
            log.warning("leases_ran_out", letters=lost)
        if lost or untold:
            jobs.wake(OUTBOX)

    def measure(self) -> None:
        """Bring what the figures keep up to date, some people at a time; letters come first."""
        while not (self._stopping.is_set() or self.desk.behind()):
            with self.database.reading() as session:
                prepared = measuring.prepare(session, after=self._measured)
            if prepared is None:
                return
            with self.database.writing() as session:
                kept = measuring.keep(session, prepared)
                session.commit()
            self._measured = kept
            if not prepared.left or self._stopping.wait(0.02):
                return


def _database_time(session: Session) -> datetime:
    """Return the moment by the database's clock; SQLite has none of its own."""
    if session.get_bind().dialect.name == "sqlite":
        return moments.now()
    at: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return at


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
