"""A small house with people who wait for a letter, on whichever database a test is given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from recruiterdash import candidates, journey, messages, team
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.journey.models import Event
from recruiterdash.mail import Catcher, Caught
from recruiterdash.messages import Letter, MessageType, ats, brakes
from recruiterdash.messages.models import Message, MessageApplication, MessageChange, MessageState
from recruiterdash.moments import now
from recruiterdash.requisitions.models import (
    Part,
    Requisition,
    RequisitionState,
    Stage,
    StageType,
    TeamMember,
)
from recruiterdash.team import passwords
from recruiterdash.team.models import InstanceFact, Role
from recruiterdash.team.permissions import Viewer, permissions_of
from recruiterdash.waiting.models import Standing
from recruiterdash.worker import Worker

_numbers = count(1)
PASSWORD = "orange tractor on the moon"


@cache
def hashed() -> str:
    return passwords.hashed(PASSWORD)


@dataclass
class World:
    """One requisition, its recruiter, a colleague who sees nothing of it, and as many people as needed."""

    database: Database
    settings: Settings
    priya: Viewer = field(init=False)
    stranger: Viewer = field(init=False)
    requisition_id: int = field(init=False)
    #: User -> what they log in with.
    mailboxes: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.writing() as session:
            # what an earlier test left behind must not keep this one's letters back
            left = (brakes.HOLD, brakes.PAUSE, ats.NEWEST, ats.RULES)
            session.execute(delete(InstanceFact).where(InstanceFact.name.in_(left)))
            messages.seed_library(session, now())
            office = team.create_office(
                session, team.OfficeDraft(f"Office {next(_numbers)}", "UTC"), now=now(), actor_id=None
            )
            self.priya = self._colleague(session, "Priya Shah", "Recruiter")
            self.stranger = self._colleague(session, "Sam Stranger", "Recruiter")
            self.requisition_id = self._requisition(session, office.id)

    def _colleague(self, session: Session, name: str, title: str) -> Viewer:
        roles = frozenset({Role.RECRUITER})
        draft = team.UserDraft(name, f"colleague{next(_numbers)}@borealis.example", roles, title)
        user = team.create_user(session, draft, now=now(), actor_id=None, hashed=hashed())
        self.mailboxes[user.id] = draft.email or ""
        return Viewer(user.id, name, roles, permissions_of(roles))

    def _requisition(self, session: Session, office_id: int) -> int:
        requisition = Requisition(
            reference=f"R-{next(_numbers)}",
            title="Staff Nurse",
            state=RequisitionState.OPEN,
            office_id=office_id,
            recruiter_id=self.priya.user_id,
            created_at=now(),
            stages=[Stage(position=0, name="Review", type=StageType.APPLICATION)],
            team=[TeamMember(user_id=self.priya.user_id, part=Part.RECRUITER)],
        )
        session.add(requisition)
        session.flush()
        return requisition.id

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is committed when its block ends well."""
        with self.database.writing() as session:
            yield session
            session.commit()

    # --- people and letters ------------------------------------------------------------------------

    def person(self, name: str = "Amara", **facts: Any) -> int:
        """Somebody applies; returns the application's id."""
        given = {
            "first_name": name,
            "last_name": "Okafor",
            "email": f"{name.lower()}{next(_numbers)}@example.org",
            **facts,
        }
        with self.writing() as session:
            who = candidates.create(session, candidates.Facts(**given), now=now(), actor_id=None)
            requisition = session.get_one(Requisition, self.requisition_id)
            application = journey.apply(session, who, requisition, applied_at=now(), now=now(), actor_id=None)
            return application.id

    def letter(self, application_id: int, type_: MessageType = MessageType.STATUS, **changes: Any) -> Letter:
        """A letter as the form would give it back untouched."""
        with self.database.reading() as session:
            draft = messages.prepare(
                session, self.priya, application_id, type_, now=now(), company=self.settings.company
            )
        letter = Letter(
            type_,
            draft.subject,
            draft.body,
            draft.token,
            draft.promise,
            draft.about.application.version,
            template_version_id=draft.template_version_id,
        )
        return letter._replace(**changes)

    def queue(
        self,
        application_id: int,
        letter: Letter | None = None,
        *,
        viewer: Viewer | None = None,
        undo: float = 0.0,
    ) -> int:
        """Approve a letter; returns its id."""
        settings = replace(self.settings, undo_seconds=undo)
        letter = letter or self.letter(application_id)
        with self.writing() as session:
            return messages.queue(
                session, viewer or self.priya, application_id, letter, now=now(), settings=settings
            ).id

    def cancel(self, message_id: int, viewer: Viewer | None = None) -> None:
        with self.writing() as session:
            messages.cancel(session, viewer or self.priya, message_id, now=now())

    def change(self, application_id: int, act: Callable[[Session, Application], object]) -> None:
        """Let something happen to an application."""
        with self.writing() as session:
            act(session, session.get_one(Application, application_id))

    def worker(self, **changes: Any) -> Worker:
        return Worker(replace(self.settings, **changes), self.database)

    # --- what became of it -------------------------------------------------------------------------

    def message(self, message_id: int) -> Message:
        with self.database.reading() as session:
            return session.get_one(Message, message_id)

    def state(self, message_id: int) -> MessageState:
        return self.message(message_id).state

    def way(self, message_id: int) -> list[str]:
        """The states a letter went through."""
        with self.database.reading() as session:
            rows = select(MessageChange.after).where(MessageChange.message_id == message_id)
            return list(session.scalars(rows.order_by(MessageChange.id)))

    def moment(self, message_id: int, state: MessageState) -> datetime:
        """When a letter came to a state for the first time."""
        with self.database.reading() as session:
            rows = select(MessageChange.at).where(
                MessageChange.message_id == message_id, MessageChange.after == state.value
            )
            return session.scalars(rows.order_by(MessageChange.id).limit(1)).one()

    def reason(self, message_id: int) -> str:
        with self.database.reading() as session:
            rows = select(MessageChange.reason).where(MessageChange.message_id == message_id)
            return session.scalars(rows.order_by(MessageChange.id.desc()).limit(1)).one()

    def settled(self, message_id: int) -> MessageApplication:
        with self.database.reading() as session:
            rows = select(MessageApplication).where(MessageApplication.message_id == message_id)
            return session.scalars(rows).one()

    def words(self, application_id: int) -> list[Event]:
        """What we said to a person, oldest first."""
        with self.database.reading() as session:
            rows = select(Event).where(Event.application_id == application_id, Event.type == "out")
            return list(session.scalars(rows.order_by(Event.id)))

    def standing(self, application_id: int) -> Standing:
        with self.database.reading() as session:
            return session.scalars(select(Standing).where(Standing.application_id == application_id)).one()

    def application(self, application_id: int) -> Application:
        with self.database.reading() as session:
            return session.get_one(Application, application_id)

    def person_of(self, session: Session, application_id: int) -> Candidate:
        return session.get_one(Candidate, session.get_one(Application, application_id).candidate_id)


class Post(Catcher):
    """A real mail server on loopback that remembers what it took."""

    def __init__(self) -> None:
        self.letters: list[Caught] = []
        super().__init__(self.letters.append)
