"""The types of letters: what each is called, and what its acceptance means for the clocks."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
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


class Family(StrEnum):
    """What a letter is to the person who reads it; the checks of courtesy go by this."""

    STATUS = "status"
    REJECTION = "rejection"
    INTERNAL = "internal"
    OTHER = "other"


class Signed(StrEnum):
    """Who signs a type as a rule."""

    #: A team's name is enough.
    TEAM = "team"
    RECRUITER = "recruiter"
    #: The recruiter or the hiring manager.
    MANAGER = "manager"
    ANYBODY = "anybody"


class Manner(NamedTuple):
    """How one type is written, and what the person knows once they have it."""

    name: str
    #: One line for the writer.
    purpose: str
    family: Family = Family.OTHER
    #: The decision it carries, as the waiting rules call it.
    decision: Outcome | None = None
    #: It says whether there is a decision yet.
    says_status: bool = False
    #: It makes no sense without a promised date.
    needs_promise: bool = False
    #: It may ask the person for something.
    may_ask: bool = False
    #: It always does.
    asks: bool = False
    #: It may be written although the application is closed.
    after_the_end: bool = False
    #: Fewest and most words.
    words: tuple[int, int] = (5, 300)
    signed: Signed = Signed.RECRUITER
    #: The same wording may go to many at once.
    to_many: bool = True
    #: The reasons of a no that it can tell; the one that is chosen is recorded with it.
    reasons: tuple[Disposition, ...] = ()
    #: The requisition made this no: it needs no decision about the person.
    of_requisition: bool = False


_D = Disposition
#: Reasons that lie with our choice, with them, or with a seat that somebody else got.
_CHOICE = (
    _D.NOT_SELECTED,
    _D.LACKS_BASIC_QUALIFICATION,
    _D.NOT_CONSIDERED,
    _D.DUPLICATE,
    _D.UNREACHABLE,
    _D.POSITION_FILLED,
)
_NO = Manner("", "", Family.REJECTION, Outcome.REJECT, reasons=_CHOICE)

#: How each type is written, in the order in which they are offered.
MANNERS: dict[MessageType, Manner] = {
    MessageType.STATUS: Manner(
        "Status update",
        "Where they stand, and by when they hear again",
        Family.STATUS,
        says_status=True,
        needs_promise=True,
        words=(40, 120),
    ),
    MessageType.DELAY: Manner(
        "Delay notice",
        "A promised date moves: which one, why, and the new one",
        Family.STATUS,
        says_status=True,
        needs_promise=True,
        words=(50, 130),
    ),
    MessageType.HOLD: Manner(
        "Hold notice",
        "The search is paused: since when, and when you write again even if nothing changed",
        Family.STATUS,
        says_status=True,
        needs_promise=True,
        words=(50, 140),
        # in bulk it tells nobody that the search is paused, see the waiting rules
        to_many=False,
    ),
    MessageType.CHASER_REPLY: Manner(
        "Reply to a question",
        "An answer, or that there is no decision yet and by when they hear",
        Family.STATUS,
        says_status=True,
        needs_promise=True,
        words=(30, 110),
        to_many=False,
    ),
    MessageType.NEXT_STEP: Manner(
        "Next step",
        "Good news said plainly: they go ahead",
        decision=Outcome.ADVANCE,
        may_ask=True,
        words=(30, 150),
    ),
    MessageType.INVITATION: Manner(
        "Invitation",
        "An interview: what, when or a choice of times, how long, with whom",
        decision=Outcome.ADVANCE,
        may_ask=True,
        words=(30, 150),
        to_many=False,
    ),
    MessageType.REQUEST: Manner(
        "Request",
        "Something you need from them: what for, and until when",
        may_ask=True,
        asks=True,
        words=(30, 150),
        to_many=False,
    ),
    MessageType.INTERVIEW_THANKS: Manner(
        "Thanks after an interview",
        "Thanks for the time, what happens next, and by when",
        Family.STATUS,
        needs_promise=True,
        words=(30, 90),
        signed=Signed.ANYBODY,
    ),
    MessageType.THANK_YOU_REPLY: Manner(
        "Reply to a thank-you",
        "Short thanks, the date they know already, and no hint",
        Family.STATUS,
        words=(15, 60),
        signed=Signed.ANYBODY,
        to_many=False,
    ),
    MessageType.ACKNOWLEDGEMENT: Manner(
        "Acknowledgement", "It has arrived, and what happens next", words=(40, 120), signed=Signed.TEAM
    ),
    MessageType.REJECTION_APPLICATION: _NO._replace(
        name="Rejection after application", purpose="A plain no, early and courteous", words=(50, 130)
    ),
    MessageType.REJECTION_SCREEN: _NO._replace(
        name="Rejection after a screening",
        purpose="A plain no that names the talk you had",
        words=(60, 150),
    ),
    MessageType.REJECTION_FINAL: _NO._replace(
        name="Rejection after interviews",
        purpose="A plain no with thanks for what they gave, and one honest reason or the offer of a call",
        words=(80, 220),
        signed=Signed.MANAGER,
        to_many=False,
    ),
    MessageType.SILVER_MEDALIST: _NO._replace(
        name="Rejection with a way back",
        purpose="A no to a finalist you would hire: who writes again and when, and whether you may keep their data",
        words=(90, 220),
        signed=Signed.MANAGER,
        to_many=False,
        reasons=(_D.NOT_SELECTED, _D.POSITION_FILLED),
    ),
    MessageType.POSITION_CANCELLED: _NO._replace(
        name="Position cancelled",
        purpose="It is the role and not them; what happens to their data",
        words=(60, 160),
        reasons=(_D.POSITION_CANCELLED,),
        of_requisition=True,
    ),
    MessageType.FILLED_INTERNALLY: _NO._replace(
        name="Filled internally",
        purpose="A colleague has the role: that fact, and thanks for the effort",
        words=(60, 160),
        reasons=(_D.FILLED_INTERNALLY,),
        of_requisition=True,
    ),
    MessageType.INTERNAL_NO: Manner(
        "No to a colleague",
        "Only after the conversation: the decision, thanks, and when they get feedback",
        Family.INTERNAL,
        Outcome.REJECT,
        words=(60, 150),
        signed=Signed.MANAGER,
        to_many=False,
        reasons=(*_CHOICE, _D.POSITION_CANCELLED, _D.FILLED_INTERNALLY),
    ),
    MessageType.WITHDRAWAL_CONFIRMATION: Manner(
        "Withdrawal confirmed",
        "Thanks, confirmed, and the door as it honestly stands",
        after_the_end=True,
        words=(20, 70),
    ),
    MessageType.THANK_YOU_REPLY_AFTER_NO: Manner(
        "Reply to thanks after a no",
        "Short thanks; nothing is opened again",
        after_the_end=True,
        words=(10, 40),
        signed=Signed.ANYBODY,
        to_many=False,
    ),
    MessageType.FEEDBACK_REPLY: Manner(
        "Reply to a request for feedback",
        "What was shown and what was missing by the role's criteria, or a day for a talk",
        after_the_end=True,
        words=(40, 180),
        signed=Signed.MANAGER,
        to_many=False,
    ),
    MessageType.CORRECTION: Manner(
        "Correction",
        "What was wrong, what is true, one apology",
        after_the_end=True,
        words=(40, 120),
        to_many=False,
    ),
    MessageType.CONSENT_REQUEST: Manner(
        "Consent request",
        "What you would keep, for what and until when; a plain yes or no",
        after_the_end=True,
        words=(40, 120),
    ),
    MessageType.PERSONAL: Manner(
        "Personal",
        "Your own words",
        may_ask=True,
        after_the_end=True,
        signed=Signed.ANYBODY,
        to_many=False,
    ),
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
    #: Other applications of the same person whose no, decided before, it tells as well.
    also: tuple[int, ...] = ()
    #: The mail it answers: it continues that thread.
    answers: int | None = None
    #: Check of courtesy -> why its warnings stand.
    overrides: Mapping[str, str] = MappingProxyType({})
    #: Digest of the request, where a program gave it a key: the same key with another one is refused.
    asked: str = ""


#: What may be said to many at once; everything else is written one by one.
TO_MANY = frozenset(type_ for type_, how in MANNERS.items() if how.to_many)
#: Every wording of a no, whatever made it one.
NOES = frozenset(type_ for type_, how in MANNERS.items() if how.decision is Outcome.REJECT)


def manner(type_: MessageType | str) -> Manner:
    """Return how a type is written."""
    return MANNERS[MessageType(type_)]


def kind(type_: MessageType) -> frozenset[MessageType]:
    """Return the types that say the same to their reader: two noes are one too many, whatever their words."""
    return NOES if type_ in NOES else frozenset({type_})


#: Types that count as another word than a personal one; see `recruiterdash.waiting.kinds`.
_KINDS = {
    MessageType.INVITATION: "invite",
    # it answers nothing of what they wait for
    MessageType.CONSENT_REQUEST: "marketing",
}


def heard(
    type_: MessageType, promised: str | None, asks: bool, deadline: str | None, *, bulk: bool = False
) -> tuple[str, Mapping[str, Any]]:
    """Return kind and data of the event that a letter's acceptance is.

    promised, deadline: ISO dates or None. bulk: the same wording went to many, which counts for less than a
    personal word. An acknowledgement stops its own clock and no other; with a date in it a person has been
    given a promise, which is a word like any other.
    """
    how = MANNERS[type_]
    kind = _KINDS.get(type_, "bulk" if bulk else "personal")
    if type_ is MessageType.ACKNOWLEDGEMENT and not promised:
        kind = "auto_ack"
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
