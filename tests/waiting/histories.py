"""Random histories: everything that can happen, in any order, whether it makes sense or not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from recruiterdash.journey import Happened
from recruiterdash.journey.history import happening
from recruiterdash.waiting import Happening, Person
from recruiterdash.waiting.kinds import IN, OUT

OFFICES = ("NYC", "TOR", "LON", "RUH")
STAGES = ("screen", "interview", "final")
SHARED = frozenset({"req_hold", "req_resume", "req_cancel", "req_filled"})
FIRST = datetime(2026, 10, 19, 14, tzinfo=UTC)

Facts = Callable[[st.DrawFn, datetime], dict[str, Any]]


class Story(NamedTuple):
    """One application's history, and whom it is about."""

    office: str
    ontario: bool
    person: Person
    happened: tuple[Happened, ...]

    @property
    def happenings(self) -> list[Happening]:
        return as_happenings(self.happened)


def as_happenings(happened: tuple[Happened, ...]) -> list[Happening]:
    """Return what was recorded as the rules take it, numbered from 0."""
    return [
        happening(each.type, each.kind, each.at, each.data, number, each.voids_id)
        for number, each in enumerate(happened)
    ]


@st.composite
def stories(draw: st.DrawFn, most: int = 12) -> Story:
    """Draw a history that begins with an application; moments never run backwards, some are equal."""
    at = FIRST + timedelta(minutes=draw(st.integers(0, 14 * 1440)))
    happened = [Happened("applied", at)]
    for _ in range(draw(st.integers(0, most))):
        at += timedelta(minutes=draw(st.one_of(st.just(0), st.integers(1, 600), st.integers(600, 6 * 1440))))
        type_, kind, facts = draw(st.sampled_from(EVERYTHING))
        happened.append(Happened(type_, at, kind, facts(draw, at)))
    return Story(
        office=draw(st.sampled_from(OFFICES)),
        ontario=draw(st.booleans()),
        person=Person(draw(st.sampled_from([None, "Asia/Tokyo", "Pacific/Honolulu"])), draw(st.booleans())),
        happened=tuple(happened),
    )


def _nothing(_draw: st.DrawFn, _at: datetime) -> dict[str, Any]:
    return {}


def _word(draw: st.DrawFn, at: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key in ("status", "asks", "bounced", "keeps_promise", "feedback"):
        if draw(st.integers(0, 4)) == 0:
            facts[key] = True
    if draw(st.integers(0, 3)) == 0:
        facts["decision"] = draw(st.sampled_from(["reject", "advance", "offer"]))
    for key in ("next_date", "deadline"):
        if draw(st.integers(0, 3)) == 0:
            facts[key] = _day(draw, at)
    return facts


def _request(draw: st.DrawFn, at: datetime) -> dict[str, Any]:
    return {"until": _day(draw, at)} if draw(st.booleans()) else {}


def _question(draw: st.DrawFn, _at: datetime) -> dict[str, Any]:
    return {"topic": draw(st.sampled_from(["status", "other"]))} if draw(st.booleans()) else {}


def _booking(draw: st.DrawFn, at: datetime) -> dict[str, Any]:
    end = at + timedelta(minutes=draw(st.integers(30, 8 * 1440)))
    return {"end": end.isoformat(), **_interview(draw, at)}


def _move(draw: st.DrawFn, at: datetime) -> dict[str, Any]:
    return {"end": (at + timedelta(minutes=draw(st.integers(30, 8 * 1440)))).isoformat()}


def _interview(draw: st.DrawFn, _at: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {"stage": draw(st.sampled_from(STAGES)), "preliminary": draw(st.booleans())}
    if draw(st.booleans()):
        facts["scorecards"] = draw(st.integers(0, 3))
    return facts


def _by(draw: st.DrawFn, _at: datetime) -> dict[str, Any]:
    return {"by": draw(st.sampled_from(["employer", "candidate"]))}


def _decision(draw: st.DrawFn, _at: datetime) -> dict[str, Any]:
    return {"value": draw(st.sampled_from(["reject", "reject", "advance", "offer", "hire"]))}


def _day(draw: st.DrawFn, at: datetime) -> str:
    return (at + timedelta(days=draw(st.integers(-1, 30)))).date().isoformat()


def _facts_of(kind: str) -> Facts:
    if kind in {"delay_request", "candidate_deadline"}:
        return _request
    return _question if kind == "question" else _nothing


#: Twice what happens most, so that histories go somewhere.
EVERYTHING: list[tuple[str, str | None, Facts]] = [
    *(("out", kind, _word) for kind in OUT),
    *(("out", kind, _word) for kind in ("personal", "phone", "bulk", "invite")),
    *(("in", kind, _facts_of(kind)) for kind in IN),
    *[("interview_scheduled", None, _booking)] * 4,
    *[("interview_held", None, _interview)] * 4,
    ("interview_rescheduled", None, _move),
    ("interview_cancelled", None, _by),
    ("interview_cancelled", None, _by),
    ("interview_no_show", None, _by),
    ("scorecard", None, _nothing),
    ("decision", None, _decision),
    ("unreject", None, _nothing),
    ("unreject", None, _nothing),
    ("close", None, _nothing),
    *((type_, None, _nothing) for type_ in SHARED),
    ("req_hold", None, _nothing),
    ("req_resume", None, _nothing),
    *(
        (type_, None, _nothing)
        for type_ in ("note", "stage_change", "internal_email", "other_application_out")
    ),
    ("something_new", None, _nothing),
]
