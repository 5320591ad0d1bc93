"""What a page's address asks for: filters, order and place, each read so that no address breaks a page."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import TypeVar
from urllib.parse import urlencode

from flask import request
from werkzeug.routing import IntegerConverter, Map

Word = TypeVar("Word", bound=StrEnum)
_MOST = 2**63 - 1


class RowId(IntegerConverter):
    """A row's id in an address; a number that no database can hold names nothing."""

    #: One way to write each: no digits of other scripts.
    regex = "[0-9]+"

    def __init__(self, addresses: Map) -> None:
        super().__init__(addresses, max=_MOST)


def text(name: str, limit: int = 200) -> str:
    """Return a text of the query without what is not shown, cut to a length; empty when it is not there."""
    given = request.args.get(name, "")[: 4 * limit]
    shown = "".join(each if unicodedata.category(each) not in {"Cc", "Cs"} else " " for each in given)
    return " ".join(shown.split())[:limit]


def number(name: str) -> int | None:
    """Return a row's id of the query, None when it is not one."""
    return _row_id(request.args.get(name, ""))


def numbers(name: str, most: int) -> tuple[int, ...]:
    """Return rows' ids of the query, each once and no more than so many; what is not an id is left out.

    They stand between commas, or each for itself as the boxes of a form send them.
    """
    return ids(request.args.getlist(name), most)


def ids(texts: Iterable[str], most: int) -> tuple[int, ...]:
    """Return the rows' ids in texts, each once and no more than so many; what is not an id is left out."""
    given = (_row_id(each) for text in texts for each in text.split(","))
    return tuple(islice(dict.fromkeys(each for each in given if each), most))


def _row_id(given: str) -> int | None:
    if not (given.isascii() and given.isdigit() and len(given) < 20):
        return None
    return int(given) if 0 < int(given) <= _MOST else None


def day(name: str) -> date | None:
    """Return a day of the query, None when it is not one."""
    try:
        return date.fromisoformat(request.args.get(name, "")[:10])
    except ValueError:
        return None


def word(name: str, words: type[Word]) -> Word | None:
    """Return one of an enumeration's words, None for anything else."""
    given = request.args.get(name, "")
    return words(given) if given in set(words) else None


def one_of(name: str, words: dict[str, object] | tuple[str, ...], otherwise: str) -> str:
    """Return one of the words, `otherwise` for anything else."""
    given = request.args.get(name, otherwise)
    return given if given in words else otherwise


def cursor() -> str | None:
    """Return the place the page begins at, None for the first page."""
    return request.args.get("after") or None


def address(**changed: str | None) -> str:
    """Return this page's own address with some of its query changed; None or an empty text takes one away."""
    query = {**request.args.to_dict(), **changed}
    if "after" not in changed:
        query.pop("after", None)
    kept: dict[str, str] = {name: value for name, value in query.items() if value}
    return f"{request.path}?{urlencode(kept, safe=',')}" if kept else request.path
