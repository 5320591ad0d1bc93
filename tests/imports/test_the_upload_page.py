"""The upload page: a process of its own looks a file through and imports it when that is confirmed."""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from recruiterdash.cli.uploads import work
from recruiterdash.imports import uploads
from recruiterdash.team.models import Role
from recruiterdash.web import imports as page_of_imports
from tests.conftest import DatabaseMaker
from tests.doors.conftest import House, csrf, log_in, opened
from tests.imports.desk import API, TRUTH, Desk, event, written
from tests.imports.test_every_export import zipped
from tests.imports.test_offices_on_the_upload_page import form_of

BAD = event(application_ref="2", email="b@example.org", happened_at="soon")
FORMULA = event(application_ref="3", email="c@example.org", first_name="=1+1")


@pytest.fixture
def house(fresh_database: DatabaseMaker, tmp_path: Path) -> Iterator[House]:
    with opened(fresh_database("sqlite")) as made:
        made.add("admin", Role.ADMIN)
        yield made


@pytest.fixture
def admin(house: House) -> FlaskClient:
    browser = house.browser()
    assert log_in(browser, "admin") == 303
    return browser


def uploaded(browser: FlaskClient, path: Path) -> str:
    data = {"csrf_token": csrf(browser), "format": "auto", "office": ""}
    file = (io.BytesIO(path.read_bytes()), path.name)
    answer = browser.post("/imports", data={**data, "file": file}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def settled(browser: FlaskClient, path: str) -> str:
    """Return the page when nobody is at work on the file any more."""
    deadline = time.monotonic() + 60
    while "HX-Refresh" not in browser.get(f"{path}/progress").headers:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return browser.get(path).text


def test_a_file_is_looked_through_chosen_about_confirmed_and_imported(
    house: House, admin: FlaskClient, tmp_path: Path
) -> None:
    desk = Desk(house.database.url.render_as_string(hide_password=False), tmp_path)
    path = uploaded(admin, written(tmp_path / "export.csv", [event(), BAD, FORMULA]))
    token = {"csrf_token": csrf(admin)}
    busy = admin.post(f"{path}/confirm", data=token)
    assert busy.status_code in (409, 422)
    page = settled(admin, path)
    assert "1 row cannot be read" in page.replace("\n", " ")
    assert "“soon” is not a date that can be read" in page
    assert admin.post(f"{path}/confirm", data=token).status_code == 422
    chosen = {**token, "zone": "", "dates": "", "skip_bad": "y"}
    assert admin.post(f"{path}/choices", data=chosen).status_code == 303
    assert "They will be left out" in settled(admin, path)
    listed = admin.get(f"{path}/lines.csv?list=create").text
    assert "\n,application" not in listed
    assert "3 =1+1 Okafor" in listed
    assert set(desk.counts().values()) == {0}

    assert admin.post(f"{path}/confirm", data=token).status_code == 303
    assert "See who is waiting" in settled(admin, path)
    assert desk.counts() == {"people": 2, "requisitions": 1, "applications": 2, "events": 2}
    assert desk.one("SELECT count(*) FROM messages") == 0
    again = admin.post(f"{path}/confirm", data=token)
    assert again.status_code == 409
    folder = uploads.folder(desk.url)
    kept = desk.one("SELECT stored_as FROM import_runs")
    assert not folder.upload(kept).exists()
    assert admin.post(f"{path}/discard", data=token).status_code == 409
    desk.database.close()


def test_a_file_thrown_away_leaves_nothing(
    house: House, admin: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of_imports, "_begin", lambda *_: None)
    desk = Desk(house.database.url.render_as_string(hide_password=False), tmp_path)
    path = uploaded(admin, written(tmp_path / "export.csv", [event()]))
    kept = desk.one("SELECT stored_as FROM import_runs")
    assert uploads.folder(desk.url).upload(kept).exists()
    assert admin.post(f"{path}/discard", data={"csrf_token": csrf(admin)}).status_code == 303
    assert set(desk.counts().values()) == {0}
    assert list(uploads.folder(desk.url).path.glob(f"{kept}*")) == []
    assert "Thrown away" in admin.get(path).text
    desk.database.close()


def test_a_zip_of_an_api_is_taken_in_and_what_its_mails_are_is_asked_once(
    house: House, admin: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of_imports, "_begin", lambda run_id, _: work(house.database, "UTC", run_id))
    desk = Desk(house.database.url.render_as_string(hide_password=False), tmp_path)
    export = zipped(API, tmp_path / "greenhouse.zip")
    path = uploaded(admin, export)
    page = admin.get(path).text
    assert "180 records" in page
    asked = re.search(r'for="(subject-\d+)">To us: <bdi>Re: any news\?</bdi> \(19\)', page)
    assert asked is not None
    form = {**form_of(page), "csrf_token": csrf(admin), "zone": "", "dates": ""}
    assert form[asked[1]] == "unknown"
    assert admin.post(f"{path}/choices", data={**form, asked[1]: "rejection_mail"}).status_code == 303
    assert form_of(admin.get(path).text)[asked[1]] == "unknown"  # no class of mails to us
    assert admin.post(f"{path}/choices", data={**form, asked[1]: "x" * 5_000}).status_code == 422
    assert admin.post(f"{path}/choices", data={**form, asked[1]: "question"}).status_code == 303
    assert form_of(admin.get(path).text)[asked[1]] == "question"
    assert admin.post(f"{path}/confirm", data={"csrf_token": csrf(admin)}).status_code == 303
    assert desk.counts()["applications"] == TRUTH["applications"]
    assert desk.one("SELECT count(*) FROM events WHERE kind = 'question'") == 19
    again = uploaded(admin, export)
    assert form_of(admin.get(again).text)[asked[1]] == "question"
    desk.database.close()
