"""Letters that wait are worded anew, when somebody asks for it: what was written by hand stays as it is."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, DomainError, NotFound
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.mail import Mailbox
from recruiterdash.messages import drafting, known, operations, queries, wordings
from recruiterdash.messages.inbound import answering
from recruiterdash.messages.models import Message, MessageApplication, MessageChange, MessageState
from recruiterdash.messages.sealing import sealed
from recruiterdash.messages.types import Letter, MessageType
from recruiterdash.team.permissions import Viewer


class Again(NamedTuple):
    """One waiting letter, as it reads and as it would read."""

    message_id: int
    person: str
    before: tuple[str, str]
    after: tuple[str, str]
    #: Why it stays as it is; empty when it will be worded anew.
    refusal: str


class Waiting(NamedTuple):
    """The letters that an older version of a template made and that have not left."""

    letters: list[Again]
    #: How many are spared because their writers changed the text.
    edited: int
    #: Number of the version they would be worded by, nought when none is approved.
    number: int


def waiting_letters(
    session: Session, viewer: Viewer, template_id: int, *, now: datetime, settings: Settings
) -> Waiting:
    """Return what `rerender` would do, with both texts; nothing is changed."""
    found = [
        again
        for id_ in wordings.waiting_from(session, template_id, edited=False)
        if (again := _again(session, viewer, id_, template_id, now, settings, change=False)) is not None
    ]
    edited = [
        id_
        for id_ in wordings.waiting_from(session, template_id, edited=True)
        if _seen(session, viewer, id_, to_change=False) is not None
    ]
    in_use = wordings.approved(session, template_id)
    return Waiting(found, len(edited), in_use.number if in_use else 0)


def rerender(
    session: Session,
    viewer: Viewer,
    template_id: int,
    *,
    seen: int | None,
    now: datetime,
    settings: Settings,
) -> list[Again]:
    """Word letters anew that wait and were made from an older version, and return what became of each.

    Who gets them, when they leave, what they settle and what an undo takes back stay as they were. Letters out
    of the viewer's sight, changed by hand, or which the new wording does not fit stay as they are. Nothing is
    committed. seen: number of the version the viewer has read them in; Conflict when another is in use.
    """
    wordings.template_of(session, template_id, to_change=True)
    in_use = wordings.approved(session, template_id)
    if in_use is not None and in_use.number != seen:
        raise Conflict(
            f"Version {in_use.number} has been approved since you looked: read how the letters would read now."
        )
    done = [
        again
        for id_ in wordings.waiting_from(session, template_id, edited=False)
        if (again := _again(session, viewer, id_, template_id, now, settings, change=True)) is not None
    ]
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="template.reword",
        subject="template",
        subject_id=template_id,
        letters=sum(not each.refusal for each in done),
    )
    return done


def _again(
    session: Session,
    viewer: Viewer,
    message_id: int,
    template_id: int,
    now: datetime,
    settings: Settings,
    *,
    change: bool,
) -> Again | None:
    message = _seen(session, viewer, message_id, to_change=change)
    if message is None or message.state not in (MessageState.DRAFT, MessageState.HELD) or message.edited:
        return None  # it has left, or was taken in hand, while this waited for it
    version = wordings.approved(session, template_id)
    assert version is not None
    before = after = (message.subject, message.body)
    person, refusal = queries.people_of(session, message).candidate.name, ""
    try:
        _ensure_written_to_one(message)
        settled, about = _one(session, viewer, message)
        context = known.context(session, viewer, about, now=now, company=settings.company, settings=settings)
        if context.signer.user_id != message.sender_id:
            raise BadInput("It would be signed by somebody else now: keep it back and write it again.")
        promise = date.fromisoformat(settled.promised) if settled.promised else None
        type_ = MessageType(message.type)
        after = drafting.worded(session, about, context, type_, version, promise, now)
        letter = Letter(type_, *after, "", promise, template_version_id=version.id)
        operations.ensure_courteous(session, viewer, about, letter, context, now, settings)
        made = sealed(
            message.message_id,
            Mailbox(about.candidate.name, message.recipient),
            context.signer,
            *after,
            now=now,
            settings=settings,
            answers=answering.thread_of(session, settled.intent),
        )
    except DomainError as wrong:
        return Again(message.id, person, before, after, str(wrong))
    if change:
        message.subject, message.body, message.frozen = " ".join(after[0].split()), after[1], made.data
        message.template_version_id = version.id
        _note(session, viewer, message, settled.application_id, version.number, now)
    return Again(message.id, person, before, after, refusal)


def _seen(session: Session, viewer: Viewer, message_id: int, *, to_change: bool) -> Message | None:
    try:
        return queries.letter(session, viewer, message_id, to_change=to_change)
    except NotFound:
        return None


def _ensure_written_to_one(message: Message) -> None:
    """Refuse a letter that was read, counted and approved with others as it is, a line of their own included."""
    if message.to_many:
        raise BadInput("It belongs to a batch that was read as it is: undo the batch and preview it anew.")


def _one(session: Session, viewer: Viewer, message: Message) -> tuple[MessageApplication, Overview]:
    """The one application a letter is about."""
    about = queries.about(session, message.id)
    if len(about) != 1:
        raise BadInput("It is about several applications: keep it back and write it again.")
    return about[0].settled, overview(session, viewer, about[0].settled.application_id)


def _note(
    session: Session, viewer: Viewer, message: Message, application_id: int, number: int, now: datetime
) -> None:
    state = message.state.value
    session.add(
        MessageChange(
            message_id=message.id,
            at=now,
            before=state,
            after=state,
            actor_id=viewer.user_id,
            reason=f"worded anew by version {number} of its template",
        )
    )
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="letter.reword",
        subject="application",
        subject_id=application_id,
        message=message.id,
        type=message.type,
        number=number,
    )
    session.flush()
