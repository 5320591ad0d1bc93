"""Waits measured: who is in a period's curve, for how long they waited, and who is not and why."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from recruiterdash.metrics.answers import Population
from recruiterdash.metrics.cuts import NO_MESSAGES
from recruiterdash.metrics.definitions import Definition
from recruiterdash.metrics.estimates import ANSWERED, OPEN, WITHDREW, Wait, Waits
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import View, held_by


class Case(NamedTuple):
    """One wait of one application, measured."""

    view: View
    wait: Wait
    #: Which of its figure's kinds of span it is.
    kind: str


class Measured(NamedTuple):
    """The waits of one figure, and why some are not among them."""

    #: Empty where only numbers were asked for.
    cases: list[Case]
    excluded: Counter[str]
    waits: Waits

    @property
    def population(self) -> Population:
        number, waiting = self.waits.days.size, self.waits.number(OPEN)
        return Population(number + self.excluded.total(), number - waiting, waiting, dict(self.excluded))


REPLACED = "followed by a later effort, whose wait counts"


def measured(
    ground: Ground,
    definition: Definition,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    at: datetime | None = None,
    keep: Callable[[View], bool] | None = None,
) -> Measured:
    """Return the waits that began in a period, as long as they lasted by a moment.

    since, before: the period asked for when left out. at: the moment asked about when left out.
    """
    asked = ground.asked
    since, before, at = since or asked.start, before or asked.end, at or ground.at
    views = [
        (view, kind)
        for kind in definition.kinds
        for view in ground.views(kind, since=since, before=before, at=at)
    ]
    kept, kinds, excluded = [], [], Counter[str]()
    for view, kind in views:
        if keep is not None and not keep(view):
            continue
        entry = view.data.get("entry")
        if view.replaced:
            excluded[REPLACED] += 1
        elif view.outcome not in {"", ANSWERED, WITHDREW}:
            excluded[view.outcome] += 1
        elif entry and datetime.fromisoformat(entry) >= (view.ended_at or at):
            excluded[NO_MESSAGES] += 1
        else:
            kept.append(view)
            kinds.append(kind)
    time = "calendar" if definition.calendar else asked.time
    lengths = lengths_of(ground, kept, at, time)
    entries = entries_of(ground, kept, time)
    cases = [
        Case(view, Wait(length, view.outcome or OPEN, entry), kind)
        for view, length, entry, kind in zip(kept, lengths, entries, kinds, strict=True)
    ]
    return Measured(cases, excluded, Waits.of([case.wait for case in cases]))


def lengths_of(ground: Ground, views: Sequence[View], at: datetime, time: str) -> list[float]:
    """Return how long waits lasted, less what the candidate held themselves."""
    days = ground.lengths([(v.requisition_id, v.started_at, v.ended_at or at) for v in views], time)
    theirs = [
        (place, (view.requisition_id, start, end))
        for place, view in enumerate(views)
        if any(who == "candidate" for _, who in view.data.get("held", ()))
        for who, start, end in held_by(view, at)
        if who == "candidate"
    ]
    held = ground.lengths([stretch for _, stretch in theirs], time)
    for (place, _), length in zip(theirs, held, strict=True):
        days[place] = max(days[place] - length, 0.0)
    return days


def entries_of(ground: Ground, views: Sequence[View], time: str) -> list[float | None]:
    late = [
        (place, (view.requisition_id, view.started_at, datetime.fromisoformat(view.data["entry"])))
        for place, view in enumerate(views)
        if view.data.get("entry")
    ]
    entries: list[float | None] = [None] * len(views)
    lengths = ground.lengths([stretch for _, stretch in late], time)
    for (place, _), length in zip(late, lengths, strict=True):
        entries[place] = length
    return entries
