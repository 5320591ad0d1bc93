"""An IMAP server of the tests that can be told to fail: it drops, lies about lengths, stalls, trickles, renumbers.

It speaks as much of RFC 3501 as a reader needs, over TLS. What it holds is kept in memory and survives its clients.
"""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

USER, PASSWORD = "jobs", "in the drawer"


@dataclass
class Kept:
    """One mail on the server."""

    data: bytes
    seen: bool = False


@dataclass
class Box:
    """The one folder."""

    validity: int = 1
    mails: dict[int, Kept] = field(default_factory=dict)
    next: int = 1
    lock: threading.RLock = field(default_factory=threading.RLock)

    def put(self, *mails: bytes) -> list[int]:
        """Deliver mails; returns their numbers."""
        with self.lock:
            uids = list(range(self.next, self.next + len(mails)))
            for uid, data in zip(uids, mails, strict=True):
                self.mails[uid] = Kept(data)
            self.next += len(mails)
            return uids

    def renumber(self, *, reverse: bool = False) -> None:
        """Number anew from 1, as a server does that lost its index; numbers are used again for other mails."""
        with self.lock:
            kept = list(self.mails.values())
            if reverse:
                kept.reverse()
            self.mails = dict(enumerate(kept, 1))
            self.next = len(kept) + 1
            self.validity += 1


#: Told of each command before it is answered: may raise `Hang` or return bytes that are said instead.
Fault = Callable[["Talk", str], bytes | None]


class HangUp(Exception):
    """The server closes the line."""


class ImapServer:
    """Started on entering, stopped on leaving."""

    def __init__(self, context: ssl.SSLContext, box: Box | None = None) -> None:
        self.box = box or Box()
        self.fault: Fault | None = None
        #: Every command as it came, without its tag.
        self.heard: list[str] = []
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"imaps://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{self.port}"

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
        with suppress(OSError, HangUp, ValueError), self._context.wrap_socket(line, server_side=True) as wire:
            Talk(self, wire).run()


class Talk:
    """One connection."""

    def __init__(self, server: ImapServer, wire: ssl.SSLSocket) -> None:
        self.server, self.wire, self.box = server, wire, server.box

    def run(self) -> None:
        self.say(b"* OK ready\r\n")
        with self.wire.makefile("rb") as said:
            for line in said:
                tag, _, command = line.decode("latin-1").strip().partition(" ")
                self.server.heard.append(command)
                instead = self.server.fault(self, command) if self.server.fault else None
                if instead is not None:
                    self.say(instead.replace(b"TAG", tag.encode()))
                    continue
                if self._answer(tag, command):
                    return

    def say(self, data: bytes) -> None:
        self.wire.sendall(data)

    def trickle(self, data: bytes, pause: float) -> None:
        for each in data:
            self.say(bytes([each]))
            time.sleep(pause)

    def _answer(self, tag: str, command: str) -> bool:
        verb = command.upper()
        if verb.startswith("LOGOUT"):
            self.say(f"* BYE\r\n{tag} OK bye\r\n".encode())
            return True
        if verb.startswith("LOGIN") and PASSWORD not in command:
            self.say(f"{tag} NO wrong\r\n".encode())
            return False
        answer = self.answer(command)
        self.say(answer + f"{tag} OK {'[READ-WRITE] ' if verb.startswith('SELECT') else ''}done\r\n".encode())
        return False

    def answer(self, command: str) -> bytes:
        """Return what a command is answered, without its last line."""
        verb = command.upper()
        if verb.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n"
        with self.box.lock:
            if verb.startswith("SELECT"):
                return (
                    f"* {len(self.box.mails)} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n"
                    f"* OK [UIDVALIDITY {self.box.validity}] valid\r\n* OK [UIDNEXT {self.box.next}] next\r\n"
                ).encode()
            if found := re.match(r"UID SEARCH UID (\d+):\*", verb):
                return self._after(int(found[1]))
            if found := re.match(r"UID SEARCH UID ([\d,]+)$", verb):
                return self._searched(sorted({int(each) for each in found[1].split(",")} & {*self.box.mails}))
            if found := re.match(r"UID SEARCH (\d+):(\d+)$", verb):
                return self._searched(sorted(self.box.mails)[int(found[1]) - 1 : int(found[2])])
            if found := re.match(r"UID FETCH ([\d,]+) (.*)", verb):
                return b"".join(self.fetched(int(each), found[2]) for each in found[1].split(","))
            if found := re.match(r"UID STORE ([\d,]+) ", verb):
                for each in found[1].split(","):
                    if int(each) in self.box.mails:
                        self.box.mails[int(each)].seen = True
        return b""

    def _after(self, first: int) -> bytes:
        uids = sorted(self.box.mails)
        # RFC 3501: "n:*" names the last in any case
        return self._searched([uid for uid in uids if uid >= first] or uids[-1:])

    def _searched(self, uids: list[int]) -> bytes:
        return f"* SEARCH {' '.join(map(str, uids))}\r\n".encode()

    def fetched(self, uid: int, what: str, *, announced: int | None = None) -> bytes:
        """Return one mail as FETCH gives it. announced: its length as it is claimed to be."""
        kept = self.box.mails.get(uid)
        if kept is None:
            return b""
        head = f"* {sorted(self.box.mails).index(uid) + 1} FETCH (UID {uid} RFC822.SIZE {len(kept.data)}"
        if "BODY.PEEK[]" not in what:
            return f"{head})\r\n".encode()
        size = len(kept.data) if announced is None else announced
        head += f' INTERNALDATE "24-Nov-2026 10:03:00 +0000" BODY[] {{{size}}}\r\n'
        return head.encode() + kept.data + b")\r\n"
