"""A database of its own for each test module, on both kinds, with an office and colleagues."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from recruiterdash.db import Database
from recruiterdash.team.models import Office
from tests.requisitions.cast import an_office


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


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session, "London")
