"""Every answer carries the same guards: pages, refusals, failures, files, redirects, problems of the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Response
from werkzeug.test import TestResponse

from recruiterdash import config, doors, web
from recruiterdash.places import PLOTLY
from recruiterdash.web import assets, logs
from tests.doors.conftest import House, log_in, opened

bp = Blueprint("faults", __name__)
CANARY = "canary-of-a-candidate"


@bp.get("/fault")
@doors.public()
def fault() -> Response:
    raise RuntimeError(f"{CANARY} in an exception")


@bp.get("/api/fault")
@doors.public()
def api_fault() -> Response:
    raise RuntimeError(f"{CANARY} in an exception")


@pytest.fixture(scope="module")
def faulty(database_url: str, house: House) -> Iterator[House]:
    """The same house with two routes that fail."""
    if database_url.startswith("sqlite"):
        path = Path(database_url.removeprefix("sqlite:///"))
        for each in path.parent.glob(f"{path.name}*"):
            each.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web, "PAGES", (*web.PAGES, type("Page", (), {"bp": bp})))
        address = "https://hiring.house.test"
        with opened(database_url, base_url=address, mode="production") as made:
            yield made


ANSWERS = {
    "a page": ("/login", 200),
    "a redirect": ("/account", 303),
    "nothing there": ("/nowhere", 404),
    "a wrong method": ("/logout", 405),
    "a failure": ("/fault", 500),
    "a file of ours": ("/static/css/house.css", 200),
    "a file of ours with its hash": ("/static/css/house.css?v=1", 200),
    "a file that is not there": ("/static/none.css", 404),
    "a file of a package": ("/assets/bootstrap/bootstrap.min.css?v=1", 200),
    "health": ("/healthz", 200),
    "readiness": ("/readyz", 200),
    "figures nobody asked for": ("/prometheus", 404),
    "robots": ("/robots.txt", 200),
    "a problem of the API": ("/api/v1/nowhere", 404),
    "a failure of the API": ("/api/fault", 500),
    "a dead link": ("/setup/made-up", 404),
}


@pytest.mark.parametrize(("path", "status"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_carries_every_guard(faulty: House, path: str, status: int) -> None:
    answer = faulty.browser().get(path, base_url="https://hiring.house.test", buffered=True)
    assert answer.status_code == status
    assert_guarded(answer)


def assert_guarded(answer: TestResponse) -> None:
    headers = answer.headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert (
        policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["font-src"] == "'self'"
    )
    assert policy["base-uri"] == policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "noindex" in headers["X-Robots-Tag"]
    assert "Server" not in headers


@pytest.mark.parametrize(("path", "status"), ANSWERS.values(), ids=ANSWERS)
def test_nothing_but_files_is_kept_by_a_cache(faulty: House, path: str, status: int) -> None:
    answer = faulty.browser().get(path, base_url="https://hiring.house.test", buffered=True)
    if status == 200 and path.startswith(("/static", "/assets")):
        assert "no-store" not in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        assert ("immutable" in answer.headers["Cache-Control"]) is ("?v=" in path)
        return
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_a_page_behind_the_log_in_is_guarded_as_well(house: House) -> None:
    browser = house.browser()
    assert log_in(browser, "recruiter") == 303
    for path, status in (("/account", 200), ("/team", 403)):
        answer = browser.get(path)
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_over_http_no_https_is_promised(house: House) -> None:
    assert "Strict-Transport-Security" not in house.browser().get("/login").headers


@pytest.mark.parametrize("path", ["/fault", "/api/fault"])
def test_a_failure_says_an_id_and_nothing_else(
    faulty: House, capfd: pytest.CaptureFixture[str], path: str
) -> None:
    answer = faulty.browser().get(path, base_url="https://hiring.house.test", buffered=True)
    assert CANARY not in answer.text
    assert "Traceback" not in answer.text
    assert "RuntimeError" not in answer.text
    lines = [line for line in capfd.readouterr().err.splitlines() if " failed " in line]
    assert len(lines) == 1
    number = lines[0].split("id=")[1].split()[0]
    assert number in answer.text
    assert "RuntimeError at test_headers.py" in lines[0]
    assert CANARY not in lines[0]


def test_the_api_answers_with_problem_documents(house: House) -> None:
    answer = house.browser().get("/api/v1/nowhere")
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json(force=True)
    assert problem["status"] == 404
    assert set(problem) >= {"type", "title", "status", "detail"}


@pytest.mark.parametrize("host", ["evil.test", "hiring.house.test.evil.test", "127.0.0.1", "x" * 300])
def test_a_foreign_host_is_refused_in_production(faulty: House, host: str) -> None:
    answer = faulty.browser().get("/login", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded"])
def test_a_forwarded_host_changes_no_link(house: House, header: str) -> None:
    browser = house.browser()
    assert log_in(browser, "admin") == 303
    answer = browser.get("/account", headers={header: "evil.test"})
    assert "evil.test" not in answer.text


@pytest.mark.parametrize(
    "line",
    ["a\r\nb", "\x1b[31mred", 'say "hi"', "tab\there", "\u2028", "{}"],
)
@pytest.mark.parametrize("shape", ["text", "json"])
def test_one_event_is_one_line(capfd: pytest.CaptureFixture[str], line: str, shape: str) -> None:
    logs.configure(config.Settings(log_format=shape))  # type: ignore[arg-type]
    logs.log.info("event", said=line)
    written = capfd.readouterr().err
    assert written.count("\n") == 1
    assert written.splitlines() == [written.rstrip("\n")]
    assert "\x1b" not in written
    assert "\r" not in written


def test_a_log_line_holds_no_path_query_or_mailbox(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    browser = house.browser()
    log_in(browser, "recruiter")
    browser.get("/setup/SECRETKEY")
    browser.get("/login?next=/search?q=Grace+Hopper")
    written = capfd.readouterr().err
    assert "route=/setup/<key>" in written
    for canary in ("SECRETKEY", "Grace", "house.test", "orange tractor", "127.0.0.1"):
        assert canary not in written


def test_charts_on_a_page_and_in_a_mail_are_drawn_by_the_same_file() -> None:
    """The list of assets says it in a literal, which the build of the wheel reads."""
    assert assets.ALLOWED["plotly"]["plotly.min.js"] == PLOTLY


def test_only_listed_files_of_packages_are_served(house: House) -> None:
    browser = house.browser()
    for package, files in assets.ALLOWED.items():
        for name in files:
            assert browser.get(f"/assets/{package}/{name}", buffered=True).status_code == 200, name
    for path in ("bootstrap/package.json", "bootstrap/dist/js/bootstrap.js", "htmx.org/dist/htmx.js", "x/y"):
        assert browser.get(f"/assets/{path}").status_code == 404
