"""Which schema the program wants and which one a database has, as Alembic keeps count."""

from functools import cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from recruiterdash.errors import DomainError
from recruiterdash.places import place


def alembic_config() -> Config:
    """Return Alembic's configuration as pyproject holds it."""
    root = place("migrations").parent
    pyproject = root / "pyproject.toml"
    if not pyproject.exists():
        raise DomainError(f"The migrations are not beside the program: {root} has no pyproject.toml.")
    return Config(toml_file=pyproject)


@cache
def wanted() -> frozenset[str]:
    """Return the revision this program works on."""
    return frozenset(ScriptDirectory.from_config(alembic_config()).get_heads())


@cache
def known() -> frozenset[str]:
    """Return every revision this program can bring up to date."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return frozenset(each.revision for each in scripts.walk_revisions())


def present(connection: Connection) -> frozenset[str]:
    """Return the revision a database is at; none when it has no schema of ours."""
    return frozenset(MigrationContext.configure(connection).get_current_heads())


def is_current(connection: Connection) -> bool:
    """Say whether a database has the schema this program works on."""
    return present(connection) == wanted()
