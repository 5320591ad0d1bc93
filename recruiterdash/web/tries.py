"""The limit on log-in tries, by mailbox and by source; a browser that has logged in before has its own.

So whoever guesses at a mailbox locks out strangers' browsers and not its owner (OWASP: device cookies).
"""

import secrets
from datetime import datetime
from typing import NamedTuple

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.team import tries
from recruiterdash.team.credentials import cleaned

REMEMBERED = 180 * 24 * 3600


class Counted(NamedTuple):
    """A try that was let through."""

    buckets: list[tries.Bucket]
    at: datetime


def take(mailbox: str) -> Counted | None:
    """Count a try, in a transaction of its own and before the password is looked at; None: too many."""
    counted = Counted(_buckets(mailbox), doors.now())
    with doors.database().transaction() as session:
        allowed = tries.take(session, counted.buckets, counted.at)
        session.commit()
    return counted if allowed else None


def give_back(session: Session, counted: Counted) -> None:
    tries.give_back(session, counted.buckets, counted.at)


def remember(response: Response, mailbox: str) -> Response:
    """Let this browser be known for its user at the next log-in; the cookie opens nothing by itself."""
    response.set_cookie(
        cookie_name(),
        _signer().dumps([_account(mailbox).digest, secrets.token_hex(8)]),
        max_age=REMEMBERED,
        path="/",
        secure=doors.settings().secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def cookie_name() -> str:
    return "__Host-recruiterdash-known" if doors.settings().secure else "recruiterdash-known"


def _buckets(mailbox: str) -> list[tries.Bucket]:
    secret = doors.settings().secret_key
    source = tries.bucket(secret, "source", request.remote_addr or "", tries.PER_SOURCE)
    known = request.cookies.get(cookie_name(), "")
    if known and _belongs_to(known, mailbox):
        return [tries.bucket(secret, "browser", known, tries.PER_ACCOUNT)]
    return [_account(mailbox), source]


def _account(mailbox: str) -> tries.Bucket:
    return tries.bucket(doors.settings().secret_key, "account", cleaned(mailbox), tries.PER_ACCOUNT)


def _belongs_to(cookie: str, mailbox: str) -> bool:
    try:
        known = _signer().loads(cookie, max_age=REMEMBERED)
    except BadSignature:
        return False
    return isinstance(known, list) and known[:1] == [_account(mailbox).digest]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(doors.settings().secret_key, salt="known browser")
