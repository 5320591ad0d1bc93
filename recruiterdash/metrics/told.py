"""How many of those we met were told how it ended."""

from datetime import datetime

from recruiterdash.metrics import in_columns, sentences
from recruiterdash.metrics.answers import Answer
from recruiterdash.metrics.counting import (
    GHOST,
    Judged,
    Stacked,
    counted,
    counts_of,
    month,
    population_of,
    rate_of,
    row_of,
    stacked,
)
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import View


def told_rate(ground: Ground) -> Answer:
    """Return how many of those we met were told the outcome."""
    asked, at = ground.asked, ground.at
    if not ground.with_rows and ground.counts:
        judged, counts = list[Judged](), in_columns.told(ground)
    else:
        ended = ground.views("application", since=asked.start, before=asked.end, by="ended_at")
        judged = [
            Judged(view, _told(view, at), month(view.ended_at, asked.zone))
            for view in ended
            if view.ended_at is not None
        ]
        judged += [Judged(view, "left alone", month(met, asked.zone)) for view, met in _left_alone(ground)]
        counts = counts_of(judged)
    population = population_of(counts, {"told"}, {"closed and not told", "left alone"})
    months = sorted({place for _, place in counts})
    stack = (
        Stacked("told", "told", "--fine"),
        Stacked("closed and not told", "closed and not told", "--late-soft"),
        Stacked("left alone", "left alone", "--late"),
    )
    values, table, chart = stacked(
        counts, months, stack, x="month in which it ended", y="people we met", where="month"
    )
    sums = [sum(each) for each in values]
    rate = rate_of(sums[0], sums[1] + sums[2])
    owed = sums[1] + sums[2]
    return counted(
        ground,
        "Nobody we had met was to be told how it ended in this period"
        if rate is None
        else sentences.of_all(sums[0], sum(sums), "person we met", "people we met", "told how it ended"),
        f"{sentences.people(owed)} {'is' if owed == 1 else 'are'} owed the outcome."
        if rate is not None
        else "",
        f"Interviewed and closed in the period with an outcome that reached them, of all interviewed and closed, or "
        f"left for more than {GHOST} business days after the interview without a word that counts.",
        population,
        [row_of(each, result=each.result, month=each.at) for each in judged if each.result not in NOT_MET],
        {"told": sums[0], "owed": owed, "rate": rate},
        table,
        chart,
        headline=sentences.share(rate),
        under=f"of interviewed and closed · {owed:,} owed",
    )


NOT_MET = frozenset({"not interviewed", "withdrew"})


def _told(view: View, at: datetime) -> str:
    if view.outcome in {"withdrawn", "declined"}:
        return "withdrew"
    if "interviewed" not in view.data:
        return "not interviewed"
    told = view.data.get("told")
    if view.outcome == "hired" or (told and datetime.fromisoformat(told) <= at):
        return "told"
    return "closed and not told"


def _left_alone(ground: Ground) -> list[tuple[View, datetime]]:
    """Return open applications whose interview was in the period, and no word counted for too long since."""
    asked = ground.asked
    met = [
        (wait, wait.started_at)
        for wait in ground.views("decision_wait", since=asked.start, before=asked.end)
        if wait.ended_at is None and not wait.replaced and "met" in wait.data
    ]
    last: dict[int, datetime] = {}
    for word in ground.views("word", since=asked.start, of=frozenset(view.application_id for view, _ in met)):
        if word.how != "automatic":
            last[word.application_id] = max(last.get(word.application_id, word.started_at), word.started_at)
    silent = [(view, max(day, last.get(view.application_id, day)), day) for view, day in met]
    days = ground.lengths([(view.requisition_id, since, ground.at) for view, since, _ in silent], "business")
    return [(view, day) for (view, _, day), length in zip(silent, days, strict=True) if length > GHOST]
