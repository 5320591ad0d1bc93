"""Bytes of a file as text: their encoding, or one sentence that says why this is no table of text."""

import codecs
import zipfile
from pathlib import Path
from typing import BinaryIO, NamedTuple

from charset_normalizer import from_bytes

from recruiterdash.errors import BadInput

CHUNK = 1 << 20
#: Longer than any letter anybody pasted; a line beyond it is no table.
LONGEST_LINE = 4_000_000
#: Enough to tell what a file is without reading all of it.
SAMPLE = 1 << 16

#: First bytes of files that are no text -> what they are.
MAGIC = (
    (b"\x1f\x8b", "packed with gzip: unpack it first"),
    (b"%PDF", "a PDF: export the table as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls): save the sheet as CSV UTF-8 and take that"),
    (b"\x89PNG", "a picture: export the table as CSV"),
    (b"\xff\xd8\xff", "a picture: export the table as CSV"),
    (b"7z\xbc\xaf", "packed with 7-Zip: unpack it first"),
    (b"SQLite format 3", "a database: export the table as CSV"),
)
DUMP = "the dump of a database: export its tables as CSV"
WRITTEN = (
    (b"-- ", DUMP),
    (b"/*", DUMP),
    (b"INSERT INTO ", DUMP),
    (b"CREATE TABLE ", DUMP),
    (b"<", "a web page or XML: export the table as CSV"),
    (b"{", "JSON, and one file of it: for an export of an API give its folder"),
    (b"[{", "JSON, and one file of it: for an export of an API give its folder"),
)
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Encoding(NamedTuple):
    """How a file's bytes are read, and whether that was a guess."""

    name: str
    guessed: bool = False
    #: Lines have to be looked at one by one: a NUL somewhere, or letters of several bytes.
    watched: bool = False


def encoding_of(path: Path) -> Encoding:
    """Return the encoding of a file of text: its mark, else strict UTF-8, else cp1252, else a guess.

    Reads the file once, in pieces. Raises BadInput when it is empty, no text, or text in two encodings; the
    sentence names line and byte where that helps.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        _ensure_text(path, start)
        for mark, name in MARKS:
            if start.startswith(mark):
                _ensure_all(path, name)
                return Encoding(name, watched=True)
        twice = _two_bytes(start)
        if twice:
            _ensure_all(path, twice)
            return Encoding(twice, guessed=True, watched=True)
        file.seek(0)
        damage, nul = _first_damage(file)
    if damage is None:
        return Encoding("utf-8-sig", watched=nul)
    if damage.letters_before:
        raise BadInput(
            f"Line {damage.line}, byte {damage.byte}: the file is UTF-8 up to here, and this byte is not: "
            "it was put together from two encodings. Export it again."
        )
    return _older(path)


class Damage(NamedTuple):
    """Where strict UTF-8 ends."""

    line: int
    byte: int
    letters_before: bool


def _ensure_text(path: Path, start: bytes) -> None:
    marked = next(
        (mark for mark in (codecs.BOM_UTF8, *(mark for mark, _ in MARKS)) if start.startswith(mark)), b""
    )
    if not start.removeprefix(marked).strip():
        raise BadInput("The file is empty.")
    if start.startswith(b"PK\x03\x04"):
        raise BadInput(f"This is {_packed(path)}")
    for magic, what in MAGIC:
        if start.startswith(magic):
            raise BadInput(f"This is no CSV but {what}.")
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for opening, what in WRITTEN:
        if bare.startswith(opening):
            raise BadInput(f"This is no CSV but {what}.")
    if not start.startswith(tuple(mark for mark, _ in MARKS)) and not _two_bytes(start):
        control = sum(start.count(byte) for byte in range(9)) + sum(
            start.count(byte) for byte in range(14, 32)
        )
        if control > len(start) // 20:
            raise BadInput("This is no text but a binary file: export the table as CSV.")


def _packed(path: Path) -> str:
    """Say what a zip holds; an Excel workbook is one."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return "a zip that is cut off, not a CSV: upload it again, unpacked."
    if any(name.startswith("xl/") for name in names):
        return "an Excel workbook (.xlsx), not a CSV: save the sheet as CSV UTF-8 and take that."
    return "a zip, not a CSV: unpack it and take the file inside."


def _two_bytes(start: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zeroes between plain letters."""
    even, odd = start[0:4096:2], start[1:4096:2]
    if len(even) < 4:
        return None
    if odd.count(0) > len(odd) * 0.6 and even.count(0) == 0:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.6 and odd.count(0) == 0:
        return "utf-16-be"
    return None


def _ensure_all(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            try:
                line += decoder.decode(piece).count("\n")
            except UnicodeDecodeError as error:
                raise BadInput(_not_readable(error, encoding, line)) from None
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise BadInput(f"Line {line}: the file ends in the middle of a letter. It was cut off.") from None


def _not_readable(error: UnicodeDecodeError, encoding: str, line: int) -> str:
    width = 2 if "16" in encoding else 1
    newline = b"\n" if width == 1 else "\n".encode(encoding if encoding.endswith("e") else "utf-16-le")
    further = error.object[: error.start].count(newline)
    start = error.object.rfind(newline, 0, error.start) + 1
    return (
        f"Line {line + further}, byte {error.start - start + 1}: this cannot be read as {encoding.upper()}."
    )


def _first_damage(file: BinaryIO) -> tuple[Damage | None, bool]:
    """Return where a file stops being UTF-8, None when it never does; and whether it holds a NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, letters, nul, unbroken = 1, False, False, 0
    while piece := file.read(CHUNK):
        nul = nul or b"\0" in piece
        unbroken = 0 if b"\n" in piece or b"\r" in piece else unbroken + len(piece)
        if unbroken > LONGEST_LINE:
            raise BadInput(f"Line {line} is longer than {LONGEST_LINE:,} letters: this is no table.")
        held = decoder.getstate()[0]
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            start = good.rfind(b"\n") + 1
            letters = letters or not good.isascii()
            return Damage(line + good.count(b"\n"), error.start - start + 1, letters), nul
        line += piece.count(b"\n")
        letters = letters or len(text) != len(held) + len(piece)
    if decoder.getstate()[0]:
        raise BadInput(f"Line {line}: the file ends in the middle of a letter. It was cut off.")
    return None, nul


def _older(path: Path) -> Encoding:
    """Windows' Western European, unless a byte is none of its letters; the preview lets a person decide."""
    with path.open("rb") as file:
        if all(not set(piece) & _NOT_CP1252 for piece in iter(lambda: file.read(CHUNK), b"")):
            return Encoding("cp1252", guessed=True, watched=True)
        file.seek(0)
        best = from_bytes(file.read(SAMPLE)).best()
    if best is None:
        raise BadInput("The encoding of this file cannot be told: export it as CSV UTF-8.")
    _ensure_all(path, best.encoding)
    return Encoding(best.encoding, guessed=True, watched=True)


_NOT_CP1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
