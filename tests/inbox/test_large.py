"""A large mail is opened like a small one: in little memory, its words and files all there."""

import base64
import gc
import time
import tracemalloc
from contextlib import suppress

import pytest

from recruiterdash.mail.arriving import Unreadable, attached, open_mail, returned
from recruiterdash.mail.arriving.lean import SMALL, lean

HEAD = b"From: a@b.example\r\nTo: jobs@borealis.example\r\nSubject: Large\r\nMIME-Version: 1.0\r\n"
PDF = bytes(range(256)) * 40_000
ENCODED = base64.encodebytes(PDF).replace(b"\n", b"\r\n")
FILE = (
    b"--=_x\r\nContent-Type: application/pdf; name=cv.pdf\r\nContent-Disposition: attachment; filename=cv.pdf\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + ENCODED
)
MIXED = b'Content-Type: multipart/mixed; boundary="=_x"\r\n\r\n'
TEXT = b"--=_x\r\nContent-Type: text/plain\r\n\r\nWhen will you decide?\r\n"


def test_the_words_and_files_of_a_large_mail_are_all_there() -> None:
    raw = HEAD + MIXED + FILE + TEXT + FILE.replace(b"cv.pdf", b"more.pdf") + b"--=_x--\r\n"
    opened = open_mail(raw)
    assert opened.text == "When will you decide?"
    assert [each.name for each in opened.attachments] == ["cv.pdf", "more.pdf"]
    assert opened.files == 2
    assert all(abs(each.size - len(PDF)) < len(PDF) / 50 for each in opened.attachments)
    assert [attached(raw, each.place) for each in opened.attachments] == [PDF, PDF]


def test_a_large_mail_within_a_mail_is_handed_out_whole() -> None:
    inner = HEAD + MIXED.replace(b"=_x", b"=_y") + FILE.replace(b"=_x", b"=_y") + b"--=_y--\r\n"
    raw = HEAD + MIXED + TEXT + b"--=_x\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"--=_x--\r\n"
    opened = open_mail(raw)
    assert opened.text == "When will you decide?"
    (forwarded,) = opened.attachments
    handed = attached(raw, forwarded.place)
    assert handed is not None
    assert ENCODED.replace(b"\r\n", b"\n")[:-2] in handed.replace(b"\r\n", b"\n")


def test_one_mail_has_one_fingerprint_whatever_its_line_ends_and_its_size() -> None:
    raw = b"Message-ID: <1@b.example>\r\n" + HEAD + MIXED + TEXT + FILE + b"--=_x--\r\n"
    assert len(raw) > 2 * SMALL
    assert open_mail(raw).fingerprint == open_mail(raw.replace(b"\r\n", b"\n")).fingerprint
    assert open_mail(raw).fingerprint != open_mail(raw[:-200] + b"--=_x--\r\n").fingerprint


def test_nothing_a_stranger_writes_is_taken_for_what_was_cut() -> None:
    raw = (
        HEAD
        + MIXED
        + TEXT
        + b"--=_x\r\nX-Span: 0-99\r\nContent-Type: text/x-a; name=a\r\n\r\nhello\r\n--=_x--\r\n"
    )
    opened = open_mail(raw + b"\r\n" * SMALL)
    assert [attached(raw, each.place) for each in opened.attachments] == [b"hello"]


@pytest.mark.parametrize(
    ("kind", "piece"),
    [
        (b"text/plain; charset=utf-8", b"\n"),
        (b"text/plain; charset=utf-8", "é谢".encode()),
        (b"text/plain", b"> a\n"),
        (b"text/html", b"<p>a</p>\n"),
        (MIXED[14:-4], b"\n--=_x\n"),
        (MIXED[14:-4], b"\n--"),
    ],
)
def test_thirty_megabytes_of_anything_take_little_time(kind: bytes, piece: bytes) -> None:
    raw = HEAD + b"Content-Type: " + kind + b"\r\n\r\n" + piece * (30 * 2**20 // len(piece))
    gc.freeze()  # what the other tests have left in this process is not looked through for this mail
    try:
        began = time.thread_time()
        with suppress(Unreadable):
            open_mail(raw)
        returned(raw)
        assert time.thread_time() - began < 5
    finally:
        gc.unfreeze()


@pytest.mark.parametrize("kind", [b"text/plain; charset=utf-8", b"text/html; charset=utf-8"])
@pytest.mark.parametrize("head", [b"", MIXED + b"--=_x\r\n"])
def test_a_megabyte_on_one_line_still_says_what_it_says(kind: bytes, head: bytes) -> None:
    said = "When will you decide? " + "Grüße, 谢谢. " * 150_000
    raw = HEAD + head + b"Content-Type: " + kind + b"\r\n\r\n" + said.encode()
    assert len(raw) > 2 * 2**20
    opened = open_mail(raw)
    assert opened.text.startswith(said[:100_000])
    assert "\ufffd" not in opened.text
    assert "Ã" not in opened.text


def test_a_large_mail_is_opened_in_little_more_than_its_own_size() -> None:
    raw = HEAD + MIXED + TEXT + FILE * 2 + b"--=_x--\r\n"
    assert len(lean(raw)) < 3 * 2**20
    tracemalloc.start()
    try:
        open_mail(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < len(raw) + 20 * 2**20
