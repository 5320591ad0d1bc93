"""What a figure is asked for: which period, whose people, in which time, as known at which moment. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.errors import BadInput
from recruiterdash.team.calendars import ensure_day

#: Days looked at when nothing is said: twelve weeks.
USUAL = 84
#: No longer than this, so that an address cannot ask for every day since the flood.
MOST_DAYS = 3700
TIMES = ("business", "calendar")
#: Clocks whose punctuality can be asked for, as the spans are called.
DUTIES = {
    "decision_wait": "decisions",
    "first_word": "first words",
    "notice_lag": "notices of an outcome",
    "reply_time": "answers to questions",
    "acknowledgement": "acknowledgements",
}
#: One of each.
ONE_DUTY = {
    "decision_wait": "decision",
    "first_word": "first word",
    "notice_lag": "notice of an outcome",
    "reply_time": "answer to a question",
    "acknowledgement": "acknowledgement",
}
#: What waits may be compared by.
GROUPS = ("internal", "origin", "zone", "requisition", "recruiter")
ONE_DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


class Kind(StrEnum):
    """What a filter's text stands for."""

    DAY = "day"
    MOMENT = "moment"
    ROW = "row"
    WORD = "word"


class Filter(NamedTuple):
    """One thing a figure can be asked by; addresses, the command and programs take the same."""

    name: str
    about: str
    kind: Kind
    #: The words there are, the usual one first.
    known: tuple[str, ...] = ()


FILTERS = (
    Filter("from", "First day; twelve weeks before the last when left out.", Kind.DAY),
    Filter("to", "Last day; today when left out.", Kind.DAY),
    Filter("time", "Days in which the office works, or days on the wall.", Kind.WORD, TIMES),
    Filter("as-of", "As known at a moment, or at the end of a day.", Kind.MOMENT),
    Filter("requisition", "Only this requisition.", Kind.ROW),
    Filter("office", "Only requisitions of this office.", Kind.ROW),
    Filter("manager", "Only this hiring manager's requisitions, if the house shows colleagues.", Kind.ROW),
    Filter("owner", "Only this recruiter's candidates, if the house shows colleagues.", Kind.ROW),
    Filter("duty", "on_time, equal_wait: which duty.", Kind.WORD, tuple(DUTIES)),
    Filter("group", "equal_wait: compared by what.", Kind.WORD, GROUPS),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. Days are those of `zone`, the first and the last included."""

    figure: str
    since: date
    until: date
    zone: str = "UTC"
    time: str = "business"
    #: None: as known now.
    as_of: datetime | None = None
    requisition_id: int | None = None
    office_id: int | None = None
    #: Requisitions of this hiring manager, applications of this recruiter.
    manager_id: int | None = None
    owner_id: int | None = None
    duty: str = "decision_wait"
    group: str = "internal"

    @property
    def start(self) -> datetime:
        return _midnight(self.since, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after the period."""
        return _midnight(self.until + ONE_DAY, self.zone)

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def length(self) -> timedelta:
        return timedelta(days=self.days)

    def before(self) -> "Asked":
        """Return the same question of the period just before, as long as this one."""
        return replace(self, since=self.since - self.length, until=self.until - self.length)

    def for_aggregates(self, now: datetime) -> "Asked":
        """Return what may be asked by who may see no single person: the last so many weeks of everybody.

        Two questions that differ by a day or by one requisition would tell of the people between them.
        """
        days = next((each for each in (364, 182, 84) if each <= self.days), 28)
        until = now.astimezone(ZoneInfo(self.zone)).date()
        return Asked(
            self.figure,
            until - timedelta(days=days - 1),
            until,
            self.zone,
            self.time,
            duty=self.duty,
            group="internal" if self.group in {"requisition", "recruiter"} else self.group,
        )


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def read(figure: str, given: Mapping[str, str], *, now: datetime, zone: str) -> Asked:
    """Return what texts ask for, by the names of FILTERS; what is empty or left out is as usual.

    now: aware UTC. zone: whose days are meant. Raises BadInput naming what cannot be used.
    """
    as_of = moment(given["as-of"], zone, now) if given.get("as-of") else None
    today = (as_of or now).astimezone(ZoneInfo(zone)).date()
    until = _day("to", given["to"]) if given.get("to") else today
    since = _day("from", given["from"]) if given.get("from") else until - timedelta(days=USUAL - 1)
    if since > until:
        raise BadInput(f"from: {since.isoformat()} lies after to: {until.isoformat()}.")
    if (until - since).days >= MOST_DAYS:
        raise BadInput(f"from: a period has at most {MOST_DAYS} days.")
    return Asked(
        figure,
        since,
        until,
        zone,
        _one_of("time", given, TIMES),
        as_of,
        _row("requisition", given),
        _row("office", given),
        _row("manager", given),
        _row("owner", given),
        _one_of("duty", given, tuple(DUTIES)),
        _one_of("group", given, GROUPS),
    )


def ensure_shown(asked: Asked, staff: str) -> None:
    """Raise BadInput for a question about single colleagues where the house does not show them.

    staff: the setting STAFF_FIGURES.
    """
    if staff == "person":
        return
    for name, wanted in (
        ("manager", asked.manager_id is not None),
        ("owner", asked.owner_id is not None),
        ("group", asked.figure == "equal_wait" and asked.group == "recruiter"),
    ):
        if wanted:
            raise BadInput(f"{name}: figures of single colleagues are not shown in this house.")


def moment(text: str, zone: str, now: datetime) -> datetime:
    """Return the moment a text names; a day means its end. Raises BadInput for one that has not come yet."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        found = _instant(text, zone)
    else:
        _day("as-of", day.isoformat())
        begins = _midnight(day, zone)
        found = begins if begins > now else min(_midnight(day + ONE_DAY, zone) - MICROSECOND, now)
    if found > now:
        raise BadInput("as-of: that moment has not come yet.")
    if found.year < 1990:
        raise BadInput("as-of: must not lie before 1990.")
    return found


def _instant(text: str, zone: str) -> datetime:
    try:
        # a plus sign that nobody escaped arrives as a blank
        read_ = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        return (read_ if read_.tzinfo else read_.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput(f"as-of: {text[:40]!r} is no ISO moment or day.") from None


def _day(name: str, text: str) -> date:
    try:
        return ensure_day(text)
    except BadInput as refused:
        raise BadInput(f"{name}: {refused}") from None


def words(asked: Asked) -> dict[str, str]:
    """Return a question as texts again, as an address holds them; what is usual is left out."""
    told = {
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "time": asked.time if asked.time != "business" else "",
        "as-of": asked.as_of.isoformat() if asked.as_of else "",
        "requisition": _number(asked.requisition_id),
        "office": _number(asked.office_id),
        "manager": _number(asked.manager_id),
        "owner": _number(asked.owner_id),
        "duty": asked.duty if asked.duty != "decision_wait" else "",
        "group": asked.group if asked.group != "internal" else "",
    }
    return {name: text for name, text in told.items() if text}


def _number(row: int | None) -> str:
    return "" if row is None else str(row)


def _one_of(name: str, given: Mapping[str, str], known: tuple[str, ...]) -> str:
    text = given.get(name) or known[0]
    if text not in known:
        raise BadInput(f"{name}: {text[:40]!r} must be one of {', '.join(known)}.")
    return text


def _row(name: str, given: Mapping[str, str]) -> int | None:
    text = given.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadInput(f"{name}: {text[:40]!r} is not the number of a row.")
    return int(text)
