"""How long seats stay empty and hires take: by opening and by hire, gross and net of holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import select

from recruiterdash import bulk
from recruiterdash.journey.models import Event
from recruiterdash.metrics import charts, durations, sentences
from recruiterdash.metrics.answers import FEW, Answer, Population, Table
from recruiterdash.metrics.charts import Chart
from recruiterdash.metrics.crowding import crowded
from recruiterdash.metrics.curves import middle
from recruiterdash.metrics.estimates import (
    ANSWERED,
    OPEN,
    Curve,
    Wait,
    Waits,
    aalen_johansen,
    kaplan_meier,
    naive,
)
from recruiterdash.metrics.queries import Ground
from recruiterdash.requisitions.models import Opening, OpeningState, Requisition

Stretch = tuple[datetime, datetime]


class Seat(NamedTuple):
    """One opening or hire, measured in calendar days."""

    key: dict[str, Any]
    #: How it is called where people may be shown.
    name: str
    requisition_id: int
    gross: float
    net: float
    event: str


class Said(NamedTuple):
    """How one of the two is put into words."""

    half: str
    nobody: str
    #: One and several that are done.
    done: tuple[str, str]
    #: One and several that are still open, with their verb.
    still: tuple[str, str]


def time_to_fill(ground: Ground) -> Answer:
    """Return how long openings took to be filled; evergreen requisitions have no such time."""
    asked, at = ground.asked, ground.at
    rows = ground.session.execute(
        select(Opening, Requisition.evergreen)
        .join(Requisition, Requisition.id == Opening.requisition_id)
        .where(
            Opening.opened_at >= asked.start, Opening.opened_at < asked.end, ground.requisitions_in_sight()
        )
        .order_by(Opening.id)
    ).all()
    holds = _holds(ground, {opening.requisition_id for opening, _ in rows})
    excluded: dict[str, int] = defaultdict(int)
    seats = []
    for opening, evergreen in rows:
        opened, closed = opening.opened_at, opening.closed_at
        if opened is None or opened > at:
            continue  # nobody knew of them at the moment asked about
        if evergreen:
            excluded["of evergreen requisitions"] += 1
        elif opening.state is OpeningState.CANCELLED and closed is not None and closed <= at:
            excluded["cancelled"] += 1
        else:
            filled = closed if opening.state is OpeningState.FILLED and closed and closed <= at else None
            key = {"opening": opening.id, "requisition": opening.requisition_id}
            of = opening.requisition_id
            name = f"{ground.places[of].title}, opening {opening.label or opening.id}"
            seats.append(_seat(key, name, of, opened, filled or at, filled is not None, holds[of]))
    return _told(
        ground,
        seats,
        excluded,
        said=Said(
            "Half of the openings took longer than",
            "No opening was opened in this period",
            ("opening filled", "openings filled"),
            ("opening is", "openings are"),
        ),
        definition="Each opening opened in the period, from its opening until an offer for it was accepted. Evergreen "
        "requisitions are left out. Net: without the days on hold.",
    )


class Listed(NamedTuple):
    """An opening behind a mark, as a list names it."""

    label: str
    requisition_id: int
    title: str
    row: Mapping[str, Any]


def openings(ground: Ground, rows: Sequence[Mapping[str, Any]]) -> list[Listed]:
    """Return openings that `time_to_fill` measured, with their names, in the same order."""
    ids = [row["opening"] for row in rows]
    named = select(Opening.id, Opening.label).where(Opening.id.in_(bulk.listed(ground.session, ids)))
    labels: dict[int, str] = {row.id: row.label for row in ground.session.execute(named)} if ids else {}
    return [
        Listed(labels.get(row["opening"], ""), place, ground.places[place].title, row)
        for row in rows
        if (place := row["requisition"]) in ground.places
    ]


def time_to_hire(ground: Ground) -> Answer:
    """Return how long those who were hired took from their application until they accepted."""
    asked, at = ground.asked, ground.at
    seats, excluded = list[Seat](), defaultdict[str, int](int)
    views = ground.views("application", before=asked.end, going_at=asked.start)
    holds = _holds(ground, {view.requisition_id for view in views})
    for view in sorted(views, key=lambda each: each.application_id):
        hired = datetime.fromisoformat(view.data["hired"]) if "hired" in view.data else None
        if hired is None or hired > at:
            continue
        if not asked.start <= hired < asked.end:
            continue
        of = view.requisition_id
        key = {"application": view.application_id, "requisition": of}
        seats.append(_seat(key, "", of, view.started_at, hired, True, holds[of]))
    names = ground.names(seat.key["application"] for seat in seats)
    seats = [
        seat._replace(name=names.get(seat.key["application"], f"application {seat.key['application']}"))
        for seat in seats
    ]
    return _told(
        ground,
        seats,
        excluded,
        said=Said(
            "Half of the hires took longer than",
            "Nobody was hired in this period",
            ("hire", "hires"),
            ("", ""),
        ),
        definition="Each person hired in the period, from their application until they accepted, else until the hire "
        "was recorded. A rehire is a new application. Net: without the days their requisition was on hold.",
    )


def _seat(
    key: dict[str, Any],
    name: str,
    of: int,
    start: datetime,
    end: datetime,
    over: bool,
    holds: Sequence[Stretch],
) -> Seat:
    gross = durations.calendar_days([start], [end])[0]
    inside = [(max(start, first), min(end, last)) for first, last in holds]
    held = sum(durations.calendar_days([a for a, _ in inside], [b for _, b in inside]))
    return Seat(key, name, of, gross, max(gross - held, 0.0), ANSWERED if over else OPEN)


def _holds(ground: Ground, requisition_ids: set[int]) -> dict[int, list[Stretch]]:
    """Return when each requisition was on hold, as far as was known; a hold that goes on ends now."""
    ids, at = sorted(requisition_ids), ground.at
    holds: dict[int, list[Stretch]] = defaultdict(list)
    began: dict[int, datetime] = {}
    for start in range(0, len(ids), 900):
        rows = ground.session.execute(
            select(Event.id, Event.requisition_id, Event.type, Event.happened_at, Event.voids_id)
            .where(
                Event.requisition_id.in_(ids[start : start + 900]),
                Event.application_id.is_(None),
                Event.recorded_at <= at,
                Event.happened_at <= at,
            )
            .order_by(Event.happened_at, Event.id)
        ).all()
        undone = {row.voids_id for row in rows if row.type == "undo"}
        for row in rows:
            if row.id in undone:
                continue
            if row.type == "req_hold":
                began.setdefault(row.requisition_id, row.happened_at)
            elif row.type in {"req_resume", "req_cancel", "req_filled"} and row.requisition_id in began:
                holds[row.requisition_id].append((began.pop(row.requisition_id), row.happened_at))
    for requisition_id, since in began.items():
        holds[requisition_id].append((since, at))
    return holds


def _told(
    ground: Ground, seats: list[Seat], excluded: dict[str, int], *, said: Said, definition: str
) -> Answer:
    gross = [Wait(seat.gross, seat.event) for seat in seats]
    seen = Waits.of(gross) if ground.of_people else crowded(Waits.of(gross))
    curve, without = kaplan_meier(gross), kaplan_meier([Wait(seat.net, seat.event) for seat in seats])
    waiting = sum(wait.event == OPEN for wait in gross)
    finished = sum(curve.answers)
    enough = finished >= FEW
    # a hire is a person, and an opening is none
    shown = [seat for seat in seats if ground.of_people or "application" not in seat.key]
    return Answer(
        ground.asked,
        ground.at,
        _title(curve, finished, waiting, said) if seats else _none(excluded, said),
        f"Without the days on hold: {sentences.days(without.median, 'calendar')}." if enough else "",
        definition,
        "Kaplan-Meier in calendar days; what is still open counts as open at least so long.",
        Population(len(seats) + sum(excluded.values()), len(seats) - waiting, waiting, dict(excluded)),
        [{**seat.key, "days": seat.gross, "net_days": seat.net, "event": seat.event} for seat in seats],
        {**_estimate(gross, curve, without, enough), **_steps(seen)},
        Table(
            ("Which", "Days, gross", "Days, net of hold", "Stands"),
            [(seat.name, round(seat.gross, 2), round(seat.net, 2), seat.event) for seat in shown],
            [_mark(seat) for seat in shown],
        ),
        drawn(seats, seen, enough=enough, of_people=ground.of_people),
        headline=sentences.days(curve.median, "calendar") if enough else "too few to say",
        under=f"{finished:,} done, {waiting:,} open",
        of_people=ground.of_people,
        always="calendar",
    )


def _title(curve: Curve, finished: int, waiting: int, said: Said) -> str:
    one, many = said.still
    still = f"{sentences.count(waiting, one, many)} still open" if waiting else ""
    if finished < FEW:
        done = f"Too few for a median: {sentences.count(finished, *said.done)} so far"
        return f"{done}, {still}" if still else done
    if curve.median is None:
        return f"The middle is not reached: {still}"
    return f"{said.half} {sentences.days(curve.median, 'calendar')}"


def _none(excluded: Mapping[str, int], said: Said) -> str:
    reasons = sentences.parts(excluded)
    return f"{said.nobody} that can be measured: {reasons}" if reasons else said.nobody


def _estimate(gross: list[Wait], curve: Curve, without: Curve, enough: bool) -> dict[str, Any]:
    return {**middle(curve, naive(gross)), "median_net": without.median if enough else None}


def _steps(seen: Waits) -> dict[str, Any]:
    curve = kaplan_meier(seen)
    return {"times": curve.times, "survival": curve.survival, "waiting": aalen_johansen(seen).waiting}


def drawn(seats: Sequence[Seat], waits: Waits, *, enough: bool, of_people: bool) -> Chart | None:
    """Return the curve of seats; of few that are done, one mark each."""
    if seats and enough:
        return charts.curve_chart(
            kaplan_meier(waits),
            waits.answered,
            x="calendar days since",
            y="filled",
            level=None,
            end=max(seat.gross for seat in seats),
            there=lambda days: waits.observed.at_risk(np.array(days)).tolist(),
            linked=of_people,
        )
    if seats and of_people:
        few = sorted(seats, key=lambda seat: seat.gross)[-charts.MOST_MARKS :]
        marks = [(seat.gross, seat.event != OPEN, seat.name) for seat in few]
        whose = "one mark an opening" if "opening" in few[0].key else "one mark a person"
        links = [_mark(seat) for seat in few]
        return charts.strip_chart(marks, x="calendar days", level=None, links=links, y=whose)
    return None


def _mark(seat: Seat) -> str:
    name = "application" if "application" in seat.key else "opening"
    return f"{name}={seat.key[name]}"
