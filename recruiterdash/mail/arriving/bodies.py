"""The parts of a mail: which are its own words, which are files, and what answers for a calendar."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from typing import NamedTuple

from recruiterdash.mail.arriving.charsets import text_of
from recruiterdash.mail.arriving.footers import ENCRYPTED
from recruiterdash.mail.arriving.lean import whole_size
from recruiterdash.mail.arriving.plain import LIMIT as HTML_LIMIT
from recruiterdash.mail.arriving.plain import as_text

#: Of the text more is not looked at; the bytes are all kept.
TEXT_LIMIT = 200_000
#: Texts of one mail that are joined; a mail of people has three at most.
_TEXTS = 20
#: What a program writes in the place of words is no longer.
_STUB = 300
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")

#: Parts that say who wrote the mail, and keys: no file that anybody sent.
_SEALS = frozenset(
    f"application/{name}"
    for name in ("pkcs7-signature", "x-pkcs7-signature", "pgp-signature", "pgp-keys", "pgp-encrypted")
)
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
#: Parts that belong to reports, calendars and address books.
_ATTENDING = frozenset(
    {
        *(
            "text/calendar",
            "application/ics",
            "text/x-vcard",
            "text/vcard",
            "text/directory",
            "text/rfc822-headers",
        ),
        *("message/delivery-status", "message/disposition-notification", "message/feedback-report"),
    }
)
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
#: How Outlook's own format names a file that it holds; it is looked for, and never unpacked.
_TNEF_FILE = b"\x02\x10\x80\x01\x00"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail. Its name is a stranger's: shown, and never used."""

    place: int
    name: str
    type: str
    size: int


class Text(NamedTuple):
    """One text of a mail, as plain text, as HTML, or as both."""

    plain: tuple[Message, ...]
    html: tuple[Message, ...]


def leaves(mail: Message) -> Iterator[Message]:
    """Yield parts that hold something; a mail within the mail is one of them and is not opened."""
    waiting = [mail]
    while waiting:
        part = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting[:0] = [each for each in payload if isinstance(each, Message)]
        else:
            yield part


def words_of(mail: Message) -> str:
    """Return the text that is the mail itself: all its texts, one below the other, files aside."""
    found: list[str] = []
    room = HTML_LIMIT
    for text in _texts(mail):
        said = "\n\n".join(each for part in text.plain if (each := decoded(part).strip("\r\n")))
        if text.html and len(said) <= _STUB:
            html = at_most(room, (decoded(part) for part in text.html))
            room -= sum(map(len, html))
            also = "\n\n".join(map(as_text, html))
            said = also if _says_nothing(said, also) else said
        told = " ".join(said.split())
        # some programs send the same words as text and as HTML without saying that they are the same
        if told and not (not text.plain and any(_within(told, each) for each in found)):
            found.append(said.strip("\n"))
    return "\n\n".join(found)[:TEXT_LIMIT]


def at_most(room: int, texts: Iterable[str]) -> list[str]:
    """Return texts up to a length that they have together."""
    kept = []
    for each in texts:
        if room <= 0:
            break
        kept.append(each[:room])
        room -= len(each)
    return kept


def html_parts(mail: Message) -> list[Message]:
    """Return the parts of a mail that are its words as HTML."""
    return [part for text in _texts(mail) for part in text.html]


def attachments(mail: Message) -> Iterator[tuple[Message, Attachment]]:
    """Yield everything that is not the mail's own words, each with its place, which never changes."""
    every = list(leaves(mail))
    bodies = [part for part in every if not _is_file(part)]
    first = [
        next((part for part in bodies if part.get_content_type() == kind), None)
        for kind in ("text/plain", "text/html")
    ]
    said = {id(part) for text in _texts(mail) for part in (*text.plain, *text.html)}
    place = 0
    for part in every:
        if part is first[0] or part is first[1]:
            continue
        place += 1
        if id(part) in said:
            continue
        name = line_of(words(_file_name(part)), 200)
        kind = re.sub(r"[^a-z0-9.+/-]", "", part.get_content_type().lower())[:80]
        yield part, Attachment(place, name or f"part {place}", kind, _size(part))


def sent_files(found: Iterable[tuple[Message, Attachment]]) -> int:
    """Return how many of these a person put into a mail: no signatures, no pictures of a letter-head."""
    return sum(_is_sent(part, each.type) for part, each in found)


def _is_sent(part: Message, kind: str) -> bool:
    if kind in _SEALS or kind in _SEALED or kind in _ATTENDING:
        return False
    if kind in _TNEF:
        return _TNEF_FILE in payload(part)
    if kind.startswith("image/") and (part.get("Content-ID") or _disposition(part) == "inline"):
        return _disposition(part) == "attachment" and not part.get("Content-ID")
    return _is_file(part) or not kind.startswith("text/")


def sealed(mail: Message, text: str) -> str:
    """Return why nobody here can read the words of a mail; empty when they can be read."""
    if mail.get_content_type() == "multipart/encrypted" or ENCRYPTED.search(text):
        return "It is encrypted: its words can be read in a mail program that has the key."
    kinds = {part.get_content_type() for part in leaves(mail)}
    if not text.strip() and kinds & _SEALED:
        return "Its words are inside an S/MIME file: they can be read in a mail program."
    return ""


def calendar_answer(mail: Message) -> str:
    """Return what a calendar answers to an invitation: ACCEPTED, DECLINED, TENTATIVE, COUNTER; empty for none."""
    for part in leaves(mail):
        if part.get_content_type() not in ("text/calendar", "application/ics"):
            continue
        said = re.sub(r"\r?\n[ \t]", "", decoded(part)[: 64 * 1024])
        method = re.search(r"^METHOD:\s*(\w{1,20})", said, re.MULTILINE | re.IGNORECASE)
        named = (method[1] if method else str(_parameter(part, "method"))).upper()
        if named == "COUNTER":
            return named
        status = re.search(r"\bPARTSTAT=\"?(ACCEPTED|DECLINED|TENTATIVE)\b", said, re.IGNORECASE)
        if named == "REPLY" and status:
            return status[1].upper()
    return ""


def payload(part: Message) -> bytes:
    """Return the bytes a part holds, its encoding undone."""
    if part.is_multipart():  # a mail within the mail, as its own bytes
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def decoded(part: Message) -> str:
    """Return the text a part holds; HTML may name its charset itself."""
    data = payload(part)[: 4 * TEXT_LIMIT]
    charset = part.get_content_charset()
    if charset is None and part.get_content_type() == "text/html" and (found := _META.search(data[:4_096])):
        charset = found[1].decode("ascii")
    return text_of(data, charset)


def words(value: str) -> str:
    """Return a header's text with its encoded words read; what is encoded wrongly stands as it is."""
    try:
        pieces = decode_header(value)
    except Exception:  # noqa: BLE001 - whatever it finds in a stranger's header: it stands as it is
        return value
    said = ""
    for piece, charset in pieces:
        said += piece if isinstance(piece, str) else text_of(piece, charset)
    return said


def line_of(text: str, limit: int) -> str:
    """Return a stranger's text as one line that steers nothing: no control characters, no turned writing."""
    return " ".join(_UNSEEN.sub(" ", text).split())[:limit].strip()


def shown(text: str) -> str:
    """Return a stranger's text as a page may show it: lines kept, no control characters, no turned writing."""
    return _UNSEEN.sub("", re.sub(r"\r\n|\r", "\n", text))


# --- which part is what ---------------------------------------------------------------------------


def _texts(mail: Message) -> list[Text]:
    """The texts of a mail in their order: a program may set a file amid the words."""
    found: list[Text] = []
    waiting = [mail]
    while waiting and len(found) < _TEXTS:
        part = waiting.pop(0)
        inside = part.get_payload()
        kind = part.get_content_type()
        if part.get_content_maintype() != "multipart" or not isinstance(inside, list):
            if kind in ("text/plain", "text/html") and not _is_file(part):
                found.append(Text((part,), ()) if kind == "text/plain" else Text((), (part,)))
            continue
        parts = [each for each in inside if isinstance(each, Message)]
        if kind == "multipart/alternative":
            bodies = [each for each in leaves(part) if not _is_file(each)]
            plain = tuple(each for each in bodies if each.get_content_type() == "text/plain")
            html = tuple(each for each in bodies if each.get_content_type() == "text/html")
            found.append(Text(plain[:_TEXTS], html[:_TEXTS]))
        elif kind == "multipart/report":  # what follows is for programs, and what came back
            waiting[:0] = parts[:1]
        elif kind not in ("multipart/encrypted", "multipart/digest"):
            waiting[:0] = parts
    return found


def _size(part: Message) -> int:
    whole = whole_size(part)
    return len(payload(part)) if whole is None else whole


def _says_nothing(said: str, also: str) -> bool:
    """The plain words are none of a person's, as "This program shows no HTML": these are others."""
    told, others = ({*re.findall(r"\w+", each.lower())} for each in (said, also))
    return bool(others) and 2 * len(told & others) <= len(told)


def _within(said: str, earlier: str) -> bool:
    before = " ".join(earlier.split())
    return said in before or before in said


def _is_file(part: Message) -> bool:
    return _disposition(part) == "attachment" or bool(_file_name(part))


def _disposition(part: Message) -> str:
    try:
        return str(part.get_content_disposition() or "")
    except Exception:  # noqa: BLE001 - a header that cannot be read says nothing
        return ""


def _file_name(part: Message) -> str:
    try:
        return str(part.get_filename() or "")
    except Exception:  # noqa: BLE001 - as above
        return ""


def _parameter(part: Message, name: str) -> object:
    try:
        return part.get_param(name, "")
    except Exception:  # noqa: BLE001 - as above
        return ""
