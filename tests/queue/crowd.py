"""Hundreds of applications with random clocks, and what the queues ought to say of them."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, ApplicationState, Candidate, OutcomeChannel
from recruiterdash.candidates.visibility import TOLD_OF_FEEDBACK
from recruiterdash.requisitions.models import Part, Requisition, RequisitionState, StageType, TeamMember
from recruiterdash.team.models import Office, Role, User, UserOffice
from recruiterdash.team.permissions import Viewer, permissions_of
from recruiterdash.waiting.days import Ends
from recruiterdash.waiting.kinds import FEEDBACK
from recruiterdash.waiting.models import Clock, Standing, UnderWay
from recruiterdash.waiting.queues import (
    ACTORS,
    CHASED,
    DUTIES,
    HOLDERS,
    OVERDUE,
    QUEUES,
    Asked,
    Lane,
    Place,
    Sort,
)

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ZONES = ("Europe/Madrid", "America/Toronto", "Asia/Riyadh")
#: Few moments, so that many rows tie; the present one is among them.
DUES = [NOW + timedelta(hours=hours) for hours in (-400, -90, -24, -1, 0, 1, 5, 8, 12, 30, 80, 100, 300)]
HOUR = timedelta(hours=1)


@dataclass
class Crowd:
    """The rows as they were written."""

    offices: dict[int, int] = field(default_factory=dict)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    applications: dict[int, dict[str, Any]] = field(default_factory=dict)
    clocks: list[dict[str, Any]] = field(default_factory=list)
    standings: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: Who has a letter on its way.
    written_to: set[int] = field(default_factory=set)
    recruiters: dict[int, int] = field(default_factory=dict)
    teams: set[tuple[int, int, Part]] = field(default_factory=set)
    shared: set[tuple[int, int]] = field(default_factory=set)


ADMIN = Viewer(1, "Ada", frozenset({Role.ADMIN}), permissions_of([Role.ADMIN]))
RECRUITER = Viewer(2, "Priya", frozenset({Role.RECRUITER}), permissions_of([Role.RECRUITER]))
OF_OFFICE = Viewer(3, "Rosa", frozenset({Role.RECRUITER}), permissions_of([Role.RECRUITER]))
MANAGER = Viewer(4, "Hugo", frozenset({Role.HIRING_MANAGER}), permissions_of([Role.HIRING_MANAGER]))
NOBODY = Viewer(5, "Nora", frozenset({Role.RECRUITER}), permissions_of([Role.RECRUITER]))
HR = Viewer(6, "Helen", frozenset({Role.HR}), permissions_of([Role.HR]))
VIEWERS = (None, ADMIN, RECRUITER, OF_OFFICE, MANAGER, NOBODY, HR)


def write(session: Session, number: int, seed: int) -> Crowd:
    """Write a crowd and return it."""
    rnd = random.Random(seed)
    crowd = Crowd()
    _house(session, crowd)
    for id_ in range(1, number + 1):
        _one(crowd, id_, rnd)
    for table, rows in (
        (Candidate, crowd.people.values()),
        (Application, crowd.applications.values()),
        (Clock, crowd.clocks),
        (Standing, crowd.standings.values()),
        (UnderWay, [{"id": each, "letters": 1} for each in sorted(crowd.written_to)]),
    ):
        session.execute(insert(table.__table__), list(rows))  # type: ignore[arg-type]
    return crowd


def _house(session: Session, crowd: Crowd) -> None:
    for number, zone in enumerate(ZONES, 1):
        session.add(Office(id=number, name=zone, zone=zone, created_at=NOW, shared=number == 2))
        crowd.offices[number] = number
    for number in range(1, 6):
        session.add(User(id=number, name=f"User {number}", fs_uniquifier=str(number), created_at=NOW))
    session.flush()
    for number in range(1, 8):
        office = 1 + number % 3
        recruiter = 2 if number < 4 else None
        session.add(
            Requisition(
                id=number,
                reference=f"R-{number}",
                title=f"Role {number}",
                state=RequisitionState.OPEN,
                office_id=office,
                recruiter_id=recruiter,
                hiring_manager_id=4 if number in {2, 5} else None,
                created_at=NOW,
            )
        )
        crowd.offices[number * 100] = office
        if recruiter:
            crowd.recruiters[number] = recruiter
            crowd.teams.add((number, recruiter, Part.RECRUITER))
        if number in {2, 5}:
            crowd.teams.add((number, 4, Part.HIRING_MANAGER))
    session.flush()
    session.add_all(TeamMember(requisition_id=r, user_id=u, part=p) for r, u, p in crowd.teams)
    session.add(UserOffice(user_id=3, office_id=2))
    session.flush()


def _one(crowd: Crowd, id_: int, rnd: random.Random) -> None:
    again = id_ > 1 and rnd.random() < 0.2
    person = id_ - 1 if again else id_
    taken = {a["requisition_id"] for a in crowd.applications.values() if a["candidate_id"] == person}
    requisition = rnd.choice([r for r in range(1, 8) if r not in taken])
    if person not in crowd.people:
        crowd.people[person] = {
            "id": person,
            "first_name": f"First {person}",
            "last_name": "Last",
            "preferred_name": "",
            "phone": "",
            "language": "en",
            "zone": "",
            "internal": rnd.random() < 0.3,
            "internal_source": "",
            "outcome_channel": OutcomeChannel.UNKNOWN,
            "linked_user_id": rnd.choice([None] * 12 + [1, 2]),
            "current_manager_id": rnd.choice([None] * 12 + [1, 4]),
            "created_at": NOW,
            "version": 1,
        }
    crowd.applications[id_] = {
        "id": id_,
        "candidate_id": person,
        "requisition_id": requisition,
        "applied_at": NOW - 500 * HOUR,
        "state": ApplicationState.ACTIVE,
        "stage_id": None,
        "stage_type": rnd.choice(list(StageType)),
        "owner_id": rnd.choice([None, 2, 3]),
        "origin": "",
        "created_at": NOW,
        "version": 1,
    }
    for name in rnd.sample(DUTIES, rnd.choice([0, 1, 1, 2, 3, 5])):
        crowd.clocks.append(_clock(id_, requisition, name, rnd))
    changes = rnd.choice([None, NOW - HOUR, NOW, NOW + HOUR, NOW + 2 * HOUR])
    crowd.standings[id_] = {
        "application_id": id_,
        "requisition_id": requisition,
        "headline": None,
        "due_at": rnd.choice([None, *DUES]),
        "holder": rnd.choice([*HOLDERS, "candidate", "candidate", "nobody"]),
        "holder_changes_at": changes,
        "holder_then": None
        if changes is None
        else rnd.choice(["recruiter", "interviewer", "hiring_manager"]),
        "last_word_at": None,
        "last_word": None,
        "last_effort_at": None,
        "chasers": 0,
        "slips": 0,
        "broken": 0,
        "from_before": False,
        "closed": None,
        "version": 1,
    }
    if rnd.random() < 0.1:
        crowd.written_to.add(id_)


def _clock(application: int, requisition: int, name: str, rnd: random.Random) -> dict[str, Any]:
    due = rnd.choice([*DUES, None]) if rnd.random() < 0.2 else rnd.choice(DUES)
    return {
        "application_id": application,
        "requisition_id": requisition,
        "name": name,
        "spell": 0,
        "cycle": 0,
        "started_at": (due or NOW) - rnd.choice([1, 30, 200]) * HOUR,
        "due_at": due,
        "until_at": rnd.choice([None] * 6 + [NOW - HOUR, NOW, NOW + HOUR]),
        "paused_left": None,
        "paused_at": None,
        "stopped_at": rnd.choice([None] * 5 + [NOW - HOUR]),
        "result": None,
        "soft": rnd.random() < 0.1,
        "from_before": due is not None and due < NOW and rnd.random() < 0.4,
        "policy_number": 1,
        "calendar_number": 1,
    }


# --- what ought to come out ------------------------------------------------------------------------


def expected(crowd: Crowd, viewer: Viewer | None, asked: Asked, ends: Iterable[Ends]) -> list[Place]:
    """Return the rows of a queue in order, by their places."""
    falling = -1 if asked.sort is Sort.RECENT else 1
    places = _places(crowd, viewer, asked, list(ends))
    return sorted(
        places, key=lambda p: (p.from_before, falling * p.at.timestamp(), falling * p.application_id)
    )


def expected_counts(crowd: Crowd, viewer: Viewer | None, queue: str, ends: Iterable[Ends]) -> tuple[int, int]:
    """Return how many stand in a queue since, and from before."""
    places = _places(crowd, viewer, Asked(queue), list(ends))
    if queue not in OVERDUE:
        return len(places), 0
    return sum(not p.from_before for p in places), sum(p.from_before for p in places)


def _places(crowd: Crowd, viewer: Viewer | None, asked: Asked, ends: list[Ends]) -> list[Place]:
    never = datetime(9000, 1, 1, tzinfo=UTC)
    seen = [a for a in crowd.applications.values() if _seen(crowd, viewer, a) and _wanted(crowd, asked, a)]
    if asked.queue == "on_its_way":
        return [Place(False, never, a["id"]) for a in seen if a["id"] in crowd.written_to]
    if asked.queue == "waiting_on_candidate":
        return [
            Place(False, s["holder_changes_at"] or never, s["application_id"])
            for s in (crowd.standings[a["id"]] for a in seen)
            if s["holder"] == "candidate" and (s["holder_changes_at"] is None or s["holder_changes_at"] > NOW)
        ]
    return _best_of_each(crowd, viewer, asked, seen, ends)


def _best_of_each(
    crowd: Crowd, viewer: Viewer | None, asked: Asked, seen: list[dict[str, Any]], ends: list[Ends]
) -> list[Place]:
    by_id = {a["id"]: a for a in seen}
    falling = -1 if asked.sort is Sort.RECENT else 1
    best: dict[int, tuple[Any, ...]] = {}
    for clock in crowd.clocks:
        application = by_id.get(clock["application_id"])
        if application is None or not _belongs(crowd, asked.queue, clock, application, ends):
            continue
        if clock["name"] in FEEDBACK and not _hears_of_feedback(viewer, application):
            continue
        key = application["candidate_id"] if asked.queue == "all" else application["id"]
        rank = DUTIES.index(clock["name"])
        place = (
            clock["from_before"],
            falling * clock["due_at"].timestamp(),
            rank,
            application["id"],
            clock["due_at"],
        )
        best[key] = min(best.get(key, place), place)
    return [Place(place[0], place[4], place[3]) for place in best.values()]


def _belongs(
    crowd: Crowd, queue: str, clock: dict[str, Any], application: dict[str, Any], ends: list[Ends]
) -> bool:
    if (
        clock["name"] not in QUEUES[queue].clocks
        or clock["stopped_at"]
        or clock["soft"]
        or clock["due_at"] is None
    ):
        return False
    if clock["until_at"] is not None and clock["until_at"] <= NOW:
        return False
    if queue in {"due_today", "soon"}:
        office = next(each for each in ends if each.office_id == 1 + application["requisition_id"] % 3)
        first, last = (NOW, office.today) if queue == "due_today" else (office.today, office.soon)
        return bool(
            first <= clock["due_at"] < last and clock["started_at"] <= NOW and not clock["from_before"]
        )
    if queue == "inherited" and not clock["from_before"]:
        return False
    return bool(clock["due_at"] < NOW)


def _seen(crowd: Crowd, viewer: Viewer | None, application: dict[str, Any]) -> bool:
    if viewer is None:
        return True
    person = crowd.people[application["candidate_id"]]
    if viewer.user_id in (person["linked_user_id"], person["current_manager_id"]):
        return False
    requisition = application["requisition_id"]
    if viewer in (ADMIN, HR):
        return True
    if viewer is OF_OFFICE:
        return bool(1 + requisition % 3 == 2)
    part = Part.HIRING_MANAGER if viewer is MANAGER else Part.RECRUITER
    return (requisition, viewer.user_id, part) in crowd.teams


def _hears_of_feedback(viewer: Viewer | None, application: dict[str, Any]) -> bool:
    decides = viewer is MANAGER and application["requisition_id"] in {2, 5}
    return viewer is None or bool(viewer.roles & TOLD_OF_FEEDBACK) or decides


def _wanted(crowd: Crowd, asked: Asked, application: dict[str, Any]) -> bool:
    requisition = application["requisition_id"]
    owner = application["owner_id"] or crowd.recruiters.get(requisition)
    standing = crowd.standings[application["id"]]
    changes = standing["holder_changes_at"]
    holder = standing["holder_then"] if changes is not None and changes <= NOW else standing["holder"]
    checks: tuple[tuple[Any, Callable[[], bool]], ...] = (
        (asked.owner_id, lambda: owner == asked.owner_id),
        (asked.requisition_id, lambda: requisition == asked.requisition_id),
        (asked.office_id, lambda: 1 + requisition % 3 == asked.office_id),
        (asked.stage_type, lambda: application["stage_type"] == asked.stage_type),
        (asked.holder, lambda: holder == asked.holder),
        (asked.internal, lambda: crowd.people[application["candidate_id"]]["internal"] == asked.internal),
        (asked.lane, lambda: holder in (ACTORS if asked.lane is Lane.ACT else CHASED)),
    )
    return all(check() for given, check in checks if given is not None)
