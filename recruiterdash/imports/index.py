"""What was met in a file, by what tells it apart: in memory while there are few, else in a temporary file."""

import hashlib
import marshal
import tempfile
from typing import Any, Generic, TypeVar

import pysqlite3.dbapi2

#: So many are held in memory before there is a file, and so many afterwards: it costs time, and a file of 200 MB
#: would fill the memory without it.
HELD, HELD_BESIDE = 110_000, 20_000
#: Bits of the filter that says what is surely not in the file; most questions are about somebody new.
BITS = 1 << 25

Value = TypeVar("Value")


class Index(Generic[Value]):
    """Plain values by plain keys; none is ever changed or taken out.

    The file has no name of its own: it vanishes with the process, however that ends.
    """

    def __init__(self, held: int = HELD) -> None:
        self._most = held
        self._fresh: dict[Any, Any] = {}
        self._written = 0
        self._file: Any = None
        self._seen = bytearray()

    def __len__(self) -> int:
        return self._written + len(self._fresh)

    def get(self, key: Any) -> Value | None:
        """Return the value of a key, None where there is none."""
        value: Value | None = self._fresh.get(key)
        if value is not None or self._file is None:
            return value
        digest = _digest(key)
        if not all(self._seen[place >> 3] & 1 << (place & 7) for place in _places(digest)):
            return None
        row = self._file.execute("SELECT value FROM met WHERE key = ?", (digest,)).fetchone()
        # our own bytes, from a file that nobody else can open
        return marshal.loads(row[0]) if row else None  # noqa: S302

    def put(self, key: Any, value: Value) -> None:
        """Keep a value under a key that has none."""
        self._fresh[key] = value
        if len(self._fresh) >= self._most:
            self._write()

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            self._file.close()
        self._file, self._fresh = None, {}

    def _write(self) -> None:
        if self._file is None:
            self._file = _opened()
            self._seen = bytearray(BITS >> 3)
        rows = sorted((_digest(key), marshal.dumps(value)) for key, value in self._fresh.items())
        for digest, _ in rows:
            for place in _places(digest):
                self._seen[place >> 3] |= 1 << (place & 7)
        self._file.execute("BEGIN")
        self._file.executemany("INSERT INTO met VALUES (?, ?)", rows)
        self._file.execute("COMMIT")
        self._written += len(rows)
        self._fresh = {}
        self._most = min(self._most, HELD_BESIDE)


def _opened() -> Any:
    """Return a table in a file that has no name any more. One of SQLite's own would be held in memory."""
    with tempfile.NamedTemporaryFile(prefix="recruiterdash-") as named:
        file = pysqlite3.dbapi2.connect(named.name, isolation_level=None)
        for setting in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = OFF",
            "synchronous = OFF",
            "cache_size = -8000",
        ):
            file.execute(f"PRAGMA {setting}")
        file.execute("CREATE TABLE met (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
    return file


def _digest(key: Any) -> bytes:
    """Return a key as 16 bytes: two keys have the same ones less often than a disk fails."""
    return hashlib.blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _places(digest: bytes) -> tuple[int, int, int]:
    """Return which bits of the filter a key sets."""
    whole = int.from_bytes(digest[:12], "big")
    return whole % BITS, (whole >> 32) % BITS, (whole >> 64) % BITS
