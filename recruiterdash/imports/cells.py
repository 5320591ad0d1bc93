"""What stands in one cell, as several formats write it."""

import hashlib
import re
import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from recruiterdash.imports import people
from recruiterdash.imports.mapping import Surroundings
from recruiterdash.imports.said import Unusable

#: Longer than any name anybody bears; the columns they are kept in are as long.
LONGEST_NAME = 500
#: Both names together, as an index holds them: letters of some scripts take four bytes.
MOST_BYTES = 2_600
#: A day's slack for clocks and zones.
AHEAD, FAR_AHEAD = timedelta(days=1), timedelta(days=2 * 366)
#: Warns of a moment that has not come yet.
IS_AHEAD = "ahead"
#: Leaves room for a moment beside it.
LONGEST_KEY = 36
_BLANKS = re.compile(r"\s+")
#: Categories of letters that nobody sees: a name of them alone is none.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"})
#: Spreadsheets read full-width signs, too.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
#: As sheets write them in the languages of letters.
YES = frozenset({"yes", "y", "true", "1", "ja", "wahr", "oui", "vrai", "sí", "si", "verdadero"})
NO = frozenset({"no", "n", "false", "0", "", "nein", "falsch", "non", "faux", "falso"})
_SEVERAL = re.compile(r"[;,]")


def name(text: str, column: str, longest: int = LONGEST_NAME) -> str:
    """Return a name as it is kept: blanks made single, composed (NFC), nothing else changed.

    An apostrophe that an export of ours put before a formula is taken off again.
    """
    if not text:
        return text
    if text[0] == "'" and _FORMULA.match(text, 1):
        text = text[1:]
    if text.isascii() and text.isprintable() and "  " not in text:
        kept = text.strip()
    else:
        kept = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
        if all(unicodedata.category(letter) in _UNSEEN for letter in kept):
            kept = ""
    if len(kept) > longest:
        raise Unusable(column, f"has {len(kept):,} letters, at most {longest} are kept")
    return kept


def parted(whole: str) -> tuple[str, str]:
    """Return first and last name of a person whose whole name is given: the first word is the first name.

    Where one word stands before a comma, lists put the last name first: "Lee, Ann".
    """
    first, _, last = whole.partition(" ")
    if first.endswith(",") and len(first) > 1 and last:
        return last, first[:-1]
    return (first, last) if last else ("", first)


def names(first: str, last: str, column: str) -> tuple[str, str]:
    """Return both names of a person. Raises Unusable when they are longer together than can be found again."""
    size = len(first.encode()) + len(last.encode())
    if size > MOST_BYTES:
        raise Unusable(column, f"makes a name of {size:,} bytes, at most {MOST_BYTES:,} are kept")
    return first, last


@lru_cache(maxsize=64)
def truth(text: str, column: str) -> bool:
    """Return a yes or no."""
    word = text.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unusable(column, f"is “{text[:40]}”, must be yes or no")


@lru_cache(maxsize=1024)
def zone(text: str) -> str:
    """Return the name of a zone there is, empty for any other text."""
    try:
        return ZoneInfo(text.strip()).key if text.strip() else ""
    except (KeyError, ValueError, OSError):
        return ""


def date(around: Surroundings, text: str, column: str, office: str, line: int) -> datetime:
    """Return a moment. Raises Unusable."""
    return date_and_kind(around, text, column, office, line)[0]


def date_and_kind(
    around: Surroundings, text: str, column: str, office: str, line: int
) -> tuple[datetime, bool]:
    """Return a moment, and whether the source gave the day only. Raises Unusable.

    A moment ahead is listed as unsure: a clock may be wrong, ours or theirs. Far ahead it is a slip. So is an
    hour that the office's clocks skipped or had twice.
    """
    if not text.strip():
        raise Unusable(column, "is empty: without a date nobody knows since when the person waits")
    try:
        found = around.moment(text, around.zone_of(office))
    except ValueError as error:
        raise Unusable(column, str(error)) from None
    if found.at > around.now + AHEAD:
        if found.at > around.now + FAR_AHEAD:
            raise Unusable(column, f"“{text.strip()[:40]}” lies years ahead")
        around.unsure(IS_AHEAD, column, f"{column} has not come yet by our clock: taken as written", line)
    if found.unsure:
        zone_name = around.zone_of(office).key
        words = (
            f"{column} is an hour that clocks in {zone_name} skipped or had twice: taken as before the change"
        )
        around.unsure("clock", f"{column} {zone_name}", words, line)
    return found.at, found.day_only


def first_of(several: str) -> str:
    """Return the first of several values in one cell, empty for none."""
    return next((part.strip() for part in _SEVERAL.split(several) if part.strip()), "")


def mailbox(around: Surroundings, text: str, line: int) -> str:
    """Return a mailbox as it is kept, empty for none; what is no mailbox is left out and listed."""
    kept = people.mailbox(text)
    if kept is None and text.strip():
        words = f"“{text.strip()[:60]}” is no mailbox: the person is kept without it"
        around.unsure("address", text.strip(), words, line)
    return kept or ""


def key(*parts: str) -> str:
    """Return a short name for what several words tell apart."""
    joined = "|".join(parts)
    if len(joined) <= LONGEST_KEY and joined.count("|") < len(parts):
        return joined
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
