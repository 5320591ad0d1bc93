"""A house with one colleague for each role, on each database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from recruiterdash import create_app, late, moments, team
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.imports.uploads import Folder
from recruiterdash.team import passwords
from recruiterdash.team.models import Role, TokenScope
from recruiterdash.web import imports as imports_page

PASSWORD = "orange tractor on the moon"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@cache
def hashed() -> str:
    return passwords.hashed(PASSWORD)


@dataclass
class House:
    """The application, its database, and who is who."""

    app: Flask
    database: Database
    #: Role -> number of the user who has it alone.
    users: dict[str, int] = field(default_factory=dict)

    def transaction(self) -> Session:
        return self.database.writing()

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def add(self, name: str, *roles: Role, grants: frozenset[str] = frozenset()) -> int:
        draft = team.UserDraft(name=name, email=f"{name}@house.test", roles=frozenset(roles), grants=grants)
        with self.transaction() as session:
            user = team.create_user(session, draft, now=moments.now(), actor_id=None, hashed=hashed())
            session.commit()
            self.users[name] = user.id
            return user.id

    def token(self, name: str, scope: TokenScope) -> dict[str, str]:
        """Return the header that makes a request somebody's program."""
        with self.transaction() as session:
            user = team.user_by_email(session, f"{name}@house.test")
            made = team.create_token(session, user, scope, now=moments.now(), actor_id=None)
            session.commit()
        return {"Authorization": f"Bearer {made}"}


def csrf(browser: FlaskClient, path: str = "/account") -> str:
    """Return the token of a page with a form."""
    found = TOKEN.search(browser.get(path).text)
    assert found, f"no form on {path}"
    return found.group(1)


def log_in(browser: FlaskClient, name: str, password: str = PASSWORD) -> int:
    """Log in and return the status of the answer: 303 when it worked."""
    data = {"csrf_token": csrf(browser, "/login"), "email": f"{name}@house.test", "password": password}
    return browser.post("/login", data=data).status_code


def settings_for(url: str, **more: object) -> Settings:
    given: dict[str, object] = {"database_url": url, "secret_key": "k" * 40, **more}
    return Settings(**given)  # type: ignore[arg-type]


@contextmanager
def opened(url: str, **more: object) -> Iterator[House]:
    """Yield a house over a database, and close it."""
    app = create_app(settings_for(url, **more))
    made = House(app, app.extensions["recruiterdash.database"])
    yield made
    made.database.close()


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts as pictures start a browser each time; who walks through every page would start hundreds."""
    monkeypatch.setattr(late, "is_there", lambda _name: False)


@pytest.fixture(scope="module")
def house(database_url: str) -> Iterator[House]:
    """One house for a test module, with a colleague for each role."""
    with opened(database_url) as made:
        for role in Role:
            made.add(role.value, role)
        yield made


@pytest.fixture(scope="module")
def uploads_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """Where uploads of these tests lie; nothing works on them behind one's back."""
    where = Folder(tmp_path_factory.mktemp("uploads"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imports_page, "_folder", lambda: where)
        patch.setattr(imports_page, "_begin", lambda *_: None)
        yield where


@pytest.fixture
def inside(house: House) -> Callable[[str], FlaskClient]:
    """Return a maker of browsers that are logged in as a role."""

    def enter(name: str) -> FlaskClient:
        browser = house.browser()
        assert log_in(browser, name) == 303
        return browser

    return enter
