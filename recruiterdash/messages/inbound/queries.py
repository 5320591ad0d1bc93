"""Questions about what was written to us; every one starts from what the viewer may see."""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, defer

from recruiterdash import paging
from recruiterdash.candidates.freezes import Freeze
from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.queries import matching
from recruiterdash.candidates.visibility import visible
from recruiterdash.errors import NotFound
from recruiterdash.journey.models import Event
from recruiterdash.messages.inbound import copies
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.inbound.sight import in_sight
from recruiterdash.messages.inbound.understanding import KINDS
from recruiterdash.messages.models import Message, MessageApplication
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.kinds import IN
from recruiterdash.waiting.models import Clock

OLDEST = Order((InboundMail.arrived_at, InboundMail.id))
NEWEST = Order((InboundMail.arrived_at, InboundMail.id), descending=True)
#: Likely applications that a page names.
LIKELY = 8
#: Kinds of mail that make us owe an answer.
ASKING = frozenset(name for name, kind in KINDS.items() if IN.get(kind.word) == "REPLY")


class Shown(StrEnum):
    """Which mails a list shows."""

    WAITING = "waiting"
    TRIAGE = "triage"
    QUARANTINE = "quarantine"
    HR = "hr"
    AUTOMATIC = "automatic"
    ALL = "all"


class Row(NamedTuple):
    """One mail as lists show it."""

    mail: InboundMail
    candidate: Candidate | None
    requisition: str | None


class Likely(NamedTuple):
    """An application a mail may be about, and what speaks for it."""

    application_id: int
    candidate: Candidate
    requisition: str
    state: str
    why: str


def _still_asks() -> ColumnElement[bool]:
    """The reply clock that this mail started, or an older one, still runs."""
    # by a server whose clock is behind it may have come before they applied: it counts since they did
    counted = select(Event.happened_at).where(Event.id == InboundMail.event_id)
    counted_at = counted.correlate(InboundMail).scalar_subquery()
    return exists().where(
        Clock.application_id == InboundMail.application_id,
        Clock.name == "REPLY",
        Clock.stopped_at.is_(None),
        or_(Clock.started_at <= InboundMail.arrived_at, Clock.started_at <= counted_at),
    )


def _holds_letters_back() -> ColumnElement[bool]:
    """Letters to many wait on account of it."""
    cause = literal("inbound:") + cast(InboundMail.id, String)
    return and_(
        InboundMail.twin_id.is_(None), exists().where(Freeze.cause == cause, Freeze.lifted_at.is_(None))
    )


def unanswered() -> ColumnElement[bool]:
    """Return the condition on `InboundMail`: filed, and nobody has dealt with it or answered it yet."""
    return and_(
        InboundMail.state == InboundState.THREADED,
        InboundMail.twin_id.is_(None),
        or_(
            InboundMail.settled_at.is_(None),
            and_(InboundMail.settled_kind.in_(ASKING), _still_asks()),
        ),
    )


def _of(shown: Shown) -> ColumnElement[bool]:
    triage = and_(
        InboundMail.state == InboundState.UNMATCHED,
        InboundMail.settled_at.is_(None),
        InboundMail.twin_id.is_(None),
    )
    return {
        Shown.WAITING: unanswered(),
        Shown.TRIAGE: triage,
        Shown.QUARANTINE: InboundMail.state.in_((InboundState.QUARANTINE, InboundState.STORED)),
        Shown.HR: or_(and_(InboundMail.for_hr, or_(unanswered(), triage)), _holds_letters_back()),
        Shown.AUTOMATIC: InboundMail.state.in_((InboundState.AUTOMATIC, InboundState.BOUNCE)),
        Shown.ALL: InboundMail.id.is_not(None),
    }[shown]


def listed(session: Session, viewer: Viewer, shown: Shown, cursor: str | None = None) -> Page[Row]:
    """Return one page of mails: those that wait oldest first, the others newest first."""
    statement = (
        select(InboundMail, Candidate, Requisition.title)
        .outerjoin(Application, Application.id == InboundMail.application_id)
        .outerjoin(Candidate, Candidate.id == Application.candidate_id)
        .outerjoin(Requisition, Requisition.id == Application.requisition_id)
        .where(in_sight(viewer), _of(shown))
        .options(defer(InboundMail.raw), defer(InboundMail.quoted))
    )
    order = NEWEST if shown in (Shown.AUTOMATIC, Shown.ALL) else OLDEST
    found = paging.page(session, statement, order, cursor)
    return Page([Row(*row) for row in found.rows], found.next)


def counts(session: Session, viewer: Viewer) -> dict[Shown, int]:
    """Return how many mails wait in each list that wants somebody."""
    asked = (Shown.WAITING, Shown.TRIAGE, Shown.QUARANTINE, Shown.HR)
    return {
        shown: session.scalar(
            select(func.count()).select_from(InboundMail).where(in_sight(viewer), _of(shown))
        )
        or 0
        for shown in asked
    }


def mail(session: Session, viewer: Viewer, mail_id: int, *, to_change: bool = False) -> InboundMail:
    """Return a mail. to_change: nobody else changes it until the transaction ends.

    Raises NotFound when it is not there or not this viewer's to see.
    """
    statement = select(InboundMail).where(InboundMail.id == mail_id, in_sight(viewer))
    found = session.scalars(
        statement.with_for_update(of=InboundMail) if to_change else statement
    ).one_or_none()
    if found is None:
        raise NotFound("This mail")
    return found


def is_seen(session: Session, viewer: Viewer, mail_id: int) -> bool:
    """Return whether a mail is this viewer's to see."""
    asked = select(InboundMail.id).where(InboundMail.id == mail_id, in_sight(viewer))
    return session.scalar(asked) is not None


def settled_by(session: Session, mail: InboundMail) -> str | None:
    """Return the name of who said what a mail is; None when a rule did, or nobody."""
    return session.scalar(select(User.name).where(User.id == mail.settled_by)) if mail.settled_by else None


def likely(session: Session, viewer: Viewer, mail: InboundMail) -> list[Likely]:
    """Return applications a mail may be about, within the viewer's sight, what speaks most for them first."""
    found: dict[int, Likely] = {}
    for why, condition in _grounds(session, mail):
        rows = session.execute(
            select(Application.id, Candidate, Requisition.title, Application.state)
            .join(Candidate, Candidate.id == Application.candidate_id)
            .join(Requisition, Requisition.id == Application.requisition_id)
            .where(visible(viewer), condition)
            .order_by(Application.closed_at.is_not(None), Application.applied_at.desc(), Application.id)
            .limit(LIKELY)
        )
        for id_, candidate, title, state in rows:
            found.setdefault(id_, Likely(id_, candidate, title, state.value, why))
    return list(found.values())[:LIKELY]


def _grounds(session: Session, mail: InboundMail) -> list[tuple[str, ColumnElement[bool]]]:
    if copies.copy_of(session, mail.id) is not None:
        went_to = Candidate.id.in_(copies.likely_people(session, mail))
        return [("It went to their mailbox.", went_to)]
    grounds: list[tuple[str, Any]] = []
    if mail.letter_id is not None:
        about = select(MessageApplication.application_id).where(
            MessageApplication.message_id == mail.letter_id
        )
        grounds.append(("It answers our letter to them.", Application.id.in_(about)))
    if mail.sender_folded:
        grounds.append(
            (
                "It names their mailbox as its sender; that is not proven.",
                Candidate.email_folded == mail.sender_folded,
            )
        )
        written = select(Message.candidate_id).where(
            func.lower(Message.recipient) == fold_mailbox(mail.sender)
        )
        grounds.append(("We wrote to this mailbox before.", Candidate.id.in_(written)))
    if len(mail.sender_name.split()) >= 2:
        grounds.append(("Its sender is called like them.", matching(mail.sender_name)))
    return grounds
