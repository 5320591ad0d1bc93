"""Mails of real shapes, broken in every way a wire, a disk or a bad mind can: what opens them must not end by it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from recruiterdash.mail.arriving import Unreadable, attached, html_of, open_mail, returned
from tests.inbox import shapes
from tests.inbox.house import Written
from tests.inbox.reports import REPORTS

LETTER = Written(
    1, 1, "amara@example.org", "<" + "a" * 32 + "@borealis.example>", "r@b.example", "b@b.example"
)
TEXT = "When will I hear from you?\n\nGrüße, 谢谢"


@dataclass
class Found:
    """What became of them."""

    crashed: list[str] = field(default_factory=list)
    unreadable: int = 0
    slowest: float = 0.0


def tried(many: int, random: Random) -> Found:
    """Break so many mails and open each; what is raised beside `Unreadable` is a crash."""
    found = Found()
    whole = [shape(LETTER.answer(TEXT, files=1)) for shape in shapes.PLAIN] + [
        each.make(LETTER) for each in REPORTS
    ]
    for number in range(many):
        act = ACTS[number % len(ACTS)]
        raw = act(random.choice(whole), random)
        began = time.monotonic()
        try:
            opened = open_mail(raw)
            returned(raw)
            html_of(raw)
            for each in opened.attachments[:3]:
                attached(raw, each.place)
            _ensure_fit(opened.text + opened.quoted + opened.subject + opened.sender + opened.sender_name)
        except Unreadable:
            found.unreadable += 1
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is a crash
            found.crashed.append(f"{act.__name__}: {type(fault).__name__}: {fault}")
        found.slowest = max(found.slowest, time.monotonic() - began)
    return found


def _ensure_fit(text: str) -> None:
    """Both databases take it."""
    text.encode()
    assert "\0" not in text


def flipped(raw: bytes, random: Random) -> bytes:
    made = bytearray(raw)
    for _ in range(random.randint(1, 40)):
        made[random.randrange(len(made))] ^= 1 << random.randrange(8)
    return bytes(made)


def cut(raw: bytes, random: Random) -> bytes:
    return raw[: random.randrange(len(raw))]


def spliced(raw: bytes, random: Random) -> bytes:
    at = random.randrange(len(raw))
    return raw[at:] + raw[:at]


def zeroed(raw: bytes, random: Random) -> bytes:
    at = random.randrange(len(raw))
    return raw[:at] + b"\0" * random.randint(1, 200) + raw[at:]


def misnamed(raw: bytes, random: Random) -> bytes:
    charset = random.choice(
        [b"x-unknown", b"utf-7", b"utf-16", b"idna", b"rot13", b"zlib", b"hex", b"\xff\xfe", b""]
    )
    return raw.replace(b"utf-8", charset).replace(b"UTF-8", charset)


def badly_encoded(raw: bytes, random: Random) -> bytes:
    way = random.choice([b"base64", b"quoted-printable", b"uuencode", b"x-uue", b"binary", b"8bit;", b"\x80"])
    return raw.replace(b"Content-Transfer-Encoding: 8bit", b"Content-Transfer-Encoding: " + way)


def undated(raw: bytes, random: Random) -> bytes:
    return raw.replace(b"Tue, 24 Nov 2026", random.choice([b"Never", b"99 Foo 99999999999", b"\xff", b""]))


def nested(raw: bytes, random: Random) -> bytes:
    depth = random.choice([10, 60, 400, 1000])
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)
    )
    return b"From: a@b.example\r\n" + opening + b"Content-Type: text/plain\r\n\r\nhello\r\n" + raw[:200]


def within(raw: bytes, random: Random) -> bytes:
    for _ in range(random.choice([1, 30, 120])):
        raw = b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" + raw
    return raw


def headed(raw: bytes, random: Random) -> bytes:
    many = random.choice([10, 2_000, 20_000])
    name = random.choice([b"X-A", b"To", b"From", b"Subject", b"References", b"Content-Type"])
    return (name + b": a\r\n") * many + raw


def long_lines(raw: bytes, random: Random) -> bytes:
    piece = random.choice(
        [b"a", b"> ", b"\n", b"<", b"&#", b"=?utf-8?q?", b"(", b'"', b",", b"On ", b"?", b"-", b"<a "]
    )
    return raw.replace(b"\r\n\r\n", b"\r\n\r\n" + piece * random.choice([100, 20_000, 100_000]), 1)


def long_values(raw: bytes, random: Random) -> bytes:
    piece = random.choice(
        [b"=?utf-8?b?", b"(", b'"', b"<", b"a,", b"\\", b"=?", b"; x*0=", b"%", b"@", b" \t"]
    )
    name = random.choice([b"From", b"Subject", b"To", b"Content-Type", b"References", b"Content-Disposition"])
    return name + b": " + piece * random.choice([10, 1_000, 30_000]) + b"\r\n" + raw


def large(raw: bytes, random: Random) -> bytes:
    if random.random() > 0.02:
        return raw + b"x" * 10_000
    return raw + b"A" * (45 * 2**20)


ACTS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flipped,
    cut,
    spliced,
    zeroed,
    misnamed,
    badly_encoded,
    undated,
    nested,
    within,
    headed,
    long_lines,
    long_values,
    large,
)
