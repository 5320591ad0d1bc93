"""The rules people of a file will stand under, learnt by making their requisitions and undoing it again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey, waiting
from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.imports import nouns
from recruiterdash.imports.gathering import Gathered
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.mapping import Format
from recruiterdash.imports.people import source_called
from recruiterdash.imports.plan import PlannedRequisition
from recruiterdash.imports.staging import Setup
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer


def rehearse(
    session: Session,
    gathered: Gathered,
    requisitions: list[PlannedRequisition],
    ground: Ground,
    format_: Format,
    *,
    viewer: Viewer | None,
    now: datetime,
) -> Setup:
    """Return what rows are computed from. session: its transaction is given up, nothing of it stays."""
    made = nouns.make(session, requisitions, (), ground, viewer=viewer, now=now)
    books = waiting.rulebooks(session, made.requisitions.values())
    shared = {
        each.number: journey.happenings_of(session, each.id, [0])[0]
        for each in requisitions
        if each.id is not None and not each.closed_to_viewer
    }
    mailboxes = session.execute(select(User.email, User.id).where(User.email.is_not(None)))
    colleagues = {fold_mailbox(email) or "": id_ for email, id_ in mailboxes}
    setup = Setup(
        system=format_.system,
        source=source_called(format_),
        dialect=session.get_bind().dialect.name,
        now=now,
        words=gathered.words,
        rules={number: books[row.id] for number, row in made.requisitions.items()},
        shared=shared,
        colleagues=colleagues,
    )
    session.rollback()
    return setup
