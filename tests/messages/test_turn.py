"""One turn of the sender: what the last letters were told, and leave for the next, in one way to the database."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from recruiterdash.db import later, numbered, together
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import brakes, outbox
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.outbox import Answered
from recruiterdash.moments import now
from tests.messages.world import World

LEASE = timedelta(minutes=1)
YES = Answer(Phase.CONTENT, Verdict.ACCEPTED, 250, "kept")
NO = Answer(Phase.RCPT, Verdict.REFUSED, 550, "5.1.1 no such user")


@pytest.fixture
def under_way(world: World) -> dict[int, int]:
    """Three letters with the numbers of their claims; of the first DATA was said."""
    letters = [world.queue(world.person()) for _ in range(3)]
    with world.writing() as session:
        fences = {each.message_id: each.fence for each in outbox.claim(session, "w", now(), LEASE, most=3)}
    with world.writing() as session:
        first = letters[0]
        assert outbox.about_to_send_data(session, {first: fences[first]}, now(), LEASE) == {first}
    return {each: fences[each] for each in letters}


def turned(world: World, answer: Answer, under_way: dict[int, int]) -> outbox.Turn:
    """The first was answered; the others ask for leave."""
    (first, fence), *others = under_way.items()
    told = [Answered(first, fence, answer, now())]
    with world.writing() as session:
        return outbox.turn(session, told, dict(others), now(), LEASE, retry_base=1.0)


def test_the_last_is_sent_and_the_next_may_go(world: World, under_way: dict[int, int]) -> None:
    first, second, third = under_way
    assert turned(world, YES, under_way) == ({first: MessageState.SENT}, {second, third})
    assert world.way(first) == ["queued", "claimed", "data", "sent"]
    assert world.way(second) == world.way(third) == ["queued", "claimed", "data"]


def test_one_whose_facts_changed_comes_back_and_keeps_no_other(
    world: World, under_way: dict[int, int]
) -> None:
    first, second, third = under_way
    person = world.settled(third).application_id
    world.change(person, lambda _, application: setattr(application, "version", application.version + 1))
    assert turned(world, YES, under_way) == ({first: MessageState.SENT}, {second})
    assert world.way(third) == ["queued", "claimed", "cancelled"]


def test_a_hold_lets_none_go_and_the_answer_is_written_down(world: World, under_way: dict[int, int]) -> None:
    first, second, third = under_way
    with world.writing() as session:
        brakes.hold(session, "person", "stop", now=now(), actor_id=None)
    assert turned(world, YES, under_way) == ({first: MessageState.SENT}, set())
    assert world.state(second) is world.state(third) is MessageState.QUEUED


def test_a_refusal_is_settled_and_the_others_may_go(world: World, under_way: dict[int, int]) -> None:
    first, second, third = under_way
    assert turned(world, NO, under_way) == ({first: MessageState.FAILED}, {second, third})


def test_who_lost_the_claim_gets_no_leave(world: World, under_way: dict[int, int]) -> None:
    first, second, third = under_way
    stale = under_way | {third: under_way[third] - 1}
    assert turned(world, YES, stale) == ({first: MessageState.SENT}, {second})
    assert world.state(third) is MessageState.CLAIMED


# --- statements of the driver ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "expected", "order"),
    [
        ("SELECT 1", b"SELECT 1", []),
        ("SELECT %(a)s", b"SELECT $1", [7]),
        ("SELECT %(b)s, %(a)s, %(b)s", b"SELECT $1, $2, $1", [8, 7]),
        ("SELECT '%%' || %(a)s", b"SELECT '%' || $1", [7]),
    ],
)
def test_named_parameters_become_numbers(statement: str, expected: bytes, order: list[int]) -> None:
    assert numbered(statement, {"a": 7, "b": 8}) == (expected, order)


def test_statements_that_go_together_are_answered_each(world: World) -> None:
    with world.database.writing() as session:
        with together(session):
            one, two = later(session, "SELECT 1", {}), later(session, "SELECT 2", {})
        assert (one(), two()) == ([(1,)], [(2,)])


def asked_in_vain(world: World) -> None:
    with world.database.writing() as session, together(session):
        later(session, "SELECT 1", {})
        later(session, "SELECT no_such_thing", {})


def test_what_is_refused_together_is_refused_as_ever(world: World) -> None:
    with pytest.raises(DBAPIError):
        asked_in_vain(world)
    with world.database.writing() as session:
        assert later(session, "SELECT 1", {})() == [(1,)]
