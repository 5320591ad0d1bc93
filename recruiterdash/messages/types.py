"""The types of letters: what each is called, and what its acceptance means for the clocks."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from recruiterdash.candidates.models import Disposition, Outcome


class MessageType(StrEnum):
    """The wording of a letter; called `kind` where letters are listed."""

    ACKNOWLEDGEMENT = "acknowledgement"
    STATUS = "status"
    DELAY = "delay"
    REJECTION_APPLICATION = "rejection_application"
    REJECTION_SCREEN = "rejection_screen"
    REJECTION_FINAL = "rejection_final"
    SILVER_MEDALIST = "silver_medalist"
    POSITION_CANCELLED = "position_cancelled"
    HOLD = "hold"
    FILLED_INTERNALLY = "filled_internally"
    INTERNAL_NO = "internal_no"
    WITHDRAWAL_CONFIRMATION = "withdrawal_confirmation"
    THANK_YOU_REPLY = "thank_you_reply"
    THANK_YOU_REPLY_AFTER_NO = "thank_you_reply_after_no"
    CHASER_REPLY = "chaser_reply"
    NEXT_STEP = "next_step"
    INVITATION = "invitation"
    REQUEST = "request"
    INTERVIEW_THANKS = "interview_thanks"
    CORRECTION = "correction"
    CONSENT_REQUEST = "consent_request"
    FEEDBACK_REPLY = "feedback_reply"
    PERSONAL = "personal"


class Manner(NamedTuple):
    """How one type is written, and what the person knows once they have it."""

    name: str
    #: One line for the writer.
    purpose: str
    #: The decision it carries, as the waiting rules call it.
    decision: Outcome | None = None
    #: It says whether there is a decision yet.
    says_status: bool = False
    #: It makes no sense without a promised date.
    needs_promise: bool = False
    #: It may ask the person for something.
    may_ask: bool = False
    #: It may be written although the application is closed.
    after_the_end: bool = False


#: The types that are written one by one; the others have no wording yet.
MANNERS: dict[MessageType, Manner] = {
    MessageType.STATUS: Manner(
        "Status update", "Where they stand, and by when they hear again", says_status=True, needs_promise=True
    ),
    MessageType.DELAY: Manner(
        "Delay notice",
        "A promised date moves: which one, why, and the new one",
        says_status=True,
        needs_promise=True,
    ),
    MessageType.NEXT_STEP: Manner(
        "Next step", "Good news said plainly: they go ahead", decision=Outcome.ADVANCE, may_ask=True
    ),
    MessageType.REJECTION_APPLICATION: Manner(
        "Rejection after application", "A plain no, early and courteous", decision=Outcome.REJECT
    ),
    MessageType.ACKNOWLEDGEMENT: Manner("Acknowledgement", "It has arrived, and what happens next"),
    MessageType.PERSONAL: Manner("Personal", "Your own words", may_ask=True, after_the_end=True),
}


class Letter(NamedTuple):
    """One letter as a person approves it; form and API make the same."""

    type: MessageType
    subject: str
    body: str
    #: Made with the form: the same token is the same letter, however often it is sent.
    token: str
    #: A day in the office's calendar on which the person will have heard from us.
    promise: date | None = None
    #: The application version the writer looked at; None looks at nothing.
    version: int | None = None
    #: Records the decision of a rejection in the same transaction, unless there is one already.
    reason: Disposition | None = None
    #: We ask the person for something, until when.
    asks: bool = False
    deadline: date | None = None
    template_version_id: int | None = None
    #: The writer was told that the person is hired or has an offer from us elsewhere, and means a no all the same.
    despite_offer: bool = False
    #: It leaves at the next good hour instead of at once; outcomes wait for it in any case.
    later: bool = False


def manner(type_: MessageType | str) -> Manner:
    """Return how a type is written. Raises KeyError for a type without a wording."""
    return MANNERS[MessageType(type_)]


def heard(
    type_: MessageType, promised: str | None, asks: bool, deadline: str | None
) -> tuple[str, Mapping[str, Any]]:
    """Return kind and data of the event that a letter's acceptance is.

    promised, deadline: ISO dates or None. An acknowledgement stops its own clock and no other; with a date in
    it a person has been given a promise, which is a word like any other.
    """
    how = MANNERS[type_]
    kind = "auto_ack" if type_ is MessageType.ACKNOWLEDGEMENT and not promised else "personal"
    said: dict[str, Any] = {
        "channel": "email",
        "letter": type_.value,
        "decision": how.decision.value if how.decision else None,
        "status": how.says_status,
        "next_date": promised,
        "asks": asks,
        "deadline": deadline,
    }
    return kind, {key: value for key, value in said.items() if value}
