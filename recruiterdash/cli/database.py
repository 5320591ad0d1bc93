"""recruiterdash db: the schema, through Alembic."""

from collections.abc import Callable
from contextlib import closing

import click
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from recruiterdash import config, messages, moments, waiting
from recruiterdash.db import Database
from recruiterdash.errors import BadInput
from recruiterdash.schema import alembic_config, is_current

BEHIND = "The database's schema is not this program's: run `recruiterdash db upgrade` first."


def register(commands: click.Group) -> None:
    commands.add_command(db)


@click.group()
def db() -> None:
    """Make, change and check the database's schema."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the schema up to REVISION, the newest when left out, and write what every installation has."""
    _moved(command.upgrade, revision)
    if revision == "head":
        furnish(config.read().database_url)


@db.command()
@click.argument("revision", default="-1")
def downgrade(revision: str) -> None:
    """Take the schema down to REVISION, one step when left out (`base` removes everything)."""
    _moved(command.downgrade, revision)


@db.command()
def check() -> None:
    """Say whether the schema equals what the program expects; exit 1 when not."""
    try:
        command.check(alembic_config())
    except CommandError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None


def _moved(move: Callable[[Config, str], None], revision: str) -> None:
    try:
        move(alembic_config(), revision)
    except CommandError as error:
        raise BadInput(f"{revision[:40]}: {error}.") from None


def why_not(error: DBAPIError) -> str:
    """Return in words for whoever asked why the database could not do it: most often it was never made."""
    with closing(Database(config.read().database_url)) as database:
        try:
            with database.engine.connect() as connection:
                current = is_current(connection)
        except DBAPIError:
            current = True  # it does not answer at all
    if not current:
        return BEHIND
    return f"The database could not do this: {str(error.orig)[:200]}"


def furnish(url: str) -> None:
    """Write the first version of the policy and the starter letters where there are none."""
    database = Database(url)
    try:
        with database.writing() as session:
            waiting.ensure_policy(session)
            messages.seed_library(session, moments.now())
            session.commit()
    finally:
        database.close()
