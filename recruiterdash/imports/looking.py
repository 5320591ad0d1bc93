"""What a file is, before any of its rows are read: its kind, its format, what its columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recruiterdash.errors import BadInput
from recruiterdash.imports import laying, parcels, reading, workbook
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.formats import FORMATS, called
from recruiterdash.imports.mapping import Format, Mapped, mapped, recognised
from recruiterdash.imports.reading import Sheet


@dataclass(frozen=True, slots=True)
class Look:
    """A file that was looked at, before any of its rows are read."""

    sheet: Sheet
    format: Format
    mapped: Mapped


def look(path: Path, format_name: str, choices: Choices) -> Look:
    """Look at a file, a zip or a folder and say what it is.

    format_name: the name of a format, or `auto` to tell it by the header, or by the files and their keys. Raises
    BadInput in one sentence when it is no export, of no known format, or lacks a column.
    """
    wanted = FORMATS if format_name == "auto" else called(format_name)
    try:
        if path.is_dir():
            return _records(path, wanted, choices)
        if not path.is_file():
            raise BadInput(f"There is no file {path}.")
        if parcels.is_zip_of_records(path) or parcels.is_json(path):
            return _records(path, wanted, choices)
        sheet = workbook.opened(path) if parcels.is_workbook(path) else reading.opened(path)
    except OSError as error:
        raise BadInput(f"The file {path} cannot be read: {error.strerror}.") from None
    return _table(sheet, wanted, choices)


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
