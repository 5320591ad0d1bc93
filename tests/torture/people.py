"""Thousands of people who wait for an approved letter: one is written by hand, the others are like it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.db import Model
from recruiterdash.journey.models import Event
from recruiterdash.messages.models import Message, MessageApplication, MessageChange
from recruiterdash.waiting.models import Clock, Standing
from tests.messages.world import World

_numbers = count(1)
#: Letters to one domain wait for one another until it has shown itself quick.
DOMAINS = 5
Row = dict[str, Any]


@dataclass
class Pattern:
    """All rows of one person with one approved letter."""

    world: World

    def __post_init__(self) -> None:
        application_id = self.world.person(email=_mailbox())
        letter = self.world.queue(application_id)
        with self.world.database.reading() as session:
            self.letter = _row(session.get_one(Message, letter))
            self.application = _row(session.get_one(Application, application_id))
            self.person = _row(session.get_one(Candidate, self.application["candidate_id"]))
            self.told = {
                model: [
                    _row(each)
                    for each in session.scalars(select(model).where(model.application_id == application_id))
                ]
                for model in (Event, Clock, Standing)
            }
            self.about = _row(self.world.settled(letter))
            self.change = _row(
                session.scalars(select(MessageChange).where(MessageChange.message_id == letter)).one()
            )
        self.world.cancel(letter)

    def approve(self, many: int) -> list[int]:
        """Approve as many letters as asked, each to somebody else; returns their ids."""
        with self.world.writing() as session:
            return self._approve(session, many)

    def _approve(self, session: Session, many: int) -> list[int]:
        mailboxes = [_mailbox() for _ in range(many)]
        people = _insert(
            session, Candidate, [_without(self.person, email=box, email_folded=box) for box in mailboxes]
        )
        applications = _insert(
            session, Application, [_without(self.application, candidate_id=each) for each in people]
        )
        for model, rows in self.told.items():
            _insert(
                session,
                model,
                [_without(row, application_id=each) for each in applications for row in rows],
            )
        letters = _insert(
            session,
            Message,
            [self._addressed(person, box) for person, box in zip(people, mailboxes, strict=True)],
        )
        _insert(
            session,
            MessageApplication,
            [
                _without(self.about, message_id=letter, application_id=application)
                for letter, application in zip(letters, applications, strict=True)
            ],
        )
        _insert(session, MessageChange, [_without(self.change, message_id=each) for each in letters])
        return letters

    def _addressed(self, candidate_id: int, mailbox: str) -> Row:
        """The pattern's letter to somebody else, under a Message-ID of its own."""
        old, new = self.letter["message_id"][1:33], secrets.token_hex(16)
        return _without(
            self.letter,
            candidate_id=candidate_id,
            recipient=mailbox,
            domain=mailbox.partition("@")[2],
            message_id=self.letter["message_id"].replace(old, new),
            envelope_from=self.letter["envelope_from"].replace(old, new),
            frozen=self.letter["frozen"]
            .replace(old.encode(), new.encode())
            .replace(self.letter["recipient"].encode(), mailbox.encode()),
            compose_token=None,
        )


def _mailbox() -> str:
    """A mailbox, as long as all others, so that a letter's lines break where they did."""
    number = next(_numbers)
    return f"amara{number:07}@d{number % DOMAINS}.example.org"


def _row(found: Model) -> Row:
    return {column.key: getattr(found, column.key) for column in type(found).__mapper__.column_attrs}


def _without(row: Row, **changes: Any) -> Row:
    """The row as a new one is made of it: the database numbers it."""
    return {name: value for name, value in (row | changes).items() if name != "id"}


def _insert(session: Session, model: type[Model], rows: Sequence[Row]) -> list[int]:
    if not rows:
        return []
    return list(session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))
