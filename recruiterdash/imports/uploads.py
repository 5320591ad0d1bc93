"""Uploaded files and their reports on disk, and whether somebody is working on one right now."""

import base64
import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

from sqlalchemy.engine import make_url

from recruiterdash.errors import BadInput
from recruiterdash.imports.plan import Line
from recruiterdash.imports.preparing import Teller

CHUNK = 1 << 20
PAGE = 100
ACTS = ("create", "update", "skip", "warning", "bad")
#: Reports hold names: they are kept as long as somebody may still ask what an import did.
KEPT = timedelta(days=30)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
#: Spreadsheets read full-width signs, too.
_LIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


class Folder(NamedTuple):
    """Where uploads lie; machines that share a database share it."""

    path: Path

    def upload(self, token: str) -> Path:
        return self._named(token, "upload")

    def lines(self, token: str, act: str) -> Path:
        if act not in ACTS:
            raise BadInput(f"There is no list called {act!r}.")
        return self._named(token, f"{act}.jsonl")

    def pages(self, token: str) -> Path:
        return self._named(token, "index.json")

    def sent(self, token: str) -> Path:
        return self._named(token, "sent.json")

    def lock(self, token: str) -> Path:
        return self._named(token, "lock")

    def _named(self, token: str, ending: str) -> Path:
        if not _TOKEN.fullmatch(token):
            raise BadInput("That is no upload of ours.")
        return self.path / f"{token}.{ending}"


def folder(database_url: str) -> Folder:
    """Return the folder of an installation's uploads: beside its SQLite file, else in `instance/`."""
    url = make_url(database_url)
    in_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    path = (Path(str(url.database)).parent if in_file else Path("instance")) / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Folder(path)


class Stored(NamedTuple):
    """An upload as it lies on disk."""

    token: str
    digest: str
    size: int


def store(where: Folder, stream: IO[bytes]) -> Stored:
    """Keep an upload. stream: its bytes; read in pieces."""
    token = secrets.token_urlsafe(16)
    digest, size = hashlib.sha256(), 0
    where.upload(token).touch(0o600, exist_ok=False)
    with where.upload(token).open("wb") as file:
        while piece := stream.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    return Stored(token, digest.hexdigest(), size)


def token_of(actor_id: int, key: str) -> str:
    """Return the token of what somebody sends under a key of their own."""
    digest = hashlib.sha256(f"{actor_id} {key}".encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest).decode()[:22]


def rename(where: Folder, stored: Stored, token: str, sent: str) -> Stored:
    """Keep an upload under another token, with what was asked of it. sent: says whether a request is the same."""
    where.upload(stored.token).replace(where.upload(token))
    where.sent(token).write_text(json.dumps([stored.digest, sent]), encoding="utf-8")
    return stored._replace(token=token)


def was_sent(where: Folder, token: str, digest: str, sent: str) -> bool:
    """Say whether an upload under a token is this one."""
    try:
        return bool(json.loads(where.sent(token).read_text(encoding="utf-8")) == [digest, sent])
    except (OSError, ValueError):
        return False


def forget(where: Folder, token: str, *, report: bool = False) -> None:
    """Remove an upload, with its report when nobody needs it any more."""
    where.upload(token).unlink(missing_ok=True)
    if report:
        own = (where.pages(token), where.lock(token), where.sent(token))
        for path in (*own, *(where.lines(token, act) for act in ACTS)):
            path.unlink(missing_ok=True)


def tidy(where: Folder, now: datetime) -> None:
    """Remove what has lain longer than it is kept."""
    for path in where.path.iterdir():
        if path.is_file() and path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)


# --- who is at work --------------------------------------------------------------------------------


@contextmanager
def at_work(where: Folder, token: str) -> Iterator[int]:
    """Hold an upload while something is done with it; yield the descriptor a child process may keep.

    Raises BadInput when somebody is at it already. The hold ends with the last process that has it, however
    that ends.
    """
    descriptor = os.open(where.lock(token), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput("This file is being worked on already: wait until that is done.") from None
        yield descriptor
    finally:
        os.close(descriptor)


def busy(where: Folder, token: str) -> bool:
    """Say whether something is being done with an upload."""
    try:
        descriptor = os.open(where.lock(token), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


# --- the report, line by line ------------------------------------------------------------------------


class ReportFile(Teller):
    """Writes each line of a report to a file a list, with an index of pages."""

    def __init__(self, where: Folder, token: str) -> None:
        self.where, self.token = where, token
        self.files: dict[str, IO[bytes]] = {}
        self.counts = dict.fromkeys(ACTS, 0)
        self.pages: dict[str, list[int]] = {act: [] for act in ACTS}

    def __enter__(self) -> "ReportFile":
        self.files = {act: self.where.lines(self.token, act).open("wb") for act in ACTS}
        return self

    def line(self, line: Line) -> None:
        file = self.files[line.act]
        if self.counts[line.act] % PAGE == 0:
            self.pages[line.act].append(file.tell())
        self.counts[line.act] += 1
        file.write(json.dumps(line[1:], ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self.files.values():
            file.close()
        document = {"counts": self.counts, "pages": self.pages}
        self.where.pages(self.token).write_text(json.dumps(document), encoding="utf-8")


class ReportPage(NamedTuple):
    """One page of one list."""

    act: str
    total: int
    number: int
    pages: int
    lines: list[Line]


def counts(where: Folder, token: str) -> dict[str, int]:
    """Return how long each list is, nothing when the report is gone."""
    try:
        found: dict[str, int] = json.loads(where.pages(token).read_text(encoding="utf-8"))["counts"]
    except (OSError, ValueError):
        return {}
    return found


def page(where: Folder, token: str, act: str, number: int) -> ReportPage:
    """Return one page of a report's list. number: from 1; past the end is the last one."""
    try:
        index = json.loads(where.pages(token).read_text(encoding="utf-8"))
        starts: list[int] = index["pages"][act]
        number = max(1, min(number, len(starts)))
        with where.lines(token, act).open("rb") as file:
            file.seek(starts[number - 1] if starts else 0)
            lines = [_line(act, file.readline()) for _ in range(_on_page(index["counts"][act], number))]
    except (OSError, ValueError, KeyError):
        return ReportPage(act, 0, 1, 1, [])
    return ReportPage(act, index["counts"][act], number, max(1, len(starts)), lines)


def every(where: Folder, token: str, act: str) -> Iterator[Line]:
    """Yield every line of a report's list."""
    path = where.lines(token, act)
    if path.is_file():
        with path.open("rb") as file:
            for written in file:
                yield _line(act, written)


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before what starts one."""
    return f"'{cell}" if _LIVE.match(cell) else cell


def _line(act: str, written: bytes) -> Line:
    return Line(act, *json.loads(written.decode("utf-8", "surrogatepass")))


def _on_page(total: int, number: int) -> int:
    return max(0, min(PAGE, total - (number - 1) * PAGE))
