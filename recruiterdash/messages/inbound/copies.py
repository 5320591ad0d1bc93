"""Mail that a colleague sent from a mailbox of their own: theirs by its From and a secret, and then a word of ours.

A From is forged by anybody, and a secret that stood in one mail's headers may be read by somebody: together with
each other, and with what the receiving server says of the sender, they count a mail as ours; alone, neither does.
Whatever is not counted is shown to the colleague it names, and to nobody else.
"""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.candidates.visibility import visible
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.journey.models import Event
from recruiterdash.mail.arriving import Opened, Unreadable, open_mail
from recruiterdash.mail.arriving.copied import Copied, copied, forwarded
from recruiterdash.messages.inbound import undoing
from recruiterdash.messages.inbound.copy_addresses import secret_of
from recruiterdash.messages.inbound.models import InboundCopy, InboundMail, InboundState
from recruiterdash.messages.inbound.ours import CLOCKS_DIFFER, count
from recruiterdash.messages.models import Message, MessageApplication
from recruiterdash.team import viewer_of
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission, Viewer

_MAY_BE_ONE = re.compile(rb"\+c\.[0-9]", re.IGNORECASE)
HEAD = 512 * 1024

ANOTHER_ADDRESS = "It came to an address for copies that is not yours, or not any more: it was not counted."
DISPROVED = "The server that took it says that its sender is not proven (dmarc=fail): it was not counted."
NOT_YOURS = "Your role does not log what passed with people: it was not counted."
OUR_LETTER = "It is a copy of a letter that was sent from here, which counts by itself."
NOBODY = "It went to no mailbox of anybody you see: it was not counted."
TO_MANY = "It went to several people: a word to many is not counted as one to each."
BEFORE = "It was written before they applied: it was not counted."
SAY_WHICH = "They have several applications: say which it is about."
AGAIN = "The same mail came before."
COUNTED = "It counts as a word of ours, at the moment it was written."
OPENLY = " Your address for copies stood where they can read it: make a new one on your account page."


class _Sent(NamedTuple):
    """What was sent elsewhere, as its copy or the mail within a forwarded one says."""

    head: Copied
    opened: Opened


def copy_of(session: Session, mail_id: int) -> InboundCopy | None:
    """Return what is known of a mail as a copy of ours; None when it is none."""
    return session.scalars(select(InboundCopy).where(InboundCopy.mail_id == mail_id)).one_or_none()


def file_copy(
    session: Session, row: InboundMail, opened: Opened, settings: Settings, *, now: datetime
) -> bool:
    """File a mail that came to an address for copies and names a colleague as its sender; False for any other.

    row: opened and locked. It is counted when all is proven, otherwise shown to that colleague with the reason.
    """
    if _MAY_BE_ONE.search(row.raw[:HEAD]) is None:
        return False
    head = copied(row.raw)
    user = _colleague(session, head.sender) if head.keys else None
    if user is None:
        return False
    row.state, row.kind, row.for_hr = InboundState.UNMATCHED, "", False
    refusal = _refusal(session, head, user, settings)
    if not refusal and (inner := forwarded(row.raw)) is not None and not head.recipients:
        return _forwarded(session, row, user, inner, now)
    _decide(session, row, user, _Sent(head, opened), now, refusal)
    return True


def count_by_hand(
    session: Session,
    row: InboundMail,
    application: Application,
    *,
    now: datetime,
    actor_id: int,
    version: int | None,
) -> None:
    """Count a copy of ours that was not counted by itself, because a person says so.

    application: within their sight. version: as the page showed it. Raises Conflict for one that counts already, was
    dealt with meanwhile, or was written before they applied.
    """
    undoing.ensure_unmoved(row, version)
    if copy_of(session, row.id) is None or row.state is not InboundState.UNMATCHED or row.twin_id is not None:
        raise Conflict("This mail cannot be counted as ours, or is already. Nothing was done.")
    try:
        inner = None if copied(row.raw).recipients else forwarded(row.raw)
        data = row.raw if inner is None else inner
        head, opened = copied(data), open_mail(data)
    except Unreadable as reason:
        raise BadInput(str(reason)) from None
    count(session, row, application, _written(session, row, head), opened, now=now, actor_id=actor_id)
    row.why = "A colleague says that it is ours."


def likely_people(session: Session, row: InboundMail) -> list[int]:
    """Return the people whose mailboxes a copy went to, for whoever says by hand whom it was for."""
    try:
        sent = copied(row.raw)
        inner = forwarded(row.raw)
        boxes = [*sent.recipients, *(copied(inner).recipients if inner is not None else ())]
    except Unreadable:
        return []
    return list(session.scalars(select(Candidate.id).where(Candidate.email_folded.in_(_folded(boxes)))))


# --- whether it is theirs -------------------------------------------------------------------------


def _refusal(session: Session, head: Copied, user: User, settings: Settings) -> str:
    """Why a mail is not taken for this colleague's; empty when it is."""
    right = secret_of(session, settings, user.id)
    # each is compared, so that the time taken tells nothing of which was nearer
    fits = [user_id == user.id and hmac.compare_digest(secret, right) for user_id, secret in head.keys]
    if not any(fits):
        return ANOTHER_ADDRESS
    return DISPROVED if head.disproved else ""


def _colleague(session: Session, sender: str) -> User | None:
    """The active user whose mailbox this is, and nobody else's."""
    folded = fold_mailbox(sender)
    users = session.scalars(select(User).where(User.active, User.email.is_not(None)))
    found = [user for user in users if folded and fold_mailbox(user.email) == folded]
    return found[0] if len(found) == 1 else None


# --- what becomes of it ---------------------------------------------------------------------------


def _decide(
    session: Session, row: InboundMail, user: User, sent: _Sent, now: datetime, refusal: str = ""
) -> None:
    """Count a copy where nothing speaks against it; the first doubt is written down instead."""
    session.add(InboundCopy(mail_id=row.id, user_id=user.id, written_at=sent.head.written_at))
    row.message_id = sent.head.message_id or row.message_id
    first = _counted_before(session, row, user) if not refusal else None
    application: Application | None = None
    if not refusal and sent.opened.automatic:
        row.state, refusal = InboundState.AUTOMATIC, sent.opened.automatic
    if not refusal and first is not None:
        row.twin_id, refusal = first.id, AGAIN
    if not refusal and _is_our_letter(session, row):
        row.state, refusal = InboundState.AUTOMATIC, OUR_LETTER
    if not refusal:
        viewer = viewer_of(session, user.id, now)
        application, refusal = (
            _about(session, viewer, sent.head, row)
            if viewer.may(Permission.LOG_EVENTS)
            else (None, NOT_YOURS)
        )
    if application is not None:
        count(
            session,
            row,
            application,
            _written(session, row, sent.head),
            sent.opened,
            now=now,
            actor_id=user.id,
        )
        refusal = COUNTED + (OPENLY if sent.head.openly and sent.head.recipients else "")
    row.why = refusal[:300]


def _forwarded(session: Session, row: InboundMail, user: User, inner: bytes, now: datetime) -> bool:
    """What a colleague forwards whole: their own mail counts as its copy does, another's is shown for what it is."""
    try:
        sent = _Sent(copied(inner), open_mail(inner))
    except Unreadable as reason:
        row.why = f"It was forwarded to us, and cannot be read. {reason}"[:300]
        session.add(InboundCopy(mail_id=row.id, user_id=user.id))
        return True
    if fold_mailbox(sent.head.sender) == fold_mailbox(user.email):
        row.subject, row.text, row.quoted = sent.opened.subject, sent.opened.text, sent.opened.quoted
        _decide(session, row, user, sent, now)
        return True
    said = sent.opened
    row.sender, row.sender_name, row.sender_folded = (
        said.sender,
        said.sender_name,
        fold_mailbox(said.sender) if said.sender else None,
    )
    row.subject, row.text, row.quoted, row.has_html = said.subject, said.text, said.quoted, False
    row.why = f"{user.name[:80]} forwarded it. Who wrote it is not proven: look before you file it."
    return True


def _counted_before(session: Session, row: InboundMail, user: User) -> InboundMail | None:
    """The same mail of this colleague, come by another way before."""
    if not row.message_id:
        return None
    found = (
        select(InboundMail)
        .join(InboundCopy, InboundCopy.mail_id == InboundMail.id)
        .where(
            InboundMail.message_id == row.message_id,
            InboundMail.id != row.id,
            InboundMail.twin_id.is_(None),
            InboundMail.settled_at.is_not(None),
            InboundCopy.user_id == user.id,
        )
    )
    return session.scalars(found.order_by(InboundMail.id).limit(1)).one_or_none()


def _is_our_letter(session: Session, row: InboundMail) -> bool:
    asked = select(Message.id).where(Message.message_id == row.message_id)
    return row.message_id is not None and session.scalar(asked) is not None


def _about(
    session: Session, viewer: Viewer, head: Copied, row: InboundMail
) -> tuple[Application | None, str]:
    """The one application it is about, within its writer's sight; else why none."""
    if head.to_many:
        return None, TO_MANY
    found = session.scalars(
        select(Application)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(visible(viewer), Candidate.email_folded.in_(_folded(head.recipients)))
        .order_by(Application.id)
    ).all()
    if not found:
        return None, NOBODY
    if len({each.candidate_id for each in found}) > 1:
        return None, TO_MANY
    written = min(head.written_at or row.arrived_at, row.arrived_at)
    there = [each for each in found if each.applied_at <= written + CLOCKS_DIFFER]
    if not there:
        return None, BEFORE
    answered = _answered(session, head.answers)
    for these in (
        [each for each in there if each.id in answered],
        [each for each in there if each.state is ApplicationState.ACTIVE],
        there,
    ):
        if len(these) == 1:
            return these[0], ""
    return None, SAY_WHICH


def _answered(session: Session, ids: Sequence[str]) -> set[int]:
    """The applications of the mails and letters that it answers."""
    theirs = select(InboundMail.application_id).where(
        InboundMail.message_id.in_(ids), InboundMail.application_id.is_not(None)
    )
    ours = (
        select(MessageApplication.application_id)
        .join(Message, Message.id == MessageApplication.message_id)
        .where(Message.message_id.in_(ids))
    )
    return {*(id_ for id_ in session.scalars(theirs) if id_), *session.scalars(ours)} if ids else set()


def _written(session: Session, row: InboundMail, head: Copied) -> datetime:
    """When it was written: never after it came, and what it answers was there by then, whatever clocks say."""
    said = min(head.written_at or row.arrived_at, row.arrived_at)
    if not head.answers:
        return said
    asked = (
        select(InboundMail.arrived_at, Event.happened_at)
        .outerjoin(Event, Event.id == InboundMail.event_id)
        .where(InboundMail.message_id.in_(head.answers), InboundMail.application_id.is_not(None))
    )
    there: list[datetime] = [
        moment for each in session.execute(asked) for moment in each if moment is not None
    ]
    return max([said, *there])


def _folded(boxes: Sequence[str]) -> list[str]:
    return [folded for each in boxes if (folded := fold_mailbox(each))]


def ensure_theirs(session: Session, row: InboundMail) -> None:
    """Refuse to take a mail of ours for a candidate's. Raises NotAllowed."""
    if copy_of(session, row.id) is not None:
        raise NotAllowed("This mail is ours, or says so: it is no word of a candidate's.")
