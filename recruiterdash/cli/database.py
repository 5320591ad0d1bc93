"""recruiterdash db: the schema, through Alembic."""

import click
from alembic import command
from alembic.util import CommandError

from recruiterdash import config, messages, moments, waiting
from recruiterdash.db import Database
from recruiterdash.schema import alembic_config


def register(commands: click.Group) -> None:
    commands.add_command(db)


@click.group()
def db() -> None:
    """Make, change and check the database's schema."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the schema up to REVISION, the newest when left out, and write what every installation has."""
    command.upgrade(alembic_config(), revision)
    if revision == "head":
        furnish(config.read().database_url)


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema down to REVISION (`base` removes everything)."""
    command.downgrade(alembic_config(), revision)


@db.command()
def check() -> None:
    """Say whether the schema equals what the program expects; exit 1 when not."""
    try:
        command.check(alembic_config())
    except CommandError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None


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
