"""Who is in touch with us: candidates, their applications, interviews and the decisions about them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruiterdash.db import Folded, Model, one_of
from recruiterdash.requisitions.models import Requisition, Stage, StageType
from recruiterdash.team.models import User


class ApplicationState(StrEnum):
    """Active, or how it ended."""

    ACTIVE = "active"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"
    DECLINED = "declined"
    REQUISITION = "requisition"
    UNREACHABLE = "unreachable"
    WAIVED = "waived"


class Outcome(StrEnum):
    """What a decision says."""

    REJECT = "reject"
    ADVANCE = "advance"
    OFFER = "offer"
    HIRE = "hire"


class Disposition(StrEnum):
    """Why an application stopped; kept for audit, never shown to the candidate."""

    NOT_CONSIDERED = "not_considered"
    LACKS_BASIC_QUALIFICATION = "lacks_basic_qualification"
    NOT_SELECTED = "not_selected"
    POSITION_CANCELLED = "position_cancelled"
    POSITION_FILLED = "position_filled"
    FILLED_INTERNALLY = "filled_internally"
    WITHDREW = "withdrew"
    DECLINED_OFFER = "declined_offer"
    DUPLICATE = "duplicate"
    UNREACHABLE = "unreachable"


class Silence(StrEnum):
    """Why no letter is written about a no; they are owed it all the same until they have been told."""

    CALL = "call"
    THEIRS = "theirs"
    AGENCY = "agency"
    DUPLICATE = "duplicate"
    SPAM = "spam"


class ReasonFamily(StrEnum):
    """Whose side a disposition lies on."""

    EMPLOYER = "employer"
    CANDIDATE = "candidate"
    REQUISITION = "requisition"


class InterviewState(StrEnum):
    SCHEDULED = "scheduled"
    HELD = "held"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class InterviewKind(StrEnum):
    PHONE = "phone"
    VIDEO = "video"
    ONSITE = "onsite"


class OutcomeChannel(StrEnum):
    """How a person wants to hear the outcome."""

    UNKNOWN = "unknown"
    CALL = "call"
    MAIL = "mail"


class Candidate(Model):
    """The person. Stage and clocks belong to the application, never here."""

    __tablename__ = "candidates"
    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        Index(None, "email_folded"),
        Index(None, "linked_user_id"),
        Index(None, "current_manager_id"),
        Index(None, "last_name", "first_name"),
        # colleagues are few among all people
        Index(
            "ix_candidates_internal",
            "id",
            postgresql_where=text("internal"),
            sqlite_where=text("internal = 1"),
        ),
    )

    first_name: Mapped[str] = mapped_column(String(500), default="")
    last_name: Mapped[str] = mapped_column(String(500), default="")
    #: As the person wants to be addressed; empty means the first name, or the whole name without one.
    preferred_name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(320))
    email_folded: Mapped[str | None] = mapped_column(Folded)
    phone: Mapped[str] = mapped_column(String(40), default="")
    #: BCP 47, `en` when nothing is known.
    language: Mapped[str] = mapped_column(String(16), default="en")
    #: Empty means unknown: the office's zone stands in, marked "assumed".
    zone: Mapped[str] = mapped_column(String(64), default="")
    internal: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Who or what said so, and when: never inferred silently.
    internal_source: Mapped[str] = mapped_column(String(120), default="")
    internal_since: Mapped[datetime | None]
    #: The wall: the subject and their current manager see nothing of an internal application.
    linked_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    current_manager_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome_channel: Mapped[OutcomeChannel] = mapped_column(
        one_of(OutcomeChannel, "outcome_channel"), default=OutcomeChannel.UNKNOWN
    )
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(80))
    #: Digest of what the source said last: what a person corrected here stays until the source says something new.
    source_digest: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part) or "(no name)"

    @property
    def addressed(self) -> str:
        """The name a letter greets."""
        return self.preferred_name or self.first_name or self.last_name

    @property
    def walled_off(self) -> frozenset[int]:
        """Users who learn nothing of this person's applications: themselves and their present manager."""
        named = (self.linked_user_id, self.current_manager_id)
        return frozenset(each for each in named if each is not None)


class CandidateWord(Model):
    """One folded word of a name, mailbox or phone number, for search by prefix on both databases."""

    __tablename__ = "candidate_words"
    __table_args__ = (UniqueConstraint("word", "candidate_id"), Index(None, "candidate_id"))

    word: Mapped[str] = mapped_column(Folded)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))


class Application(Model):
    """A candidate for a requisition: the unit that waits."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("candidate_id", "requisition_id"),
        UniqueConstraint("source_system", "source_id"),
        Index(None, "requisition_id", "state"),
        Index(None, "owner_id", "state"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    requisition_id: Mapped[int] = mapped_column(ForeignKey("requisitions.id"))
    applied_at: Mapped[datetime]
    state: Mapped[ApplicationState] = mapped_column(one_of(ApplicationState, "state"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id"))
    stage_type: Mapped[StageType] = mapped_column(one_of(StageType, "stage_type"))
    #: The responsible recruiter: speaks to the person and signs the letters.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: How the person came: careers page, referral ...
    origin: Mapped[str] = mapped_column(String(80), default="")
    disposition: Mapped[Disposition | None] = mapped_column(one_of(Disposition, "disposition"))
    closed_at: Mapped[datetime | None]
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("openings.id"))
    #: When it was taken in from elsewhere; empty when it was born here.
    imported_at: Mapped[datetime | None]
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(80))
    #: What the source said last (status, stage, owner): only what it changes since is taken over.
    source_said: Mapped[dict[str, Any] | None]
    #: Stands in the link to the person's own status page: a higher one, and links sent before open nothing.
    status_number: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime]
    #: Guards every act: a letter is approved on it, a form carries it.
    version: Mapped[int] = mapped_column()

    candidate: Mapped[Candidate] = relationship(lazy="raise")
    requisition: Mapped[Requisition] = relationship(lazy="raise")
    stage: Mapped[Stage | None] = relationship(lazy="raise")
    owner: Mapped[User | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class Interview(Model):
    """A meeting with a panel; its end starts the decision clock."""

    __tablename__ = "interviews"
    __table_args__ = (Index(None, "application_id"), Index(None, "state", "ends_at"))

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    stage_type: Mapped[StageType] = mapped_column(one_of(StageType, "stage_type"))
    kind: Mapped[InterviewKind] = mapped_column(one_of(InterviewKind, "kind"))
    state: Mapped[InterviewState] = mapped_column(one_of(InterviewState, "state"))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    #: The source gave a day and no time.
    date_only: Mapped[bool] = mapped_column(Boolean, default=False)
    #: A screening call before selection for interview, said so by a person: outside the statutory duty.
    preliminary: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Its end passed and nobody has said yet whether it took place.
    assumed: Mapped[bool] = mapped_column(Boolean, default=False)
    topic: Mapped[str] = mapped_column(String(200), default="")
    scorecards_owed: Mapped[int]
    version: Mapped[int] = mapped_column()

    panel: Mapped[list["PanelMember"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class PanelMember(Model):
    """One interviewer of one interview, and whether the scorecard is in; no ratings are kept."""

    __tablename__ = "interview_panel"
    __table_args__ = (UniqueConstraint("interview_id", "user_id"), Index(None, "user_id"))

    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    scorecard_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise")


class Decision(Model):
    """What was decided, by whom and when; told and delivered are other facts."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"))
    reason: Mapped[Disposition | None] = mapped_column(one_of(Disposition, "reason"))
    family: Mapped[ReasonFamily | None] = mapped_column(one_of(ReasonFamily, "family"))
    note: Mapped[str] = mapped_column(Text, default="")
    #: One of `Silence`, where nothing is to be written; None where a letter tells.
    silence: Mapped[str | None] = mapped_column(String(32))
    decided_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]


class Side(StrEnum):
    """How a disagreement with a source ended."""

    THEIRS = "theirs"
    OURS = "ours"
    #: Both came to say the same by themselves.
    AGREED = "agreed"


class Disagreement(Model):
    """A source says one thing of an application, and somebody here did another: a person settles it."""

    __tablename__ = "disagreements"
    __table_args__ = (
        Index(
            "uq_disagreements_open",
            "application_id",
            "source_system",
            "about",
            unique=True,
            postgresql_where=text("settled_at IS NULL"),
            sqlite_where=text("settled_at IS NULL"),
        ),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    source_system: Mapped[str] = mapped_column(String(40))
    #: status or stage.
    about: Mapped[str] = mapped_column(String(12))
    theirs: Mapped[str] = mapped_column(String(200))
    #: When it happened there, as far as the source says.
    theirs_at: Mapped[datetime | None]
    #: How it stood here when the file came.
    ours: Mapped[str] = mapped_column(String(200))
    #: What is to be recorded, and which columns change, when theirs is taken.
    taking: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_as: Mapped[Side | None] = mapped_column(one_of(Side, "settled_as"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    application: Mapped[Application] = relationship(lazy="raise")
