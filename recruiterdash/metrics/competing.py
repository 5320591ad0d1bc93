"""What became of waits for a decision when a withdrawal may come first: told, withdrew, or still waiting."""

from itertools import pairwise

import numpy as np

from recruiterdash.metrics import charts, sentences
from recruiterdash.metrics.answers import FEW, Answer, Table
from recruiterdash.metrics.crowding import crowded
from recruiterdash.metrics.curves import rows, thinned
from recruiterdash.metrics.definitions import DEFINITIONS
from recruiterdash.metrics.estimates import ANSWERED, OPEN, WITHDREW, Floats, Shares, aalen_johansen
from recruiterdash.metrics.measuring import Measured, measured
from recruiterdash.metrics.queries import Ground


def withdrawals(ground: Ground) -> Answer:
    """Return which share of those who wait for a decision withdraws before it reaches them."""
    found = measured(ground, DEFINITIONS["decision_wait"])
    if not ground.of_people and 0 < found.waits.number(WITHDREW) < FEW:
        return _few_left(ground, found)
    true = aalen_johansen(found.waits)
    shares = true if ground.of_people else aalen_johansen(crowded(found.waits))
    told, left, still = (found.waits.number(event) for event in (ANSWERED, WITHDREW, OPEN))
    share = true.withdrew[-1] if true.withdrew else None
    unit = "days" if ground.asked.time == "calendar" else "business days"
    return Answer(
        ground.asked,
        ground.at,
        _title(found.population.total, told + left + still, told + left, left, share),
        so_far(told, left, still) if told + left + still else "",
        DEFINED,
        METHOD,
        found.population,
        rows(found) if ground.with_rows else [],
        {**shares._asdict(), "share_withdrawn": share},
        _table(found, shares, unit) if ground.of_people else _shares(shares, unit),
        _chart(shares, unit, linked=ground.of_people) if told + left >= FEW else None,
        headline=sentences.share(share) if told + left >= FEW else "too few to say",
        under=f"withdrew · {told:,} told, {left:,} withdrew, {still:,} waiting",
        of_people=ground.of_people,
        counted=(told, left, still),
    )


DEFINED = DEFINITIONS["decision_wait"].start.join(
    ("From when ", ", until the decision reached them or they withdrew.")
)
METHOD = (
    "Aalen-Johansen: a withdrawal is an end of its own, and who still waits counts as waiting at least so long; "
    "at each length the three shares add up to one."
)


def so_far(told: int, left: int, still: int) -> str:
    """Return what became of so many waits."""
    one, other = "was" if told == 1 else "were", "waits" if still == 1 else "wait"
    return f"So far {told:,} {one} told, {left:,} withdrew, {still:,} still {other}."


def _few_left(ground: Ground, found: Measured) -> Answer:
    """Return the figure for who sees no single person where so few withdrew that nothing more is said of them."""
    return Answer(
        ground.asked,
        ground.at,
        f"Fewer than {FEW} withdrew before a decision reached them",
        "",
        DEFINED,
        METHOD,
        found.population,
        [],
        {"share_withdrawn": None},
        Table(("Days", "Share withdrawn"), []),
        headline="few",
        under=f"fewer than {FEW} withdrew",
        of_people=False,
    )


def _title(total: int, counted: int, over: int, left: int, share: float | None) -> str:
    if not total:
        return DEFINITIONS["decision_wait"].nobody
    if not counted:
        return "None of these can be measured"
    if not left:
        return "Nobody withdrew while they waited for a decision"
    if over < FEW or share is None:
        return f"Too few waits are over to say how many withdraw: {left:,} of {over:,} did"
    return f"{sentences.share(share)} withdraw before a decision reaches them"


def _places(shares: Shares) -> list[int]:
    return sorted(thinned(shares.times))


def _until(times: list[float], event: str) -> list[str]:
    return [f"event={event};days=-1.0..{at}" for at in times]


def _table(found: Measured, shares: Shares, unit: str) -> Table:
    places = _places(shares)
    between = list(pairwise([-1.0, *(shares.times[n] for n in places)]))
    lines, cells = [], []
    for place, (was, at) in zip(places, between, strict=True):
        told, left = (_ended(ordered, was, at) for ordered in (found.waits.answered, found.waits.withdrew))
        shown = (shares.answered[place], shares.withdrew[place], shares.waiting[place])
        lines.append((round(at, 3), told, left, *(round(each, 4) for each in shown)))
        cells.append(("", *(f"event={event};days={was}..{at}" for event in (ANSWERED, WITHDREW))))
    columns = (
        unit.capitalize(),
        "Told then",
        "Withdrew then",
        "Share told",
        "Share withdrawn",
        "Share waiting",
    )
    return Table(columns, lines, (), cells)


def _shares(shares: Shares, unit: str) -> Table:
    """Return the table without who ended when: each of these is one or two people."""
    lines = [
        tuple(
            round(each[place], 4) for each in (shares.times, shares.answered, shares.withdrew, shares.waiting)
        )
        for place in _places(shares)
    ]
    return Table((unit.capitalize(), "Share told", "Share withdrawn", "Share waiting"), lines)


def _ended(ordered: Floats, was: float, at: float) -> int:
    first, last = np.searchsorted(ordered, [was, at], side="right")
    return int(last - first)


def _chart(shares: Shares, unit: str, *, linked: bool) -> charts.Chart:
    places = _places(shares)
    times = [shares.times[n] for n in places]
    return charts.shares_chart(
        times,
        [
            charts.Series("told a decision", "--accent", [shares.answered[n] for n in places],
                          _until(times, ANSWERED) if linked else ()),
            charts.Series("withdrew", "--late", [shares.withdrew[n] for n in places],
                          _until(times, WITHDREW) if linked else ()),
            charts.Series("still waiting", "--quiet", [shares.waiting[n] for n in places],
                          ["event=open"] * len(places) if linked else ()),
        ],
        x=f"{unit} waited",
    )  # fmt: skip
