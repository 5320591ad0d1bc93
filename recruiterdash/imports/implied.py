"""Letters that an export does not tell of and that the ATS is said to send: logged as its own, marked assumed."""

from collections.abc import Collection, Sequence
from typing import Any

from recruiterdash.candidates.models import Disposition
from recruiterdash.imports.gathering import Raw
from recruiterdash.imports.meeting import Told
from recruiterdash.imports.said import HappenedSaid, Words
from recruiterdash.imports.wordbook import Wordbook
from recruiterdash.messages import MessageType
from recruiterdash.messages.depth import Depth, reached
from recruiterdash.requisitions.models import StageType

ATS = "ats"
#: What somebody is told by the letter that the ATS sends to those who got so far.
_NOES = {
    Depth.APPLIED: MessageType.REJECTION_APPLICATION,
    Depth.SCREENED: MessageType.REJECTION_SCREEN,
    Depth.INTERVIEWED: MessageType.REJECTION_FINAL,
    Depth.FINAL: MessageType.REJECTION_FINAL,
}
#: Types whose sending something else in an export implies -> kind and meaning of the word.
_IMPLIED: dict[MessageType, tuple[str, dict[str, Any]]] = {
    MessageType.ACKNOWLEDGEMENT: ("auto_ack", {}),
    MessageType.REJECTION_APPLICATION: ("bulk", {"decision": "reject"}),
    MessageType.REJECTION_SCREEN: ("bulk", {"decision": "reject"}),
    MessageType.REJECTION_FINAL: ("bulk", {"decision": "reject"}),
    MessageType.POSITION_CANCELLED: ("bulk", {"decision": "reject"}),
    MessageType.WITHDRAWAL_CONFIRMATION: ("bulk", {}),
}


def words_for(sends: Collection[MessageType]) -> dict[MessageType, Words]:
    """Return the word that each letter of the ATS is, as far as an export implies it. sends: what the ATS sends."""
    marks = {"channel": "email", "by": ATS, "assumed": True}
    return {
        type_: Words("out", kind, {**meaning, **marks, "letter": type_.value}, f"{ATS}|{type_.value}")
        for type_, (kind, meaning) in _IMPLIED.items()
        if type_ in sends
    }


def implied(
    raw: Sequence[Raw], words: Wordbook, sends: Collection[MessageType]
) -> list[tuple[int, MessageType]]:
    """Return the letters of the ATS that somebody's history implies, each with its moment in microseconds. Pure.

    raw: what an export tells of one application, in order. An export that tells of a letter itself implies none:
    an acknowledgement is implied where it knows no letter of ours at all, an outcome where it knows none since.
    """
    told = [(micros, words[which]) for micros, which, _ in raw]
    ours = [micros for micros, each in told if each.type == "out"]
    found = []
    for micros, each in told:
        type_ = _called_for(each, told)
        if type_ is None or type_ not in sends:
            continue
        if type_ is MessageType.ACKNOWLEDGEMENT and ours:
            continue
        if type_ is not MessageType.ACKNOWLEDGEMENT and any(at >= micros for at in ours):
            continue
        found.append((micros, type_))
    return _last_of_each(found)


def _called_for(each: Words, told: Sequence[tuple[int, Words]]) -> MessageType | None:
    """The letter that the ATS sends upon something that happened."""
    if each.type == "applied":
        return MessageType.ACKNOWLEDGEMENT
    if each.type == "in" and each.kind == "withdraw":
        return MessageType.WITHDRAWAL_CONFIRMATION
    if each.type == "decision" and each.data.get("value") == "reject":
        if each.data.get("reason") == Disposition.POSITION_CANCELLED:
            return MessageType.POSITION_CANCELLED
        held = [
            StageType(word.data["stage"])
            for _, word in told
            if word.type == "interview_held" and "stage" in word.data
        ]
        stood = [StageType(word.data["stage"]) for _, word in told if word.type == "stage_change"]
        return _NOES[reached(held, stood)]
    return None


def _last_of_each(found: Sequence[tuple[int, MessageType]]) -> list[tuple[int, MessageType]]:
    """One acknowledgement, and the outcome that came last: before it somebody had changed their mind."""
    acknowledged = [each for each in found if each[1] is MessageType.ACKNOWLEDGEMENT][:1]
    outcomes = [each for each in found if each[1] is not MessageType.ACKNOWLEDGEMENT][-1:]
    return [*acknowledged, *outcomes]


def is_implied(said: HappenedSaid) -> bool:
    return said.data.get("by") == ATS


def still_needed(said: HappenedSaid, happened: Sequence[Told]) -> bool:
    """Say whether a letter that is implied is none that is known here: ours told them, or somebody logged it."""
    second = int(said.at.timestamp())
    if said.kind == "auto_ack":
        return not any(each.type == "out" for each in happened)
    return not any(each.type == "out" and each.second >= second for each in happened)
