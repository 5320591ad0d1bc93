"""The schema moves forth and back on both databases, and is what the models say."""

from contextlib import closing

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from recruiterdash.db import Database
from tests.conftest import DATABASES, ROOT, DatabaseMaker, migrate


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, empty_database: DatabaseMaker) -> str:
    return empty_database(request.param)


def test_every_migration_can_be_undone_and_done_again(url: str) -> None:
    migrate(url, "upgrade", "head")
    there = tables(url)
    migrate(url, "downgrade", "base")
    assert tables(url) == {"alembic_version"}
    migrate(url, "upgrade", "head")
    assert tables(url) == there


def test_the_migrated_schema_is_what_the_models_say(url: str) -> None:
    migrate(url, "upgrade", "head")
    migrate(url, "check")


def test_history_is_one_line_without_branches() -> None:
    history = ScriptDirectory.from_config(Config(toml_file=ROOT / "pyproject.toml"))
    assert len(history.get_heads()) == 1


def tables(url: str) -> set[str]:
    with closing(Database(url)) as database:
        return set(inspect(database.engine).get_table_names())
