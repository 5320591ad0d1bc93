"""`recruiterdash mail poll` and `recruiterdash inbox`: reading and listing without a page."""

import json
import signal
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import event
from sqlalchemy.pool import Pool

from recruiterdash.cli import commands
from recruiterdash.errors import BadInput
from recruiterdash.mail.arriving import parse_imap_url
from tests.faults.certificates import Authority
from tests.faults.imap_server import ImapServer
from tests.inbox import shapes
from tests.inbox.house import House


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """What a command does with signals ends with it."""
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


def run(*words: str, status: int = 0) -> str:
    answer = CliRunner().invoke(commands, words)
    assert answer.exit_code == status, answer.output
    return answer.output


def test_a_mailbox_is_read_once_and_its_mails_are_listed(
    house: House, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate_file()))
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", house.world.settings.database_url)
    monkeypatch.setenv("RECRUITERDASH_MAIL_FROM", "jobs@borealis.example")
    letter = house.written()
    data = shapes.gmail(letter.answer("When will you decide?"))
    with ImapServer(authority.server()) as server:
        server.box.put(data, b"  \r\n")
        monkeypatch.setenv("RECRUITERDASH_IMAP_URL", server.url)
        assert "2 new, 2 filed." in run("mail", "poll", "--once")
        assert "0 new, 0 filed." in run("mail", "poll", "--once")
    assert "recruiterdash: " in run("mail", "poll", "--once", status=1), "the server is gone"
    rows = {each["sha256"]: each for each in json.loads(run("inbox", "list", "--json"))}
    row = rows[sha256(data).hexdigest()]
    assert (row["state"], row["application"], row["accepted"]) == ("threaded", letter.application, "question")
    broken = rows[sha256(b"  \r\n").hexdigest()]
    assert broken["state"] == "quarantine"
    run("inbox", "replay", str(broken["id"]))
    run("inbox", "replay", str(row["id"]), status=1)
    assert "threaded" in run("inbox", "list", "--state", "threaded")


def test_the_reader_holds_little_of_a_database_that_grows_with_every_mail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What SQLite holds and maps of its file counts as the reader's memory, and grows with the file up to a bound."""
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", house.world.settings.database_url)
    monkeypatch.setenv("RECRUITERDASH_IMAP_URL", "imaps://a:b@127.0.0.1:1")
    held: list[tuple[int, int]] = []

    def look(connection: Any, _record: Any) -> None:
        if "sqlite" in type(connection).__module__:
            asked = (connection.execute(f"PRAGMA {each}").fetchone() for each in ("cache_size", "mmap_size"))
            held.append(tuple(row[0] for row in asked))

    event.listen(Pool, "checkin", look)
    try:
        run("mail", "poll", "--once", status=1)
    finally:
        event.remove(Pool, "checkin", look)
    assert bool(held) == house.world.settings.sqlite
    assert all(-10_000 <= pages < 0 and mapped == 0 for pages, mapped in held), held


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("pop3://a:b@mail.example", "must start with"),
        ("imaps://mail.example", "user and a password"),
        ("imaps://a@mail.example", "user and a password"),
        ("imaps://a:b@", "must name a host"),
        ("imaps://a:b@mail.example:99999", "port from 1 to 65535"),
        ("imaps://a:b@mail.example/INBOX?x=1", "must end after the folder"),
        ("imaps://a:b%0d%0aLOGOUT@mail.example", "control character"),
    ],
)
def test_a_mailbox_that_is_none_is_refused_without_its_password(url: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        parse_imap_url(url)
    assert "a:b" not in str(refused.value)


def test_a_mailbox_is_named_without_its_password() -> None:
    source = parse_imap_url("imap://jobs%40firm.example:se%2Fcret@mail.example/Hiring%20mail")
    assert (source.port, source.security.value, source.password) == (143, "starttls", "se/cret")
    assert source.name == "jobs@firm.example@mail.example/Hiring mail"
    assert "se/cret" not in repr(source)
