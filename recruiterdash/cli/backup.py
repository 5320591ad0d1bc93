"""recruiterdash backup: the whole database as one file, made while people work."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

import click
import pysqlite3.dbapi2
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from recruiterdash import audit, config, moments
from recruiterdash.cli import postgresql
from recruiterdash.cli.base import one_line
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.messages.doubtful import BACKUP
from recruiterdash.team.models import InstanceFact


def register(commands: click.Group) -> None:
    commands.add_command(backup)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over FILE when it is there.")
def backup(file: Path, force: bool) -> None:
    """Write the database to FILE as it is at one moment, while everybody works on; only its owner may read it."""
    if os.path.lexists(file) and not force:
        raise BadInput(f"{file} is there already: choose another name, or say --force.")
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise BadInput(f"{file}: its folder is not there, or it is a folder itself.")
    settings = config.read()
    with closing(Database(settings.database_url)) as database:
        if database.sqlite and file.absolute().resolve() == source(database).resolve():
            raise BadInput(f"{file} is the database itself.")
        now = moments.now()
        with beside(file) as unfinished:
            _note(database, now)
            _copy(database, unfinished)
            finish(unfinished, file)
    click.echo(
        f"{file}: the database as it was at {now:%Y-%m-%d %H:%M:%S} UTC, {file.stat().st_size:,} bytes"
    )


def _copy(database: Database, to: Path) -> None:
    if not database.sqlite:
        postgresql.dump(database.url, to)
        return
    # one step: a reader of SQLite's write-ahead mode keeps no writer waiting, and many steps begin again
    # whenever somebody writes between them
    with closing(connected(source(database))) as live, closing(connected(to)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # a file by itself, with nothing beside it


def _note(database: Database, now: datetime) -> None:
    """Write down when the backup was begun: the copy carries it, and the database tells its last one."""
    try:
        with database.writing() as session:
            noted(session, BACKUP, now)
            audit.note(session, at=now, actor_id=None, act="instance.backup", subject="instance")
            session.commit()
    except DBAPIError as error:
        raise DomainError(f"The database cannot be backed up: {one_line(str(error.orig))}") from None


def noted(session: Session, name: str, now: datetime, **value: Any) -> None:
    """Write one fact of the installation over what it was."""
    fact = session.scalars(select(InstanceFact).where(InstanceFact.name == name)).one_or_none()
    if fact is None:
        session.add(InstanceFact(name=name, value=value, at=now))
    else:
        fact.value, fact.at = value, now
    session.flush()


def source(database: Database) -> Path:
    """Return the file of a database of SQLite's. Raises BadInput for one in memory."""
    if not database.url.database or database.url.database == ":memory:":
        raise BadInput("A database in memory can be neither backed up nor restored.")
    return Path(database.url.database)


def connected(path: Path) -> Any:
    """Return a bare connection to a file, which begins no transaction by itself."""
    return pysqlite3.dbapi2.connect(str(path), isolation_level=None, timeout=30)


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """Yield an empty file in the same folder that only we may read; gone afterwards unless it was renamed."""
    unfinished = file.absolute().with_name(f".{file.name}.{token_hex(4)}.unfinished")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
    finally:
        for name in (unfinished.name, f"{unfinished.name}-wal", f"{unfinished.name}-shm"):
            with suppress(FileNotFoundError):
                unfinished.with_name(name).unlink()


def finish(unfinished: Path, file: Path) -> None:
    """Give a written file its name: whole on the disk before it has it, and for good afterwards."""
    _to_the_disk(unfinished)
    unfinished.replace(file)
    _to_the_disk(file.absolute().parent)


def _to_the_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
