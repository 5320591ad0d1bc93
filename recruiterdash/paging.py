"""One page of rows at a time, by the place of the last row seen: the last is as fast as the first."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, literal, tuple_
from sqlalchemy.orm import Session

from recruiterdash.db import UTCDateTime
from recruiterdash.errors import BadInput

PAGE = 50
#: Stands in for "no moment" where rows without one come last; later than anything we keep.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)

Found = TypeVar("Found")


class Order(NamedTuple):
    """How rows follow each other. The last key tells any two rows apart; no key is ever empty."""

    #: Columns or expressions on them.
    keys: tuple[Any, ...]
    descending: bool = False


class Page(NamedTuple, Generic[Found]):
    """Some rows, and where the next page begins (None on the last)."""

    rows: list[Found]
    next: str | None


def page(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    order: Order,
    cursor: str | None,
    *,
    size: int = PAGE,
) -> Page[Sequence[Any]]:
    """Return the rows of a statement that follow a cursor, each without the keys it was ordered by.

    statement: without ORDER BY and LIMIT. cursor: the `next` of the page before, None for the first.
    Raises BadInput for a cursor that was not made by this order.
    """
    keys = tuple_(*order.keys)
    if cursor:
        after = tuple_(*_as_literals(order, read_cursor(cursor)))
        statement = statement.where(keys < after if order.descending else keys > after)
    sorting = [key.desc() if order.descending else key.asc() for key in order.keys]
    found = session.execute(statement.add_columns(*order.keys).order_by(*sorting).limit(size + 1)).all()
    shown, width = found[:size], len(order.keys)
    following = write_cursor(tuple(shown[-1])[-width:]) if len(found) > size else None
    return Page([tuple(row)[:-width] for row in shown], following)


def write_cursor(values: Sequence[Any]) -> str:
    """Return a place in an order as text for a URL. values: text, whole numbers, truths and aware moments."""
    plain = [{"at": value.isoformat()} if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> list[Any]:
    """Return what `write_cursor` was given. Raises BadInput for anything else."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        plain = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        return [_moment(each["at"]) if isinstance(each, dict) else each for each in plain]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise BadInput("The address of this page is damaged. Start again from the first page.") from None


def _moment(text: str) -> datetime:
    """Return a moment in UTC; one with no place in the calendar there is none of ours."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo is not None else moment


def _as_literals(order: Order, values: list[Any]) -> list[ColumnElement[Any]]:
    fits = len(values) == len(order.keys) and all(
        _fits(key, value) for key, value in zip(order.keys, values, strict=True)
    )
    if not fits:
        raise BadInput("The address of this page belongs to another order. Start again from the first page.")
    return [literal(value, key.type) for key, value in zip(order.keys, values, strict=True)]


def _fits(key: Any, value: Any) -> bool:
    if isinstance(key.type, UTCDateTime):
        return isinstance(value, datetime) and value.tzinfo is not None
    kind = key.type.python_type
    if kind is int:
        return type(value) is int and abs(value) < 2**63
    return isinstance(value, str) and _storable(value) if kind is str else type(value) is kind


def _storable(text: str) -> bool:
    """PostgreSQL takes neither NUL nor half a character."""
    return "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)
