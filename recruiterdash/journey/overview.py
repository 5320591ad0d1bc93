"""What every page about one application begins with: who, for what, where they stand; in one statement."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, String, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session, aliased

from recruiterdash.candidates import visible
from recruiterdash.candidates.models import (
    Application,
    Candidate,
    Interview,
    InterviewKind,
    InterviewState,
    PanelMember,
)
from recruiterdash.candidates.visibility import has_part_in_feedback, told_of_feedback
from recruiterdash.db import Key, Question
from recruiterdash.errors import NotFound
from recruiterdash.requisitions.models import Requisition, Stage, StageType
from recruiterdash.team.models import Office, User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Standing


class Colleague(NamedTuple):
    """Somebody of ours, as a page names them."""

    id: int
    name: str
    phone: str


class Overview(NamedTuple):
    """One application with everything its head says."""

    application: Application
    candidate: Candidate
    requisition: Requisition
    office: Office
    standing: Standing
    stage: str | None
    #: The responsible recruiter: the application's own, else the requisition's.
    owner: Colleague | None
    hiring_manager: Colleague | None
    #: Whether the viewer is told of feedback to them: of its clocks, and of the talk and the letter in their story.
    hears_of_feedback: bool
    #: Whether they may open it: they give it, decide about the role, or are HR.
    opens_feedback: bool


_Owner, _Recruiter, _Manager = aliased(User), aliased(User), aliased(User)
_STATEMENT = (
    select(
        Application,
        Candidate,
        Requisition,
        Office,
        Standing,
        Stage.name,
        _Owner.id,
        _Owner.name,
        _Owner.phone,
        _Recruiter.id,
        _Recruiter.name,
        _Recruiter.phone,
        _Manager.id,
        _Manager.name,
        _Manager.phone,
    )
    .join(Candidate, Candidate.id == Application.candidate_id)
    .join(Requisition, Requisition.id == Application.requisition_id)
    .join(Office, Office.id == Requisition.office_id)
    .join(Standing, Standing.application_id == Application.id)
    .outerjoin(Stage, Stage.id == Application.stage_id)
    .outerjoin(_Owner, _Owner.id == Application.owner_id)
    .outerjoin(_Recruiter, _Recruiter.id == Requisition.recruiter_id)
    .outerjoin(_Manager, _Manager.id == Requisition.hiring_manager_id)
)


def overview(session: Session, viewer: Viewer, application_id: int, *, to_change: bool = False) -> Overview:
    """Return one application with its candidate, requisition, office, standing and colleagues.

    to_change: nobody else changes the application until the transaction ends. Raises NotFound when it is not
    there or not this viewer's to see.
    """
    if to_change:
        # a statement that waited for a lock still answers from before it waited
        session.execute(_LOCK, {"application": application_id})
    row = session.execute(_seen_by(viewer, to_change), {"application": application_id}).one_or_none()
    if row is None:
        raise NotFound("This application")
    owner, recruiter, manager = (_colleague(row[at : at + 3]) for at in (6, 9, 12))
    return Overview._make([*row[:6], owner or recruiter, manager, *row[15:]])


@lru_cache(maxsize=200)
def _seen_by(viewer: Viewer, to_change: bool) -> Select[*tuple[Any, ...]]:
    """Return the statement for one viewer: making it costs more than answering it."""
    whose = Application.requisition_id, Application.id
    statement = _STATEMENT.add_columns(told_of_feedback(viewer, *whose), has_part_in_feedback(viewer, *whose))
    statement = statement.where(Application.id == bindparam("application", type_=Key), visible(viewer))
    return statement.execution_options(populate_existing=True) if to_change else statement


_LOCK = select(Application.id).where(Application.id == bindparam("application", type_=Key)).with_for_update()


def _colleague(columns: tuple[Any, ...]) -> Colleague | None:
    return Colleague(*columns) if columns[0] is not None else None


# --- interviews ------------------------------------------------------------------------------------


class Seat(NamedTuple):
    """One interviewer of a panel."""

    user_id: int
    name: str


class Sitting(NamedTuple):
    """One interview as the page of an application shows it."""

    id: int
    version: int
    stage_type: StageType
    kind: InterviewKind
    state: InterviewState
    starts_at: datetime | None
    ends_at: datetime
    date_only: bool
    preliminary: bool
    assumed: bool
    topic: str
    owed: int
    #: Scorecards that are in.
    cards: int
    #: Who sits in it, by name.
    seats: tuple[Seat, ...]

    @property
    def panel(self) -> tuple[str, ...]:
        return tuple(seat.name for seat in self.seats)

    def presumed(self, now: datetime) -> bool:
        """Its end has passed and nobody has said whether it took place."""
        return self.assumed or (self.state is InterviewState.SCHEDULED and self.ends_at <= now)

    def took_place(self, now: datetime) -> bool:
        """It was held, or is taken to have been."""
        return self.state is InterviewState.HELD or self.presumed(now)


_I, _P, _N = Interview.__table__.c, PanelMember.__table__.c, User.__table__.c
# as one text, that an interview is one row; no name holds a control character
_WITHIN, _BETWEEN = "\x1f", "\n"
_SEATS = select(func.aggregate_strings(cast(_N.id, String) + literal(_WITHIN) + _N.name, _BETWEEN)).where(
    _N.id == _P.user_id
)
_CARDS = select(func.count(_P.scorecard_at))
_SITTINGS = Question(
    select(
        _I.id,
        _I.version,
        _I.stage_type,
        _I.kind,
        _I.state,
        _I.starts_at,
        _I.ends_at,
        _I.date_only,
        _I.preliminary,
        _I.assumed,
        _I.topic,
        _I.scorecards_owed,
        _CARDS.where(_P.interview_id == _I.id).correlate(Interview.__table__).scalar_subquery(),
        _SEATS.where(_P.interview_id == _I.id).correlate(Interview.__table__).scalar_subquery(),
    )
    .where(_I.application_id == bindparam("application", type_=Key))
    .order_by(_I.ends_at.desc(), _I.id.desc())
)


def sittings(session: Session, application_id: int) -> list[Sitting]:
    """Return the interviews of an application its viewer has been let in to, newest first; one statement."""
    return sittings_later(session, application_id)()


def sittings_later(session: Session, application_id: int) -> Callable[[], list[Sitting]]:
    """Ask for the `sittings` of an application, and return what gives them; see `db.together`."""
    found = _SITTINGS.asking(session, {"application": application_id})
    return lambda: [_sitting(*row) for row in found()]


def _sitting(*columns: Any) -> Sitting:
    *facts, panel = columns
    seats = [each.partition(_WITHIN) for each in panel.split(_BETWEEN)] if panel else []
    by_name = sorted(
        (Seat(int(id_), name) for id_, _, name in seats), key=lambda seat: (seat.name, seat.user_id)
    )
    return Sitting._make([*facts, tuple(by_name)])
