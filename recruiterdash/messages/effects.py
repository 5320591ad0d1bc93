"""What a letter will do once the mail server has accepted it, in words for who is about to send it; pure."""

from collections.abc import Collection
from datetime import date

from recruiterdash.candidates.models import Outcome
from recruiterdash.messages.days import spoken
from recruiterdash.messages.types import MANNERS, MessageType


def effects(
    type_: MessageType,
    clocks: Collection[str],
    promise: date | None,
    moves: str = "",
    *,
    closed: bool = False,
) -> list[str]:
    """Return what acceptance stops and starts, a sentence each.

    clocks: names of the clocks that run for the application. promise: the day the letter promises. moves: what
    becomes of an earlier promise by that. closed: the application is.
    """
    manner = MANNERS[type_]
    if only := _only(type_, promise, closed):
        return [only]
    said = ["They have had a word from us: the silence clock starts anew."]
    if closed:
        said = ["The application stays closed: no clock starts."]
    if "REPLY" in clocks and type_ is not MessageType.INVITATION:
        said.append("Their open question counts as answered.")
    if closed:
        return said
    if "HOLD_NOTICE" in clocks and manner.says_status:
        said.append("They count as told about the hold.")
    if any(name.startswith("LEGAL") for name in clocks) and manner.says_status:
        said.append("It says whether there is a decision: the statutory duty is met.")
    if manner.decision is Outcome.ADVANCE:
        said.append(
            "They are told that they go ahead: the decision counts as given until the next interview."
        )
    elif "DECISION" in clocks:
        said.append("The decision stays owed: its clock runs on.")
    if promise is not None:
        said.append(f"{spoken(promise)} becomes a promise to them.")
        said.extend([moves] if moves else [])
    return said


def _only(type_: MessageType, promise: date | None, closed: bool) -> str:
    """What a letter does that does one thing alone; empty for the others."""
    manner = MANNERS[type_]
    if manner.decision is Outcome.REJECT and closed:
        return "It confirms in writing what they were told: the application stays closed."
    if manner.decision is Outcome.REJECT:
        how = "closes" if manner.of_requisition else "closes as rejected"
        return f"They are told the outcome: all their clocks stop, and the application {how}."
    if type_ is MessageType.ACKNOWLEDGEMENT and promise is None:
        return "It acknowledges and is no answer: only the acknowledgement clock stops."
    if type_ is MessageType.CONSENT_REQUEST:
        return "It is no word about their application: no clock moves."
    return ""
