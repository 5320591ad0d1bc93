"""The worker that tells colleagues, and what arrived with them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import time_machine
from sqlalchemy import delete, select

from recruiterdash.closure.models import ManagerQuestion
from recruiterdash.config import Settings
from recruiterdash.digests.models import DigestChoice, Escalation, Nudge
from recruiterdash.moments import now
from recruiterdash.notices.models import Notice
from recruiterdash.worker import Worker
from tests.messages.world import Post
from tests.queue.scene import Scene


@dataclass
class Desk:
    """A house and what its colleagues are told."""

    settings: Settings
    scene: Scene

    def forget(self) -> None:
        with self.scene.writing() as session:
            for model in (ManagerQuestion, Nudge, Escalation, Notice, DigestChoice):
                session.execute(delete(model))

    def worker(self, post: Post | None = None) -> Worker:
        url = post.url if post is not None else "smtp://127.0.0.1:9"
        made = Worker(replace(self.settings, smtp_url=url), self.scene.database)
        # the clock of a database does not travel with the test
        made.colleagues.clock = now
        return made

    def told(self, post: Post) -> dict[tuple[str, str], EmailMessage]:
        """Let a round of the worker pass; return the mails by who got them and what they are."""
        worker = self.worker(post)
        worker.colleagues.make_due()
        worker.colleagues.carry()
        return mails(post)

    def notices(self, name: str) -> list[Notice]:
        with self.scene.database.reading() as session:
            rows = select(Notice).where(Notice.user_id == self.scene.users[name].user_id).order_by(Notice.id)
            return list(session.scalars(rows))

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        with time_machine.travel(moment, tick=False):
            yield


def mails(post: Post) -> dict[tuple[str, str], EmailMessage]:
    """The mails that arrived, by mailbox and subject."""
    found: dict[tuple[str, str], EmailMessage] = {}
    for caught in post.letters:
        letter = message_from_bytes(caught.data, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        found[caught.recipients[0], str(letter["Subject"])] = letter
    return found


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(letter: EmailMessage) -> str:
    part = letter.get_body(("related", "html"))
    assert part is not None
    inner = part.get_body(("html",)) if part.is_multipart() else part
    assert inner is not None
    return str(inner.get_content())


def pictures_of(letter: EmailMessage) -> list[bytes]:
    return [part.get_payload(decode=True) for part in letter.walk() if part.get_content_type() == "image/png"]  # type: ignore[misc]


def addresses_in(text: str, purpose: str) -> list[str]:
    """The paths in a mail that begin with a purpose."""
    return re.findall(rf"https://[^/\s]+(/{purpose}/[^\s\"]+)", text)


HOUR = timedelta(hours=1)
