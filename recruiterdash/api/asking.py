"""What a program asks for, read strictly: a misspelt filter must not answer with everybody."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec
from flask import request
from msgspec import UNSET, Meta, Struct

from recruiterdash.errors import BadInput, NotFound
from recruiterdash.paging import PAGE

Wanted = TypeVar("Wanted", bound=Struct)

#: The largest number of a row on both databases.
LARGEST = 2**63 - 1
MOST = 200
_WHOLE = re.compile(r"-?[0-9]{1,40}")
_ROW = re.compile(r"[1-9][0-9]{0,18}")
#: A plus sign that nobody escaped arrives as a blank.
_UNESCAPED_ZONE = re.compile(r"(T[0-9:.]+) ([0-9]{2}:[0-9]{2})")

Limit = Annotated[int, Meta(ge=1, le=MOST, description=f"How many at the most; {PAGE} when left out.")]
Cursor = Annotated[str, Meta(max_length=2000, description="The `next` of the page before.")]
Number = Annotated[int, Meta(description="A row's id; of one you may not see there is nothing.")]
Version = Annotated[int, Meta(ge=1, le=LARGEST, description="The version that was looked at.")]
Text = Annotated[str, Meta(max_length=200, description="Beginnings of words.")]


class Query(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands behind the question mark."""


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is sent to be done."""


class ListQuery(Query, frozen=True, kw_only=True):
    """What every list takes."""

    limit: Limit = PAGE
    cursor: Cursor | None = None


def asked(model: type[Wanted]) -> Wanted:
    """Return what the query of this request asks for; what is left empty counts as left out.

    Raises BadInput naming the parameter that is unknown, given twice or out of its range.
    """
    given: dict[str, Any] = {}
    kinds = parameters(model)
    for name, values in request.args.lists():
        if len(values) > 1:
            raise BadInput(f"{name[:40]}: given more than once.")
        if values[0]:
            given[name] = _plain(values[0], kinds.get(name, {}))
    try:
        return msgspec.convert(given, model)
    except msgspec.ValidationError as error:
        raise BadInput(_sentence(str(error))) from None


def told(model: type[Wanted]) -> Wanted:
    """Return what the body of this request says, taken as it is: no number is read from text.

    Raises BadInput for what is no JSON object, and naming the field that is unknown, missing or another kind.
    """
    try:
        given = msgspec.json.decode(request.get_data(cache=False) or b"{}")
        fits = _storable(given)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadInput("The body of the request is no JSON.") from None
    except RecursionError:
        raise BadInput(
            "The body of the request holds lists in lists, deeper than anything takes them."
        ) from None
    if not fits:
        raise BadInput("The body holds a character that cannot be stored; write it without.")
    try:
        return msgspec.convert(given, model)
    except msgspec.ValidationError as error:
        raise BadInput(_sentence(str(error))) from None


def changes(sent: Struct, *names: str) -> dict[str, Any]:
    """Return those fields of a body that were sent."""
    fields = {name: getattr(sent, name, UNSET) for name in names}
    return {name: value for name, value in fields.items() if value is not UNSET}


def meant(given: datetime, field: str) -> datetime:
    """Return a moment in UTC. given: aware. Raises BadInput for one that no calendar has."""
    try:
        return given.astimezone(UTC)
    except OverflowError:
        raise BadInput(f"{field}: that moment cannot be meant.") from None


def _storable(value: Any) -> bool:
    """Neither NUL nor half a character, however deep."""
    if isinstance(value, str):
        return value.isprintable() or not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value)
    if isinstance(value, dict):
        return all(_storable(name) and _storable(each) for name, each in value.items())
    return all(map(_storable, value)) if isinstance(value, list) else True


@cache
def parameters(model: type[Struct]) -> dict[str, dict[str, Any]]:
    """Return the JSON schema of each parameter; none can be null, as a query cannot say so."""
    (_,), components = msgspec.json.schema_components([model], ref_template="{name}")
    schemas = components[model.__name__]["properties"]
    return {name: _not_null(schema, components) for name, schema in schemas.items()}


def row_id(text: str, what: str) -> int:
    """Return the number of a row named in a path.

    Raises NotFound for what cannot be one, in the words for a row that is hidden or gone.
    """
    if not _ROW.fullmatch(text) or int(text) > LARGEST:
        raise NotFound(what)
    return int(text)


def storable(number: int | None) -> int | None:
    """Return a row's number as a database takes it: of one that cannot be there, one that never is."""
    return number if number is None or 1 <= number <= LARGEST else 0


def _not_null(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in schema.items() if not (name == "default" and value is None)}
    if "anyOf" in plain:
        plain |= next(each for each in plain.pop("anyOf") if each != {"type": "null"})
    if "$ref" in plain:
        words = components[plain.pop("$ref")]
        plain |= {"type": "string", "enum": words["enum"]}
    return plain


def _plain(text: str, kind: dict[str, Any]) -> Any:
    if kind.get("type") == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if kind.get("type") == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind.get("format") == "date-time":
        return _UNESCAPED_ZONE.sub(r"\1+\2", text)
    return text


def _sentence(error: str) -> str:
    """Turn msgspec's "Expected `int` <= 200 - at `$.limit`" into "limit: expected int <= 200."."""
    words, _, path = error.replace("`", "").partition(" - at $.")
    words = words.replace(" | null", "").replace(", got str", "")
    return f"{path}: {words[0].lower()}{words[1:]}." if path else f"{words[:120]}."
