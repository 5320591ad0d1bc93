"""Every route x every method x every identity gives the answer that the route declares."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from recruiterdash import doors, moments, team
from recruiterdash.doors.access import PUBLIC, access_of
from recruiterdash.team.models import Role, TokenScope
from recruiterdash.team.permissions import GRANTED, Permission
from tests.doors.conftest import House, csrf, log_in

WRITTEN = Path(__file__).with_name("routes.json")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
NOT_YOURS = "Your role does not include this"
READ_ONLY = "This token may only read"


def routes(app: Flask) -> Iterator[tuple[str, str, frozenset[str], str]]:
    """Yield endpoint, a path that leads to it, its methods and its declared permission."""
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        assert access is not None, f"{rule.rule} declares nothing"
        yield rule.endpoint, path_of(rule), frozenset(rule.methods or ()), access.permission


def path_of(rule: Rule) -> str:
    values = {name: 1 if hasattr(rule._converters[name], "num_convert") else "x" for name in rule.arguments}
    built = rule.build(values)
    assert built is not None
    return built[1]


def declared(app: Flask, path: str, method: str) -> str | None:
    """Return the permission a path asks for with a method, None when there is no such route."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method)
    except Exception:  # noqa: BLE001 - not found, not allowed, redirected: no route
        return None
    access = access_of(app, endpoint)
    assert access is not None
    return access.permission


def asks_for_log_in(answer: TestResponse) -> bool:
    return answer.status_code == 401 or (
        answer.status_code == 303 and answer.headers["Location"].startswith("/login?next=")
    )


def test_the_written_matrix_is_the_one_the_program_has(house: House) -> None:
    present = doors.access_matrix(house.app)
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))
    assert present == written, (
        "look at what changed, then write it down: recruiterdash routes --json > tests/doors/routes.json"
    )


def test_nobody_gets_in_without_a_log_in(house: House) -> None:
    browser = house.browser()
    wrong = []
    for _, path, _, _ in routes(house.app):
        for method in METHODS:
            permission = declared(house.app, path, method)
            answer = browser.open(path, method=method)
            if permission is None:
                right = answer.status_code in {404, 405, 308}
            elif permission == PUBLIC:
                right = method == "GET" or answer.status_code in {400, 401, 404, 405, 415, 422}
            else:
                right = asks_for_log_in(answer)
            if not right:
                wrong.append((method, path, permission, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_it_includes_and_nothing_else(house: House, role: Role) -> None:
    browser = house.browser()
    assert log_in(browser, role.value) == 303
    assert mismatches(house, browser, {permission.value for permission in GRANTED[role]}) == []


def mismatches(
    house: House, browser: FlaskClient, may: set[str], headers: dict[str, str] | None = None
) -> list[tuple[str, str, str, int]]:
    """Return every cell whose answer is not the declared one.

    Unsafe methods come without a CSRF token, so that an open door is seen (400) and nothing is done.
    """
    wrong = []
    for _, path, _, _ in routes(house.app):
        for method in METHODS:
            permission = declared(house.app, path, method)
            if permission in {None, PUBLIC}:
                continue
            answer = browser.open(path, method=method, headers=headers)
            refused = NOT_YOURS in answer.text and answer.status_code == 403
            if permission not in may:
                right = refused
            elif method == "GET":
                right = not refused and not asks_for_log_in(answer) and answer.status_code < 500
            else:
                right = answer.status_code == 400
            if not right:
                wrong.append((method, path, str(permission), answer.status_code))
    return wrong


def test_a_disabled_user_is_outside_with_the_next_request(house: House) -> None:
    leaving = house.add("leaving", *Role)
    browser = house.browser()
    assert log_in(browser, "leaving") == 303
    programs = [house.token("leaving", scope) for scope in TokenScope]
    with house.transaction() as session:
        team.disable_user(
            session, session.get_one(team.models.User, leaving), now=moments.now(), actor_id=None
        )
        session.commit()
    for _, path, _, _ in routes(house.app):
        for method in METHODS:
            if declared(house.app, path, method) in {None, PUBLIC}:
                continue
            assert asks_for_log_in(browser.open(path, method=method)), (method, path)
            for headers in programs:
                assert asks_for_log_in(house.browser().open(path, method=method, headers=headers)), (
                    method,
                    path,
                )


def test_a_token_that_reads_writes_nothing(house: House) -> None:
    house.add("everything", *Role)
    headers = house.token("everything", TokenScope.READ)
    browser = house.browser()
    for _, path, _, _ in routes(house.app):
        for method in UNSAFE:
            permission = declared(house.app, path, method)
            if permission in {None, PUBLIC}:
                continue
            answer = browser.open(path, method=method, headers=headers)
            assert answer.status_code == 403, (method, path)
            assert READ_ONLY in answer.text, (method, path)


def test_a_token_has_the_rights_of_its_user(house: House) -> None:
    headers = house.token("viewer", TokenScope.WRITE)
    browser = house.browser()
    for _, path, _, _ in routes(house.app):
        permission = declared(house.app, path, "GET")
        if permission in {None, PUBLIC}:
            continue
        answer = browser.get(path, headers=headers)
        may = Permission(permission) in GRANTED[Role.VIEWER]
        assert (NOT_YOURS in answer.text) is not may, path


@pytest.mark.parametrize("token", ["", "made-up", "another person's", "of an earlier session"])
def test_every_unsafe_route_refuses_a_forged_form(house: House, token: str) -> None:
    name = f"owner{len(token)}"
    house.add(name, *Role)
    browser = house.browser()
    assert log_in(browser, name) == 303
    given = token
    if token == "another person's":
        other = house.browser()
        assert log_in(other, "recruiter") == 303
        given = csrf(other)
    elif token == "of an earlier session":
        given = csrf(browser)
        browser.post("/logout", data={"csrf_token": given})
        assert log_in(browser, name) == 303
    for _, path, _, _ in routes(house.app):
        for method in UNSAFE:
            if declared(house.app, path, method) is None:
                continue
            answer = browser.open(path, method=method, data={"csrf_token": given})
            assert answer.status_code == 400, (method, path, answer.status_code)
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "trick", ["//account", "/account/", "/ACCOUNT", "/account;x", "/./account", "/account%00", "/%61ccount"]
)
def test_another_way_to_write_a_path_opens_nothing(house: House, trick: str) -> None:
    answer = house.browser().get(trick)
    assert answer.status_code in {301, 303, 308, 404}
    assert "Password" not in answer.text


def test_a_method_in_a_header_changes_nothing(house: House) -> None:
    browser = house.browser()
    assert log_in(browser, "recruiter") == 303
    assert browser.get("/logout", headers={"X-HTTP-Method-Override": "POST"}).status_code == 405
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/console",
        "/debug",
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/assets/bootstrap/../../package.json",
        "/assets/htmx/htmx.min.js.map",
        "/static/js/house.js.map",
        "/recruiterdash.db",
        "/backup.sql",
        "/wp-login.php",
    ],
)
def test_what_is_no_page_is_not_served(house: House, path: str) -> None:
    assert house.browser().get(path).status_code == 404
