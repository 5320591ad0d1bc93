"""Questions about users, offices and their calendars."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from recruiterdash.db import folded
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.team.credentials import cleaned
from recruiterdash.team.models import (
    ApiToken,
    CalendarVersion,
    InstanceFact,
    LoginSession,
    Office,
    Role,
    SetupLink,
    User,
    UserGrant,
    UserOffice,
    UserRole,
)


class UserLine(NamedTuple):
    """One row of the users page."""

    id: int
    name: str
    email: str | None
    title: str
    active: bool
    roles: tuple[str, ...]
    offices: tuple[str, ...]
    has_password: bool


class OfficeLine(NamedTuple):
    """One row of the offices page."""

    id: int
    name: str
    country: str
    zone: str
    zone_assumed: bool
    shared: bool
    is_default: bool
    users: int
    calendar: int
    covers_until: date
    #: It has a holiday, or somebody has said that it has none.
    holidays_known: bool


# --- users ------------------------------------------------------------------------------------


def anybody(session: Session) -> bool:
    """Say whether somebody can log in already; then the set-up link is dead."""
    return session.execute(select(User.id).where(User.password.is_not(None)).limit(1)).first() is not None


def users(
    session: Session, *, search: str = "", role: Role | None = None, disabled: bool = False
) -> list[UserLine]:
    """Return colleagues by name; `search` looks in name, mailbox and title, whatever the accents."""
    roles, offices = _joined_roles(session), _joined_offices(session)
    query = select(User.id, User.name, User.email, User.title, User.active, User.password.is_not(None))
    if not disabled:
        query = query.where(User.active)
    wanted = folded(search)
    lines = [
        UserLine(id_, name, email, title, active, roles.get(id_, ()), offices.get(id_, ()), has_password)
        for id_, name, email, title, active, has_password in session.execute(query)
        if not wanted or wanted in folded(f"{name} {email or ''} {title}")
    ]
    kept = [line for line in lines if role is None or role in line.roles]
    return sorted(kept, key=lambda line: (folded(line.name), line.id))


def user(session: Session, user_id: int) -> User:
    """Return a user with their roles. Raises NotFound."""
    found = session.get(User, user_id)
    if found is None:
        raise NotFound("This colleague")
    return found


def user_by_email(session: Session, email: str) -> User:
    """Return the user of a mailbox. Raises BadInput naming it."""
    found = session.execute(select(User).where(User.email == cleaned(email))).scalar_one_or_none()
    if found is None:
        raise BadInput(f"no user has the e-mail address {email!r}")
    return found


def grants(session: Session, user_id: int) -> frozenset[str]:
    """Return the permissions given to a user alone."""
    return frozenset(
        session.execute(select(UserGrant.permission).where(UserGrant.user_id == user_id)).scalars()
    )


def offices_of(session: Session, user_id: int) -> frozenset[int]:
    """Return the offices a user works for."""
    return frozenset(
        session.execute(select(UserOffice.office_id).where(UserOffice.user_id == user_id)).scalars()
    )


def people_to_choose(session: Session, roles: Iterable[Role] = ()) -> list[tuple[int, str]]:
    """Return (id, name) of active colleagues by name, for a choice; with `roles`, of those who have one."""
    query = select(User.id, User.name).where(User.active)
    wanted = list(roles)
    if wanted:
        query = query.where(User.id.in_(select(UserRole.user_id).where(UserRole.role.in_(wanted))))
    return sorted(
        ((id_, name) for id_, name in session.execute(query)), key=lambda pair: (folded(pair[1]), pair[0])
    )


def sessions_of(session: Session, user_id: int) -> Sequence[LoginSession]:
    """Return a user's open browser sessions, the latest used first."""
    query = select(LoginSession).where(LoginSession.user_id == user_id).order_by(LoginSession.seen_at.desc())
    return session.execute(query).scalars().all()


def tokens_of(session: Session, user_id: int) -> Sequence[ApiToken]:
    """Return a user's API tokens that still open something, newest first."""
    query = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    return session.execute(query.order_by(ApiToken.id.desc())).scalars().all()


def link(session: Session, digest: str, now: datetime) -> SetupLink | None:
    """Return a one-time link that still works."""
    query = select(SetupLink).where(
        SetupLink.digest == digest, SetupLink.used_at.is_(None), SetupLink.expires_at > now
    )
    return session.execute(query).scalar_one_or_none()


def _joined_roles(session: Session) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for id_, role in session.execute(select(UserRole.user_id, UserRole.role).order_by(UserRole.id)):
        found.setdefault(id_, []).append(role.value)
    return {id_: tuple(names) for id_, names in found.items()}


def _joined_offices(session: Session) -> dict[int, tuple[str, ...]]:
    query = select(UserOffice.user_id, Office.name).join(Office, Office.id == UserOffice.office_id)
    found: dict[int, list[str]] = {}
    for id_, name in session.execute(query.order_by(Office.name)):
        found.setdefault(id_, []).append(name)
    return {id_: tuple(names) for id_, names in found.items()}


# --- offices ----------------------------------------------------------------------------------


def offices(session: Session, search: str = "") -> list[OfficeLine]:
    """Return offices by name with the newest version of their calendars."""
    newest = _newest().subquery()
    busy = select(func.count(UserOffice.id)).where(UserOffice.office_id == Office.id).correlate(Office)
    query = (
        select(
            Office,
            busy.scalar_subquery(),
            CalendarVersion.number,
            CalendarVersion.covers_until,
            CalendarVersion.holidays,
        )
        .join(newest, newest.c.office_id == Office.id)
        .join(
            CalendarVersion,
            (CalendarVersion.office_id == Office.id) & (CalendarVersion.number == newest.c.number),
        )
    )
    wanted = folded(search)
    lines = [
        OfficeLine(
            o.id,
            o.name,
            o.country,
            o.zone,
            o.zone_assumed,
            o.shared,
            o.is_default,
            people,
            number,
            covers_until,
            bool(holidays) or number > 1,
        )
        for o, people, number, covers_until, holidays in session.execute(query)
        if not wanted or wanted in folded(f"{o.name} {o.country} {o.zone}")
    ]
    return sorted(lines, key=lambda line: (folded(line.name), line.id))


def office(session: Session, office_id: int) -> Office:
    """Return an office. Raises NotFound."""
    found = session.get(Office, office_id)
    if found is None:
        raise NotFound("This office")
    return found


def office_named(session: Session, name: str) -> Office | None:
    """Return the office of a name, whatever its case."""
    wanted = folded(name)
    query = select(Office).where(or_(Office.name == name, func.lower(Office.name) == wanted))
    return session.execute(query.order_by(Office.id).limit(1)).scalar_one_or_none()


def offices_to_choose(session: Session) -> list[tuple[int, str]]:
    """Return (id, name) of every office by name, for a choice."""
    rows = [(id_, name) for id_, name in session.execute(select(Office.id, Office.name))]
    return sorted(rows, key=lambda pair: (folded(pair[1]), pair[0]))


def calendar_versions(session: Session, office_id: int) -> Sequence[CalendarVersion]:
    """Return every version of an office's calendar, newest first."""
    query = select(CalendarVersion).where(CalendarVersion.office_id == office_id)
    return session.execute(query.order_by(CalendarVersion.number.desc())).scalars().all()


def _newest() -> Any:
    return select(CalendarVersion.office_id, func.max(CalendarVersion.number).label("number")).group_by(
        CalendarVersion.office_id
    )


# --- the installation -------------------------------------------------------------------------


def facts(session: Session) -> Mapping[str, InstanceFact]:
    """Return what this installation knows of itself."""
    return {fact.name: fact for fact in session.execute(select(InstanceFact)).scalars()}
