"""recruiterdash restore: a backup becomes the database, and every letter in it waits for a person."""

import json
import os
import shutil
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import MetaData, Table, delete, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from recruiterdash import audit, config, moments, schema
from recruiterdash.cli import postgresql
from recruiterdash.cli.backup import beside, connected, finish, source
from recruiterdash.cli.base import one_line
from recruiterdash.cli.outbox import tell
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.messages import brakes, doubtful, home
from recruiterdash.team.models import InstanceFact

SQLITE, ARCHIVE = b"SQLite format 3\0", b"PGDMP"
#: A database with a row in any of these holds somebody's work.
TELLING = ("users", "candidates", "requisitions", "messages")
IN_USE = "The database is in use: stop `recruiterdash serve` and every worker first, then restore."


def register(commands: click.Group) -> None:
    commands.add_command(restore)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--force", is_flag=True, help="Also over a database that holds data; a file is kept aside.")
def restore(file: Path, force: bool) -> None:
    """Put the backup FILE where DATABASE_URL points. No letter leaves until `recruiterdash outbox release`."""
    settings, now = config.read(), moments.now()
    with file.open("rb") as opened:
        begins = opened.read(len(SQLITE))
    with closing(Database(settings.database_url)) as database:
        if not begins.startswith(SQLITE if settings.sqlite else ARCHIVE):
            kind = "SQLite" if settings.sqlite else "PostgreSQL"
            raise BadInput(f"{file} is no backup of a {kind} database, as DATABASE_URL asks for.")
        if settings.sqlite:
            _restore_file(file, source(database), now, force=force)
        else:
            _restore_archive(file, database, now, force=force)
        _tell(database)


def _tell(database: Database) -> None:
    with database.reading() as session:
        hold = brakes.held(session)
        assert hold is not None
        gone = doubtful.perhaps_gone(session, hold.since)
    click.echo(f"Restored. {hold.reason}")
    tell(gone)
    click.echo("No letter leaves until `recruiterdash outbox release --reason ...`.")


def _reason(moment: datetime | None) -> str:
    when = f"of {moment:%Y-%m-%d %H:%M} UTC" if moment else "whose moment is not known"
    return (
        f"This database comes from a backup {when}: letters that wait in it may have left since. "
        "Look which did, then release."
    )


def _ensure_known(revisions: set[str]) -> None:
    if not revisions or not revisions <= schema.known():
        said = ", ".join(sorted(revisions)) or "none at all"
        raise BadInput(
            f"The backup's schema ({said}) is not one this program knows: use the program it was made by."
        )


# --- a file of SQLite's ---------------------------------------------------------------------------


def _restore_file(file: Path, target: Path, now: datetime, *, force: bool) -> None:
    """Make the new file ready beside the old one, hold and all, and only then let it take the name."""
    ahead = file.with_name(f"{file.name}-wal")
    if ahead.exists() and ahead.stat().st_size:
        raise BadInput(f"{file} is a database in use, with changes in {ahead.name}: that is no backup.")
    if target.exists() and file.samefile(target):
        raise BadInput(f"{file} is the database itself.")
    worth_keeping = _holds_data(target)
    if worth_keeping and not force:
        raise BadInput(f"{target} holds data: say --force to keep it aside and restore in its place.")
    with beside(target) as ready:
        shutil.copyfile(file, ready)
        _ensure_whole(ready)
        _hold_back(ready, target, now)
        _ensure_free(target)
        if worth_keeping:
            click.echo(f"What was there is kept as {_set_aside(target, now)}.")
        for name in (f"{target.name}-wal", f"{target.name}-shm"):
            with suppress(FileNotFoundError):
                target.with_name(name).unlink()  # belongs to the old file, would spoil the new one
        finish(ready, target)


def _ensure_whole(path: Path) -> None:
    try:
        with closing(connected(path)) as copy:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
            tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            revisions = (
                {row[0] for row in copy.execute("SELECT version_num FROM alembic_version")}
                if "alembic_version" in tables
                else set()
            )
    except Exception as error:  # noqa: BLE001 - the driver has no stubs, and says in many ways that it cannot read
        raise BadInput(f"The backup is damaged: {one_line(str(error))}.") from None
    if found != ["ok"]:
        raise BadInput(f"The backup is damaged: {one_line('; '.join(map(str, found)))}.")
    _ensure_known(revisions)


def _hold_back(ready: Path, target: Path, now: datetime) -> None:
    """Write the hold into the file that is not the database yet."""
    with closing(Database(f"sqlite:///{ready}")) as database, database.writing() as session:
        moment = doubtful.backup_moment(session)
        # a hold of before would end without a look at what may have gone
        session.execute(delete(InstanceFact).where(InstanceFact.name == brakes.HOLD))
        brakes.hold(session, "restore", _reason(moment), now=now, actor_id=None)
        home.follow(session, home.of_file(target, ready), now=now)
        _record(session, now, moment)
        session.commit()
    with closing(connected(ready)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")  # nothing of it may stand in a file beside it


def _record(session: Session, now: datetime, moment: datetime | None) -> None:
    audit.note(
        session,
        at=now,
        actor_id=None,
        act="instance.restore",
        subject="instance",
        backup_of=moment.isoformat() if moment else None,
    )


def _holds_data(target: Path) -> bool:
    """Say whether a file would be missed; what cannot be read may hold anything."""
    if not target.exists() or target.stat().st_size == 0:
        return False
    with closing(Database(f"sqlite:///{target}")) as database:
        try:
            return _has_rows(database)
        except DBAPIError:
            return True


def _has_rows(database: Database) -> bool:
    with database.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if tables and "alembic_version" not in tables:
            return True
        telling = [Table(name, MetaData(), autoload_with=connection) for name in TELLING if name in tables]
        return any(connection.execute(select(each).limit(1)).first() is not None for each in telling)


def _ensure_free(target: Path) -> None:
    """Refuse while anybody else has the file open, and fold what stands beside it into it."""
    if not target.exists() or target.stat().st_size == 0:
        return
    with closing(connected(target)) as old:
        old.execute("PRAGMA busy_timeout=1000")
        try:
            # leaving write-ahead mode needs the file for oneself
            (mode,) = old.execute("PRAGMA journal_mode=DELETE").fetchone()
        except Exception as error:  # noqa: BLE001 - see _ensure_whole
            if "locked" in str(error):
                raise Conflict(IN_USE) from None
            return  # damaged: kept aside as it is
    if mode != "delete":
        raise Conflict(IN_USE)


def _set_aside(target: Path, now: datetime) -> Path:
    """Give the old file a second name; it keeps the first until the new one takes it."""
    aside = target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%S}")
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            target.with_name(target.name + ending).rename(aside.with_name(aside.name + ending))
    try:
        os.link(target, aside)
    except FileExistsError:
        raise Conflict(f"{aside} is there already: try again in a second.") from None
    except OSError:  # a disk without second names: for an instant there is no database, which sends nothing
        target.rename(aside)
    return aside


# --- an archive of PostgreSQL's -------------------------------------------------------------------


def _restore_archive(file: Path, database: Database, now: datetime, *, force: bool) -> None:
    """Let archive and hold become the database in one transaction."""
    postgresql.ensure_readable(file)
    _ensure_known({row["version_num"] for row in postgresql.rows(file, "alembic_version")})
    with database.engine.connect() as connection:
        looked = inspect(connection)
        tables, place = looked.get_table_names(), looked.default_schema_name or "public"
    if tables and "alembic_version" not in tables:
        raise BadInput(
            "The database of DATABASE_URL holds another program's tables: give ours one of its own."
        )
    if _has_rows(database) and not force:
        raise BadInput(
            "The database of DATABASE_URL holds data: say --force to replace it. It is not kept aside."
        )
    database.close()
    moment = _backup_moment(file)
    postgresql.replay(
        file, database.url, before=_emptied(place, tables), after=_held(place, _reason(moment), now)
    )
    with database.writing() as session:
        _record(session, now, moment)
        session.commit()


def _backup_moment(archive: Path) -> datetime | None:
    told = (row["at"] for row in postgresql.rows(archive, "instance_facts") if row["name"] == doubtful.BACKUP)
    at = next(told, None)
    return datetime.fromisoformat(at).astimezone(UTC) if at else None


def _emptied(place: str, tables: list[str]) -> str:
    # with a worker still there, waiting for ever for its locks would look like a restore that hangs
    said = ["SET client_min_messages = warning; SET lock_timeout = '15s';"]
    return "\n".join([*said, *(f"DROP TABLE {_named(place, each)} CASCADE;" for each in tables)]) + "\n"


def _held(place: str, reason: str, now: datetime) -> str:
    facts, name = _named(place, "instance_facts"), _quoted(brakes.HOLD)
    value = json.dumps({"kind": "restore", "reason": reason, "by": None})
    gone = f"DELETE FROM {facts} WHERE name = {name};"  # noqa: S608 - quoted, as all below
    values = f"{name}, {_quoted(value)}, {_quoted(now.isoformat())}"
    put = f"INSERT INTO {facts} (name, value, at) VALUES ({values});"  # noqa: S608
    return f"\n{gone}\n{put}\n"


def _named(place: str, table: str) -> str:
    """A table's name in PostgreSQL's words."""
    return ".".join('"' + each.replace('"', '""') + '"' for each in (place, table))


def _quoted(text: str) -> str:
    """A text in PostgreSQL's words; a backslash is one in the standard's strings."""
    return "'" + text.replace("'", "''") + "'"
