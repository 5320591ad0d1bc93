"""Text of a file as rows, one at a time whatever its size; what is wrong is said with line and column."""

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from recruiterdash.errors import BadInput
from recruiterdash.imports.decoding import CHUNK, LONGEST_LINE, Encoding, encoding_of
from recruiterdash.imports.spool import Spool

SEPARATORS = ",;\t|"
SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_CELL = 1_000_000
MOST_COLUMNS = 1_000
#: A report may say above its header what it is about, in so many lines at most.
DEEPEST_HEADER = 30
#: A cell may hold a letter of many lines; with the wrong number of cells it was a quote left open.
csv.field_size_limit(LONGEST_CELL)


class Sheet(NamedTuple):
    """A file that was looked at: how it is read, and its header."""

    path: Path
    digest: str
    size: int
    encoding: Encoding
    separator: str
    header: tuple[str, ...]
    #: The line the header ends on; 0 where there is none.
    header_line: int
    #: Its rows, where they were laid aside already: of a workbook, of JSON, of a zip.
    laid: Spool | None = None
    #: table, workbook or records.
    kind: str = "table"
    #: Files or sheets that lie beside it and are not read.
    left_out: tuple[str, ...] = ()
    #: So many filled lines stand above the header, and are not read.
    above: int = 0
    #: The day from which a workbook counts days.
    first_day: datetime | None = None
    #: Files that usually lie beside it and do not: each with what is not known without it.
    lacking: tuple[tuple[str, str], ...] = ()


#: Says whether cells are the header of a format.
Known = Callable[[Sequence[str]], bool]
#: The line a row begins on, and its cells; the number of a record, and the record as its only cell.
Row = tuple[int, list[Any]]


class Bad(NamedTuple):
    """A row that cannot be used: where, and why in words for the reader."""

    line: int
    column: str
    reason: str


def opened(path: Path, known: Known | None = None) -> Sheet:
    """Look at a file of comma-separated values and return how to read it.

    known: says whether cells are the header of a format; where the first line is none, one of the next may be.
    Raises BadInput in one sentence when it is empty, no table of text, or has no usable header.
    """
    try:
        return _opened(path, known)
    except OSError as error:
        raise BadInput(f"The file {path} cannot be read: {error.strerror}.") from None


def _opened(path: Path, known: Known | None) -> Sheet:
    encoding = encoding_of(path)
    with _text(path, encoding) as text:
        first = _first_line(text)
        separator = _said(first)
        start = 1
        if separator is not None:
            first, start = text.readline(LONGEST_LINE), 2
        separator = separator or _most_frequent(first)
    with _text(path, encoding) as text:
        for _ in range(start - 1):
            text.readline(LONGEST_LINE)
        lines = _Lines(text, start)
        header = _header(lines, separator)
    sheet = Sheet(path, digest_of(path), path.stat().st_size, encoding, separator, header, lines.number)
    if known is not None and not known(header):
        sheet = _below(sheet, known) or sheet
    ensure_columns(sheet)
    return sheet


def _below(sheet: Sheet, known: Known) -> Sheet | None:
    """Return the sheet with its header on one of the next lines, None where none of them is one."""
    above = 0
    with _text(sheet.path, sheet.encoding) as text:
        for number in range(1, DEEPEST_HEADER + 1):
            line = text.readline(LONGEST_LINE)
            separator = _most_frequent(line)
            header = _cells(line, separator)
            if number > 1 and known(header):
                return sheet._replace(separator=separator, header=header, header_line=number, above=above)
            above += bool(line.strip())
    return None


def _cells(line: str, separator: str) -> tuple[str, ...]:
    """Return the names in a line that may be a header, none where it is no line of a table."""
    try:
        return _names(next(csv.reader([line], delimiter=separator, strict=True), []))
    except csv.Error:
        return ()


def rows(sheet: Sheet) -> Iterator[Row | Bad]:
    """Yield the rows below the header in order; blank ones are left out, ragged ones are `Bad`.

    Raises BadInput for a quote that is never closed: what comes after it cannot be told apart.
    """
    if sheet.laid is not None:
        for each in sheet.laid.take(0):
            yield Bad(*each) if len(each) == 3 else each
        return
    width, first = len(sheet.header), sheet.header_line + 1
    with _text(sheet.path, sheet.encoding) as text:
        for _ in range(sheet.header_line):
            text.readline(LONGEST_LINE)
        lines = _Lines(text, first) if sheet.encoding.watched else None
        reader = csv.reader(lines or text, delimiter=sheet.separator, strict=True)
        begun = first
        try:
            for cells in reader:
                if lines is not None and lines.nul:
                    lines.nul = False
                    yield Bad(begun, "", "holds a NUL byte, which no text does")
                elif len(cells) == width and (cells[0] or any(cells)):
                    yield begun, cells
                elif fitted := _ragged(cells, width, begun, reader.line_num + first - 1):
                    yield fitted
                begun = reader.line_num + first
        except csv.Error as error:
            raise BadInput(_broken(error, begun, reader.line_num + first - 1)) from None


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Lines:
    """Counts physical lines, and refuses one that no memory should hold."""

    def __init__(self, text: TextIO, first: int) -> None:
        self.text = text
        self.number = first - 1
        self.nul = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise BadInput(f"Line {self.number} is longer than {LONGEST_LINE:,} letters: this is no table.")
        if "\0" in line:
            self.nul = True
        return line


def _text(path: Path, encoding: Encoding) -> TextIO:
    return path.open(encoding=encoding.name, newline="", buffering=CHUNK)


def _first_line(text: TextIO) -> str:
    line = text.readline(LONGEST_LINE)
    if len(line) == LONGEST_LINE:
        raise BadInput(f"Line 1 is longer than {LONGEST_LINE:,} letters: this is no table.")
    return line


def _said(line: str) -> str | None:
    """Excel may say its separator in a line of its own: `sep=;`."""
    line = line.strip()
    return line[4] if len(line) == 5 and line.lower().startswith("sep=") else None


def _most_frequent(line: str) -> str:
    """Return the separator that stands most often outside quotes in the header."""
    bare = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def _header(lines: _Lines, separator: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader(lines, delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise BadInput(_broken(error, 1, lines.number)) from None
    return _names(cells)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    header = tuple(" ".join(cell.replace("\ufeff", "").split()) for cell in cells)
    while header and not header[-1]:
        header = header[:-1]
    return header


def ensure_columns(sheet: Sheet) -> None:
    """Ensure that a header is one of a table. Raises BadInput."""
    header, line = sheet.header, sheet.header_line
    if len(header) > MOST_COLUMNS:
        raise BadInput(f"Line {line} has {len(header):,} columns; at most {MOST_COLUMNS:,} are read.")
    if len(header) < 2:
        raise BadInput(
            f"Line {line} has one column only: columns must be separated by comma, semicolon, tab or bar."
        )
    if any("\0" in name for name in header):
        raise BadInput(f"Line {line} holds a NUL byte: this is no table of text.")


def _ragged(cells: list[str], width: int, begun: int, ended: int) -> Row | Bad | None:
    """Judge a row with another number of cells than the header."""
    if not any(cell.strip() for cell in cells):
        return None
    if ended > begun:
        raise BadInput(
            f"Lines {begun} to {ended} read as one row of {len(cells)} cells where the header has {width}: "
            f"a quote that opens on line {begun} is not closed."
        )
    if len(cells) > width and not any(cells[width:]):
        return begun, cells[:width]
    return Bad(begun, "", f"has {len(cells)} cells where the header has {width}")


def _broken(error: csv.Error, begun: int, ended: int) -> str:
    words = str(error)
    if "field larger" in words:
        return f"Line {begun}: a cell is longer than {LONGEST_CELL:,} letters; is a quote left open there?"
    if "unexpected end" in words:
        return f"Line {begun}: a quote opens here and is never closed: the rest of the file is one cell."
    where = f"Line {begun}" if ended <= begun else f"Lines {begun} to {ended}"
    return f"{where}: a quote is not closed where its cell ends, so the cells cannot be told apart."
