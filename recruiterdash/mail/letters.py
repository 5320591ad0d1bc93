"""One letter turned into the frozen bytes that will leave, read back before anybody may rely on them.

The standard library's EmailMessage does not write it: that one decodes the encoded words which a name holds
and, on Python 3.11.7, lets a line break out: "=?UTF-8?Q?=0A?=Bcc: x" and an emoji became a real Bcc header.
"""

import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.utils import format_datetime
from typing import NamedTuple

from recruiterdash.errors import BadInput, DomainError
from recruiterdash.mail.addresses import Mailbox, check_line, check_name, wire_address

SUBJECT_LIMIT = 400
LINE_LIMIT = 998

_ID = r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}@[A-Za-z0-9.-]{1,128}>"
_PICTURE = r"[a-z0-9_]{1,60}@[A-Za-z0-9.-]{1,128}"
_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
#: The only headers a caller may add, and what their values must look like.
EXTRA_HEADERS = {
    "Auto-Submitted": re.compile(r"no|auto-generated|auto-replied"),
    "X-Auto-Response-Suppress": re.compile(r"All|OOF|AutoReply|OOF, AutoReply"),
    "In-Reply-To": re.compile(_ID),
    "References": re.compile(rf"{_ID}( {_ID})*"),
}
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_NAMED = re.compile(
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<phrase>[^"<>,;:()@\[\]\\]+))'
    r' <(?P<address>(?:"(?:[^"\\]|\\.)*"|[^"<>\s]+)@[^<>\s]+)>'
)
_BARE_BREAK = re.compile(rb"(?<!\r)\n|\r(?!\n)")


class Picture(NamedTuple):
    """A PNG that the HTML shows as `cid:` and its name."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one person is to receive. The message id is the caller's: the same when it is sent again."""

    message_id: str
    date: datetime
    sender: Mailbox
    recipient: Mailbox
    subject: str
    text: str
    #: Where bounces go; an address of ours, never shown to the reader.
    return_path: str
    reply_to: str = ""
    html: str = ""
    #: Shown by the HTML, and by nothing else.
    pictures: tuple[Picture, ...] = ()
    #: As in "en" or "pt-BR".
    language: str = ""
    #: Names from EXTRA_HEADERS only.
    extra: tuple[tuple[str, str], ...] = ()


class Sealed(NamedTuple):
    """What the wire needs of a letter: both envelope addresses in wire form, and the bytes, CRLF only."""

    envelope_from: str
    recipient: str
    data: bytes


def seal(letter: Letter) -> Sealed:
    """Write the letter's bytes once and for all, read them back, and return them with their envelope.

    The same letter gives the same bytes. Lines end in CRLF; the bytes are ASCII unless the recipient's own
    address is not.
    Raises BadInput for a name, address, subject or header that cannot be sent as meant, DomainError when the
    bytes would say something else than the letter.
    """
    meant = _as_meant(letter)
    headers = [*_headers(letter, meant), ("MIME-Version", "1.0")]
    data = _written(headers, _body(letter))
    _ensure_reads_back(data, [name for name, _ in headers], letter, meant)
    return Sealed(_own(letter.return_path, "return path"), meant.address, data)


def redated(data: bytes, date: datetime) -> bytes:
    """Return sealed bytes with another date, as if they had been sealed with it: nothing else changes.

    date: aware. Raises DomainError for bytes that do not begin as `seal` begins them.
    """
    first, _, rest = data.partition(b"\r\n")
    if date.utcoffset() is None or not first.startswith(b"Date: ") or not rest.startswith(b"From: "):
        raise DomainError("The letter's bytes are not those that were sealed: nothing was sent.")
    return b"Date: " + format_datetime(date).encode("ascii") + b"\r\n" + rest


class _Meant(NamedTuple):
    """What a reader must see."""

    name: str
    address: str
    sender_name: str
    sender_address: str
    subject: str


def _as_meant(letter: Letter) -> _Meant:
    subject = check_line(letter.subject, "subject", SUBJECT_LIMIT)
    if not subject:
        raise BadInput("The letter has no subject.")
    return _Meant(
        name=check_name(letter.recipient.name),
        address=wire_address(letter.recipient.address),
        sender_name=check_name(letter.sender.name),
        sender_address=_own(letter.sender.address, "sender's address"),
        subject=subject,
    )


def _own(address: str, what: str) -> str:
    """Our own mailboxes are plain ASCII: a bounce or a reply must find its way back through any server."""
    wire = wire_address(address)
    if not wire.isascii():
        raise BadInput(f"The {what} must be written in plain letters before the @.")
    return wire


def _headers(letter: Letter, meant: _Meant) -> Iterator[tuple[str, str]]:
    if letter.date.utcoffset() is None:
        raise BadInput("The letter's date has no time zone.")
    if not re.fullmatch(_ID, letter.message_id):
        raise BadInput("The letter's Message-ID is not one.")
    yield "Date", format_datetime(letter.date)
    yield "From", _mailbox("From", meant.sender_name, meant.sender_address)
    yield "To", _mailbox("To", meant.name, meant.address)
    if letter.reply_to:
        yield "Reply-To", _own(letter.reply_to, "reply address")
    yield "Subject", _plain_or_encoded("Subject", meant.subject)
    yield "Message-ID", letter.message_id
    if letter.language:
        yield "Content-Language", _listed("Content-Language", letter.language, re.compile(_LANGUAGE))
    for name, value in letter.extra:
        if name not in EXTRA_HEADERS:
            raise BadInput(f"A letter may not carry the header {name[:40]!r}.")
        yield name, _folded(name, _listed(name, value, EXTRA_HEADERS[name]))


def _listed(name: str, value: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(value):
        raise BadInput(f"The header {name} cannot hold {value[:40]!r}.")
    return value


def _mailbox(header: str, name: str, address: str) -> str:
    if not name:
        return address
    if _ATOMS.fullmatch(name) and "=?" not in name:
        return _folded(header, f"{name} <{address}>")
    if name.isascii() and "=?" not in name and len(name) <= 60:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"\r\n <{address}>'
    return f"{_encoded_words(header, name)}\r\n <{address}>"


def _plain_or_encoded(header: str, text: str) -> str:
    return _folded(header, text) if text.isascii() and "=?" not in text else _encoded_words(header, text)


def _encoded_words(header: str, text: str) -> str:
    return Header(text, "utf-8", header_name=header, maxlinelen=76).encode(linesep="\r\n")


def _folded(header: str, text: str) -> str:
    """Break a line of single blanks before a word that would pass column 78."""
    lines = [f"{header}:"]
    for word in text.split(" "):
        if len(lines[-1]) + 1 + len(word) > 78 and lines[-1] != f"{header}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines)[len(header) + 2 :]


def _body(letter: Letter) -> bytes:
    """Text first; the reader's program shows the last kind it can."""
    text = _part("plain", letter.text)
    if not letter.html:
        return text
    # "=_" cannot stand in quoted-printable nor in base64, so no text can hold the boundary.
    boundary = f"=_{hashlib.sha256(letter.message_id.encode()).hexdigest()[:32]}"
    opening, between, end = f"--{boundary}\r\n", f"\r\n--{boundary}\r\n", f"\r\n--{boundary}--\r\n"
    head = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    html = _with_pictures(_part("html", letter.html), letter)
    return (head + opening).encode() + text + between.encode() + html + end.encode()


def _with_pictures(html: bytes, letter: Letter) -> bytes:
    """The HTML with the pictures it shows, as one part: whoever shows no HTML is shown no files either."""
    if not letter.pictures:
        return html
    boundary = f"=_{hashlib.sha256(letter.message_id.encode()).hexdigest()[32:]}"
    between = f"\r\n--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'
    parts = [html, *(_picture(each) for each in letter.pictures)]
    return head.encode() + between.join(parts) + f"\r\n--{boundary}--\r\n".encode()


def _picture(picture: Picture) -> bytes:
    if not re.fullmatch(_PICTURE, picture.name):
        raise BadInput(f"A picture cannot be called {picture.name[:40]!r}.")
    head = (
        f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <{picture.name}>\r\n"
        f'Content-Disposition: inline; filename="{picture.name.partition("@")[0]}.png"\r\n\r\n'
    )
    lines = (picture.data[at : at + 57] for at in range(0, len(picture.data), 57))
    return head.encode() + b"".join(binascii.b2a_base64(line, newline=False) + b"\r\n" for line in lines)


def _part(kind: str, text: str) -> bytes:
    encoding, content = _transferable(_canonical(text))
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + content


def _canonical(text: str) -> bytes:
    """The text's bytes with each kind of line end made CRLF, and one at the end."""
    try:
        lines = re.sub(r"\r\n|\r|\n", "\r\n", text).encode()
    except UnicodeEncodeError:
        raise BadInput("The text holds half a character (a lone surrogate); write it without.") from None
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _transferable(content: bytes) -> tuple[str, bytes]:
    """Whichever is shorter: quoted-printable for letters a person may read raw, base64 for other scripts."""
    printable = binascii.b2a_qp(content, istext=True)
    lines = (content[at : at + 57] for at in range(0, len(content), 57))
    packed = b"".join(binascii.b2a_base64(line, newline=False) + b"\r\n" for line in lines)
    return ("quoted-printable", printable) if len(printable) <= len(packed) else ("base64", packed)


def _written(headers: list[tuple[str, str]], body: bytes) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode() + body


_MISREAD = "The letter was not written: a mail program would read {} differently from what was meant."


def _ensure_reads_back(data: bytes, names: list[str], letter: Letter, meant: _Meant) -> None:
    """Compare what a receiver would understand with what was meant; the guard holds on any Python."""
    if _BARE_BREAK.search(data) or b"\0" in data or max(map(len, data.split(b"\r\n"))) > LINE_LIMIT:
        raise DomainError(_MISREAD.format("its lines"))
    parsed = message_from_bytes(data)
    body_names = ["Content-Type"] if letter.html else ["Content-Type", "Content-Transfer-Encoding"]
    if not names + body_names == _names(data) == parsed.keys():
        raise DomainError(_MISREAD.format("its headers"))
    raw = {name: _raw(value) for name, value in parsed.raw_items()}
    verbatim = (("Message-ID", letter.message_id), *letter.extra)
    if [raw[name] for name, _ in verbatim] != [value for _, value in verbatim]:
        raise DomainError(_MISREAD.format("its headers"))
    if _shown(raw["Subject"]) != meant.subject:
        raise DomainError(_MISREAD.format("its subject"))
    if _mailbox_read(raw["To"]) != (meant.name, meant.address):
        raise DomainError(_MISREAD.format("its recipient"))
    if _mailbox_read(raw["From"]) != (meant.sender_name, meant.sender_address):
        raise DomainError(_MISREAD.format("its sender"))
    texts = [part.get_payload(decode=True) for part in parsed.walk() if not part.is_multipart()]
    meant_texts = [
        _canonical(text) for text in ([letter.text, letter.html] if letter.html else [letter.text])
    ]
    if texts != meant_texts + ([picture.data for picture in letter.pictures] if letter.html else []):
        raise DomainError(_MISREAD.format("its text"))


def _names(data: bytes) -> list[str]:
    """The header names as a server sees them that knows only lines."""
    lines = data.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
    return [line.split(b":")[0].decode("latin-1") for line in lines if line[:1] not in b" \t"]


def _raw(value: object) -> str:
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", str(value))
    return unfolded.encode("utf-8", "surrogateescape").decode()


def _shown(value: str) -> str:
    return str(make_header(decode_header(value)))


def _mailbox_read(value: str) -> tuple[str, str]:
    """The name and address in a From or To; ("", "") when it holds more or less than one.

    Written here and not taken from the library: on Python 3.11 its address parser puts blanks between the
    encoded words of a long name.
    """
    if not value.endswith(">"):
        return "", value
    found = _NAMED.fullmatch(value)
    if found is None:
        return "", ""
    if found["quoted"] is not None:
        return re.sub(r"\\(.)", r"\1", found["quoted"]), found["address"]
    return _shown(found["phrase"]), found["address"]
