"""One mail of a stranger, opened: every part of it may lie, be broken, or be meant to break us.

The standard library's newer policy raises on some headers and takes long over others; its older one, used here,
gives back what it found, and what we take from it is decoded and cut to size by ourselves.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256

from recruiterdash.mail.arriving.automatic import Around, is_our_list, sign_of
from recruiterdash.mail.arriving.bodies import (
    Attachment,
    at_most,
    attachments,
    calendar_answer,
    decoded,
    html_parts,
    leaves,
    line_of,
    payload,
    sealed,
    sent_files,
    shown,
    words,
    words_of,
)
from recruiterdash.mail.arriving.lean import Torn, is_whole, lean, whole_of
from recruiterdash.mail.arriving.plain import LIMIT as HTML_LIMIT
from recruiterdash.mail.arriving.plain import harmless
from recruiterdash.mail.arriving.quotes import parted
from recruiterdash.mail.returning import Kind, key_of, read_key

#: A larger mail is kept and shown to a person, and not opened here: opening takes several times its size.
SIZE_LIMIT = 40 * 2**20
HEAD_LIMIT = 512 * 1024
DEPTH_LIMIT = 50
PARTS_LIMIT = 2_000
#: The parser holds each line against the end of every group around it.
GROUPS_LIMIT = 100
DESCRIPTION_LIMIT = 10_000
LINE_LIMIT = 500
_PIECE = 2**20
REFERENCES_LIMIT = 200

#: Where a server notes to whom it delivered a mail, and where its writer says so.
_TO = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "x-delivered-to",
    "envelope-to",
    "x-envelope-to",
    "resent-to",
    "apparently-to",
)
_TOKEN = re.compile(r"[^\s<>,;:\"]{1,200}\+[br]\.[0-9a-f]{32}@[^\s<>,;:\"]{1,255}", re.IGNORECASE)
#: PostgreSQL keeps no NUL, and no program writes a control character there.
MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{1,250}>")
_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)
ANGLED = re.compile(r"<([^<>]*)>")
ASIDE = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>()@,;:\\\"\[\]]{1,64}@[^\s\x00-\x1f\x7f<>()@,;:\\\"\[\]]{1,255}")


class Unreadable(Exception):
    """The mail cannot be opened here; the words say why and quote nothing of it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a mail says, every text fit for a database and a page."""

    #: Empty when it names nobody, or several.
    sender: str
    sender_name: str
    subject: str
    message_id: str | None
    #: Message-IDs of letters of ours, in small letters: by the addresses it was sent to, and of those it answers.
    reply_ids: tuple[str, ...]
    bounce_ids: tuple[str, ...]
    answered_ids: tuple[str, ...]
    #: What shows that a program wrote it; empty when a person may have.
    automatic: str
    text: str
    quoted: str
    has_html: bool
    attachments: tuple[Attachment, ...]
    #: How many of these are files that a person sent; signatures and letter-heads are none.
    files: int
    #: Why its words cannot be read here; empty when they can.
    sealed: str
    #: What a calendar answers to an invitation, in its own word; empty for none.
    calendar: str
    #: The server that took it says that its sender is not who it says.
    disproved: bool
    #: Of what no server on the way changes.
    fingerprint: str


def open_mail(raw: bytes, own: str = "") -> Opened:
    """Return what a mail says.

    raw: its bytes as the server gave them. own: our mailbox, which may be a list that changes what comes by it.
    Raises Unreadable.
    """
    mail = _parsed(raw)
    try:
        return _opened(raw, mail, own.lower())
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError) as fault:
        raise Unreadable(f"Its parts contradict each other ({type(fault).__name__}).") from None


def attached(raw: bytes, place: int) -> bytes | None:
    """Return the bytes of one attachment, by its place; None when there is none. Raises Unreadable."""
    mail = _parsed(raw)
    for part, each in attachments(mail):
        if each.place == place:
            if is_whole(part):
                return payload(part)
            found = whole_of(raw, mail, part)
            return _whole(raw, place) if found is None else found
    return None


def _whole(raw: bytes, place: int) -> bytes | None:
    """The same from the mail as it is, however long that takes: a person asked for it."""
    mail = message_from_bytes(raw)
    return next((payload(part) for part, each in attachments(mail) if each.place == place), None)


def html_of(raw: bytes) -> str:
    """Return the HTML of a mail made harmless, empty when it has none. Raises Unreadable."""
    found = at_most(HTML_LIMIT, map(decoded, html_parts(_parsed(raw))))
    return shown("\n".join(map(harmless, found)))


def _parsed(raw: bytes) -> Message:
    """Raises Unreadable before anything is built that would not fit."""
    if len(raw) > SIZE_LIMIT:
        raise Unreadable(f"It has {len(raw) / 2**20:.0f} MB; at most {SIZE_LIMIT // 2**20} are opened here.")
    if not raw.strip():
        raise Unreadable("It is empty.")
    head = re.search(rb"\r?\n\r?\n", raw[: HEAD_LIMIT + 4])
    if head is None and len(raw) > HEAD_LIMIT:
        raise Unreadable("Its headers have no end.")
    try:
        shorter = lean(raw)
    except Torn:
        raise Unreadable(f"It has more than {PARTS_LIMIT} parts.") from None
    small = shorter.lower()
    if small.count(b"boundary=") > GROUPS_LIMIT or small.count(b"\ncontent-type:") > PARTS_LIMIT:
        raise Unreadable(
            f"It has more than {GROUPS_LIMIT} groups of parts, or more than {PARTS_LIMIT} parts."
        )
    try:
        mail = message_from_bytes(shorter)
        depth = _depth(mail)
    except (RecursionError, MemoryError, ValueError, LookupError, TypeError, AttributeError) as fault:
        raise Unreadable(f"It cannot be taken apart ({type(fault).__name__}).") from None
    if depth > DEPTH_LIMIT:
        raise Unreadable(f"Its parts are nested more than {DEPTH_LIMIT} deep.")
    if any(_overlong(part) for part in mail.walk()):
        raise Unreadable("One of its parts is described at a length that no program writes.")
    return mail


def _overlong(part: Message) -> bool:
    """Reading the parameters of such a header takes longer the more there are, and it is read again and again."""
    return any(
        len(str(value)) > DESCRIPTION_LIMIT
        for name, value in part.raw_items()
        if name.lower().startswith("content-")
    )


def _depth(mail: Message) -> int:
    deepest, level = 0, [mail]
    while level:
        deepest += 1
        level = [
            part
            for each in level
            if isinstance(each.get_payload(), list)
            for part in each.get_payload()
            if isinstance(part, Message)
        ]
        if deepest > DEPTH_LIMIT:
            break
    return deepest


def _opened(raw: bytes, mail: Message, own: str) -> Opened:
    headers = _headers(mail)
    if not headers:
        raise Unreadable("It has no headers.")
    sender, name = _written_by(headers, own)
    subject = line_of(words(headers.get("subject", ("",))[0]), LINE_LIMIT)
    text = shown(words_of(mail))
    new, quoted = parted(text)
    files = list(attachments(mail))
    tokens = [
        found for name_ in _TO for value in headers.get(name_, ()) for found in _TOKEN.findall(value[:20_000])
    ]
    keys = [_named(each) for each in tokens[:REFERENCES_LIMIT]]
    ids = headers.get("message-id", ())
    replies = _unique(id_ for kind, id_ in keys if kind is Kind.REPLY)
    bounces = _unique(id_ for kind, id_ in keys if kind is Kind.BOUNCE)
    answered = _unique(_answered(headers))
    content_type = headers.get("content-type", ("",))[0].lower()
    around = Around(headers, content_type, subject, sender, own, bool(replies or bounces or answered))
    return Opened(
        sender=sender,
        sender_name=name,
        subject=subject,
        message_id=line_of(ids[0].strip(), 255) or None if ids else None,
        reply_ids=replies,
        bounce_ids=bounces,
        answered_ids=answered,
        automatic=line_of(sign_of(around, new, quoted), LINE_LIMIT),
        text=new,
        quoted=quoted,
        has_html=bool(html_parts(mail)),
        attachments=tuple(each for _, each in files),
        files=sent_files(files),
        sealed=sealed(mail, text),
        calendar=calendar_answer(mail),
        disproved=is_disproved(headers),
        fingerprint=_fingerprint(raw, headers),
    )


def head_of(raw: bytes) -> dict[str, tuple[str, ...]]:
    """Return a mail's headers: names in small letters with their values, unfolded. Raises Unreadable."""
    return _headers(_parsed(raw))


def sender_in(head: Mapping[str, Sequence[str]]) -> str:
    """Return the one address of the From in headers; empty when it can be read in two ways."""
    return _from(head.get("from", ()))[0]


def is_disproved(head: Mapping[str, Sequence[str]]) -> bool:
    """Return whether the server that took a mail says that its sender is not who it says."""
    return any(_FAILED.search(value) for value in head.get("authentication-results", ()))


def enclosed(raw: bytes) -> list[bytes]:
    """Return the mails that stand whole within a mail, as a program forwards them. Raises Unreadable."""
    found = [part for part in leaves(_parsed(raw)) if part.get_content_type() == "message/rfc822"]
    return [data for part in found[:PARTS_LIMIT] if (data := payload(part))]


# --- headers --------------------------------------------------------------------------------------


def _headers(mail: Message) -> dict[str, tuple[str, ...]]:
    """Names in small letters with their values, unfolded, as they stand."""
    found: dict[str, list[str]] = {}
    for name, value in mail.raw_items():
        if len(found) > 2_000:
            break
        kept = found.setdefault(name.lower()[:100], [])
        if len(kept) < 50:
            kept.append(re.sub(r"\r?\n[ \t]?", " ", _readable(str(value)))[:50_000])
    return {name: tuple(values) for name, values in found.items()}


def _readable(value: str) -> str:
    """A header's bytes as UTF-8, which modern ones are; what is none becomes a mark of it."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _from(values: Sequence[str]) -> tuple[str, str]:
    """The one address and name of a From; an empty address when it can be read in two ways.

    `parseaddr` reads "alice@good.test <bob@evil.test>" as alice; here the angle brackets count, and alone.
    """
    if len(values) != 1 or len(values[0]) > 2_000:
        return "", line_of(words(values[0][:500]), 200) if values else ""
    value = values[0].strip()
    bare = ASIDE.sub(" ", value)
    angled = ANGLED.findall(bare)
    name = line_of(words(ANGLED.sub("", value).strip().strip('"').replace('\\"', '"')), 200)
    if len(angled) > 1 or "," in ANGLED.sub("", bare) or ";" in bare:
        return "", name
    address = (angled[0] if angled else bare).strip()
    return (address, name if angled else "") if ADDRESS.fullmatch(address) else ("", name)


def _written_by(headers: Mapping[str, Sequence[str]], own: str) -> tuple[str, str]:
    """Whom it says it is from; a list of ours may have set itself in the place of the writer."""
    sender, name = _from(headers.get("from", ()))
    if own and sender.lower() == own and is_our_list(headers, own):
        for field in ("x-original-from", "reply-to"):
            if (found := _from(headers.get(field, ())))[0]:
                return found
    return sender, name


def _answered(headers: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in ("in-reply-to", "references"):
        for value in headers.get(name, ()):
            for found in MESSAGE_ID.findall(value[-20_000:])[-REFERENCES_LIMIT:]:
                if key_of(found) is not None:
                    yield found.lower()


def _named(token: str) -> tuple[Kind | None, str]:
    """What an address of ours brings back, and the Message-ID of its letter: both are of one domain."""
    read = read_key(token)
    return (read[0], f"<{read[1]}@{token.rpartition('@')[2].lower()}>") if read is not None else (None, "")


# --- made fit -------------------------------------------------------------------------------------


def _unique(keys: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def _fingerprint(raw: bytes, headers: Mapping[str, Sequence[str]]) -> str:
    """The same for one mail that came by two ways: what servers add stands above, what they keep is counted."""
    said = sha256()
    if not any(headers.get(name) for name in ("message-id", "date")):
        # nothing tells it from another mail of the same words, and one may ask the same twice
        said.update(raw)
    for name in ("from", "date", "message-id", "subject"):
        said.update(f"{name}:{'|'.join(headers.get(name, ()))}\n".encode("utf-8", "surrogateescape"))
    found = re.search(rb"\r?\n\r?\n", raw)
    place, end = found.end() if found else len(raw), len(raw.rstrip())
    while place < end:  # in pieces: a large mail is not copied
        stop = min(place + _PIECE, end)
        stop += raw[stop - 1 : stop + 1] == b"\r\n" and stop < end
        said.update(re.sub(rb"\r\n|\r", b"\n", raw[place:stop]))
        place = stop
    return said.hexdigest()


def written_at(raw: bytes) -> str:
    """Return the date a mail says it was written on, ISO; empty when it cannot be read."""
    try:
        return parsedate_to_datetime(str(_parsed(raw)["Date"])).isoformat()
    except (ValueError, TypeError, Unreadable, IndexError, OverflowError):
        return ""
