"""Spans that are kept, and whom they do not yet speak for: read beside them from the events themselves."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.candidates.models import Application
from recruiterdash.journey.models import Event
from recruiterdash.metrics.cuts import Span
from recruiterdash.metrics.models import ReadRow, SpanRow, SweepMark
from recruiterdash.metrics.reading import Read, histories

#: Goes up whenever `spans` tells something else of the same events: all is read anew then.
RULES = 4

#: So many happenings after the last one that was swept, and looking for whom they moved takes seconds.
FAR = 100_000

#: Kept spans that are taken from the database in one go.
AT_ONCE = 5_000

Row = tuple[int, int, Span]


class Bounds(NamedTuple):
    """Which spans are asked for."""

    kinds: tuple[str, ...]
    #: The moment that lies between the two that follow: started_at, ended_at or due_at.
    by: str
    since: datetime | None
    before: datetime | None
    #: Only those that were not over before this moment.
    going_at: datetime | None
    #: Only of these applications, where it is said.
    of: frozenset[int] | None = None

    def hold(self, span: Span) -> bool:
        if span.kind not in self.kinds:
            return False
        if self.going_at is not None and span.ended_at is not None and span.ended_at < self.going_at:
            return False
        moment = getattr(span, self.by)
        if moment is None:
            return self.since is None and self.before is None
        return (self.since is None or moment >= self.since) and (self.before is None or moment < self.before)

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        column = getattr(SpanRow, self.by)
        yield SpanRow.kind.in_(self.kinds)
        if self.since is not None:
            yield column >= self.since
        if self.before is not None:
            yield column < self.before
        if self.going_at is not None:
            yield or_(SpanRow.ended_at.is_(None), SpanRow.ended_at >= self.going_at)


class Source(NamedTuple):
    """Where spans come from."""

    #: Read from their events here and now.
    live: list[Read]
    #: Applications of which no kept span holds.
    moved: frozenset[int]
    #: Applications that are in no figure yet, as there are too many to read while somebody waits.
    left_out: int
    #: Happenings that nobody has looked through, as there are too many for that: figures stand as before them.
    behind: int = 0

    def spans(self, session: Session, keeps: ColumnElement[bool], bounds: Bounds) -> Iterator[Row]:
        """Yield application, requisition and span of all that are asked for. keeps: condition on the kept."""
        # the table and not the entity: a page reads many thousands of these
        s = SpanRow.__table__.c
        columns = (s.kind, s.started_at, s.ended_at, s.outcome, s.due_at, s.how, s.data)
        kept = select(s.application_id, s.requisition_id, *columns).where(keeps, *bounds.conditions())
        if bounds.of is not None:
            kept = kept.where(s.application_id.in_(bulk.listed(session, bounds.of)))
        moved = self.moved
        for some in session.connection().execute(kept).partitions(AT_ONCE):
            for id_, of, kind, started_at, ended_at, outcome, due_at, how, data in some:
                if id_ not in moved:
                    yield id_, of, Span(kind, started_at, ended_at, outcome, due_at, how, data or {})
        for read in self.live:
            if bounds.of is not None and read.application_id not in bounds.of:
                continue
            for span in read.spans:
                if bounds.hold(span):
                    yield read.application_id, read.requisition_id, span


def source(session: Session, in_sight: ColumnElement[bool], *, until: datetime | None, most: int) -> Source:
    """Return what spans come from.

    in_sight: condition on `Application`. until: as known at this moment, None for now. most: applications read
    from their events at the most.
    """
    behind = _behind(session)
    far = behind > FAR
    moved = set() if far else unread(session)
    if until is not None:
        moved |= set(session.scalars(select(ReadRow.application_id).where(ReadRow.moved_at > until)))
    wanted = sorted(
        session.scalars(
            select(Application.id).where(Application.id.in_(bulk.listed(session, moved)), in_sight)
        )
        if moved
        else ()
    )
    # who applied last is looked at first; the rest comes in once it has been swept
    some = wanted[-most:]
    live = list(histories(session, some, until=until))
    return Source(live, frozenset(moved), len(wanted) - len(some), behind if far else 0)


def _behind(session: Session) -> int:
    """Return how many happenings, about, were recorded since all before them were swept."""
    settled = session.scalar(select(SweepMark.settled).where(SweepMark.rules == RULES)) or 0
    return (session.scalar(select(func.max(Event.id))) or 0) - settled


def unread(session: Session) -> set[int]:
    """Return the applications of which something was recorded that the kept spans do not know."""
    mark = session.scalars(select(SweepMark)).first()
    if mark is None or mark.rules != RULES:
        return set(session.scalars(select(Application.id)))
    after = Event.id > mark.settled
    newest: dict[int, int] = {
        row[0] or 0: row[1]
        for row in session.execute(
            select(Event.application_id, func.max(Event.id))
            .where(after, Event.application_id.is_not(None))
            .group_by(Event.application_id)
        )
    }
    of_requisitions = {
        row[0]: row[1]
        for row in session.execute(
            select(Event.requisition_id, func.max(Event.id))
            .where(after, Event.application_id.is_(None))
            .group_by(Event.requisition_id)
        )
    }
    if not newest and not of_requisitions:
        return set()
    columns = select(Application.id, Application.requisition_id)
    # two questions: ids that travel as one value have one name in a statement
    concerned = {
        row
        for column, ids in ((Application.id, newest), (Application.requisition_id, of_requisitions))
        if ids
        for row in session.execute(columns.where(column.in_(bulk.listed(session, ids))))
    }
    ids = bulk.listed(session, [row.id for row in concerned])
    reads = session.scalars(select(ReadRow).where(ReadRow.application_id.in_(ids)))
    known = {read.application_id: read for read in reads}
    return {
        row.id
        for row in concerned
        if (read := known.get(row.id)) is None
        or newest.get(row.id, 0) > read.last_event
        or of_requisitions.get(row.requisition_id, 0) > read.last_of_requisition
    }
