"""The catcher keeps each letter byte for byte, says no when it cannot, and nothing is smuggled past it."""

import socket
from datetime import UTC, datetime, timedelta

import pytest

from recruiterdash.mail import Catcher, Caught, Line, Sealed, Verdict, open_line, seal
from tests.mail.cast import letter, numbered
from tests.mail.test_letters import TEXTS


def sent(url: str, *letters: Sealed) -> list[Verdict]:
    with open_line(url, command_timeout=5, data_timeout=5) as line:
        return [_sent(line, each) for each in letters]


def _sent(line: Line, sealed: Sealed) -> Verdict:
    answer = line.offer(sealed.envelope_from, sealed.recipient, len(sealed.data))
    return (line.send_data(sealed.data) if answer.accepted else answer).verdict


def test_a_letter_is_caught_with_envelope_bytes_and_moment() -> None:
    kept: list[Caught] = []
    sealed = seal(numbered(1))
    with Catcher(kept.append) as catcher:
        assert sent(catcher.url, sealed) == [Verdict.ACCEPTED]
    (caught,) = kept
    assert caught[:3] == (sealed.envelope_from, (sealed.recipient,), sealed.data)
    assert timedelta() <= datetime.now(UTC) - caught.at < timedelta(seconds=10)


def test_every_kind_of_text_arrives_byte_true_and_alone() -> None:
    kept: list[Caught] = []
    letters = [
        seal(letter(message_id=f"<{number}-{kind}@borealis.example>", **{kind: text}))
        for number, text in enumerate(TEXTS.values())
        for kind in ("text", "html")
    ]
    with Catcher(kept.append) as catcher:
        assert sent(catcher.url, *letters) == [Verdict.ACCEPTED] * len(letters)
    assert [caught.data for caught in kept] == [sealed.data for sealed in letters]
    assert {caught.recipients for caught in kept} == {("amara@example.org",)}


RAW = {
    "dots": b".\r\n..\r\n.x\r\n\r\n.\r\n",
    "an early end": b"a\r\n.\r\nMAIL FROM:<evil@e.test>\r\n",
    "no line end": b"a",
    "a dot at the end": b"a\r\n.",
    "nothing": b"",
    "998": b"x" * 998 + b"\r\n",
    "a dot before 997": b"." + b"x" * 997 + b"\r\n",
    "zero": b"a\0b\r\n",
    "eight bits": bytes(each for each in range(256) if each not in b"\r\n") + b"\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_raw_lines_are_stuffed_once_and_come_out_the_same(name: str) -> None:
    kept: list[Caught] = []
    body = b"Subject: x\r\n\r\n" + RAW[name]
    with Catcher(kept.append) as catcher:
        assert sent(catcher.url, Sealed("a@b.example", "c@d.example", body)) == [Verdict.ACCEPTED]
    assert [caught.data for caught in kept] == [body if body.endswith(b"\r\n") else body + b"\r\n"]


def test_an_address_of_another_script_is_caught_as_written() -> None:
    kept: list[Caught] = []
    sealed = seal(letter(recipient=letter().recipient._replace(address="почта@пример.example")))
    with Catcher(kept.append) as catcher:
        assert sent(catcher.url, sealed) == [Verdict.ACCEPTED]
    assert kept[0].recipients == ("почта@xn--e1afmkfd.example",)
    assert kept[0].data == sealed.data


def test_what_could_not_be_kept_was_not_taken() -> None:
    kept: list[Caught] = []

    def keep(caught: Caught) -> None:
        if not kept:
            kept.append(caught)
            raise OSError("disk full")
        kept.append(caught)

    with Catcher(keep) as catcher:
        assert sent(catcher.url, seal(numbered(1)), seal(numbered(2))) == [Verdict.AGAIN, Verdict.ACCEPTED]


def test_it_listens_on_loopback_only_and_leaves_its_port() -> None:
    catcher = Catcher(lambda caught: None).start()
    assert catcher.url == f"smtp://127.0.0.1:{catcher.port}"
    catcher.stop()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", catcher.port), 1)


def test_a_port_that_is_taken_is_an_error() -> None:
    with Catcher(lambda caught: None) as first, pytest.raises(OSError, match="in use"):
        Catcher(lambda caught: None, port=first.port).start()
