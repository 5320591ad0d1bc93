"""What can be said of waits of which some are not over. Pure; scipy estimates, numpy counts.

Somebody who still waits has waited at least so long (right-censored); somebody who came under observation late
was at risk only from then on (delayed entry); a withdrawal ends a wait without an answer (competing event).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recruiterdash.late import library

Floats = NDArray[np.float64]


#: Half a normal distribution beyond 95 %.
Z95 = 1.959963984540054
#: How a wait can stand.
ANSWERED, WITHDREW, OPEN = "answered", "withdrew", "open"


class Wait(NamedTuple):
    """One wait as the estimates take it."""

    #: How long it lasted, or has lasted so far.
    days: float
    event: str
    #: How long it had lasted when it came under observation, where that was late.
    entry: float | None = None


class Curve(NamedTuple):
    """A product-limit estimate, at the times of answers."""

    times: list[float]
    survival: list[float]
    low: list[float]
    high: list[float]
    at_risk: list[int]
    answers: list[int]

    def reached(self, share: float) -> float | None:
        """Return after how long a share of the people is answered, None when the curve never gets there."""
        for at, left in zip(self.times, self.survival, strict=True):
            if left <= 1 - share + 1e-12:
                return at
        return None

    @property
    def median(self) -> float | None:
        return self.reached(0.5)

    def only(self, places: Sequence[int]) -> "Curve":
        """Return some of its steps, each as it is."""
        return Curve(
            [self.times[n] for n in places],
            [self.survival[n] for n in places],
            [self.low[n] for n in places],
            [self.high[n] for n in places],
            [self.at_risk[n] for n in places],
            [self.answers[n] for n in places],
        )


class Shares(NamedTuple):
    """Aalen-Johansen: what share of the people was answered, withdrew, or still waits, at each time."""

    times: list[float]
    answered: list[float]
    withdrew: list[float]
    waiting: list[float]


NOTHING = Curve([], [], [], [], [], [])


def kaplan_meier(waits: Sequence[Wait]) -> Curve:
    """Return how many still wait after each time at which somebody was answered, with a 95 % band.

    waits: in any unit; who withdrew counts as censored then. The band is log-log (Greenwood). Numbers at risk
    leave out who was not yet under observation.
    """
    waits = _observed(waits)
    if not waits:
        return NOTHING
    days = np.array([wait.days for wait in waits], dtype=np.float64)
    answered = np.array([wait.event == ANSWERED for wait in waits])
    late = any(wait.entry for wait in waits)
    times = np.unique(days[answered])
    if not times.size:
        return NOTHING
    at_risk = _at_risk(waits, days, times)
    answers = _count(days[answered], times)
    if late:
        survival = np.asarray(np.cumprod(1 - answers / at_risk), dtype=np.float64)
    else:
        stats = library("scipy.stats")
        found = stats.ecdf(stats.CensoredData.right_censored(days, ~answered)).sf
        survival = np.asarray(found.evaluate(times), dtype=np.float64)
    low, high = _band(survival, at_risk, answers)
    return Curve(
        times.tolist(), survival.tolist(), low.tolist(), high.tolist(), at_risk.tolist(), answers.tolist()
    )


def aalen_johansen(waits: Sequence[Wait]) -> Shares:
    """Return the shares answered, withdrawn and still waiting after each time at which a wait ended."""
    waits = _observed(waits)
    if not waits:
        return Shares([], [], [], [])
    days = np.array([wait.days for wait in waits], dtype=np.float64)
    answered = np.array([wait.event == ANSWERED for wait in waits])
    withdrew = np.array([wait.event == WITHDREW for wait in waits])
    times = np.unique(days[answered | withdrew])
    at_risk = _at_risk(waits, days, times)
    by_answer, by_withdrawal = _count(days[answered], times), _count(days[withdrew], times)
    waiting = np.cumprod(1 - (by_answer + by_withdrawal) / at_risk)
    before = np.concatenate([[1.0], waiting[:-1]])
    return Shares(
        times.tolist(),
        np.cumsum(before * by_answer / at_risk).tolist(),
        np.cumsum(before * by_withdrawal / at_risk).tolist(),
        waiting.tolist(),
    )


def log_rank(these: Sequence[Wait], others: Sequence[Wait]) -> float | None:
    """Return how likely it is that two groups differ this much by chance alone; None when nothing can be said.

    The two-sided p of the log-rank test; who withdrew counts as censored.
    """
    if not these or not others or not any(wait.event == ANSWERED for wait in (*these, *others)):
        return None
    stats = library("scipy.stats")
    first, second = (
        stats.CensoredData.right_censored(
            np.array([wait.days for wait in waits]), np.array([wait.event != ANSWERED for wait in waits])
        )
        for waits in (these, others)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        p = float(stats.logrank(first, second).pvalue)
    return None if np.isnan(p) else p


class Naive(NamedTuple):
    """What counting only answered waits would say: it flatters, and stands beside to show by how much."""

    median: float | None
    mean: float | None


def naive(waits: Sequence[Wait]) -> Naive:
    """Return median and mean of the waits that were answered, as if nobody were still waiting."""
    days = [wait.days for wait in waits if wait.event == ANSWERED]
    if not days:
        return Naive(None, None)
    return Naive(float(np.median(days)), float(np.mean(days)))


class OnTime(NamedTuple):
    """Waits against a service level; not yet due counts for neither."""

    on_time: int
    late: int
    not_yet_due: int

    @property
    def rate(self) -> float | None:
        judged = self.on_time + self.late
        return self.on_time / judged if judged else None


def on_time(waits: Sequence[Wait], level: float) -> OnTime:
    """Return how many were answered within a level; open ones beyond it and withdrawals after it are late.

    A withdrawal within the level counts for neither: nobody knows whether we would have been in time.
    """
    good = sum(wait.event == ANSWERED and wait.days <= level for wait in waits)
    late = sum(wait.days > level for wait in waits)
    return OnTime(good, late, len(waits) - good - late)


class Segment(NamedTuple):
    """A stretch of a wait during which somebody held the next step."""

    who: str
    start: datetime
    end: datetime


def segments(held: Sequence[tuple[datetime, str]], start: datetime, end: datetime) -> list[Segment]:
    """Cut a wait by who held the next step; the segments add up to it exactly.

    held: from when on who, in order; before the first of them the recruiter. Returns nothing for a wait of no
    length.
    """
    cuts = [(start, next((who for at, who in reversed(held) if at <= start), "recruiter"))]
    cuts += [(at, who) for at, who in held if start < at < end]
    ends = [at for at, _ in cuts[1:]] + [end]
    return [Segment(who, at, until) for (at, who), until in zip(cuts, ends, strict=True) if until > at]


def _observed(waits: Sequence[Wait]) -> Sequence[Wait]:
    """Leave out who was under observation for no time at all."""
    return [wait for wait in waits if not wait.entry or wait.entry < wait.days]


def _at_risk(waits: Sequence[Wait], days: Floats, times: Floats) -> NDArray[np.int64]:
    """Return how many were under observation and waiting just before each time."""
    lasting = days.size - np.searchsorted(np.sort(days), times, side="left")
    entries = np.sort(np.array([wait.entry for wait in waits if wait.entry], dtype=np.float64))
    # who entered at the very time of an answer was not at risk of it; at zero everybody was there
    absent = entries.size - np.searchsorted(entries, times, side="left")
    return np.asarray(lasting - absent, dtype=np.int64)


def _count(days: Floats, times: Floats) -> NDArray[np.int64]:
    ordered = np.sort(days)
    found = np.searchsorted(ordered, times, side="right") - np.searchsorted(ordered, times, side="left")
    return np.asarray(found, dtype=np.int64)


def _band(survival: Floats, at_risk: NDArray[np.int64], answers: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the 95 % band; where the curve has reached the ground only what is above it is unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(answers / (at_risk * (at_risk - answers)))) / np.log(survival)
        inner = np.log(-np.log(survival))
        low = np.exp(-np.exp(inner - Z95 * spread))
        high = np.exp(-np.exp(inner + Z95 * spread))
    low, high = np.minimum(low, high), np.maximum(low, high)
    known = (survival > 0) & (survival < 1) & (at_risk > answers)
    low = np.where(known, low, 0.0)
    # past the end of what is known the upper edge stays where it was
    high = np.where(known, high, np.nan)
    last = np.maximum.accumulate(np.where(np.isnan(high), -1, np.arange(high.size)))
    high = np.where(last < 0, 1.0, high[np.maximum(last, 0)])
    return low, high
