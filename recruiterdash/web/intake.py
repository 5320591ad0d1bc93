"""What no database can store is refused before any page sees it."""

from flask import Flask, request

from recruiterdash.errors import BadInput, NotFound

#: The largest number of a row on both databases.
LARGEST = 2**63 - 1


def init_app(app: Flask) -> None:
    app.before_request(_refuse_unstorable)


def _refuse_unstorable() -> None:
    for value in (request.view_args or {}).values():
        if (isinstance(value, int) and value > LARGEST) or (isinstance(value, str) and not _storable(value)):
            raise NotFound()
    ensure_named()
    for name, text in (*request.args.items(multi=True), *request.form.items(multi=True)):
        if not (_storable(name) and _storable(text)):
            raise BadInput("What was sent holds a character that cannot be stored; write it without.")


def ensure_named() -> None:
    """Ensure that every field has a name: a form in parts may write one that nobody can read."""
    names: list[str | None] = [*request.form, *request.files]
    if None in names:
        raise BadInput("What was sent holds a field whose name cannot be read.")


def _storable(text: str) -> bool:
    """Neither NUL nor half a character."""
    return ("\0" not in text and text.isprintable()) or not any(
        c == "\0" or "\ud800" <= c <= "\udfff" for c in text
    )
