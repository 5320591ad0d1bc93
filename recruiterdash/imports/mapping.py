"""What each column of a format means; a header is compared with that, and nothing is guessed silently."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from recruiterdash.errors import BadInput
from recruiterdash.imports.dates import Moment
from recruiterdash.imports.parcels import Parcel
from recruiterdash.imports.said import Said
from recruiterdash.requisitions.models import StageType

#: Reads the cells of one row, which are its own to change; that of a record has one cell, the record. Raises
#: Unusable.
RowReader = Callable[[int, list[Any]], Said]
#: A record of an API, with its number in the export.
Record = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a format."""

    name: str
    #: In words for the reader, as the page shows it.
    meaning: str
    required: bool = False
    #: Known, and left out on purpose; `meaning` says why.
    unused: bool = False
    others: tuple[str, ...] = ()


class Meanings(Protocol):
    """What names in a file mean: as chosen, as remembered, as shipped."""

    def zone_of(self, name: str) -> ZoneInfo:
        """Return the zone of wall-clock times in rows of an office."""

    def stage_type(self, name: str) -> StageType:
        """Return what a stage is, unmapped when nobody said."""

    def subject(self, way: str, subject: str) -> str:
        """Return the class of mails with a subject, `unknown` when nobody said. way: in or out."""


class Surroundings(NamedTuple):
    """What a row reader needs beside the cells."""

    #: Column name -> place among the cells; a column the file lacks is not there.
    places: Mapping[str, int]
    #: The zone of wall-clock times in rows of an office.
    zone_of: Callable[[str], ZoneInfo]
    #: Reads a moment of a column's text in a zone. Raises ValueError.
    moment: Callable[[str, ZoneInfo], Moment]
    #: Notes what is unsure: kind, what it is about, a sentence, the line.
    unsure: Callable[[str, str, str, int], None]
    now: datetime
    stage_type: Callable[[str], StageType]
    #: Class of mails with a subject, by their way (in, out).
    subject: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export."""

    name: str
    #: Where its ids come from; a person has one id in a system.
    system: str
    title: str
    columns: tuple[Column, ...]
    #: Columns by which a header is known to be of this format.
    telling: frozenset[str]
    dates: tuple[str, ...]
    reader: Callable[[Surroundings], RowReader]
    #: A needed column -> those that stand in its place together.
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: A state as of now, without the way it came about.
    snapshot: bool = False
    #: Files of a folder or a zip by which it is known to be of this format; empty for one table.
    files: tuple[str, ...] = ()
    #: Files that are read where they are there -> what is not known without them.
    beside: Mapping[str, str] = field(default_factory=dict)
    #: Files that are read where they are there, and not missed where they are not.
    further: tuple[str, ...] = ()
    #: Reads records of several files, each whole: for exports that are no single table.
    records: Callable[[Parcel], Iterator[Record]] | None = None


class Mapped(NamedTuple):
    """How the columns of a file are taken."""

    places: Mapping[str, int]
    #: Column of the file -> what it means, in the order of the file.
    taken: tuple[tuple[str, str], ...]
    #: Left out because nobody's business: equal-opportunity and pay data.
    dropped: tuple[str, ...]
    #: Known and left out, with the reason.
    unused: tuple[tuple[str, str], ...]
    #: Nobody told us what they mean.
    unknown: tuple[str, ...]


#: Words that stand for themselves, and parts that give any word away: equal-opportunity answers, age, body and
#: beliefs, pictures, the police, pay.
_PRIVATE = re.compile(
    r"\b(sex|race|racial|eeo\w*|orientation|age|dob|faith|health|medical|photo\w*|picture|headshot"
    r"|criminal|convictions?|ssn|pay|wages?|bonus|equity|ctc)\b"
    r"|gender|ethnic|hispanic|latin[oax]\b|veteran|disab|birth|religio|sexual|pronoun|marital|nationalit"
    r"|citizenship|pregnan|background check|social security|salar|compensation|remuneration"
)
LONGEST_SHOWN = 60
_BETWEEN = re.compile(r"[\s_\-/]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain(name: str) -> str:
    """Return a column's name as two are compared: no case, blanks for what stands between words."""
    return _BETWEEN.sub(" ", name.casefold()).strip()


def shown(name: str) -> str:
    """Return a name as sentences and pages show it: one may be as long as a book."""
    return name if len(name) <= LONGEST_SHOWN else f"{name[: LONGEST_SHOWN - 1]}…"


def private(name: str) -> bool:
    """Say whether a column holds what is never imported, however its name is written."""
    return _PRIVATE.search(plain(_HUMP.sub(" ", name.replace(".", "")))) is not None


def mapped(format_: Format, header: Sequence[str], renamed: Mapping[str, str]) -> Mapped:
    """Lay a file's header over a format.

    header: as it stands in the file. renamed: column of the file -> column of the format, as a person chose.
    What is never imported is left out whatever the person chose. Raises BadInput for a needed column that is
    missing, one that stands twice, and a choice that names no column of the format.
    """
    known = {plain(alias): column for column in format_.columns for alias in (column.name, *column.others)}
    chosen = {plain(mine): plain(theirs) for mine, theirs in renamed.items()}
    for mine, theirs in renamed.items():
        if plain(theirs) not in known:
            raise BadInput(f"“{mine}” is said to be “{theirs}”, which is no column of a {format_.title}.")
    places: dict[str, int] = {}
    taken: list[tuple[str, str]] = []
    unused: list[tuple[str, str]] = []
    dropped: list[str] = []
    unknown: list[str] = []
    for place, name in enumerate(header):
        column = known.get(chosen.get(plain(name), plain(name)))
        if private(name):
            dropped.append(shown(name))
        elif column is None:
            unknown.append(shown(name))
        elif column.name in places and plain(header[places[column.name]]) != plain(name):
            # two names of one thing: the usual one is taken, else the first
            spare = name
            if plain(name) == plain(column.name):
                spare, places[column.name] = header[places[column.name]], place
                swapped = unused if column.unused else taken
                swapped[swapped.index((shown(spare), column.meaning))] = (shown(name), column.meaning)
            unknown.append(shown(spare))
        elif column.name in places:
            first = places[column.name] + 1
            raise BadInput(
                f"The column “{shown(name)}” stands twice, as columns {first} and {place + 1}: keep one."
            )
        else:
            places[column.name] = place
            (unused if column.unused else taken).append((shown(name), column.meaning))
    _ensure_complete(format_, places)
    named = tuple(name for name in unknown if name)
    return Mapped(places, tuple(taken), tuple(dropped), tuple(unused), named)


def recognised(formats: Iterable[Format], header: Sequence[str]) -> Format | None:
    """Return the one format whose telling columns a header has."""
    fitting = [each for each in formats if each.telling <= _named(each, header)]
    return fitting[0] if len(fitting) == 1 else None


def complete(format_: Format, header: Sequence[str]) -> bool:
    """Say whether a header has all that a format cannot be read without."""
    return {column.name for column in format_.columns if column.required} <= _named(format_, header)


def _named(format_: Format, header: Sequence[str]) -> set[str]:
    """Return the columns of a format that stand in a header, under whichever of their names."""
    names = {plain(name) for name in header}
    there = {
        column.name
        for column in format_.columns
        if any(plain(name) in names for name in (column.name, *column.others))
    }
    return there | {name for name, others in format_.instead.items() if there.issuperset(others)}


def _ensure_complete(format_: Format, places: Mapping[str, int]) -> None:
    there = {*places, *(name for name, others in format_.instead.items() if places.keys() >= set(others))}
    missing = [column.name for column in format_.columns if column.required and column.name not in there]
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        one = len(missing) == 1
        raise BadInput(
            f"The {'column' if one else 'columns'} {names} {'is' if one else 'are'} missing, "
            f"without which a {format_.title} cannot be read."
        )
