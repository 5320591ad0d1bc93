"""The rules people of a file will stand under, learnt by opening their offices and undoing it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey, waiting
from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.imports import nouns
from recruiterdash.imports.gathering import Gathered
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.mapping import Format
from recruiterdash.imports.meeting import AT_ONCE
from recruiterdash.imports.people import source_called
from recruiterdash.imports.plan import PlannedRequisition
from recruiterdash.imports.staging import Setup
from recruiterdash.requisitions.models import Requisition
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
    open_to = [each for each in requisitions if not each.closed_to_viewer]
    fresh = [each for each in open_to if each.id is None]
    offices = nouns.make_offices(session, fresh, ground, now=now, actor_id=viewer.user_id if viewer else None)
    rules = _rules_of_new(session, fresh, offices) | _rules_of_known(session, open_to)
    shared = {
        each.number: journey.happenings_of(session, each.id, [0])[0]
        for each in open_to
        if each.id is not None
    }
    mailboxes = session.execute(select(User.email, User.id).where(User.email.is_not(None)))
    colleagues = {fold_mailbox(email) or "": id_ for email, id_ in mailboxes}
    setup = Setup(
        system=format_.system,
        source=source_called(format_),
        dialect=session.get_bind().dialect.name,
        now=now,
        words=gathered.words,
        rules=rules,
        shared=shared,
        colleagues=colleagues,
    )
    session.rollback()
    return setup


def _rules_of_new(
    session: Session, fresh: Sequence[PlannedRequisition], offices: Mapping[str, int]
) -> dict[int, waiting.Rulebook]:
    """New requisitions of one office stand under the same rules: nothing else is known of them yet."""
    books = {
        id_: waiting.rulebook(session, Requisition(office_id=id_, jurisdiction=""))
        for id_ in set(offices.values())
    }
    return {each.number: books[offices[each.said.office]] for each in fresh}


def _rules_of_known(session: Session, planned: Sequence[PlannedRequisition]) -> dict[int, waiting.Rulebook]:
    ids = {each.id: each.number for each in planned if each.id is not None}
    found: dict[int, waiting.Rulebook] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = select(Requisition).where(Requisition.id.in_(list(ids)[start : start + AT_ONCE]))
        books = waiting.rulebooks(session, session.scalars(some))
        found |= {ids[id_]: book for id_, book in books.items()}
    return found
