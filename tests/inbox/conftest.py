"""One house for each module, on each database: mails are many, and differ."""

from collections.abc import Iterator

import pytest

from recruiterdash.config import Settings
from recruiterdash.db import Database
from tests.inbox.house import House
from tests.messages.world import World


@pytest.fixture(scope="module")
def house(database_url: str) -> Iterator[House]:
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        company="Borealis",
        mail_from="jobs@borealis.example",
        undo_seconds=0.0,
        send_window=False,
        poll_seconds=0.1,
        mail_mode="real",
        imap_url="imaps://jobs:secret@127.0.0.1:1",
    )
    database = Database(database_url)
    yield House(World(database, settings))
    database.close()
