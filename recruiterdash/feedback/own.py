"""A colleague's own page: what was released to them, behind a link that nobody else is given."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash.config import Settings
from recruiterdash.errors import BadInput
from recruiterdash.feedback import operations
from recruiterdash.feedback.letter import Page, page_of
from recruiterdash.feedback.links import claimed
from recruiterdash.feedback.models import LINK, Feedback, FeedbackText
from recruiterdash.feedback.queries import Case, case_of, content_of
from recruiterdash.feedback.record import Act, Actor, Part
from recruiterdash.team.models import User

EMPLOYEE = Actor(None, frozenset({Part.EMPLOYEE}))
WORDS_LIMIT = 2000


def of_link(session: Session, settings: Settings, token: str, now: datetime) -> Case | None:
    """Return what a link opens; None alike for one made up, withdrawn, run out, or of what is not released."""
    claim = claimed(settings, token)
    found = case_of(session, claim.feedback_id if claim else 0)
    if claim is None or found is None or found.begun.link_number != claim.number:
        return None
    until = opens_until(found.begun, settings)
    return found if until is not None and now < until else None


def opens_until(row: Feedback, settings: Settings) -> datetime | None:
    """Return until when the link of a record opens its page: it lasts from the release, or since it was made anew.

    None before the release.
    """
    released = [each.released_at for each in row.texts if each.released_at is not None]
    if not released:
        return None
    made = [each.at for each in row.words if each.kind == LINK]
    return max(*released, *made, released[0]) + timedelta(days=settings.own_feedback_days)


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

    wish: what is wrong, in their words. complain: freezes the record and tells hr. Raises Conflict for what was said
    before, and for words while the record rests or once it is closed; BadInput for nothing said.
    """
    row = found.begun
    if row.acknowledged_at is None:
        operations.act(session, found, Act.ACKNOWLEDGE, EMPLOYEE, now=now)
    elif not (comment or wish or complain):
        raise BadInput("You have said already that you received it. Thank you.")
    if comment:
        operations.act(session, found, Act.COMMENT, EMPLOYEE, now=now, words={"comment": comment})
    if wish:
        operations.act(session, found, Act.ASK_CORRECTION, EMPLOYEE, now=now, words={"correction_wish": wish})
    if complain:
        operations.hold(session, found, EMPLOYEE, "The employee complains.", now=now, settings=settings)
    session.flush()
