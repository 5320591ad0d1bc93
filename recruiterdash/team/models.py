"""Who we are: offices with their calendars, users with their roles, and the keys they hold."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruiterdash.db import Model, one_of


class Role(StrEnum):
    """What a person is for; one person may be several."""

    ADMIN = "admin"
    RECRUITER = "recruiter"
    HIRING_MANAGER = "hiring_manager"
    INTERVIEWER = "interviewer"
    HR = "hr"
    VIEWER = "viewer"
    AUDITOR = "auditor"


class TokenScope(StrEnum):
    """What an API token may do at most."""

    READ = "read"
    WRITE = "write"


class Office(Model):
    """A place with a zone and a calendar; whose recruiters may share all its requisitions."""

    __tablename__ = "offices"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    country: Mapped[str] = mapped_column(String(2), default="")
    zone: Mapped[str] = mapped_column(String(64))
    #: Made by an import that named an office nobody had set up.
    zone_assumed: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Every recruiter of the office sees all of its requisitions.
    shared: Mapped[bool] = mapped_column(Boolean, default=False)
    is_default: Mapped[bool] = mapped_column(Boolean, default=False)
    #: ISO date -> name: days on which nobody is told an outcome, though the office may work.
    quiet_dates: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CalendarVersion(Model):
    """An office's working time as it stood from one moment on; never changed, only followed by the next."""

    __tablename__ = "calendar_versions"
    __table_args__ = (UniqueConstraint("office_id", "number"),)

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    number: Mapped[int]
    #: The zone as it was then: an office that moves gets a new version.
    zone: Mapped[str] = mapped_column(String(64))
    #: Days of the week, Monday is 0.
    workweek: Mapped[list[int]]
    opens: Mapped[str] = mapped_column(String(5))
    closes: Mapped[str] = mapped_column(String(5))
    #: ISO date -> name.
    holidays: Mapped[dict[str, Any]]
    #: ISO date -> closing time.
    half_days: Mapped[dict[str, Any]]
    #: The last day the holidays are known for.
    covers_until: Mapped[date]
    #: In force from this moment; the first version is in force from ever.
    valid_from: Mapped[datetime]
    created_by: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")


class User(Model):
    """A colleague. Without a mailbox and password it is a name that owns work and cannot log in."""

    __tablename__ = "users"

    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    #: As letters are signed: "Recruiter", "Talent Partner".
    title: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    #: Written into each session; a new one ends them all.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    backup_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    roles: Mapped[list["UserRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @property
    def role_names(self) -> frozenset[Role]:
        return frozenset(each.role for each in self.roles)


class UserRole(Model):
    """One role of one user."""

    __tablename__ = "user_roles"
    __table_args__ = (UniqueConstraint("user_id", "role"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))


class UserGrant(Model):
    """A single permission given to one user beside their roles."""

    __tablename__ = "user_grants"
    __table_args__ = (UniqueConstraint("user_id", "permission"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    permission: Mapped[str] = mapped_column(String(40))


class UserOffice(Model):
    """An office a user works for."""

    __tablename__ = "user_offices"
    __table_args__ = (UniqueConstraint("user_id", "office_id"), Index(None, "office_id"))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id", ondelete="CASCADE"))


class Absence(Model):
    """Days on which a user is away, and who stands in: sees what they see, and is named in their place."""

    __tablename__ = "absences"
    __table_args__ = (Index(None, "user_id"), Index(None, "cover_id"))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    cover_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    #: From the first day's first moment to the last day's last, where they work.
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Came back early, or never left.
    ended_at: Mapped[datetime | None]


class LoginSession(Model):
    """One browser's session; gone here means logged out there."""

    __tablename__ = "login_sessions"

    #: SHA-256 of the cookie, so that a copy of the table opens nothing.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class LoginTries(Model):
    """When somebody last tried a password for one mailbox, from one source, or from one known browser."""

    __tablename__ = "login_tries"

    #: A keyed digest of what is counted: no mailbox and no address is kept here.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: ISO moments within the window, oldest first.
    moments: Mapped[list[str]]
    latest_at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Model):
    """A program's key to the API, acting as one user."""

    __tablename__ = "api_tokens"

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    scope: Mapped[TokenScope] = mapped_column(one_of(TokenScope, "scope"))
    name: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SetupLink(Model):
    """A link that works once: the first administrator's, or an invitation to set a password."""

    __tablename__ = "setup_links"

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: Empty for the very first start, when there is nobody yet.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class InstanceFact(Model):
    """One thing this installation knows of itself: `demo`, `live`, `heartbeat`, `newest_import`."""

    __tablename__ = "instance_facts"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    value: Mapped[dict[str, Any]]
    at: Mapped[datetime]
