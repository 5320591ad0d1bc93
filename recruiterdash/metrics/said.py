"""What was said: how often people had to ask us, how we wrote, when it arrived, what became of our offers."""

from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.metrics import charts, sentences
from recruiterdash.metrics.answers import FEW, Answer, Plain, Population, Table
from recruiterdash.metrics.charts import Series
from recruiterdash.metrics.counting import (
    Judged,
    Stacked,
    counted,
    counts_of,
    population_of,
    rate_of,
    row_of,
    stacked,
    week,
    weeks_of,
)
from recruiterdash.metrics.queries import Ground

DAY_BEGINS, DAY_ENDS, FRIDAY = 8, 20, 4
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def chasers(ground: Ground) -> Answer:
    """Return how often people had to ask us, and how often after a date we had broken."""
    asked = ground.asked
    asking = ground.views("question", since=asked.start, before=asked.end)
    active = ground.views("application", before=asked.end, going_at=asked.start)
    after = sum(bool(view.data.get("broken")) for view in asking)
    per_100 = 100 * len(asking) / len(active) if active else None
    weeks = weeks_of(asked.since, asked.until)
    judged = [
        Judged(view, "after" if view.data.get("broken") else "other", week(view.started_at, asked.zone))
        for view in asking
    ]
    stack = (
        Stacked("other", "questions", "--soon"),
        Stacked("after", "after a broken date", "--late"),
    )
    _, table, chart = stacked(counts_of(judged), weeks, stack, x="week", y="questions to us")
    shown = f"{per_100:.0f}" if per_100 is not None and per_100 >= 1 else f"{per_100 or 0:.1f}"
    return counted(
        ground,
        "Nobody had to ask us"
        if not asking
        else f"People had to ask us {_times(len(asking))} among {sentences.count(len(active), 'candidate')}"
        if len(asking) < FEW or len(active) < FEW
        else f"People had to ask us {shown} times for every 100 candidates",
        f"{sentences.count(after, 'question')} came after a date we had broken." if asking else "",
        "Questions from candidates in the period, for every 100 applications that were open in it. Thanks alone and "
        "automatic replies are no questions.",
        Population(len(active), len(active), 0, {}),
        [row_of(each, result=each.result, week=each.at) for each in judged],
        {
            "questions": len(asking),
            "candidates": len(active),
            "per_100": per_100,
            "after_broken_promise": after,
            "share_after_broken_promise": after / len(asking) if asking else None,
        },
        table,
        chart,
        headline=f"{shown} per 100",
        under=f"{sentences.count(len(asking), 'question')}, {after:,} after a broken date",
    )


def _times(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number:,} times"


def _no_offer(pending: int) -> str:
    if not pending:
        return "No offer was made in this period"
    return (
        f"{sentences.count(pending, 'offer')} made, none of them answered yet"
        if pending > 1
        else ("The only offer made is not answered yet")
    )


def split(ground: Ground) -> Answer:
    """Return how many of our words were automatic, in bulk, or to one person."""
    asked = ground.asked
    words = ground.views("word", since=asked.start, before=asked.end)
    weeks = weeks_of(asked.since, asked.until)
    judged = [Judged(view, view.how, week(view.started_at, asked.zone)) for view in words]
    stack = (
        Stacked("individual", "to one person", "--accent"),
        Stacked("bulk", "in bulk", "--today"),
        Stacked("automatic", "automatic", "--quiet"),
    )
    values, table, chart = stacked(counts_of(judged), weeks, stack, x="week", y="words from us")
    sums = {each.result: sum(some) for each, some in zip(stack, values, strict=True)}
    personal = rate_of(sums["individual"], sums["bulk"] + sums["automatic"])
    return counted(
        ground,
        "No word of ours reached anybody in this period"
        if personal is None
        else sentences.of_all(
            sums["individual"], len(words), "word from us", "words from us", "to one person"
        ),
        "Automatic mail is no answer to anybody; it is shown so that it flatters no other figure.",
        "Words of ours that reached somebody in the period: written by a program, to many at once, or to one person.",
        Population(len(words), len(words), 0, {}),
        [row_of(each, result=each.result, week=each.at) for each in judged],
        {**sums, "share_individual": personal},
        table,
        chart,
        headline=sentences.share(personal),
        under=f"{sums['individual']:,} to one person · {sums['bulk']:,} in bulk · {sums['automatic']:,} automatic",
    )


def send_times(ground: Ground) -> Answer:
    """Return at which hour of which day our words arrive, where the recipient is."""
    asked = ground.asked
    words = [
        view for view in ground.views("word", since=asked.start, before=asked.end) if view.how != "automatic"
    ]
    zones = _zones(ground, {view.application_id for view in words})
    hours = Counter[tuple[int, int]]()
    judged = []
    for view in words:
        zone = zones.get(view.application_id) or ground.calendar_of(view.requisition_id).zone.key
        local = view.started_at.astimezone(ZoneInfo(zone))
        hours[local.weekday(), local.hour] += 1
        judged.append(Judged(view, DAYS[local.weekday()], str(local.hour)))
    night = sum(n for (day, hour), n in hours.items() if at_night(day, hour))
    share = night / len(words) if words else None
    columns = [f"{hour:02}" for hour in range(24)]
    values = [[hours[day, hour] for hour in range(24)] for day in range(7)]
    links = [("", *(f"day={DAYS[day]};hour={hour}" for hour in range(24))) for day in range(7)]
    return counted(
        ground,
        "No word from a person reached anybody in this period"
        if share is None
        else sentences.of_all(
            night, len(words), "word from us", "words from us", "sent at night or on a weekend"
        ),
        "Where the recipient is: between 20:00 and 08:00, or on Saturday or Sunday.",
        "Words by a person or approved by one, by weekday and hour in the recipient's zone; where that is not known, "
        "in the office's.",
        Population(len(words), len(words), 0, {}),
        [row_of(each, day=each.result, hour=int(each.at)) for each in judged],
        {"at_night_or_weekend": night, "share": share},
        Table(
            ("Day", *columns),
            [(DAYS[day], *values[day]) for day in range(7)],
            [f"day={each}" for each in DAYS],
            links,
        ),
        charts.grid_chart(columns, DAYS, values, links, x="hour, where the recipient is", what="words")
        if words
        else None,
        headline=sentences.share(share),
        under="at night or on a weekend, where they are",
        plainer=[
            Plain(
                Table(
                    ("When", "Words"), [("at night or on a weekend", night), ("by day", len(words) - night)]
                )
            )
        ],
    )


def at_night(day: int, hour: int) -> bool:
    """Say whether an hour of a weekday, Monday the first, is at night or on a weekend."""
    return not DAY_BEGINS <= hour < DAY_ENDS or day > FRIDAY


def _zones(ground: Ground, application_ids: Iterable[int]) -> dict[int, str]:
    ids, found = sorted(application_ids), {}
    for start in range(0, len(ids), 900):
        rows = ground.session.execute(
            select(Application.id, Candidate.zone)
            .join(Candidate, Candidate.id == Application.candidate_id)
            .where(Application.id.in_(ids[start : start + 900]), Candidate.zone != "")
        )
        found.update({row.id: row.zone for row in rows})
    return found


def offers(ground: Ground) -> Answer:
    """Return what became of the offers we made."""
    asked = ground.asked
    views = ground.views("offer", since=asked.start, before=asked.end)
    judged = [Judged(view, view.outcome or "pending", "") for view in views]
    names = ("accepted", "declined", "ended", "rescinded", "pending")
    population = population_of(counts_of(judged), set(names[:-1]), {"pending"})
    numbers = Counter(each.result for each in judged)
    values = [numbers[name] for name in names]
    good, bad = values[0], sum(values[1:-1])
    rate = rate_of(good, bad)
    links = [f"result={name}" for name in names]
    return counted(
        ground,
        _no_offer(len(judged))
        if rate is None
        else sentences.of_all(good, good + bad, "answered offer", "answered offers", "accepted"),
        "Accepted, of accepted, declined, ended and taken back; the latest offer of each person.",
        "accepted / (accepted + declined + ended + rescinded) of offers made in the period; pending ones count for "
        "neither.",
        population,
        [row_of(each, result=each.result) for each in judged],
        {**{name: numbers[name] for name in names}, "rate": rate},
        Table(("Outcome", "Offers"), list(zip(names, values, strict=True)), links),
        charts.bars(names, [Series("offers", "--accent", values, links)], x="", y="offers")
        if judged
        else None,
        headline=sentences.share(rate),
        under=f"{good:,} of {good + bad:,} · {numbers['pending']:,} pending",
    )
