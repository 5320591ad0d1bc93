"""Keys of programs end with what they hung on: the password somebody else may have known, the account."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from recruiterdash import moments, team
from recruiterdash.audit import AuditRow
from recruiterdash.team import queries
from recruiterdash.team.models import Role, TokenScope, User
from tests.doors.conftest import PASSWORD, House, csrf, log_in

Inside = Callable[[str], FlaskClient]
NEW = "violet submarine in the attic"


def opens(house: House, program: dict[str, str]) -> bool:
    return house.browser().get("/account", headers=program).status_code == 200


def named(house: House, name: str, token: str) -> dict[str, str]:
    """Make a token with a name of its own."""
    with house.transaction() as session:
        user = session.get_one(User, house.users[name])
        made = team.create_token(
            session, user, TokenScope.READ, now=moments.now(), actor_id=user.id, name=token
        )
        session.commit()
    return {"Authorization": f"Bearer {made}"}


def changed(browser: FlaskClient, old: str, new: str, **more: str) -> str:
    data = {"password": old, "new_password": new, "again_password": new, "csrf_token": csrf(browser), **more}
    answer = browser.post("/account/password", data=data, follow_redirects=True)
    assert "Your password is changed" in answer.text
    return answer.text


def test_a_password_set_by_a_link_ends_every_token(house: House) -> None:
    house.add("reset", Role.RECRUITER)
    programs = [house.token("reset", scope) for scope in TokenScope]
    others = house.token("viewer", TokenScope.READ)
    with house.transaction() as session:
        user = session.get_one(User, house.users["reset"])
        key = team.invite(session, user, now=moments.now(), actor_id=house.users["admin"])
        session.commit()
    assert all(opens(house, each) for each in programs)
    browser = house.browser()
    data = {"new_password": NEW, "again_password": NEW, "csrf_token": csrf(browser, f"/setup/{key}")}
    assert browser.post(f"/setup/{key}", data=data).status_code == 303
    assert not any(opens(house, each) for each in programs)
    assert opens(house, others)
    with house.database.reading() as session:
        ended = select(AuditRow.detail).where(AuditRow.act == "token.revoke")
        assert [each["user"] for each in session.scalars(ended)].count(house.users["reset"]) == 2


def test_who_changes_the_password_is_told_of_the_tokens_that_go_on(house: House, inside: Inside) -> None:
    house.add("routine", Role.RECRUITER)
    program, browser = named(house, "routine", "Wall display"), inside("routine")
    page = browser.get("/account").text
    assert "go on working with a new password: <bdi>Wall display</bdi>" in page
    assert "One API token of yours goes on working" in changed(browser, PASSWORD, NEW)
    assert opens(house, program)


def test_who_changes_the_password_ends_the_tokens_with_one_tick(house: House, inside: Inside) -> None:
    house.add("alarmed", Role.RECRUITER)
    programs, browser = [named(house, "alarmed", each) for each in ("one", "two")], inside("alarmed")
    page = changed(browser, PASSWORD, NEW, end_tokens="y")
    assert "on working" not in page
    assert not any(opens(house, each) for each in programs)


def test_all_tokens_of_ones_own_end_at_once(house: House, inside: Inside) -> None:
    house.add("tidy", Role.RECRUITER)
    programs, browser = [named(house, "tidy", each) for each in ("one", "two")], inside("tidy")
    others = house.token("viewer", TokenScope.READ)
    assert "End all of them" in browser.get("/account").text
    assert browser.post("/account/tokens/revoke", data={"csrf_token": csrf(browser)}).status_code == 303
    assert not any(opens(house, each) for each in programs)
    assert opens(house, others)
    with house.database.reading() as session:
        assert queries.tokens_of(session, house.users["tidy"]) == []


@pytest.mark.parametrize("let_in_again", [False, True])
def test_who_is_shut_out_comes_in_with_nothing_of_before(
    house: House, inside: Inside, let_in_again: bool
) -> None:
    name = f"leaving{let_in_again}".lower()
    path = f"/team/{house.add(name, Role.RECRUITER)}"
    browsers, programs = [inside(name), inside(name)], [house.token(name, scope) for scope in TokenScope]
    admin = inside("admin")
    acts = ("disable", "enable") if let_in_again else ("disable",)
    for act in acts:
        assert admin.post(f"{path}/{act}", data={"csrf_token": csrf(admin)}).status_code == 303
    assert [each.get("/account").status_code for each in browsers] == [303, 303]
    assert not any(opens(house, each) for each in programs)
    assert log_in(house.browser(), name) == (303 if let_in_again else 401)


def test_ending_a_session_that_is_not_ones_own_does_nothing_at_all(house: House, inside: Inside) -> None:
    browser, other = inside("recruiter"), inside("viewer")
    row = re.findall(r"/account/sessions/\d+/end", inside("viewer").get("/account").text)[0]
    with house.database.reading() as session:
        before = session.scalars(select(AuditRow.id)).all()
    assert browser.post(row, data={"csrf_token": csrf(browser)}).status_code == 404
    assert other.get("/account").status_code == 200
    with house.database.reading() as session:
        assert session.scalars(select(AuditRow.id)).all() == before
