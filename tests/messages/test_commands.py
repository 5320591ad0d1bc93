"""`recruiterdash outbox list`: every letter and where it stands."""

import json

import pytest
from click.testing import CliRunner

from recruiterdash.cli import commands
from tests.messages.world import World


def test_the_outbox_is_listed_for_programs_and_people(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", world.settings.database_url)
    someone = world.person()
    number = world.queue(someone)
    kept_back = world.queue(world.person(), undo=30)
    world.cancel(kept_back)

    listed = json.loads(run("outbox", "list", "--json"))
    row = next(each for each in listed if each["id"] == number)
    assert row["application"] == someone
    assert row["kind"] == "status"
    assert row["state"] == "queued"
    assert row["attempts"] == 0
    assert row["decision_version"] == 0
    assert row["recipient"].endswith("@example.org")
    assert row["message_id"] == world.message(number).message_id
    assert row["send_at"].endswith("+00:00")

    queued = json.loads(run("outbox", "list", "--state", "queued", "--json"))
    assert number in [each["id"] for each in queued]
    assert kept_back not in [each["id"] for each in queued]
    assert "status" in run("outbox", "list", "--state", "cancelled")


def run(*words: str) -> str:
    answer = CliRunner().invoke(commands, words)
    assert answer.exit_code == 0, answer.output
    return answer.output
