"""What was in time and which promises were kept, by the week in which it was due."""

from datetime import datetime

from recruiterdash.metrics import in_columns, sentences
from recruiterdash.metrics.answers import Answer, Table
from recruiterdash.metrics.asked import DUTIES, ONE_DUTY
from recruiterdash.metrics.columns import KINDS
from recruiterdash.metrics.counting import (
    Judged,
    Stacked,
    counted,
    counts_of,
    population_of,
    rate_of,
    row_of,
    shown_rate,
    stacked,
    week,
    weeks_of,
)
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import View


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
    weeks = weeks_of(asked.since, asked.until)
    if not ground.with_rows and ground.counts and asked.duty in KINDS:
        judged, counts = list[Judged](), in_columns.on_time(ground, weeks)
    else:
        views = ground.views(asked.duty, since=asked.start, before=asked.end, by="due_at")
        judged = [Judged(view, judge(view, at), week(view.due_at or at, asked.zone)) for view in views]
        counts = counts_of(judged)
    population = population_of(counts, {"on_time", "late"}, {"open_late"})
    words = DUTIES[asked.duty]
    stack = (
        Stacked("on_time", "in time", "--fine"),
        Stacked("late", "late", "--late-soft"),
        Stacked("open_late", "late and still open", "--late"),
    )
    values, table, chart = stacked(counts, weeks, stack, x="week in which it was due", y=words)
    good, late, still = (sum(each) for each in values)
    rate = rate_of(good, late + still)
    return counted(
        ground,
        sentences.of_all(good, good + late + still, ONE_DUTY[asked.duty], words, "in time")
        if rate is not None
        else f"No {ONE_DUTY[asked.duty]} that counts was due in this period",
        "Each counts in the week it was due. Open and overdue counts as late.",
        f"{words.capitalize()} that were due in the period: answered by the due instant or not. Who withdrew "
        "after the due passed counts as late; what is not yet due counts for neither.",
        population,
        [row_of(each, week=each.at, result=each.result) for each in judged],
        {"on_time": good, "late": late + still, "open_late": still, "rate": rate},
        Table(
            (*table.columns, "In time, share"),
            [(*row, shown_rate(rate_of(a, b + c))) for row, a, b, c in zip(table.rows, *values, strict=True)],
            table.marks,
            table.cells,
        ),
        chart,
        headline=sentences.share(rate),
        under=f"{good:,} of {good + late + still:,} · {still:,} late and still open",
    )


def promises(ground: Ground) -> Answer:
    """Return what became of the dates we said, by the week they were due."""
    asked, at = ground.asked, ground.at
    weeks = weeks_of(asked.since, asked.until)
    if not ground.with_rows and ground.counts:
        judged, counts = list[Judged](), in_columns.promises(ground, weeks)
    else:
        views = ground.views("promise", since=asked.start, before=asked.end, by="due_at")
        judged = [Judged(view, kept(view, at), week(view.due_at or at, asked.zone)) for view in views]
        counts = counts_of(judged)
    population = population_of(counts, {"kept", "moved", "broken"}, {"broken, still open"})
    stack = (
        Stacked("kept", "kept", "--fine"),
        Stacked("moved", "moved in time", "--today"),
        Stacked("broken", "broken", "--late-soft"),
        Stacked("broken, still open", "broken and still open", "--late"),
    )
    values, table, chart = stacked(counts, weeks, stack, x="week in which it was due", y="promised dates")
    sums = [sum(each) for each in values]
    rate = rate_of(sums[0], sum(sums[1:]))
    never = "No date we promised was due in this period"
    return counted(
        ground,
        never
        if rate is None
        else sentences.of_all(sums[0], sum(sums), "date we promised", "dates we promised", "kept"),
        "Kept, moved before the day, or broken. One that is past and unkept is broken while it is open, too.",
        "Dates said to a person that were due in the period. Kept: the word reached them by then. Moved: a later "
        "date was said before; it is shown apart and is not kept. Broken stays broken after a new date.",
        population,
        [row_of(each, week=each.at, result=each.result) for each in judged],
        {"kept": sums[0], "moved": sums[1], "broken": sums[2] + sums[3], "rate": rate},
        table,
        chart,
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
