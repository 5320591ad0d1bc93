"""Clocks are moved to other rules while colleagues log, decide and write: nobody waits for ever, nothing is lost."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application
from recruiterdash.errors import Conflict
from recruiterdash.journey import Channel, Contact
from recruiterdash.journey.models import Event
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition
from recruiterdash.waiting.kinds import REBASE
from recruiterdash.waiting.owned import new_own_levels
from tests.messages.test_races import together
from tests.messages.world import World

ROUNDS = 4


def test_two_colleagues_move_the_clocks_while_others_work(world: World) -> None:
    people = [world.person(f"Amara{number}") for number in range(12)]

    def move() -> None:
        with world.writing() as session:
            journey.rebase(
                session,
                requisition_id=world.requisition_id,
                now=now(),
                actor_id=world.priya.user_id,
                why="At once.",
            )

    def log(some: list[int]) -> None:
        for person in some:
            world.change(person, called)

    def called(session: Session, application: Application) -> None:
        call = Contact("out", Channel.PHONE, now(), text="They were told a day.")
        journey.log_contact(session, application, call, now=now(), actor_id=None)

    for _ in range(ROUNDS):
        together(move, move, lambda: log(people[:6]), lambda: log(people[6:]))
    with world.database.reading() as session:
        moved = select(func.count()).where(Event.type == REBASE, Event.requisition_id == world.requisition_id)
        assert session.scalar(moved) == 2 * ROUNDS
        said = select(func.count()).where(
            AuditRow.act == "clocks.rebase", AuditRow.subject_id == world.requisition_id
        )
        assert session.scalar(said) == 2 * ROUNDS
        calls = select(func.count()).where(Event.kind == "phone", Event.application_id.in_(people))
        assert session.scalar(calls) == len(people) * ROUNDS
    with world.writing() as session:
        rows = session.scalars(select(Application).where(Application.id.in_(people))).all()
        assert journey.settle(session, rows, now=now()) == []


def test_of_two_next_versions_of_a_requisitions_levels_one_is_made(world: World) -> None:
    world.person("Amara")
    refused: list[Conflict] = []

    def set_to(days: int) -> None:
        try:
            with world.writing() as session:
                requisition = session.get_one(Requisition, world.requisition_id)
                new_own_levels(session, requisition, {"reply": days}, after=0, now=now(), actor_id=None)
                journey.rebase(
                    session, requisition_id=world.requisition_id, now=now(), actor_id=None, why="A new level."
                )
        except Conflict as conflict:
            refused.append(conflict)

    together(lambda: set_to(1), lambda: set_to(3), lambda: set_to(4))
    assert len(refused) == 2
