"""A workbook of Excel as a table: its first sheet with something on it, dates as ISO text, bounds against bombs."""

import warnings
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from recruiterdash.errors import BadInput
from recruiterdash.imports.decoding import Encoding
from recruiterdash.imports.parcels import ensure_small
from recruiterdash.imports.reading import (
    LONGEST_CELL,
    MOST_COLUMNS,
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


def opened(path: Path, most: int | None = None) -> Sheet:
    """Look at a workbook, and lay the rows of its first filled sheet aside.

    most: lines to read, None for all. Raises BadInput in one sentence when it is damaged, locked, empty or a bomb.
    """
    ensure_small(path, MOST_BYTES, SHARED)
    spool = Spool(HELD)
    with given_back_on_failure(spool):
        header, line, left_out = _laid(path, spool, most)
        spool.flush()
        sheet = Sheet(
            path,
            digest_of(path),
            path.stat().st_size,
            Encoding("utf-8"),
            "",
            header,
            line,
            laid=spool,
            kind="workbook",
            left_out=left_out,
        )
        ensure_columns(sheet)
    return sheet


def _laid(path: Path, spool: Spool, most: int | None) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Return header, its line, and the names of sheets that are not read."""
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of styles and of what it does not keep
        try:
            book = library("openpyxl").load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception:  # noqa: BLE001 - a damaged workbook fails in any way
            raise BadInput(_DAMAGED) from None
        try:
            filled = None
            others: list[str] = []
            for sheet in book.worksheets:
                if filled is None and sheet.sheet_state == "visible":
                    filled = _rows(sheet, spool, most)
                else:
                    others.append(str(sheet.title))
        except BadInput:
            raise
        except Exception:  # noqa: BLE001 - as above
            raise BadInput(_DAMAGED) from None
        finally:
            book.close()
    if filled is None:
        raise BadInput("The workbook is empty.")
    return filled[0], filled[1], tuple(others)


_DAMAGED = "This workbook is damaged or locked, so it cannot be read: save it again as .xlsx or as CSV UTF-8."


def _rows(sheet: Any, spool: Spool, most: int | None) -> tuple[tuple[str, ...], int] | None:
    """Lay the rows of a sheet aside; return its header and that line, None when nothing stands on it."""
    header: tuple[str, ...] = ()
    at = 0
    sheet.reset_dimensions()  # what a file says of its size may be anything
    for line, values in enumerate(
        sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS + 1, values_only=True), 1
    ):
        if not any(value is not None for value in values):
            continue
        cells = [text(value) for value in values]
        while cells and not cells[-1]:
            del cells[-1]
        if not cells:
            continue
        if not header:
            header, at = tuple(" ".join(cell.split()) for cell in cells), line
            continue
        spool.put(0, _row(line, cells, len(header)))
    return (header, at) if header else None


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
