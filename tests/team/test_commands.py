"""The commands about colleagues, offices, tokens and routes: 0 fine, 2 with one line on bad input."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import select

from recruiterdash import moments
from recruiterdash.db import Database
from recruiterdash.team import identity, passwords
from recruiterdash.team.models import CalendarVersion, Role, User
from tests.conftest import DATABASES, ROOT, DatabaseMaker
from tests.typed import command

PROGRAM = str(Path(sys.executable).with_name("recruiterdash"))
PASSWORD = "orange tractor on the moon"
EVENTS = ROOT / "tests" / "data" / "events.csv"


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "RECRUITERDASH_DATABASE_URL": url}


def run(url: str, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *words],
        cwd=ROOT,
        env=environment(url),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def create_user(
    url: str, email: str, *roles: str, password: str = PASSWORD
) -> subprocess.CompletedProcess[str]:
    given = [word for role in roles for word in ("--role", role)]
    return run(url, "users", "create", "--email", email, *given, "--password-stdin", typed=f"{password}\n")


@pytest.fixture
def url(fresh_database: DatabaseMaker) -> str:
    return fresh_database("sqlite")


def test_a_user_is_created_gets_a_token_and_is_disabled(url: str) -> None:
    assert create_user(url, "boss@house.test", "admin").returncode == 0
    assert create_user(url, "Ada@House.test", "recruiter", "hr").returncode == 0
    made = run(url, "tokens", "create", "--user", "ada@house.test", "--scope", "read")
    token = made.stdout.strip()
    assert made.returncode == 0
    database = Database(url)
    with database.reading() as session:
        ada = session.execute(select(User).where(User.email == "ada@house.test")).scalar_one()
        viewer = identity.by_token(session, token, moments.now())
    assert ada.role_names == {Role.RECRUITER, Role.HR}
    assert passwords.fits(ada.password, PASSWORD)
    assert viewer is not None
    assert viewer.read_only
    assert run(url, "users", "disable", "ada@house.test").returncode == 0
    with database.reading() as session:
        assert identity.by_token(session, token, moments.now()) is None
    database.close()


def test_an_office_is_created_once(url: str) -> None:
    words = ("offices", "create", "--name", "Madrid", "--zone", "Europe/Madrid", "--country", "ES")
    assert [command(url, *words).exit_code for _ in range(2)] == [0, 0]
    database = Database(url)
    with database.reading() as session:
        version = session.execute(select(CalendarVersion)).scalar_one()
    database.close()
    assert (version.workweek, version.opens, version.closes) == ([0, 1, 2, 3, 4], "09:00", "17:00")
    assert "2026-12-25" in version.holidays or "2027-12-25" in version.holidays


BAD = {
    "no such role": ("users", "create", "--email", "a@house.test", "--role", "king", "--password-stdin"),
    "no password": ("users", "create", "--email", "a@house.test", "--role", "admin"),
    "no mailbox": ("users", "create", "--email", "nobody", "--role", "admin", "--password-stdin"),
    "nobody to disable": ("users", "disable", "nobody@house.test"),
    "no such zone": ("offices", "create", "--name", "X", "--zone", "Mars/Olympus"),
    "no such country": ("offices", "create", "--name", "X", "--zone", "UTC", "--country", "ZZ"),
    "an office without a name": ("offices", "create", "--name", " ", "--zone", "UTC"),
    "an office called by two lines": ("offices", "create", "--name", "a\nb", "--zone", "UTC"),
    "an office called by half a character": ("offices", "create", "--name", "a\udcff", "--zone", "UTC"),
    "an office called by too much": ("offices", "create", "--name", "x" * 121, "--zone", "UTC"),
    "a user named by too much": (
        *("users", "create", "--email", "a@house.test", "--role", "admin", "--password-stdin"),
        *("--name", "x" * 121),
    ),
    "a mailbox of half a character": ("users", "disable", "a\udcff@house.test"),
    "a letter beyond every number": ("outbox", "resolve", "9" * 30, "--arrived", "--reason", "R"),
    "a letter that arrived and is sent again": (
        *("outbox", "resolve", "1", "--arrived", "--resend"),
        *("--reason", "R"),
    ),
    "a letter settled in no way": ("outbox", "resolve", "1", "--reason", "R"),
    "a mail beyond every number": ("inbox", "replay", "9" * 30),
    "an application beyond every number": ("clocks", "explain", "9" * 30),
    "no moment at all": ("clocks", "explain", "1", "--as-of", "nonsense"),
    "a moment before the first": ("clocks", "explain", "1", "--as-of", "0001-01-01T00:00:00+14:00"),
    "a moment after the last": ("clocks", "explain", "1", "--as-of", "9999-12-31T23:59:59-14:00"),
    "a day that no calendar has": ("clocks", "explain", "1", "--as-of", "1066-10-14"),
    "no such revision": ("db", "upgrade", "nonsense"),
    "no such revision to go back to": ("db", "downgrade", "nonsense"),
    "a token for nobody": ("tokens", "create", "--user", "nobody@house.test", "--scope", "read"),
    "a scope that is none": ("tokens", "create", "--user", "a@house.test", "--scope", "all"),
    "no such command": ("users", "promote"),
}


def test_the_schema_goes_one_step_down_and_up_again(url: str) -> None:
    assert run(url, "db", "downgrade").returncode == 0
    assert run(url, "db", "check").returncode == 1
    assert run(url, "db", "upgrade").returncode == 0
    assert run(url, "db", "check").returncode == 0


@pytest.mark.parametrize("words", BAD.values(), ids=BAD)
def test_bad_input_is_2_and_one_line(url: str, words: tuple[str, ...]) -> None:
    answer = command(url, *words, text=f"{PASSWORD}\n")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.startswith("recruiterdash: ")


ASKING = {
    "queue": ("queue", "--name", "silence", "--json"),
    "outbox list": ("outbox", "list", "--json"),
    "inbox list": ("inbox", "list", "--json"),
    "clocks explain": ("clocks", "explain", "1"),
    "clocks recompute": ("clocks", "recompute", "--dry-run"),
    "metrics": ("metrics", "first_word", "--json"),
    "tokens create": ("tokens", "create", "--user", "a@house.test", "--scope", "read"),
    "users create": ("users", "create", "--email", "a@house.test", "--role", "admin", "--password-stdin"),
    "offices create": ("offices", "create", "--name", "X", "--zone", "UTC"),
    "instance live": ("instance", "live", "--reason", "R"),
    "outbox hold": ("outbox", "hold", "--reason", "R"),
    "import": ("import", str(EVENTS), "--format", "events", "--json"),
}


@pytest.mark.parametrize("words", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("kind", DATABASES)
def test_a_database_that_was_never_made_is_named_with_what_to_do(
    empty_database: DatabaseMaker, kind: str, words: tuple[str, ...]
) -> None:
    answer = command(empty_database(kind), *words, text=f"{PASSWORD}\n")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr == (
        "recruiterdash: The database's schema is not this program's: run `recruiterdash db upgrade` first.\n"
    )


def test_a_database_that_does_not_answer_is_said_in_one_line() -> None:
    answer = run("postgresql://nobody@127.0.0.1:1/nothing", "queue", "--name", "all", "--json")
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert answer.stderr.startswith("recruiterdash: The database could not do this: ")


def test_whoever_reads_a_list_may_stop_in_the_middle(url: str) -> None:
    asked = f"{PROGRAM} routes --json | true; echo ${{PIPESTATUS[0]}}"
    answer = subprocess.run(
        ["bash", "-c", asked], cwd=ROOT, env=environment(url), capture_output=True, text=True, check=True
    )
    assert (answer.stdout, answer.stderr) == ("1\n", "")


@pytest.mark.parametrize("password", ["", "short", "password1234"])
def test_a_bad_password_is_refused(url: str, password: str) -> None:
    words = ("users", "create", "--email", "a@house.test", "--role", "admin", "--password-stdin")
    answer = command(url, *words, text=f"{password}\n")
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1


def test_the_access_matrix_is_one_json_document(url: str) -> None:
    rows = json.loads(command(url, "routes", "--json").stdout)
    assert {"rule": "/login", "methods": ["POST"], "permission": "public", "scope": "nothing"} in rows
    assert all(set(row) == {"rule", "methods", "permission", "scope"} for row in rows)


def test_serve_makes_a_new_database_prints_the_link_and_answers(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    url = f"sqlite:///{tmp_path / 'new' / 'house.db'}"
    with log.open("w") as out:
        server = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(port)], cwd=ROOT, env=environment(url), stdout=out, stderr=out
        )
        try:
            assert answers(f"http://127.0.0.1:{port}/readyz")
        finally:
            server.terminate()
            status = server.wait(15)
    said = log.read_text()
    assert status == 0
    assert f"http://127.0.0.1:{port}/setup/" in said
    assert (tmp_path / "new" / "house.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "999.1.1.1"])
def test_serve_says_where_it_cannot_listen(url: str, host: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run(url, "serve", "--host", host, "--port", str(port))
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert answer.stderr.startswith(f"recruiterdash: Nothing can listen on {host}, port {port}: ")


def test_serve_refuses_a_schema_that_is_behind(empty_database: DatabaseMaker, url: str) -> None:
    database = Database(url)
    with database.engine.execution_options(write=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    database.close()
    answer = run(url, "serve", "--port", "0")
    assert answer.returncode == 2
    assert "recruiterdash db upgrade" in answer.stderr


def answers(address: str, seconds: float = 60) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False
