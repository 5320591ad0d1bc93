"""Who changes who gets in here gives their password once more, and an old page is no way around it."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from recruiterdash import moments, team
from recruiterdash.audit import AuditRow
from recruiterdash.team.models import Role, TokenScope, User
from recruiterdash.web.proof import LASTS
from tests.conftest import DATABASES, DatabaseMaker
from tests.doors.conftest import PASSWORD, House, csrf, log_in, opened
from tests.doors.neighbours import Street

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
LATER = LASTS + timedelta(seconds=1)
ASKS = "Your password, please"
NEW = {"name": "Grace", "email": "grace@house.test", "backup_id": "0"}
#: Act -> path and form; {} is the number of the colleague it is done to.
ACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "other roles": ("/team/{recruiter}", {"name": "recruiter", "email": "r@house.test", "roles": ["hr", "admin"]}),
    "a role less": ("/team/{recruiter}", {"name": "recruiter", "email": "r@house.test", "roles": []}),
    "a permission": (
        "/team/{recruiter}",
        {"name": "recruiter", "email": "r@house.test", "roles": ["recruiter"], "grants": ["feedback", "export"]},
    ),
    "another administrator": ("/team/new", {**NEW, "roles": ["admin", "hr"]}),
    "a colleague with a permission": ("/team/new", {**NEW, "grants": ["export"]}),
    "a link to set a password": ("/team/{second}/invite", {}),
    "shut out": ("/team/{recruiter}/disable", {}),
    "let in again": ("/team/{gone}/enable", {}),
    "an API token": ("/account/tokens", {"name": "dashboard", "scope": "write"}),
}  # fmt: skip


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[House]:
    """Two administrators, a recruiter and one who is shut out."""
    with opened(fresh_database(request.param)) as made:
        for name, role in (("admin", Role.ADMIN), ("second", Role.ADMIN), ("recruiter", Role.RECRUITER)):
            made.add(name, role)
        made.add("gone", Role.RECRUITER)
        with made.transaction() as session:
            gone = session.get_one(User, made.users["gone"])
            team.disable_user(session, gone, now=moments.now(), actor_id=None)
            session.commit()
        yield made


def act(house: House, name: str) -> tuple[str, dict[str, Any]]:
    path, form = ACTS[name]
    version = 2 if "gone" in path else 1
    return path.format(**house.users), {"version": version, "backup_id": "0", **form}


def sent(browser: FlaskClient, path: str, data: dict[str, Any], **headers: str) -> tuple[int, str]:
    answer = browser.post(path, data={**data, "csrf_token": csrf(browser)}, headers=headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize("name", ACTS)
def test_an_old_page_is_asked_for_the_password_and_loses_nothing(house: House, name: str) -> None:
    browser, (path, form) = house.browser(), act(house, name)
    assert log_in(browser, "admin") == 303
    old_page = csrf(browser)
    before = Street(house).everything()
    with time_machine.travel(moments.now() + LATER):
        answer = browser.post(path, data={**form, "csrf_token": old_page})
        assert answer.status_code == 403
        assert ASKS in answer.text
        kept = [(key, html.unescape(value)) for key, value in HIDDEN.findall(answer.text)]
        again: dict[str, Any] = {}
        for key, value in kept:
            again.setdefault(key, []).append(value)
        for key, value in form.items():
            assert again.get(key, []) == [
                str(each) for each in (value if isinstance(value, list) else [value])
            ]
        again["csrf_token"] = csrf(browser)
        status, page = sent(browser, path, {**again, "present_password": "orange tractor on the sun"})
        assert status == 403
        assert "That is not your password" in page
        assert Street(house).everything() == before
        status, page = sent(browser, path, {**again, "present_password": PASSWORD})
        assert status < 400, page
        assert ASKS not in page
    assert Street(house).everything() != before


def test_who_has_just_logged_in_is_not_asked(house: House) -> None:
    browser = house.browser()
    assert log_in(browser, "admin") == 303
    with time_machine.travel(moments.now() + LASTS - timedelta(seconds=30)):
        for name in ("other roles", "another administrator", "let in again", "shut out", "an API token"):
            status, page = sent(browser, *act(house, name))
            assert status < 400, name
            assert ASKS not in page


def test_a_program_does_none_of_it(house: House) -> None:
    program = house.token("admin", TokenScope.WRITE)
    before = Street(house).everything()
    for name in ACTS:
        path, form = act(house, name)
        for given in ({}, {"present_password": PASSWORD}):
            answer = house.browser().post(path, data={**form, **given}, headers=program)
            assert answer.status_code in {403, 422}, name
    assert Street(house).everything() == before


def test_a_password_given_once_is_enough_for_a_while(house: House) -> None:
    browser = house.browser()
    assert log_in(browser, "admin") == 303
    with time_machine.travel(moments.now() + LATER) as clock:
        token = {"name": "first", "scope": "read"}
        assert sent(browser, "/account/tokens", {**token, "present_password": PASSWORD})[0] == 201
        assert sent(browser, "/account/tokens", token)[0] == 201
        clock.shift(LATER)
        assert sent(browser, "/account/tokens", token)[0] == 403


def test_each_browser_proves_itself(house: House) -> None:
    mine, stolen = house.browser(), house.browser()
    assert (log_in(mine, "admin"), log_in(stolen, "admin")) == (303, 303)
    token = {"name": "t", "scope": "read"}
    with time_machine.travel(moments.now() + LATER):
        assert sent(mine, "/account/tokens", {**token, "present_password": PASSWORD})[0] == 201
        assert sent(stolen, "/account/tokens", {**token, "proved_at": moments.now().isoformat()})[0] == 403


def test_what_opens_no_door_is_not_asked_for(house: House) -> None:
    browser = house.browser()
    assert log_in(browser, "admin") == 303
    with time_machine.travel(moments.now() + LATER):
        same = {"name": "Renamed", "email": "recruiter@house.test", "roles": ["recruiter"], "version": 1}
        assert sent(browser, f"/team/{house.users['recruiter']}", {**same, "backup_id": "0"})[0] == 303
        assert sent(browser, "/team/new", {"name": "Owns work", "backup_id": "0"})[0] == 303


def test_the_password_cannot_be_guessed_there(house: House) -> None:
    browser, path = house.browser(), f"/team/{house.users['recruiter']}/disable"
    assert log_in(browser, "admin") == 303
    with time_machine.travel(moments.now() + LATER, tick=False):
        guesses = [sent(browser, path, {"present_password": f"guess {each}"})[0] for each in range(12)]
        assert guesses == [403] * 10 + [429] * 2
        assert sent(browser, path, {"present_password": PASSWORD})[0] == 429


def test_a_proof_is_written_down(house: House) -> None:
    browser = house.browser()
    assert log_in(browser, "admin") == 303
    with time_machine.travel(moments.now() + LATER):
        sent(
            browser, "/account/tokens", {"name": "t", "scope": "read", "present_password": "wrong one there"}
        )
        sent(browser, "/account/tokens", {"name": "t", "scope": "read", "present_password": PASSWORD})
    with house.database.reading() as session:
        acts = session.scalars(select(AuditRow.act).where(AuditRow.actor_id == house.users["admin"])).all()
    assert acts.count("session.proof") == 1
