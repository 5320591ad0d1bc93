"""A house in which people wait for every reason there is, looked at on a Monday afternoon."""

from collections.abc import Iterator

import pytest
import time_machine

from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.journey import Happened
from recruiterdash.requisitions.models import StageType
from tests.digests.cast import Desk
from tests.messages.world import Post
from tests.queue.scene import NOW, applied, at, interviewed, said, the_scene


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as server:
        yield server


@pytest.fixture(scope="module")
def desk(database_url: str) -> Iterator[Desk]:
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        company="Borealis",
        zone="Europe/Madrid",
        base_url="https://hiring.borealis.example",
        mail_from="jobs@borealis.example",
        send_window=False,
        mail_mode="real",
    )
    database = Database(database_url)
    with time_machine.travel(NOW, tick=False):
        made = Desk(settings, the_scene(database))
        for name in ("Nora Vance", "Milo Brandt"):
            # the scorecard is in: who decides has the next step
            made.scene.person(
                name,
                "Staff Nurse",
                applied("2"),
                said("2", "auto_ack"),
                interviewed("9", scorecards=1),
                Happened("scorecard", at("10")),
                said("18"),
                stage=StageType.INTERVIEW,
            )
    yield made
    database.close()


@pytest.fixture(autouse=True)
def at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def nothing_was_told(desk: Desk) -> None:
    """What another test of the module was told is not this one's."""
    desk.forget()
