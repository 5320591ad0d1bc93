"""Whoever puts another's id into an address gets what a made-up id gets, learns nothing and changes nothing.

Every route with a row's id in its address has a line in `tests.doors.asked`; one without fails the build.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from recruiterdash.doors.access import access_of
from recruiterdash.imports.uploads import Folder
from recruiterdash.team.models import TokenScope
from recruiterdash.team.permissions import GRANTED, Permission
from tests.conftest import DATABASES, DatabaseMaker
from tests.doors.asked import ASKED, ASKERS, NO_ROWS
from tests.doors.conftest import csrf, opened
from tests.doors.neighbours import CAST, Street, Things, same, settled

#: More rows than a street has.
NOBODYS = 900_719
#: Names in an address that are no rows.
NO_IDS = frozenset({"state", "position", "act", "place"})
#: Says what an entry will do before it keeps it.
SHOWN_FIRST = {"/applications/<int:application_id>/log", "/batches/<int:batch_id>/rehearsal"}


@pytest.fixture(scope="module")
def street(database_url: str, uploads_folder: Folder) -> Iterator[Street]:
    with opened(database_url) as house:
        yield settled(house, uploads_folder)


# --- the table --------------------------------------------------------------------------------------


def test_every_route_with_a_row_in_its_address_is_asked(street: Street) -> None:
    present = {
        (method, rule.rule)
        for rule in street.house.app.url_map.iter_rules()
        if rule.arguments and rule.rule not in NO_ROWS
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert present == set(ASKED), "say in ASKED how a new route is asked for another's things"


@pytest.mark.parametrize("kind", DATABASES)
def test_what_is_ones_own_is_done(kind: str, fresh_database: DatabaseMaker, uploads_folder: Folder) -> None:
    """The table asks for what there is, in words that are taken: what refuses others is their not being on it."""
    with opened(fresh_database(kind)) as house:
        # a failure shows its trace instead of the page that hides it
        house.app.config["PROPAGATE_EXCEPTIONS"] = True
        street = settled(house, uploads_folder)
        browsers = {name: street.inside(name) for name in {each.by for each in ASKED.values()}}
        before = street.everything()
        for (method, rule), asked in ASKED.items():
            answer = ask(street, browsers[asked.by], method, rule, street.ours)
            assert answer.status_code < 400, (method, rule, answer.status_code, answer.text[-3000:])
            after = street.everything()
            assert (after != before) is (method != "GET" and rule not in SHOWN_FIRST), rule
            before = after


# --- others' things ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ASKERS)
def test_anothers_id_gets_what_a_made_up_id_gets(street: Street, who: str) -> None:
    whose, hidden = ASKERS[who]
    things, browser = getattr(street, whose), street.inside(who)
    token, before = csrf(browser), street.everything()
    for (method, rule), asked in ASKED.items():
        if asked.kind not in hidden:
            continue
        may = permitted(street, who, method, rule)
        theirs = ask(street, browser, method, rule, things, token=token)
        nobodys = ask(street, browser, method, rule, things, missing=True, token=token)
        for answer in (theirs, nobodys):
            assert answer.status_code == (404 if may else 403), (method, rule, answer.status_code)
        assert same(theirs, nobodys), (method, rule)
        assert not street.leaks(who, theirs.text), (method, rule)
    assert street.everything() == before


@pytest.mark.parametrize("who", ["recruiter", "hr", "insider"])
def test_a_program_learns_no_more_than_its_user(street: Street, who: str) -> None:
    whose, hidden = ASKERS[who]
    things, headers = getattr(street, whose), street.house.token(who, TokenScope.WRITE)
    browser, before = street.house.browser(), street.everything()
    for (method, rule), asked in ASKED.items():
        if asked.kind not in hidden:
            continue
        may = permitted(street, who, method, rule)
        for missing in (False, True):
            answer = ask(street, browser, method, rule, things, missing=missing, headers=headers)
            assert answer.status_code == (404 if may else 403), (method, rule, answer.status_code)
            assert not street.leaks(who, answer.text), (method, rule)
    assert street.everything() == before


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
@pytest.mark.parametrize("who", ["recruiter", "insider"])
def test_asking_for_the_head_alone_tells_no_more(street: Street, who: str, method: str) -> None:
    whose, hidden = ASKERS[who]
    things, browser = getattr(street, whose), street.inside(who)
    for (declared, rule), asked in ASKED.items():
        if asked.kind not in hidden or declared != "GET":
            continue
        theirs = ask(street, browser, method, rule, things)
        nobodys = ask(street, browser, method, rule, things, missing=True)
        assert same(theirs, nobodys), rule
        # whoever may not open such a page at all is told that
        assert theirs.text == "" or not permitted(street, who, declared, rule), rule


def test_nobody_learns_anything_before_the_log_in(street: Street) -> None:
    browser, before = street.house.browser(), street.everything()
    token = csrf(browser, "/login")
    for method, rule in ASKED:
        for missing in (False, True):
            answer = ask(street, browser, method, rule, street.theirs, missing=missing, token=token)
            log_in_first = answer.status_code == 303 and answer.location.startswith("/login?next=")
            assert log_in_first or answer.status_code == 401, (method, rule, answer.status_code)
            if method == "GET":
                assert not street.leaks("recruiter", answer.text), rule
    assert street.everything() == before


SECOND = [key for key, asked in ASKED.items() if len([n for n in asked.ids if n not in NO_IDS]) > 1]


@pytest.mark.parametrize(("method", "rule"), SECOND)
def test_the_second_id_of_an_address_belongs_to_the_first(street: Street, method: str, rule: str) -> None:
    browser, before = street.inside("recruiter"), street.everything()
    _, inner = ASKED[method, rule].ids
    bad = street.theirs.ids[ASKED[method, rule].ids[inner]]
    theirs = ask(street, browser, method, rule, street.ours, instead={inner: bad})
    nobodys = ask(street, browser, method, rule, street.ours, instead={inner: NOBODYS})
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert same(theirs, nobodys)
    assert not street.leaks("recruiter", theirs.text)
    assert street.everything() == before


WRITTEN_OTHERWISE = ("0", "-1", "1.0", "1 ", "٣", str(2**63), "9" * 400)


@pytest.mark.parametrize("written", WRITTEN_OTHERWISE)
def test_what_is_no_rows_number_is_not_found(street: Street, written: str) -> None:
    browser = street.inside("insider")
    token, before = csrf(browser), street.everything()
    for (method, rule), asked in ASKED.items():
        for name in asked.ids:
            if name not in NO_IDS:
                answer = ask(street, browser, method, rule, street.ours, instead={name: written}, token=token)
                # 405: of two rules that fit, the one with this method refuses the number
                assert answer.status_code in {404, 405}, (method, rule, name, answer.status_code)
    assert street.everything() == before


# --- asking -----------------------------------------------------------------------------------------


def ask(
    street: Street,
    browser: FlaskClient,
    method: str,
    rule: str,
    things: Things,
    *,
    missing: bool = False,
    instead: Mapping[str, Any] = {},
    more: Mapping[str, Any] = {},
    headers: Mapping[str, str] | None = None,
    token: str | None = None,
) -> TestResponse:
    """Ask a route for a thing with all that belongs to it.

    missing: for one that is nobody's. instead: other values in the address. more: other values in the form.
    """
    asked = ASKED.get((method, rule)) or ASKED["GET", rule]
    path = rule
    for name, thing in asked.ids.items():
        present = things.ids.get(thing, thing)
        value = instead.get(name, NOBODYS if missing and isinstance(present, int) else present)
        path = re.sub(rf"<(?:int:)?{name}>", str(value), path)
    if asked.body is None:
        return browser.open(path, method=method, headers=headers)
    sent = {**asked.body(street, things), **more}
    if asked.json:
        own = headers or {"X-CSRFToken": token or csrf(browser)}
        return browser.open(path, method=method, json=sent, headers=own)
    sent = {key: "" if value is None else value for key, value in sent.items()}
    if headers is None:
        sent["csrf_token"] = token or csrf(browser)
    return browser.open(path, method=method, data=sent, headers=headers)


def permitted(street: Street, who: str, method: str, rule: str) -> bool:
    """Say whether a role opens a route at all."""
    rules = street.house.app.url_map.iter_rules()
    endpoint = next(each.endpoint for each in rules if each.rule == rule and method in (each.methods or ()))
    access = access_of(street.house.app, endpoint)
    assert access is not None
    return Permission(access.permission) in frozenset().union(*(GRANTED[role] for role in CAST[who]))
