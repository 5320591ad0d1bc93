"""recruiterdash demo: made-up people to try everything with."""

import secrets
import socket
from dataclasses import replace

import click
from sqlalchemy import select

from recruiterdash import config, create_app, moments, team
from recruiterdash.cli import serving
from recruiterdash.db import Database
from recruiterdash.demo import build, cast, house
from recruiterdash.errors import Conflict, DomainError
from recruiterdash.team import passwords
from recruiterdash.team.models import InstanceFact

USUAL_PORT = 8000
EMAIL = house.mailbox_of(cast.YOU)


def register(commands: click.Group) -> None:
    commands.add_command(demo)


@click.group()
def demo() -> None:
    """Try recruiterdash with made-up people."""


@demo.command()
@click.option("--applications", type=click.IntRange(1, 2_000_000), default=180, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same people.")
def load(applications: int, seed: int) -> None:
    """Fill an empty database with made-up people; refuses one that holds anybody."""
    settings = config.read()
    serving.ensure_schema(settings)
    database = Database(settings.database_url)
    now = moments.now()
    try:
        with database.writing() as session:
            for done in build.fill(session, applications=applications, seed=seed, now=now):
                session.commit()
                if applications > build.BATCH:
                    click.echo(f"{done:,} of {applications:,}", err=True)
    finally:
        database.close()
    click.echo(f"{applications:,} made-up applications are in the database.")


@demo.command()
@click.option("--port", type=click.IntRange(0, 65535), help="8000, or any free one when that is taken.")
def run(port: int | None) -> None:
    """Serve the demo with its worker and mail catcher, and say how to log in."""
    password = secrets.token_urlsafe(9)
    taken = port if port is not None else _free_port()
    settings = replace(serving.at(config.read(), "127.0.0.1", taken), company=cast.COMPANY)
    serving.ensure_schema(settings)
    _set_passwords(settings, password)
    server = serving.server(create_app(settings), "127.0.0.1", taken)
    with serving.beside(settings):
        others = ", ".join(
            f"{house.mailbox_of(each)} ({each.title})" for each in cast.COLLEAGUES if each.name in cast.OTHERS
        )
        click.echo(f"The same password lets in {others}")
        click.echo(f"Open {settings.base_url}/queue")
        click.echo(f"Log in as {EMAIL} {password}")
        server.run()


def _set_passwords(settings: config.Settings, password: str) -> None:
    hashed = passwords.hashed(password)
    database = Database(settings.database_url)
    try:
        with database.writing() as session:
            if session.scalar(select(InstanceFact.id).where(InstanceFact.name == "demo")) is None:
                raise Conflict(
                    "This database is no demo: run `recruiterdash demo load` on an empty one first."
                )
            for each in cast.COLLEAGUES:
                user = team.user_by_email(session, house.mailbox_of(each))
                team.set_password(session, user, hashed, now=moments.now())
            session.commit()
    finally:
        database.close()


def _free_port() -> int:
    for port in (USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            number: int = probe.getsockname()[1]
            return number
    raise DomainError("No port is free on this machine.")
