"""Keeping spans up to date: some applications at a time, past a mark; nothing below knows of it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.journey.models import Event
from recruiterdash.metrics.columns import KINDS, from_bytes, joined, packed, to_bytes, without
from recruiterdash.metrics.models import ColumnRow, ReadRow, SpanRow, SweepMark
from recruiterdash.metrics.reading import Read, histories
from recruiterdash.metrics.rollups import RULES, unread

#: Applications read into spans in one transaction.
BATCH = 300
#: Applications whose columns are kept together: what one of them changes is written anew for all of these.
NEIGHBOURS = 1024
SPANS = (
    "application_id",
    "requisition_id",
    "kind",
    "started_at",
    "ended_at",
    "outcome",
    "due_at",
    "how",
    "data",
)
READS = ("application_id", "last_event", "last_of_requisition", "moved_at")


class Prepared(NamedTuple):
    """What one round of sweeping will write; made without holding any other writer up."""

    #: The round it belongs to: only one sweeper's is written.
    round: int
    reads: list[Read]
    #: Applications that are left for the next rounds.
    left: list[int]
    #: The last event there was, and the first transaction that was not over, when those that moved were looked up.
    newest: int
    over: int


def prepare(session: Session, *, most: int = BATCH, after: Prepared | None = None) -> Prepared | None:
    """Read applications that moved since the last round; None when there is nothing to do.

    session: one for reading is enough. most: applications at a time. after: the round before, as it was
    kept, so that what it left is gone on with: after a large import it takes long to look up who moved.
    """
    mark = session.scalars(select(SweepMark)).first()
    swept = (mark.rules, mark.rounds) if mark is not None else (RULES, 0)
    if after is not None and after.left and swept == (RULES, after.round + 1):  # nobody else swept meanwhile
        reads = list(histories(session, after.left[:most]))
        return after._replace(round=swept[1], reads=reads, left=after.left[most:])
    # before anything is looked for: what these had written is seen below
    over = _transactions(session, "xmin")
    newest = session.scalar(select(func.max(Event.id))) or 0
    if newest == (mark.settled if mark is not None and mark.rules == RULES else 0):
        return None
    moved = sorted(unread(session))
    reads = list(histories(session, moved[:most]))
    return Prepared(swept[1], reads, moved[most:], newest, over)


def keep(session: Session, prepared: Prepared) -> Prepared | None:
    """Write a round and return it; None when another sweeper was first. Nothing is committed.

    What was recorded since it was prepared is not in it, and known not to be.
    """
    mark = session.scalars(select(SweepMark).with_for_update()).first()
    if mark is None:
        mark = SweepMark(rules=RULES, settled=0, pending=0, pending_until=0, rounds=0)
        session.add(mark)
    elif mark.rules != RULES:
        for model in (SpanRow, ReadRow, ColumnRow):
            session.execute(delete(model))
        mark.rules, mark.settled, mark.pending, mark.pending_until = RULES, 0, 0, 0
    if mark.rounds != prepared.round:
        return None
    mark.rounds += 1
    _replace(session, prepared.reads)
    _repack(session, prepared.reads, mark.rounds)
    if not prepared.left:
        _advance(session, mark, prepared.newest, prepared.over)
    session.flush()
    return prepared


def _replace(session: Session, reads: Sequence[Read]) -> None:
    """Write the spans of some applications in place of those that were there."""
    if not reads:
        return
    ids = bulk.listed(session, [read.application_id for read in reads])
    for model in (SpanRow, ReadRow):
        session.execute(delete(model).where(model.application_id.in_(ids)))
    bulk.insert(session, SpanRow, SPANS, (row for read in reads for row in _rows(read)))
    bulk.insert(
        session,
        ReadRow,
        READS,
        [(read.application_id, read.last_event, read.last_of_requisition, read.moved_at) for read in reads],
    )


def _repack(session: Session, reads: Sequence[Read], round_: int) -> None:
    """Put the spans of some applications into their columns in place of those that were there."""
    chunks: dict[int, list[Read]] = defaultdict(list)
    for read in reads:
        chunks[read.application_id // NEIGHBOURS].append(read)
    kept = select(ColumnRow).where(ColumnRow.chunk.in_(bulk.listed(session, chunks)))
    known = {(row.kind, row.chunk): row for row in session.scalars(kept)}
    for chunk, some in chunks.items():
        ids = [read.application_id for read in some]
        for kind in KINDS:
            made, row = packed(kind, some), known.get((kind, chunk))
            if row is None:
                session.add(ColumnRow(kind=kind, chunk=chunk, round=round_, packed=to_bytes(made)))
            else:
                row.round, row.packed = round_, to_bytes(joined([without(from_bytes(row.packed), ids), made]))


def _rows(read: Read) -> list[tuple[object, ...]]:
    return [
        (
            read.application_id,
            read.requisition_id,
            span.kind,
            span.started_at,
            span.ended_at,
            span.outcome[:80],
            span.due_at,
            span.how[:24],
            dict(span.data) or None,
        )
        for span in read.spans
    ]


def _advance(session: Session, mark: SweepMark, newest: int, over: int) -> None:
    """Move the mark to where nothing can be missing any more.

    newest: the last event there was. over: every transaction before this one had ended when the sweep began.
    """
    if session.get_bind().dialect.name == "sqlite":
        mark.settled = newest  # one writer at a time: whoever had a lower number has been seen
        return
    # a transaction that still runs may have been given a lower number than one that has been seen
    if mark.pending_until and over >= mark.pending_until:
        mark.settled, mark.pending_until = mark.pending, 0
    if not mark.pending_until and newest > mark.settled:
        mark.pending, mark.pending_until = newest, _transactions(session, "xmax")


def _transactions(session: Session, which: str) -> int:
    """Return the first transaction that still runs (xmin) or has not begun (xmax); 0 on SQLite."""
    if session.get_bind().dialect.name == "sqlite":
        return 0
    asked = f"SELECT CAST(CAST(pg_snapshot_{which}(pg_current_snapshot()) AS text) AS bigint)"
    return int(session.execute(text(asked)).scalar_one())
