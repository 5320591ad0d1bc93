"""One house for each test module on each database, on a Monday morning."""

from collections.abc import Iterator

import pytest
import time_machine

from recruiterdash import messages
from recruiterdash.team.models import User
from tests.web.nouns.house import NOW, House


@pytest.fixture(autouse=True, scope="module")
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def house(database_url: str, monday: None) -> Iterator[House]:
    made = House(database_url)
    with made.writing() as session:
        messages.seed_library(session, NOW)
        for name in ("recruiter", "other_recruiter"):
            session.get_one(User, made.users[name]).title = "Recruiter"
        session.commit()
    yield made
    made.database.close()
