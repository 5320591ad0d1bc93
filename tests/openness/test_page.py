"""A month for everybody: nowhere before it is published, with nobody in it, and gone when it is withdrawn."""

import json
import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from recruiterdash import create_app
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.metrics.estimates import ANSWERED, OPEN, Wait, kaplan_meier
from recruiterdash.team.models import Role
from tests.queue.scene import MADRID, NOW, PASSWORD, Scene, applied, decided, said

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
MONTH = "2026-10"


def the_house(database: Database) -> Scene:
    scene = Scene(database)
    scene.office("Madrid", MADRID)
    scene.colleague("Ada Admin", Role.ADMIN)
    scene.colleague("Priya Shah", Role.RECRUITER)
    scene.colleague("Hugo Osei", Role.HIRING_MANAGER)
    scene.requisition("Staff Nurse", "Madrid", "Priya Shah", "Hugo Osei")
    for number in range(14):
        day = f"10-{5 + number % 3}"
        ack = said(day, "auto_ack", "10:01")
        no = [decided(f"10-{12 + number % 4}"), said(f"10-{13 + number % 4}", decision="reject")]
        scene.person(f"Canary{number} Secretname", "Staff Nurse", applied(day), ack, *no)
    for number in range(6):
        scene.person(
            f"Waiting{number} Secretname", "Staff Nurse", applied("10-20"), said("10-20", "auto_ack", "10:01")
        )
    return scene


@pytest.fixture(scope="module")
def app(database_url: str) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url, secret_key="k" * 40, zone="Europe/Madrid", company="Borealis & Sons"
    )
    made = create_app(settings)
    kept: Database = made.extensions["recruiterdash.database"]
    with time_machine.travel(NOW, tick=False):
        the_house(kept)
        yield made
    kept.close()


def inside(app: Flask, name: str) -> tuple[FlaskClient, str]:
    browser = app.test_client()
    found = TOKEN.search(browser.get("/login").text)
    assert found
    data = {"csrf_token": found.group(1), "email": f"{name}@house.test", "password": PASSWORD}
    assert browser.post("/login", data=data).status_code == 303
    token = TOKEN.search(browser.get("/account").text)
    assert token
    return browser, token.group(1)


ADDRESSES = ("/promise", f"/promise/{MONTH}", f"/promise/{MONTH}/page.pdf", f"/promise/{MONTH}/waits.json")


def test_it_is_off_until_an_administrator_publishes_it_and_gone_when_withdrawn(app: Flask) -> None:
    anybody = app.test_client()
    for address in ADDRESSES:
        answer = anybody.get(address)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Borealis" not in answer.text
    ada, token = inside(app, "ada")
    preview = ada.get(f"/openness?month={MONTH}").text
    assert "How long people waited for us: October 2026" in preview
    assert anybody.get("/promise").status_code == 404
    assert ada.post("/openness/publish", data={"csrf_token": token, "month": MONTH}).status_code == 303
    page = anybody.get("/promise")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert "Borealis &amp; Sons" in page.text
    assert "Circle Back Initiative" in page.text
    for address in ADDRESSES:
        assert anybody.get(address).status_code == 200, address
        assert "Set-Cookie" not in anybody.get(address).headers
    again = anybody.get("/promise", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    assert anybody.get("/promise/2026-09").status_code == 404
    assert anybody.get("/promise/../settings").status_code in {404, 302, 303, 401}
    assert ada.post("/openness/withdraw", data={"csrf_token": token, "month": MONTH}).status_code == 303
    assert [anybody.get(address).status_code for address in ADDRESSES] == [404] * 4


def test_nobody_is_in_it_and_anybody_can_tell_the_curve_again(app: Flask) -> None:
    ada, token = inside(app, "ada")
    ada.post("/openness/publish", data={"csrf_token": token, "month": MONTH})
    anybody = app.test_client()
    told = anybody.get(f"/promise/{MONTH}/waits.json")
    for words in (told.text, anybody.get("/promise").text):
        assert "Secretname" not in words
        assert "Canary" not in words
    document = json.loads(told.text)
    waits = [
        Wait(float(cell["days"]), event)
        for cell in document["waits"]
        for event, number in ((ANSWERED, cell["answered"]), (OPEN, cell["unanswered"]))
        for _ in range(number)
    ]
    assert len(waits) == 20
    curve = kaplan_meier(waits)
    assert [step["days"] for step in document["curve"]] == curve.times
    assert [step["waiting"] for step in document["curve"]] == pytest.approx(curve.survival, abs=1e-9)
    assert all(
        cell[name] == 0 or cell[name] >= 5
        for cell in document["waits"]
        for name in ("answered", "unanswered")
    )
    assert not re.search(r'"(id|application|name|candidate)"', told.text)


def test_the_sheet_is_one_page(app: Flask) -> None:
    ada, token = inside(app, "ada")
    ada.post("/openness/publish", data={"csrf_token": token, "month": MONTH})
    sheet = app.test_client().get(f"/promise/{MONTH}/page.pdf")
    assert sheet.data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet.data)) == 1
    assert sheet.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("month", ["2026-11", "2027-01", "october", "2026-13", "1066-10"])
def test_a_month_that_is_not_over_or_is_none_is_refused(app: Flask, month: str) -> None:
    ada, token = inside(app, "ada")
    answer = ada.post("/openness/publish", data={"csrf_token": token, "month": month})
    assert answer.status_code == 422
    assert "month" in answer.text


def test_nobody_but_an_administrator_publishes(app: Flask) -> None:
    for name in ("priya", "hugo"):
        browser, token = inside(app, name)
        assert browser.get("/openness").status_code == 403
        answer = browser.post("/openness/publish", data={"csrf_token": token, "month": MONTH})
        assert answer.status_code == 403
