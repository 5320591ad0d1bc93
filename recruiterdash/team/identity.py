"""Who a key belongs to: one statement from a cookie or token to the viewer."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, cast, func, literal, null, select
from sqlalchemy.orm import Session

from recruiterdash.db import Question, UTCDateTime
from recruiterdash.errors import NotAllowed
from recruiterdash.team.models import (
    Absence,
    ApiToken,
    InstanceFact,
    LoginSession,
    Role,
    TokenScope,
    User,
    UserGrant,
    UserRole,
)
from recruiterdash.team.permissions import Permission, Viewer, permissions_of


class Fact(NamedTuple):
    """One thing this installation knows of itself, and since when."""

    value: Mapping[str, Any]
    at: datetime


class OpenSession(NamedTuple):
    """A browser's session as it was found, and what every page says of the installation."""

    id: int
    data: Mapping[str, Any]
    created_at: datetime
    seen_at: datetime
    facts: Mapping[str, Fact]
    #: What was asked for beside it.
    beside: Any
    viewer: Viewer


def digest(key: str) -> str:
    """Return what is stored of a key, so that a copy of the table opens nothing."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


_ROLES = select(func.aggregate_strings(UserRole.role, ",")).where(UserRole.user_id == User.id)
_GRANTS = select(func.aggregate_strings(UserGrant.permission, ",")).where(UserGrant.user_id == User.id)
# Columns and not entities: every page begins with one of these two statements.
_USER = (
    User.id.label("user_id"),
    User.name.label("user_name"),
    _ROLES.correlate(User).scalar_subquery().label("roles"),
    _GRANTS.correlate(User).scalar_subquery().label("grants"),
)
_NOW: ColumnElement[Any] = bindparam("now", type_=UTCDateTime())
_COVERS = (
    select(func.aggregate_strings(cast(Absence.user_id, String), ","))
    .where(
        Absence.cover_id == User.id,
        Absence.begins_at <= _NOW,
        Absence.ends_at > _NOW,
        Absence.ended_at.is_(None),
    )
    .correlate(User)
    .scalar_subquery()
    .label("covers")
)
# As one text: another statement for it would be another way to the server and back, for every page. JSON holds
# no control characters, so that they part what it stands in.
_WITHIN, _BETWEEN = "\x1f", "\x1e"
_FACTS = select(
    func.aggregate_strings(
        InstanceFact.name
        + literal(_WITHIN)
        + cast(InstanceFact.at, String)
        + literal(_WITHIN)
        + cast(InstanceFact.value, String),
        _BETWEEN,
    )
).scalar_subquery()
_BY_TOKEN = (
    select(ApiToken.scope, *_USER, _COVERS)
    .join(User, User.id == ApiToken.user_id)
    .where(ApiToken.digest == bindparam("digest"), ApiToken.revoked_at.is_(None), User.active)
)


def by_cookie(
    session: Session, cookie: str, now: datetime, beside: ColumnElement[Any] | None = None
) -> OpenSession | None:
    """Return the session a cookie opens; None for an unknown one and for a disabled user's.

    now: aware UTC; for whom they stand in is asked of that moment. beside: one value more that the statement fetches.
    """
    found = _by_cookie(beside).ask(session, {"digest": digest(cookie), "now": now})
    if not found:
        return None
    id_, data, created_at, seen_at, facts, more, *user = found[0]
    return OpenSession(id_, data, created_at, seen_at, _facts(facts), more, _viewer(*user))


@lru_cache(maxsize=8)
def _by_cookie(beside: ColumnElement[Any] | None) -> Question:
    more = null() if beside is None else beside
    return Question(
        select(
            LoginSession.id,
            LoginSession.data,
            LoginSession.created_at,
            LoginSession.seen_at,
            _FACTS,
            more.label("beside"),
            *_USER,
            _COVERS,
        )
        .join(User, User.id == LoginSession.user_id)
        .where(LoginSession.digest == bindparam("digest"), User.active)
    )


def by_token(session: Session, token: str, now: datetime) -> Viewer | None:
    """Return whom an API token acts as; None for an unknown or revoked one and for a disabled user's."""
    row = session.execute(_BY_TOKEN, {"digest": digest(token), "now": now}).first()
    if row is None:
        return None
    scope, user_id, name, roles, grants, covers = row
    return _viewer(user_id, name, roles, grants, covers, read_only=scope is TokenScope.READ)


def viewer_of(session: Session, user_id: int, now: datetime | None = None) -> Viewer:
    """Return a user as whom a job of theirs acts. Raises NotAllowed for a disabled one.

    now: when whom they stand in for counts as well; left out, they act for themselves alone.
    """
    columns = _USER if now is None else (*_USER, _COVERS)
    asked = select(*columns).where(User.id == user_id, User.active)
    row = session.execute(asked, {} if now is None else {"now": now}).first()
    if row is None:
        raise NotAllowed("Who asked for this can no longer log in: nothing was done.")
    return _viewer(*row)


@lru_cache(maxsize=8)
def _facts(joined: str | None) -> Mapping[str, Fact]:
    told = (fact.split(_WITHIN) for fact in (joined or "").split(_BETWEEN) if fact)
    return {name: Fact(json.loads(value), _moment(at)) for name, at, value in told}


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _viewer(
    user_id: int,
    name: str,
    roles: str | None,
    grants: str | None,
    covers: str | None = None,
    read_only: bool = False,
) -> Viewer:
    return Viewer(
        user_id, name, *_rights(roles, grants), read_only, frozenset(int(each) for each in _split(covers))
    )


@lru_cache(maxsize=512)
def _rights(roles: str | None, grants: str | None) -> tuple[frozenset[Role], frozenset[Permission]]:
    held = frozenset(Role(name) for name in _split(roles))
    return held, permissions_of(held, _split(grants))


def _split(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []
