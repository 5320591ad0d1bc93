"""The scene on each database, and browsers that are logged in at its moment."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from recruiterdash import create_app
from recruiterdash.config import Settings
from recruiterdash.db import Database
from tests.queue.scene import NOW, PASSWORD, Scene, the_scene

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
Enter = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def app(database_url: str) -> Iterator[Flask]:
    made = create_app(Settings(database_url=database_url, secret_key="k" * 40, send_window=False))
    yield made
    kept: Database = made.extensions["recruiterdash.database"]
    kept.close()


@pytest.fixture(scope="module")
def scene(app: Flask) -> Scene:
    """Written once for a module: tests that add somebody look for them by name."""
    with time_machine.travel(NOW, tick=False):
        return the_scene(app.extensions["recruiterdash.database"])


@pytest.fixture
def at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def enter(app: Flask, scene: Scene, at_now: None) -> Enter:
    """Return a maker of browsers that are logged in as a colleague."""

    def made(name: str) -> FlaskClient:
        browser = app.test_client()
        found = TOKEN.search(browser.get("/login").text)
        assert found
        email = f"{name.split(maxsplit=1)[0].lower()}@house.test"
        data = {"csrf_token": found.group(1), "email": email, "password": PASSWORD}
        assert browser.post("/login", data=data).status_code == 303
        return browser

    return made
