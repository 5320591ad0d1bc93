"""A folder of an IMAP server, read by UID and never by what was seen: bytes as they are, or a clear fault.

imap-tools drives the verbs that need no care. A socket's timeout begins anew with each byte, so every verb has a
deadline of its own as well: a server that sends a byte a second is given up like one that says nothing.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Timer
from typing import Any, NamedTuple

from imap_tools import MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError

from recruiterdash.mail.arriving.source import Source
from recruiterdash.mail.conversation import trusting_the_system
from recruiterdash.mail.oauth import Access, NoToken
from recruiterdash.mail.relay import Security

OPENING = "opening the folder"
#: Seconds for a command without a mail, and for a fetch of several.
PATIENCE = 30.0
FETCH_PATIENCE = 300.0
#: Numbers named in one command.
NAMED = 200
#: Mails fetched at once have no more bytes together than this, or are one.
TOGETHER = 4 * 2**20
#: A clock that stands before this has begun anew, as one without a battery does, and says nothing of a mail.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
#: Mails listed by one command: a folder of any size is read in little memory, and no answer has a line without end.
LISTED = 2_000

_UID = re.compile(rb"\bUID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,18})\b", re.IGNORECASE)
_AT = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"', re.IGNORECASE)
_LITERAL = re.compile(rb"BODY\[\] (?:\{(\d+)\}|NIL|\"[^\"]*\")", re.IGNORECASE)
#: What may follow a mail's bytes; anything else is more of them, behind a length that was a lie.
_AFTER = re.compile(rb"[ A-Za-z0-9.$\\()\"+:{}\[\]-]{0,400}\)")


#: What the libraries raise for a line that broke, and for an answer that is none.
_FAULTS = (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError, EOFError, AttributeError, TypeError)


class NoPostbox(Exception):
    """The folder cannot be read now; the words are for people and hold no secret."""


class Arrived(NamedTuple):
    """One mail as the server keeps it."""

    uid: int
    #: When the server took it; None when it does not say so in a way that can be read.
    at: datetime | None
    data: bytes


class Postbox:
    """One open folder; any fault closes the line, since what came next could not be told apart."""

    def __init__(self, box: Any, patience: float, fetch_patience: float) -> None:
        self._box = box
        self._patience, self._fetch_patience = patience, fetch_patience
        #: The server's number for the present numbering of mails, and the number its next mail gets, if it says so.
        self.validity = 0
        self.next: int | None = None
        #: How many mails there were when the folder was entered.
        self.mails = 0
        self.open = True

    def enter(self, folder: str) -> int:
        """Select the folder anew and return the number of its present numbering. Raises NoPostbox."""
        with self._doing(OPENING):
            self._box.folder.set(folder)
            validity = self._said("UIDVALIDITY") or 0
            self.next = self._said("UIDNEXT")
            self.mails = self._said("EXISTS") or 0
        if validity <= 0:
            self.close()
            raise NoPostbox("The mail server does not number its mails (no UIDVALIDITY).")
        self.validity = validity
        return validity

    def after(self, floor: int) -> Iterator[list[int]]:
        """Yield the numbers of all mails above one, whether seen or not, in order and a few at once.

        What comes while they are listed may be left to the next look. Raises NoPostbox.
        """
        if self.next is not None and self.next - floor <= LISTED:
            if found := self._listed(f"UID {floor + 1}:*", floor):
                yield found
            return
        # by their places, from the last one down to what is known: numbers may have gaps of any size
        stretches: list[str] = []
        end = self.mails
        while end > 0:
            stretch = f"{max(end - LISTED + 1, 1)}:{end}"
            found = self._listed(stretch)
            if found and found[-1] > floor:
                stretches.append(stretch)
            if found and found[0] <= floor:
                break
            end -= LISTED
        for stretch in reversed(stretches):
            # a mail that is deleted meanwhile moves the places of all behind it
            if self._box.client.untagged_responses.get("EXPUNGE"):
                return
            if found := self._listed(stretch, floor):
                yield found

    def among(self, uids: Sequence[int]) -> list[int]:
        """Return which of these numbers the folder still lists. Raises NoPostbox."""
        found = []
        for start in range(0, len(uids), NAMED):
            named = uids[start : start + NAMED]
            found += [uid for uid in self._listed(f"UID {_named(named)}") if uid in named]
        return found

    def _listed(self, which: str, floor: int = 0) -> list[int]:
        with self._doing("listing the mails"):
            status, found = self._box.client.uid("SEARCH", which)
            self._ensure(status, found)
            numbers = {int(each) for line in found if line for each in line.split()}
        return sorted(each for each in numbers if floor < each < 2**32)

    def batches(self, uids: Sequence[int]) -> Iterator[list[int]]:
        """Yield numbers in groups that are small enough to be fetched at once. Raises NoPostbox."""
        for start in range(0, len(uids), NAMED):
            named = uids[start : start + NAMED]
            sizes = self._sizes(named)
            batch: list[int] = []
            held = 0
            for uid in named:
                size = sizes.get(uid, TOGETHER)
                if batch and (held + size > TOGETHER or len(batch) >= 50):
                    yield batch
                    batch, held = [], 0
                batch.append(uid)
                held += size
            if batch:
                yield batch

    def fetch(self, uids: Sequence[int]) -> Iterator[Arrived]:
        """Yield mails by their numbers; one that is gone meanwhile is left out. Raises NoPostbox."""
        with self._doing("fetching mail", self._fetch_patience):
            status, found = self._box.client.uid(
                "FETCH", _named(uids), "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[])"
            )
            self._ensure(status, found)
            read = list(_read(found))
        for each, said in read:
            if each.uid in uids:
                yield each if said in (None, len(each.data)) else self._again(each)

    def tell(self, uids: Sequence[int]) -> bool:
        """Mark mails as seen on the server: whoever looks there knows that we have them. Raises NoPostbox.

        Return False when the server refuses: the mailbox is full, or we may only read it.
        """
        for start in range(0, len(uids), NAMED):
            with self._doing("marking mail as read"):
                status, _ = self._box.client.uid(
                    "STORE", _named(uids[start : start + NAMED]), "+FLAGS.SILENT", "(\\Seen)"
                )
            if status != "OK":
                return False
        return True

    def close(self) -> None:
        """Hang up, without a word that would have to be waited for."""
        self.open = False
        with suppress(Exception):
            self._box.client.shutdown()

    def leave(self) -> None:
        """Say good-bye and hang up."""
        if self.open:
            with suppress(Exception), self._doing("leaving"):
                self._box.client.logout()
        self.close()

    def _again(self, first: Arrived) -> Arrived:
        """A mail whose length is not the one announced: servers count wrongly, and lines break."""
        with self._doing("fetching mail", self._fetch_patience):
            status, found = self._box.client.uid("FETCH", str(first.uid), "(UID INTERNALDATE BODY.PEEK[])")
            self._ensure(status, found)
            read = [each for each, _ in _read(found) if each.uid == first.uid]
        if len(read) != 1 or read[0].data != first.data:
            self.close()
            raise NoPostbox("The mail server gave two different mails under one number.")
        return first

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        with self._doing("asking for sizes"):
            status, found = self._box.client.uid("FETCH", _named(uids), "(UID RFC822.SIZE)")
            self._ensure(status, found)
        sizes = {}
        for line in found:
            text = line if isinstance(line, bytes) else b" ".join(line) if isinstance(line, tuple) else b""
            uid, size = _UID.search(text), _SIZE.search(text)
            if uid and size:
                sizes[int(uid[1])] = int(size[1])
        return sizes

    def _said(self, what: str) -> int | None:
        found = self._box.client.untagged_responses.get(what)
        return int(found[-1]) if found and found[-1] is not None else None

    def _ensure(self, status: str, found: Sequence[Any]) -> None:
        if status != "OK":
            words = b" ".join(each for each in found if isinstance(each, bytes))
            raise imaplib.IMAP4.error(words)

    @contextmanager
    def _doing(self, what: str, patience: float | None = None) -> Iterator[None]:
        """One verb under one deadline; any fault closes the line and says what was tried."""
        with _deadline(self._box.client, patience or self._patience) as late:
            try:
                yield
            except _FAULTS as fault:
                self.close()
                raise NoPostbox(_said(what, fault, late())) from None


def open_postbox(
    source: Source,
    *,
    access: Access | None = None,
    trust: ssl.SSLContext | None = None,
    patience: float = PATIENCE,
    fetch_patience: float = FETCH_PATIENCE,
) -> Postbox:
    """Log in and open the folder. access: gives tokens instead of the password. Raises NoPostbox."""
    context = trust or trusting_the_system()
    kind = MailBox if source.security is Security.TLS else MailBoxStartTls
    try:
        box = kind(source.host, source.port, timeout=patience, ssl_context=context)
    except (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError, EOFError) as fault:
        raise NoPostbox(_said("connecting", fault, False)) from None
    made = Postbox(box, patience, fetch_patience)
    with made._doing("logging in"):
        if access is not None:
            _with_token(box, source.user, access)
        else:
            box.login(source.user, source.password, initial_folder=None)
    made.enter(source.folder)
    return made


def _with_token(box: Any, user: str, access: Access) -> None:
    try:
        token = access()
    except NoToken as none:
        raise ValueError(str(none)) from None
    try:
        box.xoauth2(user, token, initial_folder=None)
    except (imaplib.IMAP4.error, ImapToolsError):
        access.refused(token)
        raise


def _read(found: Sequence[Any]) -> Iterator[tuple[Arrived, int | None]]:
    """Mails and their announced lengths from an answer to FETCH. Raises ValueError for an answer that is none."""
    for place, item in enumerate(found):
        if not isinstance(item, tuple):
            continue
        head, data = item[0], item[1]
        rest = found[place + 1] if place + 1 < len(found) and isinstance(found[place + 1], bytes) else b""
        if not _AFTER.fullmatch(rest):
            raise ValueError("the length of a mail is not the one it was announced with")
        around = head + b" " + rest
        uid, literal = _UID.search(around), _LITERAL.search(head)
        if uid is None or literal is None:
            raise ValueError("a mail came without its number")
        size, at = _SIZE.search(around), _AT.search(around)
        yield Arrived(int(uid[1]), _moment(at[1]) if at else None, data), int(size[1]) if size else None


def _moment(text: bytes) -> datetime | None:
    try:
        said = datetime.strptime(text.decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return said if said >= EARLIEST else None


def _named(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


@contextmanager
def _deadline(client: Any, seconds: float) -> Iterator[Callable[[], bool]]:
    """Cut the line when a verb takes longer, whatever trickles in."""
    over: list[bool] = []

    def cut() -> None:
        over.append(True)
        with suppress(Exception):
            client.sock.shutdown(2)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: bool(over)
    finally:
        timer.cancel()


def _said(what: str, fault: BaseException, late: bool) -> str:
    """Why it failed, on one line; never a password: the library's own words may repeat what we said."""
    if late or isinstance(fault, TimeoutError):
        return f"The mail server did not answer in time ({what})."
    if isinstance(fault, ssl.SSLError):
        return f"The mail server's certificate or its TLS is not to be trusted ({what})."
    if isinstance(fault, OSError) and not isinstance(fault, imaplib.IMAP4.error):
        return f"The line to the mail server broke ({what}: {type(fault).__name__})."
    if what == "logging in":
        return "The mail server does not let us in: look at the user and password of IMAP_URL."
    if isinstance(fault, imaplib.IMAP4.readonly):
        return "We may only read the folder of IMAP_URL: let its user mark mails as read, too."
    if what == OPENING and isinstance(fault, ImapToolsError):
        return "The mail server does not open the folder of IMAP_URL: it may have been renamed or deleted."
    return f"The mail server answered in a way that is not understood ({what})."
