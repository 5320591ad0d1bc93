"""The first door: one happening is recorded, and the clocks of whom it concerns follow at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from recruiterdash import bulk, waiting
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.history import happenings_of
from recruiterdash.journey.models import Event
from recruiterdash.requisitions.models import Requisition

#: A clock of another machine may run ahead a little; further ahead has not happened.
AHEAD = timedelta(minutes=5)


def record(session: Session, application: Application, happened: Happened, *, now: datetime) -> Event:
    """Record one happening of one application and bring its clocks up to it.

    application: the row it concerns. happened: see Happened. now: aware UTC, the moment of recording. Nothing
    is committed. Raises BadInput for a moment that has not come yet.
    """
    lock(session, application)
    event = _add(session, application.requisition_id, application.id, happened, now)
    settle(session, [application], now=now)
    return event


def record_each(session: Session, told: Sequence[tuple[int, Happened]], *, now: datetime) -> None:
    """Record one happening for each of several applications, by their ids, and bring their clocks up to them.

    An application that is gone is left out. Nothing is committed.
    """
    session.flush()
    ids = {application_id for application_id, _ in told}
    there = {
        application.id: application
        for application in session.scalars(
            select(Application)
            .where(Application.id.in_(ids))
            .order_by(Application.id)
            .with_for_update(of=Application)
            .execution_options(populate_existing=True)
        )
    }
    concerned: dict[int, list[Application]] = defaultdict(list)
    for application_id, happened in told:
        if (application := there.get(application_id)) is not None:
            session.add(_event(application.requisition_id, application_id, happened, now))
            if application not in concerned[application.requisition_id]:
                concerned[application.requisition_id].append(application)
    for applications in concerned.values():
        settle(session, applications, now=now)


def record_for_requisition(
    session: Session,
    requisition: Requisition,
    happened: Happened,
    *,
    now: datetime,
    only: Collection[int] | None = None,
) -> Event:
    """Record one happening of a requisition, one row, and bring the clocks of all its applications up to it.

    only: the applications whose clocks it moves, for who knows that it moves no other's.
    """
    session.flush()  # a refresh forgets what has been changed and not yet written
    session.refresh(requisition, with_for_update={"of": Requisition})
    event = _add(session, requisition.id, None, happened, now)
    concerned = session.scalars(
        select(Application)
        .where(
            Application.requisition_id == requisition.id,
            true() if only is None else Application.id.in_(bulk.listed(session, only)),
        )
        .order_by(Application.id)
        .with_for_update()
    )
    settle(session, list(concerned), now=now)
    return event


def undo(
    session: Session, event: Event, *, now: datetime, actor_id: int | None, reason: str | None = None
) -> Event:
    """Record that an event did not happen; replay skips both from now on.

    reason: why, in a person's words. Raises Conflict when it is undone already.
    """
    already = session.scalar(select(Event.id).where(Event.voids_id == event.id))
    if already is not None:
        raise Conflict("This entry has been undone already.")
    taking_back = Happened("undo", event.happened_at, body=reason, actor_id=actor_id, voids_id=event.id)
    if event.application_id is None:
        requisition = session.get_one(Requisition, event.requisition_id)
        return record_for_requisition(session, requisition, taking_back, now=now)
    return record(session, session.get_one(Application, event.application_id), taking_back, now=now)


def lock(session: Session, application: Application) -> None:
    """Let nobody else move this application until the transaction ends."""
    session.flush()  # a refresh forgets what has been changed and not yet written
    session.refresh(application, with_for_update={"of": Application})


def settle(session: Session, applications: Sequence[Application], *, now: datetime) -> list[int]:
    """Replay applications of one requisition from their events, store what comes out, return whose changed."""
    if not applications:
        return []
    session.flush()
    requisition = session.get_one(Requisition, applications[0].requisition_id)
    rules = waiting.rulebook(session, requisition)
    histories = happenings_of(session, requisition.id, [application.id for application in applications])
    people = _people(session, applications)
    courses = [
        (application, waiting.replay(histories[application.id], rules, people[application.candidate_id]))
        for application in applications
    ]
    changed = waiting.store(session, courses, now=now)
    for application, course in courses:
        state = ApplicationState(course.closed) if course.closed else ApplicationState.ACTIVE
        if application.state is not state:
            application.state = state
            application.closed_at = course.closed_at
    return changed


def _people(session: Session, applications: Sequence[Application]) -> dict[int, waiting.Person]:
    ids = {application.candidate_id for application in applications}
    rows = session.execute(
        select(Candidate.id, Candidate.zone, Candidate.internal).where(Candidate.id.in_(ids))
    )
    return {row.id: waiting.Person(zone=row.zone or None, internal=row.internal) for row in rows}


def _add(
    session: Session, requisition_id: int, application_id: int | None, happened: Happened, now: datetime
) -> Event:
    event = _event(requisition_id, application_id, happened, now)
    session.add(event)
    session.flush()
    return event


def _event(requisition_id: int, application_id: int | None, happened: Happened, now: datetime) -> Event:
    if happened.at > now + AHEAD:
        raise BadInput("That moment has not come yet: what is recorded here has already happened.")
    return Event(
        requisition_id=requisition_id,
        application_id=application_id,
        type=happened.type,
        kind=happened.kind,
        happened_at=happened.at,
        recorded_at=now,
        actor_id=happened.actor_id,
        source=happened.source,
        data=dict(happened.data),
        subject=happened.subject,
        body=happened.body,
        voids_id=happened.voids_id,
        interview_id=happened.interview_id,
        decision_id=happened.decision_id,
        source_key=happened.source_key,
    )
