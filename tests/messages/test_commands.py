"""`recruiterdash outbox`: every letter and where it stands, and what a person says of one that nobody knows of."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from recruiterdash.cli import commands
from recruiterdash.errors import BadInput
from recruiterdash.messages import outbox
from recruiterdash.moments import now
from tests.messages.world import World

LEASE = timedelta(minutes=1)


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


@pytest.mark.parametrize(("said", "becomes"), [("--arrived", "sent"), ("--resend", "queued")])
def test_a_letter_nobody_knows_of_is_settled_in_one_way(
    world: World, monkeypatch: pytest.MonkeyPatch, said: str, becomes: str
) -> None:
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", world.settings.database_url)
    number = uncertain(world)
    both = CliRunner().invoke(
        commands, ["outbox", "resolve", str(number), "--arrived", "--resend", "--reason", "R"]
    )
    assert isinstance(both.exception, BadInput)
    assert world.state(number) == "uncertain"
    assert f"Letter {number} is {becomes} now." in run(
        "outbox", "resolve", str(number), said, "--reason", "R"
    )
    assert world.state(number) == becomes


def uncertain(world: World) -> int:
    """Return a letter whose sender stopped while it was sent."""
    number = world.queue(world.person())
    with world.writing() as session:
        fences = {each.message_id: each.fence for each in outbox.claim(session, "w", now(), LEASE, most=99)}
        outbox.about_to_send_data(session, fences, now(), LEASE)
        session.commit()
    with world.writing() as session:
        outbox.expire_leases(session, now() + 2 * LEASE)
        session.commit()
    return number


def run(*words: str) -> str:
    answer = CliRunner().invoke(commands, words)
    assert answer.exit_code == 0, answer.output
    return answer.output
