"""A world of its own for each trial, on both databases."""

from collections.abc import Iterator
from random import Random

import pytest

from recruiterdash.config import Settings
from recruiterdash.db import Database
from tests.conftest import DATABASES, DatabaseMaker
from tests.messages.world import Post, World


@pytest.fixture(params=DATABASES)
def world(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[World]:
    url = fresh_database(request.param)
    settings = Settings(
        database_url=url,
        secret_key="k" * 40,
        company="Borealis",
        mail_from="jobs@borealis.example",
        undo_seconds=0.0,
        send_window=False,
        mail_mode="real",
    )
    database = Database(url)
    yield World(database, settings)
    database.close()


@pytest.fixture
def random() -> Random:
    return Random(20261116)


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as server:
        yield server
