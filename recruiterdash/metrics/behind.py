"""From a mark of a chart to the people behind it. Pure.

A mark is written as conditions on a figure's rows: `result=late;week=2026-11-02`, `event=answered;days=2.0..4.0`.
A value that somebody wrote may hold anything: it is quoted as in an address.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from recruiterdash.errors import BadInput

#: Names a condition may be about.
KNOWN = frozenset(
    {"application", "opening", "event", "days", "result", "week", "month", "day", "hour", "holder", "held"}
    | {"group", "how", "kind"}
)


def behind(rows: Sequence[Mapping[str, Any]], mark: str) -> list[Mapping[str, Any]]:
    """Return the rows a mark stands for, all of them when it is empty. Raises BadInput for what is no mark."""
    if not mark:
        return list(rows)
    conditions = [_condition(each) for each in mark.split(";") if each]
    return [row for row in rows if all(_fits(row, name, value) for name, value in conditions)]


def _condition(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or name not in KNOWN:
        raise BadInput("mark: is no mark of this chart.")
    if name == "days":
        _bounds(value)
    return name, unquote(value)


def _fits(row: Mapping[str, Any], name: str, value: str) -> bool:
    if name == "days":
        first, last = _bounds(value)
        days = row.get("days")
        return days is not None and first < days <= last
    if name == "held":
        return value in row.get("held", ())
    return str(row.get(name)) == value


def _bounds(text: str) -> tuple[float, float]:
    first, dots, last = text.partition("..")
    try:
        return float(first), float(last if dots else "")
    except ValueError:
        raise BadInput("mark: days are written as 2.0..4.0.") from None
