"""Applications are taken in by programs, go to another stage and to another recruiter, by the rules of the pages."""

from datetime import datetime
from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta
from sqlalchemy.orm import Session

from recruiterdash import doors, journey
from recruiterdash.api.answering import does, said
from recruiterdash.api.applications import Application, item
from recruiterdash.api.asking import Body, Number, Version, meant, row_id, storable, told
from recruiterdash.api.colleagues import Colleague, chosen
from recruiterdash.candidates import queries as people
from recruiterdash.candidates.facts import ORIGIN_LIMIT, line
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.journey.applications import TWICE, change_owner, ensure_taking
from recruiterdash.journey.decisions import ensure_unmoved
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.requisitions import queries as requisitions
from recruiterdash.requisitions.models import Stage
from recruiterdash.team.changes import unless_taken
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting import applications

bp = Blueprint("api_application_facts", __name__)


class NewApplication(Body, frozen=True, kw_only=True):
    """Somebody applies."""

    candidate: Number
    requisition: Number
    #: When they did: their clocks start there.
    applied_at: Annotated[datetime, Meta(tz=True)]
    #: The responsible recruiter; the requisition's when left out.
    owner: Colleague | None = None
    #: How they came.
    origin: str = ""


class ChangedApplication(Body, frozen=True, kw_only=True):
    """What is to be another."""

    version: Version
    #: One of the requisition's stages; no clock moves by that alone.
    stage: Number | None = None
    #: The responsible recruiter; nothing that is owed moves by that.
    owner: Colleague | None = None


@bp.post("/applications")
@does(Application, NewApplication, statuses=(201,), refusals=(404, 409))
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def take_in() -> Response:
    """Take somebody's application in; its clocks start when it was made.

    A person has one application for a requisition: the second is refused with 409.
    """
    session, viewer, sent = doors.session(), doors.viewer(), told(NewApplication)
    at = meant(sent.applied_at, "applied_at")
    candidate = people.get(session, viewer, storable(sent.candidate) or 0, to_change=True)
    requisition = requisitions.get(session, viewer, storable(sent.requisition) or 0)
    ensure_taking(requisition)
    with unless_taken(session, TWICE):
        made = journey.apply(
            session,
            candidate,
            requisition,
            applied_at=at,
            now=doors.now(),
            actor_id=viewer.user_id,
            owner_id=chosen(session, sent.owner, Role.RECRUITER, "owner"),
            origin=line(sent.origin, "origin", ORIGIN_LIMIT),
        )
        answer = item(applications.one(session, viewer, made.id, now=doors.now()))
        session.commit()
    return said(answer, 201)


@bp.patch("/applications/<application_id>")
@does(Application, ChangedApplication, refusals=(409,))
@needs(Permission.EDIT_PEOPLE, Scope.VISIBLE)
def change(application_id: str) -> Response:
    """Move an application to another stage, or make another colleague responsible.

    When it was changed since, the answer is 409 and says by whom and when.
    """
    number = row_id(application_id, "This application")
    session, viewer, sent = doors.session(), doors.viewer(), told(ChangedApplication)
    about = overview(session, viewer, number, to_change=True)
    ensure_unmoved(session, about.application, sent.version)
    if sent.stage is None and sent.owner is None:
        raise BadInput("Say the stage or the owner that is to be another; nothing was changed.")
    _change(session, about, sent)
    session.flush()
    answer = item(applications.one(session, viewer, number, now=doors.now()))
    session.commit()
    return said(answer)


def _change(session: Session, about: Overview, sent: ChangedApplication) -> None:
    application, now, actor = about.application, doors.now(), doors.viewer().user_id
    owner = chosen(session, sent.owner, Role.RECRUITER, "owner", keep=application.owner_id)
    if owner is not None and owner != application.owner_id:
        change_owner(session, application, owner, now=now, actor_id=actor)
    if sent.stage is not None and sent.stage != application.stage_id:
        stage = session.get(Stage, storable(sent.stage))
        if stage is None or stage.requisition_id != application.requisition_id:
            raise BadInput("stage: none of this application's requisition. Nothing was changed.")
        journey.move_stage(session, application, stage, now=now, actor_id=actor)
