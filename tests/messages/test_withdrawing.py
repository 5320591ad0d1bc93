"""A decision taken back takes its letters with it, and leaves everything as it was before."""

from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash import journey, messages
from recruiterdash.candidates.models import Disposition, Outcome
from recruiterdash.errors import Conflict, NotFound
from recruiterdash.messages import MessageType
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.moments import now
from recruiterdash.waiting.models import Clock, Standing
from tests.faults.smtp_server import FaultServer
from tests.messages.world import World


def stands(world: World, application_id: int) -> dict[str, Any]:
    """Where somebody stands: clocks, standing, stage and state, without versions."""
    with world.database.reading() as session:
        clocks = session.scalars(
            select(Clock).where(Clock.application_id == application_id).order_by(Clock.id)
        ).all()
        standing = session.scalars(select(Standing).where(Standing.application_id == application_id)).one()
        application = world.application(application_id)
        left_out = {"_sa_instance_state", "version", "id"}
        return {
            "clocks": [
                {key: value for key, value in vars(each).items() if key not in left_out} for each in clocks
            ],
            "standing": {key: value for key, value in vars(standing).items() if key not in left_out},
            "application": (application.state, application.stage_id, application.disposition),
        }


def told_no(world: World, application_id: int, undo: float = 600.0) -> int:
    letter = world.letter(application_id, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    return world.queue(application_id, letter, undo=undo)


def withdraw(world: World, application_id: int) -> messages.Withdrawn:
    with world.writing() as session:
        return messages.withdraw(session, world.priya, application_id, now=now())


def test_a_no_that_has_not_left_is_as_if_it_had_never_been(world: World) -> None:
    person = world.person()
    before = stands(world, person)
    letter = told_no(world, person)
    assert stands(world, person) != before
    done = withdraw(world, person)
    assert (done.kept_back, done.told, done.refusal) == (1, False, "")
    assert world.state(letter) is MessageState.CANCELLED
    assert world.reason(letter) == "the decision was taken back"
    assert stands(world, person) == before


def test_a_no_decided_without_a_letter_is_as_if_it_had_never_been(world: World) -> None:
    person = world.person()
    before = stands(world, person)
    world.change(
        person,
        lambda session, row: journey.decide(
            session,
            row,
            Outcome.REJECT,
            now=now(),
            actor_id=world.priya.user_id,
            reason=Disposition.NOT_SELECTED,
        ),
    )
    assert withdraw(world, person).kept_back == 0
    assert stands(world, person) == before


def test_a_no_that_was_told_stays_told_and_the_application_opens_again(world: World) -> None:
    person = world.person()
    letter = told_no(world, person, undo=0.0)
    with FaultServer() as server:
        worker = world.worker(smtp_url=server.url)
        assert worker.send_one()
        worker.desk.work()
        worker.stop()
    assert world.state(letter) is MessageState.SENT
    done = withdraw(world, person)
    assert (done.kept_back, done.told) == (0, True)
    assert world.application(person).state.value == "active"
    assert world.standing(person).untold_at is not None


def test_what_may_have_arrived_is_said_to_be_known_to_them(world: World) -> None:
    person = world.person()
    letter = told_no(world, person, undo=0.0)
    with world.writing() as session:
        session.get_one(Message, letter).state = MessageState.UNCERTAIN
    assert withdraw(world, person).told


def test_nobody_takes_back_what_is_not_there_or_not_theirs(world: World) -> None:
    person = world.person()
    with pytest.raises(Conflict):
        withdraw(world, person)
    told_no(world, person)
    with pytest.raises(NotFound), world.writing() as session:
        messages.withdraw(session, world.stranger, person, now=now())
    with pytest.raises(Conflict), world.writing() as session:
        messages.withdraw(session, world.priya, person, now=now(), version=1)


def test_forty_are_taken_back_and_one_that_is_out_of_sight_stops_all(world: World) -> None:
    people = [world.person() for _ in range(8)]
    before = [stands(world, each) for each in people]
    letters = [told_no(world, each) for each in people[:6]]
    with pytest.raises(NotFound), world.writing() as session:
        messages.withdraw_each(session, world.priya, [*people, 10**9], now=now())
    assert {world.state(each) for each in letters} == {MessageState.HELD}
    with world.writing() as session:
        done = messages.withdraw_each(session, world.priya, people, now=now())
    assert [bool(each.refusal) for each in done] == [False] * 6 + [True] * 2
    assert {world.state(each) for each in letters} == {MessageState.CANCELLED}
    assert [stands(world, each) for each in people] == before
