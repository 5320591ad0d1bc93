"""How many letters are under way to somebody is counted right, whoever counts at the same time."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.db import Database
from recruiterdash.waiting.models import UnderWay
from tests.messages.world import World

Step = Callable[[Session, list[int]], None]
UP, DOWN = waiting.letters_set_out, waiting.letters_arrived


def test_letters_set_out_and_arrive(world: World) -> None:
    first, second = world.person(), world.person()
    for step, people, expected in (
        (UP, [first, second], (1, 1)),
        (UP, [second], (1, 2)),
        (DOWN, [first, second], (0, 1)),
        (DOWN, [first, second], (0, 0)),
        (UP, [first], (1, 0)),
    ):
        counted(world.database, step, people)
        assert tuple(world.standing(each).letters_on_way for each in (first, second)) == expected
    with world.database.reading() as session:
        assert session.scalars(select(UnderWay.id)).all() == [first], "no row stays for who has none"


@pytest.mark.parametrize(
    ("before", "early", "late", "after"),
    [
        (0, UP, UP, 2),
        (1, DOWN, UP, 1),
        (1, UP, DOWN, 1),
        (2, DOWN, DOWN, 0),
        (3, DOWN, DOWN, 1),
        (2, DOWN, UP, 2),
    ],
)
def test_two_who_count_at_once_count_twice(
    world: World, before: int, early: Step, late: Step, after: int
) -> None:
    someone = world.person()
    for _ in range(before):
        counted(world.database, UP, [someone])
    begun = Event()

    def second() -> None:
        begun.set()
        counted(world.database, late, [someone])

    other = Thread(target=second)
    with world.database.writing() as session:
        early(session, [someone])
        other.start()
        begun.wait(10)
        other.join(0.3)
        assert other.is_alive(), "the second waits for the first"
        session.commit()
    other.join(10)
    assert world.standing(someone).letters_on_way == after


def counted(database: Database, step: Step, people: list[int]) -> None:
    with database.writing() as session:
        step(session, people)
        session.commit()
