"""A sender killed at any instant: at most one letter each, none lost, and what nobody can know is shown."""

import contextlib
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from recruiterdash.messages.models import MessageState
from tests.faults.acts import Accept, Act, Drop, Hang, Reply
from tests.faults.kills import Kill, kill, wait_until_gone
from tests.faults.smtp_server import FaultServer
from tests.messages.test_faults import wait_for
from tests.messages.world import World

COMMAND = Path(sys.executable).with_name("recruiterdash")
ROOT = Path(__file__).parents[2]
LEASE = 1.0


class Sender:
    """A worker in a process of its own, started anew when it was killed."""

    def __init__(self, world: World) -> None:
        self.number = 0
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RECRUITERDASH_DATABASE_URL": world.settings.database_url,
            "RECRUITERDASH_MAIL_MODE": "real",
            "RECRUITERDASH_SMTP_URL": "smtp://127.0.0.1:9",
            "RECRUITERDASH_LEASE_SECONDS": str(LEASE),
            "RECRUITERDASH_POLL_SECONDS": "0.1",
            "RECRUITERDASH_RETRY_BASE": "0.1",
        }
        nursery = [sys.executable, str(ROOT / "tests/messages/nursery.py")]
        self.nursery = subprocess.Popen(
            nursery,
            env=self.environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def start(self, url: str) -> None:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(f"{url}\n")
        self.nursery.stdin.flush()
        line = self.nursery.stdout.readline()
        while not line.strip().isdigit():
            assert line, "the nursery is gone"
            line = self.nursery.stdout.readline()
        self.number = int(line)

    def victim(self) -> int:
        return self.number

    def kill(self) -> None:
        kill(self.number)
        self.number = 0

    def wait_until_killed(self) -> None:
        wait_until_gone(self.number, 30)
        self.number = 0

    def close(self) -> None:
        if self.number:
            with contextlib.suppress(ProcessLookupError):
                self.kill()
        for pipe in (self.nursery.stdin, self.nursery.stdout):
            if pipe is not None:
                pipe.close()
        self.nursery.wait(20)


@pytest.fixture
def sender(world: World) -> Iterator[Sender]:
    made = Sender(world)
    yield made
    made.close()


def aimed(sender: Sender, then: Act) -> Kill:
    return Kill(sender.victim, then)


#: Where the server kills -> what the letter must be afterwards, and how many the server took by then.
AIMS: dict[str, tuple[Act, MessageState, int]] = {
    "banner": (Reply("220 hello"), MessageState.QUEUED, 0),
    "ehlo": (Reply("250 hello"), MessageState.QUEUED, 0),
    "mail": (Reply("250 fine"), MessageState.QUEUED, 0),
    "rcpt": (Reply("250 fine"), MessageState.QUEUED, 0),
    "data": (Reply("354 go on"), MessageState.UNCERTAIN, 0),
    "body": (Drop(), MessageState.UNCERTAIN, 0),
    "dot": (Drop(), MessageState.UNCERTAIN, 0),
    "dot, taken": (Accept(Drop()), MessageState.UNCERTAIN, 1),
    "dot, answered": (Accept(Reply("250 kept")), MessageState.UNCERTAIN, 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("aim", AIMS)
def test_a_kill_aimed_at_a_phase(world: World, sender: Sender, aim: str) -> None:
    then, state, taken = AIMS[aim]
    someone = world.person()
    number = world.queue(someone)
    with FaultServer({aim.partition(",")[0]: [aimed(sender, then)]}) as server:
        sender.start(server.url)
        sender.wait_until_killed()
        expire(world, number, state)
        assert len(server.accepted) == taken
        sender.start(server.url)
        if state is MessageState.QUEUED:
            wait_for(world, number, MessageState.SENT)
            assert len(world.words(someone)) == 1
        else:
            time.sleep(2 * LEASE)
            assert world.state(number) is MessageState.UNCERTAIN
            assert not world.words(someone)
        sender.kill()
        assert len(server.accepted) == (1 if state is MessageState.QUEUED else taken)


@pytest.mark.slow
def test_a_sender_killed_at_random_moments_sends_nothing_twice_and_loses_nothing(
    world: World, sender: Sender
) -> None:
    letters = {
        number: world.message(number).message_id
        for number in (world.queue(world.person()) for _ in range(60))
    }
    kills = 0
    with FaultServer() as server:
        while kills < 12 and any(world.state(number) is not MessageState.SENT for number in letters):
            sender.start(server.url)
            before, deadline = len(server.accepted), time.monotonic() + 10
            while len(server.accepted) == before and time.monotonic() < deadline:
                time.sleep(0.002)
            time.sleep(random.uniform(0, 0.05))
            sender.kill()
            kills += 1
        sender.start(server.url)
        for number in letters:
            settled(world, number)
        sender.kill()
        taken = Counter(took.message_id for took in server.accepted)
    assert max(taken.values()) == 1
    states = {number: world.state(number) for number in letters}
    assert set(states.values()) <= {MessageState.SENT, MessageState.UNCERTAIN}
    for number, message_id in letters.items():
        # what is called sent has arrived; what is uncertain may have
        assert states[number] is not MessageState.SENT or taken[message_id] == 1
    assert sum(state is MessageState.UNCERTAIN for state in states.values()) <= kills


@pytest.mark.slow
def test_a_worker_asked_to_stop_finishes_its_letter(world: World, sender: Sender) -> None:
    letters = [world.queue(world.person()) for _ in range(30)]
    with FaultServer() as server:
        environment = {**sender.environment, "RECRUITERDASH_SMTP_URL": server.url}
        with subprocess.Popen([COMMAND, "worker"], env=environment, stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 60
            while not server.accepted and time.monotonic() < deadline:
                time.sleep(0.005)
            began = time.monotonic()
            process.terminate()
            assert process.wait(30) == 0
            assert time.monotonic() - began < 10
        states = Counter(world.state(number) for number in letters)
        assert set(states) <= {MessageState.SENT, MessageState.QUEUED}
        assert states[MessageState.SENT] == len(server.accepted) > 0


@pytest.mark.slow
@pytest.mark.parametrize("words", [("worker",), ("serve", "--port", "0")], ids=["worker", "serve"])
def test_who_is_asked_to_stop_while_the_server_is_silent_parks_the_letter(
    world: World, sender: Sender, words: tuple[str, ...]
) -> None:
    number = world.queue(world.person())
    with FaultServer({"dot": Accept(Hang())}) as server:
        environment = {
            **sender.environment,
            "RECRUITERDASH_SMTP_URL": server.url,
            "RECRUITERDASH_LEASE_SECONDS": "60",
        }
        with subprocess.Popen([COMMAND, *words], env=environment, stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 60
            while not server.accepted and time.monotonic() < deadline:
                time.sleep(0.005)
            assert world.state(number) is MessageState.DATA
            began = time.monotonic()
            process.terminate()
            assert process.wait(30) == 0
            assert time.monotonic() - began < 10
        assert world.state(number) is MessageState.UNCERTAIN


def expire(world: World, number: int, state: MessageState) -> None:
    """Let the dead sender's lease run out; another worker's sweep is what sees it."""
    worker = world.worker()
    deadline = time.monotonic() + 3 * LEASE + 5
    while world.state(number) in (MessageState.CLAIMED, MessageState.DATA) and time.monotonic() < deadline:
        worker.sweep()
        time.sleep(0.1)
    assert world.state(number) is state, world.way(number)


def settled(world: World, number: int) -> None:
    deadline = time.monotonic() + 30
    while (
        world.state(number) not in (MessageState.SENT, MessageState.UNCERTAIN) and time.monotonic() < deadline
    ):
        time.sleep(0.05)
