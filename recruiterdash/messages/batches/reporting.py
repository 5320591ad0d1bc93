"""What a batch came to: who was selected, who was left out and why, and what became of each letter."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from recruiterdash.candidates.models import Application, Candidate, Disposition
from recruiterdash.messages.batch_rows import Batch, BatchApplication, BatchRow, BatchState, RowState
from recruiterdash.messages.batches import counting, rules, sight
from recruiterdash.messages.models import Message, MessageChange, MessageState
from recruiterdash.messages.outbox import CHANGED
from recruiterdash.requisitions.models import Requisition, StageType
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer


class Group(NamedTuple):
    """Letters of one role, one stage and one reason."""

    requisition: str
    stage: StageType
    disposition: Disposition | None
    applications: int


class Line(NamedTuple):
    """One application of a batch, and what became of it."""

    application_id: int
    name: str
    requisition: str
    recipient: str
    #: excluded, eligible, dropped; or the state of its letter.
    state: str
    code: str
    reason: str
    message_id: int | None
    sent_at: datetime | None


class Report(NamedTuple):
    """A batch in numbers."""

    batch: Batch
    state: BatchState
    maker: str
    approver: str
    selected: int
    #: Applications that the letters of the preview are about.
    eligible: int
    #: Letters that would go, or were put on their way.
    going: int
    excluded: Sequence[tuple[str, int]]
    #: Letters, by what became of them.
    letters: dict[str, int]
    #: Letters that did not go when it was confirmed, by reason.
    skipped: Sequence[tuple[str, int]]
    groups: Sequence[Group]
    #: Why a second person is needed; empty when none is.
    second: str
    #: The number has to be typed.
    typed: bool

    @property
    def queued(self) -> int:
        return self.batch.queued

    def of(self, *states: MessageState) -> int:
        """Return how many letters stand in one of these states."""
        return sum(self.letters.get(state.value, 0) for state in states)


def report(
    session: Session, viewer: Viewer, batch_id: int, *, now: datetime, overrides: Collection[str] = ()
) -> Report:
    """Return what a batch came to so far. Raises NotFound out of sight.

    overrides: checks whose warnings are about to be set aside, beside those that are.
    """
    batch = sight.readable(session, viewer, batch_id)
    maker, approver = aliased(User), aliased(User)
    names = session.execute(
        select(maker.name, approver.name)
        .select_from(Batch)
        .join(maker, maker.id == Batch.created_by)
        .outerjoin(approver, approver.id == Batch.approved_by)
        .where(Batch.id == batch.id)
    ).one()
    of = BatchApplication.batch_id == batch.id
    excluded = _counted(session, select(BatchApplication.reason).where(of, BatchApplication.row_id.is_(None)))
    eligible = session.scalar(
        select(func.count()).select_from(BatchApplication).where(of, BatchApplication.row_id.is_not(None))
    )
    skipped = _counted(
        session,
        select(BatchRow.reason).where(BatchRow.batch_id == batch.id, BatchRow.state == RowState.DROPPED),
    )
    before = sight.sent_just_now(session, batch.created_by, batch.confirmed_at or now, batch.id)
    going = counting.Going(batch.queued, 0, "")
    if batch.state in (BatchState.PREVIEWED, BatchState.NEEDS_APPROVAL):
        going = counting.going(session, batch.id, {*batch.overrides, *overrides})
    return Report(
        batch=batch,
        state=sight.state_of(session, batch, now),
        maker=names[0],
        approver=names[1] or "",
        selected=(eligible or 0) + sum(count for _, count in excluded),
        eligible=eligible or 0,
        going=going.letters,
        excluded=excluded,
        letters=_letters(session, batch.id),
        skipped=skipped,
        groups=_groups(session, batch.id),
        second=rules.needs_second(going.letters, before, going.finalists),
        typed=rules.must_type(going.letters, before),
    )


def lines(session: Session, viewer: Viewer, batch_id: int) -> list[Line]:
    """Return every application of a batch with what became of it, for a list that is kept."""
    batch = sight.readable(session, viewer, batch_id)
    came_back = (
        select(MessageChange.reason)
        .where(MessageChange.message_id == Message.id, MessageChange.after == MessageState.CANCELLED.value)
        .order_by(MessageChange.id.desc())
        .limit(1)
        .correlate(Message)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            BatchApplication.application_id,
            Candidate,
            Requisition.title,
            BatchApplication.code,
            BatchApplication.reason,
            BatchRow.recipient,
            BatchRow.state,
            BatchRow.reason,
            Message.id,
            Message.state,
            Message.sent_at,
            case((Message.state == MessageState.CANCELLED, came_back), else_=Message.last_answer),
        )
        .join(Application, Application.id == BatchApplication.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == BatchApplication.requisition_id)
        .outerjoin(BatchRow, BatchRow.id == BatchApplication.row_id)
        .outerjoin(Message, Message.id == BatchRow.message_id)
        .where(BatchApplication.batch_id == batch.id)
        .order_by(BatchApplication.application_id)
    )
    return [_line(row) for row in rows]


def _line(row: Any) -> Line:
    application_id, candidate, title, code, left_out, recipient, state, dropped, *letter = row
    message_id, stands, sent_at, said = letter
    where = stands.value if stands else state.value if state else "excluded"
    why = left_out or dropped or said or ""
    return Line(application_id, candidate.name, title, recipient or "", where, code, why, message_id, sent_at)


def _counted(session: Session, reasons: Any) -> list[tuple[str, int]]:
    """Return reasons with how often each is given, the most frequent first."""
    return Counter(session.scalars(reasons)).most_common()


def _letters(session: Session, batch_id: int) -> dict[str, int]:
    rows = session.execute(
        select(Message.state, func.count())
        .join(BatchRow, BatchRow.message_id == Message.id)
        .where(BatchRow.batch_id == batch_id)
        .group_by(Message.state)
    )
    return {state.value: count for state, count in rows}


def came_back(session: Session, batch_id: int) -> Sequence[tuple[str, int]]:
    """Return why letters of a batch were given back after it was confirmed, and how many for each reason."""
    return _counted(
        session,
        select(MessageChange.reason)
        .join(BatchRow, BatchRow.message_id == MessageChange.message_id)
        .where(
            BatchRow.batch_id == batch_id,
            MessageChange.after == MessageState.CANCELLED.value,
            MessageChange.reason.startswith(CHANGED, autoescape=True),
        ),
    )


def _groups(session: Session, batch_id: int) -> list[Group]:
    """Return the letters split as they belong together: by role, stage and reason."""
    rows = session.execute(
        select(
            Requisition.title,
            BatchApplication.stage_type,
            BatchApplication.disposition,
            func.count(),
        )
        .join(Requisition, Requisition.id == BatchApplication.requisition_id)
        .where(BatchApplication.batch_id == batch_id, BatchApplication.row_id.is_not(None))
        .group_by(
            Requisition.id, Requisition.title, BatchApplication.stage_type, BatchApplication.disposition
        )
        .order_by(Requisition.title, BatchApplication.stage_type)
    )
    return [Group(*row) for row in rows]


def letters_of(session: Session, batch_id: int) -> list[tuple[Any, list[int]]]:
    """Return the letters of a batch in their order, each with the applications it is about.

    For whoever has found the batch itself within the viewer's sight.
    """
    abouts = sight.abouts_of(session, batch_id)
    return [
        (row, [each.application_id for each in abouts[row.id]]) for row in sight.rows_of(session, batch_id)
    ]


def excluded_of(session: Session, batch_id: int) -> Sequence[BatchApplication]:
    """Return who was left out of a batch; as for `letters_of`."""
    return session.scalars(
        select(BatchApplication)
        .where(BatchApplication.batch_id == batch_id, BatchApplication.row_id.is_(None))
        .order_by(BatchApplication.application_id)
    ).all()
