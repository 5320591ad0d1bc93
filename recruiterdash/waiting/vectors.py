"""Clock vectors: event sequences with the state that must come out, read and compared. Pure."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.waiting.policy import policy_from
from recruiterdash.waiting.seen import Seen
from recruiterdash.waiting.workdays import Calendar


class Said(NamedTuple):
    """One event of a vector, as it is recorded."""

    at: datetime
    type: str
    kind: str | None
    data: dict[str, Any]


class Vector(NamedTuple):
    """One sequence of events and what must come out."""

    id: str
    title: str
    office: str
    events: tuple[Said, ...]
    as_of: datetime
    candidate_zone: str
    internal: bool
    ontario: bool
    expect: Mapping[str, Any]


class VectorFile(NamedTuple):
    """A file of vectors with the policy and the calendars they are made for."""

    levels: dict[str, int]
    calendars: Mapping[str, Mapping[str, Any]]
    vectors: tuple[Vector, ...]


def read_vectors(path: Path) -> VectorFile:
    """Read a file of vectors. Raises BadInput naming what cannot be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        policy_from(document["sla"])
        vectors = tuple(_vector(each) for each in document["vectors"])
        calendars = document["calendars"]
        for facts in calendars.values():
            _ensure_calendar(facts)
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise BadInput(f"{path}: not a file of clock vectors ({type(error).__name__}: {error}).") from None
    for vector in vectors:
        if vector.office not in calendars:
            raise BadInput(
                f"{path}: vector {vector.id} names the office {vector.office!r}, which has no calendar."
            )
    return VectorFile(dict(document["sla"]), calendars, vectors)


def differences(seen: Seen, expect: Mapping[str, Any]) -> list[str]:
    """Return in words what a vector expects and did not get; only listed keys are looked at."""
    found: list[str] = []
    for key, wanted in expect.items():
        found += _difference(seen, key, wanted)
    return found


def _difference(seen: Seen, key: str, wanted: Any) -> list[str]:
    if key in {"due", "hints"}:
        got: Mapping[str, Any] = getattr(seen, key)
        return [
            f"{key} {clock}: {_shown(got.get(clock))}, not {moment}"
            for clock, moment in wanted.items()
            if got.get(clock) != _moment(moment)
        ]
    if key in {"state", "paused"}:
        got = getattr(seen, key)
        return [
            f"{key} {clock}: {got.get(clock)}, not {value}"
            for clock, value in wanted.items()
            if got.get(clock) != value
        ]
    if key == "absent":
        return [f"{clock} is open" for clock in wanted if clock in seen.open]
    if key == "history_contains":
        entries = [wanted] if isinstance(wanted, str) else wanted
        return [
            f"history lacks {entry}: {', '.join(seen.history)}"
            for entry in entries
            if entry not in seen.history
        ]
    if key == "internal_due":
        return (
            []
            if seen.internal_due == _moment(wanted)
            else [f"internal_due: {_shown(seen.internal_due)}, not {wanted}"]
        )
    value = getattr(seen, key, "(not known)")
    return [] if value == wanted else [f"{key}: {value}, not {wanted}"]


def _ensure_calendar(facts: Mapping[str, Any]) -> None:
    """Read a calendar as an office's is read, so that what cannot be one is named before anything is lived."""
    Calendar(
        facts["tz"],
        facts["workweek_monday0"],
        time.fromisoformat(facts["open"]),
        time.fromisoformat(facts["close"]),
        [date.fromisoformat(day) for day in facts["holidays"]],
        {date.fromisoformat(day): time.fromisoformat(at) for day, at in facts["half_days"].items()},
    )


def _vector(each: Mapping[str, Any]) -> Vector:
    if not isinstance(each["expect"], Mapping):
        raise TypeError(f"what is expected of {each['id']} is no object")
    return Vector(
        id=str(each["id"]),
        title=str(each.get("title", "")),
        office=each["office"],
        events=tuple(_said(event) for event in each["events"]),
        as_of=_moment(each["as_of"]),
        candidate_zone=each.get("candidate_tz") or "",
        internal=bool(each.get("internal")),
        ontario=bool(each.get("ontario")),
        expect=each["expect"],
    )


def _said(event: Mapping[str, Any]) -> Said:
    data = {key: value for key, value in event.items() if key not in {"at", "type", "kind"}}
    return Said(_moment(event["at"]), event["type"], event.get("kind"), data)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return moment.astimezone(UTC)


def _shown(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else "none"
