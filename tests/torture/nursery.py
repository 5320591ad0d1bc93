"""A process that has loaded the worker and forks one for each line it reads: started in milliseconds.

A line is an Order as JSON; the answer is the number of the process that now sends. An empty line is answered by 0.
A sender that was asked to stop and did says "left" and its number before it goes.
"""

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Self

from recruiterdash import config
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.mail.conversation import Conversation
from recruiterdash.worker import Worker
from recruiterdash.worker.faults import NAME
from tests.faults.kills import kill, wait_until_gone
from tests.torture.naive import Naive

ROOT = Path(__file__).parents[2]
#: The descriptor a nursery answers on.
ANSWERS = 100


@dataclasses.dataclass(frozen=True)
class Order:
    """What is to be started: ours or the naive sender, to which mail server, and where it dies by itself."""

    url: str
    naive: bool = False
    #: A numbered fault point, see recruiterdash.worker.faults.
    fault: str = ""
    #: Dies before (odd) or after (even) its write to the wire: 3 is before the second.
    write: int = 0


class Nursery:
    """Starts senders, and forgets none: `close` kills those that still live."""

    def __init__(self, settings: Settings, log: Path, *, lease: float = 60.0, connections: int = 4) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RECRUITERDASH_DATABASE_URL": settings.database_url,
            "RECRUITERDASH_MAIL_MODE": "real",
            "RECRUITERDASH_SMTP_URL": "smtp://127.0.0.1:9",
            "RECRUITERDASH_SMTP_CONNECTIONS": str(connections),
            "RECRUITERDASH_LEASE_SECONDS": str(lease),
            "RECRUITERDASH_POLL_SECONDS": "0.1",
            "RECRUITERDASH_SEND_WINDOW": "off",
            "RECRUITERDASH_RETRY_BASE": "0.1",
        }
        self.living: set[int] = set()
        #: Those that stopped because they were asked to.
        self.left: set[int] = set()
        with log.open("a") as senders_say:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.torture.nursery"],
                cwd=ROOT,
                env=environment,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=senders_say,
            )

    def start(self, order: Order) -> int:
        """Start a sender and return the number of its process."""
        number = self._ask(json.dumps(dataclasses.asdict(order)))
        self.living.add(number)
        return number

    def kill(self, number: int) -> None:
        """Kill a sender, be it stopped or gone already."""
        self.living.discard(number)
        with contextlib.suppress(ProcessLookupError):
            kill(number)

    def leave(self, number: int, seconds: float = 10.0) -> bool:
        """Ask a sender to stop, and say whether it did within the time; it may have died before."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGTERM)
        try:
            wait_until_gone(number, seconds)
        except TimeoutError:
            return False
        self._ask("")
        self.living.discard(number)
        return number in self.left

    def gone(self, number: int) -> bool:
        """Say whether a sender has died."""
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            self.living.discard(number)
            return True
        return False

    def close(self) -> None:
        for number in tuple(self.living):
            self.kill(number)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait(20)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, line: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        while not (answer := self.process.stdout.readline().strip()).isdigit():
            assert answer or self.process.poll() is None, "the nursery is gone"
            if answer.startswith("left "):
                self.left.add(int(answer.split()[1]))
        return int(answer)


def main() -> None:
    settings = config.read()
    os.dup2(1, ANSWERS)
    os.dup2(2, 1)  # where senders write their logs; a pipe that nobody reads would fill, and stop them
    # nobody asks how a child ended, so that a killed one is gone at once
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # a child that is asked to stop before it listens hears it when it does
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    for line in sys.stdin:
        child = os.fork() if line.strip() else 0
        if child == 0 and line.strip():
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            send(settings, Order(**json.loads(line)))
            os._exit(0)
        say(str(child))


def send(settings: Settings, order: Order) -> None:
    os.environ[NAME] = order.fault
    sending = dataclasses.replace(settings, smtp_url=order.url)
    database = Database(settings.database_url)
    sender = Naive(sending, database) if order.naive else Worker(sending, database)

    def leave(_number: int, _frame: FrameType | None) -> None:
        sender.ask_to_stop()

    signal.signal(signal.SIGTERM, leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    if order.write:
        _die_at_write(order.write)
    sender.run()
    say(f"left {os.getpid()}")


def say(words: str) -> None:
    os.write(ANSWERS, f"{words}\n".encode())  # whole, whoever else writes to the same pipe


def _die_at_write(number: int) -> None:
    """Make the wire's own writes fault points; every line of this process writes through this one method."""
    whole, writes = Conversation.send, iter(range(1, 10**6))

    def counted(talk: Conversation, words: object) -> None:
        at = next(writes)
        if number == 2 * at - 1:
            os.kill(os.getpid(), signal.SIGKILL)
        whole(talk, words)
        if number == 2 * at:
            os.kill(os.getpid(), signal.SIGKILL)

    Conversation.send = counted  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    main()
