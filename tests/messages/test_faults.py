"""Whatever the mail server does, the letter ends in the right state, and none is called sent by mistake."""

import time
from datetime import timedelta
from email import message_from_bytes

import pytest

from recruiterdash.mail import Verdict
from recruiterdash.messages.models import MessageState
from recruiterdash.moments import now
from tests.faults.acts import Accept, Drop, Hang, Reply
from tests.faults.smtp_server import FaultServer, Script
from tests.mail.test_faults import FAULTS, Fault
from tests.messages.world import World

ENDS = {
    Verdict.ACCEPTED: MessageState.SENT,
    Verdict.AGAIN: MessageState.QUEUED,
    Verdict.OUR_FAULT: MessageState.QUEUED,
    Verdict.REFUSED: MessageState.FAILED,
    Verdict.UNCERTAIN: MessageState.UNCERTAIN,
}
#: Those that answer at once; silence is tried below, as it takes the patience it is given.
QUICK = {
    name: fault
    for name, fault in FAULTS.items()
    if not any(type(act).__name__ in {"Hang", "Drip", "Wait", "HalfClose"} for act in fault.script.values())
    and "then nothing" not in name
    and "without end" not in name
    and fault.verdict in ENDS
}


@pytest.mark.parametrize("fault", QUICK.values(), ids=QUICK)
def test_a_fault_ends_in_its_state(world: World, fault: Fault) -> None:
    someone = world.person()
    number = world.queue(someone)
    with FaultServer(fault.script, fault.features) as server:
        worker = world.worker(smtp_url=server.url, smtp_data_timeout=1.0)
        worker.send_one()
        worker.stop()
        assert world.state(number) is ENDS[fault.verdict]
        assert len(server.accepted) == fault.taken
    told = fault.verdict is Verdict.ACCEPTED
    assert len(world.words(someone)) == told
    assert world.standing(someone).letters_on_way == (ENDS[fault.verdict] is MessageState.QUEUED)


@pytest.mark.parametrize("script", [{"data": Hang()}, {"dot": Hang()}, {"dot": Accept(Hang())}])
def test_a_server_that_says_nothing_after_data_leaves_the_letter_uncertain(
    world: World, script: Script
) -> None:
    number = world.queue(world.person())
    with FaultServer(script) as server:
        worker = world.worker(smtp_url=server.url, smtp_data_timeout=0.5)
        worker.send_one()
        worker.stop()
    assert world.state(number) is MessageState.UNCERTAIN


def test_a_slow_server_keeps_its_letter_while_the_lease_is_renewed(world: World) -> None:
    number = world.queue(world.person())
    with FaultServer({"dot": Accept(Hang())}) as server:
        worker = world.worker(smtp_url=server.url, smtp_data_timeout=30, lease_seconds=0.4).start_thread()
        deadline = time.monotonic() + 3
        while not server.accepted and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.5)
        with world.writing() as session:
            message = session.get_one(type(world.message(number)), number)
            assert message.state is MessageState.DATA
            assert message.lease_until is not None
            assert message.lease_until > now() - timedelta(seconds=0.4)
        began = time.monotonic()
        worker.stop()
        assert time.monotonic() - began < 10
    assert world.state(number) is MessageState.UNCERTAIN


def test_a_refusal_is_shown_and_another_letter_may_follow(world: World) -> None:
    someone = world.person()
    number = world.queue(someone)
    with FaultServer({"rcpt": [Reply("550 5.1.1 no such user")]}) as server:
        worker = world.worker(smtp_url=server.url)
        worker.send_one()
        assert world.state(number) is MessageState.FAILED
        assert world.message(number).last_answer == "rcpt: 550 5.1.1 no such user"
        second = world.queue(someone)
        worker.send_one()
        worker.stop()
        assert world.state(second) is MessageState.SENT


def test_greylisting_is_waited_for(world: World) -> None:
    number = world.queue(world.person())
    with FaultServer({"rcpt": [Reply("450 4.2.0 come back"), Reply("450 4.2.0 come back")]}) as server:
        worker = world.worker(smtp_url=server.url, retry_base=0.05).start_thread()
        wait_for(world, number, MessageState.SENT)
        worker.stop()
        assert len(server.accepted) == 1
    assert world.message(number).attempts == 3


def test_a_server_that_is_away_costs_no_letter_an_attempt(world: World) -> None:
    first, second = world.queue(world.person()), world.queue(world.person())
    with FaultServer({"banner": [Reply("421 busy"), Drop()]}) as server:
        worker = world.worker(smtp_url=server.url).start_thread()
        wait_for(world, first, MessageState.SENT)
        wait_for(world, second, MessageState.SENT)
        worker.stop()
    assert [world.message(each).attempts for each in (first, second)] == [1, 1]


def test_two_people_with_one_mailbox_each_get_their_own_letter(world: World) -> None:
    couple = [world.person(name, email="both@example.org") for name in ("Amara", "Bayo")]
    for each in couple:
        world.queue(each)
    with FaultServer() as server:
        worker = world.worker(smtp_url=server.url)
        while worker.send_one():
            pass
        worker.stop()
        assert [took.recipients for took in server.accepted] == [("both@example.org",)] * 2
        assert sorted(str(message_from_bytes(took.data)["To"]).split()[0] for took in server.accepted) == [
            "Amara",
            "Bayo",
        ]


def wait_for(world: World, number: int, state: MessageState, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while world.state(number) is not state and time.monotonic() < deadline:
        time.sleep(0.02)
    assert world.state(number) is state, world.way(number)
