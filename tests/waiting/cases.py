"""Histories told in a few lines, with what must come out; the same shape as the clock vectors.

A history is one line an event: `11-09 15:00 interview_held stage=final`, a word `11-10 09:00 out/personal asks`.
Days without a year lie between July 2026 and June 2027; moments are the office's wall time.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from recruiterdash.journey.history import happening
from recruiterdash.waiting import Calendar, Course, Happening, Person, Rulebook, Seen, replay, seen
from recruiterdash.waiting.policy import EVER, ONTARIO, CalendarInForce, PolicyInForce, policy_from
from recruiterdash.waiting.vectors import Said, Vector

VECTORS = Path(__file__).parents[1] / "vectors" / "clock_vectors.json"
DOCUMENT: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
NUMBERS = frozenset({"scorecards"})
#: Most histories begin so.
APPLIED = "11-02 10:00 applied\n11-02 10:01 out/auto_ack\n"
SCREENED = APPLIED + "11-09 11:00 interview_held stage=screen\n"
INTERVIEWED = APPLIED + "11-09 15:00 interview_held stage=interview\n11-09 18:00 scorecard\n"
FINALIST = APPLIED + "11-09 15:00 interview_held stage=final\n11-09 18:00 scorecard\n"


class Case(NamedTuple):
    """One history and what it must come to."""

    name: str
    vector: Vector


def case(
    name: str,
    events: str,
    now: str,
    *,
    office: str = "NYC",
    zone: str = "",
    internal: bool = False,
    ontario: bool = False,
    due: str = "",
    hints: str = "",
    state: str = "",
    paused: str = "",
    absent: str = "",
    history_contains: str = "",
    internal_due: str = "",
    **expect: Any,
) -> Case:
    """Return a case; due, hints: "SILENCE 11-19 17:00, ..."; state, paused: "DECISION overdue, ..."."""
    tz = ZoneInfo(DOCUMENT["calendars"][office]["tz"])
    for key, text in (("due", due), ("hints", hints)):
        if text:
            expect[key] = {name: moment(at, tz).isoformat() for name, at in _pairs(text)}
    if state:
        expect["state"] = dict(_pairs(state))
    if paused:
        expect["paused"] = {name: int(days) for name, days in _pairs(paused)}
    if absent:
        expect["absent"] = absent.split()
    if history_contains:
        expect["history_contains"] = history_contains.split()
    if internal_due:
        expect["internal_due"] = moment(internal_due, tz).isoformat()
    lines = tuple(said(line, tz) for line in events.splitlines() if line.strip())
    vector = Vector(name, name, office, lines, moment(now, tz), zone, internal, ontario, expect)
    return Case(name, vector)


def table(cases: Sequence[Case]) -> pytest.MarkDecorator:
    """Return the parameters of a test that takes one case."""
    return pytest.mark.parametrize("case", cases, ids=[each.name for each in cases])


def said(line: str, tz: ZoneInfo) -> Said:
    """Return the event of one line."""
    day, clock, what, *facts = line.split()
    type_, _, kind = what.partition("/")
    return Said(moment(f"{day} {clock}", tz), type_, kind or None, dict(_fact(each, tz) for each in facts))


def moment(text: str, tz: ZoneInfo) -> datetime:
    """Return the moment of "11-09 15:00" or "11-09 23:59:59", wall time."""
    day, _, clock = text.partition(" ")
    return datetime.combine(_day(day), time.fromisoformat(clock), tz).astimezone(UTC)


def happenings(vector: Vector) -> list[Happening]:
    """Return a vector's events as the rules take them, numbered from 0."""
    return [happening(each.type, each.kind, each.at, each.data, index) for index, each in enumerate(vector.events)]


def lived(vector: Vector) -> Course:
    """Return the course of a vector's events up to its moment."""
    until = [each for each in happenings(vector) if each.at <= vector.as_of]
    return replay(until, rulebook(vector.office, vector.ontario), person(vector))


def looked_at(vector: Vector) -> Seen:
    """Return what the rules see of a vector at its moment."""
    return seen(lived(vector), vector.as_of, calendar(vector.office))


def person(vector: Vector) -> Person:
    return Person(vector.candidate_zone or None, vector.internal)


@cache
def rulebook(office: str, ontario: bool = False) -> Rulebook:
    return Rulebook(
        [PolicyInForce(1, EVER, policy_from(DOCUMENT["sla"]))],
        [CalendarInForce(1, EVER, calendar(office))],
        (ONTARIO,) if ontario else (),
    )


@cache
def calendar(office: str) -> Calendar:
    facts = DOCUMENT["calendars"][office]
    return Calendar(
        facts["tz"],
        facts["workweek_monday0"],
        time.fromisoformat(facts["open"]),
        time.fromisoformat(facts["close"]),
        [date.fromisoformat(day) for day in facts["holidays"]],
        {date.fromisoformat(day): time.fromisoformat(at) for day, at in facts["half_days"].items()},
    )


def _fact(text: str, tz: ZoneInfo) -> tuple[str, Any]:
    key, separator, value = text.partition("=")
    if not separator:
        return key, True
    if key == "end":
        return key, moment(value.replace("T", " "), tz).isoformat()
    if key in {"next_date", "deadline", "until"}:
        return key, _day(value).isoformat()
    return key, int(value) if key in NUMBERS else value


def _day(text: str) -> date:
    month, day = (int(part) for part in text.split("-"))
    return date(2026 if month > 6 else 2027, month, day)


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (each.strip().partition(" ") for each in text.split(","))]
