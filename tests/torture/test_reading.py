"""Readers killed at random, by the server, and at each place of their own: each mail once, its bytes as they were."""

from pathlib import Path
from random import Random

import pytest

from tests.faults.certificates import Authority
from tests.faults.dovecot import Dovecot
from tests.faults.imap_proxy import ImapProxy
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


@pytest.mark.slow
@pytest.mark.dovecot
def test_a_reader_of_a_real_dovecot_killed_again_and_again_keeps_each_mail_once(
    world: World, tmp_path: Path, random: Random
) -> None:
    authority = Authority(tmp_path)
    house = House(world)
    with (
        Dovecot(authority.files()) as dovecot,
        ImapProxy(authority.server(), authority.trust(), dovecot) as proxy,
        Readers(house.world.settings, proxy.url, authority.certificate_file(), tmp_path / "said") as readers,
    ):
        trial = Reading(world.database, proxy, readers, random)
        trial.run(answers(house, 60), kills=18)
    assert trial.broken() == {}
    assert trial.made >= 16
    assert trial.renumbered == 5


def test_mails_broken_in_every_way_end_nothing(random: Random) -> None:
    """As many as the suite has time for; the torture opens ten thousand."""
    found = mutants.tried_apart(400, random.randrange(10**6))
    assert found.crashed == []
    assert found.slowest < 5, found.slow
    assert found.memory < 300


def test_mails_broken_in_every_way_are_kept_and_filed_all_the_same(world: World, random: Random) -> None:
    assert mutants.taken_in(House(world), 100, random) == {}
