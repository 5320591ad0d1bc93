"""A workbook of Excel as a table: the sheet with the header of a format, else the first; bounds against bombs."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.imports.decoding import Encoding
from recruiterdash.imports.parcels import ensure_small
from recruiterdash.imports.reading import (
    DEEPEST_HEADER,
    LONGEST_CELL,
    MOST_COLUMNS,
    Known,
    Row,
    Sheet,
    digest_of,
    ensure_columns,
)
from recruiterdash.imports.spool import Spool, given_back_on_failure
from recruiterdash.late import library

#: Of all that is packed; texts that cells share are held in memory and may be fewer.
MOST_BYTES = 256 << 20
SHARED = {"xl/sharedStrings": 32 << 20}
HELD = 5_000


def opened(path: Path, known: Known | None = None, most: int | None = None) -> Sheet:
    """Look at a workbook, and lay the rows of one sheet aside: of the first that has a known header, else something.

    known: says whether cells are the header of a format. most: lines to read, None for all. Raises BadInput in one
    sentence when it is damaged, locked, empty or a bomb.
    """
    ensure_small(path, MOST_BYTES, SHARED)
    spool = Spool(HELD)
    with given_back_on_failure(spool):
        found, left_out, first_day = _laid(path, spool, known, most)
        spool.flush()
        sheet = Sheet(
            path,
            digest_of(path),
            path.stat().st_size,
            Encoding("utf-8"),
            "",
            found.header,
            found.line,
            laid=spool,
            kind="workbook",
            left_out=left_out,
            above=found.above,
            first_day=first_day,
        )
        ensure_columns(sheet)
    return sheet


class _Header(NamedTuple):
    """Where a table begins on a sheet."""

    header: tuple[str, ...]
    line: int
    #: Filled lines above it.
    above: int


def _laid(
    path: Path, spool: Spool, known: Known | None, most: int | None
) -> tuple[_Header, tuple[str, ...], datetime]:
    """Return where the table begins, the names of sheets that are not read, and the day that is number zero."""
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of styles and of what it does not keep
        try:
            book = library("openpyxl").load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception:  # noqa: BLE001 - a damaged workbook fails in any way
            raise BadInput(_DAMAGED) from None
        try:
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            found = [(sheet, at) for sheet in shown if (at := _begins(sheet)) is not None]
            tables = ((sheet, at) for sheet, _ in found if (at := _begins(sheet, known)) is not None)
            sheet, begins = next(tables, found[0]) if found else (None, None)
            others = tuple(
                str(each.title) for each in book.worksheets if each is not sheet and each not in shown
            )
            others += tuple(str(each.title) for each, _ in found if each is not sheet)
            if begins is not None:
                _rows(sheet, begins, spool, most)
            first_day = book.epoch
        except BadInput:
            raise
        except Exception:  # noqa: BLE001 - as above
            raise BadInput(_DAMAGED) from None
        finally:
            book.close()
    if begins is None:
        raise BadInput("The workbook is empty.")
    return begins, others, first_day


_DAMAGED = "This workbook is damaged or locked, so it cannot be read: save it again as .xlsx or as CSV UTF-8."


def _begins(sheet: Any, known: Known | None = None) -> _Header | None:
    """Return the first filled line of a sheet, or the first of its upper ones that is a known header."""
    for above, (line, cells) in enumerate(_filled(sheet, DEEPEST_HEADER if known else None)):
        header = tuple(" ".join(cell.split()) for cell in cells)
        if known is None or known(header):
            return _Header(header, line, above)
    return None


def _rows(sheet: Any, begins: _Header, spool: Spool, most: int | None) -> None:
    """Lay the rows below a header aside."""
    for line, cells in _filled(sheet, most):
        if line > begins.line:
            spool.put(0, _row(line, cells, len(begins.header)))


def _filled(sheet: Any, most: int | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a sheet on which something stands, without what is empty at their ends.

    Only lines that are written down are gone through: a sheet may say that its second line is number one milliard.
    """
    before, book = 0, sheet.parent
    with sheet._get_source() as source:
        parser = library("openpyxl.worksheet._reader").WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for line, values in parser.parse():
            if most is not None and line > most:
                return
            if line <= before:
                raise BadInput(_DAMAGED)
            before = line
            if cells := _cells(values):
                yield line, cells


def _cells(values: list[dict[str, Any]]) -> list[str]:
    """Return the cells of a line up to the last one with something in it; what lies far outside counts as one."""
    found: dict[int, str] = {}
    for each in values:
        if said := text(each["value"]):
            found[min(each["column"], MOST_COLUMNS + 1)] = said
    return [found.get(column, "") for column in range(1, max(found, default=0) + 1)]


def _row(line: int, cells: list[str], width: int) -> Row | tuple[int, str, str]:
    if len(cells) > width:
        return line, "", f"has {len(cells)} cells where the header has {width}"
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return line, "", f"has a cell longer than {LONGEST_CELL:,} letters"
    return line, cells + [""] * (width - len(cells))


def text(value: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO, midnight as the day alone."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
