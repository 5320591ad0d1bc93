"""Log-in: the same answer for everybody who is wrong, a limit on tries, and never a locked-out owner."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from recruiterdash import moments, team
from recruiterdash.team import passwords, tries
from recruiterdash.team.models import Role, User
from recruiterdash.web.destinations import own_path
from tests.doors.conftest import PASSWORD, TOKEN, House, csrf, log_in, opened


def try_in(house: House, name: str, password: str, address: str = "10.0.0.1") -> tuple[int, str]:
    browser = house.browser()
    browser.environ_base["REMOTE_ADDR"] = address
    data = {"csrf_token": csrf(browser, "/login"), "email": f"{name}@house.test", "password": password}
    answer = browser.post("/login", data=data)
    return answer.status_code, TOKEN.sub("", answer.text).replace(name, "somebody")


def test_unknown_wrong_and_disabled_look_the_same(house: House) -> None:
    house.add("gone", Role.RECRUITER)
    with house.transaction() as session:
        session.get_one(User, house.users["gone"]).active = False
        session.commit()
    house.add("known", Role.RECRUITER)
    answers = {
        try_in(house, "known", "wrong"),
        try_in(house, "unknown", "wrong"),
        try_in(house, "gone", PASSWORD),
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 401


@pytest.mark.usefixtures("strong_passwords")
def test_unknown_and_wrong_take_the_same_time(house: House) -> None:
    timed = house.add("timed", Role.RECRUITER)
    with house.transaction() as session:
        user = session.get_one(User, timed)
        team.set_password(session, user, passwords.hashed(PASSWORD), now=moments.now())
        session.commit()
    times: dict[str, list[float]] = {"timed": [], "nobody": []}
    for round_ in range(7):
        for name, taken in times.items():
            browser = house.browser()
            browser.environ_base["REMOTE_ADDR"] = f"10.1.0.{round_}"
            data = {"csrf_token": csrf(browser, "/login"), "email": f"{name}@house.test", "password": "wrong"}
            began = time.perf_counter()
            browser.post("/login", data=data)
            taken.append(time.perf_counter() - began)
    # what else the machine does only adds to them
    shorter, longer = sorted(min(each) for each in times.values())
    assert longer < 1.5 * shorter, times


def test_ten_wrong_passwords_are_looked_at_and_no_more(house: House) -> None:
    house.add("guessed", Role.RECRUITER)
    answers = [try_in(house, "guessed", f"wrong {n}", f"10.2.0.{n}")[0] for n in range(14)]
    assert answers == [401] * 10 + [429] * 4
    assert try_in(house, "guessed", PASSWORD, "10.2.1.1")[0] == 429
    with time_machine.travel(moments.now() + timedelta(minutes=15, seconds=1), tick=False):
        assert try_in(house, "guessed", PASSWORD, "10.2.1.1")[0] == 303


def test_many_at_once_get_no_more_tries(house: House) -> None:
    house.add("rushed", Role.RECRUITER)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: try_in(house, "rushed", f"wrong {n}", f"10.3.0.{n}")[0], range(24)))
    assert answers.count(401) == 10
    assert answers.count(429) == 14


def test_its_owner_gets_in_all_the_same_with_a_browser_that_was_in_before(house: House) -> None:
    house.add("victim", Role.RECRUITER)
    browser = house.browser()
    assert log_in(browser, "victim") == 303
    for n in range(12):
        try_in(house, "victim", f"wrong {n}", f"10.4.0.{n}")
    assert browser.get("/account").status_code == 200
    browser.post("/logout", data={"csrf_token": csrf(browser)})
    assert log_in(browser, "victim") == 303


def test_a_known_browser_is_limited_too_and_knows_only_its_owner(house: House) -> None:
    house.add("owner", Role.RECRUITER)
    house.add("other", Role.RECRUITER)
    browser = house.browser()
    assert log_in(browser, "owner") == 303
    browser.post("/logout", data={"csrf_token": csrf(browser)})
    assert [log_in(browser, "owner", "wrong") for _ in range(12)] == [401] * 10 + [429] * 2
    for n in range(10):
        try_in(house, "other", f"wrong {n}", f"10.5.0.{n}")
    assert log_in(browser, "other") == 429


def test_one_source_gets_a_hundred_tries_over_all_accounts(house: House) -> None:
    with house.transaction() as session:
        bucket = tries.bucket("k" * 40, "source", "10.6.0.1", tries.PER_SOURCE)
        now = moments.now()
        assert all(tries.take(session, [bucket], now + timedelta(milliseconds=n)) for n in range(100))
        session.commit()
    assert try_in(house, "whoever", "wrong", "10.6.0.1")[0] == 429
    assert try_in(house, "whoever", "wrong", "10.6.0.2")[0] == 401


def test_a_forged_forwarding_header_is_not_believed(house: House) -> None:
    browser = house.browser()
    browser.environ_base["REMOTE_ADDR"] = "10.6.0.1"
    data = {"csrf_token": csrf(browser, "/login"), "email": "x@house.test", "password": "wrong"}
    assert browser.post("/login", data=data, headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 429


def test_behind_a_trusted_proxy_the_forwarded_source_counts(house: House, database_url: str) -> None:
    with opened(database_url, trusted_proxies=1) as behind:
        browser = behind.browser()
        browser.environ_base["REMOTE_ADDR"] = "10.6.0.1"
        data = {"csrf_token": csrf(browser, "/login"), "email": "y@house.test", "password": "wrong"}
        answer = browser.post("/login", data=data, headers={"X-Forwarded-For": "1.1.1.1, 10.9.9.9"})
        assert answer.status_code == 401


def test_a_right_password_costs_no_try(house: House) -> None:
    house.add("often", Role.RECRUITER)
    assert [try_in(house, "often", PASSWORD)[0] for _ in range(15)] == [303] * 15


def test_a_mailbox_is_known_in_any_case_and_with_blanks(house: House) -> None:
    browser = house.browser()
    data = {"csrf_token": csrf(browser, "/login"), "email": " Recruiter@House.TEST ", "password": PASSWORD}
    assert browser.post("/login", data=data).status_code == 303


ELSEWHERE = [
    "//evil.test",
    "///evil.test",
    "////evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "\\/evil.test",
    "/\\/evil.test",
    "https://evil.test",
    "http:evil.test",
    "https:evil.test",
    "https:/evil.test",
    "HTTPS://evil.test",
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.test",
    "evil.test",
    "www.evil.test/queue",
    "@evil.test",
    ".evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "/\r/evil.test",
    "\t//evil.test",
    " //evil.test",
    "/ /evil.test",
    "\x00//evil.test",
    "/\x00/evil.test",
    "/\x0b/evil.test",
    "/\x7f/evil.test",
    "/\u00a0/evil.test",
    "/\u2028/evil.test",
    "",
    "?next=x",
    "#x",
    "queue",
    "./queue",
    "../queue",
    "//evil.test/%2e%2e",
    "//evil.test\\@house.test",
    "//@evil.test",
    "/\\\\evil.test",
    "/queue\r\nSet-Cookie: a=b",
    "/queue\nLocation: //evil.test",
    "/queue\\..\\..",
    "//[::1]/",
    "//evil.test:80",
    "http://[::1",
    "/login",
    "/login?next=/login",
    "/logout",
    "/setup/abc",
    "x" * 3000,
    "/" + "x" * 3000,
    "https://127.0.0.1@evil.test",
    "//127.0.0.1@evil.test",
    "http:\\\\evil.test",
    "/\u0085/evil.test",
    "\u2029//evil.test",
    "/\x1f/evil.test",
]
OWN = [
    "/",
    "/queue",
    "/queue?name=legal&owner=3",
    "/applications/7#top",
    "/@me",
    "/search?q=a%20b",
    "/a;b",
    "/%2F/evil",
    "/queue?next=//evil.test",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_way_out_is_not_taken(target: str) -> None:
    assert own_path(target) == "/"


@pytest.mark.parametrize("target", OWN)
def test_a_page_of_ours_is(target: str) -> None:
    assert own_path(target) == target


def test_after_the_log_in_one_is_where_one_wanted_to_be(house: House) -> None:
    browser = house.browser()
    sent = browser.get("/account?tab=tokens")
    assert sent.headers["Location"] == "/login?next=/account?tab%3Dtokens"
    page = browser.get(sent.headers["Location"])
    assert 'value="/account?tab=tokens"' in page.text
    data = {"csrf_token": csrf(browser, "/login"), "email": "recruiter@house.test", "password": PASSWORD}
    assert (
        browser.post("/login", data={**data, "next": "/account?tab=tokens"}).headers["Location"]
        == "/account?tab=tokens"
    )


@pytest.mark.parametrize("target", ["//evil.test", "/\\evil.test", "https://evil.test"])
def test_the_log_in_leads_nobody_elsewhere(house: House, target: str) -> None:
    browser = house.browser()
    data = {"csrf_token": csrf(browser, "/login"), "email": "recruiter@house.test", "password": PASSWORD}
    assert browser.post("/login", data={**data, "next": target}).headers["Location"] == "/"
    assert browser.get("/login", query_string={"next": target}).headers["Location"] == "/"
