"""An SMTP server that fails as it is told, verb by verb, and remembers what it accepted.

`FaultServer({"rcpt": Reply("450 later"), "dot": Accept(Drop())})`: what it leaves out is answered as a good
server would. A list gives one act for each time the verb is heard; after its end the server is good again.
"""

import base64
import contextlib
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.faults.acts import Accept, Act, HangUp, Reply

_SHOWN = re.compile("user=(?P<user>[^\x01]*)\x01auth=Bearer (?P<token>[^\x01]*)\x01\x01")


@dataclass(frozen=True)
class Took:
    """One letter the server accepted, un-stuffed, whatever it told the sender."""

    envelope_from: str
    recipients: tuple[str, ...]
    data: bytes

    @property
    def message_id(self) -> str:
        found = re.search(rb"(?mi)^message-id: *(\S+)", self.data)
        return found[1].decode() if found else ""


Script = Mapping[str, Act | Sequence[Act]]


@dataclass
class FaultServer:
    """Verbs of the script: banner, ehlo, helo, starttls, auth, rset, mail, rcpt, data, body, dot, quit.

    "body" happens in the midst of the letter. tls: a server context; with implicit it is on from the start.
    Any password is welcome unless the script says otherwise, and any token unless `tokens` lists the good ones.
    """

    script: Script = field(default_factory=dict)
    features: Sequence[str] = ("SIZE 10485760", "8BITMIME", "SMTPUTF8")
    #: What is offered until TLS is on, and not after it.
    before_tls: Sequence[str] = ()
    tokens: Sequence[str] | None = None
    tls: ssl.SSLContext | None = None
    implicit: bool = False
    accepted: list[Took] = field(default_factory=list)
    #: Each command line as it came.
    heard: list[str] = field(default_factory=list)
    #: User and token of each try to log in with XOAUTH2.
    shown: list[tuple[str, str]] = field(default_factory=list)
    #: All bytes that travelled before TLS: what a listener on the wire would have.
    in_the_open: bytearray = field(default_factory=bytearray)
    connections: int = 0

    def __post_init__(self) -> None:
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.from_now_on(self.script)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.lines: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> Self:
        self._threads[0].start()
        return self

    def stop(self) -> None:
        self.stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._threads[0].join()
        self._listener.close()
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def from_now_on(self, script: Script) -> None:
        """Follow another script; with an empty one it is a good server."""
        with self.lock:
            self._acts = {
                verb: list(acts) if isinstance(acts, Sequence) else acts for verb, acts in script.items()
            }

    def act(self, verb: str) -> Act | None:
        """What the script says for the verb this time."""
        with self.lock:
            acts = self._acts.get(verb)
            if isinstance(acts, list):
                return acts.pop(0) if acts else None
            return acts

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            line.settimeout(30)
            self.connections += 1
            thread = threading.Thread(target=Session(self, line).run, daemon=True)
            self.lines.append(line)
            self._threads.append(thread)
            thread.start()


class Session:
    """One connection to the server."""

    def __init__(self, server: FaultServer, line: socket.socket) -> None:
        self.server = server
        self.stopping = server.stopping
        self.line = line
        self.sender = ""
        self.recipients: list[str] = []
        self.letter = b""
        self._unread = b""
        self._said = b""
        self._encrypted = False

    def run(self) -> None:
        with contextlib.suppress(HangUp, OSError):
            if self.server.implicit:
                self.encrypt()
            self.answer("banner", "220 faults.example ESMTP")
            while True:
                self.obey(self.hear())
        with contextlib.suppress(OSError):
            self.line.close()

    def obey(self, command: bytes) -> None:
        text = command.decode("utf-8", "replace")
        self.server.heard.append(text)
        verb = text.split(" ", 1)[0].lower()
        handler = getattr(self, f"on_{verb}", None)
        if handler is None:
            self.answer(verb, "502 what?")
        else:
            handler(text)

    def on_ehlo(self, text: str) -> None:
        offers = [*self.server.features]
        if self.server.tls is not None and not self._encrypted:
            offers.append("STARTTLS")
        if self._encrypted and not self.server.before_tls and not any(o.startswith("AUTH") for o in offers):
            offers.append("AUTH PLAIN LOGIN XOAUTH2")
        if not self._encrypted:
            offers.extend(self.server.before_tls)
        lines = ["faults.example", *offers]
        self.answer("ehlo", "\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"]))

    def on_helo(self, text: str) -> None:
        self.answer("helo", "250 faults.example")

    def on_starttls(self, text: str) -> None:
        self._said = b""
        self.answer("starttls", "220 go ahead")
        if self._said.startswith(b"220"):
            self.encrypt()

    def on_auth(self, text: str) -> None:
        if text.upper() == "AUTH LOGIN":
            self.say(b"334 VXNlcm5hbWU6\r\n")
            self.hear()
            self.say(b"334 UGFzc3dvcmQ6\r\n")
            self.hear()
        usual = self.on_token(text.split(" ")[2]) if text.startswith("AUTH XOAUTH2 ") else "235 welcome"
        self.answer("auth", usual)

    def on_token(self, words: str) -> str:
        """Look at what XOAUTH2 shows, and ask for an empty line before saying no, as the large servers do."""
        found = _SHOWN.fullmatch(base64.b64decode(words).decode())
        if found is None:
            return "501 that is no XOAUTH2"
        token = found["token"]
        self.server.shown.append((found["user"], token))
        if self.server.tokens is None or token in self.server.tokens:
            return "235 welcome"
        self.say(b"334 " + base64.b64encode(b'{"status":"401","schemes":"bearer"}') + b"\r\n")
        return "535 5.7.8 not this token" if self.hear() == b"" else "501 an empty line was expected"

    def on_rset(self, text: str) -> None:
        self.forget()
        self.answer("rset", "250 forgotten")

    def on_mail(self, text: str) -> None:
        self.forget()
        self.sender = text[text.index("<") + 1 : text.rindex(">")]
        self.answer("mail", "250 sender")

    def on_rcpt(self, text: str) -> None:
        self.recipients.append(text[text.index("<") + 1 : text.rindex(">")])
        self.answer("rcpt", "250 recipient")

    def on_data(self, text: str) -> None:
        self._said = b""
        self.answer("data", "354 go on")
        if b"354" not in self._said:
            return
        self.read_letter()
        (self.server.act("dot") or Accept(Reply("250 kept"))).do(self)
        self.forget()

    def on_quit(self, text: str) -> None:
        self.answer("quit", "221 bye")
        raise HangUp

    def read_letter(self) -> None:
        midst = self.server.act("body")
        lines: list[bytes] = []
        while (line := self.hear_raw()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
            if midst is not None and len(lines) == 3:
                midst.do(self)
        self.letter = b"".join(lines)

    def keep(self) -> None:
        with self.server.lock:
            self.server.accepted.append(Took(self.sender, tuple(self.recipients), self.letter))

    def forget(self) -> None:
        self.sender, self.recipients, self.letter = "", [], b""

    def answer(self, verb: str, usual: str) -> None:
        act = self.server.act(verb) or Reply(usual)
        act.do(self)

    def say(self, data: bytes) -> None:
        self._said += data
        self.line.sendall(data)

    def hear(self) -> bytes:
        return self.hear_raw().rstrip(b"\r\n")

    def hear_raw(self) -> bytes:
        """One line up to LF, so that a bare LF shows as a line of its own."""
        while b"\n" not in self._unread:
            data = self.line.recv(65536)
            if not data:
                raise HangUp
            if not self._encrypted:
                self.server.in_the_open += data
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        return line + b"\n"

    def listen_on(self) -> None:
        """Hear and ignore everything until the other side leaves."""
        until = time.monotonic() + 30
        while time.monotonic() < until and not self.server.stopping.is_set():
            self.hear_raw()

    def encrypt(self) -> None:
        if self.server.tls is None:
            raise HangUp
        self.line = self.server.tls.wrap_socket(self.line, server_side=True)
        self.server.lines.append(self.line)
        self._encrypted = True
