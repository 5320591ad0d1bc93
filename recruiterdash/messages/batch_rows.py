"""Batches as they are kept: what was previewed, letter by letter, who confirmed it, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.candidates.models import Disposition
from recruiterdash.db import Key, Model, one_of
from recruiterdash.requisitions.models import StageType


class BatchState(StrEnum):
    """What was done about a batch; that it expired or is finished is seen from its times and its letters."""

    PREVIEWED = "previewed"
    NEEDS_APPROVAL = "needs_approval"
    SENDING = "sending"
    UNDONE = "undone"
    FINISHED = "finished"
    EXPIRED = "expired"


class RowState(StrEnum):
    """Where one letter of a batch stands before the outbox knows it."""

    ELIGIBLE = "eligible"
    QUEUED = "queued"
    DROPPED = "dropped"


class MakingState(StrEnum):
    """Where a preview stands that is made beside the pages."""

    MAKING = "making"
    MADE = "made"
    BROKEN_OFF = "broken_off"


class Batch(Model):
    """Many letters of one kind, previewed together: nothing of it leaves before a person confirms it."""

    __tablename__ = "batches"
    __table_args__ = (Index(None, "created_by", "confirmed_at"),)

    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[BatchState] = mapped_column(one_of(BatchState, "state"))
    #: The wording, one of the message types, and what it was written from.
    type: Mapped[str] = mapped_column(String(32))
    template_version_id: Mapped[int | None] = mapped_column(ForeignKey("template_versions.id"))
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    #: What it is written in: days are said in it.
    language: Mapped[str] = mapped_column(String(12), default="en")
    #: ISO date promised to all of them; empty when each has a day of their own, or none.
    promise: Mapped[str | None] = mapped_column(String(10))
    #: Recorded with a rejection for whom none is decided yet.
    disposition: Mapped[Disposition | None] = mapped_column(one_of(Disposition, "disposition"))
    #: Check -> why its warning was set aside.
    overrides: Mapped[dict[str, Any]]
    #: The question that found these people, where one did: asked again before anything is sent.
    selection: Mapped[dict[str, Any] | None]
    #: What every letter says to whom, and on which facts; the token is bound to it.
    digest: Mapped[str] = mapped_column(String(64))
    #: Of the token that confirms it. Kept for ever: the same token gives the first answer again.
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    #: Letters of the preview.
    count: Mapped[int] = mapped_column(default=0)
    #: Letters put on their way, and taken back again.
    queued: Mapped[int] = mapped_column(default=0)
    taken_back: Mapped[int] = mapped_column(default=0)
    typed_count: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    #: How many letters their maker had opened by then, and for how many seconds they were read, without pauses.
    opened: Mapped[int | None]
    read_seconds: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: What the confirmation was answered with.
    answer: Mapped[dict[str, Any] | None]


class BatchRow(Model):
    """One letter of a batch, to one person, as it was previewed."""

    __tablename__ = "batch_rows"
    __table_args__ = (UniqueConstraint("batch_id", "position"), Index(None, "message_id"))

    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"))
    position: Mapped[int]
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    recipient: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(1010))
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    #: The left half of its Message-ID, drawn with the preview.
    key: Mapped[str] = mapped_column(String(32), unique=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sender_name: Mapped[str] = mapped_column(String(120))
    #: The signer's own mailbox, where answers go when nobody reads ours.
    sender_email: Mapped[str] = mapped_column(String(254))
    #: ISO date promised in it.
    promise: Mapped[str | None] = mapped_column(String(10))
    #: What the checks found, and what a reader should look at.
    findings: Mapped[list[dict[str, Any]]]
    flags: Mapped[list[str]]
    finalist: Mapped[bool] = mapped_column(Boolean, default=False)
    #: It holds a line of one's own.
    lined: Mapped[bool] = mapped_column(Boolean, default=False)
    #: The bytes as they would have left when it was previewed: read back then, and given their date when it leaves.
    sample: Mapped[bytes] = mapped_column(LargeBinary)
    envelope_from: Mapped[str] = mapped_column(String(320))
    #: Digest of the facts it was written from.
    facts: Mapped[str] = mapped_column(String(64))
    state: Mapped[RowState] = mapped_column(one_of(RowState, "state"))
    #: Why it was dropped.
    reason: Mapped[str] = mapped_column(String(500), default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    opened_at: Mapped[datetime | None]


class BatchApplication(Model):
    """One application that was selected: with the letter that speaks of it, or why there is none."""

    __tablename__ = "batch_applications"
    __table_args__ = (
        UniqueConstraint("batch_id", "application_id"),
        Index(None, "row_id"),
        Index(None, "application_id"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"))
    row_id: Mapped[int | None] = mapped_column(ForeignKey("batch_rows.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    requisition_id: Mapped[int] = mapped_column(ForeignKey("requisitions.id"))
    stage_type: Mapped[StageType] = mapped_column(one_of(StageType, "stage_type"))
    #: As it was previewed.
    version: Mapped[int]
    decision_number: Mapped[int] = mapped_column(default=0)
    #: The newest entry of its history then.
    last_event: Mapped[int | None] = mapped_column(Key)
    #: The rejection is recorded with the letter.
    decides: Mapped[bool] = mapped_column(Boolean, default=False)
    #: The reason a rejection has or gets, for the groups.
    disposition: Mapped[Disposition | None] = mapped_column(one_of(Disposition, "disposition"))
    #: Why it was left out: a word for programs, a sentence for readers.
    code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")


class BatchKey(Model):
    """A key that a program sent with its confirmation: it stands for that one request, for ever."""

    __tablename__ = "batch_keys"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str] = mapped_column(String(255))
    #: Digest of what was asked with it.
    asked: Mapped[str] = mapped_column(String(64))
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"))
    created_at: Mapped[datetime]


class BatchMaking(Model):
    """A preview of many letters that a worker makes: it outlives the page that asked for it, and the worker."""

    __tablename__ = "batch_makings"
    __table_args__ = (Index(None, "state", "id"),)

    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[MakingState] = mapped_column(one_of(MakingState, "state"))
    #: What was asked for, see `making`; emptied when it is made.
    wanted: Mapped[dict[str, Any]]
    #: Applications, and how many people have been looked at.
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    #: Who works on it, until when, and a number that grows with each claim: a stale worker's is too small.
    worker: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(default=0)
    #: Workers that died over it.
    lost: Mapped[int] = mapped_column(default=0)
    #: Why it was broken off.
    reason: Mapped[str] = mapped_column(String(500), default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
