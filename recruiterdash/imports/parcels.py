"""An export of several files: a folder, or a zip that is unpacked aside within bounds and vanishes again."""

import hashlib
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from recruiterdash.errors import BadInput

#: Of a zip: files, and bytes when unpacked. More is a bomb or no export.
MOST_FILES = 1_000
MOST_BYTES = 512 << 20
CHUNK = 1 << 20
ZIP = b"PK\x03\x04"
#: Marks a zip as a workbook.
WORKBOOK = "xl/"
OPEN_DOCUMENT = "content.xml"
TABLES = (".csv", ".xlsx")
READ = frozenset({".json", *TABLES})
#: What stands behind the name of a list in the names of its pages: numbers, dates, and what was asked for.
_PAGE = re.compile(r"[\W_\d]*(?:page|part|all|active|archived|rejected|hired)?[\W_\d]*")
_NUMBER = re.compile(r"\d+")


class Parcel(NamedTuple):
    """The files of an export, by their names without a folder, in small letters."""

    files: Mapping[str, Path]
    digest: str
    size: int

    def pages(self, name: str) -> list[str]:
        """Return the files of one list: the one of its name, and its pages in the order of their numbers."""
        stem, _, ending = name.rpartition(".")
        if ending != "json":  # a table is one file, of text or of Excel
            return [f"{stem}{each}" for each in TABLES if f"{stem}{each}" in self.files][:1]
        found = [
            each
            for each in self.files
            if each.startswith(stem) and each.endswith(".json") and _PAGE.fullmatch(each[len(stem) : -5])
        ]
        return sorted(found, key=lambda each: ([int(number) for number in _NUMBER.findall(each)], each))


@contextmanager
def unpacked(path: Path) -> Iterator[Parcel]:
    """Give the files of a folder, a zip, or of one file of JSON; what was unpacked is removed afterwards.

    Raises BadInput in one sentence for a zip that is damaged, locked, or larger than is read.
    """
    if path.is_dir():
        yield _parcel(_there(path))
    elif starts_with(path, ZIP):
        with tempfile.TemporaryDirectory(prefix="recruiterdash-") as folder:
            yield _parcel(_taken_out(path, Path(folder)))
    else:
        yield _parcel({path.name.casefold(): path})


def is_zip_of_records(path: Path) -> bool:
    """Say whether a file is a zip that may hold an export, and no workbook. Raises BadInput for one of another kind."""
    if not starts_with(path, ZIP):
        return False
    names = _names(path)
    if OPEN_DOCUMENT in names:
        raise BadInput(
            "This is a sheet or text of OpenDocument: save it as .xlsx or as CSV UTF-8, and take that."
        )
    return bool(names) and not any(name.startswith(WORKBOOK) for name in names)


def is_workbook(path: Path) -> bool:
    """Say whether a file is a workbook of Excel."""
    return starts_with(path, ZIP) and any(name.startswith(WORKBOOK) for name in _names(path))


def is_json(path: Path) -> bool:
    """Say whether a file begins as JSON does, whatever it is called."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    bare = start.replace(b"\0", b"").lstrip()
    return bare.startswith(b"{") or (bare.startswith(b"[") and bare[1:].lstrip()[:1] in (b"{", b"]", b""))


def starts_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def ensure_small(path: Path, most: int, each: Mapping[str, int] | None = None) -> None:
    """Ensure that a zip unpacks to no more bytes than are read, whatever its list of contents says.

    each: beginning of a name -> bytes that such a file may have. Raises BadInput.
    """
    total = 0
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            if len(archive.infolist()) > MOST_FILES:
                raise BadInput(f"The zip holds more than {MOST_FILES:,} files: this is no export.")
            for info in archive.infolist():
                bound = next(
                    (size for start, size in (each or {}).items() if info.filename.startswith(start)), most
                )
                total += _true_size(raw, info, min(bound, most - total))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError):
        raise BadInput("The file is damaged or cut off, so it cannot be unpacked: export it again.") from None


def _true_size(raw: BinaryIO, info: zipfile.ZipInfo, bound: int) -> int:
    """Return how long a packed file is when it is unpacked; counted, for a list of contents may lie."""
    if info.flag_bits & 1:
        raise BadInput("The file is locked with a password: export it without one.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadInput("The file is packed in a way that is not read: pack it as a plain zip.")
    raw.seek(info.header_offset + 26)
    named, extra = raw.read(2), raw.read(2)
    skipped = int.from_bytes(named, "little") + int.from_bytes(extra, "little")
    raw.seek(info.header_offset + 30 + skipped)
    left, size = info.compress_size, 0
    unpacker = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (piece := raw.read(min(left, CHUNK))):
        left -= len(piece)
        while piece:
            done = unpacker.decompress(piece, CHUNK) if unpacker else piece
            piece = unpacker.unconsumed_tail if unpacker else b""
            size += len(done)
            if size > bound:
                name = info.filename[:60]
                raise BadInput(f"{name} unpacks to more than {bound >> 20:,} MB: export less at once.")
    return size


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []


def _there(folder: Path) -> dict[str, Path]:
    return {
        each.name.casefold(): each
        for each in sorted(folder.iterdir())
        if each.is_file() and each.suffix.casefold() in READ
    }


def _taken_out(path: Path, folder: Path) -> dict[str, Path]:
    """Unpack what may be part of an export under names of our own."""
    ensure_small(path, MOST_BYTES)
    files: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for number, info in enumerate(archive.infolist()):
                name = PurePosixPath(info.filename).name.casefold()
                hidden = name.startswith(".") or info.filename.startswith("__MACOSX")
                if info.is_dir() or hidden or PurePosixPath(name).suffix not in READ:
                    continue
                if name in files:
                    raise BadInput(f"The zip holds two files called {name[:60]}: keep one.")
                files[name] = folder / f"{number}{PurePosixPath(name).suffix}"
                with archive.open(info) as packed, files[name].open("wb") as file:
                    shutil.copyfileobj(packed, file, CHUNK)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError):
        raise BadInput("The zip is damaged or cut off: export it again.") from None
    return files


def _parcel(files: Mapping[str, Path]) -> Parcel:
    digest, size = hashlib.sha256(), 0
    for name, path in files.items():
        with path.open("rb") as file:
            digest.update(name.encode("utf-8", "surrogatepass") + b"\n")
            digest.update(hashlib.file_digest(file, "sha256").digest())
        size += path.stat().st_size
    return Parcel(files, digest.hexdigest(), size)
