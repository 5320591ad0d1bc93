"""A sender that dies at each numbered place, one after another, until it comes through: no letter twice, none lost."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from recruiterdash.config import Settings
from recruiterdash.errors import BadSettings
from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageState
from recruiterdash.worker import faults
from tests.messages.world import World
from tests.torture import ledger
from tests.torture.nursery import ROOT, Nursery, Order
from tests.torture.people import Pattern
from tests.torture.sink import Sink, sink

#: Letters of each run; they go over one line, so that a place is the same each time.
LETTERS = 2
#: No sender of two letters comes to one place so often.
ENOUGH = 40


class Runs:
    """Senders that are to die at a place, each over letters of its own, and one that finishes after each."""

    def __init__(self, world: World, nursery: Nursery, server: Sink) -> None:
        self.world, self.nursery, self.server = world, nursery, server
        self.pattern = Pattern(world)
        self.approved: list[int] = []

    def until_untouched(self, order: Callable[[int], Order]) -> int:
        """Start a sender for each number from 1 until one lives through; return how many died."""
        for number in range(1, ENOUGH):
            if not self._dies(order(number)):
                return number - 1
        raise AssertionError(f"a sender still dies: {order(ENOUGH)}")

    def ensure_the_ledger_is_true(self, most_uncertain: int) -> None:
        book = ledger.read(self.world.database, self.approved, self.server.accepted.counted())
        assert book.broken() == {}
        assert set(book.states) <= {MessageState.SENT, MessageState.UNCERTAIN}
        assert len(book.uncertain) <= most_uncertain

    def _dies(self, order: Order) -> bool:
        self.approved += self.pattern.approve(LETTERS)
        first = self.nursery.start(order)
        if self._settles(first) and self.nursery.leave(first):
            return False
        second = self.nursery.start(Order(self.server.url))
        assert self._settles(second)
        assert self.nursery.leave(second)
        return True

    def _settles(self, number: int) -> bool:
        """Wait until all letters have left or the sender has died; say whether it lives."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not self.nursery.gone(number):
            if not self._under_way():
                return True
            time.sleep(0.02)
        return False

    def _under_way(self) -> int:
        unsettled = Message.state.in_(ON_ITS_WAY) | ~Message.heard
        with self.world.database.reading() as session:
            return session.scalar(select(func.count()).where(unsettled)) or 0


@pytest.fixture
def runs(world: World, tmp_path: Path) -> Iterator[Runs]:
    with (
        sink(tmp_path / "taken", latency=0) as server,
        Nursery(world.settings, tmp_path / "senders", connections=1) as nursery,
    ):
        yield Runs(world, nursery, server)


@pytest.mark.slow
def test_a_sender_dies_at_each_place_in_turn_and_no_letter_is_doubled_or_lost(runs: Runs) -> None:
    deaths = {
        point: runs.until_untouched(
            lambda number, point=point: Order(runs.server.url, fault=f"{point}:{number}")  # type: ignore[misc]
        )
        for point in faults.POINTS
    }
    assert all(deaths.values()), f"no sender comes there: {deaths}"
    runs.ensure_the_ledger_is_true(sum(deaths.values()))


@pytest.mark.slow
def test_a_sender_dies_before_and_after_each_write_to_the_wire(runs: Runs) -> None:
    deaths = runs.until_untouched(lambda number: Order(runs.server.url, write=number))
    # EHLO, and MAIL, RCPT, DATA and the letter itself for each
    assert deaths >= 2 * (1 + 4 * LETTERS)
    runs.ensure_the_ledger_is_true(deaths)


# --- where it may be armed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(smtp_url="smtp://mail.example.org"), "for tests alone"),
        (Settings(smtp_url="smtp://127.0.0.1.example.org"), "for tests alone"),
        (Settings(mode="production", smtp_url="smtp://127.0.0.1:25"), "for tests alone"),
        (Settings(mode="production"), "for tests alone"),
    ],
)
def test_a_fault_is_refused_where_mail_may_be_real(settings: Settings, said: str) -> None:
    with pytest.raises(BadSettings, match=said):
        faults.arm(settings, {faults.NAME: "before_data:1"})
    faults.arm(settings, {})


@pytest.mark.parametrize("text", ["nowhere:1", "before_data", "before_data:0", "before_data:x", ":1"])
def test_a_fault_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadSettings, match="must be a point and a number"):
        faults.arm(Settings(), {faults.NAME: text})


def test_a_worker_with_a_fault_does_not_start_towards_a_real_server(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "recruiterdash.cli", "worker"],
        check=False,
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RECRUITERDASH_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}",
            "RECRUITERDASH_MAIL_MODE": "real",
            "RECRUITERDASH_SMTP_URL": "smtp://mail.example.org",
            faults.NAME: "before_data:1",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"recruiterdash: {faults.NAME} kills the sender on purpose")
