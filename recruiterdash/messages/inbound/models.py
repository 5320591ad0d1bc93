"""What was written to us: each mail's bytes once, where the server keeps it, and what became of it here."""

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
from sqlalchemy.orm import Mapped, mapped_column

from recruiterdash.db import Folded, Model, one_of


class InboundState(StrEnum):
    """Where a mail stands here."""

    #: Its bytes are safe, and nobody has looked into them yet.
    STORED = "stored"
    #: It answers a letter of ours and came from whom that went to.
    THREADED = "threaded"
    #: Readable, and a person says whose it is.
    UNMATCHED = "unmatched"
    #: It cannot be read here; its bytes are kept.
    QUARANTINE = "quarantine"
    #: No person wrote it.
    AUTOMATIC = "automatic"
    #: It says what became of a letter of ours.
    BOUNCE = "bounce"


#: What the filing looks for; the words of the partial index.
UNFILED = text("state = 'stored'")


class InboundMail(Model):
    """One mail as it came; the same bytes are kept once, however often the server offers them."""

    __tablename__ = "inbound_mails"
    __table_args__ = (
        Index("ix_inbound_mails_unfiled", "id", postgresql_where=UNFILED, sqlite_where=UNFILED),
        Index(None, "state", "arrived_at"),
        Index(None, "application_id", "arrived_at"),
        Index(None, "candidate_id"),
        Index(None, "fingerprint"),
        Index(None, "sender_folded"),
        Index(None, "letter_id"),
    )

    #: SHA-256 of the bytes.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    #: When the server took it; never later than `stored_at`.
    arrived_at: Mapped[datetime]
    stored_at: Mapped[datetime]
    state: Mapped[InboundState] = mapped_column(one_of(InboundState, "state"))
    #: Why it stands there, in a sentence.
    why: Mapped[str] = mapped_column(String(300), default="")
    #: How often somebody began to read it: one that ends the program must not do so for ever.
    tries: Mapped[int] = mapped_column(default=0)

    # --- what it says

    message_id: Mapped[str | None] = mapped_column(String(255))
    #: Of what a server on the way does not change: one mail that came twice has the same.
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    twin_id: Mapped[int | None] = mapped_column(ForeignKey("inbound_mails.id"))
    sender: Mapped[str] = mapped_column(String(320), default="")
    sender_name: Mapped[str] = mapped_column(String(200), default="")
    #: The sender's mailbox as people's are compared.
    sender_folded: Mapped[str | None] = mapped_column(Folded)
    subject: Mapped[str] = mapped_column(String(500), default="")
    #: What is new in it, without what it quotes.
    text: Mapped[str] = mapped_column(Text, default="")
    quoted: Mapped[str] = mapped_column(Text, default="")
    has_html: Mapped[bool] = mapped_column(Boolean, default=False)
    #: place, name, type, size of each; their bytes stay in `raw`.
    attachments: Mapped[list[dict[str, Any]]]

    # --- whose it is

    #: The letter of ours that it answers or brings back.
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    #: Who filed it; empty when its token did.
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    # --- what it is

    #: What the rules take it for, and the words that made them; a suggestion.
    kind: Mapped[str] = mapped_column(String(32), default="")
    kind_why: Mapped[str] = mapped_column(String(300), default="")
    #: The day it names, ISO.
    named_day: Mapped[str | None] = mapped_column(String(10))
    #: Goes to colleagues of HR alone.
    for_hr: Mapped[bool] = mapped_column(Boolean, default=False)
    #: What it was accepted as, when, by whom (empty: by a sure rule), and the event that moved clocks.
    settled_kind: Mapped[str] = mapped_column(String(32), default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    #: Guards every act: a form carries it.
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class InboundCopy(Model):
    """Says of a mail that it is ours: a colleague sent it elsewhere, or somebody in their name."""

    __tablename__ = "inbound_copies"
    __table_args__ = (Index(None, "user_id"),)

    mail_id: Mapped[int] = mapped_column(ForeignKey("inbound_mails.id"), unique=True)
    #: Whose mailbox it names as its sender's.
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: Its own Date; empty when it has none that can be read.
    written_at: Mapped[datetime | None]


class CopyAddress(Model):
    """How often a colleague has renewed the secret in their own address for copies; without a row, never."""

    __tablename__ = "copy_addresses"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    number: Mapped[int]
    renewed_at: Mapped[datetime]


class InboundMailbox(Model):
    """One folder of a mail server: how far it is read, and whether it can be."""

    __tablename__ = "inbound_mailboxes"

    #: user@host/folder.
    name: Mapped[str] = mapped_column(String(400), unique=True)
    #: The server's number for the present numbering of mails; with another one everything is looked at again.
    uid_validity: Mapped[int | None] = mapped_column(BigInteger)
    #: Every mail up to this number is stored, gone, or a suspect.
    floor: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Mails that ended the line when they were asked for: number -> how often, and when to ask again.
    suspects: Mapped[dict[str, Any]]
    #: Who reads it, until when: two readers would only fetch everything twice.
    reader: Mapped[str | None] = mapped_column(String(80))
    reader_until: Mapped[datetime | None]
    #: Since when it is read at all, and when all there was had last been seen.
    since: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(String(300), default="")
    faults: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]


class InboundPlace(Model):
    """Where a server keeps a mail that is stored here."""

    __tablename__ = "inbound_places"
    __table_args__ = (UniqueConstraint("mailbox_id", "uid"), Index(None, "mail_id"))

    mailbox_id: Mapped[int] = mapped_column(ForeignKey("inbound_mailboxes.id"))
    #: Its number under the mailbox's present `uid_validity`.
    uid: Mapped[int] = mapped_column(BigInteger)
    mail_id: Mapped[int] = mapped_column(ForeignKey("inbound_mails.id"))
    #: The server knows that we have it.
    told: Mapped[bool] = mapped_column(Boolean, default=False)
