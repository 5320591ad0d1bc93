"""What was in time and which promises were kept, by the week in which it was due."""

from collections import Counter
from datetime import datetime

from recruiterdash.metrics import charts, sentences
from recruiterdash.metrics.answers import Answer, Table
from recruiterdash.metrics.asked import DUTIES
from recruiterdash.metrics.charts import Series
from recruiterdash.metrics.counting import (
    Judged,
    counted,
    links_of,
    numbers,
    population_of,
    rate_of,
    row_of,
    shown_rate,
    week,
    week_words,
    weeks_of,
)
from recruiterdash.metrics.queries import Ground, View


def judge(view: View, at: datetime) -> str:
    """Return on_time, late, open_late, or why it counts for neither. Pure; the due instant is on time."""
    due, end = view.due_at, view.ended_at
    if due is None:
        return "paused"
    if end is None:
        return "open_late" if at > due else "not yet due"
    if end > due:
        return "late"
    if view.outcome != "answered":
        return "withdrew before it was due" if view.outcome == "withdrew" else view.outcome
    return "invited before it was due" if view.how == "invited" else "on_time"


def on_time(ground: Ground) -> Answer:
    """Return how many duties were met in time, by the week in which they were due."""
    asked, at = ground.asked, ground.at
    views = ground.views(asked.duty, since=asked.start, before=asked.end, by="due_at")
    judged = [Judged(view, judge(view, at), week(view.due_at or at, asked.zone)) for view in views]
    population = population_of(judged, {"on_time", "late"}, {"open_late"})
    weeks = weeks_of(asked.since, asked.until)
    good, late, still = (numbers(judged, weeks, result) for result in ("on_time", "late", "open_late"))
    rate = rate_of(sum(good), sum(late) + sum(still))
    words = DUTIES[asked.duty]
    labels = [week_words(each) for each in weeks]
    return counted(
        ground,
        f"{sentences.share(rate)} of {words} were in time" if rate is not None else f"No {words} were due",
        "Each counts in the week it was due. Open and overdue counts as late.",
        f"{words.capitalize()} that were due in the period: answered by the due instant or not. Who withdrew "
        "after the due passed counts as late; what is not yet due counts for neither.",
        population,
        [row_of(each, week=each.at, result=each.result) for each in judged],
        {"on_time": sum(good), "late": sum(late) + sum(still), "open_late": sum(still), "rate": rate},
        Table(
            ("Week", "In time", "Late", "Late and still open", "In time, share"),
            [
                (label, a, b, c, shown_rate(rate_of(a, b + c)))
                for label, a, b, c in zip(labels, good, late, still, strict=True)
            ],
            [f"week={each}" for each in weeks],
        ),
        charts.bars(
            labels,
            [
                Series("in time", "--fine", good, links_of("on_time", weeks)),
                Series("late", "--late-soft", late, links_of("late", weeks)),
                Series("late and still open", "--late", still, links_of("open_late", weeks)),
            ],
            x="week in which it was due",
            y=words,
        ),
        headline=sentences.share(rate),
        under=f"{sum(good):,} of {sum(good) + sum(late) + sum(still):,} · {sum(still):,} late and still open",
        before=_rate_before(ground, rate),
    )


def _rate_before(ground: Ground, rate: float | None) -> str:
    """Return the share of the period before, as it stood then."""
    earlier = ground.asked.before()
    at = ground.at - ground.asked.length
    views = ground.views(ground.asked.duty, since=earlier.start, before=earlier.end, by="due_at", at=at)
    found = Counter(judge(view, at) for view in views)
    return compared(rate, rate_of(found["on_time"], found["late"] + found["open_late"]))


def compared(rate: float | None, then: float | None) -> str:
    if rate is None or then is None:
        return "Nothing to compare with in the period before."
    points = round((rate - then) * 100)
    if not points:
        return f"As in the period before ({sentences.share(then)})."
    way = "more" if points > 0 else "less"
    return f"{abs(points)} points {way} than in the period before ({sentences.share(then)})."


def promises(ground: Ground) -> Answer:
    """Return what became of the dates we said, by the week they were due."""
    asked, at = ground.asked, ground.at
    views = ground.views("promise", since=asked.start, before=asked.end, by="due_at")
    judged = [Judged(view, kept(view, at), week(view.due_at or at, asked.zone)) for view in views]
    population = population_of(judged, {"kept", "moved", "broken"}, {"broken, still open"})
    weeks = weeks_of(asked.since, asked.until)
    good, moved, broken, still = (
        numbers(judged, weeks, result) for result in ("kept", "moved", "broken", "broken, still open")
    )
    sums = [sum(each) for each in (good, moved, broken, still)]
    rate = rate_of(sums[0], sum(sums[1:]))
    labels = [week_words(each) for each in weeks]
    never = "No date we promised was due"
    return counted(
        ground,
        never if rate is None else f"{sentences.share(rate)} of the dates we promised were kept",
        "Kept, moved before the day, or broken. One that is past and unkept is broken while it is open, too.",
        "Dates said to a person that were due in the period. Kept: the word reached them by then. Moved: a later "
        "date was said before; it is shown apart and is not kept. Broken stays broken after a new date.",
        population,
        [row_of(each, week=each.at, result=each.result) for each in judged],
        {"kept": sums[0], "moved": sums[1], "broken": sums[2] + sums[3], "rate": rate},
        Table(
            ("Week", "Kept", "Moved in time", "Broken", "Broken and still open"),
            list(zip(labels, good, moved, broken, still, strict=True)),
            [f"week={each}" for each in weeks],
        ),
        charts.bars(
            labels,
            [
                Series("kept", "--fine", good, links_of("kept", weeks)),
                Series("moved in time", "--today", moved, links_of("moved", weeks)),
                Series("broken", "--late-soft", broken, links_of("broken", weeks)),
                Series("broken and still open", "--late", still, links_of("broken, still open", weeks)),
            ],
            x="week in which it was due",
            y="promised dates",
        ),
        headline=sentences.share(rate),
        under=f"{sums[0]:,} kept · {sums[1]:,} moved · {sums[2] + sums[3]:,} broken",
    )


def kept(view: View, at: datetime) -> str:
    """Return kept, moved, broken, or why a promise counts for none. Pure."""
    if view.ended_at is not None:
        return view.outcome
    if view.due_at is not None and at > view.due_at:
        return "broken, still open"
    return "not yet due"
