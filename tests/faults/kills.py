"""A server's way of killing who talks to it, at the instant it chooses."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.acts import Act, Peer


@dataclass(frozen=True)
class Kill:
    """Kill a process with signal 9, wait until it is gone, then do the other act."""

    victim: Callable[[], int]
    then: Act

    def do(self, peer: Peer) -> None:
        kill(self.victim())
        self.then.do(peer)


def kill(number: int) -> None:
    """Kill a process that somebody else reaps, and wait until it is gone."""
    if number <= 1:
        raise ValueError(f"{number} is no process of ours")
    os.kill(number, signal.SIGKILL)
    wait_until_gone(number, 10)


def wait_until_gone(number: int, seconds: float) -> None:
    """Raise TimeoutError when the process is still there after so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        time.sleep(0.001)
    raise TimeoutError(f"process {number} is still there")
