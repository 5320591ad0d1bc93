"""A proxy before a real Dovecot that can be told to fail: it drops, lies about lengths, stalls, trickles, mumbles.

It answers as `imap_server` does and takes the same faults, so that what holds against the one is tried against both.
Command by command: what Dovecot answers is read to its end, with its literals, before the reader hears of it.
"""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.faults.dovecot import Dovecot
from tests.faults.imap_server import HangUp

#: Told of each command before Dovecot is: may raise `HangUp` or return bytes that are said instead.
ProxyFault = Callable[["ProxyTalk", str], bytes | None]
_LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")


@dataclass
class Maildir:
    """Dovecot's folder, as the trials fill and renumber it."""

    dovecot: Dovecot

    def put(self, *mails: bytes) -> None:
        self.dovecot.put(*mails)

    def renumber(self, *, reverse: bool = False) -> None:
        """Number anew under another validity, in another order when asked to."""
        # Dovecot makes the number of a numbering from the second in which somebody first looks at it
        time.sleep(1.1)
        if reverse:
            self.dovecot.reorder()
        self.dovecot.forget()


class ImapProxy:
    """Started on entering, stopped on leaving."""

    def __init__(self, context: ssl.SSLContext, trust: ssl.SSLContext, dovecot: Dovecot) -> None:
        self.box = Maildir(dovecot)
        self.fault: ProxyFault | None = None
        #: Every command as it came, without its tag.
        self.heard: list[str] = []
        self.trust, self.dovecot = trust, dovecot
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []

    @property
    def url(self) -> str:
        port = int(self._listener.getsockname()[1])
        return self.dovecot.url.replace(f":{self.dovecot.port}", f":{port}")

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in (self._listener, *self._lines):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._lines.append(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with (
            suppress(OSError, HangUp, ValueError),
            self._context.wrap_socket(line, server_side=True) as wire,
            socket.create_connection(("127.0.0.1", self.dovecot.port), 10) as beyond,
            self.trust.wrap_socket(beyond, server_hostname="127.0.0.1") as upstream,
        ):
            ProxyTalk(self, wire, upstream).run()


class ProxyTalk:
    """One connection."""

    def __init__(self, proxy: ImapProxy, wire: ssl.SSLSocket, upstream: ssl.SSLSocket) -> None:
        self.proxy, self.wire = proxy, wire
        self._upstream, self._said = upstream, upstream.makefile("rb")
        self._tag = ""
        self.done = b""

    def run(self) -> None:
        # a socket is closed once nothing reads from it any more
        with self._said, self.wire.makefile("rb") as asked:
            self.say(self._said.readline())
            for line in asked:
                self._tag, _, command = line.decode("latin-1").rstrip("\r\n").partition(" ")
                self.proxy.heard.append(command)
                fault = self.proxy.fault
                instead = fault(self, command) if fault is not None else None
                if instead is not None:
                    self.say(instead.replace(b"TAG", self._tag.encode()))
                    continue
                answer = self.answer(command)
                self.say(answer + self.done)
                if command.upper().startswith("LOGOUT"):
                    return

    def say(self, data: bytes) -> None:
        self.wire.sendall(data)

    def trickle(self, data: bytes, pause: float) -> None:
        for each in data:
            self.say(bytes([each]))
            time.sleep(pause)

    def answer(self, command: str) -> bytes:
        """Return what Dovecot answers, without its last line, which is `done`."""
        self._upstream.sendall(f"{self._tag} {command}\r\n".encode("latin-1"))
        whole = b""
        while True:
            line = self._said.readline()
            if not line:
                raise HangUp
            if line.startswith(f"{self._tag} ".encode()):
                self.done = line
                return whole
            whole += line
            while literal := _LITERAL.search(line):
                whole += self._said.read(int(literal[1]))
                line = self._said.readline()
                whole += line
