"""A mail server that is never killed, logs each letter it took durably, and kills who talks to it where it is told."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import NamedTuple, Protocol

from tests.faults.acts import Act, HangUp, Peer, Reply
from tests.faults.kills import kill
from tests.faults.smtp_server import FaultServer, Took

#: Where the server kills, in the order of a delivery; from `data` on the letter may have arrived.
AIMS = ("mail", "rcpt", "data", "body", "dot", "kept", "answered")
BEFORE_DATA = ("mail", "rcpt")


class Talking(Peer, Protocol):
    """A connection, as the sink looks at it."""

    #: The return path, which is each letter's own.
    sender: str


class Hit(NamedTuple):
    """A kill that was aimed and hit."""

    aim: str
    #: The return path of the letter that was being handed over.
    sender: str


class Gun:
    """Kills one process at one place, once each time it is loaded."""

    def __init__(self) -> None:
        self.fired = Event()
        self.hits: list[Hit] = []
        self._lock = Lock()
        self._aim, self._victim = "", 0

    def load(self, aim: str, victim: int) -> None:
        with self._lock:
            self.fired.clear()
            self._aim, self._victim = aim, victim

    def unload(self) -> None:
        with self._lock:
            self._aim = ""

    def fire(self, aim: str, peer: Talking) -> bool:
        """Say whether this was the place, and whoever was talking is dead."""
        with self._lock:
            if aim != self._aim:
                return False
            self._aim = ""
            kill(self._victim)
            self.hits.append(Hit(aim, peer.sender))
            self.fired.set()
            return True


class Log(list[Took]):
    """Letters that were taken, each on the disk before anybody is told."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.moments: list[float] = []
        self._file = path.open("a")

    def append(self, took: Took) -> None:
        self._file.write(f"{took.message_id}\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.moments.append(time.monotonic())
        super().append(took)

    def counted(self) -> Counter[str]:
        """How often each letter was taken, as the disk has it."""
        return Counter(self.path.read_text().split())

    def close(self) -> None:
        self._file.close()


@dataclass(frozen=True)
class At:
    """Wait a little as servers do, kill if this is the place, else answer as usual."""

    gun: Gun
    aim: str
    latency: float
    usual: Act | None = None

    def do(self, peer: Peer) -> None:
        time.sleep(random.uniform(0, self.latency))
        if self.gun.fire(self.aim, peer):  # type: ignore[arg-type] # the server's sessions know their sender
            raise HangUp
        if self.usual is not None:
            self.usual.do(peer)


@dataclass(frozen=True)
class Dot:
    """Take the letter; a sender killed just before may find that it arrived, or that it did not."""

    gun: Gun
    latency: float

    def do(self, peer: Peer) -> None:
        time.sleep(random.uniform(0, self.latency))
        if self.gun.fire("dot", peer):  # type: ignore[arg-type] # as above
            if random.random() < 0.5:
                peer.keep()
            raise HangUp
        peer.keep()
        if self.gun.fire("kept", peer):  # type: ignore[arg-type] # as above
            raise HangUp
        peer.say(b"250 kept\r\n")
        if self.gun.fire("answered", peer):  # type: ignore[arg-type] # as above
            raise HangUp


@dataclass
class Sink(FaultServer):
    """The server of a torture, with its gun and its log."""

    accepted: Log = field(kw_only=True)
    gun: Gun = field(kw_only=True)


@contextmanager
def sink(path: Path, latency: float = 0.01) -> Iterator[Sink]:
    """Yield a server that logs to a file."""
    gun, log = Gun(), Log(path)
    script: dict[str, Act] = {
        "mail": At(gun, "mail", latency, Reply("250 sender")),
        "rcpt": At(gun, "rcpt", latency, Reply("250 recipient")),
        "data": At(gun, "data", latency, Reply("354 go on")),
        "body": At(gun, "body", 0),
        "dot": Dot(gun, latency),
    }
    try:
        with Sink(script, accepted=log, gun=gun) as server:
            yield server
    finally:
        log.close()
