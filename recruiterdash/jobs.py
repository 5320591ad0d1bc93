"""Wakes what waits in this process; never the truth.

A sweep over the database finds all there is to do; a bell only spares it the wait for its next round. A
worker of another process hears no bell and looks by itself every few seconds.
"""

from collections import defaultdict
from threading import Event

_BELLS: defaultdict[str, Event] = defaultdict(Event)


def wake(name: str) -> None:
    """Say that there may be something to do for whoever waits under this name."""
    _BELLS[name].set()


def rest(name: str, seconds: float) -> None:
    """Wait until somebody wakes this name, or the seconds are over."""
    bell = _BELLS[name]
    bell.wait(max(seconds, 0.0))
    bell.clear()
