"""What of the inbox belongs on the page of one application."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, bindparam, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased, defer

from recruiterdash.db import Key
from recruiterdash.messages.inbound.models import InboundCopy, InboundMail, InboundState
from recruiterdash.messages.inbound.queries import ASKING, unanswered
from recruiterdash.messages.inbound.sight import LOOK_INTO_QUARANTINE, not_for_hr_alone
from recruiterdash.messages.models import MessageApplication
from recruiterdash.team.permissions import Viewer

#: Kinds that are answered out of courtesy.
_COURTESY = ("thank_you", "gracious")


_UNREAD = aliased(InboundMail)


class Mails(NamedTuple):
    """The mails of one application, as its viewer may see them."""

    #: By the entry of the timeline that each was counted as.
    counted: Mapping[int, InboundMail]
    #: Of which nobody has said what they are; the newest first.
    waiting: Sequence[InboundMail]
    #: A mail of theirs is for HR alone, which is not this viewer.
    with_hr: bool
    #: Mails that nobody could read, as far as the viewer looks into those: any of them may be this person's.
    quarantined: int


def mails_of(session: Session, viewer: Viewer, application_id: int) -> Mails:
    """Return the mails of an application that the viewer has been let in to; in one statement."""
    rows = session.execute(_mails_of(viewer), {"application": application_id}).all()
    mails = [(mail, may) for _, mail, may in rows if mail is not None]
    seen = [mail for mail, may in mails if may]
    return Mails(
        counted={mail.event_id: mail for mail in seen if mail.event_id is not None},
        waiting=[m for m in seen if m.state is InboundState.THREADED and m.settled_at is None],
        with_hr=len(seen) < len(mails),
        quarantined=rows[0].quarantined,
    )


@lru_cache(maxsize=200)
def _mails_of(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Return the statement for one viewer, a row at least: making it costs more than answering it."""
    unread = select(func.count()).where(_UNREAD.state == InboundState.QUARANTINE).scalar_subquery()
    count = unread if viewer.roles & LOOK_INTO_QUARANTINE else literal(0)
    beside = select(count.label("quarantined")).subquery()
    theirs = and_(
        InboundMail.application_id == bindparam("application", type_=Key), InboundMail.twin_id.is_(None)
    )
    return (
        select(beside.c.quarantined, InboundMail, not_for_hr_alone(viewer, InboundMail).label("may"))
        .select_from(beside)
        .outerjoin(InboundMail, theirs)
        .order_by(InboundMail.arrived_at.desc(), InboundMail.id.desc())
        .options(defer(InboundMail.raw), defer(InboundMail.quoted))
    )


def to_answer(session: Session, viewer: Viewer, application_id: int) -> int | None:
    """Return the newest mail of an application that an answer would continue; None when none waits for one.

    The viewer has been let in to the application. A mail that a letter answers already waits for none.
    """
    intent = literal("reply:") + cast(InboundMail.id, String)
    answered = exists().where(
        MessageApplication.application_id == InboundMail.application_id,
        MessageApplication.intent == intent,
        MessageApplication.released_at.is_(None),
    )
    ours = exists().where(InboundCopy.mail_id == InboundMail.id)
    return session.scalar(
        select(InboundMail.id)
        .where(
            InboundMail.application_id == application_id,
            InboundMail.state == InboundState.THREADED,
            InboundMail.twin_id.is_(None),
            or_(unanswered(), InboundMail.settled_kind.in_((*ASKING, *_COURTESY))),
            not_for_hr_alone(viewer, InboundMail),
            ~ours,
            ~answered,
        )
        .order_by(InboundMail.arrived_at.desc(), InboundMail.id.desc())
        .limit(1)
    )
