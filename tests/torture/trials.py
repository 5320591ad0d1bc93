"""The trials: senders killed, stopped and set side by side while letters leave; then the ledger is read."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageState
from tests.messages.world import World
from tests.torture import ledger
from tests.torture.ledger import Ledger
from tests.torture.nursery import Nursery, Order
from tests.torture.people import Pattern
from tests.torture.sink import AIMS, BEFORE_DATA, Sink, sink

CONNECTIONS = 4
#: Seconds a new sender may take until the server has its first letter.
RESUME = 10.0
#: Short, so that a stopped sender loses its letters soon.
ZOMBIE_LEASE = 1.0
#: A letter that was being handed over when its sender was killed -> where it stands then.
STANDS = {aim: {"claimed"} if aim in BEFORE_DATA else {"data"} for aim in AIMS} | {
    # the answer was on the wire: it may have been read and written down in time
    "answered": {"data", "sent"}
}


@dataclass
class Trial:
    """One run: a world, a server that is never killed, senders that are."""

    name: str
    world: World
    pattern: Pattern
    server: Sink
    nursery: Nursery
    random: Random
    naive: bool = False
    approved: list[int] = field(default_factory=list)
    #: Kills that were asked for and made; a stop is one of them when it may leave a letter uncertain.
    asked: int = 0
    made: int = 0
    #: Senders stopped with letters in their hands.
    full_hands: int = 0
    #: Aimed kills whose letter stood somewhere else than it should.
    misplaced: int = 0
    #: When each sender was started, by the clock of the server's log.
    starts: list[float] = field(default_factory=list)
    #: Senders that did not stop in ten seconds when asked to.
    stubborn: int = 0
    seconds: float = 0.0
    ledger: Ledger | None = None

    # --- senders -----------------------------------------------------------------------------------

    def approve(self, many: int) -> None:
        self.approved += self.pattern.approve(many)

    def keep_waiting(self, many: int) -> None:
        """Approve some more when hardly any wait, so that nobody is killed over nothing."""
        with self.world.database.reading() as session:
            left = session.scalar(select(func.count()).where(Message.state.in_(ON_ITS_WAY))) or 0
        if left < many:
            self.approve(many)

    def start(self) -> int:
        self.starts.append(time.monotonic())
        return self.nursery.start(Order(self.server.url, self.naive))

    def kill(self, number: int) -> None:
        self.nursery.kill(number)
        self.made += 1

    def finish(self, *numbers: int) -> None:
        """Let the rest leave in peace, stop, and read the ledger."""
        self.wait_until_settled()
        self.stubborn += sum(not self.nursery.leave(number) for number in numbers)
        self.ledger = ledger.read(self.world.database, self.approved, self.server.accepted.counted())

    def wait_until_settled(self, seconds: float = 90) -> None:
        deadline = time.monotonic() + seconds
        unsettled = (Message.state.in_(ON_ITS_WAY)) | ~Message.heard
        while time.monotonic() < deadline:
            with self.world.database.reading() as session:
                if not session.scalar(select(func.count()).where(unsettled)):
                    return
            time.sleep(0.1)

    # --- figures -----------------------------------------------------------------------------------

    @property
    def resumed(self) -> float:
        """The longest that a sender took to its first letter, of those that lived to hand one over."""
        moments, waits = iter(self.server.accepted.moments), [0.0]
        moment, since = next(moments, None), None
        for start in self.starts:
            while moment is not None and moment < start:
                if since is not None:
                    waits.append(moment - since)
                    since = None
                moment = next(moments, None)
            since = start
        if moment is not None and since is not None:
            waits.append(moment - since)
        return max(waits)

    @property
    def uncertain_after_aim(self) -> tuple[int, int]:
        """Letters hit after DATA that are uncertain now, and how many should be.

        Hit when the answer was on the wire, a letter may be sent as well: those that are do not count.
        """
        assert self.ledger is not None
        by_sender = {entry.envelope_from: entry.state for entry in self.ledger.entries.values()}
        hits = [hit for hit in self.server.gun.hits if hit.aim not in BEFORE_DATA]
        ends = [
            by_sender.get(hit.sender)
            for hit in hits
            if hit.aim != "answered" or by_sender.get(hit.sender) is not MessageState.SENT
        ]
        return sum(end is MessageState.UNCERTAIN for end in ends), len(ends)

    def broken(self) -> dict[str, int]:
        """The laws that are broken, of the ledger and of the run."""
        assert self.ledger is not None
        uncertain, hit = self.uncertain_after_aim
        found = self.ledger.broken() | {
            "kills not made": self.asked - self.made,
            "letters that stood elsewhere when their sender was killed": self.misplaced,
            "hit after DATA, and not uncertain": hit - uncertain,
            "more uncertain than kills x connections": max(
                len(self.ledger.uncertain) - self.made * CONNECTIONS, 0
            ),
            "still waiting, though nothing is in the way": self.ledger.states[MessageState.QUEUED],
            "seconds too long to resume": int(max(self.resumed - RESUME, 0)),
            "senders that did not stop in ten seconds": self.stubborn,
        }
        return {law: times for law, times in found.items() if times}


@contextmanager
def trial(
    name: str,
    world: World,
    folder: Path,
    random: Random,
    *,
    lease: float = 60.0,
    latency: float = 0.01,
    naive: bool = False,
) -> Iterator[Trial]:
    """Yield a trial with its server and its nursery; how long it took is noted at the end."""
    began, called = time.monotonic(), f"{name.replace(' ', '_')}-{random.randrange(10**9)}"
    with (
        sink(folder / f"{called}.taken", latency) as server,
        Nursery(
            world.settings, folder / f"{called}.senders", lease=lease, connections=CONNECTIONS
        ) as nursery,
    ):
        made = Trial(name, world, Pattern(world), server, nursery, random, naive)
        yield made
        made.seconds = time.monotonic() - began


def killed(trial: Trial, letters: int, kills: int, aimed: int) -> None:
    """One sender at a time: killed at random moments, and by the server around DATA and 250."""
    trial.approve(letters)
    plan = [""] * kills + [AIMS[number % len(AIMS)] for number in range(aimed)]
    trial.random.shuffle(plan)
    trial.asked = len(plan)
    spread = 0.2
    for done, aim in enumerate(plan):
        trial.keep_waiting(3 * CONNECTIONS)
        before = len(trial.server.accepted)
        number = trial.start()
        if aim:
            _killed_by_the_server(trial, number, aim)
        else:
            time.sleep(trial.random.uniform(0, spread))
            trial.kill(number)
        # letters must last as long as kills: a sender lives as long as its share of them takes
        share = (letters - before) / (len(plan) - done)
        spread = min(max(spread * (1.1 if len(trial.server.accepted) - before < share else 0.9), 0.02), 1.0)
    trial.finish(trial.start())


def _killed_by_the_server(trial: Trial, number: int, aim: str) -> None:
    gun = trial.server.gun
    gun.load(aim, number)
    if not gun.fired.wait(RESUME):
        gun.unload()
        trial.nursery.kill(number)  # never came there: a kill that was not made
        return
    trial.made += 1
    trial.nursery.living.discard(number)
    hit = gun.hits[-1]
    with trial.world.database.reading() as session:
        state = session.scalar(select(Message.state).where(Message.envelope_from == hit.sender))
    trial.misplaced += state not in STANDS[hit.aim]


def crowd(trial: Trial, kills: int, senders: int = 3, each: int = 8) -> None:
    """Several senders on one database, one of them killed and started again every few hundredths of a second."""
    trial.asked = kills
    living = [trial.start() for _ in range(senders)]
    for _ in range(kills):
        trial.approve(each)
        time.sleep(trial.random.uniform(0, 0.15))
        victim = trial.random.randrange(senders)
        trial.kill(living[victim])
        living[victim] = trial.start()
    trial.finish(*living)


def zombies(trial: Trial, stops: int, each: int = 12) -> None:
    """A sender is stopped, another one takes its letters when its lease has run out, and then it wakes."""
    trial.asked = stops
    living = trial.start()
    for _ in range(stops):
        trial.approve(each)
        _wait_for_a_letter(trial, trial.random.uniform(0, 0.1))
        os.kill(living, signal.SIGSTOP)
        trial.made += 1
        trial.full_hands += _has_letters(trial.world, living)
        other = trial.start()
        time.sleep(ZOMBIE_LEASE * trial.random.uniform(1.1, 1.9))
        os.kill(living, signal.SIGCONT)
        time.sleep(trial.random.uniform(0, 0.2))
        trial.stubborn += not trial.nursery.leave(living)
        living = other
    trial.finish(living)


def _wait_for_a_letter(trial: Trial, longer: float) -> None:
    """Wait until the server is given a letter, at most two seconds, and a little longer."""
    before, deadline = len(trial.server.heard), time.monotonic() + 2
    while len(trial.server.heard) == before and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(longer)


def _has_letters(world: World, number: int) -> bool:
    owned = select(func.count()).where(
        Message.lease_owner.contains(f":{number}:"),
        Message.state.in_((MessageState.CLAIMED, MessageState.DATA)),
    )
    with world.database.reading() as session:
        return bool(session.scalar(owned))


def table(kind: str, trial: Trial) -> str:
    """One line of the report."""
    book = trial.ledger
    assert book is not None
    states = Counter({state.value: many for state, many in book.states.items()})
    broken = trial.broken()
    doubled = sum(many for law, many in broken.items() if law == "doubled by Message-ID")
    lost = sum(many for law, many in broken.items() if law.startswith(("lost", "vanished")))
    uncertain, hit = trial.uncertain_after_aim
    arrived = sum(book.taken[each.message_id] > 0 for each in book.uncertain)
    return (
        f"| {kind} | {trial.name} | {len(trial.approved):,} | {trial.made} | {doubled} | {lost} "
        f"| {states['sent']:,} | {states['uncertain']} ({arrived}) | {uncertain} of {hit} "
        f"| {trial.resumed:.1f} | {trial.seconds:.0f} |"
    )


HEADINGS = (
    "| database | trial | letters | kills or stops | doubled | lost | sent | uncertain (of them arrived) "
    "| uncertain of those hit after DATA | longest resume, s | took, s |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|"
)
