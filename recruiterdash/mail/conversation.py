"""smtplib's verbs under one deadline a reply, with replies read strictly.

A socket's own timeout begins anew with each byte, so a server that sends one byte a second could hold us for
hours; and smtplib reports an overlong reply as a 500, which would read as a permanent no.

The line itself never makes anybody wait: what takes time is a `Dialogue`, which says what it waits for. `held` waits
for one of them; the worker's lanes wait for many at once.
"""

import base64
import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable, Generator
from contextlib import suppress
from ipaddress import ip_address
from time import monotonic
from typing import Any, NamedTuple, TypeVar, cast

_T = TypeVar("_T")
_A = TypeVar("_A")

REPLY_LIMIT = 256 * 1024
_REPLY_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_PIECE = 64 * 1024


class Garbled(smtplib.SMTPException):
    """What came back is not an SMTP reply."""


class GaveUp(smtplib.SMTPException):
    """Time was up, or we were told to stop waiting."""


class Waits(NamedTuple):
    """What a dialogue waits for before it goes on: at most so long."""

    line: socket.socket
    #: It has something to say; else it listens.
    saying: bool
    seconds: float

    @property
    def events(self) -> int:
        """What to look for, as `select.poll` takes it."""
        return select.POLLOUT if self.saying else select.POLLIN


#: An exchange with a server as it goes on: it yields what it waits for, and returns what came of it.
Dialogue = Generator[Waits, Any, _T]


def held(dialogue: Dialogue[_T]) -> _T:
    """Return what comes of a dialogue, waiting as it asks."""
    while True:
        try:
            waits = next(dialogue)
        except StopIteration as end:
            return cast(_T, end.value)
        waited(waits)


def waited(waits: Waits) -> None:
    """Wait until a dialogue can go on, or has to."""
    look = select.poll()
    look.register(waits.line, waits.events)
    look.poll(waits.seconds * 1000)


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
        #: What the line did not take yet; it is said before anything is heard.
        self._unsaid = memoryview(b"")
        #: What the last act would have waited for: to say something, else to hear it.
        self._to_say = False

    def reach(self, host: str, port: int, patience: float) -> None:
        """Open the TCP connection. Raises OSError."""
        self.sock = socket.create_connection((host, port), patience)
        with suppress(OSError):  # already dropped: the first read will say so
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.settimeout(0)
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
        self.sock.settimeout(0)

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
        """Say what the line takes now; the rest goes before the next reply is heard. Raises SMTPException."""
        words = s.encode(self.command_encoding) if isinstance(s, str) else cast(bytes, s)
        self._unsaid = memoryview(bytes(self._unsaid) + words if self._unsaid else words)
        self._say()

    def getreply(self) -> tuple[int, bytes]:
        """Wait for one whole, well-formed reply; see `hearing`."""
        return held(self.hearing())

    def hearing(self) -> Dialogue[tuple[int, bytes]]:
        """Read one whole, well-formed reply within the patience, else close and raise SMTPException.

        What is still to be said has as long before.
        """
        deadline = monotonic() + self.patience
        while not self._say():
            yield self._wait(deadline)
        deadline = monotonic() + self.patience
        codes: set[bytes] = set()
        texts: list[bytes] = []
        size = 0
        while True:
            line = yield from self._line(deadline, REPLY_LIMIT - size)
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
        self._unsaid = memoryview(b"")
        super().close()

    def _line(self, deadline: float, limit: int) -> Dialogue[bytes]:
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > limit:
                self.close()
                raise Garbled("The server's answer has no end.")
            if not self._hear():
                yield self._wait(deadline)
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return line

    def _say(self) -> bool:
        """Say what the line takes now; tell whether that is all. Raises SMTPException."""
        while self._unsaid:
            said = self._at_once(_say, self._unsaid[:_PIECE], saying=True)
            if said is None:
                return False
            self._unsaid = self._unsaid[said:]
        return True

    def _hear(self) -> bool:
        """Hear what has come; tell whether anything has. Raises SMTPException."""
        heard = self._at_once(_hear, _PIECE, saying=False)
        self._unread += heard or b""
        return heard is not None

    def _at_once(self, act: Callable[[socket.socket, _A], _T], given: _A, *, saying: bool) -> _T | None:
        """Act if that takes no waiting, else return None; what it would wait for is noted."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("The line is closed.")
        try:
            return act(self.sock, given)
        except BlockingIOError:
            self._to_say = saying
        except ssl.SSLWantReadError:
            self._to_say = False
        except ssl.SSLWantWriteError:
            self._to_say = True
        except OSError as fault:
            self.close()
            raise smtplib.SMTPServerDisconnected(f"The server closed the line ({fault}).") from None
        return None

    def _wait(self, deadline: float) -> Waits:
        """Return what to wait for, if that is worth it."""
        self._ensure_worth_waiting(deadline)
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("The line is closed.")
        return Waits(self.sock, self._to_say, max(min(deadline - monotonic(), self._beat), 0.001))

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


def _say(line: socket.socket, piece: memoryview) -> int:
    return line.send(piece)


def _hear(line: socket.socket, most: int) -> bytes:
    heard = line.recv(most)
    if not heard:
        raise ConnectionResetError("end of file")
    return heard


def _literal(address: str) -> str:
    """How a machine without a known name calls itself (RFC 5321 4.1.3); spares a look-up that may stall."""
    host = ip_address(address.partition("%")[0])
    return f"[{host}]" if host.version == 4 else f"[IPv6:{host}]"
