"""Whose mail a person may see: that of people they see; what is nobody's yet, unless it may be a stranger to them."""

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.visibility import visible, visible_people, walled_people
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import Message
from recruiterdash.team.permissions import Permission, Viewer


def in_sight(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `InboundMail` that keeps what this viewer may see.

    What is filed follows its application. What is not is seen by those who write letters, and by HR; whoever it
    seems to come from, or answers a letter to, must be a person they see, and outside the wall.
    """
    return and_(
        or_(
            InboundMail.application_id.in_(_visible_applications(viewer)),
            and_(InboundMail.application_id.is_(None), _unfiled(viewer)),
        ),
        _not_for_hr_alone(viewer),
    )


def _visible_applications(viewer: Viewer) -> Select[int]:
    return (
        select(Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(visible(viewer))
        .correlate(None)
    )


def _unfiled(viewer: Viewer) -> ColumnElement[bool]:
    if not (viewer.may(Permission.WRITE_LETTERS) or viewer.may(Permission.PRIVACY)):
        return false()
    seen = select(Candidate.id).where(visible_people(viewer)).correlate(None)
    someone = aliased(Candidate)
    out_of_sight = exists().where(
        or_(someone.id == InboundMail.candidate_id, someone.email_folded == InboundMail.sender_folded),
        or_(someone.id.not_in(seen), someone.id.in_(walled_people(viewer))),
    )
    letter = aliased(Message)
    another_s = exists().where(letter.id == InboundMail.letter_id, letter.candidate_id.not_in(seen))
    # of what cannot be read nobody knows whose it is: those who see everybody look into it
    readable = true() if viewer.sees_everybody else InboundMail.state != InboundState.QUARANTINE
    return and_(~out_of_sight, ~another_s, readable)


def _not_for_hr_alone(viewer: Viewer) -> ColumnElement[bool]:
    """An adjustment, a complaint, a request for data: not for those who only decide about the person."""
    if viewer.may(Permission.WRITE_LETTERS) or viewer.may(Permission.PRIVACY):
        return true()
    return ~InboundMail.for_hr
