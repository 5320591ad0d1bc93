"""Who a mailbox and a password belong to."""

from typing import NamedTuple

from sqlalchemy import select

from recruiterdash.db import Database
from recruiterdash.team import passwords
from recruiterdash.team.models import User


class Credentials(NamedTuple):
    """What a log-in needs to know of a user."""

    id: int
    email: str


def checked(database: Database, mailbox: str, password: str) -> Credentials | None:
    """Return the active user whose mailbox and password these are.

    None, after the same time, for an unknown mailbox, a wrong password and a disabled user. Reads in a short
    transaction of its own, because the check of a password must not hold a lock.
    """
    query = select(User.id, User.email, User.password, User.active).where(User.email == cleaned(mailbox))
    with database.reading() as session:
        row = session.execute(query).first()
    right = passwords.fits(row.password if row else None, password)
    if row is None or not right or not row.active:
        return None
    return Credentials(row.id, row.email)


def cleaned(mailbox: str) -> str:
    """Return a mailbox as it is stored and compared: trimmed and in lower case."""
    return mailbox.strip().lower()
