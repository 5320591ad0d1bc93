"""Letters of several lines go their ways in one thread: none waits for another one's server."""

import time
from dataclasses import dataclass, field

from sqlalchemy import update

from recruiterdash.messages import brakes
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.moments import now
from tests.faults.acts import Accept, Hang, Peer, Reply, Wait
from tests.faults.smtp_server import FaultServer
from tests.messages.test_faults import wait_for
from tests.messages.world import World

LINES = 3


def queued(world: World, many: int) -> list[int]:
    return [world.queue(world.person(email=f"q{n}@quick{n}.example")) for n in range(many)]


def test_a_line_that_is_never_greeted_holds_up_no_letter_but_its_own(world: World) -> None:
    letters = queued(world, 7)
    with FaultServer({"banner": [Hang()]}) as server:
        sender = world.worker(smtp_url=server.url, smtp_connections=LINES).start_thread()
        began = time.monotonic()
        while len(server.accepted) < 6 and time.monotonic() < began + 5:
            time.sleep(0.02)
        assert len(server.accepted) == 6
        began = time.monotonic()
        sender.stop()
        assert time.monotonic() - began < 10
    states = [world.state(each) for each in letters]
    assert states.count(MessageState.SENT) == 6


def test_a_server_that_does_not_read_a_large_letter_holds_up_no_other(world: World) -> None:
    large = world.queue(world.person())
    with world.writing() as session:
        frozen = b"Subject: large\r\n\r\n" + (b"x" * 70 + b"\r\n") * 200_000
        session.execute(update(Message).where(Message.id == large).values(frozen=frozen))
    with FaultServer({"body": [Hang()]}, features=()) as server:  # it says nothing of sizes
        sender = world.worker(smtp_url=server.url, smtp_connections=LINES).start_thread()
        wait_for(world, large, MessageState.DATA, 5)
        others = queued(world, 6)
        began = time.monotonic()
        for each in others:
            wait_for(world, each, MessageState.SENT, 3)
        assert time.monotonic() - began < 3
        sender.stop()
    assert world.state(large) is MessageState.UNCERTAIN


@dataclass
class Noted:
    """Says go on to DATA, and keeps the moment."""

    begun: list[float] = field(default_factory=list)

    def do(self, peer: Peer) -> None:
        self.begun.append(time.monotonic())
        Reply("354 go on").do(peer)


def test_two_seconds_after_a_hold_no_letter_is_begun(world: World) -> None:
    letters = queued(world, 60)
    data = Noted()
    with FaultServer({"data": data, "dot": Accept(Wait(0.2, Reply("250 kept")))}) as server:
        sender = world.worker(smtp_url=server.url, smtp_connections=LINES).start_thread()
        deadline = time.monotonic() + 20
        while len(data.begun) < 2 * LINES and time.monotonic() < deadline:
            time.sleep(0.01)
        with world.writing() as session:
            brakes.hold(session, "person", "the wrong day", now=now(), actor_id=None)
        held = time.monotonic()
        time.sleep(4)
        sender.stop()
        assert [moment - held for moment in data.begun if moment > held + 2] == []
        assert len(server.accepted) == len(data.begun) < len(letters)
    states = [world.state(each) for each in letters]
    assert states.count(MessageState.SENT) == len(data.begun)
    assert set(states) == {MessageState.SENT, MessageState.QUEUED}
    with world.writing() as session:
        brakes.release(session, "a test", now=now(), actor_id=None)


def test_letters_leave_while_another_one_waits_for_its_answer(world: World) -> None:
    late = world.queue(world.person())
    with FaultServer({"dot": [Accept(Wait(2.0, Reply("250 kept")))]}) as server:
        sender = world.worker(smtp_url=server.url, smtp_connections=LINES).start_thread()
        wait_for(world, late, MessageState.DATA, 5)
        others = queued(world, 3)
        for each in (*others, late):
            wait_for(world, each, MessageState.SENT, 10)
        sender.stop()
    assert max(world.moment(each, MessageState.SENT) for each in others) < world.moment(
        late, MessageState.SENT
    )
