"""The page of the first hour: steps, a test letter with its verdict, colleagues from a file, going live."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from recruiterdash.doors import dns_texts
from recruiterdash.messages import home
from recruiterdash.team.models import InstanceFact, Role, SetupLink, User
from tests.conftest import DATABASES, DatabaseMaker
from tests.doors.conftest import House, csrf, log_in, opened
from tests.messages.world import Post

Inside = Callable[..., tuple[House, FlaskClient]]
ROWS = "name,email,roles\nGrace,grace@mail.example,recruiter\nLi,li@mail.example,hr\n"


@pytest.fixture
def server() -> Iterator[Post]:
    with Post() as made:
        yield made


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> str:
    return fresh_database(request.param)


@pytest.fixture
def inside(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    """Open the installation with some settings, as its only administrator."""
    monkeypatch.setattr(dns_texts, "texts", lambda _name: None)
    with ExitStack() as stack:

        def enter(**settings: object) -> tuple[House, FlaskClient]:
            house = stack.enter_context(opened(url, **settings))
            house.add("admin", Role.ADMIN)
            browser = house.browser()
            assert log_in(browser, "admin") == 303
            return house, browser

        yield enter


def post(browser: FlaskClient, path: str, data: Mapping[str, object] | None = None) -> tuple[int, str]:
    answer = browser.post(path, data={**(data or {}), "csrf_token": csrf(browser)})
    return answer.status_code, answer.text


def people(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(User)) or 0


def test_a_step_is_left_and_taken_up_again(inside: Inside) -> None:
    _, browser = inside()
    assert "left for later" not in browser.get("/setup").text
    assert post(browser, "/setup/aside", {"step": "mail"})[0] == 303
    assert browser.get("/setup").text.count("left for later") == 1
    assert post(browser, "/setup/aside", {"step": "mail"})[0] == 303
    assert "left for later" not in browser.get("/setup").text
    assert post(browser, "/setup/aside", {"step": "nonsense"})[0] == 404


def test_a_test_letter_goes_to_who_asks_and_its_verdict_stands_there(inside: Inside, server: Post) -> None:
    _, browser = inside(smtp_url=server.url, mail_from="jobs@borealis.example", company="Borealis")
    assert post(browser, "/setup/letter")[0] == 303
    page = browser.get("/setup").text
    assert "The mail server took it" in page
    assert [each.recipients for each in server.letters] == [("admin@house.test",)]


def test_without_a_mail_server_the_verdict_says_so(inside: Inside) -> None:
    _, browser = inside()
    post(browser, "/setup/letter")
    assert "SMTP_URL is not set" in browser.get("/setup").text


def test_colleagues_are_added_all_or_none_and_get_a_link_that_works_once(inside: Inside) -> None:
    house, browser = inside()
    before = people(house)
    status, page = post(browser, "/team/file", {"rows": ROWS + "Bad,nonsense,king\n"})
    assert (status, people(house)) == (200, before)
    assert "Line 4:" in page
    assert post(browser, "/team/file/add", {"rows": ROWS + "Bad,nonsense,king\n"})[0] == 422
    assert people(house) == before
    assert "2 colleagues would be added" in post(browser, "/team/file", {"rows": ROWS})[1]
    status, page = post(browser, "/team/file/add", {"rows": ROWS})
    assert (status, people(house)) == (200, before + 2)
    links = re.findall(r"/setup/[\w-]{20,}", page)
    assert len(links) == 2
    assert house.browser().get(links[0]).status_code == 200
    assert post(browser, "/team/file/add", {"rows": ROWS})[0] == 422
    assert people(house) == before + 2


def test_where_letters_leave_the_link_goes_by_mail_and_is_not_shown(inside: Inside, server: Post) -> None:
    house, browser = inside(
        smtp_url=server.url,
        mail_from="jobs@borealis.example",
        mail_mode="allowlist",
        mail_allowlist=("grace@mail.example",),
    )
    _, page = post(browser, "/team/file/add", {"rows": ROWS})
    assert [each.recipients for each in server.letters] == [("grace@mail.example",)]
    shown = re.findall(r"/setup/[\w-]{20,}", page)
    assert len(shown) == 1, "the one whose letter may not leave"
    sent = re.findall(rb"/setup/[\w-]{20,}", server.letters[0].data.replace(b"=\r\n", b""))
    assert len(sent) == 1
    assert house.browser().get(sent[0].decode()).status_code == 200
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SetupLink)) == 2


def test_going_live_is_refused_while_something_stands_in_the_way(inside: Inside) -> None:
    house, browser = inside()
    status, page = post(browser, "/setup/live")
    assert status == 409
    assert "Something stands in the way" in page
    with house.database.reading() as session:
        assert session.scalar(select(InstanceFact.id).where(InstanceFact.name == home.LIVE)) is None


def test_only_who_sets_up_gets_in(inside: Inside) -> None:
    house, _ = inside()
    house.add("recruiter", Role.RECRUITER)
    browser = house.browser()
    log_in(browser, "recruiter")
    for path in ("/setup", "/team/file"):
        assert browser.get(path).status_code == 403
    for path in ("/setup/letter", "/setup/aside", "/setup/live", "/team/file", "/team/file/add"):
        assert post(browser, path)[0] == 403
