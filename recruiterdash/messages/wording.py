"""What a letter says: placeholders filled in, days spoken, nothing left open.

Recruiters write these texts, so they may name the listed placeholders and ask whether one is known, and
nothing else: no filters, loops or further tags. That keeps a text's cost bounded by its length.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from liquid import BoundTemplate, Environment, FalsyStrictUndefined, Mode
from liquid.builtin.content import Literal
from liquid.builtin.illegal import Illegal
from liquid.builtin.output import Output
from liquid.builtin.tags.if_tag import IfTag
from liquid.exceptions import LiquidError

from recruiterdash.errors import BadInput

#: What a text may name, and what it stands for.
PLACEHOLDERS: dict[str, str] = {
    "candidate.preferred_name": "the name the person wants to be greeted with",
    "requisition.title": "the public title of the role",
    "requisition.titles": "the titles of all roles the letter is about",
    "company.name": "the company's name",
    "office.name": "the office's name",
    "stage.name": "the name of the stage the person is at",
    "interview.date": "the day of the interview the letter is about",
    "interview.topic": "the topic of that interview",
    "promise.date": "the day by which the person hears from us",
    "missed.date": "the promised day that passed or moves",
    "sender.name": "the name of who signs",
    "sender.role": "the job title of who signs",
    "sender.phone": "the phone number of who signs",
    "status.url": "the person's own status page",
}

SOURCE_LIMIT = 20_000
VALUE_LIMIT = 500
#: Tags of one text at the most, and questions within questions.
TAG_LIMIT = 100
DEPTH_LIMIT = 5

_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAME = r"(?P<name>[a-z]+\.[a-z_]+)"
_SAYS = re.compile(rf"\{{\{{-?\s*{_NAME}\s*-?\}}\}}")
_ASKS = re.compile(rf"\{{%-?\s*(?:if|elsif)\s+{_NAME}\s*-?%\}}")
_ELSE = re.compile(r"\{%-?\s*(else|endif)\s*-?%\}")
_OPENS = re.compile(r"\{%-?\s*if\s")
_CLOSES = re.compile(r"\{%-?\s*endif\b")

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class Letters(Environment):
    """Liquid with nothing in it but text, placeholders and `if`."""

    output_stream_limit = 4 * SOURCE_LIMIT

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        for tag in (Literal, Output, Illegal, IfTag):
            self.add_tag(tag)


_LETTERS = Letters(tolerance=Mode.STRICT, undefined=FalsyStrictUndefined)


def check(source: str) -> None:
    """Refuse a text that could not be rendered: done when it is saved, and again before it is used.

    source: subject or body with placeholders. Raises BadInput naming what is wrong.
    """
    if len(source) > SOURCE_LIMIT:
        raise BadInput(f"The text has {len(source)} characters; {SOURCE_LIMIT} are the most.")
    marks = _MARK.findall(source)
    if len(marks) > TAG_LIMIT:
        raise BadInput(f"The text has {len(marks)} placeholders; {TAG_LIMIT} are the most.")
    for mark in marks:
        _check_mark(mark)
    if re.search(r"\{\{|\}\}|\{%|%\}", _MARK.sub("", source)):
        raise BadInput("A placeholder is begun and not ended: write {{ candidate.preferred_name }}.")
    _check_depth(marks)
    try:
        _LETTERS.from_string(source)
    except LiquidError as error:
        raise BadInput(f"The text cannot be read: {error.args[0] if error.args else error}") from None


@lru_cache(maxsize=64)
def _parsed(source: str) -> BoundTemplate:
    """Return a text that was checked, ready to be filled in: thousands of letters are made from one."""
    check(source)
    return _LETTERS.from_string(source)


def used(source: str) -> frozenset[str]:
    """Return the placeholders a text prints, whether or not a condition stands before them."""
    return frozenset(found["name"] for found in _SAYS.finditer(source))


def render(source: str, values: Mapping[str, str | None]) -> str:
    """Return the text with its placeholders filled in.

    values: placeholder -> what it stands for; left out, None or blank means not known. What is not known may
    be asked about with `if`, and is never printed.
    Raises BadInput naming the placeholder that is unknown to us or has no value.
    """
    parsed = _parsed(source)
    known = {
        name: " ".join(value.split())[:VALUE_LIMIT]
        for name, value in values.items()
        if value and value.strip()
    }
    for name in _printed(source, known):
        if name not in known:
            raise BadInput(f"This letter needs {PLACEHOLDERS[name]} ({name}), which is not known.")
    try:
        return parsed.render(**_nested(known)).strip() + ("\n" if "\n" in source else "")
    except LiquidError as error:
        raise BadInput(f"The text cannot be filled in: {error.args[0] if error.args else error}") from None


def spoken(day: date) -> str:
    """Return a day as letters say it: "Tuesday 8 December"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def moved(text: str, before: date | None, after: date | None) -> str:
    """Return the text with one spoken day replaced by another, for a date changed beside a finished text."""
    if before is None or after is None or before == after:
        return text
    return text.replace(spoken(before), spoken(after))


_SPOKEN = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(DAYS)}),? )?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? "
    rf"(?P<month>{'|'.join(MONTHS)})\b"
    r"(?:,? (?P<year>20\d\d))?",
    re.IGNORECASE,
)


def days_said(text: str, today: date) -> list[date]:
    """Return the days a text speaks of, in order; without a year, the next such day from today on.

    A day is taken as past when its weekday fits last year's or this year's and not the coming one.
    """
    return [day for found in _SPOKEN.finditer(text) if (day := _meant(found, today)) is not None]


def residue(text: str, facts: Iterable[str] = ()) -> str:
    """Return the first piece of a text that was meant to be filled in or taken out, empty when there is none.

    facts: names and titles on record, which may well be "Nurse [nights]"; braces are nobody's name.
    """
    if braces := _BRACES.search(text):
        return braces.group().strip()
    for fact in facts:
        text = text.replace(fact, "")
    found = _RESIDUE.search(text)
    return found.group().strip() if found else ""


_BRACES = re.compile(r"\{\{.{0,40}|\}\}|\{%.{0,40}|%\}")
_RESIDUE = re.compile(
    r"\[[A-Za-z][A-Za-z _/.-]{0,40}\]|<[A-Za-z][A-Za-z _]{0,40}>"
    r"|\bNone\b(?! of\b)|\b(?:undefined|nan|NaN|null|XX+)\b|\b[Ll]orem ipsum\b"
)


def _check_mark(mark: str) -> None:
    if _ELSE.fullmatch(mark):
        return
    found = _SAYS.fullmatch(mark) or _ASKS.fullmatch(mark)
    if found is None:
        raise BadInput(
            f"{mark[:60]} cannot stand in a letter: a placeholder or an if about one, nothing else."
        )
    if found["name"] not in PLACEHOLDERS:
        raise BadInput(f"{found['name']} is not a placeholder; known are {', '.join(PLACEHOLDERS)}.")


def _check_depth(marks: list[str]) -> None:
    depth = 0
    for mark in marks:
        depth += bool(_OPENS.match(mark)) - bool(_CLOSES.match(mark))
        if depth > DEPTH_LIMIT:
            raise BadInput(f"The text asks within {DEPTH_LIMIT} other questions: make it plainer.")


def _printed(source: str, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the placeholders that will be printed with these values, conditions obeyed."""
    # One frame a question: whether its present branch is read, and whether one of its branches has been.
    frames: list[tuple[bool, bool]] = []
    for mark in _MARK.findall(source):
        if said := _SAYS.fullmatch(mark):
            if all(reading for reading, _ in frames):
                yield said["name"]
        elif _OPENS.match(mark):
            yes = _asked(mark) in known
            frames.append((yes, yes))
        elif frames and _CLOSES.match(mark):
            frames.pop()
        elif frames:
            done = frames[-1][1]
            yes = not done and (_ASKS.fullmatch(mark) is None or _asked(mark) in known)
            frames[-1] = (yes, done or yes)


def _asked(mark: str) -> str:
    found = _ASKS.fullmatch(mark)
    return found["name"] if found else ""


def _nested(values: Mapping[str, str]) -> dict[str, Any]:
    """`candidate.preferred_name` -> {"candidate": {"preferred_name": ...}}; nouns without values too."""
    tree: dict[str, Any] = {name.partition(".")[0]: {} for name in PLACEHOLDERS}
    for name, value in values.items():
        noun, _, word = name.partition(".")
        tree[noun][word] = value
    return tree


def _meant(found: re.Match[str], today: date) -> date | None:
    month = [name.lower() for name in MONTHS].index(found["month"].lower()) + 1
    day = int(found["day"])
    years = [int(found["year"])] if found["year"] else [today.year, today.year + 1, today.year - 1]
    possible = [made for year in years if (made := _day(year, month, day)) is not None]
    if not found["year"]:
        possible.sort(key=lambda each: (each < today, abs((each - today).days)))
    if found["weekday"]:
        right = [each for each in possible if DAYS[each.weekday()].lower() == found["weekday"].lower()]
        possible = right or possible
    return possible[0] if possible else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
