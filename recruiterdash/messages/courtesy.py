"""What stops a letter before it is approved; pure. The seam where further checks of courtesy come in."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from recruiterdash.messages.days import days_said, spoken
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.messages.wording import residue


class Said(NamedTuple):
    """A letter and the facts it is held against."""

    type: MessageType
    subject: str
    body: str
    #: The name on record by which the person is greeted.
    preferred_name: str
    sender_name: str
    promise: date | None
    #: An earlier promised day that the letter may name.
    missed: date | None
    #: Today where the office is.
    today: date
    #: Names and titles on record, which stand in a letter as they are.
    facts: tuple[str, ...] = ()


def blocks(said: Said) -> list[str]:
    """Return what stops this letter, each as a sentence for its writer; nothing when it may go."""
    found = [*_unfinished(said), *_greeting(said), *_empty(said)]
    return [*found, *_dates(said)] if MANNERS[said.type].says_status or said.promise else found


def _unfinished(said: Said) -> list[str]:
    left = residue(said.subject, said.facts) or residue(said.body, said.facts)
    return [f"“{left}” was never filled in. Replace it or take it out."] if left else []


def _greeting(said: Said) -> list[str]:
    first = next((line for line in said.body.splitlines() if line.strip()), "")
    if _holds(_plain(first), _plain(said.preferred_name)):
        return []
    return [f"The first line greets somebody else: it must hold the name {said.preferred_name}."]


def _empty(said: Said) -> list[str]:
    if not said.subject.strip():
        return ["The letter has no subject."]
    if len(re.findall(r"\w+", _middle(said))) < 3:
        return ["The letter says nothing yet between its greeting and its signature."]
    return []


def _middle(said: Said) -> str:
    """The body without its greeting, and without the signature that closing words or the name begin."""
    lines = [line for line in said.body.splitlines() if line.strip()][1:]
    for number, line in enumerate(lines):
        if _CLOSING.match(line.strip()) or _plain(line) == _plain(said.sender_name):
            return "\n".join(lines[:number])
    return "\n".join(lines)


_CLOSING = re.compile(
    r"((kind|best|warm|with kind|with best) )?(regards|wishes)|(yours )?(sincerely|truly)|thank you,?$",
    re.IGNORECASE,
)


def _dates(said: Said) -> list[str]:
    if said.promise is None:
        return []
    ahead = {day for day in days_said(said.body, said.today) if day >= said.today}
    said_days = {day for day in ahead if day != said.missed or day == said.promise}
    if said.promise not in said_days:
        return [f"The promised day is not in the letter: it must say {spoken(said.promise)}."]
    others = sorted(said_days - {said.promise})
    if others and MANNERS[said.type].needs_promise:
        return [
            f"The letter names {spoken(others[0])} beside the promised {spoken(said.promise)}: say one date."
        ]
    return []


def _holds(line: str, name: str) -> bool:
    """Whether a line holds the name as a word of its own; scripts without capitals may leave no gap."""
    before, after = (r"(?<!\w)", r"(?!\w)") if name.lower() != name.upper() else ("", "")
    return bool(name) and re.search(before + re.escape(name) + after, line) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
