"""Readers killed at random, by the server, and at each place of their own: each mail once, its bytes as they were."""

from pathlib import Path
from random import Random

import pytest

from tests.faults.certificates import Authority
from tests.faults.imap_server import ImapServer
from tests.inbox.house import House
from tests.messages.world import World
from tests.torture import mutants
from tests.torture.readers import Readers, Reading, answers


@pytest.mark.slow
def test_a_reader_killed_again_and_again_keeps_each_mail_once(
    world: World, tmp_path: Path, random: Random
) -> None:
    authority = Authority(tmp_path)
    house = House(world)
    with (
        ImapServer(authority.server()) as server,
        Readers(house.world.settings, server.url, authority.certificate_file(), tmp_path / "said") as readers,
    ):
        trial = Reading(world.database, server, readers, random)
        trial.run(answers(house, 120), kills=27)
    assert trial.broken() == {}
    assert trial.made >= 24
    assert trial.renumbered == 5


def test_mails_broken_in_every_way_end_nothing(random: Random) -> None:
    """As many as the suite has time for; the torture opens ten thousand."""
    found = mutants.tried(400, random)
    assert found.crashed == []
    assert found.slowest < 5
