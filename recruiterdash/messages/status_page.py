"""A person's own page: found by its link, read from what they were told, and withdrawn."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, false, func, select, update
from sqlalchemy.orm import Session

from recruiterdash import audit, bulk
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.config import Settings
from recruiterdash.journey.history import is_of_feedback
from recruiterdash.journey.models import Event
from recruiterdash.journey.overview import overview
from recruiterdash.messages.status_links import Claim, claimed
from recruiterdash.messages.told import READ, Line, Told, told
from recruiterdash.messages.told_words import About, Page, page
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office
from recruiterdash.team.permissions import Viewer

#: Stands for a link that opens nothing: it asks the same of the database as one that does.
_NOBODYS = Claim(0, 0)


def of_link(session: Session, settings: Settings, token: str, now: datetime) -> Page | None:
    """Return the page a link opens, in the person's language; None when it opens none, whatever the token is.

    now: aware UTC. The answer is None alike for a made-up link, one that was withdrawn, a colleague's, and
    where the pages are switched off, after the same two questions.
    """
    claim = claimed(settings, token) if settings.status_page == "on" else None
    application_id, number = claim or _NOBODYS
    found = session.execute(
        select(Application.applied_at, Requisition.title, Office.zone, Candidate.zone, Candidate.language)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .where(
            Application.id == application_id,
            Application.status_number == number,
            Candidate.internal == false(),
        )
    ).one_or_none()
    lines = _lines(session, application_id)
    if found is None:
        return None
    applied_at, title, office_zone, own_zone, language = found
    zone = own_zone or office_zone
    about = About(
        title=title,
        company="" if settings.company_unset else settings.company,
        applied=applied_at.astimezone(ZoneInfo(zone)).date(),
        language=language,
    )
    return page(told(lines, zone), about, now.astimezone(ZoneInfo(zone)).date())


def withdraw(session: Session, viewer: Viewer, application_id: int, *, now: datetime) -> None:
    """Let every link to a person's page that was sent so far open nothing; letters from now on hold a new one.

    Raises NotFound out of sight.
    """
    application = overview(session, viewer, application_id, to_change=True).application
    # past the version: who writes to the person meanwhile is not disturbed
    session.execute(
        update(Application)
        .where(Application.id == application.id)
        .values(status_number=Application.status_number + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire(application, ["status_number"])
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="status_page.withdraw",
        subject="application",
        subject_id=application.id,
    )


def known_to(session: Session, application_ids: Collection[int]) -> dict[int, Told]:
    """Return what the page of each of some applications is made from; for whoever may see them."""
    zones = session.execute(
        select(Application.id, func.coalesce(func.nullif(Candidate.zone, ""), Office.zone))
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .where(Application.id.in_(bulk.listed(session, application_ids)))
    ).all()
    lines: dict[int, list[Line]] = defaultdict(list)
    for row in session.execute(_said(Event.application_id.in_(bulk.listed(session, application_ids)))):
        if not is_of_feedback(row.data):
            lines[row.application_id].append(Line._make(row[:-1]))
    return {id_: told(lines[id_], zone) for id_, zone in zones}


def _lines(session: Session, application_id: int) -> list[Line]:
    rows = session.execute(_said(Event.application_id == application_id))
    return [Line._make(row[:-1]) for row in rows if not is_of_feedback(row.data)]


def _said(whose: ColumnElement[bool]) -> Select[Any]:
    return select(
        *(Event.id, Event.type, Event.kind, Event.happened_at, Event.data, Event.voids_id),
        Event.application_id,
    ).where(whose, Event.type.in_(READ))
