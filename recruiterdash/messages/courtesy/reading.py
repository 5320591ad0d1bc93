"""A letter read once for all checks: its parts, sentences, words, language and days."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from recruiterdash.messages.courtesy.lexicon import LEXICONS, Lexicon
from recruiterdash.messages.courtesy.parts import ABBREVIATED, CLOSING, GREETING, STOP, composed, typed
from recruiterdash.messages.courtesy.phrases import Phrases
from recruiterdash.messages.courtesy.said import Said
from recruiterdash.messages.days import days_found, spoken, tongue_of

_WORD = re.compile(r"[^\W\d_]+")
_COUNTED = re.compile(r"\w+(?:['-]\w+)*")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"20\d\d")
_PAIR = re.compile(
    r"\b(?:between|from|on|by|the|either|zwischen|vom|von|am|dem|den|bis|zum|le|les|du|el|los|del|entre)"
    r"(?: (?:the|dem|den|le|el))?(?: [^\W\d_]+,?)? (?P<day>[1-3]?\d)(?:\.|st|nd|rd|th)?"
    r"(?:,? (?:and|or|to|till|until|und|oder|bis|et|ou|au|y|o|u|al) | ?[-–/] ?)"
    r"(?:[^\W\d_]+,? )?(?:the |dem |den |zum |am |le |au |el )?$",
    re.IGNORECASE,
)
#: A day in numbers, in whichever order.
_NUMBERED = re.compile(
    r"(?<![\w/.,-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?:(?P=sep)(?:20)?\d\d|(?P=sep))?(?![\w/-]|[.,]\d)"
)
#: A day further ahead than this, said without its year, is the one that has just been.
_LONG_AHEAD, _JUST_BEEN = timedelta(days=200), timedelta(days=165)


class Sentence(NamedTuple):
    """One sentence between greeting and signature."""

    start: int
    end: int
    text: str


class Day(NamedTuple):
    """One day that the letter speaks of."""

    day: date
    start: int
    end: int
    wrong_weekday: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


class Reading:
    """What checks look at; each part is made when the first check asks for it.

    All positions are of `text`, which is the body in composed signs; `origin` leads back to the body.
    """

    def __init__(self, said: Said) -> None:
        self.said = said
        self._offsets: list[int] | None = None
        body = said.body
        if not unicodedata.is_normalized("NFC", body):
            body, self._offsets = _composed(body)
        self.text = typed(body)
        self.lower = _lower(self.text)

    def origin(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where a span of the text stands in the body as it was given."""
        if self._offsets is None:
            return span
        return self._offsets[span[0]], self._offsets[span[1]]

    # --- words -------------------------------------------------------------------------------------

    @cached_property
    def _sequence(self) -> list[str]:
        return _WORD.findall(self.lower)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self._sequence)

    @cached_property
    def masked(self) -> str:
        """The text in small letters with names and titles on record blotted out: nobody is blamed for those."""
        said = self.said
        names = (said.preferred_name, said.sender_name, said.company, said.sender_role, said.interview_topic)
        known = {*names, *said.titles, *said.other_titles, *said.companies, *said.facts, *said.interviewers}
        text = self.lower
        for fact in known:
            if fact:
                text = self._blot(text, fact)
        return text

    def _blot(self, text: str, fact: str) -> str:
        """Blot one fact out: as it is written, and in small letters too when it has several words."""
        fact = composed(fact)
        small = _lower(fact)
        where, sought = (self.lower, small) if " " in fact or "-" in fact else (self.text, fact)
        at = where.find(sought)
        while at >= 0 and sought:
            end = at + len(sought)
            inside = (at and where[at - 1].isalnum()) or (end < len(where) and where[end].isalnum())
            if not inside:
                text = f"{text[:at]}{'_' * len(sought)}{text[end:]}"
            at = where.find(sought, end)
        return text

    def spans(self, phrases: Phrases) -> list[tuple[int, int]]:
        """Return where phrases stand in the letter."""
        return phrases.spans(self.lower, self.words)

    def unmasked(self, phrases: Phrases) -> list[tuple[int, int]]:
        """Return where phrases stand outside names and titles on record."""
        if not self.spans(phrases):
            return []
        return phrases.spans(self.masked, self.words)

    def quote(self, span: tuple[int, int]) -> str:
        """Return the words at a span as a sentence may quote them."""
        return " ".join(self.text[span[0] : span[1]].split())

    # --- parts -------------------------------------------------------------------------------------

    @cached_property
    def _hail(self) -> re.Match[str] | None:
        return GREETING.match(self.text)

    @cached_property
    def greeting(self) -> tuple[int, int]:
        """Where the greeting stands; empty at the beginning when there is none."""
        if self._hail is not None:
            return self._hail.span()
        start = len(self.text) - len(self.text.lstrip())
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        line = self.text[start:end].rstrip()
        short = len(line.split()) <= 6 and line[-1:] in (",", ":", "!", "，", "：", "！", "。", "、")
        return (start, end) if short else (0, 0)

    @cached_property
    def greeted(self) -> tuple[int, int] | None:
        """Whom the greeting names, None without a greeting word."""
        if self._hail is None:
            return None
        start, end = self._hail.span("name")
        name = self.text[start:end]
        return start + len(name) - len(name.lstrip()), end - (len(name) - len(name.rstrip()))

    @cached_property
    def signature(self) -> int:
        """Where the signature begins: the closing words, else the sender's name on a line of its own."""
        start = self.greeting[1]
        starts = [each.start() for each in CLOSING.finditer(self.text, start)][-1:]
        if self.said.sender_name:
            name = re.escape(unicodedata.normalize("NFC", self.said.sender_name))
            own = re.compile(rf"^[ \t]*{name}[ \t]*(?:,[^\n]*)?$", re.MULTILINE)
            starts += [each.start() for each in own.finditer(self.text, start)][-1:]
        return min(starts, default=len(self.text))

    @cached_property
    def middle(self) -> str:
        """What stands between greeting and signature."""
        return self.text[self.greeting[1] : self.signature]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return list(self._split())

    def _split(self) -> Iterator[Sentence]:
        begin, last = self.greeting[1], self.signature
        for stop in STOP.finditer(self.text, begin, last):
            piece = self.text[begin : stop.end()]
            if stop.group() == "." and ABBREVIATED.search(piece[-8:]) and not self._ends(stop.end()):
                continue
            yield from self._sentence(begin, stop.end())
            begin = stop.end()
        yield from self._sentence(begin, last)

    def _ends(self, at: int) -> bool:
        """Whether nothing of the paragraph follows."""
        return not self.text[at : self.signature].split("\n\n", 1)[0].strip()

    def _sentence(self, start: int, end: int) -> Iterator[Sentence]:
        raw = self.text[start:end]
        text = raw.strip()
        if _WORD.search(text):
            start += len(raw) - len(raw.lstrip())
            yield Sentence(start, start + len(text), text)

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence a position lies in; outside of all the line it stands in."""
        number = bisect_right([each.start for each in self.sentences], position) - 1
        if number >= 0 and position < self.sentences[number].end:
            return self.sentences[number]
        start = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        end = len(self.text) if end < 0 else end
        return Sentence(start, end, self.text[start:end])

    def count(self, start: int = 0, end: int | None = None) -> int:
        """Return how many words stand in a part of the text."""
        return sum(1 for _ in _COUNTED.finditer(self.text, start, len(self.text) if end is None else end))

    # --- language ----------------------------------------------------------------------------------

    @cached_property
    def detected(self) -> str:
        """The language the letter is plainly written in, empty when that cannot be told."""
        counts = sorted(
            (
                (sum(1 for word in self._sequence if word in lexicon.common), key)
                for key, lexicon in LEXICONS.items()
            ),
            reverse=True,
        )
        (best, key), (second, _) = counts[0], counts[1]
        plain = best >= 4 and best >= 1.4 * second and best * 6 >= len(self._sequence)
        return key if plain else ""

    @cached_property
    def language(self) -> str:
        """The language it is read in."""
        return self.detected or tongue_of(self.said.language or "") or "en"

    @cached_property
    def understood(self) -> bool:
        """Whether it is in a language of the library: what must stand in a letter can only be found there."""
        return bool(self.detected or not self.said.language or tongue_of(self.said.language))

    @property
    def lexicon(self) -> Lexicon:
        return LEXICONS[self.language]

    def speak(self, day: date) -> str:
        """Return a day as this letter says it."""
        return spoken(day, self.language)

    # --- days --------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> list[Day]:
        """The days the letter speaks of, in order."""
        return list(self._days())

    def _days(self) -> Iterator[Day]:
        said = self.said
        anchor = said.today or said.promise or said.broken_promise or said.interview_date
        for start, end in self._windows():
            for found in days_found(self.text[start:end], anchor or date(2026, 1, 1), self.language):
                words = self.text[start + found.start : start + found.end]
                written = _YEAR.search(words) is not None
                day, wrong = found.day, found.wrong_weekday and (anchor is not None or written)
                if not written and anchor and day - anchor > _LONG_AHEAD:
                    day = _just_been(day, anchor)
                yield from self._paired(day, start + found.start)
                yield Day(day, start + found.start, start + found.end, wrong)

    def _paired(self, day: date, at: int) -> Iterator[Day]:
        """The first of two days that share their month: “between the 7th and the 9th of December”."""
        pair = _PAIR.search(self.text, max(at - 40, 0), at)
        if pair and pair.end() == at and 0 < int(pair["day"]) < day.day:
            yield Day(day.replace(day=int(pair["day"])), *pair.span("day"), wrong_weekday=False)

    def writes(self, day: date) -> bool:
        """Return whether a day is written, in words or in numbers, its year aside."""
        if any((each.day.day, each.day.month) == (day.day, day.month) for each in self.days):
            return True
        return any(
            {int(match["a"]), int(match["b"])} == {day.day, day.month}
            for match in _NUMBERED.finditer(self.text)
        )

    def _windows(self) -> Iterator[tuple[int, int]]:
        """Where numbers stand, with the words around them: a letter has few, and looking is dear."""
        start = end = -1
        for digits in _DIGITS.finditer(self.text):
            if end < 0 or digits.start() - 24 > end:
                if end > 0:
                    yield start, end
                start = self._word_start(max(digits.start() - 24, 0))
            end = min(digits.end() + 24, len(self.text))
        if end > 0:
            yield start, end

    def _word_start(self, at: int) -> int:
        while at and self.text[at - 1].isalnum():
            at -= 1
        return at


def _just_been(day: date, anchor: date) -> date:
    """The same day a year before, when that is the nearer one."""
    try:
        before = day.replace(year=day.year - 1)
    except ValueError:
        return day
    return before if anchor - before <= _JUST_BEEN else day


def _lower(text: str) -> str:
    small = text.lower()
    return (
        small
        if len(small) == len(text)
        else "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    )


def _composed(body: str) -> tuple[str, list[int]]:
    """The body in composed signs, and for each of them (and the end) where it began."""
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(body):
        end = at + 1
        while end < len(body) and unicodedata.combining(body[end]):
            end += 1
        piece = unicodedata.normalize("NFC", body[at:end])
        out.append(piece)
        offsets += [at] * len(piece)
        at = end
    return "".join(out), [*offsets, len(body)]
