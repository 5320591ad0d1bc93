"""The first start: no default account, one link, once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from recruiterdash import moments, team
from recruiterdash.team.models import CalendarVersion, Office, Role, SetupLink, User
from tests.conftest import DATABASES, DatabaseMaker
from tests.doors.conftest import PASSWORD, TOKEN, House, csrf, log_in, opened

ADA = {
    "name": "Ada",
    "email": "ada@house.test",
    "new_password": PASSWORD,
    "again_password": PASSWORD,
    "roles": ["admin", "recruiter"],
    "office": "Madrid",
    "zone": "Europe/Madrid",
    "country": "es",
}


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[House]:
    """A house nobody lives in yet."""
    with opened(fresh_database(request.param)) as house:
        yield house


def link(house: House) -> str | None:
    with house.transaction() as session:
        key = team.first_link(session, moments.now())
        session.commit()
    return None if key is None else f"/setup/{key}"


def begin(house: House, path: str, **changed: object) -> int:
    browser = house.browser()
    page = browser.get(path)
    if page.status_code != 200:
        return page.status_code
    # the page that was read, not a second one: somebody else may have been first meanwhile
    token = TOKEN.search(page.text)
    assert token, f"no form on {path}"
    return browser.post(path, data={**ADA, **changed, "csrf_token": token[1]}).status_code


def test_there_is_no_default_account(empty: House) -> None:
    with empty.database.reading() as session:
        assert session.execute(select(func.count(User.id))).scalar_one() == 0
    assert log_in(empty.browser(), "admin", "admin") == 401


def test_the_link_makes_the_first_administrator_and_the_office(empty: House) -> None:
    path = link(empty)
    assert path is not None
    browser = empty.browser()
    answer = browser.post(path, data={**ADA, "csrf_token": csrf(browser, path)})
    assert answer.status_code == 303
    assert browser.get("/team").status_code == 200
    with empty.database.reading() as session:
        user = session.execute(select(User)).scalar_one()
        office = session.execute(select(Office)).scalar_one()
        calendar = session.execute(select(CalendarVersion)).scalar_one()
    assert user.role_names == {Role.ADMIN, Role.RECRUITER}
    assert (office.name, office.zone, office.is_default) == ("Madrid", "Europe/Madrid", True)
    assert f"{moments.now().year}-12-25" in calendar.holidays


def test_the_link_works_once(empty: House) -> None:
    path = link(empty)
    assert path is not None
    assert begin(empty, path) == 303
    assert begin(empty, path) == 404
    assert empty.browser().post(path, data=ADA).status_code in {400, 404}
    assert link(empty) is None


def test_two_who_use_it_at_once_make_one_administrator(empty: House) -> None:
    path = link(empty)
    assert path is not None
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: begin(empty, path, email=f"ada{n}@house.test"), range(4)))
    assert sorted(answers) == [303, 404, 404, 404]
    with empty.database.reading() as session:
        assert session.execute(select(func.count(User.id))).scalar_one() == 1


def test_the_link_dies_after_a_day(empty: House) -> None:
    path = link(empty)
    assert path is not None
    with time_machine.travel(moments.now() + timedelta(hours=24, seconds=1), tick=False):
        assert begin(empty, path) == 404


def test_a_newer_link_ends_the_older(empty: House) -> None:
    older, newer = link(empty), link(empty)
    assert older is not None
    assert newer is not None
    assert empty.browser().get(older).status_code == 404
    assert empty.browser().get(newer).status_code == 200


def test_a_link_that_was_not_used_dies_when_somebody_can_log_in(empty: House) -> None:
    path = link(empty)
    assert path is not None
    empty.add("admin", Role.ADMIN)
    assert begin(empty, path) == 404


def test_only_the_digest_of_a_link_is_kept(empty: House) -> None:
    path = link(empty)
    assert path is not None
    with empty.database.reading() as session:
        assert session.execute(select(SetupLink.digest)).scalar_one() not in path


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"email": "nobody"},
        {"email": "a@b@c"},
        {"new_password": "short", "again_password": "short"},
        {"again_password": "another one entirely"},
        {"new_password": "password1234", "again_password": "password1234"},
        {"zone": "Mars/Olympus"},
        {"country": "ZZ"},
        {"office": ""},
        {"roles": ["king"]},
    ],
)
def test_a_form_that_cannot_be_used_leaves_the_link_alive(empty: House, changed: dict[str, object]) -> None:
    path = link(empty)
    assert path is not None
    assert begin(empty, path, **changed) == 422
    assert begin(empty, path) == 303


def test_the_first_user_is_an_administrator_whatever_was_chosen(empty: House) -> None:
    path = link(empty)
    assert path is not None
    assert begin(empty, path, roles=["recruiter"]) == 303
    with empty.database.reading() as session:
        assert Role.ADMIN in session.execute(select(User)).scalar_one().role_names
