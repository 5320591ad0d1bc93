"""One world for each test, a database for each module."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.messages.models import WAITING, Message, MessageState
from tests.messages.world import Post, World


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def world(database: Database, database_url: str) -> World:
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        company="Borealis",
        mail_from="jobs@borealis.example",
        undo_seconds=0.0,
        send_window=False,
        poll_seconds=0.1,
        retry_base=0.05,
        mail_mode="real",
    )
    made = World(database, settings)
    with made.writing() as session:
        # what other tests of the module left under way
        session.execute(update(Message).where(WAITING).values(state=MessageState.CANCELLED))
    return made


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as server:
        yield server
