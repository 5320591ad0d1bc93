"""Rows of a large import are computed by several processes; those of a small one right here."""

import marshal
import multiprocessing
import os
import sys
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType

from recruiterdash.imports import staging
from recruiterdash.imports.plan import NewApplication
from recruiterdash.imports.spool import Spool
from recruiterdash.imports.staging import Setup

#: Fewer applications are done before another process has started.
MANY = 6_000
MOST = 4
#: Heaps that wait to be computed or laid aside, for each process.
AHEAD = 3


class Crew:
    """Takes planned heaps and lays their rows on a spool, in the order they came."""

    def __init__(self, setup: Setup, applications: int) -> None:
        self.setup = setup
        self.staged = Spool()
        self._heaps = 0
        self._size = min(MOST, max(1, (os.cpu_count() or 1) - 1)) if applications >= MANY else 0
        self._pool: ProcessPoolExecutor | None = None
        self._coming: deque[Future[bytes]] = deque()

    def __enter__(self) -> "Crew":
        if self._size:
            # a forked process inherits the rules; elsewhere they are sent once
            method = "fork" if sys.platform == "linux" else "spawn"
            context = multiprocessing.get_context(method)
            self._pool = ProcessPoolExecutor(self._size, context, _begin, (self.setup,))
        return self

    def stage(self, new: list[NewApplication]) -> None:
        """Have the rows of a heap computed."""
        some = marshal.dumps([staging.plain(each) for each in new])
        if self._pool is None:
            self._lay(staging.stage(self.setup, some))
            return
        self._coming.append(self._pool.submit(_work, some))
        while len(self._coming) > AHEAD * self._size:
            self._lay(self._coming.popleft().result())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while self._coming and error is None:
                self._lay(self._coming.popleft().result())
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)

    def _lay(self, rows: bytes) -> None:
        self.staged.put_bytes(self._heaps, rows)
        self._heaps += 1


_setup: Setup | None = None


def _begin(setup: Setup) -> None:
    global _setup  # noqa: PLW0603 - one process, one import
    _setup = setup


def _work(some: bytes) -> bytes:
    if _setup is None:
        raise RuntimeError("this process was not begun with what rows are computed from")
    return staging.stage(_setup, some)
