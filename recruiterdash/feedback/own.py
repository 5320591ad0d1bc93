"""A colleague's own page: what was released to them, behind a link that nobody else is given."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash.config import Settings
from recruiterdash.errors import BadInput
from recruiterdash.feedback import operations
from recruiterdash.feedback.letter import Page, page_of
from recruiterdash.feedback.links import claimed
from recruiterdash.feedback.models import FeedbackText
from recruiterdash.feedback.queries import Case, case_of, content_of
from recruiterdash.feedback.record import Act, Actor, Part
from recruiterdash.team.models import User

EMPLOYEE = Actor(None, frozenset({Part.EMPLOYEE}))
WORDS_LIMIT = 2000


def of_link(session: Session, settings: Settings, token: str) -> Case | None:
    """Return what a link opens; None alike for a made-up one, one that was withdrawn, and before the release."""
    claim = claimed(settings, token)
    found = case_of(session, claim.feedback_id if claim else 0)
    if claim is None or found is None or found.begun.link_number != claim.number:
        return None
    return found if found.begun.released_at is not None else None


def page_for(session: Session, settings: Settings, found: Case, text: FeedbackText) -> Page:
    """Return the page that is kept, of one version of the text."""
    giver, released = session.get_one(User, found.begun.giver_id), text.released_at is not None
    day = text.released_at.astimezone(ZoneInfo(found.office.zone)).date() if text.released_at else None
    return page_of(
        content_of(text),
        to=found.candidate.name,
        role=found.requisition.title,
        company="" if settings.company_unset else settings.company,
        day=day,
        giver=text.giver_name if released else giver.name,
        giver_title=text.giver_title if released else giver.title,
        number=text.number,
    )


def answer(
    session: Session,
    found: Case,
    *,
    comment: str,
    wish: str,
    complain: bool,
    now: datetime,
    settings: Settings,
) -> None:
    """Keep that they received it, with their words if there are any; never that they agree.

    wish: what is wrong, in their words. complain: freezes the record and tells hr. Raises Conflict when the same was
    said before, BadInput for nothing said.
    """
    row = found.begun
    if row.acknowledged_at is None:
        operations.act(session, found, Act.ACKNOWLEDGE, EMPLOYEE, now=now, words={"comment": comment})
    elif comment:
        row.comment = "\n\n".join(each for each in (row.comment, comment) if each)
    elif not wish and not complain:
        raise BadInput("You have said already that you received it. Thank you.")
    if wish:
        operations.act(session, found, Act.ASK_CORRECTION, EMPLOYEE, now=now, words={"correction_wish": wish})
    if complain:
        operations.hold(session, found, EMPLOYEE, "The employee complains.", now=now, settings=settings)
    session.flush()
