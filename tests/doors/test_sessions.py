"""Sessions live on the server: what ends there ends in every copy of the cookie."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, update

from recruiterdash import moments, team
from recruiterdash.team.models import LoginSession, User
from tests.doors.conftest import PASSWORD, House, csrf, log_in, opened

Inside = Callable[[str], FlaskClient]
COOKIE = "recruiterdash"


def key_of(browser: FlaskClient) -> str:
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def copy_of(house: House, key: str) -> FlaskClient:
    thief = house.browser()
    thief.set_cookie(COOKIE, key)
    return thief


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/account").status_code == 200


def rows(house: House) -> int:
    with house.database.reading() as session:
        return session.execute(select(func.count(LoginSession.id))).scalar_one()


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Collect the SQL that runs meanwhile."""
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", listen)
    yield said
    event.remove(house.database.engine, "before_cursor_execute", listen)


def test_a_copied_cookie_dies_with_the_log_out(house: House, inside: Inside) -> None:
    browser = inside("recruiter")
    thief = copy_of(house, key_of(browser))
    assert is_in(thief)
    browser.post("/logout", data={"csrf_token": csrf(browser)})
    assert not is_in(browser)
    assert not is_in(thief)


def test_a_change_of_password_ends_every_other_session(house: House, inside: Inside) -> None:
    house.add("changing", team.models.Role.RECRUITER)
    browser, elsewhere = inside("changing"), inside("changing")
    before = key_of(browser)
    new = "violet submarine in the attic"
    data = {"password": "orange tractor on the moon", "new_password": new, "again_password": new}
    answer = browser.post("/account/password", data={**data, "csrf_token": csrf(browser)})
    assert answer.status_code == 303
    assert is_in(browser)
    assert key_of(browser) != before
    assert not is_in(elsewhere)
    assert not is_in(copy_of(house, before))
    assert log_in(house.browser(), "changing") == 401
    assert log_in(house.browser(), "changing", new) == 303


def test_a_change_of_rights_ends_the_sessions(house: House, inside: Inside) -> None:
    number = house.add("promoted", team.models.Role.VIEWER)
    browser = inside("promoted")
    with house.transaction() as session:
        user = session.get_one(User, number)
        draft = team.UserDraft("promoted", user.email, frozenset({team.models.Role.RECRUITER}))
        admin = team.permissions.Viewer(house.users["admin"], "", frozenset(), frozenset())
        team.edit_user(session, user, draft, now=moments.now(), actor=admin)
        session.commit()
    assert not is_in(browser)


def test_the_id_is_new_after_the_log_in(house: House) -> None:
    browser = house.browser()
    browser.set_cookie(COOKIE, "chosen-by-somebody-else")
    assert log_in(browser, "recruiter") == 303
    assert key_of(browser) != "chosen-by-somebody-else"
    assert not is_in(copy_of(house, "chosen-by-somebody-else"))


def test_a_second_log_in_ends_the_first_session_of_the_browser(house: House, inside: Inside) -> None:
    browser = inside("recruiter")
    first = key_of(browser)
    data = {
        "csrf_token": csrf(browser),
        "email": "viewer@house.test",
        "password": "orange tractor on the moon",
    }
    assert browser.post("/login", data=data).status_code == 303
    assert not is_in(copy_of(house, first))


@pytest.mark.parametrize("after", [timedelta(hours=8, minutes=1), timedelta(days=30)])
def test_an_unused_session_ends(house: House, inside: Inside, after: timedelta) -> None:
    browser = inside("recruiter")
    with time_machine.travel(moments.now() + after, tick=False):
        assert not is_in(browser)


def test_a_used_session_ends_after_a_week(house: House, inside: Inside) -> None:
    browser, start = inside("recruiter"), moments.now()
    for hours in range(7, 168, 7):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            assert is_in(browser), hours
    with time_machine.travel(start + timedelta(hours=168, minutes=1), tick=False):
        assert not is_in(browser)


def test_a_visitor_gets_no_row(house: House) -> None:
    before, browser = rows(house), house.browser()
    for path in ("/login", "/", "/account", "/nowhere"):
        browser.get(path)
    log_in(browser, "nobody")
    assert rows(house) == before


def test_a_page_of_a_fresh_session_writes_nothing(house: House, inside: Inside) -> None:
    browser = inside("recruiter")
    browser.get("/account")
    with statements(house) as said:
        assert is_in(browser)
    assert not [each for each in said if each.split()[0] not in {"SELECT", "BEGIN", "PRAGMA"}]


def test_who_asks_is_known_by_one_statement(house: House, inside: Inside) -> None:
    browser = inside("recruiter")
    with statements(house) as said:
        browser.get("/login")
    assert len([each for each in said if not each.startswith(("BEGIN", "PRAGMA"))]) == 1


def test_a_session_is_touched_once_a_minute(house: House, inside: Inside) -> None:
    browser, start = inside("recruiter"), moments.now()
    writes = 0
    for seconds in range(0, 300, 10):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False), statements(house) as said:
            browser.get("/login")
        writes += sum(each.startswith("UPDATE login_sessions") for each in said)
    assert 3 <= writes <= 5


def test_a_busy_database_does_not_hold_up_a_page(house: House, inside: Inside) -> None:
    browser = inside("recruiter")
    with house.transaction() as session, time_machine.travel(moments.now() + timedelta(minutes=5)):
        session.execute(update(LoginSession).values(user_id=LoginSession.user_id))
        began = time.perf_counter()
        assert is_in(browser)
        assert time.perf_counter() - began < 1.5


def test_the_table_holds_no_key(house: House, inside: Inside) -> None:
    key = key_of(inside("recruiter"))
    with house.database.reading() as session:
        kept = session.execute(select(LoginSession.digest)).scalars().all()
    assert key not in kept
    assert all(len(each) == 64 for each in kept)


@pytest.mark.parametrize("key", ["", "x", "x" * 3000, "\u20ac", "' or 1=1 --", "%00"])
def test_a_made_up_key_opens_nothing(house: House, key: str) -> None:
    assert not is_in(copy_of(house, key))


def test_a_new_secret_ends_every_session(house: House, inside: Inside, database_url: str) -> None:
    key = key_of(inside("recruiter"))
    assert is_in(copy_of(house, key))
    with opened(database_url, secret_key="n" * 40) as rotated:
        assert not is_in(copy_of(rotated, key))


@pytest.mark.parametrize("secure", [False, True])
def test_cookies_carry_their_flags(database_url: str, house: House, secure: bool) -> None:
    address = "https://hiring.house.test" if secure else "http://127.0.0.1:8000"
    with opened(database_url, base_url=address) as other:
        browser = other.browser()
        first = browser.get("/login", base_url=address)
        token = first.text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "email": "recruiter@house.test", "password": PASSWORD}
        answer = browser.post("/login", data=data, base_url=address)
    cookies = [*first.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert len(cookies) == 4
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert ("Secure" in cookie) is secure
        assert cookie.startswith("__Host-") is secure


def test_a_cookie_beside_a_token_counts_for_nothing(house: House, inside: Inside) -> None:
    browser = inside("admin")
    answer = browser.get("/account", headers={"Authorization": "Bearer made-up"})
    assert answer.status_code in {303, 401}
