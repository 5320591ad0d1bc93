"""Mails of real shapes, broken in every way a wire, a disk or a bad mind can: what opens them must not end by it."""

import dataclasses
import json
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

from recruiterdash.mail.arriving import Unreadable, attached, html_of, open_mail, returned
from recruiterdash.messages.inbound.models import InboundState
from tests.inbox import shapes
from tests.inbox.house import House, Written
from tests.inbox.programs import PROGRAMS
from tests.inbox.reports import REPORTS
from tests.torture.nursery import ROOT

LETTER = Written(
    1, 1, "amara@example.org", "<" + "a" * 32 + "@borealis.example>", "r@b.example", "b@b.example"
)
TEXT = "When will I hear from you?\n\nGrüße, 谢谢"


@dataclasses.dataclass
class Found:
    """What became of them."""

    crashed: list[str] = dataclasses.field(default_factory=list)
    unreadable: int = 0
    #: Seconds of the slowest, of the processor's own time, and what it was.
    slowest: float = 0.0
    slow: str = ""
    #: MB of the whole process, at its largest.
    memory: float = 0.0


def whole() -> list[bytes]:
    """Every shape there is, unbroken."""
    return [
        *(shape(LETTER.answer(TEXT, files=1)) for shape in shapes.PLAIN),
        *(each.make(LETTER) for each in REPORTS),
        *(each.make(LETTER.answer(TEXT)) for each in PROGRAMS),
    ]


def tried(many: int, random: Random) -> Found:
    """Break so many mails and open each; what is raised beside `Unreadable` is a crash."""
    found, every = Found(), whole()
    for number in range(many):
        act = ACTS[number % len(ACTS)]
        raw = act(random.choice(every), random)
        began = time.process_time()
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
        taken = time.process_time() - began
        if taken > found.slowest:
            found.slowest, found.slow = taken, f"{act.__name__}, {len(raw):,} bytes"
    found.memory = _most_taken()
    return found


def _most_taken() -> float:
    """Return the megabytes this program has held at most; `getrusage` counts those of who started it as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def tried_apart(many: int, seed: int) -> Found:
    """The same in a process of its own, so that its memory is that of opening mail and of nothing else."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.torture.mutants", str(many), str(seed)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return Found(**json.loads(said.stdout))


def taken_in(house: House, many: int, random: Random) -> dict[str, int]:
    """Let so many broken mails come to a house; return which laws that breaks: each kept once, as it was, and filed."""
    letter, every = house.written("Broken"), whole()
    mails = [
        ACTS[number % len(ACTS)](random.choice(every), random) + b"\r\n%d" % number for number in range(many)
    ]
    mails = [
        raw.replace(LETTER.recipient.encode(), letter.recipient.encode()).replace(
            LETTER.message_id.encode(), letter.message_id.encode()
        )
        for raw in mails
        if len(raw) < 2**20
    ]
    rows = house.take_in(*mails)
    found = {
        "lost": len(mails) - len({row.id for row in rows}),
        "other bytes": sum(sha256(row.raw).hexdigest() != row.digest for row in rows),
        "not filed": sum(row.state is InboundState.STORED for row in rows),
        "read too often": sum(row.tries > 1 for row in rows),
    }
    return {law: times for law, times in found.items() if times}


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
    size = 2**20 * random.choice([12, 35, 64]) if random.random() < 0.02 else 10_000
    piece = random.choice(
        [b"A", b"A" * 76 + b"\r\n", b"\n", b"> a\n", b"=41=\r\n", b"<p>a</p>", b"\n--=_mix\n"]
    )
    return raw + piece * (size // len(piece))


def tagged(raw: bytes, random: Random) -> bytes:
    """Elements within elements: closed, closed in the wrong order, closed in part, or never."""
    names = random.sample(
        [
            *(
                b"div",
                b"b",
                b"p",
                b"font",
                b"table",
                b"tr",
                b"td",
                b"ul",
                b"li",
                b"blockquote",
                b"a",
                b"nobr",
            ),
            *(b"svg", b"math", b"style", b"script", b"title", b"template", b"select", b"form", b"pre", b"i"),
        ],
        random.randint(1, 4),
    )
    depth = random.choice([20, 500, 5_000, 30_000])
    opened = [names[number % len(names)] for number in range(depth)]
    closed = {
        "never": [],
        "in order": opened[::-1],
        "in the wrong order": opened,
        "in part": opened[::-2],
        "by others": [random.choice(names) for _ in opened],
    }[random.choice(["never", "in order", "in the wrong order", "in part", "by others"])]
    begin = random.choice([b"<%b>", b'<%b class="a">', b"<%b a", b"<%b>a ", b"<%b/>", b"<%b>\n"])
    end = random.choice([b"</%b>", b"</%b >b", b"</%b"])
    body = b"".join(begin % each for each in opened) + b"hello" + b"".join(end % each for each in closed)
    return _headed(raw, b"text/html; charset=utf-8") + body


def grouped(raw: bytes, random: Random) -> bytes:
    """Groups of parts within groups: their borders are alike, begin alike, or are never closed."""
    depth, beside = random.choice([(5, 3), (40, 20), (90, 2), (400, 1)])
    same = random.random() < 0.3
    kinds = [
        b"mixed",
        b"alternative",
        b"related",
        b"signed",
        b"report",
        b"digest",
        b"encrypted",
        b"x-unknown",
    ]

    def border(level: int) -> bytes:
        return b"b" if same else b"b" + b"x" * level if depth < 100 else b"b%d" % level

    made = _headed(raw, b'multipart/mixed; boundary="%b"' % border(0))
    for level in range(depth):
        part = b"--%b\r\n" % border(level)
        made += (part + b"Content-Type: text/plain; name=a\r\n\r\nhello\r\n") * random.randint(0, beside)
        made += part + b'Content-Type: multipart/%b; boundary="%b"\r\n\r\n' % (
            random.choice(kinds),
            border(level + 1),
        )
    made += b"--%b\r\nContent-Type: text/html\r\n\r\n<p>When?</p>\r\n" % border(depth)
    closing = random.choice([0.0, 0.5, 1.0])
    for level in range(depth, -1, -1):
        made += b"--%b--\r\n" % border(level) if random.random() < closing else b""
    return made + raw


def _headed(raw: bytes, kind: bytes) -> bytes:
    """The headers of a mail around something else."""
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    kept = [line for line in head if not line.lower().startswith((b"content-", b" ", b"\t"))]
    return b"\r\n".join([*kept, b"Content-Type: " + kind]) + b"\r\n\r\n"


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
    tagged,
    grouped,
)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(dataclasses.asdict(tried(int(sys.argv[1]), Random(int(sys.argv[2]))))))
