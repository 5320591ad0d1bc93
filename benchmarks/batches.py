"""Letters to thousands at once: how long their preview takes, and their confirmation."""

import time
from datetime import timedelta

from sqlalchemy import select

from benchmarks.ground import Figure, Maker, command, settings_for
from recruiterdash import moments
from recruiterdash.candidates.models import Application, ApplicationState
from recruiterdash.db import Database
from recruiterdash.messages import batches
from recruiterdash.messages.batches import Confirmation
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.models import Role, User, UserRole

SUBJECT = "Your application for {{ requisition.titles }}"
NO = (
    "Dear {{ candidate.preferred_name }},\n\nThank you for applying for the role of "
    "{{ requisition.titles }} at {{ company.name }}. We have decided not to go ahead with your application.\n\n"
    "This decision is about this one role, and nothing more is needed from you.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}\n"
)
PREVIEW, CONFIRM = 20.0, 10.0


def measure(kind: str, make: Maker, letters: int = 10_000) -> list[Figure]:
    """Return the two figures of a rejection of so many people, each decided with its letter."""
    url = make(kind)
    # among the imagined there are some who get no letter of a batch
    command(url, "demo", "load", "--applications", str(letters * 5))
    settings = settings_for(url, company="Borealis", mail_from="jobs@borealis.example")
    database, now = Database(url), moments.now()
    with database.reading() as session:
        admin = session.scalars(
            select(User.id).join(UserRole, UserRole.user_id == User.id).where(UserRole.role == Role.ADMIN)
        ).first()
        viewer = viewer_of(session, admin or 0)
        active = select(Application.id).where(Application.state == ApplicationState.ACTIVE)
        ids = list(session.scalars(active.order_by(Application.id)))
    wanted = eligible(database, viewer, ids, letters, settings, now)
    with database.writing() as session:
        begun = time.perf_counter()
        made = batches.preview(session, viewer, wanted, now=now, settings=settings)
        session.commit()
        previewed = time.perf_counter() - begun
        count = made.batch.count
    with database.writing() as session:
        begun = time.perf_counter()
        given = Confirmation(made.token, count)
        answer = batches.confirm(session, viewer, given, now=now + timedelta(seconds=9), settings=settings)
        if answer.said["state"] == "needs_approval":
            begun = time.perf_counter()
            batches.approve(session, second(session, admin or 0), made.batch.id, now=now, settings=settings)
        session.commit()
        confirmed = time.perf_counter() - begun
    database.close()
    name = f"{kind}, {count} letters"
    return [
        Figure(f"{name}: preview", previewed, "s", PREVIEW),
        Figure(f"{name}: confirm, decisions and all", confirmed, "s", CONFIRM),
    ]
