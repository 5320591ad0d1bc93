"""What the rules answered, written: clocks with every later change, and where each application stands."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, TextClause, func, insert, select, text
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import Application
from recruiterdash.errors import Conflict
from recruiterdash.waiting.course import Course
from recruiterdash.waiting.models import Clock, ClockChange, PolicyVersion, Standing
from recruiterdash.waiting.packing import CLOCK_COLUMNS, STANDING_COLUMNS
from recruiterdash.waiting.policy import pack_from, policy_from, stored_pack
from recruiterdash.waiting.rows import (
    CHANGING,
    ClockRow,
    Key,
    StandingRow,
    as_text,
    clock_row,
    standing_row,
)
from recruiterdash.waiting.rulebooks import ensure_policy

#: What `packed` makes rows of.
TABLES = ((Clock, CLOCK_COLUMNS), (Standing, STANDING_COLUMNS))


def store(session: Session, courses: Sequence[tuple[Application, Course]], *, now: datetime) -> list[int]:
    """Bring applications' stored clocks and standings up to their courses; return the ids of those that changed.

    Each difference of a clock that was there leaves a row saying what it was before. Nothing is committed.
    """
    changed: list[int] = []
    for some in _in_batches(courses):
        ids = [application.id for application, _ in some]
        clocks: dict[int, dict[Key, Clock]] = {id_: {} for id_ in ids}
        for row in session.scalars(select(Clock).where(Clock.application_id.in_(ids))):
            clocks[row.application_id][row.name, row.spell, row.cycle] = row
        found = session.scalars(select(Standing).where(Standing.application_id.in_(ids)))
        standings = {standing.application_id: standing for standing in found}
        fresh: list[dict[str, Any]] = []
        for application, course in some:
            stored, standing = clocks[application.id], standings.get(application.id)
            if _store(session, application, course, stored, standing, fresh, now):
                changed.append(application.id)
        if fresh:
            session.execute(insert(Clock), fresh)
        session.flush()
    return changed


def _in_batches(
    courses: Sequence[tuple[Application, Course]],
) -> Iterator[Sequence[tuple[Application, Course]]]:
    """Yield as many at a time as a statement takes parameters for."""
    for start in range(0, len(courses), 500):
        yield courses[start : start + 500]


def _store(
    session: Session,
    application: Application,
    course: Course,
    stored: Mapping[Key, Clock],
    standing: Standing | None,
    fresh: list[dict[str, Any]],
    now: datetime,
) -> bool:
    """Compare one application. fresh: takes the rows of clocks that were not there."""
    wanted = {row.key: row for row in map(clock_row, course.lines)}
    changed = False
    for key in stored.keys() - wanted.keys():
        _note_change(session, application.id, key, _columns(stored[key]), {}, now)
        session.delete(stored[key])
        changed = True
    for key in stored.keys() & wanted.keys():
        changed |= _follow(session, stored[key], wanted[key], now)
    new = wanted.keys() - stored.keys()
    fresh += [_values(application, wanted[key]) for key in new]
    still_before = any(
        row.from_before and wanted[key].stopped_at is None for key, row in stored.items() if key in wanted
    )
    stands = _stand(session, application, standing, standing_row(course), still_before)
    return changed or bool(new) or stands


#: The ids go as one value: a batch has thousands.
_GIVEN = {
    "sqlite": "SELECT CAST(value AS INTEGER) AS id FROM json_each(:ids)",
    "postgresql": "SELECT CAST(value AS bigint) AS id FROM json_array_elements_text(CAST(:ids AS json))",
}


def _of_given(words: str) -> dict[str, TextClause]:
    return {kind: text(words.format(given=given)) for kind, given in _GIVEN.items()}


_ONE_MORE = _of_given(
    "INSERT INTO letters_under_way (id, letters) SELECT id, 1 FROM ({given}) AS given WHERE true "
    "ON CONFLICT (id) DO UPDATE SET letters = letters_under_way.letters + 1"
)
_THE_LAST = _of_given("DELETE FROM letters_under_way WHERE letters <= 1 AND id IN ({given}) RETURNING id")
_ONE_LESS = _of_given("UPDATE letters_under_way SET letters = letters - 1 WHERE id IN ({given})")
_NONE_LEFT = _of_given("DELETE FROM letters_under_way WHERE letters <= 0 AND id IN ({given})")


def letters_set_out(session: Session, application_ids: Collection[int]) -> None:
    """Count one more letter on its way to the candidate of each of some applications."""
    _for_given(session, _ONE_MORE, application_ids)


def letters_arrived(session: Session, application_ids: Collection[int]) -> None:
    """Count one letter less on its way to the candidate of each of some applications: arrived, or kept back."""
    # most have just one; what another transaction changes meanwhile is waited for and looked at again
    gone = _for_given(session, _THE_LAST, application_ids).scalars()
    if more := set(application_ids).difference(gone):
        _for_given(session, _ONE_LESS, more)
        _for_given(session, _NONE_LEFT, more)


def _for_given(
    session: Session, statements: Mapping[str, TextClause], ids: Collection[int]
) -> CursorResult[Any]:
    connection = session.connection()
    return connection.execute(statements[connection.dialect.name], {"ids": json.dumps(sorted(ids))})


def new_policy_version(
    session: Session,
    levels: Mapping[str, Any],
    packs: Sequence[Mapping[str, Any]],
    *,
    now: datetime,
    actor_id: int | None,
    note: str = "",
    after: int | None = None,
) -> PolicyVersion:
    """Make the next version of the policy, in force from now; no due that is there moves.

    after: the version the person looked at; Conflict when there is a newer one. Raises BadInput for a level or
    pack that makes no sense.
    """
    ensure_policy(session)
    policy_from(levels)
    checked = [stored_pack(pack_from(pack)) for pack in packs]
    newest = session.scalar(select(func.max(PolicyVersion.number))) or 0
    if after is not None and after != newest:
        raise Conflict(
            f"The policy was changed meanwhile: version {newest} is there already. Nothing was saved."
        )
    version = PolicyVersion(
        number=newest + 1, levels=dict(levels), packs=checked, valid_from=now, created_by=actor_id, note=note
    )
    session.add(version)
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="policy.edit",
        subject="policy",
        subject_id=version.id,
        number=newest + 1,
    )
    return version


def _follow(session: Session, stored: Clock, wanted: ClockRow, now: datetime) -> bool:
    values = wanted._asdict()
    different = [name for name in CHANGING if getattr(stored, name) != values[name]]
    if not different:
        return False
    before = {name: getattr(stored, name) for name in different}
    after = {name: values[name] for name in different}
    _note_change(session, stored.application_id, wanted.key, before, after, now)
    for name in different:
        setattr(stored, name, values[name])
    return True


def _note_change(
    session: Session,
    application_id: int,
    key: Key,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
) -> None:
    session.add(
        ClockChange(
            application_id=application_id,
            name=key[0],
            spell=key[1],
            cycle=key[2],
            recorded_at=now,
            before=as_text(before),
            after=as_text(after),
        )
    )


def _columns(row: Clock) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CHANGING}


def _values(application: Application, row: ClockRow) -> dict[str, Any]:
    return {
        **row._asdict(),
        "application_id": application.id,
        "requisition_id": application.requisition_id,
        "from_before": False,
    }


def _stand(
    session: Session,
    application: Application,
    standing: Standing | None,
    row: StandingRow,
    from_before: bool,
) -> bool:
    if standing is None:
        session.add(
            Standing(
                application_id=application.id,
                requisition_id=application.requisition_id,
                from_before=from_before,
                version=1,
                **row._asdict(),
            )
        )
        return True
    values = {**row._asdict(), "from_before": from_before}
    different = {name: value for name, value in values.items() if getattr(standing, name) != value}
    for name, value in different.items():
        setattr(standing, name, value)
    if different:
        standing.version += 1
    return bool(different)
