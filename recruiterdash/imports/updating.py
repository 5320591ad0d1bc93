"""What a newer file changes of people and applications there are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import candidates, journey
from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.operations import MOVES_CLOCKS, write_words
from recruiterdash.imports import disagreeing
from recruiterdash.imports.comparing import digest_of_person
from recruiterdash.imports.mapping import Format
from recruiterdash.imports.nouns import Nouns
from recruiterdash.imports.people import mailbox, source_called
from recruiterdash.imports.plan import KnownApplication, KnownPerson
from recruiterdash.imports.said import PersonSaid
from recruiterdash.imports.staging import happened
from recruiterdash.journey.happened import Happened
from recruiterdash.messages import ats

AT_ONCE = 500


def add_people(session: Session, people: Sequence[PersonSaid], format_: Format, *, now: datetime) -> None:
    """Write people who have applied for nothing; no clock runs for them."""
    for start in range(0, len(people), AT_ONCE):
        rows = [_person(said, format_, now) for said in people[start : start + AT_ONCE]]
        session.add_all(rows)
        session.flush()
        for row in rows:
            write_words(session, row)
            if row.internal:
                candidates.know_colleague(session, row, now=now, actor_id=None)
        session.flush()


def _person(said: PersonSaid, format_: Format, now: datetime) -> Candidate:
    address = mailbox(said.email)
    return Candidate(
        first_name=said.first,
        last_name=said.last,
        email=address,
        email_folded=fold_mailbox(address),
        phone=said.phone,
        zone=said.zone,
        internal=bool(said.internal),
        internal_source=source_called(format_) if said.internal else "",
        internal_since=now if said.internal else None,
        source_system=format_.system,
        source_id=said.id or None,
        source_digest=digest_of_person(said),
        created_at=now,
    )


def update_people(session: Session, known: Sequence[KnownPerson], *, now: datetime) -> None:
    """Write what a file changes of people; clocks follow where they depend on it."""
    for start in range(0, len(known), AT_ONCE):
        some = {each.id: each for each in known[start : start + AT_ONCE]}
        moved = []
        for row in session.scalars(select(Candidate).where(Candidate.id.in_(some)).with_for_update()):
            each = some[row.id]
            for column, value in each.values.items():
                setattr(row, column, value)
            if each.changes:
                session.flush()
                write_words(session, row)
                candidates.know_colleague(session, row, now=now, actor_id=None)
            if MOVES_CLOCKS & each.values.keys():
                moved.append(row.id)
        session.flush()
        _settle(session, moved_people=moved, now=now)


def update_applications(
    session: Session, known: Sequence[KnownApplication], made: Nouns, format_: Format, *, now: datetime
) -> None:
    """Write what a file changes of applications: facts, then what happened, then their clocks."""
    for start in range(0, len(known), AT_ONCE):
        some = {each.id: each for each in known[start : start + AT_ONCE]}
        rows = select(Application).where(Application.id.in_(some)).order_by(Application.id).with_for_update()
        told: dict[int, list[tuple[Application, list[Happened]]]] = defaultdict(list)
        open_ = ats.disputed(session, some)
        for row in session.scalars(rows).all():
            each = some[row.id]
            _take_over(row, each, made)
            if each.disagreed or row.id in open_:
                disagreeing.keep(session, row, format_.system, each.disagreed, now=now)
            if each.happenings:
                told[row.requisition_id].append((row, [happened(said) for said in each.happenings]))
        session.flush()
        for together in told.values():
            journey.take_in(session, together, now=now)


def _settle(session: Session, *, moved_people: Sequence[int], now: datetime) -> None:
    if not moved_people:
        return
    together: dict[int, list[Application]] = defaultdict(list)
    for row in session.scalars(select(Application).where(Application.candidate_id.in_(moved_people))):
        together[row.requisition_id].append(row)
    for rows in together.values():
        journey.settle(session, rows, now=now)


def _take_over(row: Application, each: KnownApplication, made: Nouns) -> None:
    row.source_said = each.source_said
    values = each.values
    if "stage" in values:
        row.stage_id = made.stages.get((each.case.requisition, values["stage"]))
        row.stage_type = values["stage_type"]
    if "owner" in values:
        row.owner_id = made.owner(each.case.requisition, values["owner"]) or row.owner_id
    for column in ("origin", "source_system", "source_id"):
        if column in values:
            setattr(row, column, values[column])
