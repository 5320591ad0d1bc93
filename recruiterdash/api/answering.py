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


def answers(answer: type[Struct], query: type[Struct] | None = None) -> Callable[[View], View]:
    """Declare what a view answers with and what its query may hold; a view without this stops the program."""

    def declared(view: View) -> View:
        view.__dict__["described"] = Described(answer, query)
        return view

    return declared


def said(answer: Struct) -> Response:
    """Return a value as a response."""
    return Response(_encoded(answer), mimetype="application/json")


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
