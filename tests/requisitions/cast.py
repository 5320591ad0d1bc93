"""Offices and colleagues, as plain rows."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from recruiterdash.team.models import Office, Role, User, UserOffice, UserRole

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def an_office(session: Session, name: str, *, shared: bool = False) -> Office:
    office = Office(name=name, zone="Europe/London", created_at=NOW, shared=shared)
    session.add(office)
    session.flush()
    return office


def a_user(session: Session, name: str, *roles: Role, office: Office | None = None) -> User:
    user = User(name=name, email=f"{name}@house.test", fs_uniquifier=name, created_at=NOW)
    user.roles = [UserRole(role=role) for role in roles]
    session.add(user)
    session.flush()
    if office is not None:
        session.add(UserOffice(user_id=user.id, office_id=office.id))
        session.flush()
    return user
