"""What a person says about a file beside the file: office, zone, order of dates, what names mean."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from recruiterdash.errors import BadInput
from recruiterdash.imports.dates import Order
from recruiterdash.imports.stages import plain
from recruiterdash.imports.subjects import CLASSES
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.calendars import ensure_zone

_ORDERS = {
    "mdy": Order.MONTH_FIRST,
    "month first": Order.MONTH_FIRST,
    "dmy": Order.DAY_FIRST,
    "day first": Order.DAY_FIRST,
}


@dataclass(frozen=True, slots=True)
class Choices:
    """One import's choices; names as they stand in the file."""

    #: Office of rows that name none; empty is the default office.
    office: str = ""
    #: Zone of offices that this import has to make; empty is the installation's.
    zone: str = ""
    dates: Order | None = None
    #: Stage name -> type.
    stages: Mapping[str, StageType] = field(default_factory=dict)
    #: Colleague's name -> mailbox of a user; empty keeps them as an owner without a log-in.
    colleagues: Mapping[str, str] = field(default_factory=dict)
    #: Subject of mails -> their class.
    subjects: Mapping[str, str] = field(default_factory=dict)
    #: Office name -> zone.
    offices: Mapping[str, str] = field(default_factory=dict)
    #: Column of the file -> column of the format.
    columns: Mapping[str, str] = field(default_factory=dict)
    #: Take in what can be read, and list the rows that cannot.
    skip_bad: bool = False


def read_map(path: Path) -> Choices:
    """Read a mapping file: JSON, or TOML when it is called .toml.

    Tables `stages`, `colleagues`, `subjects`, `offices` (name -> zone) and `columns`, values `office`, `zone`, `dates`
    (MDY or DMY). Raises BadInput naming the file and what is wrong with it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except OSError as error:
        raise BadInput(f"The mapping file {path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise BadInput(f"The mapping file {path} is no JSON or TOML: {error}.") from None
    if not isinstance(document, dict):
        raise BadInput(f'The mapping file {path} must be a table such as {{"stages": {{...}}}}.')
    try:
        return from_document(document)
    except BadInput as error:
        raise BadInput(f"The mapping file {path}: {error}") from None


def from_document(document: Mapping[str, Any]) -> Choices:
    """Return choices from plain values. Raises BadInput naming the one that cannot stand."""
    known = {each.name for each in fields(Choices)}
    unknown = sorted(set(document) - known)
    if unknown:
        raise BadInput(f"“{unknown[0]}” is not known; known are {', '.join(sorted(known))}.")
    zone = _word(document, "zone")
    return Choices(
        office=_word(document, "office"),
        zone=ensure_zone(zone) if zone else "",
        dates=_order(_word(document, "dates")),
        stages={name: _stage_type(name, value) for name, value in _table(document, "stages").items()},
        colleagues=_table(document, "colleagues"),
        subjects={name: _class(name, value) for name, value in _table(document, "subjects").items()},
        offices={name: ensure_zone(value) for name, value in _table(document, "offices").items()},
        columns=_table(document, "columns"),
        skip_bad=bool(document.get("skip_bad", False)),
    )


def to_document(choices: Choices) -> dict[str, Any]:
    """Return choices as plain values that `from_document` reads back."""
    return {
        "office": choices.office,
        "zone": choices.zone,
        "dates": choices.dates.value if choices.dates else "",
        "stages": {name: type_.value for name, type_ in choices.stages.items()},
        "colleagues": dict(choices.colleagues),
        "subjects": dict(choices.subjects),
        "offices": dict(choices.offices),
        "columns": dict(choices.columns),
        "skip_bad": choices.skip_bad,
    }


def _word(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name, "")
    if not isinstance(value, str):
        raise BadInput(f"“{name}” must be text.")
    return value.strip()


def _table(document: Mapping[str, Any], name: str) -> dict[str, str]:
    table = document.get(name, {})
    if not isinstance(table, Mapping) or not all(isinstance(value, str) for value in table.values()):
        raise BadInput(f"“{name}” must be a table of names and text.")
    return {str(key).strip(): value.strip() for key, value in table.items()}


def _order(word: str) -> Order | None:
    if not word:
        return None
    try:
        return _ORDERS[plain(word)]
    except KeyError:
        raise BadInput(f"“dates” is {word!r}, must be MDY or DMY.") from None


def _class(subject: str, word: str) -> str:
    known = dict.fromkeys((*CLASSES["out"], *CLASSES["in"]))
    if word not in known:
        raise BadInput(f"Mails called “{subject}” cannot be {word!r}; classes are {', '.join(known)}.")
    return word


def _stage_type(name: str, word: str) -> StageType:
    try:
        return StageType(plain(word))
    except ValueError:
        types = ", ".join(StageType)
        raise BadInput(f"The stage “{name}” cannot be {word!r}; types are {types}.") from None
