"""Spans in columns: of many people at once, one array a fact, and as bytes that a database keeps. Pure.

Only what figures of a whole house count is in them; single people are told from the spans themselves.
"""

import json
import zlib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from recruiterdash.metrics.cuts import Span
from recruiterdash.metrics.reading import Read

Array = NDArray[Any]

#: All that somebody can be owed: the earliest due of them says how late we are. Feedback has a figure of its own, as
#: not everybody is told of it.
OWED = frozenset(
    {"decision_wait", "notice_lag", "reply_time", "promise", "silence", "acknowledgement", "duty"}
)
#: A moment that does not come, and one before all others.
NEVER, EVER = np.iinfo(np.int64).max, np.iinfo(np.int64).min
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
#: Facts of a span, each with what stands where there is nothing to say, and how it is kept.
FACTS: dict[str, tuple[int, str]] = {
    "application": (0, "i8"),
    "requisition": (0, "i8"),
    "started": (EVER, "i8"),
    "ended": (NEVER, "i8"),
    "due": (NEVER, "i8"),
    # when a later effort of theirs took the place of this one; when we came to know of them
    "replaced": (NEVER, "i8"),
    "entry": (NEVER, "i8"),
    # the last word to them that was not automatic; of an application the word that told the outcome
    "word": (NEVER, "i8"),
    "met": (0, "u1"),
    "outcome": (0, "u1"),
    "how": (0, "u1"),
}
#: Stretches in which the candidate held the next step: place of the span, from when, until when.
PIECES = ("piece_of", "piece_from", "piece_until")
Piece = tuple[int, int]
#: Arrays that follow from the facts, kept beside them.
KEPT = 9


class Row(NamedTuple):
    """One span before it is put into columns; moments are microseconds since 1970."""

    started: int = EVER
    ended: int = NEVER
    due: int = NEVER
    replaced: int = NEVER
    entry: int = NEVER
    word: int = NEVER
    met: bool = False
    outcome: str = ""
    how: str = ""
    pieces: Sequence[Piece] = ()


class Columns:
    """Spans of one kind: an array for each fact, all of one length, and the stretches the candidate held.

    Nothing of it changes. Some of them are told by the arrays of all: a fact that nobody asks for is not copied.
    """

    def __init__(
        self,
        facts: Mapping[str, Array],
        pieces: tuple[Array, Array, Array],
        words: tuple[str, ...] = ("",),
        where: Array | None = None,
        derived: dict[tuple[str, Hashable], Array] | None = None,
    ) -> None:
        """Take arrays by fact. words: what the numbers of `outcome` and `how` stand for, the first of them empty.

        where: the places of those that are meant, all of them when it is left out; `pieces` are of these alone.
        """
        self._facts, self._where = facts, where
        self.pieces, self.words = pieces, words
        self._told: dict[str, Array] = {}
        #: What `metrics.settled` has worked out of these, by question.
        self.settled: dict[Hashable, Any] = {}
        self._derived = {} if derived is None else derived

    def __getitem__(self, fact: str) -> Array:
        if self._where is None:
            return self._facts[fact]
        if fact not in self._told:
            self._told[fact] = self._facts[fact][self._where]
        return self._told[fact]

    def forget(self) -> None:
        """Let go of the facts that were copied for these alone."""
        self._told.clear()

    def derived(self, name: str, key: Hashable, make: Callable[[Mapping[str, Array]], Array]) -> Array:
        """Return what follows from the facts of each span alone; made once for all of them, while the key is one.

        make: from the facts of all spans, those that are not meant among them.
        """
        known = self._derived.get((name, key))
        if known is None:
            if len(self._derived) > KEPT:  # of other periods and calendars: they can be made again
                self._derived.clear()
            known = self._derived[name, key] = make(self._facts)
        return known if self._where is None else np.asarray(known[self._where])

    @property
    def size(self) -> int:
        return int(self["application"].size if self._where is None else self._where.size)

    def code(self, word: str) -> int:
        """Return the number of a word; one that no span has where nobody said it."""
        return self.words.index(word) if word in self.words else 255

    def only(self, keep: Array) -> "Columns":
        """Return the spans for which `keep`, an array of truths, is true."""
        if keep.all():
            return self
        where = np.flatnonzero(keep)
        of, start, end = self.pieces
        if of.size:
            kept = keep[of]
            of, start, end = np.searchsorted(where, of[kept]), start[kept], end[kept]
        whole = where if self._where is None else self._where[where]
        return Columns(self._facts, (of, start, end), self.words, whole, self._derived)


def micros(at: datetime | None) -> int:
    """Return a moment as microseconds since 1970; NEVER for none."""
    return NEVER if at is None else (at - EPOCH) // MICROSECOND


def _said(at: str | None) -> int:
    return NEVER if at is None else micros(datetime.fromisoformat(at))


# --- from spans to columns ----------------------------------------------------------------------


def packed(kind: str, reads: Iterable[Read]) -> Columns:
    """Return the spans of one kind (of KINDS) of some applications."""
    cells: list[tuple[Any, ...]] = []
    pieces: list[tuple[int, int, int]] = []
    words = {"": 0}
    for read in reads:
        for row in KINDS[kind](read):
            pieces += [(len(cells), *piece) for piece in row.pieces]
            outcome, how = (words.setdefault(word, len(words)) for word in (row.outcome, row.how))
            cells.append((read.application_id, read.requisition_id, *row[:7], outcome, how))
    arrays = list(zip(*cells, strict=True)) or [()] * len(FACTS)
    facts = {name: np.array(arrays[n], dtype) for n, (name, (_, dtype)) in enumerate(FACTS.items())}
    of, start, end = list(zip(*pieces, strict=True)) or [()] * 3
    return Columns(facts, (np.array(of, "i8"), np.array(start, "i8"), np.array(end, "i8")), tuple(words))


def _decisions(read: Read) -> Iterator[Row]:
    words = [span.started_at for span in read.spans if span.kind == "word" and span.how != "automatic"]
    last = micros(max(words, default=None))
    for span in read.spans:
        if span.kind == "decision_wait":
            data = span.data
            yield Row(
                micros(span.started_at),
                micros(span.ended_at),
                micros(span.due_at),
                _said(data.get("replaced")),
                _said(data.get("entry")),
                last if "met" in data else NEVER,
                "met" in data,
                span.outcome,
                span.how,
                list(_theirs(span)),
            )


def _theirs(span: Span) -> Iterator[Piece]:
    """Yield the stretches of a wait in which the candidate held the next step, the last one perhaps without end."""
    start, end = micros(span.started_at), micros(span.ended_at)
    held = [(_said(at), who) for at, who in span.data.get("held", ())]
    for place, (at, who) in enumerate(held):
        until = min(held[place + 1][0] if place + 1 < len(held) else NEVER, end)
        if who == "candidate" and max(at, start) < until:
            yield max(at, start), until


def _plain(kind: str) -> Callable[[Read], Iterator[Row]]:
    def rows(read: Read) -> Iterator[Row]:
        for span in read.spans:
            if span.kind == kind:
                moments = micros(span.started_at), micros(span.ended_at), micros(span.due_at)
                yield Row(*moments, outcome=span.outcome, how=span.how)

    return rows


def _applications(read: Read) -> Iterator[Row]:
    for span in read.spans:
        if span.kind == "application":
            met, told = "interviewed" in span.data, _said(span.data.get("told"))
            moments = micros(span.started_at), micros(span.ended_at)
            yield Row(*moments, word=told, met=met, outcome=span.outcome)


def _owed(read: Read) -> Iterator[Row]:
    """Yield what may be owed from the last happening on: all that holds without end as one, the earliest due."""
    past = micros(read.moved_at)
    steady = []
    for span in read.spans:
        if span.kind in OWED:
            start, due = micros(span.started_at), micros(span.due_at)
            end = min(micros(span.ended_at), _said(span.data.get("replaced")))
            if start <= past and end == NEVER:
                steady.append((due, start))
            elif end > past:
                yield Row(start, end, due)
    if steady:
        yield Row(max(start for _, start in steady), NEVER, min(steady)[0])


def _holders(read: Read) -> Iterator[Row]:
    """Yield who holds the next step of an application from its last happening on, until it is over."""
    past = micros(read.moved_at)
    for span in read.spans:
        if span.kind == "application":
            held = [(EVER, "recruiter"), *((_said(at), who) for at, who in span.data.get("held", ()))]
            over = micros(span.ended_at)
            for place, (at, who) in enumerate(held):
                until = min(held[place + 1][0] if place + 1 < len(held) else NEVER, over)
                if until > max(past, at):
                    yield Row(at, until, outcome=who)


#: What is kept in columns, and how it is told of one application.
KINDS: dict[str, Callable[[Read], Iterator[Row]]] = {
    "decision_wait": _decisions,
    "first_word": _plain("first_word"),
    "promise": _plain("promise"),
    "application": _applications,
    "owed": _owed,
    "holder": _holders,
}

# --- putting together and taking apart -----------------------------------------------------------


def joined(parts: Sequence[Columns]) -> Columns:
    """Return the spans of several columns as one."""
    if len(parts) == 1:
        return parts[0]
    words = {"": 0}
    for part in parts:
        for word in part.words:
            words.setdefault(word, len(words))
    said = [np.array([words[word] for word in part.words], "u1") for part in parts]
    facts = {}
    for name, (_, dtype) in FACTS.items():
        arrays = [part[name] for part in parts]
        if name in {"outcome", "how"}:
            arrays = [known[array] for known, array in zip(said, arrays, strict=True)]
        facts[name] = _end_to_end(arrays, dtype)
    before = np.cumsum([0, *(part.size for part in parts)])
    of = [part.pieces[0] + n for part, n in zip(parts, before[:-1], strict=True)]
    rest = ([part.pieces[n] for part in parts] for n in (1, 2))
    pieces = [np.concatenate(each) if each else np.empty(0, "i8") for each in (of, *rest)]
    return Columns(facts, (pieces[0], pieces[1], pieces[2]), tuple(words))


def _end_to_end(arrays: Sequence[Array], dtype: str) -> Array:
    """Return arrays as one; what is the same in all of them takes no room."""
    first = next((array[0] for array in arrays if array.size), None)
    if first is not None and all(
        array.strides == (0,) and array[0] == first for array in arrays if array.size
    ):
        return np.broadcast_to(first, sum(array.size for array in arrays))
    return np.concatenate(arrays) if arrays else np.empty(0, dtype)


def cut(whole: Columns, parts: Sequence[Columns]) -> Iterator[Columns]:
    """Yield the parts that `joined` made one of, as stretches of its arrays."""
    start = 0
    for part in parts:
        stretch = slice(start, start + part.size)
        facts = {name: whole[name][stretch] for name in FACTS}
        yield Columns(facts, part.pieces, whole.words)
        start += part.size


def without(columns: Columns, application_ids: Collection[int]) -> Columns:
    """Return the spans of all other applications."""
    ids = np.fromiter(application_ids, "i8", len(application_ids))
    return columns.only(~np.isin(columns["application"], ids))


def to_bytes(columns: Columns) -> bytes:
    """Return columns as they are kept: a line that says what follows, then the arrays, compressed."""
    arrays = {
        name: array
        for name, array in (
            *((fact, columns[fact]) for fact in FACTS),
            *zip(PIECES, columns.pieces, strict=True),
        )
        if name not in FACTS or (array != FACTS[name][0]).any()
    }
    head = {"size": columns.size, "words": columns.words, "pieces": int(columns.pieces[0].size)}
    line = json.dumps({**head, "arrays": list(arrays)}).encode()
    return zlib.compress(b"\n".join([line, b"".join(array.tobytes() for array in arrays.values())]), 1)


def from_bytes(kept: bytes) -> Columns:
    """Return the columns that `to_bytes` made bytes of."""
    line, _, rest = zlib.decompress(kept).partition(b"\n")
    head, found, at = json.loads(line), {}, 0
    for name in head["arrays"]:
        dtype = np.dtype(FACTS[name][1] if name in FACTS else "i8")
        size = head["size"] if name in FACTS else head["pieces"]
        found[name] = np.frombuffer(rest, dtype, size, at)
        at += size * dtype.itemsize
    facts = {
        name: found.get(name, np.broadcast_to(np.array(usual, dtype), head["size"]))
        for name, (usual, dtype) in FACTS.items()
    }
    return Columns(facts, (found[PIECES[0]], found[PIECES[1]], found[PIECES[2]]), tuple(head["words"]))
