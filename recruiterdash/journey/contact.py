"""One word that passed outside this program, as a person logs it."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

#: The most characters that are kept of what was said.
TEXT_LIMIT = 20_000


class Channel(StrEnum):
    """How a word passed."""

    PHONE = "phone"
    MEETING = "meeting"
    EMAIL = "email"
    LETTER = "letter"
    LINKEDIN = "linkedin"
    TEXT = "text"


class Reached(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"


class Contact(NamedTuple):
    """One word, in or out, as a person logs it."""

    #: `out` from us, `in` from the candidate.
    direction: str
    channel: Channel
    happened_at: datetime
    reached: Reached = Reached.REACHED
    #: What the candidate's word was: question, thank_you, deliverable ...; empty for ours.
    kind: str = ""
    #: It says where the person stands, whether there is a decision yet.
    says_status: bool = False
    #: It carried this decision: reject, advance, offer.
    decision: str | None = None
    promised: date | None = None
    asks: bool = False
    deadline: date | None = None
    #: Until when a candidate asks to wait, or must answer another offer.
    until: date | None = None
    keeps_promise: bool = False
    text: str = ""
    #: A talk of feedback: not everybody is told that there was one.
    feedback: bool = False
