"""Letters approved and kept back: one unit with all that hangs on them, in the caller's transaction."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from recruiterdash import audit, journey
from recruiterdash.candidates.models import Decision, Outcome
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.journey.overview import Overview
from recruiterdash.mail import Mailbox
from recruiterdash.messages import (
    behind,
    crossing,
    drafting,
    known,
    leaving,
    queries,
    reviewing,
    together,
    withdrawing,
)
from recruiterdash.messages.fitting import ensure_fits, ensure_meant, needs_decision
from recruiterdash.messages.inbound import answering
from recruiterdash.messages.known import Context, Signer
from recruiterdash.messages.leaving import Plan
from recruiterdash.messages.models import (
    ON_ITS_WAY,
    OUTCOME,
    Message,
    MessageApplication,
    MessageState,
    TemplateState,
    TemplateVersion,
)
from recruiterdash.messages.moving import READY, keep_back, opened
from recruiterdash.messages.sealing import sealed
from recruiterdash.messages.together import Role
from recruiterdash.messages.types import MANNERS, NOES, Letter, MessageType
from recruiterdash.team.permissions import Permission, Viewer
from recruiterdash.waiting.promisable import ensure_near, ensure_promisable

TOKEN_LIMIT = 60
#: Letters that tell where somebody stands and nothing else.
HOLDING = (MessageType.STATUS, MessageType.DELAY, MessageType.HOLD)
#: The same text once more within this time was sent twice by mistake, from two tabs or by a program that tried again.
TWICE = timedelta(minutes=10)
#: The largest number of a row on both databases.
LARGEST = 2**63 - 1


def queue(
    session: Session,
    viewer: Viewer,
    application_id: int,
    letter: Letter,
    *,
    now: datetime,
    settings: Settings,
) -> Message:
    """Approve one letter to one person: written for good, and on its way when the undo window closes.

    letter: as its writer approved it; the same token gives the first answer again. now: aware UTC.
    Raises NotFound out of sight, Conflict when the application moved or the outcome is on its way already,
    NotAllowed and BadInput for what must not be said or cannot be sent.
    """
    about = together.taken(session, viewer, application_id, letter.also)
    if (before := _already(session, viewer, application_id, letter)) is not None:
        return before
    _ensure_unmoved(about, letter)
    if letter.answers is not None:
        answering.ensure_answerable(session, application_id, letter.answers)
    _, shared = queries.newest_entries(session, application_id, about.requisition.id)
    session.refresh(about.requisition)  # no older than that entry
    context = known.context(session, viewer, about, now=now, company=settings.company, settings=settings)
    ensure_fits(about, letter.type, context)
    ensure_meant(about, letter, context)
    beside = together.roles(
        session, viewer, about, letter.type, letter.also, now=now, company=settings.company
    )
    for one in (about, *(role.about for role in beside)):
        _ensure_said_once(session, one, letter)
    _ensure_one_no(session, viewer, about, letter)
    _ensure_wording_is_here(session, letter)
    _ensure_ask_holds(letter, context)
    _ensure_promise_holds(letter, context)
    planned = together.plan(
        session, about, beside, letter.type, now=now, settings=settings, later=letter.later
    )
    leaving.ensure_in_time(planned, letter, context.calendar)
    _ensure_not_repeated(session, about, letter, now)
    overridden = ensure_courteous(session, viewer, about, letter, context, now, settings, beside)
    decision, recorded = _decision(session, viewer, about, letter, context, now)
    thread = answering.thread_of(session, _word(letter))
    message = _written(about, letter, context.signer, viewer, now, settings, planned, thread)
    message.decision_id = decision.id if decision and recorded else None
    message.knew_of = [each.application_id for each in context.elsewhere]
    message.edited = bool(beside) or not drafting.is_as_worded(session, about, context, letter, now)
    session.add(message)
    session.flush()
    _settle(session, message, about, letter, decision, shared)
    for role in beside:
        _, newest = queries.newest_entries(session, role.about.application.id, role.about.requisition.id)
        _settle(session, message, role.about, letter, role.context.decision, newest)
    if MANNERS[letter.type].decision is Outcome.REJECT:
        for one in (about, *(role.about for role in beside)):
            behind.put_interviews_behind(session, message.id, one.application.id, now)
    opened(session, message, now, viewer.user_id)
    known_of: dict[str, Any] = {"despite_offer": True} if letter.despite_offer else {}
    if overridden:
        known_of["overrides"] = overridden
    _audit(session, now, viewer, "letter.queue", about.application.id, message, **known_of)
    for role in beside:
        _audit(session, now, viewer, "letter.queue", role.about.application.id, message)
    return message


def cancel(session: Session, viewer: Viewer, message_id: int, *, now: datetime) -> Message:
    """Keep a letter back that has not been claimed, and take back the decision recorded with it.

    Cancelled twice is cancelled once. Raises NotFound out of sight, Conflict when it has left or may have.
    """
    message = queries.letter(session, viewer, message_id, to_change=True)
    if message.state is MessageState.CANCELLED:
        return message
    if message.state not in READY:
        raise Conflict(
            _TOO_LATE.get(message.state, "This letter is being sent: it can no longer be kept back.")
        )
    again = message.resent_at is not None
    withdrawing.hold(session, [message.id])
    keep_back(session, message, now, viewer.user_id, "undone")
    for settled in queries.about(session, message.id):
        _audit(session, now, viewer, "letter.cancel", settled.settled.application_id, message)
    if message.decision_id is not None and not again:
        withdrawing.take_back(session, [message.id], now=now, actor_id=viewer.user_id)
    return message


_TOO_LATE = {
    MessageState.SENT: "This letter has been accepted by the mail server: it can no longer be kept back.",
    MessageState.BOUNCED: "This letter has left and come back.",
    MessageState.FAILED: "This letter was refused: nothing has left, and nothing is left to undo.",
    MessageState.UNCERTAIN: "This letter may have arrived: it can no longer be kept back.",
}


def _already(session: Session, viewer: Viewer, application_id: int, letter: Letter) -> Message | None:
    """Return the letter that this form, or this key, has made before."""
    if not letter.token:
        return None
    if len(letter.token) > TOKEN_LIMIT:
        raise BadInput(f"The letter's token has more than {TOKEN_LIMIT} characters.")
    before = session.scalars(select(Message).where(Message.compose_token == letter.token)).one_or_none()
    if before is None:
        return None
    if before.asked != letter.asked and (before.asked or not _same_text(before, letter)):
        raise BadInput("This Idempotency-Key came with another request before. Nothing was sent.")
    if application_id not in [each.settled.application_id for each in queries.about(session, before.id)]:
        raise Conflict("This form belongs to a letter about another application.")
    if before.actor_id != viewer.user_id:
        raise Conflict("This form was sent by somebody else already.")
    if before.state is MessageState.CANCELLED and not letter.asked:
        raise Conflict("This letter was kept back. Open the form again to write another.")
    return before


def _same_text(before: Message, letter: Letter) -> bool:
    """All there is to compare of a letter that is older than the digests of requests."""
    subject = " ".join(letter.subject.split())
    return (before.type, before.subject, before.body) == (letter.type.value, subject, letter.body)


def _ensure_said_once(session: Session, about: Overview, letter: Letter) -> None:
    """Refuse a second letter of one type while the first is on its way: two forms were open.

    So is one to the same person or mailbox by way of another application, where a batch has the first.
    """
    under_way = (
        select(Message.id)
        .join(MessageApplication, MessageApplication.message_id == Message.id)
        .where(
            MessageApplication.application_id == about.application.id,
            Message.type == letter.type.value,
            or_(Message.state.in_([*ON_ITS_WAY, MessageState.UNCERTAIN]), ~Message.heard),
        )
    )
    if letter.type is not MessageType.PERSONAL and (
        session.scalar(under_way.limit(1)) is not None
        or crossing.coming(session, {about.candidate.id}, letter.type, of_batches=True)
    ):
        raise Conflict(
            f"A letter of this kind to {about.candidate.name} is on its way already, or may have arrived. "
            "Look at it first; nothing was sent twice."
        )


def _ensure_one_no(session: Session, viewer: Viewer, about: Overview, letter: Letter) -> None:
    """Refuse a second no to one person, about another role, while the first is on its way: one letter tells both."""
    if letter.type not in NOES or about.candidate.internal:
        return
    first = crossing.noes(session, about.candidate.id)
    if not first:
        return
    where = "for another role of theirs " if queries.any_seen(session, viewer, first) else ""
    raise Conflict(
        f"A no to {about.candidate.name} {where}is on its way already, or may have arrived. Nothing was sent: keep "
        "that one back and tell both in one letter, or wait until it has left."
    )


def _ensure_not_repeated(session: Session, about: Overview, letter: Letter, now: datetime) -> None:
    """Refuse the very text that is on its way or has just left, and one that told them already where they stand."""
    coming = or_(
        Message.state.in_([*ON_ITS_WAY, MessageState.UNCERTAIN]),
        and_(Message.state == MessageState.SENT, Message.created_at > now - TWICE),
    )
    holding = and_(Message.state == MessageState.SENT, Message.type.in_(each.value for each in HOLDING))
    had = (
        select(Message.body, Message.state)
        .join(MessageApplication, MessageApplication.message_id == Message.id)
        .where(
            MessageApplication.application_id == about.application.id,
            or_(coming, holding) if letter.type in HOLDING else coming,
        )
    )
    said = letter.body.casefold().split()
    same = {state for body, state in session.execute(had) if body.casefold().split() == said}
    if letter.type in HOLDING and MessageState.SENT in same:
        raise BadInput(
            f"{about.candidate.name} has had this very text from us. Say something new: a day, or what happened."
        )
    if same:
        raise Conflict(
            f"This very text is on its way to {about.candidate.name}, or has just left. Look at it first; nothing "
            "was sent twice."
        )


def _ensure_wording_is_here(session: Session, letter: Letter) -> None:
    wording = letter.template_version_id
    if wording is None:
        return
    version = session.get(TemplateVersion, wording) if 0 < wording <= LARGEST else None
    if version is None or version.state is not TemplateState.APPROVED:
        raise BadInput("The wording this letter began with is not here: open the form again.")


def _ensure_unmoved(about: Overview, letter: Letter) -> None:
    if letter.version is not None and letter.version != about.application.version:
        raise Conflict(
            f"{about.candidate.name}'s application was changed while you were writing. Nothing was sent: "
            "read it again, then send."
        )


def _ensure_ask_holds(letter: Letter, context: Context) -> None:
    if letter.asks and not MANNERS[letter.type].may_ask:
        raise BadInput(f"A letter of the type {letter.type.value} asks for nothing.")
    if letter.deadline is not None and not letter.asks:
        raise BadInput("A deadline needs something that is asked for.")
    if letter.deadline is not None and letter.deadline <= context.today:
        raise BadInput("The deadline must lie ahead.")
    if letter.deadline is not None:
        ensure_near(letter.deadline, context.today)


def _ensure_promise_holds(letter: Letter, context: Context) -> None:
    if letter.promise is None:
        if MANNERS[letter.type].needs_promise:
            raise BadInput("Say by which day they will hear from us again.")
        return
    ensure_promisable(letter.promise, context.today, context.calendar, context.promise_cap)


def ensure_courteous(
    session: Session,
    viewer: Viewer,
    about: Overview,
    letter: Letter,
    context: Context,
    now: datetime,
    settings: Settings,
    beside: Sequence[Role] = (),
) -> dict[str, str]:
    """Refuse a letter that the checks of courtesy stop; return why warnings stand. Raises BadInput."""
    if not letter.subject.strip():
        raise BadInput("The letter has no subject.")
    said = reviewing.said_about(
        session, viewer, about, letter, context, now=now, settings=settings, beside=beside
    )
    return reviewing.ensure_courteous(reviewing.review(said), letter.overrides)


def _decision(
    session: Session, viewer: Viewer, about: Overview, letter: Letter, context: Context, now: datetime
) -> tuple[Decision | None, bool]:
    """The decision the letter speaks of, and whether it was recorded with it."""
    if not needs_decision(about, letter.type, context):
        return context.decision, False
    if letter.reason is None:
        raise BadInput(
            "No rejection has been decided: say the reason, and the decision is recorded with the letter."
        )
    if letter.reason not in MANNERS[letter.type].reasons:
        raise BadInput(
            f"A letter of this type does not tell that reason ({letter.reason.value.replace('_', ' ')})."
        )
    if not viewer.may(Permission.DECIDE):
        raise NotAllowed("Deciding is not yours here: ask the hiring manager to record the decision first.")
    made = journey.decide(
        session, about.application, Outcome.REJECT, now=now, actor_id=viewer.user_id, reason=letter.reason
    )
    return made, True


def _written(
    about: Overview,
    letter: Letter,
    signer: Signer,
    viewer: Viewer,
    now: datetime,
    settings: Settings,
    planned: Plan,
    thread: str,
) -> Message:
    """The letter with its bytes made once and for all."""
    address = known.recipient_of(about)
    message_id = f"<{secrets.token_hex(16)}@{settings.sender_mailbox.rpartition('@')[2]}>"
    to = Mailbox(about.candidate.name, address)
    made = sealed(
        message_id, to, signer, letter.subject, letter.body, now=now, settings=settings, answers=thread
    )
    return Message(
        candidate_id=about.candidate.id,
        type=letter.type.value,
        state=MessageState.HELD if planned.send_at > now else MessageState.QUEUED,
        recipient=address,
        domain=address.rpartition("@")[2].lower(),
        subject=" ".join(letter.subject.split()),
        body=letter.body,
        frozen=made.data,
        message_id=message_id,
        envelope_from=made.envelope_from,
        template_version_id=letter.template_version_id,
        sender_id=signer.user_id,
        actor_id=viewer.user_id,
        compose_token=letter.token or None,
        asked=letter.asked,
        send_at=planned.send_at,
        leaves_why=planned.why,
        created_at=now,
    )


def _settle(
    session: Session,
    message: Message,
    about: Overview,
    letter: Letter,
    decision: Decision | None,
    shared: int,
) -> None:
    """Bind the letter to its application as it stands now, and to what it settles there.

    shared: the newest entry of its requisition's history when that was looked at.
    """
    own, _ = queries.newest_entries(session, about.application.id, about.requisition.id)
    outcome = MANNERS[letter.type].decision is Outcome.REJECT
    session.add(
        MessageApplication(
            message_id=message.id,
            application_id=about.application.id,
            decision_number=decision.number if decision else 0,
            intent=OUTCOME if outcome else _word(letter) or f"word:{letter.token or message.id}",
            approved_version=about.application.version,
            seen_event=own,
            seen_shared=shared,
            promised=letter.promise.isoformat() if letter.promise else None,
            asks=letter.asks,
            deadline=letter.deadline.isoformat() if letter.deadline else None,
        )
    )
    session.flush()


def _word(letter: Letter) -> str:
    """What a letter settles that answers a mail, else nothing."""
    return answering.intent_of(letter.answers) if letter.answers is not None else ""


def _audit(
    session: Session,
    now: datetime,
    viewer: Viewer,
    act: str,
    application_id: int,
    message: Message,
    **detail: Any,
) -> None:
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act=act,
        subject="application",
        subject_id=application_id,
        message=message.id,
        type=message.type,
        state=message.state.value,
        **detail,
    )
