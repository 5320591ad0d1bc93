"""A large mail made small enough to be taken apart: its structure whole, of each long part the beginning.

The parser takes ten to twenty times a mail's size; its words stand at the beginning of its parts.
"""

import binascii
import re
import secrets
from collections.abc import Callable, Iterator
from email.message import Message
from itertools import pairwise

#: A mail of so many bytes is taken apart as it is.
SMALL = 3 * 2**18
#: Of a part so much is looked at, of the mail's headers and first part as well, and of all parts together.
_PART, _FIRST, _ALL = 2**19, 3 * 2**18, 2 * 2**20
#: Of the parts beyond: their headers.
_HEAD = 4_096
#: A line is not longer where programs keep to the rules, which allow 998.
_LINE = 2_048
#: Lines that may part a mail; more of them are none that a program wrote.
_LINES = 100_000

_BOUNDARY = re.compile(rb"boundary\s{0,3}=\s{0,3}(?:\"([^\"\r\n]{1,200})\"|([^\s\";]{1,200}))", re.IGNORECASE)
#: Where the whole of a shortened part stands; nobody outside knows the name of this header.
_SPAN = f"X-Span-{secrets.token_hex(8)}"


class Torn(Exception):
    """It has more lines that part it than any program writes."""


def lean(raw: bytes) -> bytes:
    """Return a mail whose long parts are cut to their beginnings; a small one as it is. Raises Torn."""
    if len(raw) <= SMALL:
        return raw
    pieces: list[bytes] = []
    left = _ALL
    for start, end in pairwise([*_parts(raw), len(raw)]):
        room = _FIRST if start == 0 else _PART if left > 0 else _HEAD
        piece = raw[start:end] if end - start <= room else _cut(raw, start, end, room)
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def whole_size(part: Message) -> int | None:
    """Return how many bytes a shortened part holds, about; None for one that is whole."""
    if (span := _span(part)) is None:
        return None
    size = span[1] - span[0]
    encoded = str(part.get("Content-Transfer-Encoding") or "").strip().lower() == "base64"
    return size * 57 // 78 if encoded else size  # 57 bytes make a line of 76 letters


def is_whole(part: Message) -> bool:
    """Return whether neither a part nor anything within it was shortened."""
    return not any(_SPAN in each for each in part.walk())


def whole_of(raw: bytes, mail: Message, part: Message) -> bytes | None:
    """Return all bytes of a shortened part; None when it must be looked for in the mail itself.

    mail: the shortened one that the part is of; a mail within it is handed out as it came.
    """
    span = _span(part)
    encoding = str(part.get("Content-Transfer-Encoding") or "").strip().lower()
    if span is None or encoding not in _DECODED or part.get_content_maintype() == "multipart":
        return None
    body = re.compile(rb"\r?\n\r?\n").search(raw, *span)
    if body is None:
        return None
    # borders of this mail's own groups end it; what looks like one may be the source of another mail
    used = {str(each.get_boundary() or "").encode("utf-8", "surrogateescape") for each in _groups(mail)}
    end = next((at for at in _borders(raw, used, body.end() - 1)), len(raw))
    if end < len(raw):  # the line end before a border belongs to that
        end -= 2 if raw.startswith(b"\r\n", end - 2) else 1
    try:
        return _DECODED[encoding](memoryview(raw)[body.end() : max(end, body.end())])
    except binascii.Error:
        return None


#: How parts are encoded that need no more than their own bytes.
_DECODED: dict[str, Callable[[memoryview], bytes]] = {
    "base64": binascii.a2b_base64,
    "quoted-printable": binascii.a2b_qp,
    **dict.fromkeys(("", "7bit", "8bit", "binary"), bytes),
}


def _groups(mail: Message) -> Iterator[Message]:
    """Groups of parts; those of a mail within the mail are none of its own."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            yield part
            waiting += [each for each in inside if isinstance(each, Message)]


def _span(part: Message) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{1,12})-(\d{1,12})", str(part.get(_SPAN) or "").strip())
    return (int(found[1]), int(found[2])) if found else None


def _parts(raw: bytes) -> list[int]:
    """Where the lines begin that part it, and its own beginning."""
    names = {(found[1] or found[2]).rstrip() for found in _BOUNDARY.finditer(raw)}
    return [0, *_borders(raw, names, 0)]


def _borders(raw: bytes, names: set[bytes], start: int) -> Iterator[int]:
    """Where the lines begin that hold one of these borders. Raises Torn."""
    at, lines = raw.find(b"\n--", start) if names else -1, 0
    while at >= 0:
        lines += 1
        if lines > _LINES:
            raise Torn
        end = raw.find(b"\n", at + 3, at + 300)
        line = raw[at + 3 : end if end > 0 else at + 300].rstrip()
        if line in names or (line.endswith(b"--") and line[:-2] in names):
            yield at + 1
        at = raw.find(b"\n--", at + 1)


def _cut(raw: bytes, start: int, end: int, room: int) -> bytes:
    """The beginning of a part, up to the end of a line; of a line that is longer than that, up to a letter's end."""
    stop = raw.rfind(b"\n", start + room - _LINE, start + room) + 1
    if not stop:
        stop = start + room
        while stop > start + room - 4 and raw[stop] & 0xC0 == 0x80:  # amid a letter of UTF-8
            stop -= 1
    head = raw.find(b"\n", start, stop) + 1 if start else 0
    return b"%b%b: %d-%d\r\n%b" % (raw[start:head], _SPAN.encode(), head, end, raw[head:stop])
