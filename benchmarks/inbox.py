"""How fast mail is read and filed from a real Dovecot, beside a program that only fetches it and writes it down."""

import imaplib
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select, update

from benchmarks.ground import ROOT, Figure, Maker, command
from benchmarks.sending import fill
from recruiterdash.db import Database
from recruiterdash.mail import key_of, reply_to
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import Message, MessageState
from tests.faults.certificates import Authority
from tests.faults.dovecot import PASSWORD, USER, Dovecot
from tests.inbox import shapes
from tests.inbox.shapes import Answer

#: Letters that the mails answer.
LETTERS = 1_000
OWN = "jobs@borealis.example"
#: Of two runs that differ in how many mails there were.
FLAT = 1.1


def measure(kind: str, make: Maker, mails: int) -> list[Figure]:
    """Return mails a second from server to application, beside bare fetching, and how memory grows with many."""
    few = max(mails // 10, 1)
    with tempfile.TemporaryDirectory(prefix="rd-bench-") as name:
        authority = Authority(Path(name))
        with Dovecot(authority.files()) as dovecot:
            small = _ours(kind, make, dovecot, authority, few)
            dovecot.empty()
            ours = _ours(kind, make, dovecot, authority, mails)
            bare = _bare(dovecot, authority, Path(name) / "bare")
    return [
        Figure(f"{kind}: mails a second, read and filed", ours.rate, "/s", 100.0, at_most=False),
        Figure(f"{kind}: mails a second of the processor's time", ours.busy, "/s", 100.0, at_most=False),
        Figure(
            f"{kind}: reading and filing / only fetching and keeping",
            ours.rate / bare,
            "x",
            0.05,
            at_most=False,
        ),
        Figure(f"{kind}: memory over {mails:,} mails / over {few:,}", ours.memory / small.memory, "x", FLAT),
        Figure(f"{kind}: memory over {mails:,} mails", ours.memory, "MB", 300.0),
    ]


class Read(NamedTuple):
    """What reading so many mails took: mails a second, by the clock and of the processor's own time, and MB."""

    rate: float
    busy: float
    memory: float


def _filed(database: Database) -> int:
    with database.reading() as session:
        found = select(func.count()).where(InboundMail.state == InboundState.THREADED)
        return session.scalar(found) or 0


def _ours(kind: str, make: Maker, dovecot: Dovecot, authority: Authority, mails: int) -> Read:
    """Let `mail poll` read and file all there is."""
    url = make(kind)
    command(url, "demo", "load", "--applications", str(2 * LETTERS))
    database = Database(url)
    fill(database, LETTERS)
    of_the_demo = _filed(database)
    dovecot.put(*_answers(database, mails))
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "SSL_CERT_FILE": str(authority.certificate_file()),
        "RECRUITERDASH_DATABASE_URL": url,
        "RECRUITERDASH_MAIL_FROM": OWN,
        "RECRUITERDASH_IMAP_URL": dovecot.url,
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "recruiterdash.cli", "mail", "poll", "--once"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    ended, peak = 0, 0.0
    while not ended:
        # asked of itself: what `wait4` says of a child begins with the memory of whoever started it
        peak = max(peak, _peak(process.pid))
        time.sleep(0.02)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    taken = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    filed = _filed(database) - of_the_demo
    database.close()
    if process.returncode or filed != mails:
        raise RuntimeError(
            f"{filed} of {mails} mails were filed; the program ended with {process.returncode}"
        )
    return Read(mails / taken, mails / (used.ru_utime + used.ru_stime), peak)


def _peak(process: int) -> float:
    """The most memory that a process has had so far, in MB; 0 once it has ended."""
    said = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB", said, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _answers(database: Database, mails: int) -> list[bytes]:
    """Answers to letters that have left, in the shapes of many programs; one in four asks something."""
    with database.writing() as session:
        session.execute(update(Message).values(state=MessageState.SENT, sent_at=Message.created_at))
        letters = session.execute(select(Message.recipient, Message.message_id)).all()
        session.commit()
    made = []
    for number in range(mails):
        recipient, message_id = letters[number % len(letters)]
        key = key_of(message_id)
        assert key is not None
        text = f"Noted, number {number}." if number % 4 else f"When will you decide, number {number}?"
        answer = Answer(text, recipient, reply_to(OWN, key), message_id)
        made.append(shapes.PLAIN[number % len(shapes.PLAIN)](answer))
    return made


def _bare(dovecot: Dovecot, authority: Authority, folder: Path) -> float:
    """Mails a second of a program that fetches all there are, fifty at once, and writes each down durably."""
    folder.mkdir()
    with imaplib.IMAP4_SSL("127.0.0.1", dovecot.port, ssl_context=authority.trust()) as box:
        box.login(USER, PASSWORD)
        box.select("INBOX")
        uids = box.uid("SEARCH", "ALL")[1][0].split()
        began = time.perf_counter()
        for start in range(0, len(uids), 50):
            _, found = box.uid("FETCH", b",".join(uids[start : start + 50]).decode(), "(UID BODY.PEEK[])")
            with (folder / str(start)).open("wb") as kept:
                kept.writelines(each[1] for each in found if isinstance(each, tuple))
                kept.flush()
                os.fsync(kept.fileno())
        return len(uids) / (time.perf_counter() - began)
