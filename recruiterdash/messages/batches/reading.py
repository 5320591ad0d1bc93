"""A batch as it is read before it is confirmed: letter by letter, and who was left out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.errors import NotFound
from recruiterdash.messages import crossing, queries
from recruiterdash.messages.batch_rows import Batch, BatchApplication, BatchRow
from recruiterdash.messages.batches import rules, sight
from recruiterdash.messages.courtesy import Severity
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission, Viewer

_GRAVEST = tuple(Severity)
#: Why somebody is left out to whom another letter was first.
_LETTER_BEFORE = frozenset({"under_way", "crossed", "cool_down", "told"})
#: Letters of one page, and people of the list of those left out.
PAGE, PEOPLE = 50, 300


class Person(NamedTuple):
    """Somebody who was left out."""

    application_id: int
    name: str
    requisition: str
    code: str
    reason: str
    #: The letter that went before, where it keeps them out and the viewer may read it.
    letter: int | None = None


class Listed(NamedTuple):
    """A batch in a list."""

    batch: Batch
    maker: str


def listed(session: Session, viewer: Viewer, most: int = PAGE) -> list[Listed]:
    """Return the newest batches that this viewer may see, and that somebody confirmed or they made themselves."""
    if not (viewer.may(Permission.SEND_BULK) or viewer.may(Permission.APPROVE_BATCH)):
        return []
    rows = session.execute(
        select(Batch, User.name)
        .join(User, User.id == Batch.created_by)
        .where(
            sight.within_sight(viewer),
            (Batch.created_by == viewer.user_id) | Batch.confirmed_at.is_not(None),
        )
        .order_by(Batch.id.desc())
        .limit(most)
    )
    return [Listed(*row) for row in rows]


def letters(session: Session, batch_id: int, after: int = 0, most: int = PAGE) -> Sequence[BatchRow]:
    """Return some letters of a batch in their order, those to look at first.

    after: the place of the one before. For whoever has found the batch itself within the viewer's sight.
    """
    return session.scalars(
        select(BatchRow)
        .where(BatchRow.batch_id == batch_id, BatchRow.position > after)
        .order_by(BatchRow.position)
        .limit(most)
    ).all()


def letter(session: Session, batch_id: int, position: int) -> BatchRow:
    """Return one letter of a batch by its place, counted from one. As for `letters`. Raises NotFound."""
    found = session.scalars(
        select(BatchRow).where(BatchRow.batch_id == batch_id, BatchRow.position == position)
    ).one_or_none()
    if found is None:
        raise NotFound("This letter")
    return found


def about(session: Session, row_id: int) -> list[tuple[int, str]]:
    """Return the applications a letter of a batch is about, with their titles. As for `letters`."""
    rows = session.execute(
        select(BatchApplication.application_id, Requisition.title)
        .join(Requisition, Requisition.id == BatchApplication.requisition_id)
        .where(BatchApplication.row_id == row_id)
        .order_by(BatchApplication.application_id)
    )
    return [(row[0], row[1]) for row in rows]


def names(session: Session, batch_id: int, application_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of some people of a batch, by application. As for `letters`."""
    rows = session.execute(
        select(BatchApplication.application_id, Candidate)
        .join(Application, Application.id == BatchApplication.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(
            BatchApplication.batch_id == batch_id,
            BatchApplication.application_id.in_(bulk.listed(session, application_ids)),
        )
    )
    return {id_: who.name for id_, who in rows}


def mark_read(session: Session, batch_id: int, position: int, now: datetime) -> None:
    """Note that a letter of a batch was read; the approver is told how many were. As for `letters`."""
    session.execute(
        update(BatchRow)
        .where(BatchRow.batch_id == batch_id, BatchRow.position == position, BatchRow.opened_at.is_(None))
        .values(opened_at=now)
    )


def left_out(session: Session, viewer: Viewer, batch_id: int, most: int = PEOPLE) -> list[Person]:
    """Return who was left out, those first whose message waits for an answer. As for `letters`."""
    rows: Any = session.execute(
        select(BatchApplication, Candidate, Requisition.title)
        .join(Application, Application.id == BatchApplication.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == BatchApplication.requisition_id)
        .where(BatchApplication.batch_id == batch_id, BatchApplication.row_id.is_(None))
        .order_by((BatchApplication.code != "unread"), BatchApplication.code, BatchApplication.application_id)
        .limit(most)
    ).all()
    before = letters_before(session, viewer, {who.id for one, who, _ in rows if one.code in _LETTER_BEFORE})
    return [
        Person(
            *(one.application_id, who.name, title, one.code, one.reason),
            before.get(who.id) if one.code in _LETTER_BEFORE else None,
        )
        for one, who, title in rows
    ]


def letters_before(session: Session, viewer: Viewer, people: Collection[int]) -> dict[int, int]:
    """Return the newest letter to each of some people, or to their mailbox, that has left or may and that the viewer
    may read."""
    twins = crossing.sharing(session, people)
    newest = session.execute(
        select(Message.candidate_id, func.max(Message.id))
        .where(
            Message.candidate_id.in_(bulk.listed(session, {*people, *twins})),
            Message.state.not_in((MessageState.CANCELLED, MessageState.FAILED)),
            queries.within_sight(viewer),
        )
        .group_by(Message.candidate_id)
    )
    found: dict[int, int] = {}
    for whose, letter_id in newest:
        for each in {whose, *twins.get(whose, ())}:
            found[each] = max(letter_id, found.get(each, 0))
    return found


class Undecided(NamedTuple):
    """Somebody about whom a no is decided only by sending their letter."""

    application_id: int
    name: str
    requisition: str


def undecided(session: Session, batch_id: int, most: int = PEOPLE) -> tuple[int, list[Undecided]]:
    """Return about how many applications a batch decides no, and the first of them. As for `letters`."""
    of = (
        BatchApplication.batch_id == batch_id,
        BatchApplication.row_id.is_not(None),
        BatchApplication.decides,
    )
    count = session.scalar(select(func.count()).select_from(BatchApplication).where(*of)) or 0
    rows = session.execute(
        select(BatchApplication.application_id, Candidate, Requisition.title)
        .join(Application, Application.id == BatchApplication.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == BatchApplication.requisition_id)
        .where(*of)
        .order_by(BatchApplication.application_id)
        .limit(most)
    )
    return count, [Undecided(id_, who.name, title) for id_, who, title in rows]


class Noted(NamedTuple):
    """What one check says in a batch."""

    check: str
    severity: str
    #: What it says; of the first letter, where it says something else in others.
    message: str
    letters: int
    differs: bool


def noted(session: Session, batch_id: int) -> list[Noted]:
    """Return what the checks say in a batch, each once, what stops letters first. As for `letters`."""
    letters: Counter[tuple[int, str]] = Counter()
    messages: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    rows = select(BatchRow.findings).where(BatchRow.batch_id == batch_id).order_by(BatchRow.position)
    for findings in session.scalars(rows):
        for each in findings:
            messages[_GRAVEST.index(each["severity"]), each["check"]][each["message"]] = None
        # a check may say several things of one letter, and it is one letter all the same
        letters.update({(_GRAVEST.index(each["severity"]), each["check"]) for each in findings})
    return [
        Noted(check, _GRAVEST[grave], next(iter(said)), letters[grave, check], len(said) > 1)
        for (grave, check), said in sorted(messages.items())
    ]


def own_lines(session: Session, batch_id: int) -> dict[int, str]:
    """Return the lines of their own that letters of a batch hold, by application. As for `letters`."""
    rows = session.execute(
        select(func.min(BatchApplication.application_id), BatchRow.body)
        .join(BatchRow, BatchRow.id == BatchApplication.row_id)
        .where(BatchRow.batch_id == batch_id, BatchRow.lined)
        .group_by(BatchRow.id, BatchRow.body)
    )
    return {application_id: rules.line_in(body) for application_id, body in rows}


def read_so_far(session: Session, batch_id: int) -> int:
    """Return how many letters of a batch have been read. As for `letters`."""
    return (
        session.scalar(
            select(func.count())
            .select_from(BatchRow)
            .where(BatchRow.batch_id == batch_id, BatchRow.opened_at.is_not(None))
        )
        or 0
    )
