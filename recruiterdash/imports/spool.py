"""Values laid aside in a temporary file, in numbered heaps, so that memory does not grow with the export."""

import marshal
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

#: So many values wait in memory before they go to the file.
HELD = 50_000


class Spool:
    """Heaps of plain values: text, numbers and tuples of them.

    The file has no name: it vanishes with the process, however that ends.
    """

    def __init__(self, held: int = HELD) -> None:
        self._most = held
        self._file = tempfile.TemporaryFile(prefix="recruiterdash-")  # noqa: SIM115 - lives as long as the spool
        self._places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._waiting: dict[int, list[Any]] = defaultdict(list)
        self._held = 0

    def put(self, heap: int, value: Any, weight: int = 1) -> None:
        """Lay one value on a heap. weight: how many usual values it is as large as."""
        self._waiting[heap].append(value)
        self._held += weight
        if self._held >= self._most:
            self.flush()

    def flush(self) -> None:
        """Write what waits in memory to the file."""
        for heap, values in self._waiting.items():
            self.put_bytes(heap, marshal.dumps(values))
        self._waiting.clear()
        self._held = 0

    def put_bytes(self, heap: int, written: bytes) -> None:
        """Lay a marshalled list of values on a heap."""
        start = self._file.seek(0, 2)
        self._file.write(written)
        self._places[heap].append((start, len(written)))

    def heaps(self) -> list[int]:
        """Return the numbers of all heaps in order."""
        return sorted(self._places.keys() | self._waiting.keys())

    def take(self, heap: int) -> Iterator[Any]:
        """Yield the values of a heap in the order they were laid there; they stay."""
        self.flush()
        for start, length in self._places[heap]:
            self._file.seek(start)
            # our own bytes, from a file that nobody else can open
            yield from marshal.loads(self._file.read(length))  # noqa: S302

    def take_bytes(self, heap: int) -> bytes:
        """Return a heap that was laid there with one `put_bytes`, as it came."""
        ((start, length),) = self._places[heap]
        self._file.seek(start)
        return self._file.read(length)

    def close(self) -> None:
        self._file.close()

    def __del__(self) -> None:
        self._file.close()  # a file that was only looked at is closed by nobody else


class Held(Protocol):
    """What has a file to give back."""

    def close(self) -> None: ...


@contextmanager
def given_back_on_failure(*held: Held) -> Iterator[None]:
    """Close what is held when the work inside does not end well; otherwise it is handed on."""
    try:
        yield
    except BaseException:
        for each in held:
            each.close()
        raise
