"""Letters to thousands at once: how long their preview takes, and their confirmation."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.ground import Figure, Maker, command, settings_for
from recruiterdash import candidates, journey, moments, team
from recruiterdash.candidates.models import Disposition
from recruiterdash.db import Database
from recruiterdash.messages import MessageType, batches
from recruiterdash.messages.batches import Confirmation, Wanted
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of

Done = TypeVar("Done")
SUBJECT = "Your application for {{ requisition.titles }}"
NO = (
    "Dear {{ candidate.preferred_name }},\n\nThank you for applying for the role of "
    "{{ requisition.titles }} at {{ company.name }}. We have decided not to go ahead with your application.\n\n"
    "This decision is about this one role, and nothing more is needed from you.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}\n"
)
PREVIEW, CONFIRM = 20.0, 10.0
#: Requisitions that the letters are spread over.
ROLES = 20


def measure(kind: str, make: Maker, letters: int = 10_000) -> list[Figure]:
    """Return the two figures of a rejection of so many people, each decided together with its letter."""
    url = make(kind)
    command(url, "demo", "load", "--applications", "1000")
    settings = settings_for(url, company="Borealis", mail_from="jobs@borealis.example")
    database, now = Database(url), moments.now()
    with database.writing() as session:
        first, second = (_admin(session, name, now) for name in ("First", "Second"))
        ids = _applicants(session, letters, first, now)
        session.commit()
    wanted = Wanted(ids, MessageType.REJECTION_APPLICATION, SUBJECT, NO, reason=Disposition.NOT_SELECTED)
    with database.writing() as session:
        made, previewed = _timed(
            session, lambda: batches.preview(session, first, wanted, now=now, settings=settings)
        )
        count, batch_id = made.batch.count, made.batch.id
    with database.writing() as session:
        given = Confirmation(made.token, count)
        _, confirmed = _timed(
            session, lambda: batches.confirm(session, first, given, now=now, settings=settings)
        )
    with database.writing() as session:
        later = now + timedelta(minutes=1)
        answer, approved = _timed(
            session, lambda: batches.approve(session, second, batch_id, now=later, settings=settings)
        )
    database.close()
    name = f"{kind}, {answer.said['queued']:,} letters"
    return [
        Figure(f"{name}: preview", previewed, "s", PREVIEW),
        Figure(f"{name}: confirmed and approved, decisions and all", confirmed + approved, "s", CONFIRM),
    ]


def _timed(session: Session, act: Callable[[], Done]) -> tuple[Done, float]:
    begun = time.perf_counter()
    done = act()
    session.commit()
    return done, time.perf_counter() - begun


def _admin(session: Session, name: str, now: datetime) -> Viewer:
    roles = frozenset({Role.ADMIN})
    draft = team.UserDraft(name, f"{name.lower()}@bench.example", roles, "Partner")
    user = team.create_user(session, draft, now=now, actor_id=None, hashed="-")
    return Viewer(user.id, name, roles, permissions_of(roles))


def _applicants(session: Session, count: int, owner: Viewer, now: datetime) -> list[int]:
    """Let people apply who have heard nothing yet."""
    wanted = session.scalars(
        select(Requisition).where(Requisition.state == RequisitionState.OPEN).limit(ROLES)
    ).all()
    ids: list[int] = []
    for number in range(count):
        facts = candidates.Facts(first_name=f"Amara{number}", email=f"amara{number}@example.org")
        who = candidates.create(session, facts, now=now, actor_id=None)
        made = journey.apply(
            session,
            who,
            wanted[number % len(wanted)],
            applied_at=now - timedelta(days=10),
            now=now,
            actor_id=None,
            owner_id=owner.user_id,
        )
        ids.append(made.id)
    return ids
