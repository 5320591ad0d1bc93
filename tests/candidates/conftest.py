"""A database of its own for each test module, on both kinds."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from recruiterdash.db import Database


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction that is undone."""
    with database.writing() as session:
        yield session
