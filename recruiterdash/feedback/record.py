"""What the protocol of feedback looks at: a record's moments, the acts, and in which part somebody acts. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Stage(StrEnum):
    """How far the feedback to one colleague has come."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    DISCUSSED = "discussed"
    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    UNACKNOWLEDGED = "not_acknowledged"
    FOLLOWED_30 = "followed_30"
    FOLLOWED_90 = "followed_90"
    CLOSED = "closed"


class Act(StrEnum):
    """One thing that somebody does to a record."""

    OFFER = "offer"
    WRITE = "write"
    HAND_OVER = "hand-over"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    TALK = "talk"
    WAIVE = "waive"
    RELEASE = "release"
    ACKNOWLEDGE = "acknowledge"
    COMMENT = "comment"
    LAPSE = "lapse"
    ASK_CORRECTION = "ask-correction"
    CORRECT = "correct"
    DECLINE_CORRECTION = "decline-correction"
    FOLLOW_UP = "follow-up"
    CLOSE = "close"
    HOLD = "hold"
    LIFT = "lift"


class Part(StrEnum):
    """In which part somebody acts."""

    GIVER = "giver"
    #: The requisition's hiring manager, where somebody else gives the feedback.
    MANAGER = "manager"
    HR = "hr"
    EMPLOYEE = "employee"
    #: Time alone.
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which parts."""

    user_id: int | None
    parts: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Record:
    """All that the protocol looks at; moments are aware UTC."""

    giver_id: int
    #: A no of ours stands, and when the colleague was told of it.
    decided: bool = True
    told_at: datetime | None = None
    agreement_applies: bool = False
    #: What the text still lacks, a sentence each.
    flaws: tuple[str, ...] = ()
    # the text that is being worked on
    written_by: int | None = None
    #: Everybody who wrote on it, on the version it corrects as well.
    writers: tuple[int | None, ...] = ()
    handed_over_at: datetime | None = None
    read_at: datetime | None = None
    read_by: int | None = None
    text_released_at: datetime | None = None
    # the record
    offered_at: datetime | None = None
    talk_at: datetime | None = None
    waived_at: datetime | None = None
    released_at: datetime | None = None
    #: Until when "received" is waited for, and the days of the two follow-ups.
    answer_due_at: datetime | None = None
    first_on: date | None = None
    second_on: date | None = None
    acknowledged_at: datetime | None = None
    #: They have left words of their own.
    commented: bool = False
    lapsed_at: datetime | None = None
    correction_asked_at: datetime | None = None
    followed_30_at: datetime | None = None
    followed_90_at: datetime | None = None
    closed_at: datetime | None = None
    held_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        for moment, stage in (
            (self.closed_at, Stage.CLOSED),
            (self.followed_90_at, Stage.FOLLOWED_90),
            (self.followed_30_at, Stage.FOLLOWED_30),
            (self.acknowledged_at, Stage.ACKNOWLEDGED),
            (self.lapsed_at, Stage.UNACKNOWLEDGED),
            (self.released_at, Stage.RELEASED),
        ):
            if moment is not None:
                return stage
        if self.read_at is None:
            return Stage.DRAFT
        return Stage.DISCUSSED if self.talk_at or self.waived_at else Stage.REVIEWED

    @property
    def correcting(self) -> bool:
        """A corrected text is being worked on; the employee reads the one before until it is released."""
        return self.released_at is not None and self.text_released_at is None
