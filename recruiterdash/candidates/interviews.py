"""Questions about interviews: those of people one may see, and those whose panel one sits on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from recruiterdash.candidates.models import Application, Candidate, Interview, InterviewState, PanelMember
from recruiterdash.candidates.visibility import outside_the_wall, visible
from recruiterdash.errors import NotFound
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office
from recruiterdash.team.permissions import Viewer


class Meeting(NamedTuple):
    """An interview with what it belongs to."""

    interview: Interview
    application: Application
    candidate: Candidate
    requisition: Requisition
    office: Office


def meeting(session: Session, viewer: Viewer, interview_id: int, *, to_change: bool = False) -> Meeting:
    """Return an interview with its panel and application. to_change: nobody else changes either meanwhile.

    Raises NotFound when it is not there or not this viewer's to see.
    """
    statement = (
        select(Interview, Application, Candidate, Requisition, Office)
        .join(Application, Application.id == Interview.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .where(Interview.id == interview_id, visible(viewer))
        .options(selectinload(Interview.panel).joinedload(PanelMember.user))
    )
    if to_change:
        statement = statement.with_for_update(of=[Interview, Application])
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFound("This interview")
    return Meeting(*found)


def interviews_of(session: Session, application_id: int) -> list[Interview]:
    """Return the interviews of an application with their panels, newest first."""
    statement = (
        select(Interview)
        .where(Interview.application_id == application_id)
        .options(selectinload(Interview.panel).joinedload(PanelMember.user))
        .order_by(Interview.ends_at.desc(), Interview.id.desc())
    )
    return list(session.scalars(statement))


def booked_alike(session: Session, application_id: int, starts_at: datetime, ends_at: datetime) -> bool:
    """Return whether an interview of this person is booked at exactly this time."""
    statement = select(Interview.id).where(
        Interview.application_id == application_id,
        Interview.state == InterviewState.SCHEDULED,
        Interview.starts_at == starts_at,
        Interview.ends_at == ends_at,
    )
    return session.scalar(statement.limit(1)) is not None


class OwnInterview(NamedTuple):
    """What an interviewer sees of an interview: who, for what, when, and whether their scorecard is in."""

    interview_id: int
    candidate: str
    title: str
    zone: str
    starts_at: datetime | None
    ends_at: datetime
    state: InterviewState
    assumed: bool
    scorecards_owed: int
    scorecard_at: datetime | None

    def ended(self, now: datetime) -> bool:
        return self.state is InterviewState.HELD or (
            self.state is InterviewState.SCHEDULED and self.ends_at <= now
        )

    def owes(self, now: datetime) -> bool:
        """The scorecard is still missing after the interview."""
        return self.ended(now) and self.scorecard_at is None and self.scorecards_owed > 0


def own_interviews(
    session: Session, viewer: Viewer, *, since: datetime, most: int = 200
) -> list[OwnInterview]:
    """Return the interviews whose panel the viewer sits on and that end after a moment, the next one first.

    The wall stands here too: an interview of one's own report is not shown.
    """
    statement = _own(viewer).where(Interview.ends_at >= since).order_by(Interview.ends_at, Interview.id)
    return [_as_own(row) for row in session.execute(statement.limit(most))]


def own_seat(
    session: Session, viewer: Viewer, interview_id: int
) -> tuple[Interview, Application, PanelMember]:
    """Return the viewer's own seat in an interview's panel, to be changed. Raises NotFound without one."""
    statement = (
        select(Interview, Application, PanelMember)
        .join(Application, Application.id == Interview.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(PanelMember, PanelMember.interview_id == Interview.id)
        .where(Interview.id == interview_id, PanelMember.user_id == viewer.user_id, outside_the_wall(viewer))
        .with_for_update(of=[Interview, PanelMember])
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFound("This interview")
    return found[0], found[1], found[2]


def _own(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Interview.id,
            Candidate.first_name,
            Candidate.last_name,
            Requisition.title,
            Office.zone,
            Interview.starts_at,
            Interview.ends_at,
            Interview.state,
            Interview.assumed,
            Interview.scorecards_owed,
            PanelMember.scorecard_at,
        )
        .join(PanelMember, PanelMember.interview_id == Interview.id)
        .join(Application, Application.id == Interview.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .where(PanelMember.user_id == viewer.user_id, outside_the_wall(viewer))
    )


def _as_own(row: Sequence[Any]) -> OwnInterview:
    who = Candidate(first_name=row[1], last_name=row[2]).name
    return OwnInterview(row[0], who, *row[3:])
