"""smtplib's verbs under one deadline a reply, with replies read strictly.

A socket's own timeout begins anew with each byte, so a server that sends one byte a second could hold us for
hours; and smtplib reports an overlong reply as a 500, which would read as a permanent no.
"""

import base64
import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from time import monotonic
from typing import TypeVar, cast

_T = TypeVar("_T")

REPLY_LIMIT = 256 * 1024
_REPLY_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_PIECE = 64 * 1024


class Garbled(smtplib.SMTPException):
    """What came back is not an SMTP reply."""


class GaveUp(smtplib.SMTPException):
    """Time was up, or we were told to stop waiting."""


class Conversation(smtplib.SMTP):
    """One connection; any fault closes it, since what came next could not be told apart."""

    def __init__(self, patience: float, hello: str = "") -> None:
        super().__init__(local_hostname=hello or "localhost")
        self._named = bool(hello)
        #: Seconds for one command and its whole reply.
        self.patience = patience
        self._keep_waiting: Callable[[], bool] | None = None
        self._beat = 5.0
        self._next_beat = 0.0
        self._unread = bytearray()

    def reach(self, host: str, port: int, patience: float) -> None:
        """Open the TCP connection. Raises OSError."""
        self.sock = socket.create_connection((host, port), patience)
        with suppress(OSError):  # already dropped: the first read will say so
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not self._named:
            self.local_hostname = _literal(self.sock.getsockname()[0])

    def wait_while(self, keep_waiting: Callable[[], bool] | None, beat: float) -> None:
        """Ask about every `beat` seconds of waiting whether to go on; False from it ends the wait."""
        self._keep_waiting, self._beat = keep_waiting, beat
        self._next_beat = monotonic() + beat

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """Put TLS on the line, certificate and name verified by the context. Raises OSError."""
        if self.ahead:
            raise Garbled("The server spoke on the plain wire after agreeing to TLS.")
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("The line is closed.")
        self.sock.settimeout(self.patience)
        self.sock = context.wrap_socket(self.sock, server_hostname=host)

    def log_in_with_token(self, user: str, token: str) -> tuple[int, bytes]:
        """Log in by XOAUTH2 and return the server's last word on it. Raises OSError.

        A server that does not like the token first asks why (334, with its reasons); an empty line lets it
        come to its point.
        """
        if "XOAUTH2" not in self.esmtp_features.get("auth", "").upper().split():
            raise smtplib.SMTPNotSupportedError("The mail server takes no tokens (it lacks AUTH XOAUTH2).")
        words = f"user={user}\x01auth=Bearer {token}\x01\x01".encode("ascii")
        code, text = self.docmd("AUTH", f"XOAUTH2 {base64.b64encode(words).decode()}")
        return self.docmd("") if code == 334 else (code, text)

    def send(self, s: object) -> None:
        """Send all of it within the patience, else close and raise SMTPException."""
        rest = memoryview(s.encode(self.command_encoding) if isinstance(s, str) else cast(bytes, s))
        deadline = monotonic() + self.patience
        while rest:
            piece = rest[:_PIECE]
            rest = rest[self._patiently(deadline, partial(_say, piece)) :]

    def getreply(self) -> tuple[int, bytes]:
        """Read one whole, well-formed reply within the patience, else close and raise SMTPException."""
        deadline = monotonic() + self.patience
        codes: set[bytes] = set()
        texts: list[bytes] = []
        size = 0
        while True:
            line = self._line(deadline, REPLY_LIMIT - size)
            size += len(line) + 1
            found = _REPLY_LINE.fullmatch(line.removesuffix(b"\r"))
            if found is None or size > REPLY_LIMIT or len(codes | {found[1]}) > 1:
                self.close()
                raise Garbled(f"The server's answer is not one: {line[:60]!r}")
            codes.add(found[1])
            texts.append((found[3] or b"").strip())
            if found[2] != b"-":
                return int(found[1]), b"\n".join(texts)

    @property
    def open(self) -> bool:
        """Whether we have not hung up."""
        return self.sock is not None

    @property
    def ahead(self) -> bool:
        """Whether more has been heard than was read: the server is ahead of us."""
        return bool(self._unread)

    def silent(self) -> bool:
        """Tell whether the line is open and the server has said nothing unasked; if not, hang up."""
        if self.sock is not None and not self.ahead:
            if not isinstance(self.sock, ssl.SSLSocket) and not _readable(self.sock):
                return True
            self.sock.settimeout(0)
            try:
                self.sock.recv(1)
            except (BlockingIOError, ssl.SSLWantReadError):
                return True
            except OSError:  # a dead line, and closed as one below
                pass
        self.close()
        return False

    def close(self) -> None:
        self._unread.clear()
        super().close()

    def _line(self, deadline: float, limit: int) -> bytes:
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > limit:
                self.close()
                raise Garbled("The server's answer has no end.")
            self._unread += self._patiently(deadline, _hear)
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return line

    def _patiently(self, deadline: float, act: Callable[[socket.socket], _T]) -> _T:
        while self.sock is not None:
            self._ensure_worth_waiting(deadline)
            # one that is shorter than need be wakes us once more; setting it anew for each word costs more
            longest, now = max(min(deadline - monotonic(), self._beat), 0.001), self.sock.gettimeout()
            if not now or not longest / 2 < now <= longest:
                self.sock.settimeout(longest)
            try:
                return act(self.sock)
            except TimeoutError:
                continue
            except OSError as fault:
                self.close()
                raise smtplib.SMTPServerDisconnected(f"The server closed the line ({fault}).") from None
        raise smtplib.SMTPServerDisconnected("The line is closed.")

    def _ensure_worth_waiting(self, deadline: float) -> None:
        moment = monotonic()
        if moment >= deadline:
            self.close()
            raise GaveUp("The server did not answer in time.")
        if self._keep_waiting is None or moment < self._next_beat:
            return
        self._next_beat = moment + self._beat
        try:
            worth_it = self._keep_waiting()
        except BaseException:
            self.close()
            raise
        if not worth_it:
            self.close()
            raise GaveUp("We stopped waiting for the server.")


def trusting_the_system() -> ssl.SSLContext:
    """What a client uses that trusts whom this machine trusts."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _readable(line: socket.socket) -> bool:
    """Tell whether something, or the end, has come; TLS has words of its own that say nothing."""
    look = select.poll()
    look.register(line, select.POLLIN)
    return bool(look.poll(0))


def _say(piece: memoryview, line: socket.socket) -> int:
    return line.send(piece)


def _hear(line: socket.socket) -> bytes:
    heard = line.recv(_PIECE)
    if not heard:
        raise ConnectionResetError("end of file")
    return heard


def _literal(address: str) -> str:
    """How a machine without a known name calls itself (RFC 5321 4.1.3); spares a look-up that may stall."""
    host = ip_address(address.partition("%")[0])
    return f"[{host}]" if host.version == 4 else f"[IPv6:{host}]"
