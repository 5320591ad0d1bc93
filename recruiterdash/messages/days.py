"""Days as letters say them, and days found in what letters say, in the languages we have wordings in; pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

#: What a letter can be written in, and how the languages are called in English.
LANGUAGES: dict[str, str] = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}


class Found(NamedTuple):
    """One day that a text speaks of."""

    day: date
    #: Where it stands in the text.
    start: int
    end: int
    #: A weekday is said with it, and it is another one than that day's.
    wrong_weekday: bool = False


class _Tongue(NamedTuple):
    """How a language says days."""

    #: From Monday; the first way is ours, the others are understood too.
    weekdays: tuple[tuple[str, ...], ...]
    #: From January.
    months: tuple[tuple[str, ...], ...]
    #: Weekday, day and month put together.
    say: Callable[[str, int, str], str]
    #: Patterns of a day with the groups `weekday`, `day`, `month` and `year`; W and M stand for the names.
    patterns: tuple[str, ...]


#: Without a year a weekday tells days apart that are no further away than this: in another year it would fit a
#: day that nobody means, and a slip of the pen would go unseen.
NEAR = 270

_YEAR = r"(?P<year>20\d\d)(?!\d)"
_DAY = r"(?<![\d.,])(?P<day>\d{1,2})"
_GAP = r"[\s,]{1,3}"

_ENGLISH = _Tongue(
    weekdays=(
        ("Monday", "Mon"),
        ("Tuesday", "Tues", "Tue"),
        ("Wednesday", "Wed"),
        ("Thursday", "Thurs", "Thur", "Thu"),
        ("Friday", "Fri"),
        ("Saturday", "Sat"),
        ("Sunday", "Sun"),
    ),
    months=(
        ("January", "Jan"),
        ("February", "Feb"),
        ("March", "Mar"),
        ("April", "Apr"),
        ("May",),
        ("June", "Jun"),
        ("July", "Jul"),
        ("August", "Aug"),
        ("September", "Sept", "Sep"),
        ("October", "Oct"),
        ("November", "Nov"),
        ("December", "Dec"),
    ),
    say=lambda weekday, day, month: f"{weekday} {day} {month}",
    patterns=(
        rf"(?:\b(?P<weekday>W)\.?{_GAP}(?:the\s)?)?{_DAY}(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>M)\b"
        rf"(?:\.?{_GAP}{_YEAR})?",
        rf"(?:\b(?P<weekday>W)\.?{_GAP})?\b(?P<month>M)\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]\d|\d)"
        rf"(?:{_GAP}{_YEAR})?",
    ),
)
_GERMAN = _Tongue(
    weekdays=(
        ("Montag", "Mo"),
        ("Dienstag", "Di"),
        ("Mittwoch", "Mi"),
        ("Donnerstag", "Do"),
        ("Freitag", "Fr"),
        ("Samstag", "Sonnabend", "Sa"),
        ("Sonntag", "So"),
    ),
    months=(
        ("Januar", "Jänner", "Jaenner", "Jan"),
        ("Februar", "Feber", "Feb"),
        ("März", "Maerz", "Mär", "Mrz"),
        ("April", "Apr"),
        ("Mai",),
        ("Juni", "Juno", "Jun"),
        ("Juli", "Julei", "Jul"),
        ("August", "Aug"),
        ("September", "Sept", "Sep"),
        ("Oktober", "Okt"),
        ("November", "Nov"),
        ("Dezember", "Dez"),
    ),
    say=lambda weekday, day, month: f"{weekday}, {day}. {month}",
    patterns=(
        rf"(?:\b(?P<weekday>W)s?\.?{_GAP}(?:de[nmrs]\s)?)?{_DAY}\.?\s?(?P<month>M)s?\b(?:\.?{_GAP}{_YEAR})?",
    ),
)
_FRENCH = _Tongue(
    weekdays=(
        ("lundi", "lun"),
        ("mardi", "mar"),
        ("mercredi", "mer"),
        ("jeudi", "jeu"),
        ("vendredi", "ven"),
        ("samedi", "sam"),
        ("dimanche", "dim"),
    ),
    months=(
        ("janvier", "janv"),
        ("février", "févr", "fév"),
        ("mars",),
        ("avril", "avr"),
        ("mai",),
        ("juin",),
        ("juillet", "juil"),
        ("août",),
        ("septembre", "sept"),
        ("octobre", "oct"),
        ("novembre", "nov"),
        ("décembre", "déc"),
    ),
    say=lambda weekday, day, month: f"{weekday} {'1er' if day == 1 else day} {month}",
    patterns=(
        rf"(?:\b(?P<weekday>W)\.?{_GAP}(?:le\s)?)?{_DAY}(?:\s?er)?\s(?P<month>M)\b(?:\.?{_GAP}{_YEAR})?",
    ),
)
_SPANISH = _Tongue(
    weekdays=(
        ("lunes", "lun"),
        ("martes", "mar"),
        ("miércoles", "mié"),
        ("jueves", "jue"),
        ("viernes", "vie"),
        ("sábado", "sáb"),
        ("domingo", "dom"),
    ),
    months=(
        ("enero", "ene"),
        ("febrero", "feb"),
        ("marzo", "mar"),
        ("abril", "abr"),
        ("mayo", "may"),
        ("junio", "jun"),
        ("julio", "jul"),
        ("agosto", "ago"),
        ("septiembre", "setiembre", "sept", "sep"),
        ("octubre", "oct"),
        ("noviembre", "nov"),
        ("diciembre", "dic"),
    ),
    say=lambda weekday, day, month: f"{weekday} {day} de {month}",
    patterns=(
        rf"(?:\b(?P<weekday>W)\.?{_GAP}(?:el\s)?)?(?:d[ií]a\s)?{_DAY}(?:\.?[ºo°])?\s(?:de\s)?(?P<month>M)\b"
        rf"(?:\.?(?:\sdel?\s|{_GAP}){_YEAR})?",
    ),
)
_TONGUES = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}


def tongue_of(language: str) -> str:
    """Return the language of ours that a BCP 47 tag means, empty when it is none: `de-AT` -> `de`."""
    main = language.replace("_", "-").partition("-")[0].lower()
    return main if main in LANGUAGES else ""


def spoken(day: date, language: str = "en") -> str:
    """Return a day as letters say it: "Tuesday 8 December", "Dienstag, 8. Dezember".

    language: a BCP 47 tag; one we have no days in says them in English.
    """
    tongue = _TONGUES[tongue_of(language) or "en"]
    return tongue.say(tongue.weekdays[day.weekday()][0], day.day, tongue.months[day.month - 1][0])


def weekday(day: date, language: str = "en") -> str:
    """Return the name of a day's weekday, as `spoken` says it."""
    return names(language)["weekdays"][day.weekday()]


def names(language: str = "en") -> Mapping[str, tuple[str, ...]]:
    """Return the names that `spoken` uses: `weekdays` from Monday, `months` from January."""
    tongue = _TONGUES[tongue_of(language) or "en"]
    return {
        "weekdays": tuple(ways[0] for ways in tongue.weekdays),
        "months": tuple(ways[0] for ways in tongue.months),
    }


def moved(text: str, before: date | None, after: date | None, language: str = "en") -> str:
    """Return the text with one spoken day replaced by another, for a date changed beside a finished text."""
    if before is None or after is None or before == after:
        return text
    old, new = spoken(before, language), spoken(after, language)
    return text.replace(old, new).replace(_capital(old), _capital(new))


def days_said(text: str, today: date, language: str = "en") -> list[date]:
    """Return the days a text speaks of, in order; without a year, the next such day from today on.

    A day is taken as past when the weekday said with it fits a day of the last months and not the coming one.
    """
    return [found.day for found in days_found(text, today, language)]


def days_found(text: str, today: date, language: str = "en") -> list[Found]:
    """Return the days a text speaks of with where each stands, in order; see `days_said`.

    language: a BCP 47 tag; one we have no days in is read as English.
    """
    key = tongue_of(language) or "en"
    found: list[Found] = []
    for match in sorted(_matches(text, key), key=lambda each: each.start()):
        if found and match.start() < found[-1].end:
            continue  # "8 December 9" is one day and a number
        if (meant := _meant(match, key, today)) is not None:
            found.append(meant)
    return found


def _matches(text: str, key: str) -> Iterator[re.Match[str]]:
    for pattern in _PATTERNS[key]:
        yield from pattern.finditer(text)


def _meant(match: re.Match[str], key: str, today: date) -> Found | None:
    month, day = _MONTHS[key][_folded(match["month"])], int(match["day"])
    said = match["year"]
    years = [int(said)] if said else [today.year, today.year + 1, today.year - 1]
    possible = [made for year in years if (made := _day(year, month, day)) is not None]
    if not said:
        possible.sort(key=lambda each: (each < today, abs((each - today).days)))
    if not possible:
        return None
    if not match["weekday"]:
        return Found(possible[0], match.start(), match.end())
    weekday = _WEEKDAYS[key][_folded(match["weekday"])]
    near = [each for each in possible if said or abs((each - today).days) <= NEAR] or possible
    right = [each for each in near if each.weekday() == weekday]
    return Found((right or near)[0], match.start(), match.end(), wrong_weekday=not right)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _capital(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def _folded(name: str) -> str:
    """A name without accents and capitals."""
    apart = unicodedata.normalize("NFD", name)
    return "".join(each for each in apart if not unicodedata.combining(each)).lower()


def _numbers(ways: tuple[tuple[str, ...], ...], first: int) -> dict[str, int]:
    return {_folded(way): number for number, each in enumerate(ways, first) for way in each}


def _either(numbers: Mapping[str, int], ways: tuple[tuple[str, ...], ...]) -> str:
    """A pattern of all names, the longest first, accents written in any way or left out."""
    whole = {way for each in ways for way in each} | set(numbers)
    return "|".join(_tolerant(way) for way in sorted(whole, key=len, reverse=True))


def _tolerant(name: str) -> str:
    pattern = ""
    for letter in unicodedata.normalize("NFC", name):
        plain, *marks = list(unicodedata.normalize("NFD", letter))
        pattern += f"(?:{letter}|{plain}{marks[0]}?)" if marks else letter
    return pattern


_WEEKDAYS = {key: _numbers(tongue.weekdays, 0) for key, tongue in _TONGUES.items()}
_MONTHS = {key: _numbers(tongue.months, 1) for key, tongue in _TONGUES.items()}


def _compiled(key: str, tongue: _Tongue) -> tuple[re.Pattern[str], ...]:
    weekdays, months = _either(_WEEKDAYS[key], tongue.weekdays), _either(_MONTHS[key], tongue.months)
    return tuple(
        re.compile(
            pattern.replace("<weekday>W", f"<weekday>{weekdays}").replace("<month>M", f"<month>{months}"),
            re.IGNORECASE,
        )
        for pattern in tongue.patterns
    )


_PATTERNS = {key: _compiled(key, tongue) for key, tongue in _TONGUES.items()}
