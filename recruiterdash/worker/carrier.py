"""One line to where letters go, and the letters carried over it one after another."""

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import structlog

from recruiterdash.mail import Answer, Line, NoLine, Phase, Verdict, Waits, waited
from recruiterdash.messages.outbox import Claimed
from recruiterdash.worker import faults
from recruiterdash.worker.desk import Desk

#: Where a letter goes -> an open line. Raises NoLine.
Opener = Callable[[str], Line]

log = structlog.get_logger("worker")


class NeedsLine(NamedTuple):
    """A letter waits for a line to this server; it is sent one, or what `Opener` raised is thrown at it."""

    url: str


class NeedsLeave(NamedTuple):
    """A letter waits for leave to say DATA; it is sent what `Desk.leave_for` says."""

    letter: Claimed


#: A letter on its way: it yields what it waits for, and returns what became of it.
Way = Generator[Waits | NeedsLine | NeedsLeave, Any, Answer | None]


class Carrier:
    """Hands letters to a mail server, one at a time. Who goes the way waits, or lets others go meanwhile."""

    def __init__(
        self, desk: Desk, server_for: Callable[[str], str], open_to: Opener, patience: Callable[[], bool]
    ) -> None:
        self.desk = desk
        self.server_for = server_for
        self.open_to = open_to
        #: Says whether to go on waiting for a server that has the letter.
        self.patience = patience
        self.lines: dict[str, Line] = {}

    def carried(self, letter: Claimed) -> Answer | None:
        """Carry a letter, waiting for whatever it takes; what became of it, see `carrying`."""
        way = self.carrying(letter)
        try:
            step = next(way)
            while True:
                if isinstance(step, Waits):
                    waited(step)
                    step = next(way)
                elif isinstance(step, NeedsLeave):
                    step = way.send(self.desk.may_send(letter))
                else:
                    step = self._opened(way, step.url)
        except StopIteration as end:
            answer: Answer | None = end.value
            return answer

    def carrying(self, letter: Claimed) -> Way:
        """Offer a letter, and hand it over when we may; None when it had to be kept back before DATA."""
        try:
            line = yield from self._line(letter)
        except NoLine as none:
            return none.answer
        faults.reach("before_offer")
        answer = yield from line.offering(letter.envelope_from, letter.recipient, len(letter.data))
        if not answer.accepted:
            return answer
        leave = yield NeedsLeave(letter)
        if leave is None:
            return Answer(Phase.DATA, Verdict.AGAIN, None, "Not sent: leave for it came too late.")
        if not leave:
            return None
        faults.reach("before_data")
        answer = yield from line.sending_data(letter.data, self.patience, beat=1.0)
        faults.reach("after_dot")
        return answer

    def hang_up(self) -> None:
        """Leave every line, politely where that is still possible."""
        for line in self.lines.values():
            line.close()
        self.lines.clear()

    def _line(self, letter: Claimed) -> Generator[NeedsLine, Line, Line]:
        url = self.server_for(letter.recipient)
        line = self.lines.get(url)
        if line is None or not line.usable:
            line = self.lines[url] = yield NeedsLine(url)
        return line

    def _opened(self, way: Way, url: str) -> Waits | NeedsLine | NeedsLeave:
        try:
            line = self.open_to(url)
        except NoLine as none:
            return way.throw(none)
        return way.send(line)
