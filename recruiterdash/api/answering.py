"""Answers in JSON, each a value with a declared shape, and what an endpoint says of itself."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import msgspec
from flask import Response
from msgspec import Struct

View = TypeVar("View", bound=Callable[..., Any])
#: Moments leave as UTC; names in any script leave as they are.
_encoded = msgspec.json.Encoder().encode


class Described(NamedTuple):
    """What the document says of an endpoint beside its docstring."""

    answer: type[Struct]
    query: type[Struct] | None
    #: What is sent, where something is done; and what the answers of it may be.
    body: type[Struct] | None = None
    statuses: tuple[int, ...] = (200,)
    #: Refusals beside those that follow from the rest.
    refusals: tuple[int, ...] = ()
    #: Headers it reads, with what they are for.
    headers: tuple[tuple[str, str], ...] = ()
    #: Names in its path that are words, with the words there are.
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: A file is sent, as it is or in a form.
    file: bool = False


def answers(
    answer: type[Struct],
    query: type[Struct] | None = None,
    *,
    words: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Callable[[View], View]:
    """Declare what a view answers with and what its query may hold; a view without this stops the program."""
    return _declared(Described(answer, query, words=words))


def does(
    answer: type[Struct],
    body: type[Struct] | None = None,
    *,
    statuses: tuple[int, ...] = (200,),
    refusals: tuple[int, ...] = (),
    headers: tuple[tuple[str, str], ...] = (),
    query: type[Struct] | None = None,
    file: bool = False,
) -> Callable[[View], View]:
    """Declare for a view that does something what it takes and what it answers. file: what is sent is one."""
    return _declared(Described(answer, query, body, statuses, refusals, headers, file=file))


def _declared(described: Described) -> Callable[[View], View]:
    def declared(view: View) -> View:
        view.__dict__["described"] = described
        return view

    return declared


def said(answer: Struct, status: int = 200) -> Response:
    """Return a value as a response."""
    return Response(_encoded(answer), status, mimetype="application/json")


# --- shapes that several nouns share ----------------------------------------------------------


class Source(Struct, frozen=True):
    """Where a row came from; both empty when it was made here."""

    system: str | None
    id: str | None


class Titled(Struct, frozen=True):
    """A requisition as other nouns name it."""

    id: int
    title: str


class Problem(Struct, frozen=True):
    """Why the answer is no (RFC 9457)."""

    type: str
    title: str
    status: int
    #: A sentence for the reader.
    detail: str
