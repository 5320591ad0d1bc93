"""What a program that holds people's data does not start on."""

import stat
from pathlib import Path

import pysqlite3.dbapi2

from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.errors import BadSettings

#: In write-ahead mode these can lose committed writes; fixed in 3.51.3 and in two older branches.
FIRST_UNSAFE, LAST_UNSAFE = (3, 7, 0), (3, 51, 2)
MENDED = {(3, 44, 6), (3, 50, 7)}


def ensure_safe(settings: Settings, database: Database) -> None:
    """Refuse, in production mode, a database file others may read and an SQLite that can lose writes.

    Raises BadSettings with what to do.
    """
    if settings.mode != "production" or not database.sqlite:
        return
    if loses_writes(pysqlite3.dbapi2.sqlite_version_info):
        raise BadSettings(
            f"SQLite {pysqlite3.dbapi2.sqlite_version} can lose committed writes: install a newer pysqlite3"
        )
    for path in _files(database.url.database):
        if path.stat().st_mode & stat.S_IRWXO:
            raise BadSettings(
                f"The database {path.name} can be read by everybody on this machine: chmod o-rwx it"
            )


def loses_writes(version: tuple[int, ...]) -> bool:
    """Say whether an SQLite version has the fault."""
    return FIRST_UNSAFE <= version <= LAST_UNSAFE and version not in MENDED


def _files(name: str | None) -> list[Path]:
    if not name or name == ":memory:":
        return []
    return [path for path in map(Path, (name, f"{name}-wal")) if path.exists()]
