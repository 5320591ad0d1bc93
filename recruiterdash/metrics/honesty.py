"""What a reader must know before believing a figure: what was logged late, and what looks arranged."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from sqlalchemy import func, select

from recruiterdash.metrics import sentences
from recruiterdash.metrics.columns import MICROSECOND, micros
from recruiterdash.metrics.models import SpanRow
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import View

#: Outcomes in the last day of a period: more than this many, and more than this many times the usual day's.
MASS, TIMES_USUAL = 10, 5
#: Live outcomes logged within one minute by one house: nobody talks so fast.
AT_ONCE = 3
LAST, A_MINUTE = timedelta(hours=24), timedelta(minutes=1)
#: Letters of an ISO moment up to its minute.
MINUTE = len("2026-11-02T15:30")


class Words(NamedTuple):
    """Words of ours in a period, counted."""

    #: Logged by a person, and of these a day or more afterwards.
    logged: int = 0
    late: int = 0
    #: Outcomes told, and of these in the last day of the period.
    outcomes: int = 0
    last: int = 0
    #: Outcomes told live that were logged in a minute with several others.
    at_once: int = 0


def notes(ground: Ground) -> list[str]:
    """Return the late-logged share and every sign of arranged figures in the period asked for."""
    asked = ground.asked
    words = _counted(ground) if ground.counts else words_of(_said(ground), asked.end)
    found = [late_words(words), mass_at_the_end(words, asked.days), told_at_once(words)]
    found.append(opened_and_closed(_in_a_minute(ground)))
    found.append(not_yet(ground.source.left_out, ground.source.behind))
    return [note for note in found if note]


def _said(ground: Ground, of: frozenset[int] | None = None) -> list[View]:
    return ground.views("word", since=ground.asked.start, before=ground.asked.end, of=of)


def words_of(words: Sequence[View], end: datetime) -> Words:
    """Count words one by one. Pure."""
    logged = [word for word in words if word.data.get("logged")]
    outcomes = [word.started_at for word in words if word.data.get("decision") == "reject"]
    minutes = Counter(word.data["told_live"][:MINUTE] for word in words if word.data.get("told_live"))
    return Words(
        len(logged),
        sum(bool(word.data.get("late")) for word in logged),
        len(outcomes),
        sum(at >= end - LAST for at in outcomes),
        sum(number for number in minutes.values() if number >= AT_ONCE),
    )


def _counted(ground: Ground) -> Words:
    """Count words in the database, and of those who moved since one by one: of a million nobody can wait for each."""
    asked, s = ground.asked, SpanRow
    of_words = [
        *ground.kept_spans("word"),
        s.started_at >= asked.start,
        s.started_at < asked.end,
        s.started_at <= ground.at,
    ]
    logged, late, decision, live = (
        s.data[name].as_string() for name in ("logged", "late", "decision", "told_live")
    )
    reject = decision == "reject"
    # an automatic word has nothing more to say of itself
    kept = ground.session.execute(
        select(
            func.count().filter(logged.is_not(None)),
            func.count().filter(logged.is_not(None), late.is_not(None)),
            func.count().filter(reject),
            func.count().filter(reject, s.started_at >= asked.end - LAST),
        ).where(s.data.is_not(None), *of_words)
    ).one()
    minutes = Counter[str]()
    minute = func.substr(live, 1, MINUTE)
    for at, number in ground.session.execute(
        select(minute, func.count()).where(s.data.is_not(None), live.is_not(None), *of_words).group_by(minute)
    ):
        minutes[at] += number
    moved = _said(ground, ground.source.moved) if ground.source.live else []
    for word in moved:
        if word.data.get("told_live"):
            minutes[word.data["told_live"][:MINUTE]] += 1
    beside = words_of(moved, asked.end)
    logged_, late_, outcomes, last = (one + other for one, other in zip(kept, beside[:4], strict=True))
    at_once = sum(number for number in minutes.values() if number >= AT_ONCE)
    return Words(logged_, late_, outcomes, last, at_once)


def _in_a_minute(ground: Ground) -> int:
    """Return how many waits for a decision were over in the very minute in which they began."""
    asked, at = ground.asked, micros(ground.at)
    if not ground.counts:
        waits = ground.views("decision_wait", since=asked.start, before=asked.end)
        return sum(wait.ended_at is not None and wait.ended_at - wait.started_at < A_MINUTE for wait in waits)
    number = 0
    for part in ground.columns("decision_wait"):
        started, ended = part["started"], part["ended"]
        within = (started >= micros(asked.start)) & (started < micros(asked.end)) & (started <= at)
        short = (ended <= at) & (ended - started < A_MINUTE // MICROSECOND)
        number += int(np.count_nonzero(within & short))
    return number


def not_yet(applications: int, happenings: int) -> str:
    """Return what is not counted yet, empty for nothing."""
    if not (applications or happenings):
        return ""
    left = sentences.count(applications, "application") if applications else f"{happenings:,} happenings"
    return f"{left} too new to be counted here yet: ask again in a few minutes."


def late_words(words: Words) -> str:
    """Return what share of contacts people logged was logged a day or more afterwards."""
    if not words.logged:
        return "No contact of the period was logged by hand."
    share = sentences.share(words.late / words.logged) if words.late else "None"
    return (
        f"{share} of {sentences.count(words.logged, 'contact')} logged by hand came in more than a day late."
    )


def mass_at_the_end(words: Words, days: int) -> str:
    """Return whether unusually many outcomes were told in the last 24 hours of the period."""
    usual = (words.outcomes - words.last) / max(days - 1, 1)
    if words.last > MASS and words.last > TIMES_USUAL * usual:
        return f"Look twice: {words.last:,} outcomes were told in the last 24 hours of the period."
    return ""


def told_at_once(words: Words) -> str:
    """Return whether several live outcomes were logged within one minute."""
    many = words.at_once
    return f"Look twice: {many:,} outcomes told live were logged at the same minute." if many else ""


def opened_and_closed(number: int) -> str:
    """Return whether waits were over in the very minute in which they began."""
    return f"Look twice: {number:,} waits ended within the minute they began." if number else ""
