"""What a file leaves open is said on the upload page, used, and kept: zones of offices we lack, the order of dates."""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from recruiterdash.candidates.models import Application
from recruiterdash.cli.uploads import work
from recruiterdash.imports import uploads
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.uploads import Folder
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office, Role
from recruiterdash.web import imports as page_of_imports
from tests.conftest import DATABASES, DatabaseMaker
from tests.doors.conftest import House, csrf, log_in, opened
from tests.imports.desk import API, ROW, written
from tests.imports.test_every_export import zipped


@pytest.fixture(params=DATABASES)
def house(
    request: pytest.FixtureRequest,
    fresh_database: DatabaseMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[House]:
    """A house without offices whose uploads are worked on at once."""
    where = Folder(tmp_path / "uploads")
    where.path.mkdir()
    monkeypatch.setattr(uploads, "folder", lambda _url: where)
    with opened(fresh_database(request.param), zone="Europe/Madrid") as made:
        made.add("admin", Role.ADMIN)
        monkeypatch.setattr(
            page_of_imports, "_begin", lambda run_id, _: work(made.database, "Europe/Madrid", run_id)
        )
        yield made


@pytest.fixture
def admin(house: House) -> FlaskClient:
    browser = house.browser()
    assert log_in(browser, "admin") == 303
    return browser


def uploaded(browser: FlaskClient, path: Path) -> str:
    """Upload a file; return the address of its page."""
    data = {
        "csrf_token": csrf(browser),
        "format": "auto",
        "office": "",
        "file": (io.BytesIO(path.read_bytes()), path.name),
    }
    answer = browser.post("/imports", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def two_offices(tmp_path: Path) -> Path:
    other = {"Application ID": "91", "Candidate ID": "41", "Requisition ID": "REQ-2", "Office": "Lisbon"}
    return written(tmp_path / "two.csv", [ROW, {**ROW, **other}])


def form_of(page: str) -> dict[str, str]:
    """Return the page's form as a browser would send it untouched."""
    form = max(re.findall(r"<form.*?</form>", page, re.DOTALL), key=len)
    given = {}
    for name, body in re.findall(r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected|selected value="([^"]*)"', body)
        first = re.search(r'value="([^"]*)"', body)
        given[name] = unescape((chosen[1] or chosen[2] or "") if chosen else first[1] if first else "")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    assert token
    return {"csrf_token": token[1], **given}


def zones_in(house: House) -> dict[str, tuple[str, bool]]:
    with house.database.reading() as session:
        rows = session.execute(select(Office.name, Office.zone, Office.zone_assumed))
        return {name: (zone, assumed) for name, zone, assumed in rows}


def state(house: House) -> ImportState:
    with house.database.reading() as session:
        return session.scalars(select(ImportRun.state)).one()


def test_new_offices_stand_before_the_button_with_a_zone_marked_assumed(
    house: House, admin: FlaskClient, tmp_path: Path
) -> None:
    page = admin.get(uploaded(admin, two_offices(tmp_path))).text
    before = page[: page.index("Import it")]
    assert before.count("zone assumed</span>") == 2
    assert before.count('<option value="">Europe/Madrid (assumed)</option>') == 2
    assert "Lisbon" in before
    assert page.count('name="office-0"') == 1


def test_a_zone_nobody_said_stays_assumed(house: House, admin: FlaskClient, tmp_path: Path) -> None:
    path = uploaded(admin, two_offices(tmp_path))
    assert admin.post(f"{path}/confirm", data=form_of(admin.get(path).text)).status_code == 303
    assert state(house) is ImportState.DONE
    assert zones_in(house) == {"Lisbon": ("Europe/Madrid", True), "London": ("Europe/Madrid", True)}


def test_the_zone_that_was_assumed_is_confirmed_by_choosing_it(
    house: House, admin: FlaskClient, tmp_path: Path
) -> None:
    path = uploaded(admin, two_offices(tmp_path))
    form = {**form_of(admin.get(path).text), "office-0": "Europe/Madrid"}
    assert admin.post(f"{path}/confirm", data=form).status_code == 303
    assert state(house) is ImportState.DONE
    assert zones_in(house) == {"Lisbon": ("Europe/Madrid", False), "London": ("Europe/Madrid", True)}


def test_another_zone_is_taken_and_the_file_looked_through_again_before_anything_is_imported(
    house: House, admin: FlaskClient, tmp_path: Path
) -> None:
    path = uploaded(admin, two_offices(tmp_path))
    form = {**form_of(admin.get(path).text), "office-0": "Europe/Lisbon", "office-1": "Europe/London"}
    assert admin.post(f"{path}/confirm", data=form).status_code == 303
    page = admin.get(path).text
    assert "Nothing is imported yet: the file is looked through again" in page
    assert state(house) is ImportState.PREVIEWED
    assert zones_in(house) == {}
    assert '<option value="Europe/Lisbon" selected>' in page
    assert "zone assumed</span>" not in page

    assert admin.post(f"{path}/confirm", data=form_of(page)).status_code == 303
    assert state(house) is ImportState.DONE
    assert zones_in(house) == {"Lisbon": ("Europe/Lisbon", False), "London": ("Europe/London", False)}
    with house.database.reading() as session:
        hours = {at.hour for at in session.scalars(select(Application.applied_at))}
    assert hours == {10}, "10:00 in Lisbon and in London, in winter"


def test_a_zone_can_be_taken_back_to_assumed(house: House, admin: FlaskClient, tmp_path: Path) -> None:
    path = uploaded(admin, two_offices(tmp_path))
    first = form_of(admin.get(path).text)
    admin.post(f"{path}/confirm", data={**first, "office-0": "Europe/Lisbon"})
    again = form_of(admin.get(path).text)
    assert again["office-0"] == "Europe/Lisbon"
    admin.post(f"{path}/confirm", data={**again, "office-0": ""})
    assert state(house) is ImportState.PREVIEWED
    assert "Europe/Madrid (assumed)" in admin.get(path).text


def test_the_next_file_knows_the_office(house: House, admin: FlaskClient, tmp_path: Path) -> None:
    path = uploaded(admin, two_offices(tmp_path))
    form = {**form_of(admin.get(path).text), "office-0": "Europe/Lisbon"}
    admin.post(f"{path}/confirm", data=form)
    admin.post(f"{path}/confirm", data=form_of(admin.get(path).text))
    page = admin.get(uploaded(admin, two_offices(tmp_path))).text
    assert "Offices that are new here" not in page
    known = re.findall(r"<bdi>(Lisbon|London)</bdi></span><span>([^<]+)</span>(.*?)</div>", page, re.DOTALL)
    assert {name: (zone, "zone assumed" in more) for name, zone, more in known} == {
        "Lisbon": ("Europe/Lisbon", False),
        "London": ("Europe/Madrid", True),
    }


def test_a_meaning_chosen_and_not_taken_is_not_lost_by_importing(
    house: House, admin: FlaskClient, tmp_path: Path
) -> None:
    path = uploaded(admin, two_offices(tmp_path))
    form = {**form_of(admin.get(path).text), "stage-0": "screen"}
    admin.post(f"{path}/confirm", data=form)
    assert state(house) is ImportState.PREVIEWED
    page = admin.get(path).text
    assert form_of(page)["stage-0"] == "screen"
    admin.post(f"{path}/confirm", data=form_of(page))
    assert state(house) is ImportState.DONE


@pytest.mark.parametrize("zone", ["Mars/Olympus", "x" * 300])
def test_a_zone_that_is_none_is_refused(house: House, admin: FlaskClient, tmp_path: Path, zone: str) -> None:
    path = uploaded(admin, two_offices(tmp_path))
    form = {**form_of(admin.get(path).text), "office-0": zone}
    assert admin.post(f"{path}/confirm", data=form).status_code == 422
    assert state(house) is ImportState.PREVIEWED


def dated(tmp_path: Path, day: str, number: str) -> Path:
    own = {"Application ID": number, "Candidate ID": number, "Application Date": day, "Office": ""}
    return written(tmp_path / f"{number}.csv", [{**ROW, **own, "Last Activity": ""}])


def test_an_open_order_of_dates_is_asked_there_and_asked_once(
    house: House, admin: FlaskClient, tmp_path: Path
) -> None:
    path = uploaded(admin, dated(tmp_path, "03/11/2026 10:00 AM", "91"))
    page = admin.get(path).text
    assert "Nobody said whether the day or the month comes first" in page
    chosen = {**form_of(page), "dates": "DMY", "zone": "Asia/Tokyo"}
    assert admin.post(f"{path}/choices", data=chosen).status_code == 303
    page = admin.get(path).text
    assert "Dates are read day first" in page
    assert admin.post(f"{path}/confirm", data=form_of(page)).status_code == 303
    assert state(house) is ImportState.DONE
    again = admin.get(uploaded(admin, dated(tmp_path, "04/11/2026 10:00 AM", "92"))).text
    assert "read day first, as confirmed before" in again
    assert form_of(again)["zone"] == "Asia/Tokyo"


def test_a_requisition_that_stands_otherwise_in_the_file_is_a_click_away(
    house: House, admin: FlaskClient, tmp_path: Path
) -> None:
    path = uploaded(admin, zipped(API, tmp_path / "api.zip"))
    assert admin.post(f"{path}/confirm", data=form_of(admin.get(path).text)).status_code == 303
    page = admin.get(f"{path}?list=warning").text
    with house.database.reading() as session:
        held = session.scalars(select(Requisition.id).where(Requisition.reference == "REQ-103")).one()
    assert f'<a href="/requisitions/{held}"><bdi>REQ-103</bdi></a>' in page
