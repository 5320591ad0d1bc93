"""What a history is cut into, and what of it counts. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from recruiterdash.waiting import Happening
from recruiterdash.waiting.kinds import OUT

#: Systems whose exports tell every word; from any other, none known is not none said.
TELLS_WORDS = frozenset({"events"})
AUTOMATIC = frozenset({"auto_ack", "auto_generic", "ooo"})
#: What is said of spans that nobody's act ended, and of people of whom no word is known.
BY_ITSELF, NO_MESSAGES = "ended by itself", "imported without messages"
LEAVING = {"withdrawn": "withdrew", "declined": "withdrew"}


class Told(NamedTuple):
    """One event: what the rules read of it, and how and when we came to know."""

    happening: Happening
    recorded_at: datetime
    source: str


class About(NamedTuple):
    """What has to be known of an application beside its events."""

    #: When it was taken in from elsewhere, and from which system.
    imported_at: datetime | None = None
    system: str | None = None


class Span(NamedTuple):
    """A stretch of one application's history that a figure measures."""

    kind: str
    started_at: datetime
    #: Over from then on; may lie ahead.
    ended_at: datetime | None
    #: How it ended: answered, withdrew, or why it is measured no longer; empty while it has no end.
    outcome: str
    due_at: datetime | None = None
    #: Kind of word, type of stage, part of the day's work: what splits a figure.
    how: str = ""
    #: held: [[ISO moment, who]]; late, imported, broken: truths; entry: ISO moment; more as each figure needs.
    data: Mapping[str, Any] = {}


def no_words_known(counted: Sequence[Happening], about: About) -> bool:
    """Say whether nobody knows what was said to the person: imported from where words are not told."""
    silent = about.imported_at is not None and about.system not in TELLS_WORDS
    return silent and not any(h.type in {"out", "in"} for h in counted)


def is_human(h: Happening) -> bool:
    """Say whether a word counts as one by a person, or approved by one, that tells somebody something."""
    counts = OUT.get(h.kind or "")
    if h.type != "out" or h.bounced or counts is None:
        return False
    return counts.silence == "always" or (
        counts.silence == "dated" and (h.decision is not None or h.next_date is not None)
    )


def carried(h: Happening) -> str | None:
    """Return the decision that a word of ours told, None when it told none."""
    counts = OUT.get(h.kind or "")
    told = h.type == "out" and not h.bounced and counts is not None and h.decision in counts.carries
    return h.decision if told else None


def series_of(h: Happening) -> str | None:
    """Return whether a word of ours was automatic, bulk or individual; None for what reached nobody."""
    if h.type != "out" or h.bounced or h.kind is None:
        return None
    if h.kind in AUTOMATIC:
        return "automatic"
    if h.kind == "bulk":
        return "bulk"
    return "individual" if OUT.get(h.kind) is not None and OUT[h.kind].silence == "always" else None


def exits_of(counted: Sequence[Happening]) -> tuple[datetime, ...]:
    """Return when the candidate said that they are out; who was taken back may say so twice."""
    return tuple(h.at for h in counted if h.type == "in" and h.kind in {"withdraw", "decline"})
