"""Feedback to colleagues, in tables of its own: nothing else in the house reads them."""

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruiterdash.db import Key, Model, one_of
from recruiterdash.feedback.content import Again, Level, Owner, Weight


class Feedback(Model):
    """The record of one application: who gives it, and the moments from which its stage follows."""

    __tablename__ = "feedback"

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), unique=True)
    #: Holds the talk; never its second reader.
    giver_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: A collective agreement gives rights here: HR leads.
    agreement_applies: Mapped[bool] = mapped_column(Boolean, default=False)
    #: The present manager knows of the application since then, with the employee's consent.
    manager_informed_on: Mapped[date | None]
    #: When the talk was offered: with the outcome, or as soon as possible after it.
    offered_at: Mapped[datetime | None]
    talk_at: Mapped[datetime | None]
    #: In person, by video, by phone.
    talk_how: Mapped[str] = mapped_column(String(16), default="")
    #: What was said, kept by whoever held the talk.
    talk_note: Mapped[str] = mapped_column(Text, default="")
    #: The employee asked for it in writing alone, and how they did.
    waived_at: Mapped[datetime | None]
    waived_note: Mapped[str] = mapped_column(Text, default="")
    released_at: Mapped[datetime | None]
    #: Stands in the employee's link: a higher one, and links handed out before open nothing.
    link_number: Mapped[int] = mapped_column(default=1)
    acknowledged_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    #: The employee's own words.
    comment: Mapped[str] = mapped_column(Text, default="")
    correction_asked_at: Mapped[datetime | None]
    correction_wish: Mapped[str] = mapped_column(Text, default="")
    correction_answer: Mapped[str] = mapped_column(Text, default="")
    followed_30_at: Mapped[datetime | None]
    followed_30_note: Mapped[str] = mapped_column(Text, default="")
    followed_90_at: Mapped[datetime | None]
    followed_90_note: Mapped[str] = mapped_column(Text, default="")
    #: What became of them: took another role here, left the company.
    moved_on: Mapped[date | None]
    left_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    #: Nothing is changed while it stands; who put it there is empty when the employee complained.
    held_at: Mapped[datetime | None]
    held_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    held_why: Mapped[str] = mapped_column(Text, default="")
    #: Moves with every act and every text: a page carries it.
    version: Mapped[int] = mapped_column()

    texts: Mapped[list["FeedbackText"]] = relationship(
        lazy="selectin", order_by="FeedbackText.number", cascade="all, delete-orphan"
    )

    words: Mapped[list["FeedbackWord"]] = relationship(
        lazy="selectin", order_by="FeedbackWord.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class FeedbackText(Model):
    """One version of what is written; a corrected one stands beside the one before."""

    __tablename__ = "feedback_texts"
    __table_args__ = (UniqueConstraint("feedback_id", "number"),)

    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"))
    number: Mapped[int]
    begun_at: Mapped[datetime]
    #: Why it was corrected; empty for the first.
    why: Mapped[str] = mapped_column(Text, default="")
    again: Mapped[Again | None] = mapped_column(one_of(Again, "again"))
    not_yet: Mapped[str] = mapped_column(String(200), default="")
    watch: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime | None]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Everybody who wrote on it or on the version it corrects: none of them is its second reader.
    writers: Mapped[list[int]] = mapped_column(default=list, server_default="[]")
    handed_over_at: Mapped[datetime | None]
    #: What the second reader wants otherwise.
    reader_note: Mapped[str] = mapped_column(Text, default="")
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]
    #: Who gave it when it was released: the page they keep does not change afterwards.
    giver_name: Mapped[str] = mapped_column(Text, default="", server_default="")
    giver_title: Mapped[str] = mapped_column(Text, default="", server_default="")

    points: Mapped[list["FeedbackPoint"]] = relationship(
        lazy="selectin", order_by="FeedbackPoint.position", cascade="all, delete-orphan"
    )
    actions: Mapped[list["FeedbackAction"]] = relationship(
        lazy="selectin", order_by="FeedbackAction.position", cascade="all, delete-orphan"
    )


class FeedbackPoint(Model):
    """One criterion with its evidence."""

    __tablename__ = "feedback_points"
    __table_args__ = (UniqueConstraint("text_id", "position"),)

    text_id: Mapped[int] = mapped_column(ForeignKey("feedback_texts.id", ondelete="CASCADE"))
    position: Mapped[int]
    criterion: Mapped[str] = mapped_column(String(200))
    level: Mapped[Level | None] = mapped_column(one_of(Level, "level"))
    weight: Mapped[Weight] = mapped_column(one_of(Weight, "weight"))
    evidence: Mapped[str] = mapped_column(Text, default="")
    seen_on: Mapped[date | None]
    next_time: Mapped[str] = mapped_column(Text, default="")


class FeedbackAction(Model):
    """What somebody does about a gap, by when."""

    __tablename__ = "feedback_actions"
    __table_args__ = (UniqueConstraint("text_id", "position"),)

    text_id: Mapped[int] = mapped_column(ForeignKey("feedback_texts.id", ondelete="CASCADE"))
    position: Mapped[int]
    criterion: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[Owner | None] = mapped_column(one_of(Owner, "owner"))
    by_day: Mapped[date | None]
    support: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]


#: The kind of a word that says nothing but that a new link was made then.
LINK = "link"


class FeedbackWord(Model):
    """A wish for a correction, our answer, why a hold was put on or a record closed early: each is kept."""

    __tablename__ = "feedback_words"

    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    #: Empty for the employee.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: wish, answer, hold, closed; link, without a text.
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)


class FeedbackLook(Model):
    """Somebody looked: rows are never changed; a trigger of the database refuses it."""

    __tablename__ = "feedback_looks"
    __table_args__ = (Index(None, "feedback_id", "at"),)

    #: No foreign keys: the row outlives what it is about.
    feedback_id: Mapped[int] = mapped_column(Key)
    at: Mapped[datetime]
    #: Empty for whoever holds the employee's link.
    user_id: Mapped[int | None] = mapped_column(Key)
    #: What was looked at: record, text, letter, own page.
    what: Mapped[str] = mapped_column(String(16))


class Announcement(Model):
    """The outcome of a requisition was announced; every colleague who applied had been told before."""

    __tablename__ = "announcements"

    requisition_id: Mapped[int] = mapped_column(
        ForeignKey("requisitions.id", ondelete="CASCADE"), unique=True
    )
    announced_at: Mapped[datetime]
    announced_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
