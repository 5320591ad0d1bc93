"""What a reader must know before believing a figure: what was logged late, and what looks arranged. Pure but one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from recruiterdash.metrics import sentences
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import View

#: Outcomes in the last day of a period: more than this many, and more than this many times the usual day's.
MASS, TIMES_USUAL = 10, 5
#: Live outcomes logged within one minute by one house: nobody talks so fast.
AT_ONCE = 3
LAST = timedelta(hours=24)


def notes(ground: Ground) -> list[str]:
    """Return the late-logged share and every sign of arranged figures in the period asked for."""
    asked = ground.asked
    words = ground.views("word", since=asked.start, before=asked.end)
    waits = ground.views("decision_wait", since=asked.start, before=asked.end)
    found = [late_words(words), mass_at_the_end(words, asked.end, asked.days), told_at_once(words)]
    found.append(opened_and_closed(waits))
    found.append(not_yet(ground.source.left_out, ground.source.behind))
    return [note for note in found if note]


def not_yet(applications: int, happenings: int) -> str:
    """Return what is not counted yet, empty for nothing."""
    if not (applications or happenings):
        return ""
    left = sentences.count(applications, "application") if applications else f"{happenings:,} happenings"
    return f"{left} too new to be counted here yet: ask again in a few minutes."


def late_words(words: Sequence[View]) -> str:
    """Return what share of contacts people logged was logged a day or more afterwards."""
    logged = [word for word in words if word.data.get("logged")]
    late = sum(bool(word.data.get("late")) for word in logged)
    if not logged:
        return "No contact of the period was logged by hand."
    share = sentences.share(late / len(logged)) if late else "None"
    return (
        f"{share} of {sentences.count(len(logged), 'contact')} logged by hand came in more than a day late."
    )


def mass_at_the_end(words: Sequence[View], end: datetime, days: int) -> str:
    """Return whether unusually many outcomes were told in the last 24 hours of the period."""
    outcomes = [word.started_at for word in words if word.data.get("decision") == "reject"]
    last = sum(at >= end - LAST for at in outcomes)
    usual = (len(outcomes) - last) / max(days - 1, 1)
    if last > MASS and last > TIMES_USUAL * usual:
        return f"Look twice: {last:,} outcomes were told in the last 24 hours of the period."
    return ""


def told_at_once(words: Sequence[View]) -> str:
    """Return whether several live outcomes were logged within one minute."""
    minutes = Counter(word.data["told_live"][:16] for word in words if word.data.get("told_live"))
    many = sum(number for number in minutes.values() if number >= AT_ONCE)
    return f"Look twice: {many:,} outcomes told live were logged at the same minute." if many else ""


def opened_and_closed(waits: Sequence[View]) -> str:
    """Return whether waits were over in the very minute in which they began."""
    by_minute: dict[bool, int] = defaultdict(int)
    for wait in waits:
        by_minute[wait.ended_at is not None and wait.ended_at - wait.started_at < timedelta(minutes=1)] += 1
    return (
        f"Look twice: {by_minute[True]:,} waits ended within the minute they began."
        if by_minute[True]
        else ""
    )
