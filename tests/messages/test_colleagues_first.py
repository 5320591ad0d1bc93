"""A colleague hears their no before anybody from outside: by one letter, by a batch, and by a letter on its way."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey, messages
from recruiterdash.candidates.models import Application, Disposition, Outcome
from recruiterdash.errors import NotAllowed
from recruiterdash.journey import Channel, Contact
from recruiterdash.journey.colleagues import NOT_YET, colleagues_first
from recruiterdash.messages import MessageType, batches
from recruiterdash.messages.approval import look
from recruiterdash.messages.batch_rows import BatchApplication
from recruiterdash.moments import now
from tests.messages.world import World

NO = MessageType.REJECTION_APPLICATION


def decide_no(session: Session, one: Application) -> None:
    reason = Disposition.NOT_SELECTED
    journey.decide(session, one, Outcome.REJECT, now=now(), actor_id=None, reason=reason)


def tell(session: Session, one: Application) -> None:
    told = Contact("out", Channel.MEETING, now(), says_status=True, decision="reject")
    journey.log_contact(session, one, told, now=now(), actor_id=None)


def colleague(world: World) -> int:
    return world.person("Jonas", internal=True, internal_source="HR list")


def test_a_letter_waits_until_the_colleague_was_told(world: World) -> None:
    outside, inside = world.person(), colleague(world)
    letter = world.letter(outside, NO, reason=Disposition.NOT_SELECTED)
    world.change(inside, decide_no)
    with pytest.raises(NotAllowed) as refused:
        world.queue(outside, letter)
    assert str(refused.value) == NOT_YET
    assert NOT_YET.endswith("Try again later; HR knows when.")
    assert "colleague" not in NOT_YET
    world.change(inside, tell)
    assert world.queue(outside, letter)


def test_a_letter_on_its_way_comes_back(world: World) -> None:
    outside, inside = world.person(), colleague(world)
    letter = world.letter(outside, NO, reason=Disposition.NOT_SELECTED)
    id_ = world.queue(outside, letter, undo=60)
    world.change(inside, decide_no)
    with world.writing() as session:
        assert look(session, [id_], now()).changed == {id_: "others are told first"}
    world.change(inside, tell)
    with world.writing() as session:
        assert look(session, [id_], now()).changed == {}


def test_a_batch_leaves_them_out(world: World) -> None:
    outside, inside = world.person(), colleague(world)
    world.change(inside, decide_no)
    text = "Dear {{ candidate.preferred_name }}, we have decided not to go ahead with your application."
    wanted = batches.Wanted([outside], NO, "Your application", text)
    with world.writing() as session:
        made = batches.preview(session, world.priya, wanted, now=now(), settings=world.settings)
        left_out = select(BatchApplication.code, BatchApplication.reason).where(
            BatchApplication.batch_id == made.batch.id
        )
        assert session.execute(left_out).all() == [("order", NOT_YET)]


def test_who_is_still_in_the_running_keeps_nobody_waiting(world: World) -> None:
    outside, inside = world.person(), colleague(world)
    letter = world.letter(outside, NO, reason=Disposition.NOT_SELECTED)
    world.change(
        inside,
        lambda session, one: journey.decide(session, one, Outcome.ADVANCE, now=now(), actor_id=None),
    )
    assert world.queue(outside, letter)


def test_a_decision_taken_back_keeps_nobody_waiting(world: World) -> None:
    inside = colleague(world)
    world.change(inside, decide_no)
    with world.writing() as session:
        assert colleagues_first(session, [world.requisition_id]) == {world.requisition_id}
        messages.withdraw(session, world.priya, inside, now=now() + timedelta(seconds=1))
        assert colleagues_first(session, [world.requisition_id]) == frozenset()
