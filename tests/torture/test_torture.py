"""The torture in small: tens of kills; `make torture` does hundreds. It turns red on a sender that marks too late."""

from pathlib import Path
from random import Random

import pytest

from recruiterdash.messages.models import MessageState
from tests.messages.world import World
from tests.torture import races
from tests.torture.trials import ZOMBIE_LEASE, crowd, killed, trial, zombies


@pytest.mark.slow
def test_a_sender_killed_around_data_and_at_random_sends_nothing_twice_and_loses_nothing(
    world: World, tmp_path: Path, random: Random
) -> None:
    with trial("killed", world, tmp_path, random) as made:
        killed(made, letters=60, kills=7, aimed=14)
    assert made.broken() == {}
    assert made.made == 21
    assert {hit.aim for hit in made.server.gun.hits} > {"mail", "data", "kept", "answered"}


@pytest.mark.slow
def test_three_senders_on_one_database_send_each_letter_once(
    world: World, tmp_path: Path, random: Random
) -> None:
    with trial("crowd", world, tmp_path, random) as made:
        crowd(made, kills=6)
    assert made.broken() == {}


@pytest.mark.slow
def test_a_sender_that_wakes_when_others_have_its_letters_sends_none_of_them(
    world: World, tmp_path: Path, random: Random
) -> None:
    with trial("zombies", world, tmp_path, random, lease=ZOMBIE_LEASE) as made:
        zombies(made, stops=3)
    assert made.broken() == {}
    assert made.full_hands > 0


@pytest.mark.slow
def test_the_torture_finds_a_sender_that_marks_after_sending(
    world: World, tmp_path: Path, random: Random
) -> None:
    with trial("naive", world, tmp_path, random, naive=True) as made:
        killed(made, letters=40, kills=2, aimed=7)
    assert made.ledger is not None
    assert made.ledger.states == {MessageState.SENT: len(made.approved)}
    assert made.broken()["doubled by Message-ID"] > 0


@pytest.mark.parametrize(
    ("race", "rounds"), [("advance or reject", 15), ("cancel or send", 15), ("two batches", 6)]
)
def test_of_two_who_are_first_at_once_one_wins(world: World, random: Random, race: str, rounds: int) -> None:
    tally = races.run(world, race, rounds, random)
    assert tally.violations() == {}
    assert sum(tally.won.values()) == tally.rounds == rounds
