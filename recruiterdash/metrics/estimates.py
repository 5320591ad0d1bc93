"""What can be said of waits of which some are not over. Pure; scipy estimates, numpy counts.

Somebody who still waits has waited at least so long (right-censored); somebody who came under observation late
was at risk only from then on (delayed entry); a withdrawal ends a wait without an answer (competing event).
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from math import erfc, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recruiterdash.late import library

Floats = NDArray[np.float64]


#: Half a normal distribution beyond 95 %.
Z95 = 1.959963984540054
#: How a wait can stand.
ANSWERED, WITHDREW, OPEN = EVENTS = ("answered", "withdrew", "open")


class Wait(NamedTuple):
    """One wait as the estimates take it."""

    #: How long it lasted, or has lasted so far.
    days: float
    event: str
    #: How long it had lasted when it came under observation, where that was late.
    entry: float | None = None


class Waits:
    """Many waits, an array a fact; `of` makes one of single waits. Nothing of it changes."""

    def __init__(
        self, days: Floats, events: NDArray[np.uint8], entries: Floats, seconds: float = 0.0
    ) -> None:
        """Take arrays of one length.

        events: places in EVENTS. entries: zero where somebody was under observation from the beginning. seconds: of
        a day, where it is one for all: many whole seconds are put in order by counting them.
        """
        self.days, self.events, self.entries, self.seconds = days, events, entries, seconds

    @classmethod
    def joined(cls, parts: "Sequence[Waits]") -> "Waits":
        alike = {part.seconds for part in parts}
        return cls(
            np.concatenate([part.days for part in parts]),
            np.concatenate([part.events for part in parts]),
            np.concatenate([part.entries for part in parts]),
            alike.pop() if len(alike) == 1 else 0.0,
        )

    @classmethod
    def ordered(cls, answered: Floats, withdrew: Floats, opened: Floats) -> "Waits":
        """Return waits of which the lengths are in order already; all were under observation from the beginning."""
        sizes = [each.size for each in (answered, withdrew, opened)]
        made = cls(
            np.concatenate([answered, withdrew, opened]),
            np.repeat(np.arange(len(EVENTS), dtype=np.uint8), sizes),
            np.broadcast_to(np.zeros(1), (sum(sizes),)),
        )
        made.__dict__ |= {"answered": answered, "withdrew": withdrew, "opened": opened}
        return made

    @classmethod
    def merged(cls, parts: "Sequence[Waits]") -> "Waits":
        """Return all of some waits, the first of which are in order and very many beside the others."""
        if any(part.entries.any() for part in parts):
            return cls.joined(parts)
        first, *others = parts
        told, left, still = (
            in_order([known, *(each._of(event) for each in others)])
            for event, known in zip(EVENTS, (first.answered, first.withdrew, first.opened), strict=True)
        )
        return cls.ordered(told, left, still)

    def only(self, places: NDArray[np.int64]) -> "Waits":
        """Return some of the waits."""
        return Waits(self.days[places], self.events[places], self.entries[places], self.seconds)

    @classmethod
    def of(cls, waits: "Sequence[Wait] | Waits") -> "Waits":
        if isinstance(waits, Waits):
            return waits
        return cls(
            np.array([wait.days for wait in waits], dtype=np.float64),
            np.array([EVENTS.index(wait.event) for wait in waits], dtype=np.uint8),
            np.array([wait.entry or 0.0 for wait in waits], dtype=np.float64),
        )

    def number(self, event: str) -> int:
        return int(np.count_nonzero(self.events == EVENTS.index(event)))

    def _of(self, event: str) -> Floats:
        return np.asarray(self.days[self.events == EVENTS.index(event)], dtype=np.float64)

    def _ordered(self, event: str) -> Floats:
        days = self._of(event)
        whole = self._whole(days)
        if whole is None:
            return np.sort(days)
        numbers = np.bincount(whole)
        return np.repeat(np.arange(numbers.size) / self.seconds, numbers)

    def _whole(self, days: Floats) -> NDArray[np.int64] | None:
        """Return lengths as whole seconds; None where they are not, or so few that it does not matter."""
        if not self.seconds or self.days.size < MANY or not days.size:
            return None
        whole = np.rint(days * self.seconds).astype("i8")
        exact = whole.max() < LONGEST and np.array_equal(whole / self.seconds, days)
        return whole if exact else None

    @cached_property
    def answered(self) -> Floats:
        """Lengths of answered waits, the shortest first."""
        return self._ordered(ANSWERED)

    @cached_property
    def withdrew(self) -> Floats:
        return self._ordered(WITHDREW)

    @cached_property
    def opened(self) -> Floats:
        return self._ordered(OPEN)

    @cached_property
    def observed(self) -> "Waits":
        """Those that were under observation for any time at all."""
        if not self.entries.any():
            return self
        seen = (self.entries == 0) | (self.entries < self.days)
        return Waits(self.days[seen], self.events[seen], self.entries[seen], self.seconds)

    def at_risk(self, times: Floats) -> NDArray[np.int64]:
        """Return how many were under observation and waiting just before each time."""
        over = sum(np.searchsorted(some, times, side="left") for some in (self.answered, self.withdrew))
        over = over + self._open_before(times)
        entries = np.sort(self.entries[self.entries > 0])
        # who entered at the very time of an answer was not at risk of it; at zero everybody was there
        absent = entries.size - np.searchsorted(entries, times, side="left")
        return np.asarray(self.days.size - over - absent, dtype=np.int64)

    def _open_before(self, times: Floats) -> NDArray[np.int64]:
        """Return how many still wait and have waited for less than each time."""
        if "opened" in self.__dict__:
            return np.searchsorted(self.opened, times, side="left")
        days, whole = self._of(OPEN), self._whole(times)
        if whole is None or not days.size:
            return np.searchsorted(np.sort(days), times, side="left")
        # "now" has parts of a second, and times have none: less than a time is less than its second
        numbers = np.bincount((days * self.seconds + HALF).astype("i8"), minlength=int(whole.max()) + 1)
        return np.concatenate([[0], np.cumsum(numbers)])[whole]


def in_order(parts: "Sequence[Floats]") -> Floats:
    """Return lengths as one in order; merging some that are in order takes little."""
    if len(parts) == 1:
        return parts[0]
    return np.sort(np.concatenate([np.zeros(0), *parts]), kind="stable")


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
        # survival only falls: the first step at or below what may be left
        place = bisect_left(self.survival, -(1 - share + 1e-12), key=lambda left: -left)
        return self.times[place] if place < len(self.times) else None

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
#: scipy sorts anew what is in order already; of more waits than this the same product is made of our own counts.
MANY = 20_000
#: Seconds up to which lengths are put in order by counting: some 150 business days.
LONGEST = 5_000_000
#: Half a microsecond, in seconds: what multiplying may lose is far less, and moments have no smaller part.
HALF = 5e-7


def kaplan_meier(waits: Sequence[Wait] | Waits) -> Curve:
    """Return how many still wait after each time at which somebody was answered, with a 95 % band.

    waits: in any unit; who withdrew counts as censored then. The band is log-log (Greenwood). Numbers at risk
    leave out who was not yet under observation.
    """
    waits = Waits.of(waits).observed
    if not waits.answered.size:
        return NOTHING
    firsts = _firsts(waits.answered)
    times = np.asarray(waits.answered[firsts], dtype=np.float64)
    answers = np.diff(np.append(firsts, waits.answered.size))
    at_risk = waits.at_risk(times)
    if waits.entries.any() or waits.days.size > MANY:
        survival = np.asarray(np.cumprod(1 - answers / at_risk), dtype=np.float64)
    else:
        stats = library("scipy.stats")
        censored = stats.CensoredData.right_censored(waits.days, waits.events != EVENTS.index(ANSWERED))
        survival = np.asarray(stats.ecdf(censored).sf.evaluate(times), dtype=np.float64)
    low, high = _band(survival, at_risk, answers)
    return Curve(
        times.tolist(), survival.tolist(), low.tolist(), high.tolist(), at_risk.tolist(), answers.tolist()
    )


def aalen_johansen(waits: Sequence[Wait] | Waits) -> Shares:
    """Return the shares answered, withdrawn and still waiting after each time at which a wait ended."""
    waits = Waits.of(waits).observed
    times = np.union1d(waits.answered, waits.withdrew)
    if not times.size:
        return Shares([], [], [], [])
    at_risk = waits.at_risk(times)
    by_answer, by_withdrawal = _count(waits.answered, times), _count(waits.withdrew, times)
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

    The two-sided p of the log-rank test; who withdrew counts as censored, and who came under observation late is
    compared with the others from then on.
    """
    if not these or not others or not any(wait.event == ANSWERED for wait in (*these, *others)):
        return None
    if any(wait.entry for wait in (*these, *others)):
        return _log_rank_observed(Waits.of(these).observed, Waits.of(others).observed)
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


def _log_rank_observed(these: Waits, others: Waits) -> float | None:
    """Return the same of waits some of which were not observed from the beginning, as scipy's test takes none."""
    both = Waits.joined([these, others])
    times = np.unique(both.answered)
    there, all_there = these.at_risk(times), both.at_risk(times)
    # of one who is alone nothing is to be compared
    some = all_there > 1
    times, there, all_there = times[some], there[some], all_there[some]
    answered, expected = _count(both.answered, times), there / all_there
    spread = (answered * expected * (1 - expected) * (all_there - answered) / (all_there - 1)).sum()
    if not spread > 0:
        return None
    more = _count(these.answered, times).sum() - (answered * expected).sum()
    return float(erfc(abs(more) / sqrt(2 * spread)))


class Naive(NamedTuple):
    """What counting only answered waits would say: it flatters, and stands beside to show by how much."""

    median: float | None
    mean: float | None


def naive(waits: Sequence[Wait] | Waits) -> Naive:
    """Return median and mean of the waits that were answered, as if nobody were still waiting."""
    days = Waits.of(waits).answered
    if not days.size:
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


def on_time(waits: Sequence[Wait] | Waits, level: float) -> OnTime:
    """Return how many were answered within a level; open ones beyond it and withdrawals after it are late.

    A withdrawal within the level counts for neither: nobody knows whether we would have been in time.
    """
    waits = Waits.of(waits)
    good = int(np.searchsorted(waits.answered, level, side="right"))
    late = int(np.count_nonzero(waits.days > level))
    return OnTime(good, late, waits.days.size - good - late)


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


def _firsts(ordered: Floats) -> NDArray[np.int64]:
    """Return the place of the first of each length."""
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))


def _count(ordered: Floats, times: Floats) -> NDArray[np.int64]:
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
