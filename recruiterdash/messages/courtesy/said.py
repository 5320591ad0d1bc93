"""A letter with the facts it is held against, and what a check finds in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from recruiterdash.messages.types import MessageType

MONDAY_TO_FRIDAY = frozenset(range(5))
#: How far somebody has come, in the order of stage types.
DEPTHS = {"application": 0, "screen": 1, "interview": 2, "final": 3, "offer": 4, "hired": 5}
#: Types that are written only to people we have met, whatever the record says.
_MEETING = frozenset(
    {
        MessageType.REJECTION_FINAL,
        MessageType.SILVER_MEDALIST,
        MessageType.INTERVIEW_THANKS,
        MessageType.THANK_YOU_REPLY,
    }
)


class Severity(StrEnum):
    """What a finding does: it stops the letter, it needs a reason to be overridden, or it only says so."""

    BLOCK = "block"
    WARN = "warn"
    HINT = "hint"


class Finding(NamedTuple):
    """One thing that a check has found."""

    #: The check's id, "K01" to "K42".
    check: str
    severity: Severity
    #: Where the words stand in the body (code points, end exclusive); None when it is about something else.
    span: tuple[int, int] | None
    message: str
    #: What to do about it.
    advice: str
    #: What to put in the place of the span, when that is known.
    fix: str | None = None


class Found(NamedTuple):
    """What one check says, before the table gives it its id and severity."""

    span: tuple[int, int] | None
    message: str
    advice: str
    fix: str | None = None
    #: Only where one check knows two.
    severity: Severity | None = None


class Names:
    """Names of other people, filed by their first word: a letter is searched for thousands of them at once."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """names: whole names; one word alone may be any word, and is not looked for."""
        self._by_word: dict[str, list[str]] = {}
        self._by_surname: dict[str, dict[str, str]] = {}
        for name in names:
            words = _WORD.findall(name.lower())
            if len(words) > 1:
                self._by_word.setdefault(words[0], []).append(name)
                for word in words[1:]:
                    if len(word) > 1:
                        filed = self._by_surname.setdefault(word, {})
                        filed.setdefault(words[0], name)
                        filed.setdefault(words[0][0], name)

    def among(self, words: frozenset[str]) -> list[str]:
        """Return the names whose first word is one of these, in small letters."""
        return [name for word in self._by_word.keys() & words for name in self._by_word[word]]

    def surnamed(self, words: frozenset[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield each of some words that names have behind their first, with a name for each first one and initial."""
        for word in self._by_surname.keys() & words:
            yield word, self._by_surname[word]


class Away(NamedTuple):
    """Days on which who signs is away, the last one included."""

    first: date
    last: date
    #: Who stands in; empty when nobody does whom this person may be told of.
    cover: str = ""


NO_NAMES = Names()
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A letter and all that is known around it; what is not known is left out, and nothing is guessed from it.

    Days are the office's. Whoever checks many letters makes many of these and asks no database.
    """

    type: MessageType
    body: str
    subject: str | None = None
    recipients: tuple[str, ...] | None = None
    cc: tuple[str, ...] = ()
    html: str | None = None
    #: When it leaves, in the recipient's zone.
    send_at: datetime | None = None
    #: The office's day of that, where the hour is seen to by somebody else.
    leaves_on: date | None = None
    applied_at: datetime | None = None
    #: Somebody told them in person, or they have asked for mail.
    told_live: bool | None = None
    #: Their application is open and nobody has told them how it came out.
    untold: bool | None = None
    #: They agreed that we keep their data for later roles.
    consent: bool | None = None
    #: All entities that letters are written for.
    companies: tuple[str, ...] = ()
    preferred_name: str | None = None
    #: Public titles of every application the letter is about.
    titles: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    company: str | None = None
    sender_name: str | None = None
    sender_role: str | None = None
    reply_to: str | None = None
    #: When who signs is away, as far as it is known.
    away: tuple[Away, ...] = ()
    #: The stage type reached.
    stage: str | None = None
    interview_date: date | None = None
    interview_topic: str | None = None
    interviewers: tuple[str, ...] = ()
    promise: date | None = None
    broken_promise: date | None = None
    #: A promised day that has not come and is moved by this letter.
    replaced: date | None = None
    legal_due: date | None = None
    today: date | None = None
    disposition: str | None = None
    #: The reasons recorded for each role, where the letter is about several.
    dispositions: tuple[str, ...] = ()
    requisition_state: str | None = None
    #: The person's language, else the posting's; a BCP 47 tag.
    language: str | None = None
    internal: bool | None = None
    #: How many letters leave together.
    bulk: int | None = None
    last_text: str | None = None
    #: An offer for the same role is out, and nobody has accepted it yet.
    offer_out: bool | None = None
    #: Share of its own wording, merged fields left out, that the other letters of its batch have too.
    alike: float | None = None
    #: Names of other candidates, which no letter may hold.
    other_names: Names = NO_NAMES
    #: Further names and titles on record, which stand in a letter as they are.
    facts: tuple[str, ...] = ()
    #: Days of the week on which the office works, Monday is 0.
    workweek: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()

    @property
    def depth(self) -> int | None:
        """How far they have come, None when nobody knows."""
        return DEPTHS.get(self.stage) if self.stage else None

    @property
    def met(self) -> bool | None:
        """Whether they have been interviewed, None when nobody knows."""
        if self.depth is not None:
            return self.depth >= DEPTHS["interview"]
        if self.interview_date is not None or self.interview_topic:
            return True
        return True if self.type in _MEETING else None

    @property
    def leaves(self) -> date | None:
        """The day it leaves, None when nobody knows."""
        return self.leaves_on or (self.send_at.date() if self.send_at is not None else self.today)

    def absence_on(self, day: date | None) -> Away | None:
        """Return the absence of who signs that a day lies in."""
        return next((each for each in self.away if day is not None and each.first <= day <= each.last), None)

    def works_on(self, day: date) -> bool:
        """Whether a day is a business day of the office."""
        return day.weekday() in self.workweek and day not in self.holidays
