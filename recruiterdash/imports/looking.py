"""What a file is, before any of its rows are read: its kind, its format, what its columns mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recruiterdash.errors import BadInput
from recruiterdash.imports import laying, parcels, sheets
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.formats import FORMATS, called
from recruiterdash.imports.mapping import Format, Mapped, complete, mapped, plain, recognised, shown
from recruiterdash.imports.reading import Sheet

#: Rows of a workbook that tell what it is.
FEW = 40


@dataclass(frozen=True, slots=True)
class Look:
    """A file that was looked at, before any of its rows are read."""

    sheet: Sheet
    format: Format
    mapped: Mapped


def look(path: Path, format_name: str, choices: Choices) -> Look:
    """Look at a file, a zip or a folder and say what it is, its rows laid aside where it is no plain table.

    format_name: the name of a format, or `auto` to tell it by the header, or by the files and their keys. Raises
    BadInput in one sentence when it is no export, of no known format, or lacks a column.
    """
    wanted = _wanted(format_name)
    with _said(path):
        if _is_of_records(path):
            return _records(path, wanted, choices)
        return _table(path, wanted, choices)


def format_of(path: Path, format_name: str, choices: Choices) -> Format:
    """Return what an export is, without reading more of it than that takes; else as `look`."""
    wanted = _wanted(format_name)
    with _said(path):
        if _is_of_records(path):
            return laying.told(path, wanted)
        return _table(path, wanted, choices, rows=FEW).format


def _wanted(format_name: str) -> Sequence[Format]:
    return FORMATS if format_name == "auto" else called(format_name)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Say in a sentence when a file cannot be opened."""
    try:
        yield
    except OSError as error:
        raise BadInput(f"The file {path} cannot be read: {error.strerror}.") from None


def _is_of_records(path: Path) -> bool:
    if path.is_dir():
        return True
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    return parcels.is_zip_of_records(path) or parcels.is_json(path)


def _records(path: Path, wanted: Sequence[Format], choices: Choices) -> Look:
    sheet, format_ = laying.opened(path, wanted)
    if sheet.kind == "records" and choices.columns:
        raise BadInput("Columns can be renamed in a table only: the names of an API are its own.")
    return Look(sheet, format_, mapped(format_, sheet.header, choices.columns))


def _table(path: Path, wanted: Sequence[Format], choices: Choices, rows: int | None = None) -> Look:
    tables = [each for each in wanted if each.records is None]
    if not tables:
        files = ", ".join(wanted[0].files)
        raise BadInput(
            f"A {wanted[0].title} is no single table: give the folder, or a zip of it, with {files}."
        )
    one = tables[0] if len(tables) == 1 else None

    chosen = {plain(mine): theirs for mine, theirs in choices.columns.items()}

    def renamed(header: Sequence[str]) -> list[str]:
        return [chosen.get(plain(name), name) for name in header]

    def known(header: Sequence[str]) -> bool:
        named = renamed(header)
        return complete(one, named) if one else recognised(tables, named) is not None

    sheet = sheets.opened(path, known, rows)
    # a kind that was named is taken at its word; what its header lacks is said below
    format_ = one or recognised(tables, renamed(sheet.header))
    if format_ is None:
        names = ", ".join(f"“{shown(name)}”" for name in sheet.header[:6])
        known_here = ", ".join(each.title for each in FORMATS)
        raise BadInput(f"The columns {names} are of no format known here; known are {known_here}.")
    return Look(sheet, format_, mapped(format_, sheet.header, choices.columns))
