"""The day a mail names: "by Thursday", "bis zum 3. Dezember", "avant le 3/12", "antes del jueves". Pure."""

import re
from datetime import date, timedelta

_WEEKDAYS = (
    ("monday", "montag", "lundi", "lunes", "mon"),
    ("tuesday", "dienstag", "mardi", "martes", "tue"),
    ("wednesday", "mittwoch", "mercredi", "miércoles", "wed"),
    ("thursday", "donnerstag", "jeudi", "jueves", "thu"),
    ("friday", "freitag", "vendredi", "viernes", "fri"),
    ("saturday", "samstag", "samedi", "sábado", "sat"),
    ("sunday", "sonntag", "dimanche", "domingo", "sun"),
)
_MONTHS = (
    ("january", "januar", "janvier", "enero", "jan"),
    ("february", "februar", "février", "febrero", "feb"),
    ("march", "märz", "mars", "marzo", "mar"),
    ("april", "avril", "abril", "apr"),
    ("may", "mai", "mayo"),
    ("june", "juni", "juin", "junio", "jun"),
    ("july", "juli", "juillet", "julio", "jul"),
    ("august", "août", "agosto", "aug"),
    ("september", "septembre", "septiembre", "sep", "sept"),
    ("october", "oktober", "octobre", "octubre", "oct", "okt"),
    ("november", "novembre", "noviembre", "nov"),
    ("december", "dezember", "décembre", "diciembre", "dec", "dez"),
)
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))

_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(20\d\d|\d\d)\b)?")
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?({_NAMES})\b\.?(?:,?\s+(?:de\s+)?(20\d\d)\b)?"
)
_MONTH_FIRST = re.compile(rf"\b({_NAMES})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(20\d\d)\b)?")
_ON = re.compile(rf"\b({'|'.join(sorted(_WEEKDAY, key=len, reverse=True))})\b")
#: A day further off is a slip, or a birthday.
FURTHEST = timedelta(days=200)


def named_day(text: str, said_on: date) -> date | None:
    """Return the first day a text names that lies after the day it was said on; None when it names none.

    text: in small letters. A weekday is the next one of that name; a day without a year is the next one, too.
    """
    for day in _days(text, said_on):
        if day is not None and said_on < day <= said_on + FURTHEST:
            return day
    return None


def _days(text: str, said_on: date) -> list[date | None]:
    exact = [
        *((each.start(), _day(int(each[1]), int(each[2]), int(each[3]))) for each in _ISO.finditer(text)),
        *(
            (each.start(), _next(said_on, int(each[2]), int(each[1]), each[3]))
            for each in _DOTTED.finditer(text)
        ),
        *(
            (each.start(), _next(said_on, _MONTH[each[2]], int(each[1]), each[3]))
            for each in _DAY_FIRST.finditer(text)
        ),
        *(
            (each.start(), _next(said_on, _MONTH[each[1]], int(each[2]), each[3]))
            for each in _MONTH_FIRST.finditer(text)
        ),
    ]
    exact.sort(key=lambda each: each[0])
    weekdays = [
        said_on + timedelta(days=(_WEEKDAY[each[1]] - said_on.weekday() - 1) % 7 + 1)
        for each in _ON.finditer(text)
    ]
    return [*(day for _, day in exact), *weekdays]


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
