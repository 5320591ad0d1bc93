"""Waits put together until nobody can be told from four others: a curve for who may see no single person. Pure."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from recruiterdash.metrics.answers import FEW
from recruiterdash.metrics.estimates import EVENTS, OPEN, WITHDREW, Floats, Waits

#: Groups of very many are larger: more steps than this tell nobody anything.
MOST_STEPS = 300


def crowded(waits: Waits) -> Waits:
    """Return as many waits of each kind, each as long as the longest of a group of five and more, if there are five.

    Those who had no answer are put together apart from the others; where few of them withdrew, with who still waits.
    """
    days = waits.days.copy()
    left, still = (waits.events == EVENTS.index(event) for event in (WITHDREW, OPEN))
    apart = min(np.count_nonzero(left), np.count_nonzero(still)) >= FEW
    for some in (~(left | still), *((left, still) if apart else (left | still,))):
        days[some] = _grouped(days[some])
    return Waits(days, waits.events, waits.entries, 0.0)


def _grouped(days: Floats) -> Floats:
    """Return lengths in their order, each as the longest of its group."""
    order = np.argsort(days, kind="stable")
    found, ordered = np.empty_like(days), days[order]
    for first, last in _groups(ordered):
        found[order[first:last]] = ordered[last - 1]
    return found


def _groups(ordered: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield from where to where groups go: what is alike is in one, and nobody is left over."""
    number, first = ordered.size, 0
    size = max(FEW, number // MOST_STEPS)
    while first < number:
        last = min(first + size, number)
        last = int(np.searchsorted(ordered, ordered[last - 1], side="right"))
        last = number if number - last < FEW else last
        yield first, last
        first = last
