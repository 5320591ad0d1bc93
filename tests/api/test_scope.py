"""A program sees what its user may see: never a row, a count or an error more."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from recruiterdash import moments, team
from recruiterdash.team.models import User
from tests.api.conftest import House, names_of

#: Who sees whom in `/applications`; None: their role has no people.
SEEN: dict[str, set[str] | None] = {
    "admin": {"Ana", "Bo", "Cy", "Ida", "Zoe"},
    "hr": {"Ana", "Bo", "Cy", "Ida", "Zoe"},
    "recruiter": {"Ana", "Bo", "Cy", "Ida"},
    "reading": {"Ana", "Bo", "Cy", "Ida"},
    "hiring_manager": {"Ana", "Bo", "Cy", "Ida"},
    "other": {"Zoe"},
    # behind the wall, whatever their role
    "subject": {"Ana", "Bo", "Cy", "Zoe"},
    "manager": {"Ana", "Bo", "Cy", "Zoe"},
    "interviewer": None,
    "viewer": None,
    "auditor": None,
}
LISTS = ("applications", "queue", "candidates", "requisitions")
CLOSED = {"Cy"}
OF_ONE = ("applications/{}", "applications/{}/clocks", "applications/{}/timeline")


@pytest.mark.parametrize("who", SEEN)
def test_lists_hold_whom_the_user_may_see(house: House, who: str) -> None:
    seen = SEEN[who]
    if seen is None:
        assert [house.ask(who, path).status_code for path in LISTS] == [403] * 4
        return
    assert set(names_of(house.told(who, "applications")["items"])) == seen
    people = house.told(who, "candidates")["items"]
    assert {person["preferred_name"] for person in people} == seen
    waiting = {row["application"] for row in house.told(who, "queue?name=all")["items"]}
    assert waiting == {house.people[name] for name in seen - CLOSED}


@pytest.mark.parametrize("who", SEEN)
def test_an_application_out_of_sight_is_not_there(house: House, who: str) -> None:
    seen = SEEN[who]
    for name, number in house.people.items():
        expected = 403 if seen is None else 200 if name in seen else 404
        for path in OF_ONE:
            assert house.ask(who, path.format(number)).status_code == expected, (path, name)


def test_a_hiring_manager_sees_own_requisitions_alone(house: House) -> None:
    titles = [each["title"] for each in house.told("hiring_manager", "requisitions")["items"]]
    assert titles == ["Nurse"]
    assert house.ask("hiring_manager", f"requisitions/{house.requisitions['Baker']}").status_code == 404


def test_filters_reach_nothing_out_of_sight(house: House) -> None:
    for query in (
        f"applications?requisition={house.requisitions['Baker']}",
        f"queue?name=all&requisition={house.requisitions['Baker']}",
        f"queue?name=all&owner={house.users['other']}",
        "candidates?q=zoe",
    ):
        assert house.told("recruiter", query) == {"items": [], "next": None}


def test_a_stranger_cursor_opens_nothing(house: House) -> None:
    cursor = house.told("admin", "applications?limit=1")["next"]
    seen = names_of(house.told("other", f"applications?cursor={cursor}")["items"])
    assert seen == ["Zoe"]


@pytest.mark.parametrize("path", [*LISTS, *(path.format(1) for path in OF_ONE), "candidates/1"])
def test_nobody_gets_in_without_a_living_token(house: House, path: str) -> None:
    wrong = (None, "disabled")
    answers = [house.ask(who, path) for who in wrong]
    made_up = house.app.test_client().get(f"/api/v1/{path}", headers={"Authorization": "Bearer rd_madeup"})
    for answer in (*answers, made_up):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.mimetype == "application/problem+json"


def test_a_token_dies_with_its_user_at_once(house: House) -> None:
    with house.write() as session:
        draft = team.UserDraft("Leaver", "leaver@house.test", roles=frozenset({team.models.Role.ADMIN}))
        user = team.create_user(session, draft, now=moments.now(), actor_id=None)
        token = team.create_token(
            session, user, team.models.TokenScope.WRITE, now=moments.now(), actor_id=None
        )
        session.commit()
        house.headers["leaver"] = {"Authorization": f"Bearer {token}"}
        assert house.ask("leaver", "queue").status_code == 200
        session.get_one(User, user.id).active = False
        session.commit()
    assert house.ask("leaver", "queue").status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_who_may_only_read_writes_nothing_and_no_list_is_written_to(house: House, method: str) -> None:
    one = f"applications/{house.people['Ana']}"
    asked = [("reading", path) for path in ("applications", one, "queue")]
    for who, path in [*asked, ("admin", "queue"), ("admin", f"{one}/clocks")]:
        answer = house.ask(who, path, method, json={})
        assert answer.status_code in {403, 405}
        assert answer.mimetype == "application/problem+json"


def test_a_browser_that_is_logged_in_may_read(house: House, browser: Callable[[str], FlaskClient]) -> None:
    answer = browser("recruiter").get("/api/v1/applications")
    assert answer.status_code == 200
    assert set(names_of(answer.get_json()["items"])) == SEEN["recruiter"]


def test_answers_are_kept_by_no_cache(house: House) -> None:
    answer = house.ask("recruiter", "applications")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
