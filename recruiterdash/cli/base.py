"""What commands share: the settings, the opened database, one JSON document."""

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from recruiterdash import config
from recruiterdash.db import Database

#: Control characters, line ends, and marks that turn the direction of writing.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

#: The number of a row, as both databases hold it.
ROW = click.IntRange(1, 2**63 - 1)
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


def one_line(text: str) -> str:
    """Return text from a file as a terminal may show it: one line, and nothing that steers the terminal."""
    return _STEERING.sub(" ", text)


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
