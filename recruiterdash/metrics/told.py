"""How many of those we met were told how it ended."""

from datetime import datetime

from recruiterdash.metrics import charts, sentences
from recruiterdash.metrics.answers import Answer, Table
from recruiterdash.metrics.charts import Series
from recruiterdash.metrics.counting import (
    Judged,
    counted,
    links_of,
    month,
    numbers,
    population_of,
    rate_of,
    row_of,
)
from recruiterdash.metrics.queries import Ground, View

#: Business days without a word after an interview, beyond which somebody counts as left alone.
GHOST = 10


def told_rate(ground: Ground) -> Answer:
    """Return how many of those we met were told the outcome."""
    asked, at = ground.asked, ground.at
    ended = ground.views("application", since=asked.start, before=asked.end, by="ended_at")
    judged = [
        Judged(view, _told(view, at), month(view.ended_at, asked.zone))
        for view in ended
        if view.ended_at is not None
    ]
    judged += [Judged(view, "left alone", month(met, asked.zone)) for view, met in _left_alone(ground)]
    population = population_of(judged, {"told"}, {"closed and not told", "left alone"})
    months = sorted({each.at for each in judged})
    rows_ = [numbers(judged, months, result) for result in ("told", "closed and not told", "left alone")]
    sums = [sum(each) for each in rows_]
    rate = rate_of(sums[0], sums[1] + sums[2])
    owed = sums[1] + sums[2]
    return counted(
        ground,
        "Nobody we had met was to be told an outcome"
        if rate is None
        else f"{sentences.share(rate)} of those we met were told how it ended",
        f"{sentences.people(owed)} {'is' if owed == 1 else 'are'} owed the outcome."
        if rate is not None
        else "",
        f"Interviewed and closed in the period with an outcome that reached them, of all interviewed and closed, or "
        f"left for more than {GHOST} business days after the interview without a word that counts.",
        population,
        [row_of(each, result=each.result, month=each.at) for each in judged if each.result not in NOT_MET],
        {"told": sums[0], "owed": owed, "rate": rate},
        Table(
            ("Month", "Told", "Closed and not told", "Left alone"),
            list(zip(months, *rows_, strict=True)),
            [f"month={each}" for each in months],
        ),
        charts.bars(
            months,
            [
                Series("told", "--fine", rows_[0], links_of("told", months, "month")),
                Series(
                    "closed and not told",
                    "--late-soft",
                    rows_[1],
                    links_of("closed and not told", months, "month"),
                ),
                Series("left alone", "--late", rows_[2], links_of("left alone", months, "month")),
            ],
            x="month in which it ended",
            y="people we met",
        ),
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
