"""The races: two people, or a person and the sender, lay hands on the same letter in the same instant.

Each round is a person of their own, looked at when all is over: one side won, the other was told so, and the mail
server saw exactly the letter that the record says it saw.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Barrier, Thread

from sqlalchemy import select

from recruiterdash import journey, messages
from recruiterdash.candidates.models import Decision, Disposition, Outcome
from recruiterdash.errors import Conflict, NotAllowed
from recruiterdash.journey.overview import overview
from recruiterdash.messages import MessageType
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.moments import now
from recruiterdash.worker import Worker
from tests.faults.smtp_server import FaultServer
from tests.messages.ward import Ward
from tests.messages.world import World

NO = MessageType.REJECTION_APPLICATION
#: Rounds in one house: more letters than a hundred by one person need a second one.
HOUSE = 25
#: Seconds by which the two begin apart at the most.
APART = 0.012
#: Each side wins at least so often, or it was no race.
SHARE = 0.05


@dataclass
class Tally:
    """What a race came to."""

    name: str
    rounds: int = 0
    #: Who won, and how often.
    won: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def violations(self) -> dict[str, int]:
        """The laws that are broken; that one side hardly ever wins is one, too."""
        found = {law: times for law, times in self.broken.items() if times}
        if self.rounds >= 100 and (len(self.won) < 2 or min(self.won.values()) < SHARE * self.rounds):
            found["no race: one side hardly ever wins"] = 1
        return found


@dataclass
class Round:
    """One person, and what may be done about them."""

    ward: Ward
    worker: Worker
    server: FaultServer
    random: Random
    tally: Tally
    number: int

    @property
    def world(self) -> World:
        return self.ward.world

    def hold(self, law: str, kept: bool) -> None:
        self.tally.broken[law] += not kept

    def both(self, *acts: Callable[[], bool]) -> list[bool]:
        """Do all of it at nearly the same time; each says whether it won."""
        gate, won = Barrier(len(acts)), [False] * len(acts)
        waits = [self.random.uniform(0, APART) for _ in acts]

        def run(place: int, act: Callable[[], bool]) -> None:
            gate.wait()
            time.sleep(waits[place])
            try:
                won[place] = act()
            except (Conflict, NotAllowed) as refusal:
                self.hold("a refusal says nothing", bool(str(refusal)))
            except Exception as fault:  # noqa: BLE001 - counted, and the next round goes on
                self.tally.broken[f"failed: {type(fault).__name__}: {str(fault)[:200]}"] += 1

        threads = [Thread(target=run, args=each) for each in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return won

    # --- what became of it

    def send_all(self) -> None:
        while self.worker.send_one():
            pass

    def letters(self, application_id: int) -> Sequence[Message]:
        with self.world.database.reading() as session:
            return session.scalars(
                select(Message)
                .join(MessageApplication, MessageApplication.message_id == Message.id)
                .where(MessageApplication.application_id == application_id)
                .order_by(Message.id)
            ).all()

    def taken(self, letters: Sequence[Message]) -> int:
        """How many times the server took one of these letters."""
        ids = {each.message_id for each in letters}
        return sum(took.message_id in ids for took in self.server.accepted)

    def standing(self, application_id: int) -> list[Outcome]:
        with self.world.database.reading() as session:
            found = select(Decision.outcome).where(
                Decision.application_id == application_id, Decision.withdrawn_at.is_(None)
            )
            return list(session.scalars(found.order_by(Decision.number)))


def advance_or_reject(one: Round) -> None:
    """One advances somebody whom a colleague rejects, by a letter or by a batch."""
    person = one.world.person()
    version = one.world.application(person).version

    def advance() -> bool:
        with one.world.writing() as session:
            about = overview(session, one.ward.alma, person, to_change=True)
            journey.decide(
                session,
                about.application,
                Outcome.ADVANCE,
                now=now(),
                actor_id=one.ward.alma.user_id,
                version=version,
            )
        return True

    advanced, rejected = one.both(advance, _rejection(one, person))
    one.send_all()
    letters, standing = one.letters(person), one.standing(person)
    one.tally.won["advanced" if advanced else "rejected" if rejected else "neither"] += 1
    one.hold("not exactly one of them won", advanced != rejected)
    one.hold("what stands is not what won", standing == [Outcome.ADVANCE if advanced else Outcome.REJECT])
    one.hold("a letter for the loser", not (advanced and (letters or one.taken(letters))))
    one.hold("not one letter of the winner", not rejected or one.taken(letters) == len(letters) == 1)


def _rejection(one: Round, person: int) -> Callable[[], bool]:
    """A no as one letter, or in a batch, ready to be sent."""
    if one.number % 2:
        made = one.ward.preview(one.ward.wanted([person], NO))

        def confirm() -> bool:
            return bool(one.ward.confirm(made.token, made.batch.count).said["queued"])

        return confirm
    letter = one.world.letter(person, NO, reason=Disposition.NOT_SELECTED)
    return lambda: bool(one.world.queue(person, letter))


def cancel_or_send(one: Round) -> None:
    """A letter is kept back while the sender has it: by its undo, by its batch's, or with its decision."""
    person, way = one.world.person(), one.number % 3
    batch = 0
    if way == 1:
        batch = one.ward.reject([person], undo=0.0).batch.id
    else:
        one.world.queue(person, one.world.letter(person, NO, reason=Disposition.NOT_SELECTED))
    (letter,) = one.letters(person)
    told: list[bool] = []

    def keep_back() -> bool:
        if way == 1:
            undone = one.ward.undo(batch)
            told.append(not undone.left)
            return undone.taken_back == 1
        with one.world.writing() as session:
            if way == 0:
                messages.cancel(session, one.ward.priya, letter.id, now=now())
                told.append(True)
            else:
                done = messages.withdraw(session, one.ward.priya, person, now=now())
                told.append(not done.told)
                return bool(done.kept_back)
        return True

    def send() -> bool:
        return one.worker.send_one()

    kept, _ = one.both(keep_back, send)
    one.send_all()
    (after,) = one.letters(person)
    taken = one.taken([after])
    one.tally.won["kept back" if kept else "sent"] += 1
    states = (MessageState.CANCELLED, MessageState.SENT)
    one.hold("neither cancelled nor sent", after.state in states)
    one.hold("taken, and not exactly when it was sent", taken == (after.state is MessageState.SENT))
    one.hold("kept back, and sent", kept == (after.state is MessageState.CANCELLED))
    one.hold("whoever kept it back was told otherwise", (told == [True]) == kept)
    # a decision that is withdrawn stays withdrawn, whether or not they have been told of it
    undecided = kept or way == 2
    one.hold("the decision is not where the letter is", one.standing(person) == [Outcome.REJECT][undecided:])


def two_batches(one: Round) -> None:
    """Two recruiters reject one person by two applications, each in a batch of their own."""
    person = one.world.person()
    other = one.ward.applies(person, one.ward.requisition("Ward Clerk"))
    made = [one.ward.preview(one.ward.wanted([each], NO)) for each in (person, other)]

    def confirm(number: int) -> bool:
        return bool(one.ward.confirm(made[number].token, made[number].batch.count).said["queued"])

    first, _ = one.both(lambda: confirm(0), lambda: confirm(1))
    one.send_all()
    letters = [*one.letters(person), *one.letters(other)]
    one.tally.won["first" if first else "second"] += 1
    one.hold("not exactly one letter", one.taken(letters) == 1)


RACES: dict[str, Callable[[Round], None]] = {
    "advance or reject": advance_or_reject,
    "cancel or send": cancel_or_send,
    "two batches": two_batches,
}


def run(world: World, name: str, rounds: int, random: Random) -> Tally:
    """Run one race for so many rounds and return what it came to."""
    tally, began, race = Tally(name), time.monotonic(), RACES[name]
    with FaultServer() as server:
        worker = world.worker(smtp_url=server.url)
        ward = Ward(world)
        for number in range(rounds):
            if number and number % HOUSE == 0:
                ward = Ward(World(world.database, world.settings))
            race(Round(ward, worker, server, random, tally, number))
            tally.rounds += 1
        worker.stop()
    tally.seconds = time.monotonic() - began
    return tally


def table(kind: str, tally: Tally) -> str:
    """One line of the report."""
    won = ", ".join(f"{who} {times}" for who, times in sorted(tally.won.items()))
    broken = sum(tally.violations().values())
    return f"| {kind} | {tally.name} | {tally.rounds} | {won} | {broken} | {tally.seconds:.0f} |"


HEADINGS = "| database | race | rounds | who won | violations | took, s |\n|---|---|---|---|---|---|"
