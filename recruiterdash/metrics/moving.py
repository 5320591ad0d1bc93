"""What moved the wait for a decision against the period before: which step, which holds, which people."""

from collections import defaultdict
from datetime import datetime
from math import fsum
from typing import Any

from recruiterdash.metrics import sentences
from recruiterdash.metrics.answers import FEW, Moved
from recruiterdash.metrics.beside import by_step
from recruiterdash.metrics.estimates import OPEN, kaplan_meier
from recruiterdash.metrics.measuring import Measured
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import held_by


def without_holds(ground: Ground, found: Measured) -> dict[str, Any]:
    """Return the median with the time taken away in which the requisition was on hold."""
    held = [
        (place, (case.view.requisition_id, start, end))
        for place, case in enumerate(found.cases)
        if any(who == "requisition" for _, who in case.view.data.get("held", ()))
        for who, start, end in held_by(case.view, ground.at)
        if who == "requisition"
    ]
    waits = [case.wait for case in found.cases]
    for (place, _), length in zip(held, ground.lengths([each for _, each in held]), strict=True):
        waits[place] = waits[place]._replace(days=max(waits[place].days - length, 0.0))
    return {"median_without_holds": kaplan_meier(waits).median}


def days_by_holder(ground: Ground, found: Measured, at: datetime) -> dict[str, float]:
    """Return how many days each step held, all waits together."""
    stretches, whose = [], []
    for case in found.cases:
        for who, start, end in held_by(case.view, at):
            stretches.append((case.view.requisition_id, start, end))
            whose.append(who)
    held: dict[str, list[float]] = defaultdict(list)
    for who, length in zip(whose, ground.lengths(stretches), strict=True):
        held[shown_holder(who, ground.staff)].append(length)
    # the same sum in whatever order they were read
    return {who: fsum(lengths) for who, lengths in held.items()}


def shown_holder(who: str, staff: str) -> str:
    """Return who holds a step as it may be shown: without figures about colleagues it is all of us."""
    ours = {"recruiter", "hiring_manager", "interviewer", "approver"}
    return "us" if staff == "off" and who in ours else who


def moved(ground: Ground, found: Measured, before: Measured) -> list[Moved]:
    """Return what moved the wait for a decision: which step, which holds, which people."""
    told: list[Moved] = []
    if found.cases and before.cases:
        now = days_by_holder(ground, found, ground.at)
        then = days_by_holder(ground, before, ground.at - ground.asked.length)
        told += by_step(
            {who: days / len(found.cases) for who, days in now.items()},
            {who: days / len(before.cases) for who, days in then.items()},
            ground,
        )
    told += _holds(ground, found)
    if ground.of_people:
        waiting = sorted(
            (case for case in found.cases if case.wait.event == OPEN), key=lambda c: -c.wait.days
        )
        told += [
            Moved(
                f"waits {sentences.days(case.wait.days, ground.asked.time, ground.day_hours())} already",
                application_id=case.view.application_id,
            )
            for case in waiting[:3]
        ]
    return told


def _holds(ground: Ground, found: Measured) -> list[Moved]:
    stretches, whose = [], []
    for case in found.cases:
        for who, start, end in held_by(case.view, ground.at):
            if who == "requisition":
                stretches.append((case.view.requisition_id, start, end))
                whose.append(case.view)
    by_requisition: dict[int, tuple[float, set[int]]] = {}
    for view, length in zip(whose, ground.lengths(stretches), strict=True):
        days, who_waits = by_requisition.get(view.requisition_id, (0.0, set()))
        by_requisition[view.requisition_id] = days + length, who_waits | {view.application_id}
    worst = sorted(by_requisition.items(), key=lambda each: -each[1][0])[:3]
    return [
        Moved(
            f"on hold: {sentences.people(len(who_waits))} waited {sentences.days(days, ground.asked.time)} in all",
            requisition_id=id_,
        )
        for id_, (days, who_waits) in worst
        if days > 0 and (ground.of_people or len(who_waits) >= FEW)
    ]
