"""A house for batches: a recruiter, colleagues who may be the second, and as many people as needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey, team
from recruiterdash.candidates.models import Application, Disposition, InterviewKind, Outcome
from recruiterdash.journey import Happened
from recruiterdash.messages import MANNERS, MessageType, batches
from recruiterdash.messages.batch_rows import Batch, BatchApplication, BatchRow
from recruiterdash.messages.batches import Answer, Confirmation, Preview, Undone, Wanted
from recruiterdash.messages.batches.sending import Skipped
from recruiterdash.messages.models import Message
from recruiterdash.moments import now
from recruiterdash.requisitions.models import (
    Part,
    Requisition,
    RequisitionState,
    Stage,
    StageType,
    TeamMember,
)
from recruiterdash.team.models import Role, User
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.messages.world import World, _numbers, hashed

STATUS = (
    "Your application for {{ requisition.titles }}",
    "Dear {{ candidate.preferred_name }},\n\nI am writing about your application for the role of "
    "{{ requisition.titles }} at {{ company.name }}. We have not decided yet, and you are still being "
    "considered. You will hear from me by {{ promise.date }}, even if nothing is decided by then.\n\n"
    "If you have a question before that, reply to this message: it reaches me.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}\n",
)
NO = (
    "Your application for {{ requisition.titles }}",
    "Dear {{ candidate.preferred_name }},\n\nThank you for applying for the role of "
    "{{ requisition.titles }} at {{ company.name }}. We have decided not to go ahead with your "
    "application.\n\nThis decision is about this one role, and nothing more is needed from you. If you have a "
    "question about it, or about the data we keep, reply to this message: it reaches me.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}\n",
)


@dataclass
class Ward:
    """Priya makes batches, Alma may approve them."""

    world: World
    alma: Viewer = field(init=False)

    def __post_init__(self) -> None:
        with self.world.writing() as session:
            self.alma = self.colleague(session, "Alma Admin", Role.ADMIN)

    #: Why people are turned down here.
    reason = Disposition.NOT_SELECTED

    @property
    def priya(self) -> Viewer:
        return self.world.priya

    def colleague(self, session: Session, name: str, *roles: Role) -> Viewer:
        draft = team.UserDraft(
            name, f"colleague{next(_numbers)}@borealis.example", frozenset(roles), "Partner"
        )
        user = team.create_user(session, draft, now=now(), actor_id=None, hashed=hashed())
        return Viewer(user.id, name, frozenset(roles), permissions_of(roles))

    def people(self, count: int, **facts: Any) -> list[int]:
        return [self.world.person(f"Amara{number}", **facts) for number in range(count)]

    def requisition(self, title: str, recruiter: Viewer | None = None) -> int:
        """Another requisition of Priya's, or of somebody else's."""
        who = recruiter or self.priya
        with self.world.writing() as session:
            own = session.get_one(Requisition, self.world.requisition_id)
            made = Requisition(
                reference=f"R-{next(_numbers)}",
                title=title,
                state=RequisitionState.OPEN,
                office_id=own.office_id,
                recruiter_id=who.user_id,
                created_at=now(),
                stages=[Stage(position=0, name="Review", type=StageType.APPLICATION)],
                team=[TeamMember(user_id=who.user_id, part=Part.RECRUITER)],
            )
            session.add(made)
            session.flush()
            return made.id

    def applies(self, application_id: int, requisition_id: int) -> int:
        """The same person applies for another role, too."""
        with self.world.writing() as session:
            who = self.world.person_of(session, application_id)
            wanted = session.get_one(Requisition, requisition_id)
            made = journey.apply(session, who, wanted, applied_at=now(), now=now(), actor_id=None)
            return made.id

    def meets(self, application_id: int, stage: str, minutes: int = 60, *, days: float = -2) -> None:
        """An interview is held, or booked when it lies ahead."""
        at = now() + timedelta(days=days)
        with self.world.writing() as session:
            application = session.get_one(Application, application_id)
            booking = journey.Booking(
                StageType(stage), InterviewKind.VIDEO, at - timedelta(minutes=minutes), at
            )
            journey.book_interview(session, application, booking, now=now(), actor_id=None)

    def colleague_named(self, session: Session, user_id: int) -> User:
        return session.get_one(User, user_id)

    #: What a batch's letters are kept as.
    message_class = Message

    # --- batches

    def wanted(
        self, ids: Sequence[object], type_: MessageType = MessageType.STATUS, **changes: Any
    ) -> Wanted:
        subject, body = NO if MANNERS[type_].decision is Outcome.REJECT else STATUS
        return Wanted(ids, type_, subject, body)._replace(**changes)

    def preview(self, wanted: Wanted, viewer: Viewer | None = None, at: datetime | None = None) -> Preview:
        with self.world.writing() as session:
            made = batches.preview(
                session, viewer or self.priya, wanted, now=at or now(), settings=self.world.settings
            )
            session.refresh(made.batch)
            return made

    def confirm(
        self,
        token: str,
        typed: int | None = None,
        *,
        viewer: Viewer | None = None,
        at: datetime | None = None,
        undo: float = 0.0,
        **more: Any,
    ) -> Answer:
        with self.world.writing() as session:
            return batches.confirm(
                session,
                viewer or self.priya,
                Confirmation(token, typed, **more),
                now=at or now(),
                settings=replace(self.world.settings, undo_seconds=undo),
            )

    def approve(self, batch_id: int, viewer: Viewer, at: datetime | None = None) -> Answer:
        with self.world.writing() as session:
            return batches.approve(session, viewer, batch_id, now=at or now(), settings=self.world.settings)

    def undo(self, batch_id: int, viewer: Viewer | None = None) -> Undone:
        with self.world.writing() as session:
            return batches.undo(session, viewer or self.priya, batch_id, now=now())

    def reject(self, ids: Sequence[int], undo: float = 10.0, **changes: Any) -> Answer:
        """Preview and confirm a rejection."""
        made = self.preview(self.wanted(ids, MessageType.REJECTION_APPLICATION, **changes))
        return self.confirm(made.token, made.batch.count, undo=undo)

    # --- what became of it

    def batch(self, batch_id: int) -> Batch:
        with self.world.database.reading() as session:
            return session.get_one(Batch, batch_id)

    def rows(self, batch_id: int) -> list[BatchRow]:
        with self.world.database.reading() as session:
            found = select(BatchRow).where(BatchRow.batch_id == batch_id).order_by(BatchRow.position)
            return list(session.scalars(found))

    def excluded(self, batch_id: int) -> dict[int, str]:
        """Application -> the word for why it was left out."""
        with self.world.database.reading() as session:
            found = select(BatchApplication).where(
                BatchApplication.batch_id == batch_id, BatchApplication.row_id.is_(None)
            )
            return {each.application_id: each.code for each in session.scalars(found)}

    def word(self, application_id: int, kind: str = "question") -> None:
        """They write to us."""
        self.world.change(
            application_id,
            lambda session, one: journey.record(session, one, Happened("in", now(), kind), now=now()),
        )


def skipped_of(answer: Answer) -> dict[int, str]:
    return {each["application"]: each["reason"] for each in answer.said["skipped"]}


__all__ = ["NO", "STATUS", "Disposition", "Skipped", "Ward", "skipped_of"]
