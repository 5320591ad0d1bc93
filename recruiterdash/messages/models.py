"""What we say: templates and their versions, letters with every change of state, and what was caught."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruiterdash.db import Key, Model, one_of


class MessageState(StrEnum):
    """Where a letter stands; see the states of a message in docs/architecture.md."""

    DRAFT = "draft"
    HELD = "held"
    QUEUED = "queued"
    CLAIMED = "claimed"
    DATA = "data"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    UNCERTAIN = "uncertain"


#: What a sender looks for; the words of the partial index, so that both databases use it.
WAITING = text("state IN ('held', 'queued', 'claimed', 'data')")
#: Accepted, and its clocks not yet told; SQLite keeps no truth values.
UNHEARD: dict[str, Any] = {"postgresql_where": text("NOT heard"), "sqlite_where": text("heard = 0")}
#: Approved and not yet answered for by a mail server.
ON_ITS_WAY = (MessageState.HELD, MessageState.QUEUED, MessageState.CLAIMED, MessageState.DATA)

#: Begins the compose token of a letter that was approved in a batch: such a word counts for less than a personal one.
BATCH = "batch:"


#: The intent of a letter that tells how a decision came out.
OUTCOME = "outcome"


class BehindState(StrEnum):
    """What became of something that waits behind a letter."""

    WAITING = "waiting"
    RELEASED = "released"
    DROPPED = "dropped"


class TemplateState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


class Template(Model):
    """One wording for one message type in one language."""

    __tablename__ = "templates"
    __table_args__ = (UniqueConstraint("type", "language", "name"),)

    type: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    #: For people who got at least so far, see `depth`; `any` is for everybody.
    depth: Mapped[str] = mapped_column(String(12), default="any")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    #: No longer offered; letters made from it keep their version.
    archived_at: Mapped[datetime | None]
    #: Guards every act: a form carries it.
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class TemplateVersion(Model):
    """The text of a template as it stood; a letter keeps the id of the one that made it."""

    __tablename__ = "template_versions"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    template_id: Mapped[int] = mapped_column(ForeignKey("templates.id"))
    number: Mapped[int]
    state: Mapped[TemplateState] = mapped_column(one_of(TemplateState, "state"))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(Key)


class Message(Model):
    """One letter to one mailbox, frozen as it was approved."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_waiting", "send_at", "id", postgresql_where=WAITING, sqlite_where=WAITING),
        Index("ix_messages_unheard", "id", **UNHEARD),
        Index(None, "candidate_id"),
        Index(None, "state", "id"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    #: The wording, one of the message types.
    type: Mapped[str] = mapped_column(String(32))
    state: Mapped[MessageState] = mapped_column(one_of(MessageState, "state"))
    recipient: Mapped[str] = mapped_column(String(320))
    #: Behind the recipient's @, in small letters: a slow one may not hold up the others.
    domain: Mapped[str] = mapped_column(String(255), default="")
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    #: The bytes that leave, made once at approval.
    frozen: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    envelope_from: Mapped[str] = mapped_column(String(320))
    template_version_id: Mapped[int | None] = mapped_column(ForeignKey("template_versions.id"))
    #: Its writer changed what the template said: the text is theirs, and no other wording replaces it.
    edited: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Who signs, and who pressed the button.
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Made with the form it was written in: sent twice, the form makes one letter.
    compose_token: Mapped[str | None] = mapped_column(String(80), unique=True)
    #: The decision recorded together with it, which an undo takes back too.
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    #: Other applications of theirs with an offer or a hire, which whoever approved it knew of.
    knew_of: Mapped[list[int]] = mapped_column(default=list)
    #: Digest of the request that a program's key stands for; empty without a key.
    asked: Mapped[str] = mapped_column(String(64), default="")
    #: No earlier than this; the undo window and the send window end here.
    send_at: Mapped[datetime]
    #: Why then, as a sentence; empty when nothing but the time to undo it stood in its way.
    leaves_why: Mapped[str] = mapped_column(String(300), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    #: Who works on it, until when, and a number that grows with each claim: a stale worker's is too small.
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(default=0)
    last_answer: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    #: When a person had an uncertain letter sent once more.
    resent_at: Mapped[datetime | None]
    #: Until then somebody answers for it though data from the ATS are old, see `ats`.
    vouched_until: Mapped[datetime | None]
    #: Not yet: it was accepted, and the clocks have still to be told.
    heard: Mapped[bool] = mapped_column(Boolean, default=True)

    about: Mapped[list["MessageApplication"]] = relationship(lazy="raise")

    @property
    def to_many(self) -> bool:
        """It was approved in a batch."""
        return (self.compose_token or "").startswith(BATCH)


class MessageApplication(Model):
    """What a letter settles for one application; the same thing is never settled by two letters."""

    __tablename__ = "message_applications"
    __table_args__ = (
        Index(
            "uq_message_applications_settled",
            "application_id",
            "decision_number",
            "intent",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
            sqlite_where=text("released_at IS NULL"),
        ),
        Index(None, "message_id"),
        Index(None, "application_id"),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    #: Number of the decision it speaks of, 0 when there is none: never empty, as empty equals nothing.
    decision_number: Mapped[int] = mapped_column(default=0)
    #: outcome, promise:<id>, reply:<inbound id>, word:<compose token>.
    intent: Mapped[str] = mapped_column(String(80))
    #: The version of the application it was approved on, and the newest entries of its history and of its
    #: requisition's that were seen by then: who was first, a moment does not tell.
    approved_version: Mapped[int]
    seen_event: Mapped[int] = mapped_column(BigInteger, default=0)
    seen_shared: Mapped[int] = mapped_column(BigInteger, default=0)
    #: ISO date promised in it, if any.
    promised: Mapped[str | None] = mapped_column(String(10))
    #: It asks for something, and until when.
    asks: Mapped[bool] = mapped_column(Boolean, default=False)
    deadline: Mapped[str | None] = mapped_column(String(10))
    #: When the letter was cancelled, refused for good or came back: it has settled nothing, so another may.
    released_at: Mapped[datetime | None]


class MessageChange(Model):
    """One change of a letter's state."""

    __tablename__ = "message_changes"
    __table_args__ = (Index(None, "message_id"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime]
    before: Mapped[str | None] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")


class Behind(Model):
    """Something the person could notice, which waits until a letter has told them; see `behind`."""

    __tablename__ = "effects_behind"
    __table_args__ = (
        Index(
            "ix_effects_behind_waiting",
            "message_id",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    #: A word of the registry in `behind`.
    kind: Mapped[str] = mapped_column(String(32))
    data: Mapped[dict[str, Any]]
    state: Mapped[BehindState] = mapped_column(one_of(BehindState, "state"))
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class CaughtLetter(Model):
    """A letter that the catcher took instead of a mail server: nobody outside got it."""

    __tablename__ = "caught_letters"

    caught_at: Mapped[datetime]
    envelope_from: Mapped[str] = mapped_column(String(320))
    recipient: Mapped[str] = mapped_column(String(320))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    #: Names the letter of ours it is a copy of: who may see that one may see this.
    message_id: Mapped[str | None] = mapped_column(String(255), index=True)
