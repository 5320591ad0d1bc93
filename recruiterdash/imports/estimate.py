"""How long people wait, those still waiting counted in: the estimate of Kaplan and Meier."""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple


class Curve(NamedTuple):
    """The share still waiting after each time at which somebody was answered."""

    times: list[float]
    waiting: list[float]
    #: When half of them had been answered, None when that is not reached.
    median: float | None


def curve(answered: Sequence[float], still: Sequence[float]) -> Curve:
    """Return how many are still waiting after so many days.

    answered: days until an answer. still: days of those who wait on, or left before they were answered.
    """
    if not answered:
        return Curve([], [], None)
    # loading it takes a second, which no other command should wait for
    stats = import_module("scipy.stats")
    estimate = stats.ecdf(stats.CensoredData(uncensored=answered, right=still)).sf
    happened = set(answered)
    steps = [
        (float(time), float(share))
        for time, share in zip(estimate.quantiles, estimate.probabilities, strict=True)
        if time in happened
    ]
    median = next((time for time, share in steps if share <= 0.5), None)
    return Curve([time for time, _ in steps], [share for _, share in steps], median)
