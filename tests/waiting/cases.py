"""Histories told in a few lines, with what must come out; `sentences/*.txt` are full of them.

A case is its name, what happened (one line an event, `11-09 15:00 interview_held stage=final`, a word
`11-10 09:00 out/personal asks`; a name stands for a beginning), `look` and the moment it is looked at, and below
that what must be seen. Days without a year lie between July 2026 and June 2027; moments are the office's wall
time.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.journey.history import happening
from recruiterdash.waiting import Calendar, Course, Happening, Person, Rulebook, Seen, replay, seen
from recruiterdash.waiting.policy import EVER, ONTARIO, CalendarInForce, PolicyInForce, policy_from
from recruiterdash.waiting.vectors import Said, Vector

VECTORS = Path(__file__).parents[1] / "vectors" / "clock_vectors.json"
SENTENCES = Path(__file__).parent / "sentences"
DOCUMENT: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
#: Expectations that map clocks to something.
MOMENTS, WORDS, NUMBERS = frozenset({"due", "hints"}), frozenset({"state"}), frozenset({"paused"})
LISTS = {"absent": "absent", "history": "history_contains", "history_is": "history"}
COUNTS = frozenset({"chasers", "promise_slips", "promises_broken"})


class Case(NamedTuple):
    """One history and what it must come to."""

    #: The file and the group it stands in.
    place: str
    name: str
    vector: Vector


@cache
def sentences() -> tuple[Case, ...]:
    """Return all cases of all files."""
    found: list[Case] = []
    for path in sorted(SENTENCES.glob("*.txt")):
        found += read_cases(path.stem, path.read_text(encoding="utf-8"), beginnings())
    return tuple(found)


def read_cases(file: str, text: str, given: dict[str, str]) -> Iterator[Case]:
    """Yield the cases of one file."""
    known, group = _beginnings(text, given), ""
    for block in _blocks(text):
        if block[0].startswith("== "):
            group = block[0][3:]
        elif not block[0].startswith("let "):
            yield Case(f"{file}: {group}", block[0], _vector(block, known))


def case(
    events: str,
    look: str,
    *expect: str,
    office: str = "NYC",
    zone: str = "",
    internal: bool = False,
    ontario: bool = False,
) -> Vector:
    """Return a case without a name; expect: lines as in the files."""
    tz = ZoneInfo(DOCUMENT["calendars"][office]["tz"])
    lines = tuple(said(line, tz) for line in events.splitlines() if line.strip())
    expected = dict(_expectation(line, tz) for line in expect)
    return Vector("", "", office, lines, moment(look, tz), zone, internal, ontario, expected)


@cache
def beginnings() -> dict[str, str]:
    """Return the events of how most histories begin, by name."""
    return _beginnings((SENTENCES / "beginnings.txt").read_text(encoding="utf-8"), {})


# --- reading ---------------------------------------------------------------------------------------


def _vector(block: list[str], known: dict[str, str]) -> Vector:
    at = next(number for number, line in enumerate(block) if line.startswith("  look "))
    events = "".join(known.get(line.strip(), f"{line.strip()}\n") for line in block[1:at])
    look, _, options = block[at].removeprefix("  look ").partition("(")
    words = [each.strip() for each in options.rstrip(")").split(",") if each]
    facts = dict(each.split() for each in words if " " in each)
    vector = case(
        events,
        look.strip(),
        *block[at + 1 :],
        office=facts.get("office", "NYC"),
        zone=facts.get("zone", ""),
        internal="internal" in words,
        ontario="ontario" in words,
    )
    return vector._replace(id=block[0], title=block[0])


def _beginnings(text: str, known: dict[str, str]) -> dict[str, str]:
    found = dict(known)
    for block in _blocks(text):
        if block[0].startswith("let "):
            name, _, base = block[0].removeprefix("let ").partition(" = ")
            found[name] = found.get(base, "") + "".join(f"{line.strip()}\n" for line in block[1:])
    return found


def _blocks(text: str) -> Iterator[list[str]]:
    for block in text.split("\n\n"):
        lines = [re.sub(r"\s*#.*", "", line) for line in block.splitlines()]
        if kept := [line for line in lines if line.strip()]:
            yield kept


def _expectation(line: str, tz: ZoneInfo) -> tuple[str, Any]:
    key, _, value = line.strip().partition(" ")
    if key in MOMENTS:
        return key, {name: moment(at, tz).isoformat() for name, at in _pairs(value)}
    if key in WORDS:
        return key, dict(_pairs(value))
    if key in NUMBERS:
        return key, {name: int(days) for name, days in _pairs(value)}
    if key in LISTS:
        return LISTS[key], value.split()
    if key in COUNTS:
        return key, int(value)
    if key == "internal_due":
        return key, moment(value, tz).isoformat()
    return key, None if value == "none" else value


def said(line: str, tz: ZoneInfo) -> Said:
    """Return the event of one line."""
    day, clock, what, *facts = line.split()
    type_, _, kind = what.partition("/")
    return Said(moment(f"{day} {clock}", tz), type_, kind or None, dict(_fact(each, tz) for each in facts))


def moment(text: str, tz: ZoneInfo) -> datetime:
    """Return the moment of "11-09 15:00" or "11-09 23:59:59", wall time."""
    day, _, clock = text.partition(" ")
    return datetime.combine(_day(day), time.fromisoformat(clock), tz).astimezone(UTC)


def _fact(text: str, tz: ZoneInfo) -> tuple[str, Any]:
    key, separator, value = text.partition("=")
    if not separator:
        return key, True
    if key == "end":
        return key, moment(value.replace("T", " "), tz).isoformat()
    if key in {"next_date", "deadline", "until"}:
        return key, _day(value).isoformat()
    return key, int(value) if key == "scorecards" else value


def _day(text: str) -> date:
    month, day = (int(part) for part in text.split("-"))
    return date(2026 if month > 6 else 2027, month, day)


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (each.strip().partition(" ") for each in text.split(","))]


# --- living ----------------------------------------------------------------------------------------


def happenings(vector: Vector) -> list[Happening]:
    """Return a vector's events as the rules take them, numbered from 0."""
    return [
        happening(each.type, each.kind, each.at, each.data, index) for index, each in enumerate(vector.events)
    ]


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
        [PolicyInForce(1, EVER, policy_from(DOCUMENT["sla"]), (ONTARIO,) if ontario else ())],
        [CalendarInForce(1, EVER, calendar(office))],
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
