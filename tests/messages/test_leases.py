"""What the sweep takes back from senders that are gone."""

from datetime import timedelta

import pytest

from recruiterdash.messages import outbox
from recruiterdash.messages.models import MessageState
from recruiterdash.moments import now
from tests.messages.world import World

LEASE = timedelta(seconds=1)


@pytest.mark.parametrize("in_data", [False, True])
def test_letters_of_a_sender_that_died_before_its_lease_ran_out_are_taken_back_once(
    world: World, in_data: bool
) -> None:
    number, at = world.queue(world.person()), now()
    with world.writing() as session:
        (letter,) = outbox.claim(session, "w1", at, LEASE)
        if in_data:
            assert outbox.about_to_send_data(session, {number: letter.fence}, at, LEASE)
    with world.writing() as session:
        # nobody looked in between: it is dead, and late as well
        assert outbox.expire_leases(session, at + 2 * LEASE, lambda worker: worker == "w1") == 1
    assert world.state(number) is (MessageState.UNCERTAIN if in_data else MessageState.QUEUED)
