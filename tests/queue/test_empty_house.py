"""A house without anybody in it teaches the next step."""

from flask import Flask
from flask.testing import FlaskClient

from recruiterdash.db import Database
from recruiterdash.team.models import Role
from tests.queue.conftest import TOKEN
from tests.queue.scene import PASSWORD, Scene


def test_an_empty_house_teaches_the_next_step(app: Flask, at_now: None) -> None:
    database: Database = app.extensions["recruiterdash.database"]
    Scene(database).colleague("Ada Admin", Role.ADMIN)
    browser: FlaskClient = app.test_client()
    token = TOKEN.search(browser.get("/login").text)
    assert token
    data = {"csrf_token": token.group(1), "email": "ada@house.test", "password": PASSWORD}
    browser.post("/login", data=data)
    page = browser.get("/queue").text
    assert "Nobody is here yet" in page
    assert 'href="/imports"' in page
