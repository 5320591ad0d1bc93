"""That an import is being written, for whom it would slow down.

PostgreSQL finds the newest event by passing over all that are written and not committed: of an import these are
hundreds of thousands, at each page. Who only wants to know whether anything has happened leaves it out meanwhile.
A lock says it and no row: who is killed leaves nothing behind.
"""

from typing import Any

from sqlalchemy import Boolean, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

#: Any number that all programs of ours agree on.
LOCK = 7_340_262


def say(session: Session) -> bool:
    """Say that an import is being written, until this transaction ends; False when somebody was just asking.

    On SQLite nobody sees what is not committed, so that there is nothing to say.
    """
    if session.get_bind().dialect.name == "sqlite":
        return True
    return bool(session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}))


class NoImport(FunctionElement[bool]):
    """True in a statement while no import is being written."""

    type = Boolean()
    inherit_cache = True


@compiles(NoImport)
def _never(_element: NoImport, _compiler: Any, **_more: Any) -> str:
    return "1 = 1"


@compiles(NoImport, "postgresql")
def _unlocked(_element: NoImport, _compiler: Any, **_more: Any) -> str:
    # held for no longer than the look itself: an import never waits for a page
    return (
        f"CASE WHEN pg_try_advisory_lock_shared({LOCK}) THEN pg_advisory_unlock_shared({LOCK}) ELSE FALSE END"
    )
