"""The columns of a whole house in the memory of one process; what has changed since is read, and nothing else."""

from contextlib import suppress
from threading import Lock, Thread
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from recruiterdash.db import Database
from recruiterdash.late import library
from recruiterdash.metrics.columns import KINDS, Columns, cut, from_bytes, joined, packed
from recruiterdash.metrics.models import ColumnRow, SweepMark
from recruiterdash.metrics.rollups import RULES


class Memory:
    """What is known of one database, by kind of span. Columns never change: a later round makes others."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._parts: dict[str, dict[int, tuple[int, Columns]]] = {}
        self._whole: dict[str, tuple[int, Columns]] = {}

    def columns(self, session: Session, kind: str, round_: int) -> Columns:
        """Return the kept spans of one kind as of a round of sweeping, or of a later one."""
        with self._lock:
            known = self._whole.get(kind)
            if known is None or known[0] != round_:
                known = self._whole[kind] = round_, self._read(session, kind)
        return known[1]

    def _read(self, session: Session, kind: str) -> Columns:
        of_kind = ColumnRow.kind == kind
        asked = select(ColumnRow.chunk, ColumnRow.round).where(of_kind)
        rounds = {chunk: round_ for chunk, round_ in session.execute(asked)}  # noqa: C416 - rows are no pairs to mypy
        known = self._parts.get(kind, {})
        parts = {chunk: part for chunk, part in known.items() if rounds.get(chunk) == part[0]}
        columns = select(ColumnRow.chunk, ColumnRow.round, ColumnRow.packed).where(of_kind)
        if parts:
            missing = sorted(rounds.keys() - parts.keys())
            columns = columns.where(ColumnRow.chunk.in_(missing)) if len(missing) < MANY else columns
        if len(parts) < len(rounds):
            for chunk, round_, kept in session.execute(columns):
                parts[chunk] = round_, from_bytes(kept)
        some = [parts[chunk][1] for chunk in sorted(parts)] or [packed(kind, [])]
        whole = joined(some)
        # the arrays of the whole are the only ones that stay
        stretches = zip(sorted(parts), cut(whole, some), strict=False)
        self._parts[kind] = {chunk: (parts[chunk][0], part) for chunk, part in stretches}
        return whole


#: Chunks asked for by number; of more than these all are read.
MANY = 500
_memories: WeakKeyDictionary[Pool, Memory] = WeakKeyDictionary()
_making = Lock()


def memory_of(session: Session) -> Memory:
    """Return what this process knows of the session's database."""
    with _making:
        return _memories.setdefault(session.get_bind().engine.pool, Memory())


def kept(session: Session, kind: str) -> Columns:
    """Return the kept spans of one kind; whoever moved since is still in them as they were."""
    mark = session.execute(select(SweepMark.rounds, SweepMark.rules)).first()
    if mark is None or mark.rules != RULES:
        return packed(kind, [])
    return memory_of(session).columns(session, kind, mark.rounds)


def warm(database: Database) -> Thread:
    """Read the columns, and what computes with them, beside other work: the first page is as quick as any then."""
    reading = Thread(target=_read_all, args=(database,), name="columns", daemon=True)
    reading.start()
    return reading


def _read_all(database: Database) -> None:
    library("scipy.stats")  # takes seconds
    # the database may be away or not set up yet: whoever asks later is told so, or waits once
    with suppress(DBAPIError), database.reading() as session:
        for kind in KINDS:
            kept(session, kind)
