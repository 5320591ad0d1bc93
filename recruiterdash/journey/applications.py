"""What moves an application: it arrives, goes from stage to stage, and may be withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import Application, ApplicationState, Candidate, Disposition
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.models import Event
from recruiterdash.journey.recording import record
from recruiterdash.requisitions.models import Requisition, RequisitionState, Stage, StageType

#: A requisition in one of these takes nobody new.
TAKES_NOBODY = (RequisitionState.FILLED, RequisitionState.CANCELLED, RequisitionState.CLOSED)
#: A draft has no people yet, and what has ended takes nobody.
TAKING = (RequisitionState.OPEN, RequisitionState.ON_HOLD)

#: Said when only the database saw that somebody applied twice.
TWICE = "This person got an application for this requisition in the same moment. Nothing was added."


def ensure_taking(requisition: Requisition) -> None:
    """Raise BadInput unless people may be added by hand: a history that is brought along may be of a draft."""
    if requisition.state not in TAKING:
        raise BadInput("Only a requisition that is open or on hold takes people: open it first.")


def apply(
    session: Session,
    candidate: Candidate,
    requisition: Requisition,
    *,
    applied_at: datetime,
    now: datetime,
    actor_id: int | None,
    owner_id: int | None = None,
    origin: str = "",
) -> Application:
    """Take a candidate's application to a requisition in, and start its clocks at `applied_at`.

    applied_at: aware. owner_id: the responsible recruiter, the requisition's when left out. Raises Conflict
    when the person has applied there before, BadInput when the requisition takes nobody or the wall keeps that
    colleague out.
    """
    if requisition.state in TAKES_NOBODY:
        raise BadInput(f"{requisition.title} is {requisition.state.value}: it takes no new applications.")
    before = select(Application.id).where(
        Application.candidate_id == candidate.id, Application.requisition_id == requisition.id
    )
    if session.scalar(before) is not None:
        raise Conflict(f"{candidate.name} has an application for {requisition.title} already.")
    _ensure_outside_the_wall(candidate, owner_id)
    first = session.scalar(
        select(Stage).where(Stage.requisition_id == requisition.id).order_by(Stage.position).limit(1)
    )
    application = Application(
        candidate_id=candidate.id,
        requisition_id=requisition.id,
        applied_at=applied_at,
        state=ApplicationState.ACTIVE,
        stage_id=first.id if first else None,
        stage_type=first.type if first else StageType.APPLICATION,
        owner_id=owner_id or requisition.recruiter_id,
        origin=origin,
        created_at=now,
    )
    session.add(application)
    session.flush()
    record(session, application, Happened("applied", applied_at, actor_id=actor_id), now=now)
    _audit(session, now, actor_id, "application.create", application)
    return application


def move_stage(
    session: Session, application: Application, stage: Stage, *, now: datetime, actor_id: int | None
) -> Event:
    """Move an application to another stage of its requisition; no clock moves by that alone."""
    if stage.requisition_id != application.requisition_id:
        raise BadInput("That stage belongs to another requisition.")
    ensure_active(application)
    before = application.stage_id
    application.stage_id, application.stage_type = stage.id, stage.type
    _audit(session, now, actor_id, "application.stage", application, before=before, after=stage.id)
    data = {"stage": stage.type.value, "name": stage.name}
    return record(session, application, Happened("stage_change", now, data=data, actor_id=actor_id), now=now)


def change_owner(
    session: Session, application: Application, owner_id: int, *, now: datetime, actor_id: int | None
) -> None:
    """Make another colleague the responsible recruiter; no due moves by that.

    Raises BadInput for the person themself and their present manager.
    """
    _ensure_outside_the_wall(session.get_one(Candidate, application.candidate_id), owner_id)
    before, application.owner_id = application.owner_id, owner_id
    _audit(session, now, actor_id, "application.owner", application, before=before, after=owner_id)


def withdraw(
    session: Session,
    application: Application,
    *,
    at: datetime,
    now: datetime,
    actor_id: int | None,
    body: str | None = None,
    channel: str = "email",
    key: str | None = None,
) -> Event:
    """Record that the candidate ended it; every clock ends, none as answered."""
    ensure_active(application)
    application.disposition = Disposition.WITHDREW
    _audit(session, now, actor_id, "application.withdraw", application)
    happened = Happened(
        "in", at, "withdraw", {"channel": channel}, body=body, actor_id=actor_id, source_key=key
    )
    return record(session, application, happened, now=now)


def close_without_contact(
    session: Session,
    application: Application,
    value: str,
    reason: str,
    *,
    now: datetime,
    actor_id: int | None,
) -> Event:
    """Close an application as `unreachable` or `waived`, with the reason a person gave."""
    ensure_active(application)
    if not reason.strip():
        raise BadInput("Say why nobody will be told.")
    _audit(session, now, actor_id, "application.close", application, value=value)
    return record(
        session,
        application,
        Happened("close", now, data={"value": value}, body=reason, actor_id=actor_id),
        now=now,
    )


def _ensure_outside_the_wall(candidate: Candidate, owner_id: int | None) -> None:
    if owner_id in candidate.walled_off:
        raise BadInput(
            "A person and their present manager are not responsible for the application: the wall keeps them out."
        )


def ensure_active(application: Application) -> None:
    if application.state is not ApplicationState.ACTIVE:
        raise Conflict(f"This application is closed ({application.state.value}).")


def _audit(
    session: Session, now: datetime, actor_id: int | None, act: str, application: Application, **detail: Any
) -> None:
    plain: Mapping[str, Any] = detail
    audit.note(
        session, at=now, actor_id=actor_id, act=act, subject="application", subject_id=application.id, **plain
    )
