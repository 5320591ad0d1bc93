"""Numbers in which nobody is found: what may be said of people to everybody; pure.

Waits are rounded up to whole days and put together until each number is five or more, so that a curve can be
told from them again and nobody can be picked out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

from recruiterdash.metrics.estimates import ANSWERED, OPEN, Wait, kaplan_meier

#: Nothing is said of fewer.
FEW = 5


class Cell(NamedTuple):
    """So many people waited so many days: were answered then, or had no answer until then."""

    days: int
    answered: int
    unanswered: int


class Crowd(NamedTuple):
    """Waits without the people."""

    cells: list[Cell]
    #: People who are in no cell, as they would be too few in any.
    left_out: bool

    @property
    def people(self) -> int:
        return sum(cell.answered + cell.unanswered for cell in self.cells)


class Step(NamedTuple):
    """What share still waits after so many days."""

    days: int
    waiting: float


class Share(NamedTuple):
    """A share as it may be said: in words, with the number of people it is of; None where nothing may."""

    words: str
    of: int | None
    #: Everybody, without exception.
    whole: bool


def crowd_of(waits: Iterable[Wait]) -> Crowd:
    """Return waits in groups of five and more, no wait shorter than it was.

    waits: in days. Those who were answered and those who were not (still waiting, or withdrew) are put together apart.
    """
    waits = list(waits)
    answered = _grouped(ceil(wait.days) for wait in waits if wait.event == ANSWERED)
    others = _grouped(ceil(wait.days) for wait in waits if wait.event != ANSWERED)
    shown = sum(answered.values()) + sum(others.values())
    days = sorted(answered.keys() | others.keys())
    return Crowd([Cell(day, answered[day], others[day]) for day in days], shown < len(waits))


def _grouped(days: Iterable[int]) -> Counter[int]:
    """Return how many waited how long, each group of at least five under the longest of it."""
    groups: list[tuple[int, int]] = []
    number, last = 0, 0
    for day, people in sorted(Counter(days).items()):
        number += people
        if number >= FEW:
            groups.append((day, number))
            number = 0
        last = day
    if number and groups:
        groups[-1] = (last, groups[-1][1] + number)
    return Counter(dict(groups))


def curve_of(cells: Sequence[Cell]) -> list[Step]:
    """Return the share who still wait, by the product-limit estimate, from nothing but the cells."""
    waits = [
        Wait(float(cell.days), event)
        for cell in cells
        for event, number in ((ANSWERED, cell.answered), (OPEN, cell.unanswered))
        for _ in range(number)
    ]
    curve = kaplan_meier(waits)
    return [Step(int(at), left) for at, left in zip(curve.times, curve.survival, strict=True)]


def median_of(steps: Sequence[Step]) -> int | None:
    """Return after how many days no more than half still wait; None when the curve never gets there."""
    return next((step.days for step in steps if step.waiting <= 0.5 + 1e-12), None)


def share_of(good: int, bad: int) -> Share:
    """Return a share that names no number of people under five."""
    total = good + bad
    if total < FEW:
        return Share("too few to say", None, False)
    if not bad:
        return Share("all of them", total, True)
    if bad < FEW:
        return Share(f"all but fewer than {FEW}", total, False)
    if good < FEW:
        return Share(f"fewer than {FEW}" if good else "none", total, False)
    return Share(f"{_percent(good, total)} %", total, False)


def _percent(good: int, total: int) -> int:
    # never rounded up to everybody, nor down to nobody
    return min(max(round(100 * good / total), 1), 99)
