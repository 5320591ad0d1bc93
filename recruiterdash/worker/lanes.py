"""Letters of all carriers, each on its way, in one thread: who waits for a server lets the others go on.

A thread for each would hand the interpreter to and fro at every word that comes; that took longer than the words.
"""

import select
import socket
from collections.abc import Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from time import monotonic

import structlog

from recruiterdash.mail import Answer, Line, Waits
from recruiterdash.messages.outbox import Claimed
from recruiterdash.worker.carrier import Carrier, NeedsLeave, NeedsLine, Way
from recruiterdash.worker.desk import Desk

#: Seconds that whoever asks for leave waits for others to ask as well: since one of them moved, and in all.
LINGER, LONGEST_LINGER = 0.003, 0.02
#: Seconds for lines to be left politely at the end.
FAREWELL = 1.0

log = structlog.get_logger("worker")


class Lane:
    """One carrier, and how far its letter has come."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier
        self.letter: Claimed | None = None
        self.way: Way | None = None
        self.step: Waits | NeedsLine | NeedsLeave | None = None
        #: When it last went on, and until when it waits for its server.
        self.moved = self.until = 0.0


class Lanes:
    """Whoever calls `go` carries the letters, one caller at a time."""

    def __init__(self, desk: Desk, carriers: Sequence[Carrier]) -> None:
        self.desk = desk
        self._lanes = [Lane(each) for each in carriers]
        #: Lines that were opened beside, or why they could not be.
        self._opened = SimpleQueue[tuple[Lane, Line | Exception]]()
        self._bell, self._ringer = socket.socketpair()
        self._bell.setblocking(False)

    @property
    def busy(self) -> bool:
        """Whether a letter is on its way."""
        return any(lane.letter is not None for lane in self._lanes)

    def go(self, seconds: float) -> None:
        """Carry letters so long, or until the desk is asked for something and nobody else will join soon."""
        until, asked = monotonic() + seconds, 0.0
        self._serve()
        self._look(0.0)
        while self.busy:
            now = monotonic()
            if self.desk.wanted():
                asked = asked or now
                rest = min(self._moving(now), asked + LONGEST_LINGER - now)
            else:
                rest = until - now
            if rest <= 0:
                return
            self._look(rest)

    def hang_up(self) -> None:
        """Leave every line; those that do not let us go at once are left to their threads."""
        leaving = [Thread(target=lane.carrier.hang_up, daemon=True) for lane in self._lanes]
        for thread in leaving:
            thread.start()
        until = monotonic() + FAREWELL
        for thread in leaving:
            thread.join(max(until - monotonic(), 0.0))
        self._bell.close()
        self._ringer.close()

    def _serve(self) -> None:
        """Give leave to those that asked for it, and letters to those without."""
        for lane in self._lanes:
            if isinstance(lane.step, NeedsLeave) and self.desk.decided(lane.step.letter):
                self._go_on(lane, self.desk.leave_for(lane.step.letter))
            while lane.letter is None and (letter := self.desk.pick()) is not None:
                lane.letter, lane.way = letter, lane.carrier.carrying(letter)
                self._go_on(lane)

    def _moving(self, now: float) -> float:
        """Return for how many seconds a lane that went on just now may be waited for."""
        newest = max((lane.moved for lane in self._lanes if isinstance(lane.step, Waits)), default=0.0)
        return newest + LINGER - now

    def _look(self, seconds: float) -> None:
        """Wait for servers at most so long, and let go on whoever can."""
        look, by_number = select.poll(), dict[int, Lane]()
        look.register(self._bell, select.POLLIN)
        now = monotonic()
        for lane in self._lanes:
            if isinstance(lane.step, Waits) and (number := lane.step.line.fileno()) >= 0:
                look.register(number, lane.step.events)
                by_number[number] = lane
                seconds = min(seconds, lane.until - now)
        ready = {number for number, _ in look.poll(max(seconds, 0.0) * 1000)}
        now = monotonic()
        for number, lane in by_number.items():
            if number in ready or lane.until <= now:
                self._go_on(lane)
        if self._bell.fileno() in ready:
            self._take_lines()
        if ready:
            self._serve()

    def _go_on(self, lane: Lane, given: bool | Line | Exception | None = None) -> None:
        """Give a letter what it waited for, and let it go on to where it waits again, or to its end."""
        assert lane.way is not None
        try:
            lane.step = lane.way.throw(given) if isinstance(given, Exception) else lane.way.send(given)
        except StopIteration as end:
            self._ended(lane, end.value)
        except Exception as fault:  # noqa: BLE001 - the other letters are still owed; its lease runs out
            number = lane.letter.message_id if lane.letter else 0
            log.error("carrier_failed", letter=number, kind=type(fault).__name__)
            Thread(target=lane.carrier.hang_up, daemon=True).start()
            self._ended(lane, None)
        else:
            self._wait(lane)

    def _wait(self, lane: Lane) -> None:
        """Note, or do, what a letter waits for."""
        lane.moved = monotonic()
        if isinstance(lane.step, Waits):
            lane.until = lane.moved + lane.step.seconds
        elif isinstance(lane.step, NeedsLeave):
            self.desk.ask(lane.step.letter)
        elif isinstance(lane.step, NeedsLine):
            Thread(target=self._open, args=(lane, lane.step.url), daemon=True).start()

    def _ended(self, lane: Lane, answer: Answer | None) -> None:
        letter, lane.letter, lane.way, lane.step = lane.letter, None, None, None
        if letter is not None:
            self.desk.answered(letter, answer)

    def _open(self, lane: Lane, url: str) -> None:
        """Open a line, in a thread of its own: names are looked up and log-ins made, and both may take long."""
        found: Line | Exception
        try:
            found = lane.carrier.open_to(url)
        except Exception as fault:  # noqa: BLE001 - thrown where the line is waited for
            found = fault
        self._opened.put((lane, found))
        try:
            self._ringer.send(b".")
        except OSError:  # nobody waits any more
            if isinstance(found, Line):
                found.close()

    def _take_lines(self) -> None:
        with suppress(BlockingIOError):
            self._bell.recv(4096)
        while not self._opened.empty():
            self._go_on(*self._opened.get())
