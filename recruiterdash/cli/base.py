"""What commands share: the settings, the opened database, one JSON document."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from recruiterdash import config
from recruiterdash.db import Database

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@contextmanager
def opened() -> Iterator[Session]:
    """Yield a writing session on the database of the settings; the command commits."""
    database = Database(config.read().database_url)
    try:
        with database.writing() as session:
            yield session
    finally:
        database.close()


def print_json(document: Any) -> None:
    """Print one JSON document; moments and days as ISO text."""
    click.echo(json.dumps(document, default=_iso, ensure_ascii=False, indent=1))


def _iso(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"cannot write {type(value).__name__} as JSON")


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Let millions of plain values come and go without a look for circles every few hundred of them.

    That look took a tenth of an import's time and found nothing.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
