"""Whatever happens, in whatever order, with a crash possible at each commit and each write to the wire.

A crash is an exception that nobody catches, thrown at one of the numbered places: its transaction is lost, its line
is cut, and what it had in hand is gone, as with a process that was killed. Real kills are tried in `test_torture`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.parser import BytesHeaderParser

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from recruiterdash import moments
from recruiterdash.errors import DomainError
from recruiterdash.mail.conversation import Conversation
from recruiterdash.messages import brakes, outbox, resolving
from recruiterdash.messages.models import MessageState
from recruiterdash.worker import faults
from tests.messages.world import Post, World
from tests.torture.ledger import Ledger, _entries
from tests.torture.people import Pattern

#: Places that a sender of one letter comes to: commits and, before and after each, writes.
PLACES = 18
#: Rounds after which all must be quiet.
ENOUGH = 60


class Crash(BaseException):
    """The sender is dead."""


class Sending(RuleBasedStateMachine):
    """A house that writes letters, edits, holds and takes back, and whose sender dies when it likes."""

    def __init__(self, pattern: Pattern, post: Post, patch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.pattern, self.world, self.post, self.patch = pattern, pattern.world, post, patch
        self.people: dict[int, int] = {}
        self.again: set[int] = set()
        self.crashes = 0

    # --- what people do ----------------------------------------------------------------------------

    @rule(many=st.integers(1, 3))
    def approve(self, many: int) -> None:
        for letter in self.pattern.approve(many):
            self.people[letter] = self.world.settled(letter).application_id

    @precondition(lambda self: self.people)
    @rule(pick=st.randoms(use_true_random=False))
    def take_back(self, pick: object) -> None:
        with suppress(DomainError):
            self.world.cancel(self._one(pick))

    @precondition(lambda self: self.people)
    @rule(pick=st.randoms(use_true_random=False))
    def edit_the_application(self, pick: object) -> None:
        person = self.people[self._one(pick)]
        self.world.change(
            person, lambda _, application: setattr(application, "version", application.version + 1)
        )

    @rule()
    def hold_all(self) -> None:
        with self.world.writing() as session:
            if brakes.held(session) is None:
                brakes.hold(session, "person", "a test", now=moments.now(), actor_id=None)

    @rule()
    def release(self) -> None:
        with self.world.writing() as session:
            if brakes.held(session) is not None:
                brakes.release(session, "a test", now=moments.now(), actor_id=None)

    @rule()
    def settle_what_is_uncertain(self) -> None:
        there = self._taken()
        for letter in list(self.people):
            message = self.world.message(letter)
            if message.state is not MessageState.UNCERTAIN:
                continue
            with self.world.writing() as session:
                if there[message.message_id]:
                    resolving.arrived(session, None, letter, "it is in their inbox", now=moments.now())
                elif message.resent_at is None:
                    resolving.send_again(session, None, letter, "they asked for it", now=moments.now())
                    self.again.add(letter)

    # --- the sender --------------------------------------------------------------------------------

    @rule(place=st.integers(1, PLACES))
    def send_and_die(self, place: int) -> None:
        self.approve(1)
        sender = self.world.worker(smtp_url=self.post.url, smtp_connections=1)
        with suppress(Crash), self._dying(place):
            sender.send_one()
        self._forget(sender)

    #: From leave to say DATA until its answer is written down, where most can go wrong.
    @rule(place=st.integers(10, PLACES))
    def send_and_die_late(self, place: int) -> None:
        self.send_and_die(place)

    @rule()
    def send_one(self) -> None:
        sender = self.world.worker(smtp_url=self.post.url, smtp_connections=1)
        sender.send_one()
        sender.stop()

    @rule()
    def leases_run_out(self) -> None:
        with self.world.writing() as session:
            outbox.expire_leases(session, moments.now(), lambda _worker: True)

    # --- and then ----------------------------------------------------------------------------------

    def teardown(self) -> None:
        self.release()
        for _ in range(ENOUGH):
            self.leases_run_out()
            sender = self.world.worker(smtp_url=self.post.url, smtp_connections=1)
            sender.sweep()
            more = sender.send_one()
            sender.stop()
            if not more:
                break
        taken = self._taken()
        assert all(taken[self.world.message(each).message_id] <= 2 for each in self.again)
        once = Counter(
            {each: min(times, 1) if self._asked_again(each) else times for each, times in taken.items()}
        )
        with self.world.database.reading() as session:
            entries = _entries(session, frozenset(self.people))
        uncertain = frozenset(id_ for id_, each in entries.items() if each.state is MessageState.UNCERTAIN)
        own = {each.message_id for each in entries.values()}
        book = Ledger(
            entries, list(self.people), Counter({k: n for k, n in once.items() if k in own}), uncertain
        )
        assert book.broken() == {}
        assert set(book.states) <= {MessageState.SENT, MessageState.UNCERTAIN, MessageState.CANCELLED}
        assert len(uncertain) <= self.crashes

    def _asked_again(self, message_id: str) -> bool:
        return message_id in {self.world.message(each).message_id for each in self.again}

    def _one(self, pick: object) -> int:
        return pick.choice(sorted(self.people))  # type: ignore[attr-defined,no-any-return]

    def _taken(self) -> Counter[str]:
        parse = BytesHeaderParser().parsebytes
        return Counter(str(parse(each.data)["Message-ID"]) for each in list(self.post.letters))

    @contextmanager
    def _dying(self, place: int) -> Iterator[None]:
        """Die at the place with that number, counted from here."""
        passed = 0
        whole = Conversation.send

        def come(_point: str = "") -> None:
            nonlocal passed
            passed += 1
            if passed == place:
                self.crashes += 1
                raise Crash

        def send(talk: Conversation, words: object) -> None:
            come()
            whole(talk, words)
            come()

        with self.patch.context() as patched:
            patched.setattr(faults, "reach", come)
            patched.setattr(Conversation, "send", send)
            yield

    def _forget(self, sender: object) -> None:
        """Cut the lines of a dead sender as the machine would."""
        for line in sender._alone.lines.values():  # type: ignore[attr-defined]
            line._talk.close()


@pytest.mark.slow
def test_no_order_of_acts_and_crashes_doubles_or_loses_a_letter(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = Pattern(world)
    make: Callable[[], Sending] = lambda: Sending(pattern, post, monkeypatch)  # noqa: E731 - a factory is asked for
    run_state_machine_as_test(  # a factory does as well as a class
        make,  # type: ignore[arg-type]
        settings=settings(
            max_examples=25,
            # made smaller, a finding would take minutes; its steps are printed as they are
            phases=[Phase.generate],
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
