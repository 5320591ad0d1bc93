"""Rows of a large import are computed by several processes; those of a small one right here."""

import gc
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

from recruiterdash.imports.staging import Setup

#: Fewer applications are done before another process has started.
MANY = 6_000
MOST = 4
#: Heaps that wait to be computed or taken, for each process.
AHEAD = 3

#: How far these processes stand back behind others of the machine.
POLITE = 10

#: Computes one heap: `staging.stage` or `staging.stage_whole`.
Work = Callable[..., bytes]


def computed(
    work: Work, setup: Setup, heaps: Iterable[tuple[bytes, ...]], applications: int
) -> Iterator[bytes]:
    """Yield what work makes of each heap, in the order they come.

    applications: how many there are in all heaps, so that few of them start no process.
    """
    if applications < MANY:
        for heap in heaps:
            yield work(setup, *heap)
        return
    size = min(MOST, os.cpu_count() or 1)
    # a forked process inherits the rules; elsewhere they are sent once
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(size, context, _begin, (work, setup))
    coming: deque[Future[bytes]] = deque()
    try:
        for heap in heaps:
            coming.append(pool.submit(_work, heap))
            while len(coming) > AHEAD * size:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


_begun: tuple[Any, ...] = ()


def _begin(work: Work, setup: Setup) -> None:
    global _begun  # noqa: PLW0603 - one process, one import
    _begun = (work, setup)
    if hasattr(os, "nice"):
        os.nice(POLITE)  # pages and letters come first
    gc.disable()  # rows are plain values: there is nothing in a circle to look for
    threading.Thread(target=_leave_with_the_import, daemon=True).start()


def _leave_with_the_import() -> None:
    """End with the import, however it ended: killed, it could not tell its helpers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(heap: tuple[bytes, ...]) -> bytes:
    work, setup = _begun
    done: bytes = work(setup, *heap)
    return done
