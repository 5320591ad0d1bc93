"""What a file is, before any of its rows are read: its kind, its format, what its columns mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recruiterdash.errors import BadInput
from recruiterdash.imports import laying, parcels, reading, workbook
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.formats import FORMATS, called
from recruiterdash.imports.mapping import Format, Mapped, mapped, recognised
from recruiterdash.imports.reading import Sheet

#: Rows of a workbook that tell what it is.
FEW = 10


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
        return _table(_sheet(path), wanted, choices)


def format_of(path: Path, format_name: str, choices: Choices) -> Format:
    """Return what an export is, without reading more of it than that takes; else as `look`."""
    wanted = _wanted(format_name)
    with _said(path):
        if _is_of_records(path):
            return laying.told(path, wanted)
        return _table(_sheet(path, rows=FEW), wanted, choices).format


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


def _sheet(path: Path, rows: int | None = None) -> Sheet:
    return workbook.opened(path, rows) if parcels.is_workbook(path) else reading.opened(path)


def _records(path: Path, wanted: Sequence[Format], choices: Choices) -> Look:
    sheet, format_ = laying.opened(path, wanted)
    if sheet.kind == "records" and choices.columns:
        raise BadInput("Columns can be renamed in a table only: the names of an API are its own.")
    return Look(sheet, format_, mapped(format_, sheet.header, choices.columns))


def _table(sheet: Sheet, wanted: Sequence[Format], choices: Choices) -> Look:
    tables = [each for each in wanted if each.records is None]
    if not tables:
        files = ", ".join(wanted[0].files)
        raise BadInput(
            f"A {wanted[0].title} is no single table: give the folder, or a zip of it, with {files}."
        )
    renamed = [choices.columns.get(name, name) for name in sheet.header]
    # a kind that was named is taken at its word; what its header lacks is said below
    format_ = tables[0] if len(tables) == 1 else recognised(tables, renamed)
    if format_ is None:
        shown = ", ".join(f"“{name}”" for name in sheet.header[:6])
        raise BadInput(
            f"The columns {shown} are of no format known here; known are {', '.join(each.title for each in FORMATS)}."
        )
    return Look(sheet, format_, mapped(format_, sheet.header, choices.columns))
