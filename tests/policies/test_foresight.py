"""Before rules are saved a page says who becomes overdue; running clocks move only when that is chosen."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from recruiterdash import candidates, journey, moments, requisitions, team
from recruiterdash.audit import AuditRow
from recruiterdash.journey import Happened
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team import queries
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of
from recruiterdash.waiting.models import Clock, ClockChange, PolicyVersion, RequisitionLevels
from recruiterdash.waiting.policy import LEVELS, ONTARIO, Policy, policy_from
from recruiterdash.waiting.rulebooks import Proposed
from tests.conftest import DATABASES, DatabaseMaker
from tests.doors.conftest import House, csrf, log_in, opened

Post = Callable[[str, Mapping[str, object]], tuple[int, str]]
#: Calendar days ago -> who asked us something then. Two business days are allowed.
ASKED = {"Amara": 40, "Tomas": 1}


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[House]:
    """Two people who asked: one long ago, one yesterday; each in a requisition of their own."""
    with opened(fresh_database(request.param)) as made:
        made.add("admin", Role.ADMIN)
        made.add("recruiter", Role.RECRUITER)
        with made.transaction() as session:
            now = moments.now()
            draft = team.OfficeDraft("Madrid", "Europe/Madrid")
            office = team.create_office(session, draft, now=now, actor_id=None)
            for name, days in ASKED.items():
                facts = requisitions.Facts(reference=name, title=f"Role of {name}", office_id=office.id)
                role = requisitions.create(session, facts, now=now, actor_id=None)
                role.state = RequisitionState.OPEN
                who = candidates.create(
                    session,
                    candidates.Facts(first_name=name, last_name="Okafor", email=f"{name}@mail.example"),
                    now=now,
                    actor_id=None,
                )
                at = now - timedelta(days=days)
                applied = journey.apply(session, who, role, applied_at=at, now=now, actor_id=None)
                for said in (Happened("out", at, "personal"), Happened("in", at, "question")):
                    journey.record(session, applied, said, now=now)
            session.commit()
        yield made


@pytest.fixture
def post(house: House) -> Post:
    browser = house.browser()
    assert log_in(browser, "admin") == 303
    return lambda path, data: sent(browser, path, data)


def sent(browser: FlaskClient, path: str, data: Mapping[str, object]) -> tuple[int, str]:
    answer = browser.post(path, data={**data, "csrf_token": csrf(browser)})
    return answer.status_code, answer.text


def policy(after: int = 1, **levels: int) -> dict[str, object]:
    given = {name: getattr(Policy(), name) for name in LEVELS} | levels
    return {"after": after, "note": "tried", **{f"levels-{name}": days for name, days in given.items()}}


def shown(page: str) -> str:
    found = re.search(r'name="shown" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


def group(page: str, title: str) -> str:
    """Return the names in one of the two lists."""
    return page.partition(title)[2].partition("<h3>")[0].partition("A due that has passed")[0]


def overdue(house: House) -> set[tuple[int, str]]:
    with house.database.reading() as session:
        rows = session.execute(
            select(Clock.application_id, Clock.name).where(
                Clock.stopped_at.is_(None), ~Clock.soft, Clock.due_at < moments.now()
            )
        )
        return {(row.application_id, row.name) for row in rows}


def test_looking_saves_nothing_and_names_who_changes(house: House, post: Post) -> None:
    before = overdue(house)
    status, page = post(
        "/policies/edit", {**policy(reply=60, cadence_applied=60, decision_applied=60), "act": "look"}
    )
    assert status == 200
    assert "2 of 2 people with a running clock were looked at" in page
    assert "Amara" in group(page, "would stop being overdue")
    assert "Nobody would become overdue" in page
    with house.database.reading() as session:
        assert session.scalars(select(PolicyVersion.number)).all() in ([], [1])
    assert overdue(house) == before


def test_moving_the_clocks_does_what_was_shown_and_keeps_what_was(house: House, post: Post) -> None:
    typed = policy(reply=60, cadence_applied=60, decision_applied=60)
    _, page = post("/policies/edit", {**typed, "act": "look"})
    assert {name for _, name in overdue(house)} >= {"REPLY"}
    with house.database.reading() as session:
        passed = {(row.id, row.due_at) for row in session.scalars(select(Clock).where(Clock.name == "REPLY"))}
    assert post("/policies/edit", {**typed, "act": "move", "shown": shown(page)})[0] == 303
    assert overdue(house) == set()
    with house.database.reading() as session:
        rows = {row.id: row for row in session.scalars(select(Clock))}
        ended = [rows[id_] for id_, due in passed if rows[id_].stopped_at is not None]
        assert [(row.due_at, row.result) for row in ended] == [
            (due, "ended") for id_, due in passed if rows[id_].stopped_at is not None
        ]
        assert len(ended) == 1
        assert session.scalars(select(ClockChange)).first() is not None
        acts = session.scalars(select(AuditRow.act)).all()
    assert acts.count("clocks.rebase") == 1
    assert_recomputed(house)


def assert_recomputed(house: House) -> None:
    """What is stored is what a replay of all events gives."""
    with house.database.writing() as session:
        for requisition in session.scalars(select(Requisition)).all():
            theirs = session.scalars(
                select(candidates.models.Application).where(
                    candidates.models.Application.requisition_id == requisition.id
                )
            ).all()
            assert journey.settle(session, theirs, now=moments.now()) == []


def test_saving_without_that_choice_moves_nothing(house: House, post: Post) -> None:
    before = overdue(house)
    assert post("/policies/edit", policy(reply=60))[0] == 303
    assert overdue(house) == before
    assert_recomputed(house)


def test_what_was_not_shown_does_not_move(house: House, post: Post) -> None:
    _, page = post("/policies/edit", {**policy(reply=60), "act": "look"})
    status, page = post("/policies/edit", {**policy(reply=1), "act": "move", "shown": shown(page)})
    assert status == 200
    assert "was not shown yet" in page
    with house.database.reading() as session:
        assert session.scalars(select(PolicyVersion.number)).all() in ([], [1])


def test_a_calendar_is_looked_at_and_moved_the_same_way(house: House, post: Post) -> None:
    with house.database.reading() as session:
        office = queries.office_named(session, "Madrid")
        assert office is not None
        path = f"/offices/{office.id}/calendar"
    shut = "\n".join(f"{(moments.now() - timedelta(days=d)).date()} shut" for d in range(39, -9, -1))
    typed = {
        "after": 1,
        "zone": "Europe/Madrid",
        "workweek": [0, 1, 2, 3, 4],
        "opens": "09:00",
        "closes": "17:00",
        "holidays": shut,
        "half_days": "",
        "quiet_dates": "",
        "covers_until": "2030-12-31",
        "note": "shut",
    }
    status, page = post(path, {**typed, "act": "look"})
    assert status == 200
    assert "Amara" in group(page, "would stop being overdue")
    assert post(path, {**typed, "act": "move", "shown": shown(page)})[0] == 303
    assert overdue(house) == set()
    assert_recomputed(house)


def test_a_requisition_has_levels_of_its_own_and_its_clocks_say_so(house: House, post: Post) -> None:
    with house.database.reading() as session:
        id_ = session.scalars(select(Requisition.id).where(Requisition.reference == "Amara")).one()
    path, typed = f"/requisitions/{id_}/levels", {"after": 0, "note": "a slow role", "levels-reply": 60}
    _, page = post(path, {**typed, "act": "look"})
    assert "1 of 1 person with a running clock was looked at" in page
    assert post(path, {**typed, "act": "move", "shown": shown(page)})[0] == 303
    status, page = post(path, {**typed, "levels-reply": 50})
    assert status == 409
    both = page[page.index("Both versions") : page.index("</table>")]
    assert "<td><bdi>60</bdi></td><td><bdi>50</bdi></td>" in both
    with house.database.reading() as session:
        assert session.scalars(select(RequisitionLevels.levels)).all() == [{"reply": 60}]
    browser = house.browser()
    log_in(browser, "admin")
    clocks = browser.get("/applications/1/clocks").text
    assert "60 business days by this requisition’s own levels, version 1, above policy version 1" in clocks
    assert "Running clocks moved to the rules in force" in browser.get("/applications/1").text
    assert "own levels" not in browser.get("/applications/2/clocks").text


def test_a_level_nobody_can_keep_is_refused(house: House, post: Post) -> None:
    for days in ("0", "-1", "261", "x", "1.5"):
        typed = {"after": 0, "note": "n", "levels-reply": days, "act": "look"}
        status, page = post("/requisitions/1/levels", typed)
        assert status == 422, days
        assert "Nothing was saved yet" in page


def test_beyond_its_bound_it_says_who_was_not_looked_at(house: House) -> None:
    roles = frozenset({Role.ADMIN})
    viewer = Viewer(house.users["admin"], "", roles, permissions_of(roles))
    proposed = Proposed(moments.now(), policy=policy_from({"reply": 60}), packs=(ONTARIO,))
    with house.database.reading() as session:
        found = journey.foresee(session, viewer, proposed, now=moments.now(), most=1)
    assert (found.looked_at, found.there, found.not_looked_at) == (1, 2, 1)


def test_only_whom_one_may_see_is_counted_and_named(house: House) -> None:
    roles = frozenset({Role.RECRUITER})
    viewer = Viewer(house.users["recruiter"], "", roles, permissions_of(roles))
    proposed = Proposed(moments.now(), policy=policy_from({"reply": 60}), packs=(ONTARIO,))
    with house.database.reading() as session:
        found = journey.foresee(session, viewer, proposed, now=moments.now())
    assert (found.there, found.becomes, found.stops) == (0, (), ())
