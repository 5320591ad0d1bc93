"""What we hire for: requisitions with their openings, stages and hiring teams."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruiterdash.db import Model, one_of
from recruiterdash.team.models import Office, User


class RequisitionState(StrEnum):
    """Where the authority to hire stands."""

    DRAFT = "draft"
    OPEN = "open"
    ON_HOLD = "on_hold"
    FILLED = "filled"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class StageType(StrEnum):
    """What a stage is, whatever it is called; our rules look at this alone."""

    APPLICATION = "application"
    SCREEN = "screen"
    INTERVIEW = "interview"
    FINAL = "final"
    OFFER = "offer"
    HIRED = "hired"
    #: A name an import could not place.
    UNMAPPED = "unmapped"


class Part(StrEnum):
    """What a colleague does in a hiring team."""

    RECRUITER = "recruiter"
    HIRING_MANAGER = "hiring_manager"
    BACKUP = "backup"
    COORDINATOR = "coordinator"
    INTERVIEWER = "interviewer"


class OpeningState(StrEnum):
    OPEN = "open"
    FILLED = "filled"
    CANCELLED = "cancelled"


class Requisition(Model):
    """Approved authority to hire: one or more openings, one responsible recruiter, one hiring manager."""

    __tablename__ = "requisitions"
    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        Index(None, "office_id"),
        Index(None, "state", "title"),
    )

    reference: Mapped[str] = mapped_column(String(60), unique=True)
    #: The public title, as letters say it.
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[RequisitionState] = mapped_column(one_of(RequisitionState, "state"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    #: Each of the three also stands in the hiring team, which is what access looks at.
    recruiter_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hiring_manager_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    backup_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Kept open for ever; its time to fill means nothing.
    evergreen: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Facts a statutory pack asks for; None is "not known", which is not "no".
    publicly_advertised: Mapped[bool | None]
    employees_at_posting: Mapped[int | None]
    #: Place of work, as ISO 3166-2, for example CA-ON.
    jurisdiction: Mapped[str] = mapped_column(String(10), default="")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(80))
    #: Digest of what the source said last, as for candidates.
    source_digest: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    office: Mapped[Office] = relationship(lazy="raise")
    recruiter: Mapped[User | None] = relationship(foreign_keys=[recruiter_id], lazy="raise")
    hiring_manager: Mapped[User | None] = relationship(foreign_keys=[hiring_manager_id], lazy="raise")
    openings: Mapped[list["Opening"]] = relationship(
        lazy="raise", order_by="Opening.id", cascade="all, delete-orphan"
    )
    stages: Mapped[list["Stage"]] = relationship(
        lazy="raise", order_by="Stage.position", cascade="all, delete-orphan"
    )
    team: Mapped[list["TeamMember"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class Opening(Model):
    """One seat inside a requisition."""

    __tablename__ = "openings"

    requisition_id: Mapped[int] = mapped_column(ForeignKey("requisitions.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(60))
    state: Mapped[OpeningState] = mapped_column(one_of(OpeningState, "state"))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(String(120), default="")


class Stage(Model):
    """One ordered step of a requisition's plan."""

    __tablename__ = "stages"
    __table_args__ = (UniqueConstraint("requisition_id", "name"),)

    requisition_id: Mapped[int] = mapped_column(ForeignKey("requisitions.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    type: Mapped[StageType] = mapped_column(one_of(StageType, "type"))


class Criterion(Model):
    """What people are chosen by, as the advertisement says it; fixed before the first interview."""

    __tablename__ = "requisition_criteria"
    __table_args__ = (UniqueConstraint("requisition_id", "position"),)

    requisition_id: Mapped[int] = mapped_column(ForeignKey("requisitions.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    fixed_at: Mapped[datetime]


class TeamMember(Model):
    """One colleague's part in one requisition: what access is decided by."""

    __tablename__ = "requisition_team"
    __table_args__ = (
        UniqueConstraint("requisition_id", "user_id", "part"),
        Index(None, "user_id", "requisition_id"),
    )

    requisition_id: Mapped[int] = mapped_column(ForeignKey("requisitions.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    part: Mapped[Part] = mapped_column(one_of(Part, "part"))

    user: Mapped[User] = relationship(lazy="raise")
