"""The rows and numbers of every queue, on both databases, against the same worked out by hand."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from recruiterdash.db import Database
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting import queries
from recruiterdash.waiting.days import Ends, OfficeDays, day_ends
from recruiterdash.waiting.models import Clock
from recruiterdash.waiting.numbers import COUNTED, counts
from recruiterdash.waiting.queues import CAP, Asked, Lane, Place, Sort
from recruiterdash.waiting.workdays import Calendar
from tests.conftest import sqlite_is_enough
from tests.queue import crowd as crowds
from tests.queue.crowd import (
    ADMIN,
    MANAGER,
    NOW,
    OF_OFFICE,
    RECRUITER,
    VIEWERS,
    ZONES,
    Crowd,
    expected,
    expected_counts,
)

ENDS = day_ends([OfficeDays(n, zone, zone, Calendar(zone)) for n, zone in enumerate(ZONES, 1)], NOW)
NAMED = {viewer: viewer.name if viewer else "installation" for viewer in VIEWERS}


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def crowd(database: Database) -> Crowd:
    with database.writing() as session:
        made = crowds.write(session, 260, seed=7)
        session.commit()
    return made


@pytest.fixture
def session(database: Database, crowd: Crowd) -> Iterator[Session]:
    """A transaction that is undone."""
    with database.writing() as session:
        yield session


def listed(
    session: Session, viewer: Viewer | None, asked: Asked, size: int = 23, many: int = 0
) -> list[Place]:
    """Return a queue's rows by their places, read page by page. many: how many it is said to hold."""
    places: list[Place] = []
    cursor = None
    while True:
        page = queries.rows(session, viewer, asked, now=NOW, ends=ENDS, cursor=cursor, size=size, many=many)
        places += [Place(bool(r.from_before), r.at or r.due_at or NOW, r.application_id) for r in page.rows]
        if page.next is None:
            return places
        assert len(page.rows) == size
        cursor = page.next


@pytest.mark.parametrize("queue", COUNTED)
@pytest.mark.parametrize("viewer", VIEWERS, ids=NAMED.get)
def test_a_queue_holds_whom_it_should_in_order(
    session: Session, crowd: Crowd, viewer: Viewer | None, queue: str
) -> None:
    asked = Asked(queue)
    assert listed(session, viewer, asked) == expected(crowd, viewer, asked, ENDS)


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("queue", ["silence", "told", "due_today", "soon", "inherited", "all"])
@pytest.mark.parametrize("viewer", [ADMIN, None], ids=NAMED.get)
def test_a_long_queue_told_quickly_holds_the_same(
    session: Session, crowd: Crowd, viewer: Viewer | None, queue: str, sort: Sort
) -> None:
    asked = Asked(queue, sort=sort)
    for size in (4, 31):
        assert listed(session, viewer, asked, size, many=10_000) == expected(crowd, viewer, asked, ENDS)


@pytest.mark.parametrize("queue", ["decision", "told", "due_today", "waiting_on_candidate", "all"])
@pytest.mark.parametrize("viewer", [ADMIN, OF_OFFICE], ids=NAMED.get)
def test_the_newest_first_is_the_other_order(
    session: Session, crowd: Crowd, viewer: Viewer, queue: str
) -> None:
    asked = Asked(queue, sort=Sort.RECENT)
    assert listed(session, viewer, asked) == expected(crowd, viewer, asked, ENDS)


FILTERS = [
    {"owner_id": 2},
    {"requisition_id": 3},
    {"office_id": 2},
    {"stage_type": "interview"},
    {"holder": "candidate"},
    {"holder": "recruiter"},
    {"internal": True},
    {"internal": False},
    {"lane": Lane.ACT},
    {"lane": Lane.CHASE},
    {"lane": Lane.CHASE, "office_id": 1, "internal": False},
    {"owner_id": 3, "requisition_id": 5, "stage_type": "screen", "holder": "recruiter"},
]


@pytest.mark.parametrize("given", FILTERS, ids=" ".join)
@pytest.mark.parametrize("queue", ["silence", "waiting_on_candidate"])
@pytest.mark.parametrize("viewer", [ADMIN, RECRUITER], ids=NAMED.get)
def test_filters_keep_what_they_say(
    session: Session, crowd: Crowd, viewer: Viewer, queue: str, given: dict[str, object]
) -> None:
    asked = Asked(queue, **given)  # type: ignore[arg-type]
    assert listed(session, viewer, asked, size=50) == expected(crowd, viewer, asked, ENDS)


@pytest.mark.parametrize("viewer", VIEWERS, ids=NAMED.get)
def test_each_number_is_that_of_the_rows(session: Session, crowd: Crowd, viewer: Viewer | None) -> None:
    told = counts(session, viewer, now=NOW, ends=ENDS)
    assert {name: tuple(count) for name, count in told.items()} == {
        name: expected_counts(crowd, viewer, name, ENDS) for name in COUNTED
    }


@pytest.mark.parametrize("given", FILTERS[:1] + FILTERS[-2:], ids=" ".join)
def test_filters_hold_for_persons_too(session: Session, crowd: Crowd, given: dict[str, object]) -> None:
    asked = Asked("all", **given)  # type: ignore[arg-type]
    assert listed(session, RECRUITER, asked, size=50) == expected(crowd, RECRUITER, asked, ENDS)


#: Who sees everybody in both orders, and who sees some in one or the other.
SEEN = [(ADMIN, Sort.DUE), (ADMIN, Sort.RECENT), (OF_OFFICE, Sort.DUE), (MANAGER, Sort.RECENT)]


@pytest.mark.parametrize("given", [{}, *FILTERS], ids=lambda given: " ".join(given) or "whole")
@pytest.mark.parametrize("queue", ["all", "silence", "promise", "due_today", "inherited"])
@pytest.mark.parametrize(
    ("viewer", "sort"),
    [
        # the statements are written by the same lines: half of the ways they are put together are tried on both
        pytest.param(*each, id=f"{each[0].name} {each[1].value}", marks=sqlite_is_enough(each in SEEN[1:3]))
        for each in SEEN
    ],
)
def test_a_page_that_few_fit_is_the_same_however_far_the_first_look_goes(
    session: Session,
    crowd: Crowd,
    monkeypatch: pytest.MonkeyPatch,
    viewer: Viewer,
    queue: str,
    given: dict[str, object],
    sort: Sort,
) -> None:
    asked = Asked(queue, sort=sort, **given)  # type: ignore[arg-type]
    monkeypatch.setattr(queries, "DEPTHS", (2, 3))
    monkeypatch.setattr(queries, "LOOKED", 20)
    wanted = expected(crowd, viewer, asked, ENDS)
    for many in (0, 30, 10_000):  # unknown, few, many
        assert listed(session, viewer, asked, size=7, many=many) == wanted


def test_the_due_moment_itself_is_on_time(session: Session, crowd: Crowd) -> None:
    due_now = {c["application_id"] for c in crowd.clocks if c["due_at"] == NOW and c["name"] == "DECISION"}
    overdue = {each.application_id for each in listed(session, None, Asked("decision"))}
    assert due_now
    assert not due_now & overdue


def test_offices_with_one_day_need_no_telling_apart(session: Session, crowd: Crowd) -> None:
    one = tuple(Ends(office, ENDS[0].today, ENDS[0].soon) for office in (1, 2, 3))
    asked = Asked("due_today")
    page = queries.rows(session, ADMIN, asked, now=NOW, ends=one, size=500)
    found = [Place(False, row.due_at or NOW, row.application_id) for row in page.rows]
    assert found == expected(crowd, ADMIN, asked, one)


def test_pages_stay_in_place_while_people_come_and_go(session: Session) -> None:
    """Nobody is seen twice or passed over because somebody else was answered or came in meanwhile."""
    asked = Asked("silence")
    before = listed(session, ADMIN, asked, size=50)
    first = queries.rows(session, ADMIN, asked, now=NOW, ends=ENDS, size=10)
    answered, late = before[3].application_id, NOW - timedelta(days=300)
    session.execute(
        update(Clock)
        .where(Clock.application_id == answered, Clock.name.in_(["SILENCE", "ACK"]))
        .values(stopped_at=NOW)
    )
    free = next(i for i in range(1, 200) if i not in {each.application_id for each in before})
    session.execute(insert(Clock), [_overdue(free, "SILENCE", late)])
    seen = [row.application_id for row in first.rows]
    cursor = first.next
    while cursor:
        page = queries.rows(session, ADMIN, asked, now=NOW, ends=ENDS, size=10, cursor=cursor)
        seen += [row.application_id for row in page.rows]
        cursor = page.next
    assert seen == [each.application_id for each in before]


def test_a_number_stops_at_its_cap(session: Session) -> None:
    due = NOW - timedelta(hours=3)
    rows = [_overdue(1 + n % 200, "REPLY", due, cycle=1 + n) for n in range(CAP + 40)]
    session.execute(insert(Clock), rows)
    session.execute(insert(Clock), [{**row, "name": "ACK", "from_before": True} for row in rows])
    told = counts(session, None, now=NOW, ends=ENDS, names=["unanswered", "silence", "all"])
    assert told["unanswered"].since == CAP + 1
    assert told["silence"].before <= CAP
    assert told["all"].since <= CAP


def test_some_rows_keep_their_order_and_hide_whom_they_must(session: Session, crowd: Crowd) -> None:
    ids = list(crowd.applications)[::-3]
    assert [row.application_id for row in queries.some(session, None, ids, now=NOW)] == ids
    hidden = {place.application_id for place in _all_places(crowd, None)} - {
        place.application_id for place in _all_places(crowd, RECRUITER)
    }
    assert not hidden & {row.application_id for row in queries.some(session, RECRUITER, ids, now=NOW)}


def _all_places(crowd: Crowd, viewer: Viewer | None) -> list[Place]:
    return expected(crowd, viewer, Asked("silence"), ENDS)


def _overdue(application_id: int, name: str, due: object, cycle: int = 9) -> dict[str, object]:
    return {
        "application_id": application_id,
        "requisition_id": 1,
        "name": name,
        "spell": 0,
        "cycle": cycle,
        "started_at": NOW - timedelta(days=400),
        "due_at": due,
        "soft": False,
        "from_before": False,
        "policy_number": 1,
        "calendar_number": 1,
    }
