"""The slate of a requisition: who is where, since when they wait, until when; three statements a page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import paging
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Interview,
    InterviewState,
)
from recruiterdash.candidates.visibility import visible
from recruiterdash.paging import NEVER, Order, Page
from recruiterdash.requisitions.models import Requisition, Stage, StageType
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.knowing import Told, told_standing
from recruiterdash.waiting.models import Clock, Standing
from recruiterdash.waiting.queues import DUTIES, QUEUES

#: Places people without a stage behind all stages.
_NO_STAGE = 1000


class Show(StrEnum):
    """Whom a slate shows."""

    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SlateWanted:
    """Which people of a requisition are shown, and in which order."""

    show: Show = Show.OPEN
    stage_id: int | None = None
    sort: str = "due"


class SlateRow(NamedTuple):
    """One person of a slate."""

    application_id: int
    candidate_id: int
    first_name: str
    last_name: str
    internal: bool
    state: ApplicationState
    stage: str | None
    stage_type: StageType
    owner: str | None
    applied_at: datetime
    #: The last thing they did for us.
    waiting_since: datetime
    headline: str | None
    due_at: datetime | None
    from_before: bool
    holder: str | None
    last_word_at: datetime | None
    last_word: str | None
    chasers: int
    letters_on_way: int
    decided_at: datetime | None
    told_at: datetime | None
    #: The date we gave them, while it stands.
    promised_at: datetime | None = None
    interview_at: datetime | None = None

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part) or "(no name)"


class StageCount(NamedTuple):
    """How many people stand in one stage."""

    stage_id: int | None
    people: int


#: The orders a slate can be shown in.
SORTS = ("due", "waiting", "stage", "name", "word", "newest")


def _told(viewer: Viewer, now: datetime) -> Told:
    """Where somebody stands, as the viewer is told it."""
    holder = case((Standing.holder_changes_at <= now, Standing.holder_then), else_=Standing.holder)
    return told_standing(viewer, Standing, holder, now)


def _since(now: datetime) -> ColumnElement[datetime]:
    """The last thing they did for us; an interview that is still ahead is none yet."""
    return case((Standing.last_effort_at <= now, Standing.last_effort_at), else_=Application.applied_at)


def _order(sort: str, viewer: Viewer, now: datetime) -> Order:
    due = func.coalesce(_told(viewer, now).due_at, NEVER, type_=Standing.due_at.type)
    orders = {
        "waiting": Order((_since(now), Application.id)),
        "stage": Order((func.coalesce(Stage.position, _NO_STAGE), due, Application.id)),
        "name": Order((Candidate.last_name, Candidate.first_name, Application.id)),
        "word": Order((func.coalesce(Standing.last_word_at, Application.applied_at), Application.id)),
        "newest": Order((Application.applied_at, Application.id), descending=True),
    }
    return orders.get(sort, Order((due, Application.id)))


def slate(
    session: Session,
    viewer: Viewer,
    requisition_id: int,
    wanted: SlateWanted,
    cursor: str | None = None,
    *,
    now: datetime,
    size: int = paging.PAGE,
) -> Page[SlateRow]:
    """Return one page of the people of a requisition that the viewer may see, each with where they stand.

    cursor: the `next` of the page before. now: aware UTC; the holder of the next step is told as of then.
    Raises BadInput for a damaged cursor.
    """
    statement = _people(viewer, requisition_id, now).where(*_conditions(wanted, viewer, now))
    found = paging.page(session, statement, _order(wanted.sort, viewer, now), cursor, size=size)
    ids = [row[0] for row in found.rows]
    promised, ahead = _promised(session, ids), _interviews_ahead(session, ids, now)
    return Page([_row(row, promised, ahead) for row in found.rows], found.next)


def stage_counts(session: Session, viewer: Viewer, requisition_id: int) -> list[StageCount]:
    """Return how many open people stand in each stage, as far as the viewer may see them."""
    statement = (
        select(Application.stage_id, func.count())
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(
            Application.requisition_id == requisition_id,
            Application.state == ApplicationState.ACTIVE,
            visible(viewer),
        )
        .group_by(Application.stage_id)
    )
    return [StageCount(*row) for row in session.execute(statement)]


def overdue_count(session: Session, viewer: Viewer, requisition_id: int, now: datetime) -> int:
    """Return how many people of a requisition wait past a date we owed them."""
    statement = (
        select(func.count())
        .select_from(Application)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Standing, Standing.application_id == Application.id)
        .where(
            Application.requisition_id == requisition_id,
            Standing.due_at < now,
            _told(viewer, now).due_at < now,
            visible(viewer),
        )
    )
    return session.scalar(statement) or 0


def untold_count(session: Session, viewer: Viewer, requisition_id: int, now: datetime) -> int:
    """Return how many people of a requisition are owed a word of what is settled, overdue or not yet."""
    statement = (
        select(func.count(distinct(Application.id)))
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Clock, Clock.application_id == Application.id)
        .where(
            Application.requisition_id == requisition_id,
            Clock.name.in_(QUEUES["told"].clocks),
            Clock.stopped_at.is_(None),
            Clock.started_at <= now,
            or_(Clock.until_at.is_(None), Clock.until_at > now),
            visible(viewer),
        )
    )
    return session.scalar(statement) or 0


def _people(viewer: Viewer, requisition_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    told = _told(viewer, now)
    return (
        select(
            Application.id,
            Candidate.id,
            Candidate.first_name,
            Candidate.last_name,
            Candidate.internal,
            Application.state,
            Stage.name,
            Application.stage_type,
            User.name,
            Application.applied_at,
            _since(now),
            told.headline,
            told.due_at,
            func.coalesce(Standing.from_before, False),
            told.holder,
            Standing.last_word_at,
            Standing.last_word,
            func.coalesce(Standing.chasers, 0),
            func.coalesce(Standing.letters_on_way, 0),
            Standing.decided_at,
            Standing.told_at,
        )
        .select_from(Application)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .outerjoin(Standing, Standing.application_id == Application.id)
        .outerjoin(Stage, Stage.id == Application.stage_id)
        .outerjoin(User, User.id == Application.owner_id)
        .where(Application.requisition_id == requisition_id, visible(viewer))
    )


def _conditions(wanted: SlateWanted, viewer: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    due_at = _told(viewer, now).due_at
    # A question after the end is still owed an answer, so its asker still stands on the slate.
    open_ = or_(Application.state == ApplicationState.ACTIVE, due_at.is_not(None))
    ended = and_(Application.state != ApplicationState.ACTIVE, due_at.is_(None))
    conditions = {Show.OPEN: [open_], Show.ENDED: [ended], Show.ALL: []}[wanted.show]
    if wanted.stage_id is not None:
        conditions.append(Application.stage_id == wanted.stage_id)
    return conditions


def _promised(session: Session, ids: Collection[int]) -> dict[int, datetime]:
    statement = (
        select(Clock.application_id, func.max(Clock.due_at))
        .where(Clock.application_id.in_(ids), Clock.name == "PROMISE", Clock.stopped_at.is_(None))
        .group_by(Clock.application_id)
    )
    return {row[0]: row[1] for row in session.execute(statement) if row[1] is not None}


def _interviews_ahead(session: Session, ids: Collection[int], now: datetime) -> dict[int, datetime]:
    statement = (
        select(Interview.application_id, func.min(func.coalesce(Interview.starts_at, Interview.ends_at)))
        .where(
            Interview.application_id.in_(ids),
            Interview.state == InterviewState.SCHEDULED,
            Interview.ends_at > now,
        )
        .group_by(Interview.application_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _row(row: Any, promised: dict[int, datetime], ahead: dict[int, datetime]) -> SlateRow:
    known = SlateRow(*row)
    return known._replace(
        promised_at=promised.get(known.application_id),
        interview_at=ahead.get(known.application_id),
    )


class Due(NamedTuple):
    """What is owed first, until when, and how often a date was moved."""

    headline: str | None
    due_at: datetime | None
    slips: int


def dues_of(
    session: Session, viewer: Viewer, application_ids: Collection[int], now: datetime
) -> dict[int, Due]:
    """Return what some applications that the viewer was let in to are owed, by their ids."""
    told = _told(viewer, now)
    rows = session.execute(
        select(Standing.application_id, told.headline, told.due_at, Standing.slips).where(
            Standing.application_id.in_(application_ids)
        )
    )
    return {row[0]: Due(*row[1:]) for row in rows}


def latest_dues(session: Session, *, after: datetime) -> dict[int, datetime]:
    """Return office -> the last moment at which something falls due there, of those after a moment."""
    statement = (
        select(Requisition.office_id, func.max(Clock.due_at))
        .join(Requisition, Requisition.id == Clock.requisition_id)
        # names and from_before begin the index of open clocks: few are due so late
        .where(
            Clock.name.in_(DUTIES),
            Clock.from_before.in_((False, True)),
            Clock.due_at > after,
            Clock.stopped_at.is_(None),
            ~Clock.soft,
        )
        .group_by(Requisition.office_id)
    )
    return {row[0]: row[1] for row in session.execute(statement) if row[1] is not None}


class Ahead(NamedTuple):
    """What is under way in a requisition."""

    interviews: int
    letters: int


def ahead(session: Session, viewer: Viewer, requisition_id: int, now: datetime) -> Ahead:
    """Return how many interviews are booked and how many letters are on their way in a requisition."""
    people = (
        select(Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Application.requisition_id == requisition_id, visible(viewer))
    )
    interviews = select(func.count()).where(
        Interview.application_id.in_(people),
        Interview.state == InterviewState.SCHEDULED,
        Interview.ends_at > now,
    )
    letters = select(func.coalesce(func.sum(Standing.letters_on_way), 0)).where(
        Standing.application_id.in_(people)
    )
    return Ahead(session.scalar(interviews) or 0, int(session.scalar(letters) or 0))
