"""recruiterdash serve: the web, and the worker beside it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import click
from alembic import command
from flask import Flask
from sqlalchemy import inspect
from waitress.server import create_server

from recruiterdash import config, create_app, moments, schema, team
from recruiterdash.cli.database import BEHIND, furnish
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.metrics import memory
from recruiterdash.worker import Worker

THREADS = 8


def register(commands: click.Group) -> None:
    commands.add_command(serve)


@click.command()
@click.option("--host", default="", help="Address to listen on; 127.0.0.1 when left out.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; the one of BASE_URL, else 8000.")
@click.option(
    "--no-worker", is_flag=True, help="Without the worker thread: `recruiterdash worker` runs elsewhere."
)
def serve(host: str, port: int | None, no_worker: bool) -> None:
    """Serve the pages, and send letters unless told otherwise."""
    settings = at(config.read(), host or "127.0.0.1", port)
    ensure_schema(settings)
    app = create_app(settings)
    where = _listening(settings, host, port)
    server_ = server(app, *where)
    if link := set_up_link(settings):
        click.echo(
            f"Nobody can log in yet. Set up the first administrator here, once, within 24 hours:\n{link}"
        )
    click.echo(f"Serving on {settings.base_url}")
    signal.signal(signal.SIGTERM, _leave)
    memory.warm(app.extensions["recruiterdash.database"])
    with nullcontext() if no_worker else beside(settings):
        server_.run()


def _leave(_number: int, _frame: FrameType | None) -> None:
    # The server finishes its requests on this, and the worker its letter.
    raise SystemExit(0)


def server(app: Flask, host: str, port: int) -> Any:
    """Return a server that listens already and answers once it runs. Raises BadInput where it cannot listen."""
    try:
        return create_server(app, host=host, port=port, threads=THREADS, ident=None)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "there is no such address here"
        raise BadInput(f"Nothing can listen on {host[:60]}, port {port}: {why}.") from None


def ensure_schema(settings: Settings) -> None:
    """Refuse to serve on a schema that is not ours; a new SQLite file in development gets it made.

    Raises DomainError with what to do.
    """
    database = Database(settings.database_url)
    try:
        with database.engine.connect() as connection:
            current = schema.is_current(connection)
            empty = not inspect(connection).get_table_names()
    finally:
        database.close()
    if current:
        return
    if empty and settings.sqlite and settings.mode == "development":
        command.upgrade(schema.alembic_config(), "head")
        furnish(settings.database_url)
        return
    raise DomainError(BEHIND)


def set_up_link(settings: Settings) -> str | None:
    """Return a new link for the first administrator; None when somebody can log in already."""
    database = Database(settings.database_url)
    try:
        with database.transaction() as session:
            key = team.first_link(session, moments.now())
            session.commit()
    finally:
        database.close()
    return None if key is None else f"{settings.base_url}/setup/{key}"


def at(settings: Settings, host: str, port: int | None) -> Settings:
    """Let links name the port that was asked for, where the settings do not say how we are reached."""
    if port is None or settings.base_url != Settings().base_url:
        return settings
    return replace(settings, base_url=f"http://{host}:{port}")


def _listening(settings: Settings, host: str, port: int | None) -> tuple[str, int]:
    named = urlsplit(settings.base_url).port
    return host or "127.0.0.1", port if port is not None else named or 8000


@contextmanager
def beside(settings: Settings) -> Iterator[None]:
    """Run the worker in a thread until the server stops."""
    database = Database(settings.database_url)
    worker = Worker(settings, database).start_thread()
    try:
        yield
    finally:
        worker.stop()
        database.close()
