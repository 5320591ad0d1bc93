"""The small house of the letters' tests: notices leave by the same way."""

import pytest
from sqlalchemy import update

from recruiterdash.notices.models import Notice, NoticeState
from tests.messages.conftest import database, post, world
from tests.messages.world import World

__all__ = ["database", "post", "world"]


@pytest.fixture(autouse=True)
def nothing_waits(world: World) -> None:
    """What other tests of the module left waiting is not this one's."""
    with world.writing() as session:
        session.execute(update(Notice).values(state=NoticeState.FAILED))
