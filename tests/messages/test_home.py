"""A database that wakes up somewhere else, and what a person has to say before its letters leave."""

import json
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, select

from recruiterdash import moments
from recruiterdash.audit import AuditRow
from recruiterdash.cli import commands
from recruiterdash.db import Database
from recruiterdash.messages import brakes, home
from recruiterdash.messages.models import MessageState
from recruiterdash.team.models import InstanceFact
from tests.messages.world import Post, World

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known of the installation, and commands find its database."""
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", world.settings.database_url)
    with world.writing() as session:
        session.execute(delete(InstanceFact))


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, words)


def move(world: World) -> None:
    """What a copy looks like: it says it lives somewhere else."""
    with world.writing() as session:
        fact = session.scalars(select(InstanceFact).where(InstanceFact.name == home.HOME)).one()
        fact.value = {**fact.value, "number": 1}


def settle(world: World) -> brakes.Hold | None:
    with world.writing() as session:
        return home.settle_in(session, now=NOW)


# --- home -----------------------------------------------------------------------------------------


def test_a_fresh_database_is_at_home_where_its_first_worker_starts(world: World) -> None:
    assert settle(world) is None
    assert settle(world) is None
    with world.database.reading() as session:
        assert home.at_home(session)
        assert home.mode_here(session, "real") == "real"
        assert brakes.held(session) is None


def test_a_database_that_moved_is_held_once_and_writes_to_its_allow_list(world: World) -> None:
    settle(world)
    move(world)
    hold = settle(world)
    assert hold is not None
    assert hold.kind == "copy"
    assert "may be a copy" in hold.reason
    with world.writing() as session:
        brakes.release(session, "staging", now=NOW, actor_id=None)
        assert home.settle_in(session, now=NOW, wanted="allowlist") is None  # held here once
    assert settle(world) is not None  # one that would write to everybody always is
    with world.database.reading() as session:
        assert not home.at_home(session)
        assert home.mode_here(session, "real") == "allowlist"
        assert home.mode_here(session, "catch") == "catch"


def test_a_file_copied_by_hand_is_away_from_home(world: World, tmp_path: Path) -> None:
    if not world.database.sqlite:
        with world.database.reading() as session:
            assert home.here(session).keys() == {"kind", "name", "number", "server", "timeline"}
        return
    settle(world)
    world.database.close()
    copy = tmp_path / "copy.db"
    shutil.copyfile(str(world.database.url.database), copy)
    with closing(Database(f"sqlite:///{copy}")) as database, database.writing() as session:
        assert not home.at_home(session)
        assert home.settle_in(session, now=NOW) is not None


def test_a_place_is_the_same_when_what_both_know_is() -> None:
    place = {"kind": "server", "name": "a", "number": 5, "server": "77"}
    assert home._same(place, {"kind": "server", "name": "a", "number": 5})
    assert not home._same(place, {**place, "server": "78"})
    assert not home._same(place, {"kind": "file", "path": "/a", "number": 5})


@pytest.mark.parametrize(
    ("recipient", "mode", "leaves"),
    [
        ("a@example.org", "real", True),
        ("a@example.org", "catch", False),
        ("a@example.org", "allowlist", False),
        ("A@Borealis.example", "allowlist", True),
        ("eve@evil-borealis.example", "allowlist", False),
        ("one@example.org", "allowlist", True),
    ],
)
def test_who_may_be_written_to(recipient: str, mode: str, leaves: bool) -> None:
    listed = ("@borealis.example", "one@example.org")
    assert home.may_leave(recipient, mode, listed) is leaves  # type: ignore[arg-type]


# --- instance live --------------------------------------------------------------------------------


def test_saying_live_makes_a_copy_the_real_one(world: World) -> None:
    settle(world)
    move(world)
    settle(world)
    answer = run("instance", "live", "--reason", "moved to the new machine")
    assert answer.exit_code == 0, answer.output
    with world.database.reading() as session:
        assert home.at_home(session)
        assert home.mode_here(session, "real") == "real"
        assert brakes.held(session) is None
        live = session.scalars(select(InstanceFact).where(InstanceFact.name == home.LIVE)).one()
        assert live.value == {"reason": "moved to the new machine", "by": None}
        acts = list(session.scalars(select(AuditRow.act).order_by(AuditRow.id.desc()).limit(2)))
        assert acts == ["outbox.release", "instance.live"]


def test_saying_live_leaves_a_persons_hold_alone(world: World) -> None:
    assert run("outbox", "hold", "--reason", "the board meets").exit_code == 0
    answer = run("instance", "live", "--reason", "it is")
    assert "Letters are still held: the board meets" in answer.output
    with world.database.reading() as session:
        assert brakes.held(session) is not None


def test_a_demonstration_never_goes_real(world: World) -> None:
    with world.writing() as session:
        session.add(InstanceFact(name="demo", value={}, at=NOW))
    answer = run("instance", "live", "--reason", "looks real to me")
    assert answer.exit_code == 1
    assert "made-up people" in answer.output
    with world.database.reading() as session:
        assert home.mode_here(session, "real") == "catch"


# --- outbox hold and release ----------------------------------------------------------------------


def test_a_hold_keeps_letters_back_until_it_is_released(world: World, post: Post) -> None:
    number = world.queue(world.person())
    assert run("outbox", "hold", "--reason", "something is odd").exit_code == 0
    again = run("outbox", "hold", "--reason", "I say so too")
    assert again.exit_code == 0
    assert "something is odd" in again.output  # the first stands
    worker = world.worker(smtp_url=post.url)
    assert not worker.send_one()
    assert world.state(number).value == "queued"
    assert run("outbox", "release").exit_code == 0
    assert worker.send_one()
    worker.stop()
    assert len(post.letters) == 1


def test_a_release_without_a_hold_says_so(world: World) -> None:
    answer = run("outbox", "release", "--reason", "to be sure")
    assert answer.exit_code == 1
    assert "No hold is on" in answer.output


def test_a_copys_hold_ends_with_a_reason_and_a_list_of_what_may_have_left(world: World) -> None:
    settle(world)
    waiting, sure = world.queue(world.person()), world.queue(world.person())
    world.cancel(sure)
    move(world)
    with world.writing() as session:
        home.settle_in(session, now=moments.now())
    newer = world.queue(world.person())
    answer = run("outbox", "release", "--reason", "looked at each", "--json")
    assert [each["id"] for each in json.loads(answer.output)["perhaps_gone"]] == [waiting]
    assert newer not in (waiting, sure)
    assert [world.state(each) for each in (waiting, newer)] == [MessageState.UNCERTAIN, MessageState.QUEUED]


def test_a_stamp_that_cannot_be_written_holds_no_letter(world: World) -> None:
    if not world.database.sqlite:
        return
    assert settle(world) is None
    in_the_way = Path(f"{world.database.url.database}-stamp.new")
    in_the_way.mkdir()
    try:
        assert [settle(world), settle(world)] == [None, None]
    finally:
        in_the_way.rmdir()
    assert settle(world) is None
