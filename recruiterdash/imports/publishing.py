"""One transaction: what was laid aside becomes rows, all of them or none."""

import marshal
import pickle
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from recruiterdash import audit, bulk
from recruiterdash.bulk import Packed
from recruiterdash.candidates.models import Application, Candidate, Decision, Interview
from recruiterdash.candidates.operations import follow_stage_types
from recruiterdash.db import Model
from recruiterdash.errors import Conflict
from recruiterdash.imports import nouns, staging, under_way
from recruiterdash.imports.crew import computed
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.nouns import Nouns
from recruiterdash.imports.preparing import Prepared, footing
from recruiterdash.imports.staging import Keys, Numbered, Refers, Setup
from recruiterdash.imports.updating import add_people, update_applications, update_people
from recruiterdash.messages.ats import NEWEST
from recruiterdash.requisitions.models import Requisition, Stage
from recruiterdash.team.models import InstanceFact, User

#: Any number that all imports agree on.
LOCK = 7_340_261
#: So much of a report stands in its row; all of it is in the report's own file.
IN_ROW = 200


class Moved(Conflict):
    """What the plan stands on has changed meanwhile; it has to be made anew."""


def publish(
    session: Session,
    prepared: Prepared,
    *,
    run: ImportRun,
    now: datetime,
    exported_at: datetime | None = None,
) -> None:
    """Write a prepared import: all of it, or nothing when the transaction does not end well.

    session: writing, with nothing in it yet. run: the row of this import; it becomes DONE. exported_at: when the
    file was written, where that is known; its data are as old as that. Nothing is committed. Raises Moved when
    another import, a calendar or a policy came between plan and publishing.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if footing(session) != prepared.footing:
        raise Moved("Another import or a change of calendars came in between.")
    if prepared.setup is None:
        raise Conflict("This was a dry run: there is nothing to publish.")
    owners = prepared.gathered.recruiters
    made = nouns.make(
        session, prepared.requisitions, owners, prepared.ground, viewer=prepared.viewer, now=now
    )
    follow_stage_types(session, made.retyped)
    nouns.remember(session, prepared.ground)
    _hold(session, prepared, made)
    with bulk.unchecked(session):
        _write(session, prepared, prepared.setup, made)
    for number in prepared.known.heaps():
        for pickled in prepared.known.take(number):
            known_people, known = pickle.loads(pickled)  # noqa: S301 - our own bytes
            update_people(session, known_people, now=now)
            update_applications(session, known, made, prepared.look.format, now=now)
    for number in prepared.lone.heaps():
        for pickled in prepared.lone.take(number):
            add_people(session, pickle.loads(pickled), prepared.look.format, now=now)  # noqa: S301 - as above
    bulk.take_stock(session)
    _finish(session, prepared, run, now, exported_at)


def _hold(session: Session, prepared: Prepared, made: Nouns) -> None:
    """Keep what new rows refer to and the import does not make itself."""
    there: dict[type[Model], Collection[int]] = {
        User: {*made.colleagues.values(), *(prepared.setup.colleagues.values() if prepared.setup else ())},
        Requisition: [each.id for each in made.requisitions.values()],
        Stage: made.stages.values(),
        Candidate: prepared.known_people,
    }
    if not all(bulk.hold(session, model, ids) for model, ids in there.items()):
        raise Moved("Somebody was removed whom the import refers to.")


def _write(session: Session, prepared: Prepared, setup: Setup, made: Nouns) -> None:
    """Write the rows of new applications and of their people.

    On SQLite their rows are ready, on PostgreSQL they are computed while those before them are written.
    """
    numbered = _numbered(session, prepared, made)
    if setup.dialect == "sqlite":
        for number, numbers in enumerate(numbered):
            heap = staging.read_staged(prepared.new.take_bytes(number))
            _insert(session, staging.laid_out(heap, setup.cells, numbers))
        return
    heaps = (
        (prepared.new.take_bytes(number), staging.write_numbered(numbers))
        for number, numbers in enumerate(numbered)
    )
    said = False
    for rows in computed(staging.stage_whole, setup, heaps, prepared.gathered.applications):
        said = said or under_way.say(session)
        _insert(session, marshal.loads(rows))  # noqa: S302 - our own bytes


def _insert(session: Session, laid: Sequence[list[Packed] | bytes]) -> None:
    for (model, columns), rows in zip(staging.TABLES, laid, strict=True):
        bulk.insert_packed(session, model, columns, rows)


def _numbered(session: Session, prepared: Prepared, made: Nouns) -> Iterator[Numbered]:
    """Yield the ids of each heap."""
    people = bulk.reserve(session, Candidate, prepared.new_people)
    for number in prepared.refers.heaps():
        heap = [Refers._make(values) for values in prepared.refers.take(number)]
        ids = bulk.reserve(session, Application, len(heap))
        yield Numbered(
            [_keys(id_, each, people, made) for id_, each in zip(ids, heap, strict=True)],
            iter(bulk.reserve(session, Interview, sum(each.meetings for each in heap))),
            iter(bulk.reserve(session, Decision, sum(each.decisions for each in heap))),
        )


def _keys(id_: int, each: Refers, people: Sequence[int], made: Nouns) -> Keys:
    return Keys(
        id_,
        people[each.person] if each.person >= 0 else -each.person - 1,
        made.requisitions[each.requisition].id,
        made.stages.get((each.requisition, each.stage)),
        made.owner(each.requisition, each.owner),
    )


def _finish(
    session: Session, prepared: Prepared, run: ImportRun, now: datetime, exported_at: datetime | None
) -> None:
    """Say that it is done: the run, how old the data are, the audit row."""
    report = prepared.report
    as_of = prepared.gathered.newest
    run.digest, run.format = prepared.look.sheet.digest, prepared.look.format.name
    run.state, run.finished_at, run.data_as_of = ImportState.DONE, now, as_of
    run.rows_done = run.rows_total = prepared.gathered.rows
    run.report = short(prepared)
    session.add(run)
    session.flush()
    fact = session.scalars(select(InstanceFact).where(InstanceFact.name == NEWEST)).one_or_none()
    exported = exported_at.isoformat() if exported_at else None
    written = (fact.value if fact else {}).get("written", {})
    value = {
        "run": run.id,
        "data_as_of": as_of.isoformat() if as_of else None,
        "exported_at": exported,
        # of each system, for exports of others tell nothing of its people
        "written": {**written, prepared.look.format.system: exported},
    }
    if fact is None:
        session.add(InstanceFact(name=NEWEST, value=value, at=now))
    else:
        fact.value, fact.at = value, now
    audit.note(
        session,
        at=now,
        actor_id=prepared.viewer.user_id if prepared.viewer else None,
        act="import.publish",
        subject="import",
        subject_id=run.id,
        created=dict(report.created),
        updated=dict(report.updated),
    )
    session.flush()


def short(prepared: Prepared) -> dict[str, Any]:
    """Return a report as its row keeps it: counts, and the first of many warnings and bad rows."""
    document = prepared.report.document()
    document["warning_count"] = len(document["warnings"])
    document["error_count"] = prepared.report.error_count
    document["warnings"] = document["warnings"][:IN_ROW]
    document["errors"] = document["errors"][:IN_ROW]
    return document
