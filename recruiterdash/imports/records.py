"""Records of an API's JSON, one at a time however long the file is; what is wrong is said in one sentence."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from recruiterdash.errors import BadInput
from recruiterdash.imports.mapping import Record
from recruiterdash.imports.parcels import Parcel

#: What pages of an API call the list of their records.
LISTS = (
    "results",
    "data",
    "items",
    "values",
    "records",
    "opportunities",
    "applications",
    "candidates",
    "jobs",
    "scheduled_interviews",
    "activity_feeds",
)
#: One person's record with all letters stays far below.
LARGEST = 4 << 20
READ_AT_ONCE = 1 << 16
#: Deeper than any API nests.
DEEPEST = 40
#: More open brackets than stand in any record, those of its letters with it.
MOST_BRACKETS = 2_000
OPENING = b"[{"
NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def records(path: Path, called: str) -> Iterator[tuple[str, Any]]:
    """Yield the records of a file: a list, a page's list, or a table whose keys are ids.

    called: the file's name in sentences. Yields each with its key, empty in a list. Raises BadInput where the
    file breaks off, is no JSON, or holds a record too large for any person.
    """
    done = 0
    try:
        prefix = _prefix(path, called)
        with path.open("rb") as file:
            metered = _Metered(_utf8(file), called)
            found = (
                ijson.kvitems(metered, "", use_float=True, buf_size=READ_AT_ONCE)
                if prefix is None
                else (
                    ("", each) for each in ijson.items(metered, prefix, use_float=True, buf_size=READ_AT_ONCE)
                )
            )
            for key, record in found:
                done += 1
                metered.record_ended()
                yield key, record
    except (ijson.JSONError, ValueError, OverflowError):
        after = f"after record {done:,}" if done else "at its beginning"
        raise BadInput(f"{called}: this is no whole JSON, it breaks off or is damaged {after}.") from None


def pages(parcel: Parcel, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the records of a list, whether it is one file or numbered pages, each with its key."""
    for page in parcel.pages(name):
        yield from records(parcel.files[page], page)


def records_in(parcel: Parcel, name: str) -> Iterator[Record]:
    """Yield the records of an export that is one list, or of the only file there is."""
    there = parcel.pages(name) or list(parcel.files)[:1]
    number = 0
    for page in there:
        for _, record in records(parcel.files[page], page):
            number += 1
            yield number, record if isinstance(record, dict) else {}


def named_private(record: Any, private: Any, path: str = "", depth: int = 0) -> Iterator[str]:
    """Yield where a record holds what is never imported, as a path of names.

    private: says it of a name. Raises BadInput when the record nests deeper than any API does.
    """
    if depth > DEEPEST:
        raise BadInput(f"A record is nested deeper than {DEEPEST} levels: this is no export of an ATS.")
    if isinstance(record, list):
        for each in record:
            yield from named_private(each, private, path, depth + 1)
    elif isinstance(record, dict):
        asked = _asked(record)
        if asked and _answers(path) and private(asked):
            yield f"{path}/{asked}" if path else asked
            return
        for key, value in record.items():
            here = f"{path}/{key}" if path else key
            if private(key):
                yield here
            else:
                yield from named_private(value, private, here, depth + 1)


def without_private(record: Any, private: Any, path: str = "") -> Any:
    """Return a record without what is never imported."""
    if isinstance(record, list):
        kept = (without_private(each, private, path) for each in record)
        return [each for each in kept if each is not None]
    if isinstance(record, dict):
        asked = _asked(record)
        if asked and _answers(path) and private(asked):
            return None
        return {
            key: without_private(value, private, f"{path}/{key}")
            for key, value in record.items()
            if not private(key)
        }
    return record


def _asked(record: dict[str, Any]) -> str:
    """Return the question of a field that a company made itself."""
    for key in ("question", "title", "name", "label", "text"):
        value = record.get(key)
        if isinstance(value, str) and value:
            return value
    return ""


def _answers(path: str) -> bool:
    """Only fields of a company's own name their question beside the answer; a job may be called anything."""
    plain = path.casefold().replace("_", "").replace(" ", "")
    return any(
        word in plain for word in ("custom", "answer", "question", "field", "form", "eeo", "demographic")
    )


def _prefix(path: Path, called: str) -> str | None:
    """Return what ijson calls the records of a file, None for a table whose keys are ids.

    A table whose key has no number in it may be what an API says about its page, before the list.
    """
    with path.open("rb") as file:
        key, tables = "", False
        for place, event, value in ijson.parse(
            _Metered(_utf8(file), called), use_float=True, buf_size=READ_AT_ONCE
        ):
            if event == "start_array":
                if place and place not in LISTS:
                    continue
                return f"{place}.item" if place else "item"
            if event == "map_key" and not place:
                key = value
            if event == "start_map" and place and place == key:
                if any(letter.isdigit() for letter in key):
                    return None
                tables = True
        if tables or not key:  # no key at all: nobody had a mail yet
            return None
        if event == "end_map":
            raise BadInput(f"{called}: one JSON object without a list of records is no export.")
    raise BadInput(f"{called}: JSON without records is no export.")


class _Metered:
    """Lets a file be read piece by piece, and stops where a record does not end."""

    def __init__(self, file: BinaryIO, called: str) -> None:
        self.file, self.called = file, called
        #: Bytes and open brackets since the last record.
        self.since = self.open = 0

    def read(self, size: int) -> bytes:
        piece = self.file.read(size)
        self.since += len(piece)
        if self.since > LARGEST:
            raise BadInput(f"{self.called}: a record is larger than {LARGEST >> 20} MB: no person's is.")
        if piece:
            self._ensure_shallow(piece)
        return piece

    def record_ended(self) -> None:
        self.since = self.open = 0

    def _ensure_shallow(self, piece: bytes) -> None:
        """The parser keeps a path for each level: deep enough, they fill the memory. Brackets in texts count too."""
        for bracket in piece.translate(None, NO_BRACKETS):
            self.open = self.open + 1 if bracket in OPENING else max(0, self.open - 1)
            if self.open > MOST_BRACKETS:
                raise BadInput(f"{self.called}: a record is nested deeper than any export of an ATS.")


def _utf8(file: BinaryIO) -> Any:
    """Return a file of JSON as UTF-8: a mark is taken off, UTF-16 is read by its mark."""
    start = file.read(3)
    if start == codecs.BOM_UTF8:
        return file
    file.seek(0)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return codecs.EncodedFile(file, "utf-8", "utf-16")
    return file
