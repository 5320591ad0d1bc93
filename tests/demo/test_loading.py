"""The demo is loaded into a database with a schema, or says in a sentence what to do."""

import pytest

from recruiterdash.cli.demo import load
from recruiterdash.errors import DomainError
from tests.conftest import DatabaseMaker


@pytest.mark.postgres
def test_a_database_without_a_schema_says_what_to_do(
    empty_database: DatabaseMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", empty_database("postgresql"))
    assert load.callback is not None
    with pytest.raises(DomainError, match="run `recruiterdash db upgrade` first"):
        load.callback(applications=1, seed=1)
