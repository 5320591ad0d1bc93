"""The day a mail names: "by Thursday", "bis zum 3. Dezember", "avant le 3/12", "antes del jueves". Pure."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from recruiterdash.messages.inbound.understanding.denied import is_denied

_WEEKDAYS = (
    ("monday", "montag", "lundi", "lunes"),
    ("tuesday", "dienstag", "mardi", "martes"),
    ("wednesday", "mittwoch", "mercredi", "miercoles"),
    ("thursday", "donnerstag", "jeudi", "jueves"),
    ("friday", "freitag", "vendredi", "viernes"),
    ("saturday", "samstag", "sonnabend", "samedi", "sabado"),
    ("sunday", "sonntag", "dimanche", "domingo"),
)
#: Other words are written alike: "mon" is "my" in French. They name a day behind a word that announces one.
_SHORT = (
    ("mon",),
    ("tue", "tues"),
    ("wed",),
    ("thu", "thur", "thurs"),
    ("fri",),
    ("sat",),
    ("sun",),
)
_MONTHS = (
    ("january", "januar", "janner", "janvier", "enero", "jan", "janv", "ene"),
    ("february", "februar", "fevrier", "febrero", "feb", "fevr", "fev"),
    ("march", "marz", "maerz", "mars", "marzo", "mar"),
    ("april", "avril", "abril", "apr", "avr", "abr"),
    ("may", "mai", "mayo"),
    ("june", "juni", "juin", "junio", "jun"),
    ("july", "juli", "juillet", "julio", "jul", "juil"),
    ("august", "aout", "agosto", "aug", "ago"),
    ("september", "septembre", "septiembre", "setiembre", "sep", "sept"),
    ("october", "oktober", "octobre", "octubre", "oct", "okt"),
    ("november", "novembre", "noviembre", "nov"),
    ("december", "dezember", "decembre", "diciembre", "dec", "dez", "dic"),
)
_WEEKDAY = {
    word: number for words in (_WEEKDAYS, _SHORT) for number, each in enumerate(words) for word in each
}
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}


def _any(words: tuple[tuple[str, ...], ...]) -> str:
    return "|".join(sorted((word for each in words for word in each), key=len, reverse=True))


#: What stands between a word that announces a day and the day: articles, "next", and the day's own weekday.
_BETWEEN = (
    r"\W{1,2}(?:(?:the|this|next|coming|den|dem|zum|am|kommenden|nachsten|diesen|le|au|ce|el|al|del|este|proximo"
    r"|end of|close of|noon on|midday on)\W{1,2}){0,3}"
    rf"(?:(?:{_any(_WEEKDAYS)}|{_any(_SHORT)})\b\W{{1,3}}(?:(?:the|den|dem|der|le|el)\W)?)?$"
)
#: Words behind which a day is the last one.
_LAST = re.compile(
    r"\b(?:by|until|untill|till|til|before|no later than|latest|deadline(?: is| of)?|expires?(?: on)?"
    r"|bis(?: spatestens)?|spatestens|vor|avant|d'ici|jusqu'(?:a|au|en)|au plus tard|expire"
    r"|antes de|antes|hasta|a mas tardar|para|vence|caduca)"
    rf"(?:{_BETWEEN})"
)
#: Words behind which any day may stand.
_ANNOUNCED = re.compile(
    r"\b(?:on|from|after|since|of|am|ab|vom|nach|seit|den|dem|zum|le|du|au|des|des le|apres|depuis|el|del|al|desde"
    rf"|despues de|dia|date|fecha|datum)(?:{_BETWEEN})|(?:{_any(_WEEKDAYS)}|{_any(_SHORT)})\b\W{{1,3}}$"
)
#: Of these languages, or of this announcing word, the day comes first.
_DAY_FIRST_WORDS = re.compile(
    r"\b(?:ich|sie|und|der|die|das|ist|nicht|mit|bis|zum|je|vous|les|des|une|est|pour|avant|jusqu'au|avec"
    r"|d'ici|au|du|le|la|ab|den|dem|los|las|una|que|por|para|hasta|antes|del|al|el)\b"
)
_ENGLISH_WORDS = re.compile(r"\b(?:the|i|you|and|is|are|to|of|for|my|have|by|until|will|would|with|it)\b")

_ISO = re.compile(r"\b(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})\b")
_DOTTED = re.compile(
    r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})(?:\.(?:\s?(20\d\d|\d\d)\b)?(?!\d)|(?![\d.])(?! ?(?:uhr|h)\b))"
)
_SLASHED = re.compile(r"(?<![\d/.,-])(\d{1,2})([/-])(\d{1,2})(?:\2(20\d\d|\d\d))?(?![\d/-])(?!\.\d)")
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:of\s+|de\s+)?({_any(_MONTHS)})\b\.?(?:,?\s+(?:de\s+|del\s+)?(20\d\d)\b)?"
)
_MONTH_FIRST = re.compile(rf"\b({_any(_MONTHS)})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(20\d\d)\b)?")
_LONG = re.compile(rf"\b({_any(_WEEKDAYS)})s?\b")
_BRIEF = re.compile(rf"\b({_any(_SHORT)})\b")
#: "manana" is the morning as well, and "morgen" too: "am Dienstag Morgen", "guten Morgen", "por la manana".
_NEXT = re.compile(
    r"\b(?:(?P<two>day after tomorrow|ubermorgen|uebermorgen|apres-demain|pasado manana)"
    r"|(?P<one>tomorrow|demain|(?<!guten )(?<!schonen )(?<!tag )(?<!woch )morgen(?!s)"
    r"|(?<!la )(?<!esta )(?<!buena )(?<!pasado )manana))\b"
)
#: A day further off is a slip, or a birthday.
FURTHEST = timedelta(days=200)


class _Named(NamedTuple):
    """One day that a text names."""

    start: int
    day: date | None
    #: A date, and no weekday.
    exact: bool = True


def named_day(text: str, said_on: date) -> date | None:
    """Return the day a text names that lies after the day it was said on; None when it names none.

    text: in small letters. A weekday is the next one of that name; a day without a year is the next one, too. Of
    several days the one that something lasts until counts first, then dates before weekdays; one that is denied last.
    """
    plain = _plain(text)
    named = sorted(
        (each for each in _days(plain, said_on) if each.day is not None),
        key=lambda each: each.start,
    )
    starts = [*(each.start for each in named), len(plain)]
    found = [
        (
            is_denied(plain, each.start, starts[bisect_right(starts, each.start)]),
            _LAST.search(plain, max(each.start - 80, 0), each.start) is None,
            not each.exact,
            each.start,
            each.day,
        )
        for each in named
        if each.day is not None and said_on < each.day <= said_on + FURTHEST
    ]
    return min(found)[4] if found else None


def _plain(text: str) -> str:
    """Without accents, which many leave out."""
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def _days(text: str, said_on: date) -> Iterator[_Named]:
    for each in _ISO.finditer(text):
        yield _Named(each.start(), _day(int(each[1]), int(each[3]), int(each[4])))
    for each in _DOTTED.finditer(text):
        if each[0].count(".") > 1 or _is_announced(text, each.start()):
            yield _Named(each.start(), _next(said_on, int(each[2]), int(each[1]), each[3]))
    for each in _SLASHED.finditer(text):
        whole = each[4] and (each[2] == "/" or len(each[4]) == 4)
        if whole or (each[2] == "/" and not each[4] and _is_announced(text, each.start())):
            yield _Named(each.start(), _slashed(text, each, said_on))
    for each in _DAY_FIRST.finditer(text):
        yield _Named(each.start(), _next(said_on, _MONTH[each[2]], int(each[1]), each[3]))
    for each in _MONTH_FIRST.finditer(text):
        yield _Named(each.start(), _next(said_on, _MONTH[each[1]], int(each[2]), each[3]))
    for each in _NEXT.finditer(text):
        yield _Named(each.start(), said_on + timedelta(days=2 if each["two"] else 1), exact=False)
    for each in _LONG.finditer(text):
        yield _Named(each.start(), _weekday(said_on, each[1]), exact=False)
    for each in _BRIEF.finditer(text):
        if _is_announced(text, each.start()):
            yield _Named(each.start(), _weekday(said_on, each[1]), exact=False)


def _is_announced(text: str, start: int) -> bool:
    before = max(start - 80, 0)
    return any(each.search(text, before, start) is not None for each in (_LAST, _ANNOUNCED))


def _slashed(text: str, found: re.Match[str], said_on: date) -> date | None:
    """3/12 is December where the day comes first. In English it may be either: it counts when only one can be meant."""
    first, second, year = int(found[1]), int(found[3]), found[4]
    day_first = _next(said_on, second, first, year)
    if len(_DAY_FIRST_WORDS.findall(text)) > len(_ENGLISH_WORDS.findall(text)):
        return day_first
    either = {
        each
        for each in (day_first, _next(said_on, first, second, year))
        if each is not None and said_on < each <= said_on + FURTHEST
    }
    return either.pop() if len(either) == 1 else None


def _weekday(said_on: date, name: str) -> date:
    return said_on + timedelta(days=(_WEEKDAY[name] - said_on.weekday() - 1) % 7 + 1)


def _next(said_on: date, month: int, day: int, year: str | None) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = _day(said_on.year, month, day)
    return this if this is None or this > said_on else _day(said_on.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
