"""Nonsense in the settings, or a database that is not safe: the program does not start and says why."""

import os
import subprocess
import sys
from pathlib import Path

import pysqlite3.dbapi2
import pytest

from recruiterdash import config, create_app
from recruiterdash.db import Database
from recruiterdash.doors import start
from recruiterdash.errors import BadSettings
from tests.conftest import ROOT, DatabaseMaker

SAFE = {
    "MODE": "production",
    "SECRET_KEY": "k" * 40,
    "BASE_URL": "https://hiring.house.test",
}
UNSAFE = {
    "a short key": ({"SECRET_KEY": "short"}, "SECRET_KEY"),
    "no key": ({"SECRET_KEY": ""}, "SECRET_KEY"),
    "debugging": ({"DEBUG": "on"}, "DEBUG"),
    "plain http": ({"BASE_URL": "http://hiring.house.test"}, "BASE_URL"),
    "no address": ({"BASE_URL": ""}, "BASE_URL"),
    "an address that is none": ({"BASE_URL": "hiring"}, "BASE_URL"),
    "a mode that is none": ({"MODE": "staging"}, "MODE"),
    "a zone that is none": ({"ZONE": "Mars/Olympus"}, "ZONE"),
    "a database that is none": ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
    "a mail server that is none": ({"SMTP_URL": "http://x"}, "SMTP_URL"),
    "real mail without a server": ({"MAIL_MODE": "real"}, "SMTP_URL"),
    "proxies in words": ({"TRUSTED_PROXIES": "two"}, "TRUSTED_PROXIES"),
    "no time to undo": ({"UNDO_SECONDS": "0"}, "UNDO_SECONDS"),
    "seconds below zero": ({"POLL_SECONDS": "-1"}, "POLL_SECONDS"),
}


def environment(**changed: str) -> dict[str, str]:
    return {f"RECRUITERDASH_{name}": value for name, value in {**SAFE, **changed}.items()}


def test_what_is_safe_starts() -> None:
    assert config.read(environment()).mode == "production"


@pytest.mark.parametrize(("changed", "named"), UNSAFE.values(), ids=UNSAFE)
def test_what_is_not_does_not(changed: dict[str, str], named: str) -> None:
    with pytest.raises(BadSettings, match=named):
        config.read(environment(**changed))


@pytest.mark.parametrize("case", ["a short key", "debugging", "plain http"])
def test_the_command_ends_with_2_and_one_line(case: str) -> None:
    changed, named = UNSAFE[case]
    command = [str(Path(sys.executable).with_name("recruiterdash")), "serve"]
    given = {**os.environ, **environment(**changed)}
    answer = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert named in answer.stderr


def test_no_setting_of_secrets_is_ever_shown() -> None:
    settings = config.read(environment(SMTP_URL="smtp://user:hidden@mail.house.test"))
    assert "hidden" not in repr(settings)
    assert "k" * 40 not in repr(settings)


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o644])
def test_a_database_that_everybody_may_read_is_refused(fresh_database: DatabaseMaker, mode: int) -> None:
    url = fresh_database("sqlite")
    path = Path(url.removeprefix("sqlite:///"))
    path.chmod(mode)
    with pytest.raises(BadSettings, match="chmod o-rwx"):
        create_app(config.read(environment(DATABASE_URL=url)))
    path.chmod(0o600)
    app = create_app(config.read(environment(DATABASE_URL=url)))
    app.extensions["recruiterdash.database"].close()


@pytest.mark.parametrize(
    ("version", "loses"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_versions_of_sqlite_that_lose_writes_are_known(version: tuple[int, ...], loses: bool) -> None:
    assert start.loses_writes(version) is loses


def test_one_that_does_is_refused(fresh_database: DatabaseMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    url = fresh_database("sqlite")
    monkeypatch.setattr(pysqlite3.dbapi2, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(BadSettings, match="can lose committed writes"):
        start.ensure_safe(config.read(environment(DATABASE_URL=url)), Database(url))
