"""One mail of a stranger, opened: every part of it may lie, be broken, or be meant to break us.

The standard library's newer policy raises on some headers and takes long over others; its older one, used here,
gives back what it found, and what we take from it is decoded and cut to size by ourselves.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256

from recruiterdash.mail.arriving.automatic import sign_of
from recruiterdash.mail.arriving.plain import as_text, harmless
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
#: Of the text more is not looked at; the bytes are all kept.
TEXT_LIMIT = 200_000
LINE_LIMIT = 500
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
_ID = re.compile(r"<[^<>\s]{1,250}>")
ANGLED = re.compile(r"<([^<>]*)>")
ASIDE = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>()@,;:\\\"\[\]]{1,64}@[^\s\x00-\x1f\x7f<>()@,;:\\\"\[\]]{1,255}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class Unreadable(Exception):
    """The mail cannot be opened here; the words say why and quote nothing of it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail. Its name is a stranger's: shown, and never used."""

    place: int
    name: str
    type: str
    size: int


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
    #: Of what no server on the way changes.
    fingerprint: str


def open_mail(raw: bytes) -> Opened:
    """Return what a mail says. raw: its bytes as the server gave them. Raises Unreadable."""
    mail = _parsed(raw)
    try:
        return _opened(raw, mail)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError) as fault:
        raise Unreadable(f"Its parts contradict each other ({type(fault).__name__}).") from None


def attached(raw: bytes, place: int) -> bytes | None:
    """Return the bytes of one attachment, by its place; None when there is none. Raises Unreadable."""
    for part, each in _attachments(_parsed(raw)):
        if each.place == place:
            return _payload(part)
    return None


def html_of(raw: bytes) -> str:
    """Return the HTML of a mail made harmless, empty when it has none. Raises Unreadable."""
    _, html = _bodies(_parsed(raw))
    return harmless(_decoded(html)) if html is not None else ""


def _parsed(raw: bytes) -> Message:
    """Raises Unreadable before anything is built that would not fit."""
    if len(raw) > SIZE_LIMIT:
        raise Unreadable(f"It has {len(raw) / 2**20:.0f} MB; at most {SIZE_LIMIT // 2**20} are opened here.")
    if not raw.strip():
        raise Unreadable("It is empty.")
    head = re.search(rb"\r?\n\r?\n", raw[: HEAD_LIMIT + 4])
    if head is None and len(raw) > HEAD_LIMIT:
        raise Unreadable("Its headers have no end.")
    small = raw.lower()
    if small.count(b"boundary=") > GROUPS_LIMIT or small.count(b"\ncontent-type:") > PARTS_LIMIT:
        raise Unreadable(
            f"It has more than {GROUPS_LIMIT} groups of parts, or more than {PARTS_LIMIT} parts."
        )
    try:
        mail = message_from_bytes(raw)
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


def _opened(raw: bytes, mail: Message) -> Opened:
    headers = _headers(mail)
    if not headers:
        raise Unreadable("It has no headers.")
    sender, name = _from(headers.get("from", ()))
    subject = line_of(_words(headers.get("subject", ("",))[0]), LINE_LIMIT)
    plain, html = _bodies(mail)
    text = _decoded(plain)[:TEXT_LIMIT] if plain is not None else ""
    if not text.strip() and html is not None:
        text = as_text(_decoded(html))[:TEXT_LIMIT]
    new, quoted = parted(shown(text))
    tokens = [
        found for name_ in _TO for value in headers.get(name_, ()) for found in _TOKEN.findall(value[:20_000])
    ]
    keys = [_named(each) for each in tokens[:REFERENCES_LIMIT]]
    ids = headers.get("message-id", ())
    content_type = headers.get("content-type", ("",))[0].lower()
    return Opened(
        sender=sender,
        sender_name=name,
        subject=subject,
        message_id=line_of(ids[0].strip(), 255) or None if ids else None,
        reply_ids=_unique(id_ for kind, id_ in keys if kind is Kind.REPLY),
        bounce_ids=_unique(id_ for kind, id_ in keys if kind is Kind.BOUNCE),
        answered_ids=_unique(_answered(headers)),
        automatic=sign_of(headers, content_type, subject),
        text=new,
        quoted=quoted,
        has_html=html is not None,
        attachments=tuple(each for _, each in _attachments(mail)),
        fingerprint=_fingerprint(raw, headers),
    )


def head_of(raw: bytes) -> dict[str, tuple[str, ...]]:
    """Return a mail's headers: names in small letters with their values, unfolded. Raises Unreadable."""
    return _headers(_parsed(raw))


def sender_in(head: Mapping[str, Sequence[str]]) -> str:
    """Return the one address of the From in headers; empty when it can be read in two ways."""
    return _from(head.get("from", ()))[0]


def enclosed(raw: bytes) -> list[bytes]:
    """Return the mails that stand whole within a mail, as a program forwards them. Raises Unreadable."""
    found = [part for part in _leaves(_parsed(raw)) if part.get_content_type() == "message/rfc822"]
    return [data for part in found[:PARTS_LIMIT] if (data := _payload(part))]


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
        return "", line_of(_words(values[0][:500]), 200) if values else ""
    value = values[0].strip()
    bare = ASIDE.sub(" ", value)
    angled = ANGLED.findall(bare)
    name = line_of(_words(ANGLED.sub("", value).strip().strip('"').replace('\\"', '"')), 200)
    if len(angled) > 1 or "," in ANGLED.sub("", bare) or ";" in bare:
        return "", name
    address = (angled[0] if angled else bare).strip()
    return (address, name if angled else "") if ADDRESS.fullmatch(address) else ("", name)


def _answered(headers: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in ("in-reply-to", "references"):
        for value in headers.get(name, ()):
            for found in _ID.findall(value[-20_000:])[-REFERENCES_LIMIT:]:
                if key_of(found) is not None:
                    yield found.lower()


def _named(token: str) -> tuple[Kind | None, str]:
    """What an address of ours brings back, and the Message-ID of its letter: both are of one domain."""
    read = read_key(token)
    return (read[0], f"<{read[1]}@{token.rpartition('@')[2].lower()}>") if read is not None else (None, "")


def _words(value: str) -> str:
    """A header's text with its encoded words read; what is encoded wrongly stands as it is."""
    try:
        pieces = decode_header(value)
    except Exception:  # noqa: BLE001 - whatever it finds in a stranger's header: it stands as it is
        return value
    said = ""
    for piece, charset in pieces:
        said += piece if isinstance(piece, str) else _text_of(piece, charset)
    return said


# --- bodies and attachments -----------------------------------------------------------------------


def _leaves(mail: Message) -> Iterator[Message]:
    """Parts that hold something; a mail within the mail is one of them and is not opened."""
    waiting = [mail]
    while waiting:
        part = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting[:0] = [each for each in payload if isinstance(each, Message)]
        else:
            yield part


def _bodies(mail: Message) -> tuple[Message | None, Message | None]:
    """The plain text and the HTML that are the mail itself."""
    plain = html = None
    for part in _leaves(mail):
        if _is_file(part):
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and plain is None:
            plain = part
        elif kind == "text/html" and html is None:
            html = part
    return plain, html


def _attachments(mail: Message) -> Iterator[tuple[Message, Attachment]]:
    plain, html = _bodies(mail)
    place = 0
    for part in _leaves(mail):
        if part is plain or part is html:
            continue
        place += 1
        name = line_of(_words(_file_name(part)), 200)
        kind = re.sub(r"[^a-z0-9.+/-]", "", part.get_content_type().lower())[:80]
        yield part, Attachment(place, name or f"part {place}", kind, len(_payload(part)))


def _is_file(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(_file_name(part))
    except Exception:  # noqa: BLE001 - a header that cannot be read names no file
        return False


def _file_name(part: Message) -> str:
    try:
        return str(part.get_filename() or "")
    except Exception:  # noqa: BLE001 - as above
        return ""


def _payload(part: Message) -> bytes:
    if part.is_multipart():  # a mail within the mail, as its own bytes
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _decoded(part: Message) -> str:
    return _text_of(_payload(part)[: 4 * TEXT_LIMIT], part.get_content_charset())


def _text_of(data: bytes, charset: str | None) -> str:
    """Text in the charset it says; else UTF-8, else the one that reads any byte."""
    for named in (charset, "utf-8"):
        try:
            if named and named.lower() not in ("unknown-8bit", "idna", "punycode", "undefined"):
                return data.decode(named)
        except (UnicodeError, LookupError, ValueError, TypeError):
            continue
    if charset and charset.lower().replace("_", "-") in ("utf-8", "utf8"):
        return data.decode("utf-8", "replace")
    return data.decode("cp1252", "replace")


# --- made fit -------------------------------------------------------------------------------------


def line_of(text: str, limit: int) -> str:
    """Return a stranger's text as one line that steers nothing: no control characters, no turned writing."""
    return " ".join(_UNSEEN.sub(" ", text).split())[:limit].strip()


def shown(text: str) -> str:
    """Return a stranger's text as a page may show it: lines kept, no control characters, no turned writing."""
    return _UNSEEN.sub("", re.sub(r"\r\n|\r", "\n", text))


def _unique(keys: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def _fingerprint(raw: bytes, headers: Mapping[str, Sequence[str]]) -> str:
    """The same for one mail that came by two ways: what servers add stands above, what they keep is counted."""
    found = re.search(rb"\r?\n\r?\n", raw)
    body = raw[found.end() :] if found else b""
    said = sha256()
    for name in ("from", "date", "message-id", "subject"):
        said.update(f"{name}:{'|'.join(headers.get(name, ()))}\n".encode("utf-8", "surrogateescape"))
    said.update(re.sub(rb"\r\n|\r", b"\n", body).rstrip())
    return said.hexdigest()


def written_at(raw: bytes) -> str:
    """Return the date a mail says it was written on, ISO; empty when it cannot be read."""
    try:
        return parsedate_to_datetime(str(_parsed(raw)["Date"])).isoformat()
    except (ValueError, TypeError, Unreadable, IndexError, OverflowError):
        return ""
