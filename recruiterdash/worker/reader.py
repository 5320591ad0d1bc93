"""The reader of one process: fetches answers from the mail server, and may be killed at any instant.

    1. Fetch some mails; the server is asked not to note that.
    2. Keep their bytes and places.                                                        commit, durably
    3. Mark them as seen on the server.
    4. Write down that it knows.                                                           commit
    5. File each: whose it is, what it is; a sure rule moves clocks in the same transaction.  commit

Killed after 2, the mails are known by their places and nothing is fetched again; killed before, the server has
heard nothing. A mail that ends the line, or the program, is asked for alone from then on and keeps no other back.
"""

import random
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import NamedTuple

import structlog
from sqlalchemy.exc import DBAPIError

from recruiterdash import jobs, moments
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.mail import imap_access_from
from recruiterdash.mail.arriving import Arrived, NoPostbox, Postbox, Source, open_postbox, parse_imap_url
from recruiterdash.messages.inbound import filing, keeping
from recruiterdash.messages.inbound.keeping import Folder
from recruiterdash.worker import faults
from recruiterdash.worker.names import is_gone

#: The bell of whoever waits for mail.
INBOX = "inbox"
#: The mailbox is looked at so many times less often than the outbox.
SELDOM = 15
#: Seconds another reader waits for a silent one.
LEASE = 90.0
#: Mails filed in one transaction.
FILED = 50
#: Mails marked at once, of those that were not.
TOLD = 200
#: Lines opened anew in one look because a mail ended the one before.
REOPENED = 3
#: Seconds until a mail that ended the line is asked for again, the first time and at most.
FIRST_AGAIN, LAST_AGAIN = 30.0, 3600.0

log = structlog.get_logger("reader")


class Look(NamedTuple):
    """What one look brought."""

    #: Mails that had not been kept before, and mails that were filed.
    stored: int = 0
    filed: int = 0
    #: Why the server could not be read to the end; empty when it could, or was not asked.
    fault: str = ""
    #: Another reader has the folder, or it rests after a fault.
    left: bool = False


class Reader:
    """Reads one mailbox; `look` once, or `start` in a thread."""

    def __init__(self, settings: Settings, database: Database, name: str) -> None:
        self.settings, self.database, self.name = settings, database, name
        self.source: Source = parse_imap_url(settings.imap_url, tokens=settings.imap_auth == "oauth")
        self._access = imap_access_from(settings)
        #: Whom we believe instead of the system's authorities, and how long we wait; tests say so.
        self.trust: ssl.SSLContext | None = None
        self.patience: dict[str, float] = {}
        self._line: Postbox | None = None
        self._suspects: dict[int, tuple[int, datetime]] | None = None
        self._stopping = Event()
        self._thread: Thread | None = None

    # --- running -----------------------------------------------------------------------------------

    def start(self) -> "Reader":
        """Read beside other work of this process."""
        self._thread = Thread(target=self._read_on, name="reader", daemon=True)
        self._thread.start()
        return self

    def stop(self, seconds: float) -> None:
        """Finish the mail in hand and hang up; what is under way is left to the next reader."""
        self._stopping.set()
        jobs.wake(INBOX)
        if self._thread is not None:
            self._thread.join(timeout=seconds)

    def _read_on(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except Exception as fault:  # noqa: BLE001 - the next look begins anew; nothing is lost meanwhile
                log.error("reader_failed", kind=type(fault).__name__)
                self._hang_up()
            jobs.rest(INBOX, max(self.settings.poll_seconds * SELDOM, 0.05))
        self.leave()

    def leave(self) -> None:
        """Hang up, and let another reader begin at once."""
        if self._line is not None:
            self._line.leave()
            self._line = None
        try:
            with self.database.writing() as session:
                keeping.give_back(session, self.source.name, self.name)
                session.commit()
        except DBAPIError as fault:
            log.warning("folder_left_to_its_lease", kind=type(fault).__name__)

    # --- one look ----------------------------------------------------------------------------------

    def look(self) -> Look:
        """Fetch and file all there is."""
        folder = self._take()
        if folder is None:
            return Look(left=True)
        if folder.rests:
            return Look(filed=self.file(), left=True)
        stored, fault = 0, ""
        try:
            stored = self._read(folder)
        except NoPostbox as none:
            fault = str(none)
            self._failed(fault)
        return Look(stored, self.file(), fault)

    def _take(self) -> Folder | None:
        with self.database.writing() as session:
            folder = keeping.take(session, self.source.name, self.name, moments.now(), LEASE, is_gone)
            session.commit()
        return folder

    def _read(self, folder: Folder) -> int:
        """Fetch what is new; return how many mails were. Raises NoPostbox."""
        self._suspects = None
        line = self._opened()
        folder = self._numbered(folder, line)
        self._tell_again(folder, line)
        present = set(line.among(sorted(folder.suspects)))
        self._suspects = {uid: each for uid, each in folder.suspects.items() if uid in present}
        stored = 0
        for listed in line.after(folder.floor):
            with self.database.reading() as session:
                known = keeping.known(session, folder, listed[0], listed[-1])
            new = [uid for uid in listed if uid not in known and uid not in self._suspects]
            for batch in line.batches(new):
                stored += self._fetched(folder, line, batch)
            folder = self._passed(folder, listed[-1])
        stored += self._suspected(folder)
        self._looked(folder)
        return stored

    def _opened(self) -> Postbox:
        if self._line is None or not self._line.open:
            self._line = open_postbox(self.source, access=self._access, trust=self.trust, **self.patience)
        else:
            self._line.enter(self.source.folder)
        return self._line

    def _numbered(self, folder: Folder, line: Postbox) -> Folder:
        # numbers below one that was given already mean a new numbering, though the server does not say so
        began_again = line.next is not None and line.next <= folder.floor
        if folder.uid_validity == line.validity and not began_again:
            return folder
        with self.database.writing() as session:
            folder = keeping.renumbered(session, folder, line.validity, anew=began_again)
            session.commit()
        log.info("folder_numbered_anew")
        return folder

    def _tell_again(self, folder: Folder, line: Postbox) -> None:
        """What was kept by a reader that died before the server heard of it, or that the server would not mark."""
        told = True
        while told:
            with self.database.reading() as session:
                untold = keeping.untold(session, folder, TOLD)
            told = bool(untold) and self._tell(folder, line, untold)

    def _fetched(self, folder: Folder, line: Postbox, uids: Sequence[int]) -> int:
        """Fetch some mails, keep them, and tell the server. Raises NoPostbox; then each is suspected.

        A mail that the server lists and does not give is suspected too: it is not gone, and must not be passed over.
        """
        assert self._suspects is not None
        try:
            mails = list(line.fetch(uids))
            silent = set(uids) - {each.uid for each in mails}
            withheld = set(line.among(sorted(silent)))
        except NoPostbox:
            self._suspect(uids, alone=len(uids) == 1)
            raise
        stored = self._store(folder, mails)
        for uid in set(uids) - withheld:
            self._suspects.pop(uid, None)
        if withheld:
            log.warning("mail_withheld", mails=len(withheld))
            self._suspect(sorted(withheld), alone=len(uids) == 1)
        self._tell(folder, line, [each.uid for each in mails])
        return stored

    def _suspect(self, uids: Sequence[int], *, alone: bool) -> None:
        """Ask for each of these alone from now on, the longer after the oftener it was in vain."""
        assert self._suspects is not None
        for uid in uids:
            tries = self._suspects[uid][0] + 1 if uid in self._suspects else 0
            self._suspects[uid] = (tries + alone, moments.now() + _again(tries if alone else None))

    def _store(self, folder: Folder, mails: Sequence[Arrived]) -> int:
        if not mails:
            return 0
        with self.database.writing() as session:
            stored = keeping.store(session, folder, mails, moments.now())
            # another reader must not come in while this one is at work
            keeping.take(session, self.source.name, self.name, moments.now(), LEASE)
            faults.reach("before_store")
            session.commit()
            faults.reach("after_store")
        return stored

    def _tell(self, folder: Folder, line: Postbox, uids: Sequence[int]) -> bool:
        """Mark mails on the server and write that down; False when it refuses, which keeps no mail from us."""
        if not line.tell(uids):
            log.warning("mail_not_marked", mails=len(uids))
            return False
        faults.reach("after_seen")
        with self.database.writing() as session:
            keeping.tell(session, folder, uids)
            session.commit()
        return True

    def _suspected(self, folder: Folder) -> int:
        """Ask for mails that ended the line before, each alone, on a line that may end for it."""
        assert self._suspects is not None
        stored = reopened = 0
        for uid, (_, at) in sorted(self._suspects.items()):  # a copy: what is fetched is none any more
            if at > moments.now():
                continue
            try:
                stored += self._fetched(folder, self._opened(), [uid])
            except NoPostbox:
                reopened += 1
                log.warning("mail_ends_the_line", uid=uid)
                if reopened > REOPENED:
                    break
        return stored

    def _passed(self, folder: Folder, last: int) -> Folder:
        """Every mail up to a number is kept, gone meanwhile, or suspected: none is listed again."""
        with self.database.writing() as session:
            keeping.passed(session, folder, last, self._suspects or {})
            session.commit()
        return folder._replace(floor=last)

    def _looked(self, folder: Folder) -> None:
        """All there is was asked for."""
        with self.database.writing() as session:
            keeping.looked(session, folder, self._suspects or {}, moments.now())
            session.commit()

    def _failed(self, said: str) -> None:
        self._hang_up()
        with self.database.writing() as session:
            rest = keeping.failed(
                session, self.source.name, said, self._suspects, moments.now(), random.random()
            )
            session.commit()
        log.warning("mailbox_not_read", why=said, rest=round(rest, 1))

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    # --- filing ------------------------------------------------------------------------------------

    def file(self) -> int:
        """File every mail that is kept and not filed; return how many were. Only who holds the folder does."""
        filed = 0
        while not self._stopping.is_set():
            with self.database.writing() as session:
                ours = keeping.take(session, self.source.name, self.name, moments.now(), LEASE, is_gone)
                # counted before it is opened: a mail that ends the program is found out by it
                ids = filing.take(session, FILED) if ours is not None else ()
                session.commit()
            if not ids:
                break
            with self.database.writing() as session:
                done = [filing.file(session, id_, self.settings, now=moments.now()) for id_ in ids]
                faults.reach("before_file")
                session.commit()
                faults.reach("after_file")
            filed += sum(done)
            if not any(done):  # what is left waits for the fate of a letter
                break
        return filed


def _again(tries: int | None) -> timedelta:
    """How long a mail that ended the line is left alone; one of several is asked for alone at once."""
    return timedelta(0) if tries is None else timedelta(seconds=min(FIRST_AGAIN * 2**tries, LAST_AGAIN))
