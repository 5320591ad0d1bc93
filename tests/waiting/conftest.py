"""A database of its own for each test module, on both kinds, with the offices of the vectors."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from recruiterdash.db import Database
from tests.waiting.world import World, settled


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        settled(session)
        session.commit()
    yield made
    made.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction that is undone."""
    with database.writing() as session:
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return World(session)
