"""A process that has loaded the reader and forks one for each line it reads, and the trial that kills them.

A line says at which fault point the reader dies by itself, "-" for none; the answer is the number of its process.
"""

import contextlib
import dataclasses
import hashlib
import os
import signal
import ssl
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Self

from sqlalchemy import func, select

from recruiterdash import config
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.journey.models import Event
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.worker import faults
from recruiterdash.worker.names import own_name
from recruiterdash.worker.reader import Reader
from tests.faults.imap_proxy import ImapProxy, ProxyTalk
from tests.faults.imap_server import ImapServer, Talk
from tests.faults.kills import kill
from tests.inbox import shapes
from tests.inbox.house import House
from tests.torture.nursery import ROOT

#: What the server kills a reader at: before it has heard of a mail's being kept, and after; amid a mail's bytes.
AIMS = ("before STORE", "after STORE", "amid FETCH")
#: Seconds within which the last reader files something more.
GRACE = 120.0


class Readers:
    """Starts readers, and forgets none: leaving kills those that still live."""

    def __init__(self, settings: Settings, url: str, authority: Path, log: Path) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RECRUITERDASH_DATABASE_URL": settings.database_url,
            "RECRUITERDASH_MAIL_FROM": settings.mail_from,
            "RECRUITERDASH_IMAP_URL": url,
            "RECRUITERDASH_POLL_SECONDS": "0.002",
            "SSL_CERT_FILE": str(authority),
        }
        with log.open("a") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.torture.readers"],
                cwd=ROOT,
                env=environment,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
            )
        self.living: set[int] = set()

    def start(self, fault: str = "-") -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{fault}\n")
        self.process.stdin.flush()
        number = int(self.process.stdout.readline())
        self.living.add(number)
        return number

    def kill(self, number: int) -> None:
        self.living.discard(number)
        with contextlib.suppress(ProcessLookupError):
            kill(number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in tuple(self.living):
            self.kill(number)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait(20)


@dataclasses.dataclass
class Reading:
    """One trial: mails that arrive while readers of them are killed."""

    database: Database
    server: ImapServer | ImapProxy
    readers: Readers
    random: Random
    sent: list[bytes] = dataclasses.field(default_factory=list)
    made: int = 0
    renumbered: int = 0
    seconds: float = 0.0

    def run(self, mails: list[bytes], kills: int, renumber: int = 5) -> None:
        """Deliver mails in portions, kill a reader in each, then let one finish in peace."""
        began = time.monotonic()
        share = max(len(mails) // kills, 1)
        for turn in range(kills):
            portion = mails[turn * share : (turn + 1) * share] if turn < kills - 1 else mails[turn * share :]
            self.sent += portion
            self.server.box.put(*portion)
            if (
                renumber
                and turn
                and turn % max(kills // (renumber + 1), 1) == 0
                and self.renumbered < renumber
            ):
                self.server.box.renumber(reverse=bool(turn % 2))
                self.renumbered += 1
            self._one_dies(turn)
        last = self.readers.start()
        left, moved_at = self._unfiled(), time.monotonic()
        # a slow machine is no law broken: only a reader that files nothing more for so long is given up
        while left and time.monotonic() < moved_at + GRACE:
            time.sleep(0.05)
            before, left = left, self._unfiled()
            moved_at = time.monotonic() if left < before else moved_at
        self.readers.kill(last)
        self.seconds = time.monotonic() - began

    def _one_dies(self, turn: int) -> None:
        kinds = ("random", *AIMS, *faults.READING)
        kind = kinds[turn % len(kinds)]
        if kind in faults.READING:
            number = self.readers.start(f"{kind}:1")
            self._wait_or_kill(number)
        elif kind in AIMS:
            self._aimed(kind)
        else:
            number = self.readers.start()
            time.sleep(self.random.uniform(0, 0.15))
            self.readers.kill(number)
            self.made += 1

    def _aimed(self, aim: str) -> None:
        fired: list[int] = []
        victim: list[int] = []

        def fault(talk: Talk | ProxyTalk, command: str) -> bytes | None:
            hit = ("BODY.PEEK[]" if aim == "amid FETCH" else "UID STORE") in command
            if not hit or fired or not victim:
                return None
            fired.append(1)
            whole = talk.answer(command)
            with contextlib.suppress(OSError):
                if aim == "amid FETCH":
                    talk.say(whole[: len(whole) // 2])
                elif aim == "after STORE":
                    talk.say(whole)
            self.readers.kill(victim[0])
            return b""

        self.server.fault = fault
        victim.append(self.readers.start())
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not fired:
            time.sleep(0.005)
        self.server.fault = None
        self.made += len(fired)
        self.readers.kill(victim[0])

    def _wait_or_kill(self, number: int) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                os.kill(number, 0)
            except ProcessLookupError:
                self.made += 1
                self.readers.living.discard(number)
                return
            time.sleep(0.005)
        self.readers.kill(number)

    def _unfiled(self) -> int:
        with self.database.reading() as session:
            filed = select(func.count()).where(InboundMail.state != InboundState.STORED)
            return len({*self.sent}) - (session.scalar(filed) or 0)

    def broken(self) -> dict[str, int]:
        """The laws that are broken: each mail once, its bytes as they were, each question asked once."""
        with self.database.reading() as session:
            kept = list(session.execute(select(InboundMail.digest, InboundMail.raw, InboundMail.state)))
            asked = Counter(
                session.scalars(select(Event.source_key).where(Event.source_key.like("inbound:%")))
            )
        sent = {hashlib.sha256(data).hexdigest(): data for data in self.sent}
        held = Counter(digest for digest, _, _ in kept)
        found = {
            "lost": len(set(sent) - set(held)),
            "made up": len(set(held) - set(sent)),
            "doubled": sum(many - 1 for many in held.values()),
            "other bytes": sum(hashlib.sha256(raw).hexdigest() != digest for digest, raw, _ in kept),
            "not filed": sum(state is InboundState.STORED for _, _, state in kept),
            "in quarantine": sum(state is InboundState.QUARANTINE for _, _, state in kept),
            "counted twice": sum(many - 1 for many in asked.values()),
        }
        return {law: times for law, times in found.items() if times}


def answers(house: House, many: int) -> list[bytes]:
    """Mails that answer our letters, twenty to each, every other one with a question."""
    letters = [house.written(f"Amara{number}") for number in range(-(-many // 20))]
    texts = (
        f"Noted, number {number}." if number % 2 else f"When, number {number}?" for number in range(many)
    )
    return [
        shapes.PLAIN[number % len(shapes.PLAIN)](letters[number // 20].answer(text))
        for number, text in enumerate(texts)
    ]


# --- the process that forks -------------------------------------------------------------------------


def main() -> None:
    settings = config.read()
    answers = os.dup(1)
    os.dup2(2, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            read(settings, line.strip())
            os._exit(0)
        os.write(answers, f"{child}\n".encode())


def read(settings: Settings, fault: str) -> None:
    """Look again and again until killed."""
    faults.arm(settings, {faults.NAME: "" if fault == "-" else fault})
    reader = Reader(settings, Database(settings.database_url), own_name())
    reader.trust = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    while True:
        if reader.look().fault:
            time.sleep(0.2)
        time.sleep(0.01)


if __name__ == "__main__":
    main()
