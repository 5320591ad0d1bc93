"""What a server of the tests may do instead of answering well."""

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass
from typing import Protocol


class Peer(Protocol):
    """What an act needs of the connection it is done on."""

    line: socket.socket
    stopping: threading.Event

    def say(self, data: bytes) -> None: ...
    def keep(self) -> None: ...
    def listen_on(self) -> None: ...


class HangUp(Exception):
    """The server has closed its end."""


class Act(Protocol):
    """One thing the server does instead of answering well."""

    def do(self, peer: Peer) -> None: ...


@dataclass(frozen=True)
class Reply:
    """Say a line (or several, CRLF between them)."""

    text: str

    def do(self, peer: Peer) -> None:
        peer.say(self.text.encode("latin-1") + b"\r\n")


@dataclass(frozen=True)
class Raw:
    """Say exactly these bytes."""

    data: bytes

    def do(self, peer: Peer) -> None:
        peer.say(self.data)


@dataclass(frozen=True)
class Drop:
    """Close the connection, after saying some bytes if given."""

    data: bytes = b""

    def do(self, peer: Peer) -> None:
        peer.say(self.data)
        raise HangUp


@dataclass(frozen=True)
class Reset:
    """Close with RST, as a crashed machine or an angry firewall does."""

    def do(self, peer: Peer) -> None:
        peer.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.line.close()
        raise HangUp


@dataclass(frozen=True)
class HalfClose:
    """Say these bytes, then close only our sending side and go on listening."""

    data: bytes = b""

    def do(self, peer: Peer) -> None:
        peer.say(self.data)
        with contextlib.suppress(OSError):
            peer.line.shutdown(socket.SHUT_WR)
        peer.listen_on()


@dataclass(frozen=True)
class Hang:
    """Say nothing more until the server is stopped."""

    def do(self, peer: Peer) -> None:
        peer.stopping.wait()
        raise HangUp


@dataclass(frozen=True)
class Drip:
    """Say these bytes one at a time with a pause after each."""

    data: bytes
    pause: float = 0.05

    def do(self, peer: Peer) -> None:
        for each in self.data:
            peer.say(bytes([each]))
            if peer.stopping.wait(self.pause):
                raise HangUp


@dataclass(frozen=True)
class Wait:
    """Do the next act after some seconds."""

    seconds: float
    then: Act

    def do(self, peer: Peer) -> None:
        peer.stopping.wait(self.seconds)
        self.then.do(peer)


@dataclass(frozen=True)
class Accept:
    """At the final dot: keep the letter for good, then do the other act."""

    then: Act

    def do(self, peer: Peer) -> None:
        peer.keep()
        self.then.do(peer)
