"""How often a password may be tried: counted before it is checked, so that parallel tries do not slip by."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from recruiterdash.team.models import LoginTries

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_SOURCE = 100


class Bucket(NamedTuple):
    """One thing tries are counted for."""

    digest: str
    limit: int


def bucket(secret: str, kind: str, value: str, limit: int) -> Bucket:
    """Return the bucket of a mailbox, a source address or a known browser."""
    keyed = hmac.new(secret.encode(), f"{kind}:{value}".encode("utf-8", "surrogatepass"), sha256)
    return Bucket(keyed.hexdigest(), limit)


def take(session: Session, buckets: Sequence[Bucket], now: datetime) -> bool:
    """Count one try in every bucket; say False, and count nothing, when one of them is full."""
    rows = [_locked(session, each, now) for each in sorted(buckets)]
    recent = [_recent(row, now) for row in rows]
    if any(len(moments) >= each.limit for moments, each in zip(recent, sorted(buckets), strict=True)):
        return False
    for row, moments in zip(rows, recent, strict=True):
        row.moments = [*moments, now.isoformat()]
        row.latest_at = now
    session.execute(delete(LoginTries).where(LoginTries.latest_at < now - 4 * WINDOW))
    return True


def give_back(session: Session, buckets: Sequence[Bucket], taken_at: datetime) -> None:
    """Uncount the try of `taken_at`: it was the right password."""
    for each in sorted(buckets):
        row = _locked(session, each, taken_at)
        row.moments = [moment for moment in row.moments if moment != taken_at.isoformat()]


def _locked(session: Session, wanted: Bucket, now: datetime) -> LoginTries:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(LoginTries).values(digest=wanted.digest, moments=[], latest_at=now)
    session.execute(fresh.on_conflict_do_nothing(index_elements=["digest"]))
    query = select(LoginTries).where(LoginTries.digest == wanted.digest).with_for_update()
    return session.execute(query.execution_options(populate_existing=True)).scalar_one()


def _recent(row: LoginTries, now: datetime) -> list[str]:
    since = now - WINDOW
    return [moment for moment in row.moments if datetime.fromisoformat(moment) > since]
