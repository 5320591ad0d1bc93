"""A letter that did not arrive has told nobody anything: who was told by it waits again."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit, journey
from recruiterdash.candidates.models import Application
from recruiterdash.journey.models import Event
from recruiterdash.mail.arriving import Returned
from recruiterdash.messages import hearing
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.messages.moving import move, moving_of


class Verdict(StrEnum):
    """What a report means for one letter, in the words the inbox shows."""

    CAME_BACK = "It says that the letter did not arrive: nobody was told by it."
    DELAYED = "It says that the letter is still on its way; nothing has moved."
    DELIVERED = "It says that the letter was delivered."
    KNOWN = "It says again that the letter did not arrive."
    NEVER_LEFT = "It reports on a letter that never left here: it was ignored."
    OTHER = "It reports on another mailbox than the letter went to: it was ignored."
    EARLIER = "It reports on an earlier try of a letter that was sent once more since: it was ignored."
    LATER = "Its letter is being handed over: it is looked at again in a moment."


#: In these a letter has been handed over, as far as anybody knows.
_GONE = (MessageState.SENT, MessageState.UNCERTAIN)
#: A server's clock may be so far from ours.
CLOCKS_DIFFER = timedelta(minutes=2)


def verdict(
    report: Returned,
    recipient: str,
    state: MessageState,
    *,
    own_address: bool,
    came_at: datetime | None = None,
    resent_at: datetime | None = None,
) -> Verdict:
    """Return what a report means for a letter; pure.

    recipient: whom the letter went to. own_address: the report came to the address of this letter alone, which
    no other report would: a forwarder's mailbox may then be the one that failed. came_at: when the report came.
    resent_at: when the letter was sent once more; both tries have one Message-ID, and only the moment at which a
    server took the letter tells their reports apart. What cannot be told is taken for the last try's: somebody who
    is called for nothing has lost less than somebody who waits for nothing.
    """
    if state is MessageState.DATA:
        return Verdict.LATER
    if state is MessageState.BOUNCED:
        return Verdict.KNOWN
    if state not in _GONE:
        return Verdict.NEVER_LEFT
    taken = report.taken_at or came_at
    if resent_at is not None and taken is not None and taken < resent_at - CLOCKS_DIFFER:
        return Verdict.EARLIER
    to = recipient.lower()
    if to in report.failed or (own_address and report.failed and to not in report.delayed | report.delivered):
        return Verdict.CAME_BACK
    if to in report.delivered or (own_address and report.delivered and not report.delayed):
        return Verdict.DELIVERED
    if to in report.delayed or (own_address and report.delayed):
        return Verdict.DELAYED
    return Verdict.OTHER


def came_back(session: Session, letter: Message, said: str, *, now: datetime, source: str) -> None:
    """Take back what a letter told: it is bounced, its words count as never said, its clocks run on.

    said: the server's words. source: names the mail that says so. A letter accepted and not told to the clocks yet
    is told first, so that it can be taken back. Raises Conflict when somebody moved the letter meanwhile.
    """
    if not letter.heard:
        hearing.hear(session, now, only=letter.id)
        session.refresh(letter)
    move(
        session,
        [moving_of(letter)],
        MessageState.BOUNCED,
        now,
        reasons=f"it came back: {said}" if said else "it came back",
        last_answer=said[:500] or None,
    )
    session.refresh(letter)
    for application_id in session.scalars(
        select(MessageApplication.application_id)
        .where(MessageApplication.message_id == letter.id)
        .order_by(MessageApplication.application_id)
    ).all():
        _unsay(session, application_id, letter, said, now, source)
    audit.note(session, at=now, actor_id=None, act="letter.bounced", subject="message", subject_id=letter.id)


def _unsay(
    session: Session, application_id: int, letter: Message, said: str, now: datetime, source: str
) -> None:
    word = session.scalar(
        select(Event.id).where(
            Event.application_id == application_id, Event.source_key == f"message:{letter.id}"
        )
    )
    application = session.get_one(Application, application_id)
    if word is not None:
        happened = journey.Happened(
            "bounce", now, body=said or None, source="mail", source_key=source, voids_id=word
        )
        journey.record(session, application, happened, now=now)
