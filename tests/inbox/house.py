"""A house whose letters are answered: people who were written to, and mail that comes in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import select

from recruiterdash import mail as mailing
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.journey.models import Event
from recruiterdash.mail.arriving import Arrived
from recruiterdash.messages import hearing
from recruiterdash.messages.inbound import keeping
from recruiterdash.messages.inbound.models import InboundMail
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.moments import now
from recruiterdash.waiting.models import Clock
from recruiterdash.worker.reader import Reader
from tests.inbox.shapes import Answer
from tests.messages.world import World

_uids = count(1)
#: After the mails' letters, whenever the test runs.
ARRIVED = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


class Written(NamedTuple):
    """One letter of ours that has left."""

    id: int
    application: int
    recipient: str
    message_id: str
    reply_to: str
    return_path: str

    def answer(self, text: str, **changes: Any) -> Answer:
        """What the person writes back."""
        return Answer(text, self.recipient, self.reply_to, self.message_id)._replace(**changes)


@dataclass
class House:
    """A world, and the door by which mail comes in."""

    world: World
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        if not self.world.settings.imap_url:
            self.world.settings = replace(self.world.settings, imap_url="imaps://jobs:secret@127.0.0.1:1")
        self.reader = Reader(self.world.settings, self.world.database, "test")

    def written(self, name: str = "Amara", application: int | None = None) -> Written:
        """Somebody gets a letter; it left without a server, as if one had taken it."""
        application = application or self.world.person(name)
        letter = self.world.queue(application)
        return self.left(letter, application)

    def left(self, letter: int, application: int, state: MessageState = MessageState.SENT) -> Written:
        """Let a letter have left, unheard by the clocks."""
        with self.world.writing() as session:
            row = session.get_one(Message, letter)
            row.state, row.sent_at, row.heard = state, now(), state is not MessageState.SENT
            key = mailing.key_of(row.message_id)
            assert key is not None
            box = self.world.settings.sender_mailbox
            return Written(
                letter,
                application,
                row.recipient,
                row.message_id,
                mailing.reply_to(box, key),
                mailing.return_path(box, key),
            )

    def take_in(self, *mails: bytes, at: datetime | None = None) -> list[InboundMail]:
        """Let mails come, and file them; returned in their order."""
        arrived = [Arrived(next(_uids), at or now(), data) for data in mails]
        with self.world.writing() as session:
            folder = keeping.take(session, "test", "test", now(), 60)
            assert folder is not None
            keeping.store(session, folder, arrived, now())
        while self.reader.file():
            pass
        return self.kept(mails)

    def kept(self, mails: Sequence[bytes]) -> list[InboundMail]:
        with self.world.database.reading() as session:
            rows = {
                row.raw: row for row in session.scalars(select(InboundMail).where(InboundMail.raw.in_(mails)))
            }
            return [rows[data] for data in mails]

    def one(self, data: bytes, at: datetime | None = None) -> InboundMail:
        return self.take_in(data, at=at)[0]

    def heard(self) -> None:
        """Let the clocks be told of letters that have left."""
        with self.world.writing() as session:
            hearing.hear(session, now())

    # --- what became of it

    def events(self, application: int, *types: str) -> list[Event]:
        with self.world.database.reading() as session:
            found = select(Event).where(Event.application_id == application, Event.type.in_(types or ("in",)))
            return list(session.scalars(found.order_by(Event.id)))

    def clocks(self, application: int) -> set[str]:
        with self.world.database.reading() as session:
            running = select(Clock.name).where(
                Clock.application_id == application, Clock.stopped_at.is_(None)
            )
            return set(session.scalars(running))

    def candidate(self, application: int) -> Candidate:
        with self.world.database.reading() as session:
            return session.get_one(Candidate, session.get_one(Application, application).candidate_id)
