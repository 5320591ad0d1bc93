"""Whose mail a person may see: that of people they see; what is nobody's yet, unless it may be a stranger to them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.visibility import visible, visible_people, walled_ids, walled_people
from recruiterdash.messages.inbound.models import InboundCopy, InboundMail, InboundState
from recruiterdash.messages.models import Message
from recruiterdash.team.models import Role, User, UserRole
from recruiterdash.team.permissions import Permission, Viewer

#: Whose roles look into what nobody could read.
LOOK_INTO_QUARANTINE = frozenset({Role.ADMIN, Role.HR})


def in_sight(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `InboundMail` that keeps what this viewer may see.

    What is filed follows its application. What is not is seen by those who write letters, and by HR; whoever it
    seems to come from, or answers a letter to, must be a person they see, and outside the wall. A mail that came
    twice is seen by those who see the first.
    """
    first = aliased(InboundMail)
    sees_first = exists().where(first.id == InboundMail.twin_id, _seen(viewer, first))
    return and_(_seen(viewer, InboundMail), or_(InboundMail.twin_id.is_(None), sees_first))


def walled_mails(viewer: Viewer) -> Select[int]:
    """Return the ids of mails from those behind the viewer's wall, or that answer a letter to them."""
    walled = walled_people(viewer)
    letters = select(Message.id).where(Message.candidate_id.in_(walled))
    someone = aliased(Candidate)
    mailboxes = select(someone.email_folded).where(someone.id.in_(walled))
    return select(InboundMail.id).where(
        or_(
            InboundMail.application_id.in_(walled_ids(viewer)),
            InboundMail.candidate_id.in_(walled),
            InboundMail.letter_id.in_(letters),
            InboundMail.sender_folded.in_(mailboxes),
        )
    )


def _seen(viewer: Viewer, mail: type[InboundMail]) -> ColumnElement[bool]:
    copies = exists().where(InboundCopy.mail_id == mail.id)
    # nobody else learns whom a colleague writes to, or in whose name somebody forges
    mine = exists().where(InboundCopy.mail_id == mail.id, InboundCopy.user_id == viewer.user_id)
    return and_(
        or_(
            _filed_in_sight(viewer, mail),
            and_(mail.application_id.is_(None), ~copies, _unfiled(viewer, mail)),
            and_(mail.application_id.is_(None), copies, mine),
        ),
        not_for_hr_alone(viewer, mail),
    )


def _filed_in_sight(viewer: Viewer, mail: type[InboundMail]) -> ColumnElement[bool]:
    # asked of each mail: all that a viewer may see are a million
    found = (
        select(Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Application.id == mail.application_id, visible(viewer))
    )
    return found.correlate(mail).exists()


def _hidden(viewer: Viewer, candidate_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """Say that somebody is out of the viewer's sight, or nobody."""
    return ~exists().where(Candidate.id == candidate_id, visible_people(viewer))


def _unfiled(viewer: Viewer, mail: type[InboundMail]) -> ColumnElement[bool]:
    if not (viewer.may(Permission.WRITE_LETTERS) or viewer.may(Permission.PRIVACY)):
        return false()
    someone = aliased(Candidate)
    out_of_sight = exists().where(
        or_(someone.id == mail.candidate_id, someone.email_folded == mail.sender_folded),
        or_(_hidden(viewer, someone.id), someone.id.in_(walled_people(viewer))),
    )
    letter = aliased(Message)
    another_s = exists().where(letter.id == mail.letter_id, _hidden(viewer, letter.candidate_id))
    # of what cannot be read, or was not yet, nobody knows whose it is
    unread = (InboundState.QUARANTINE, InboundState.STORED)
    readable = true() if viewer.roles & LOOK_INTO_QUARANTINE else mail.state.not_in(unread)
    return and_(~out_of_sight, ~another_s, readable)


def not_for_hr_alone(viewer: Viewer, mail: type[InboundMail]) -> ColumnElement[bool]:
    """An adjustment, a complaint, a request for data: for HR, and for nobody else as long as HR does not say so.

    Where nobody of HR may see the person, those who write to them read it: somebody has to answer.
    """
    if viewer.may(Permission.PRIVACY):
        return true()
    if not viewer.may(Permission.WRITE_LETTERS):
        return ~mail.for_hr
    someone = aliased(Candidate)
    walled = exists().where(
        someone.id == mail.candidate_id,
        or_(someone.linked_user_id == User.id, someone.current_manager_id == User.id),
    )
    someone_of_hr = exists().where(
        UserRole.role == Role.HR, UserRole.user_id == User.id, User.active, ~walled
    )
    return or_(~mail.for_hr, ~someone_of_hr)
