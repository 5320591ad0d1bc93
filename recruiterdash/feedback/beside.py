"""What is kept beside the protocol: the present manager, what became of somebody, the link, the announcement."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.feedback.models import LINK, Announcement
from recruiterdash.feedback.operations import ensure_free, ensure_unheld, keep_word, note
from recruiterdash.feedback.queries import Case, announced, calendar_of
from recruiterdash.journey.colleagues import NOT_YET, colleagues_first
from recruiterdash.requisitions.models import Requisition

#: Somebody may have told their manager of their plans so long before they applied.
KNOWN_BEFORE = timedelta(days=366)


def inform_manager(
    session: Session, found: Case, day: date | None, *, consent: bool, now: datetime, actor_id: int | None
) -> None:
    """Record that the present manager knows of the application since a day; nobody is told by this.

    Raises BadInput without the employee's consent, for a day to come, or one long before they applied.
    """
    ensure_free(found)
    calendar = calendar_of(session, found, now)
    if day is not None and not consent:
        raise BadInput(
            "Their present manager is told with the employee's consent alone: say that there is one."
        )
    if day is not None and day > calendar.local_date(now):
        raise BadInput("That day has not come yet.")
    if day is not None and day < calendar.local_date(found.application.applied_at) - KNOWN_BEFORE:
        raise BadInput("That day lies more than a year before they applied: look at the date again.")
    found.begun.manager_informed_on = day
    session.flush()
    note(session, found, "manager", now, actor_id)


def became(
    session: Session,
    found: Case,
    *,
    moved_on: date | None,
    left_on: date | None,
    now: datetime,
    actor_id: int | None,
) -> None:
    """Record what became of the colleague: took another role here, left the company; after the end of a record too.

    Raises BadInput for a day to come, and for one before they applied.
    """
    ensure_unheld(found)
    calendar = calendar_of(session, found, now)
    days = [day for day in (moved_on, left_on) if day is not None]
    if any(day > calendar.local_date(now) for day in days):
        raise BadInput("That day has not come yet.")
    if any(day < calendar.local_date(found.application.applied_at) for day in days):
        raise BadInput("That day lies before they applied: look at the date again.")
    found.begun.moved_on, found.begun.left_on = moved_on, left_on
    session.flush()
    note(session, found, "became", now, actor_id)


def renew_link(session: Session, found: Case, *, now: datetime, actor_id: int | None) -> None:
    """Make a new link, which lasts from now; every one that was handed out so far opens nothing."""
    found.begun.link_number += 1
    keep_word(found, LINK, "", now, actor_id)
    session.flush()
    note(session, found, "link", now, actor_id)


def announce(session: Session, requisition: Requisition, *, now: datetime, actor_id: int | None) -> None:
    """Record that the outcome of a requisition is announced. Raises Conflict while a colleague is still to be told."""
    if colleagues_first(session, [requisition.id]):
        # who asks may be the one that is still to be told, or their manager
        raise Conflict(NOT_YET)
    if announced(session, [requisition.id]):
        raise Conflict("It was announced already.")
    session.add(Announcement(requisition_id=requisition.id, announced_at=now, announced_by=actor_id))
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="requisition.announce",
        subject="requisition",
        subject_id=requisition.id,
    )
