"""A sender as it is often written: send, then mark as sent. The harness must find what it does when killed."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from urllib.parse import urlsplit

from sqlalchemy import select, update

from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.moments import now


class Naive:
    """Sends what is queued over several lines, and marks each letter when the server has taken it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.stopping = False

    def ask_to_stop(self) -> None:
        self.stopping = True

    def run(self) -> None:
        with ThreadPoolExecutor(self.settings.smtp_connections) as lines:
            while not self.stopping:
                with self.database.reading() as session:
                    waiting = session.scalars(
                        select(Message).where(Message.state == MessageState.QUEUED).limit(20)
                    ).all()
                list(lines.map(self._send, waiting))
                sleep(0.05)

    def _send(self, letter: Message) -> None:
        server = urlsplit(self.settings.smtp_url)
        with smtplib.SMTP(server.hostname or "", server.port or 25) as line:
            line.sendmail(letter.envelope_from, [letter.recipient], letter.frozen or b"")
        with self.database.writing() as session:
            session.execute(
                update(Message)
                .where(Message.id == letter.id)
                .values(state=MessageState.SENT, attempts=1, sent_at=now())
            )
            session.commit()
