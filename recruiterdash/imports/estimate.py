"""How long people wait, those still waiting counted in: the estimate of Kaplan and Meier. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Curve(NamedTuple):
    """The share still waiting after each time at which somebody was answered."""

    times: list[float]
    waiting: list[float]
    #: When half of them had been answered, None when that is not reached.
    median: float | None


def curve(answered: Sequence[float], still: Sequence[float]) -> Curve:
    """Return how many are still waiting after so many days.

    answered: days until an answer. still: days of those who wait on, or left before they were answered; who did
    so at the time of an answer counts as having been there.
    """
    share, at_risk = 1.0, len(answered) + len(still)
    ended, left = Counter(answered), Counter(still)
    times: list[float] = []
    waiting: list[float] = []
    for time in sorted(ended.keys() | left.keys()):
        if ended[time]:
            share *= 1 - ended[time] / at_risk
            times.append(time)
            waiting.append(share)
        at_risk -= ended[time] + left[time]
    median = next((time for time, each in zip(times, waiting, strict=True) if each <= 0.5), None)
    return Curve(times, waiting, median)
