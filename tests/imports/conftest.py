"""A desk with an empty database for each test, on both databases; and one at a fixed moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.conftest import DATABASES, DatabaseMaker
from tests.imports.desk import Desk

#: A Monday after everything that the sample files tell.
NOW = "2026-11-23T09:00:00+00:00"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(params=DATABASES)
def desk(request: pytest.FixtureRequest, fresh_database: DatabaseMaker, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(fresh_database(request.param), tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def quick_desk(fresh_database: DatabaseMaker, tmp_path: Path) -> Iterator[Desk]:
    """A desk on SQLite alone, for rules that no database can change."""
    made = Desk(fresh_database("sqlite"), tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def postgresql_desk(fresh_database: DatabaseMaker, tmp_path: Path) -> Iterator[Desk]:
    """A desk on PostgreSQL alone, for what only it does."""
    made = Desk(fresh_database("postgresql"), tmp_path)
    yield made
    made.database.close()
