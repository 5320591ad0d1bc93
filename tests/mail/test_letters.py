"""What is meant is what a mail program reads: header by header, byte by byte, or there is no letter."""

import re
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiterdash.errors import BadInput, DomainError
from recruiterdash.mail import EXTRA_HEADERS, Letter, Mailbox, letters, seal
from tests.mail.cast import AMARA, PLAIN, PRIYA, letter

ALWAYS = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
]

#: Strings that have broken mail programs. Each must be shown as it is or be refused.
NASTY = [
    "Bob\r\nBcc: evil@e.test",
    "Bob\nBcc: evil@e.test",
    "Bob\rBcc: evil@e.test",
    "Bob\n\n<script>",
    "Bob\r\n\r\nnew body",
    "Bob\r\n\tBcc: evil@e.test",
    "Bob\0Bcc: evil@e.test",
    "Bob\x85Bcc: evil@e.test",
    "Bob\u2028Bcc: evil@e.test",
    "Bob\u2029Bcc: evil@e.test",
    "Bob\x0bBcc: evil@e.test",
    "Bob\x0cBcc: evil@e.test",
    "Bob\x1cBcc: evil@e.test",
    "Bob\x1dBcc: evil@e.test",
    "Bob\x1eBcc: evil@e.test",
    "=?UTF-8?Q?=0A?=Bcc: evil@e.test",
    "😀 =?UTF-8?Q?=0A?=Bcc: evil@e.test",
    "=?UTF-8?Q?=0A?=Bcc: evil@e.test 😀",
    "Zoë =?utf-8?q?=0D=0A?=Bcc: evil@e.test",
    "Zoë =?utf-8?b?DQpCY2M6IGV2aWxAZS50ZXN0?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZS50ZXN0?=",
    "=?utf-8?q?=0ABcc=3A_evil=40e=2Etest?=",
    "=?iso-8859-1?Q?=0A?= x =?iso-8859-1?Q?=0A?=",
    "=?UTF-8?Q?=00?=",
    "=?UTF-7?Q?+AAo-?=Bcc: evil@e.test",
    "=?unknown-charset?Q?abc?=",
    "=?UTF-8?X?abc?=",
    "=?UTF-8?Q?unclosed",
    "=?UTF-8?B?!!!!?=",
    "=?UTF-8*en?Q?=0A?=",
    "=?==?=",
    "é=?UTF-8?Q?=C3?==?UTF-8?Q?=A9?=",
    "%0D%0ABcc: evil@e.test",
    "\\r\\nBcc: evil@e.test",
    "嘊嘍Bcc: evil@e.test",
    "Bob <evil@e.test>",
    "Bob <evil@e.test>,",
    "evil@e.test",
    "evil@e.test, Bob",
    "evil@e.test; Bob",
    '"Bob" <evil@e.test>',
    '"',
    '""',
    "\\",
    '\\"',
    'Bob \\" <evil@e.test> "',
    "(comment)",
    "(unclosed",
    "Bob) <evil@e.test>",
    "group: a@b.example, c@d.example;",
    ":",
    ";",
    ",",
    "<>",
    "<<>>",
    "@",
    ".",
    "..",
    "Dr. Bob, Ph.D.",
    "O'Neil",
    "Bcc: evil@e.test",
    "To: evil@e.test",
    "Bob Subject: x",
    "x" * 10_000,
    "é" * 10_000,
    "x" * 199,
    "é" * 199,
    "👩‍👩‍👧‍👦 " * 28,
    "word " * 39,
    "\u202eevil\u202c",
    "\u2066Bob\u2069",
    "\u200fשרה",
    "\ud800",
    "\udcff",
    "Bob\udc0aBcc: x",
    "\ufeffBob",
    "\u00a0Bob\u00a0",
    "e\u0301" * 90,
    "Ａｌｉｃｅ",
    "\u0c41\u0c4d",
    "𝔅𝔬𝔟",
    "{{first_name}}",
    "Robert'); DROP TABLE candidates;--",
    "<script>alert(1)</script>",
    "-- ",
    "--=_boundary",
    "From Bob",
    ".",
    "Żółć, gęślą jaźń (jr.) <x>",
    "李, 小龍",
    "عائشة \"أم\" علي",
]  # fmt: skip


def parsed(data: bytes) -> EmailMessage:
    message: EmailMessage = message_from_bytes(data, policy=policy.default)
    return message


def text_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode().replace("\r\n", "\n")


def shown(data: bytes, header: str) -> str:
    """The header as a mail program shows it, read by a parser that the product does not use for it."""
    raw = dict(parsed(data).raw_items())[header]
    return str(make_header(decode_header(re.sub(r"\r?\n(?=[ \t])", "", str(raw)))))


def sealed_or_refused(candidate: Letter) -> bytes | None:
    try:
        return seal(candidate).data
    except BadInput as refusal:
        return None if len(str(refusal)) > 20 else b"a refusal must say why"


PLACES: dict[str, Callable[[str], Letter]] = {
    "recipient": lambda text: letter(recipient=AMARA._replace(name=text)),
    "sender": lambda text: letter(sender=PRIYA._replace(name=text)),
    "subject": lambda text: letter(subject=text),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_nasty_string_is_shown_as_it_is_or_refused(place: str, text: str) -> None:
    data = sealed_or_refused(PLACES[place](text))
    if data is None:
        return
    message = parsed(data)
    assert message.keys() == ALWAYS
    assert b"evil" not in b"".join(line for line in data.split(b"\r\n") if line.lower().startswith(b"bcc"))
    assert [address.addr_spec for address in message["To"].addresses] == ["amara@example.org"]
    assert [address.addr_spec for address in message["From"].addresses] == ["jobs@borealis.example"]
    whole = {"recipient": "To", "sender": "From", "subject": "Subject"}[place]
    clean = " ".join(text.strip(" ").split(" "))
    if place == "subject":
        assert message["Subject"] == clean
    elif "\\" not in text and '"' not in text:
        assert shown(data, whole).replace('"', "").rpartition(" <")[0] == clean
    assert text_of(message) == PLAIN.text


def test_only_what_cannot_be_shown_is_refused() -> None:
    refused = {text for text in NASTY if sealed_or_refused(PLACES["recipient"](text)) is None}
    unshowable = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
    assert refused == {text for text in NASTY if unshowable.search(text) or len(text.strip()) > 200}


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "letter-1@borealis.example"},
        {"message_id": "<a@b>\r\nBcc: x@e.test"},
        {"message_id": "<a b@c>"},
        {"message_id": ""},
        {"reply_to": "jobs@borealis.example\r\nBcc: x@e.test"},
        {"reply_to": "Priya <jobs@borealis.example>"},
        {"reply_to": "josé@borealis.example"},
        {"return_path": "bounces@borealis.example> BODY=8BITMIME"},
        {"return_path": ""},
        {"return_path": "josé@borealis.example"},
        {"sender": Mailbox("Priya", "josé@borealis.example")},
        {"sender": Mailbox("Priya", "a@b.example, c@d.example")},
        {"recipient": Mailbox("Amara", "alice@good.test <bob@evil.test>")},
        {"recipient": Mailbox("Amara", "a@b.example,c@d.example")},
        {"recipient": Mailbox("Amara", " amara@example.org")},
        {"recipient": Mailbox("Amara", "")},
        {"language": "en\r\nBcc: x@e.test"},
        {"language": "english please"},
        {"extra": (("Bcc", "x@e.test"),)},
        {"extra": (("Cc", "x@e.test"),)},
        {"extra": (("X-Anything", "x"),)},
        {"extra": (("Auto-Submitted", "yes"),)},
        {"extra": (("Auto-Submitted", "auto-generated\r\nBcc: x@e.test"),)},
        {"extra": (("In-Reply-To", "x"),)},
        {"extra": (("Auto-Submitted\r\nBcc", "no"),)},
        {"subject": ""},
        {"subject": "   "},
        {"subject": "x" * 401},
        {"text": "half \ud83d"},
        {"html": "<p>half \ud83d</p>"},
        {"date": datetime(2026, 12, 1, 9, 30)},  # noqa: DTZ001 - naive on purpose
    ],
    ids=str,
)
def test_a_letter_that_cannot_be_what_it_says_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        seal(letter(**changes))


def test_the_guard_holds_when_the_writer_is_fooled(monkeypatch: pytest.MonkeyPatch) -> None:
    for trick in ("x\r\nBcc: evil@e.test", "another subject", "x\nBcc: evil@e.test"):
        monkeypatch.setattr(letters, "_plain_or_encoded", lambda header, text, trick=trick: trick)
        with pytest.raises(DomainError, match="was not written"):
            seal(PLAIN)


def test_the_guard_holds_when_the_recipient_is_written_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    for trick in (
        "a@b.example",
        "Amara Okafor <amara@example.org>, <evil@e.test>",
        '"A" <amara@example.org>',
    ):
        monkeypatch.setattr(letters, "_mailbox", lambda header, name, address, trick=trick: trick)
        with pytest.raises(DomainError, match="was not written"):
            seal(PLAIN)


def test_the_guard_holds_when_an_automatic_letter_would_not_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    automatic = letter(extra=(("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")))
    message = parsed(seal(automatic).data)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    monkeypatch.setattr(letters, "_listed", lambda name, value, pattern: "no")
    with pytest.raises(DomainError, match="was not written"):
        seal(automatic)


def test_a_letter_says_only_once_whether_it_is_automatic() -> None:
    with pytest.raises(DomainError, match="was not written"):
        seal(letter(extra=(("Auto-Submitted", "no"), ("Auto-Submitted", "auto-generated"))))


def test_a_letter_names_one_reader_and_says_who_wrote_it() -> None:
    extra = (
        ("Auto-Submitted", "auto-generated"),
        ("In-Reply-To", "<their-1@example.org>"),
        ("References", " ".join(f"<their-{n}@example.org>" for n in range(40))),
    )
    sealed = seal(letter(reply_to="reply+abc@borealis.example", language="pt-BR", extra=extra))
    message = parsed(sealed.data)
    assert sealed.envelope_from == "bounces+letter-1@borealis.example"
    assert sealed.recipient == "amara@example.org"
    assert message["From"] == "Priya Shah <jobs@borealis.example>"
    assert message["To"] == "Amara Okafor <amara@example.org>"
    assert message["Reply-To"] == "reply+abc@borealis.example"
    assert message["Message-ID"] == "<letter-1@borealis.example>"
    assert message["Date"] == "Tue, 01 Dec 2026 09:30:00 +0000"
    assert message["Content-Language"] == "pt-BR"
    assert message["References"].split() == extra[2][1].split()
    assert {"Cc", "Bcc"}.isdisjoint(message.keys())
    assert b"bounces+" not in sealed.data
    assert set(EXTRA_HEADERS) >= {name for name, _ in extra}


def test_the_same_letter_gives_the_same_bytes() -> None:
    twin = letter(html="<p>Hello</p>")
    assert seal(twin) == seal(letter(html="<p>Hello</p>"))


def test_text_stands_before_html_and_both_say_what_was_written() -> None:
    message = parsed(seal(letter(html="<p>Hello <b>Zoë</b></p>\n")).data)
    assert message.get_content_type() == "multipart/alternative"
    kinds = [(part.get_content_type(), text_of(part)) for part in message.iter_parts()]
    assert kinds == [("text/plain", PLAIN.text), ("text/html", "<p>Hello <b>Zoë</b></p>\n")]


def test_a_domain_of_another_script_travels_in_ascii() -> None:
    sealed = seal(letter(recipient=Mailbox("Zoë", "zoe@bücher.example")))
    assert sealed.recipient == "zoe@xn--bcher-kva.example"
    assert sealed.data.isascii()


def test_a_local_part_of_another_script_is_written_as_it_is() -> None:
    sealed = seal(letter(recipient=Mailbox("Нина", "почта@пример.example")))
    assert sealed.recipient == "почта@xn--e1afmkfd.example"
    assert "<почта@xn--e1afmkfd.example>".encode() in sealed.data


def test_a_quoted_local_part_stays_quoted() -> None:
    for address in ('"amara okafor"@example.org', '"a@b"@example.org', '"<x>,y;z"@example.org'):
        for name in ("", "Amara Okafor", "Zoë, x"):
            sealed = seal(letter(recipient=Mailbox(name, address)))
            assert sealed.recipient == address
            assert [each.addr_spec for each in parsed(sealed.data)["To"].addresses] == [address]


TEXTS = {
    "dots": ".\n..\n.x\n\n.\n",
    "an early end": "before\n.\nafter\r\n.\r\nMAIL FROM:<evil@e.test>\r\n",
    "smuggling": "a\n.\r\nMAIL FROM:<evil@e.test>\nb\r.\rc\r\n.\nd",
    "bare breaks": "one\rtwo\nthree\r\nfour\n\rfive",
    "no end": "no line break at the end",
    "nothing": "",
    "blanks": "trailing \t \n \n\t\n  leading",
    "a long line": "x" * 5_000,
    "a long line of dots": "." * 5_000,
    "a long line of letters": "é" * 5_000,
    "a long line of words": "word " * 2_000,
    "998": "y" * 998 + "\n" + "z" * 999,
    "equals": "a=b==c =20 =3D = \n=\n",
    "zero": "a\0b\0\n\0",
    "breaks of other kinds": "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g",
    "scripts": "李小龍\nНина\nعائشة\nשרה\nนภา\n😀👩‍👩‍👧‍👦\n",
    "from": "From here on\nFrom: x\n>From y\n",
    "boundary": "--=_x\n--=_x--\n",
    "eight bits": "".join(map(chr, range(256))),
}


@pytest.mark.parametrize("kind", ["text", "html"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_comes_out_as_it_went_in(name: str, kind: str) -> None:
    data = seal(letter(**{kind: TEXTS[name]})).data
    assert_wire_form(data)
    parts = [part.get_payload(decode=True) for part in parsed(data).walk() if not part.is_multipart()]
    expected = re.sub(r"\r\n|\r|\n", "\r\n", TEXTS[name]).encode()
    assert parts[-1 if TEXTS[name] else 0] in (expected, expected + b"\r\n") or (kind, name) == (
        "html",
        "nothing",
    )


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=400),
    st.text(max_size=80),
    st.text(max_size=120),
)
def test_any_letter_is_right_or_refused(text: str, name: str, subject: str) -> None:
    data = sealed_or_refused(letter(text=text, recipient=AMARA._replace(name=name), subject=subject))
    if data is not None:
        assert_wire_form(data)
        assert parsed(data).keys() == ALWAYS


def assert_wire_form(data: bytes) -> None:
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    assert data.endswith(b"\r\n")
    assert b"\0" not in data
