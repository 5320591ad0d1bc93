"""Rows of a large import are computed by several processes; those of a small one right here."""

import gc
import marshal
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from recruiterdash.imports import staging
from recruiterdash.imports.plan import NewApplication
from recruiterdash.imports.spool import Spool
from recruiterdash.imports.staging import Setup, Staged

#: Fewer applications are done before another process has started.
MANY = 6_000
MOST = 4
#: Heaps that wait to be computed or laid aside, for each process.
AHEAD = 3


class Crew:
    """Takes planned heaps and gives them back as rows, in the order they came.

    Nobody waits for anybody: what is planned and what is computed lies on spools until it is asked for.
    """

    def __init__(self, setup: Setup, applications: int) -> None:
        self.setup = setup
        self._planned, self._staged = Spool(), Spool()
        #: Heaps that were planned, handed out, and computed.
        self._taken = self._begun = self._done = 0
        self._coming: deque[Future[bytes]] = deque()
        self._size = min(MOST, os.cpu_count() or 1) if applications >= MANY else 0
        self._pool: ProcessPoolExecutor | None = None
        if self._size:
            # a forked process inherits the rules; elsewhere they are sent once
            method = "fork" if sys.platform == "linux" else "spawn"
            context = multiprocessing.get_context(method)
            self._pool = ProcessPoolExecutor(self._size, context, _begin, (setup,))

    def take(self, new: list[NewApplication]) -> None:
        """Take a planned heap."""
        self._planned.put_bytes(self._taken, marshal.dumps([staging.plain(each) for each in new]))
        self._taken += 1
        self._go_on()

    def finish(self) -> None:
        """Wait until all that was taken is computed."""
        while self._done < self._taken:
            self._lay_next()

    def heaps(self) -> Iterator[list[Staged]]:
        """Yield the rows of all heaps in order, each as soon as it is there."""
        for number in range(self._taken):
            while self._done <= number:
                self._lay_next()
            self._go_on()
            yield [staging.read(values) for values in self._staged.take(number)]

    def close(self) -> None:
        """Let everybody go, and give the temporary files back."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._planned.close()
        self._staged.close()

    def _go_on(self) -> None:
        """Hand out what waits, and lay aside what has come."""
        while self._coming and self._coming[0].done():
            self._lay(self._coming.popleft().result())
        while self._pool and self._begun < self._taken and len(self._coming) < AHEAD * self._size:
            self._coming.append(self._pool.submit(_work, self._planned.take_bytes(self._begun)))
            self._begun += 1

    def _lay_next(self) -> None:
        if self._pool is None:
            self._lay(staging.stage(self.setup, self._planned.take_bytes(self._done)))
            return
        self._go_on()
        if self._coming:
            self._lay(self._coming.popleft().result())

    def _lay(self, rows: bytes) -> None:
        self._staged.put_bytes(self._done, rows)
        self._done += 1


_setup: Setup | None = None


def _begin(setup: Setup) -> None:
    global _setup  # noqa: PLW0603 - one process, one import
    _setup = setup
    gc.disable()  # rows are plain values: there is nothing in a circle to look for


def _work(some: bytes) -> bytes:
    if _setup is None:
        raise RuntimeError("this process was not begun with what rows are computed from")
    return staging.stage(_setup, some)
