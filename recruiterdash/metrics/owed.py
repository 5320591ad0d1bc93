"""Who waits right now: how late we are, and who holds the next step."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from recruiterdash.metrics import charts, in_columns, sentences
from recruiterdash.metrics.answers import FEW, Answer, Plain, Population, Table
from recruiterdash.metrics.charts import Series
from recruiterdash.metrics.columns import OWED
from recruiterdash.metrics.counting import (
    Counts,
    Judged,
    counted,
    counts_of,
    row_of,
)
from recruiterdash.metrics.durations import days_before
from recruiterdash.metrics.moving import shown_holder
from recruiterdash.metrics.now import standing_now
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import View
from recruiterdash.waiting.models import Clock
from recruiterdash.waiting.workdays import Calendar

#: How late at most, in days of the time that is asked for.
MOST_LATE = {"1–2 late": 2, "3–5 late": 5, "6–10 late": 10}
LATENESS = ("on time", *MOST_LATE, "over 10 late", "paused")
HOLDER_TONES = {
    "hiring_manager": "--accent",
    "recruiter": "--soon",
    "interviewer": "--paused",
    "approver": "--today",
    "us": "--accent",
    "requisition": "--quiet",
    "candidate": "--late-soft",
    "scheduled": "--fine",
    "nobody": "--quiet",
}


def waiting_now(ground: Ground) -> Answer:
    """Return who is owed something at the moment: how late we are, and who holds the next step."""
    one_by_one = ground.with_rows or not ground.counts
    judged = _judged(ground) if one_by_one else []
    found = counts_of(judged) if one_by_one else _counted(ground)
    if not ground.of_people and 0 < _total(found, "paused") < FEW:
        found = _with_the_others(found)
    total, paused = found.total(), _total(found, "paused")
    overdue = total - paused - _total(found, "on time")
    unit = "business days" if ground.asked.time == "business" else "days"
    shown = [label for label in LATENESS if label != "paused" or paused]
    who = sorted({holder for _, holder in found}, key=lambda name: list(HOLDER_TONES).index(name))
    stack = [
        Series(
            sentences.HOLDERS[name],
            HOLDER_TONES[name],
            [found[label, name] for label in shown],
            [f"result={label};holder={name}" for label in shown],
        )
        for name in who
    ]
    standing = [("past their day", overdue), ("on time", total - overdue - paused), ("paused", paused)]
    return counted(
        ground,
        f"{sentences.people(overdue)} {'has' if overdue == 1 else 'have'} waited past the day we owed them a word"
        if overdue
        else "Nobody waits past the day we owed them a word"
        if total
        else "Nobody is owed a word now",
        f"{sentences.people(total)} {'is' if total == 1 else 'are'} owed something now; how many "
        f"{unit} late it is, and who holds the next step.",
        "Everybody to whom something is owed at this moment, once each, by the earliest due of what is owed.",
        Population(total, 0, total, {}),
        [
            row_of(
                each, result=each.result, holder=each.at, **({} if each.days is None else {"days": each.days})
            )
            for each in judged
        ],
        {"overdue": overdue, "on_time": total - overdue - paused, "paused": paused},
        Table(
            (f"{unit.capitalize()} late", *(sentences.HOLDERS[name] for name in who), "All"),
            [(label, *(found[label, name] for name in who), _total(found, label)) for label in shown],
            [f"result={label}" for label in shown],
            [("", *(f"result={label};holder={name}" for name in who)) for label in shown],
        ),
        charts.bars(shown, stack, x=f"{unit} late", y="people waiting now"),
        headline=f"{overdue:,}",
        under=f"of {total:,} who are owed something now",
        plainer=[
            _plain(f"{unit.capitalize()} late", [(label, _total(found, label)) for label in shown]),
            _plain("How they stand", standing),
        ],
    )


def _with_the_others(found: Counts) -> Counts:
    """Return few of whom nothing is due now among the others who are not late."""
    together = Counts()
    for (label, who), number in found.items():
        together["on time" if label == "paused" else label, who] += number
    return together


def _plain(column: str, numbers: list[tuple[str, int]]) -> Plain:
    """Return how many stand where, without who holds the next step."""
    names, values = [name for name, _ in numbers], [number for _, number in numbers]
    bars = charts.bars(names, [Series("people", "--accent", values)], x="", y="people waiting now")
    return Plain(Table((column, "All"), numbers), bars)


def _counted(ground: Ground) -> Counts:
    """Return how many stand where; while not everybody is in the columns yet, from the clocks as they are now."""
    if not ground.source.left_out:
        return in_columns.waiting(ground, list(MOST_LATE.values()), LATENESS)
    bounds = {
        office: [_days_before(ground, calendar, days) for days in MOST_LATE.values()]
        for office, calendar in ground.calendars.items()
    }
    found = Counts()
    keeps = ground.keeps(Clock.requisition_id, Clock.application_id)
    for place, holder, number in standing_now(ground.session, keeps, ground.at, bounds):
        found[LATENESS[-1 if place is None else place], shown_holder(holder, ground.staff)] += number
    return found


def _days_before(ground: Ground, calendar: Calendar, days: int) -> datetime:
    if ground.asked.time == "calendar":
        return ground.at - timedelta(days=days)
    return days_before(calendar, ground.at, days)


def _judged(ground: Ground) -> list[Judged]:
    """Return everybody who is owed something, one by one."""
    waiting, paused = _owed_now(ground)
    late = ground.lengths([(v.requisition_id, v.due_at or ground.at, ground.at) for v in waiting])
    known, usual = _holders_now(ground, [*waiting, *paused]), shown_holder("recruiter", ground.staff)
    judged = [
        Judged(
            view,
            bucket(view.due_at, ground.at, days),
            known.get(view.application_id, usual),
            max(days, 0.0),
        )
        for view, days in zip(waiting, late, strict=True)
    ]
    return judged + [Judged(view, "paused", known.get(view.application_id, usual)) for view in paused]


def _owed_now(ground: Ground) -> tuple[list[View], list[View]]:
    """Return of each application what is due first, and of the others what is paused."""
    first: dict[int, View] = {}
    paused: dict[int, View] = {}
    for view in ground.views(*OWED, going_at=ground.at):
        if view.ended_at is not None or view.replaced:
            continue
        if view.due_at is None:
            paused.setdefault(view.application_id, view)
        elif (known := first.get(view.application_id)) is None or view.due_at < (known.due_at or view.due_at):
            first[view.application_id] = view
    return list(first.values()), [view for id_, view in paused.items() if id_ not in first]


def _holders_now(ground: Ground, views: Sequence[View]) -> dict[int, str]:
    """Return who holds the next step of each application at the moment asked about."""
    holders: dict[int, str] = {}
    wanted = {view.application_id for view in views}
    for view in ground.views("application", going_at=ground.at):
        if view.application_id in wanted:
            held = [who for at, who in view.data.get("held", ()) if datetime.fromisoformat(at) <= ground.at]
            holders[view.application_id] = shown_holder(held[-1] if held else "recruiter", ground.staff)
    return holders


def bucket(due: datetime | None, at: datetime, days: float) -> str:
    """Return how late a due is, in words. days: how many have passed since. Pure."""
    if due is None:
        return "paused"
    if at <= due:
        return "on time"
    for label, most in MOST_LATE.items():
        if days <= most:
            return label
    return "over 10 late"


def _total(counted_: Counter[tuple[str, str]], label: str) -> int:
    return sum(number for (each, _), number in counted_.items() if each == label)
