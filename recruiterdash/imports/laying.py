"""Exports of several files, and JSON, laid aside record by record so that they are read like the rows of a table."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from recruiterdash.errors import BadInput
from recruiterdash.imports import reading, sheets
from recruiterdash.imports.decoding import Encoding
from recruiterdash.imports.mapping import Format, plain, private
from recruiterdash.imports.parcels import TABLES, Parcel, unpacked
from recruiterdash.imports.reading import MOST_COLUMNS, Bad, Sheet
from recruiterdash.imports.records import named_private, records, without_private
from recruiterdash.imports.spool import Spool, given_back_on_failure

#: So many records wait in memory before they go to the file.
HELD = 25
CONTROL = "holds a NUL or half a letter, which no text does"


def told(path: Path, wanted: Sequence[Format]) -> Format:
    """Return the format of a folder, a zip or a file of JSON by its files and its first record. Raises BadInput."""
    with unpacked(path) as parcel:
        return _told(parcel, wanted)


def opened(path: Path, wanted: Sequence[Format]) -> tuple[Sheet, Format]:
    """Look at a folder, a zip or a file of JSON, and lay its records aside.

    wanted: the formats it may be of. Raises BadInput in one sentence when it is of none of them, or cannot be
    read to its end.
    """
    with unpacked(path) as parcel:
        format_ = _told(parcel, wanted)
        if format_.records is None:
            return _table(parcel, format_), format_
        return _laid(path, parcel, format_), format_


def _told(parcel: Parcel, wanted: Sequence[Format]) -> Format:
    """Return the format whose files are there; by its keys where one is enough, or several formats have them."""
    if not parcel.files:
        raise BadInput("There is no file of JSON or CSV in it.")
    several = [each for each in wanted if each.files]
    fitting = [each for each in several if all(parcel.pages(name) for name in each.files)]
    if len(fitting) > 1 or (fitting and len(fitting[0].files) == 1):
        fitting = [each for each in fitting if _has_keys(parcel, each)]
    if not fitting and len(parcel.files) == 1:
        fitting = [each for each in several if len(each.files) == 1 and _has_keys(parcel, each)]
    if fitting:
        return max(fitting, key=lambda each: len(each.files))
    if len({each.name for each in wanted}) == 1 and several:
        files = ", ".join(several[0].files)
        raise BadInput(f"This is no {several[0].title}: that has {files}.")
    names = ", ".join(sorted(parcel.files)[:6])
    raise BadInput(
        f"The files {names} are of no export known here; exports of several files are {_several(several)}."
    )


def _several(formats: Iterable[Format]) -> str:
    return "; ".join(f"{each.title}: {', '.join(each.files)}" for each in formats)


def _has_keys(parcel: Parcel, format_: Format) -> bool:
    """Say whether the first record of the file that matters most has the keys of a format."""
    name = next(iter(parcel.pages(format_.files[0]) or parcel.files))
    path = parcel.files[name]
    if path.suffix.casefold() in TABLES:
        return {plain(each) for each in format_.telling} <= {
            plain(each) for each in sheets.opened(path).header
        }
    if format_.records is None:
        return False
    _, first = next(iter(records(path, name)), ("", None))
    return isinstance(first, dict) and format_.telling <= first.keys()


def _table(parcel: Parcel, format_: Format) -> Sheet:
    """Lay the rows of the one table of a parcel aside: its file vanishes with the parcel."""
    sheet = sheets.opened(parcel.files[parcel.pages(format_.files[0])[0]])
    spool = Spool()
    with given_back_on_failure(spool):
        for row in reading.rows(sheet):
            spool.put(0, tuple(row) if isinstance(row, Bad) else row)
        spool.flush()
    return sheet._replace(laid=spool, digest=parcel.digest, left_out=_left_out(parcel, format_))


def _laid(path: Path, parcel: Parcel, format_: Format) -> Sheet:
    assert format_.records is not None
    known = {column.name for column in format_.columns} | {
        other for column in format_.columns for other in column.others
    }
    header: dict[str, None] = {}
    hidden: dict[str, None] = {}
    spool, number = Spool(HELD), 0
    with given_back_on_failure(spool):
        for number, record in format_.records(parcel):
            header |= dict.fromkeys(record)
            hidden |= dict.fromkeys(named_private(record, private))
            if len(header) > MOST_COLUMNS or len(hidden) > MOST_COLUMNS:
                raise BadInput(
                    f"Record {number} brings more than {MOST_COLUMNS:,} names: this is no export of an ATS."
                )
            kept = {key: value for key, value in record.items() if key in known and not private(key)}
            spool.put(
                0, (number, "", CONTROL) if _unkeepable(kept) else (number, [without_private(kept, private)])
            )
        spool.flush()
    if not number:
        raise BadInput("The export holds no records.")
    names = (*(name for name in header if not private(name)), *hidden)
    return Sheet(
        path,
        parcel.digest,
        parcel.size,
        Encoding("utf-8"),
        "",
        names,
        0,
        laid=spool,
        kind="records",
        left_out=_left_out(parcel, format_),
        lacking=tuple((name, what) for name, what in format_.beside.items() if not parcel.pages(name)),
    )


def _left_out(parcel: Parcel, format_: Format) -> tuple[str, ...]:
    """Return the names of files that nobody reads."""
    if len(parcel.files) == 1:
        return ()
    read = {
        page for name in (*format_.files, *format_.beside, *format_.further) for page in parcel.pages(name)
    }
    return tuple(name for name in sorted(parcel.files) if name not in read)


def _unkeepable(value: Any) -> bool:
    """Say whether a text in a record is none that a database keeps."""
    if isinstance(value, str):
        if "\0" in value:
            return True
        return not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return any(_unkeepable(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(_unkeepable(each) for each in value)
