"""Cases for the send window, with the moment that must come out, read and compared. Pure."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.messages.hours import MONDAY_TO_FRIDAY, Hours, zone_named
from recruiterdash.messages.types import MessageType
from recruiterdash.messages.window import Leave, Owed, Verdict, binds, when

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_CLOCK = r"(\d\d?:\d\d)"
#: "Mon-Thu 09:00-17:00, Fri 09:00-14:00 for bad news"
_HOURS = re.compile(
    rf"{_DAY}\s*-\s*{_DAY}\s+{_CLOCK}\s*-\s*{_CLOCK}\s*,\s*{_DAY}\s+{_CLOCK}\s*-\s*{_CLOCK}", re.IGNORECASE
)


class Case(NamedTuple):
    """One letter asked for at a moment, and what must come out."""

    id: str
    title: str
    asked: datetime
    type: MessageType
    batch: bool
    candidate_zone: str | None
    hours: Hours
    applied_at: datetime | None
    interviewed_at: datetime | None
    owed: Owed
    holidays: frozenset[date] | None
    verdict: str
    #: Expected moments under their names in the file.
    moments: Mapping[str, datetime]


class Verdicts(NamedTuple):
    """What became of one case."""

    id: str
    title: str
    differences: list[str]


def read_cases(path: Path) -> list[Case]:
    """Read a file of cases. Raises BadInput naming what cannot be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        cases, policy = list(document["cases"]), dict(document.get("policy") or {})
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput(
            f"{path}: not a file of send-window cases ({type(error).__name__}: {error})."
        ) from None
    read: list[Case] = []
    for number, each in enumerate(cases, 1):
        try:
            read.append(_case(each, policy))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, BadInput) as error:
            name = each.get("id", number) if isinstance(each, Mapping) else number
            raise BadInput(f"{path}: case {name} cannot be read ({type(error).__name__}: {error}).") from None
    return read


def judged(case: Case) -> Verdicts:
    """Return a case with what came out otherwise than it expects."""
    leave = _leave(case)
    wrong = [] if leave.verdict == case.verdict else [f"result: {leave.verdict}, not {case.verdict}"]
    wrong += [
        f"{name}: {leave.at.astimezone(wanted.tzinfo).isoformat()}, not {wanted.isoformat()}"
        for name, wanted in case.moments.items()
        if leave.at != wanted
    ]
    return Verdicts(case.id, case.title, wrong)


def _leave(case: Case) -> Leave:
    if not binds(case.type, batch=case.batch):
        zone = case.hours.zone.key
        return Leave(case.asked, Verdict.SEND_NOW, "one person writes to one", zone, False, case.asked)
    return when(
        case.asked,
        case.type,
        case.candidate_zone,
        case.hours,
        applied_at=case.applied_at,
        interviewed_at=case.interviewed_at,
        owed=case.owed,
        holidays=case.holidays,
    )


def _case(each: Mapping[str, Any], policy: Mapping[str, Any]) -> Case:
    office = each["office_tz"]
    if zone_named(office) is None:
        raise BadInput(f"office_tz {office!r} is not a time zone")
    expected = {name: _moment(each[name]) for name in ("send_at", "send_at_office") if each.get(name)}
    if "send_at" not in expected:
        raise KeyError("send_at")
    return Case(
        id=str(each["id"]),
        title=str(each.get("case", "")),
        asked=_moment(each["requested"]),
        type=MessageType(each["type"]),
        batch=bool(each.get("batch")),
        candidate_zone=each.get("candidate_tz"),
        hours=_hours(office, each, policy),
        applied_at=_maybe(each.get("applied_at")),
        interviewed_at=_maybe(each.get("interviewed_at")),
        owed=Owed(*(_maybe(each.get(f"{name}_due")) for name in ("notice", "promise", "legal"))),
        holidays=_days(each["candidate_holidays"]) if each.get("candidate_holidays") is not None else None,
        verdict=Verdict(each["result"]),
        moments=expected,
    )


def _hours(zone: str, each: Mapping[str, Any], policy: Mapping[str, Any]) -> Hours:
    """The policy's hours, or those that a case says of its own office."""
    given = {**policy, **each}
    words = str(given.get("weekdays") or "")
    found = _HOURS.search(words)
    if words and found is None:
        raise BadInput(f"weekdays {words!r} does not begin as 'Mon-Thu 09:00-17:00, Fri 09:00-14:00' does")
    workweek: tuple[int, ...] = tuple(given.get("workweek_monday0") or MONDAY_TO_FRIDAY)
    times: dict[str, Any] = {}
    if found is not None:
        first, last, opens, closes, early, _, until = found.groups()
        if not given.get("workweek_monday0"):
            workweek = (*_from_to(first, last), _weekday(early))
        times = {"opens": _clock(opens), "closes": _clock(closes), "bad_news_until": _clock(until)}
    return Hours(
        zone,
        workweek,
        holidays=_days(given.get("holidays") or ()),
        quiet=_days(given.get("quiet_dates") or ()),
        after_applying=timedelta(hours=float(given.get("minimum_after_application_hours", 24))),
        **times,
    )


def _from_to(first: str, last: str) -> tuple[int, ...]:
    start, length = _weekday(first), (_weekday(last) - _weekday(first)) % 7
    return tuple((start + ahead) % 7 for ahead in range(length + 1))


def _weekday(word: str) -> int:
    return _WEEK.index(word[:3].lower())


def _clock(text: str) -> time:
    return time.fromisoformat(text.zfill(5))


def _days(texts: Any) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def _maybe(text: str | None) -> datetime | None:
    return _moment(text) if text else None


def _moment(text: str) -> datetime:
    """A moment with its offset, which is kept for the words of a difference."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    moment.astimezone(UTC)  # raises for one outside the calendar
    return moment
