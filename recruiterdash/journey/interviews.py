"""Interviews as they are booked, moved, called off, held or missed; each says so to the clocks."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import (
    Application,
    Interview,
    InterviewKind,
    InterviewState,
    PanelMember,
)
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.journey.applications import ensure_active
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import record, undo
from recruiterdash.requisitions.models import StageType
from recruiterdash.waiting.promisable import ensure_near

LONGEST = timedelta(hours=12)
#: How many scorecards an interview owes when nobody says: one a head of the panel, none after a screen.
OWES_NONE = (StageType.SCREEN,)


class Booking(NamedTuple):
    """What a person says when they book an interview."""

    stage_type: StageType
    kind: InterviewKind
    starts_at: datetime
    ends_at: datetime
    panel: tuple[int, ...] = ()
    preliminary: bool = False
    topic: str = ""


def book_interview(
    session: Session, application: Application, booking: Booking, *, now: datetime, actor_id: int | None
) -> Interview:
    """Book an interview, or log one that has taken place when its end has passed.

    Raises BadInput for an end before the start or a length nobody sits through, Conflict when closed.
    """
    ensure_active(application)
    _ensure_sensible(booking.starts_at, booking.ends_at, now)
    interview = Interview(
        application_id=application.id,
        stage_type=booking.stage_type,
        kind=booking.kind,
        state=InterviewState.SCHEDULED,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        preliminary=booking.preliminary,
        topic=booking.topic,
        scorecards_owed=0 if booking.stage_type in OWES_NONE else max(1, len(booking.panel)),
        panel=[PanelMember(user_id=user_id) for user_id in dict.fromkeys(booking.panel)],
    )
    session.add(interview)
    session.flush()
    _audit(session, now, actor_id, "interview.book", interview)
    if booking.ends_at <= now:
        interview_held(session, application, interview, now=now, actor_id=actor_id)
    else:
        _say(session, application, interview, "interview_scheduled", _facts(interview), now, actor_id)
    return interview


def reschedule_interview(
    session: Session,
    application: Application,
    interview: Interview,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: str,
    now: datetime,
    actor_id: int | None,
) -> Event:
    """Move an interview; by: `employer` or `candidate`. It keeps its stage."""
    _ensure_state(interview, InterviewState.SCHEDULED)
    _ensure_sensible(starts_at, ends_at, now)
    interview.starts_at, interview.ends_at = starts_at, ends_at
    _audit(session, now, actor_id, "interview.move", interview)
    facts = {**_facts(interview), "by": by}
    return _say(session, application, interview, "interview_rescheduled", facts, now, actor_id)


def cancel_interview(
    session: Session,
    application: Application,
    interview: Interview,
    *,
    by: str,
    now: datetime,
    actor_id: int | None,
) -> Event:
    """Call an interview off; by: `employer` or `candidate`."""
    _ensure_state(interview, InterviewState.SCHEDULED)
    interview.state = InterviewState.CANCELLED
    _audit(session, now, actor_id, "interview.cancel", interview, by=by)
    return _say(session, application, interview, "interview_cancelled", {"by": by}, now, actor_id)


def no_show(
    session: Session,
    application: Application,
    interview: Interview,
    *,
    by: str,
    now: datetime,
    actor_id: int | None,
) -> Event:
    """Record that somebody did not come; by: `employer` or `candidate`. Corrects an assumed "held"."""
    if interview.state is InterviewState.HELD:
        _take_back(session, interview, "interview_held", now, actor_id)
    elif interview.state is not InterviewState.SCHEDULED:
        raise Conflict(f"This interview is {interview.state.value.replace('_', ' ')} already.")
    interview.state, interview.assumed = InterviewState.NO_SHOW, False
    _audit(session, now, actor_id, "interview.no_show", interview, by=by)
    return _say(session, application, interview, "interview_no_show", {"by": by}, now, actor_id)


def interview_held(
    session: Session, application: Application, interview: Interview, *, now: datetime, actor_id: int | None
) -> Event:
    """Record that an interview took place and ended at its planned end. Corrects that somebody did not come."""
    if interview.state is not InterviewState.NO_SHOW:
        _ensure_state(interview, InterviewState.SCHEDULED)
    if interview.ends_at > now:
        raise BadInput("This interview has not ended yet.")
    if interview.state is InterviewState.NO_SHOW:
        _take_back(session, interview, "interview_no_show", now, actor_id)
    interview.state, interview.assumed = InterviewState.HELD, False
    _audit(session, now, actor_id, "interview.held", interview)
    return _say(
        session,
        application,
        interview,
        "interview_held",
        _facts(interview),
        now,
        actor_id,
        at=interview.ends_at,
    )


def mark_preliminary(
    session: Session,
    application: Application,
    interview: Interview,
    preliminary: bool,
    *,
    now: datetime,
    actor_id: int | None,
) -> None:
    """Say that a held interview was (or was not) a preliminary screening, outside the statutory duty."""
    _ensure_state(interview, InterviewState.HELD)
    interview.preliminary = preliminary
    _audit(session, now, actor_id, "interview.preliminary", interview, after=preliminary)
    _take_back(session, interview, "interview_held", now, actor_id)
    _say(
        session,
        application,
        interview,
        "interview_held",
        _facts(interview),
        now,
        actor_id,
        at=interview.ends_at,
    )


def scorecard_in(
    session: Session,
    application: Application,
    interview: Interview,
    member: PanelMember | None,
    *,
    now: datetime,
    actor_id: int | None,
) -> Event:
    """Record that one scorecard of an interview is in; whose, if known. No rating is kept."""
    if member is not None:
        if member.scorecard_at is not None:
            raise Conflict("This scorecard is in already.")
        member.scorecard_at = now
    _audit(session, now, actor_id, "interview.scorecard", interview)
    return _say(session, application, interview, "scorecard", {}, now, actor_id)


def _take_back(
    session: Session, interview: Interview, type_: str, now: datetime, actor_id: int | None
) -> None:
    said = session.scalars(
        select(Event)
        .where(Event.interview_id == interview.id, Event.type == type_)
        .order_by(Event.id.desc())
        .limit(1)
    ).one_or_none()
    if said is not None:
        undo(session, said, now=now, actor_id=actor_id)


def _facts(interview: Interview) -> dict[str, Any]:
    return {
        "end": interview.ends_at.isoformat(),
        "stage": interview.stage_type.value,
        "scorecards": interview.scorecards_owed,
        "preliminary": interview.preliminary,
    }


def _say(
    session: Session,
    application: Application,
    interview: Interview,
    type_: str,
    data: dict[str, Any],
    now: datetime,
    actor_id: int | None,
    *,
    at: datetime | None = None,
) -> Event:
    happened = Happened(type_, at or now, data=data, actor_id=actor_id, interview_id=interview.id)
    return record(session, application, happened, now=now)


def _ensure_state(interview: Interview, state: InterviewState) -> None:
    if interview.state is not state:
        raise Conflict(f"This interview is {interview.state.value.replace('_', ' ')} already.")


def _ensure_sensible(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise BadInput("The interview ends before it starts.")
    if ends_at - starts_at > LONGEST:
        raise BadInput("The interview is longer than twelve hours: look at its dates.")
    ensure_near(ends_at.date(), now.date())


def _audit(
    session: Session, now: datetime, actor_id: int | None, act: str, interview: Interview, **detail: Any
) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=act,
        subject="application",
        subject_id=interview.application_id,
        interview=interview.id,
        **detail,
    )
