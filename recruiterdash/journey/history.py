"""Event rows read back as the happenings that the waiting rules take."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from recruiterdash.journey.models import Event
from recruiterdash.waiting import Happening

COLUMNS = (
    Event.id,
    Event.application_id,
    Event.type,
    Event.kind,
    Event.happened_at,
    Event.data,
    Event.voids_id,
    Event.interview_id,
)


def happenings_of(
    session: Session, requisition_id: int, application_ids: Sequence[int], *, until: datetime | None = None
) -> dict[int, list[Happening]]:
    """Return each application's happenings in order, its requisition's woven in.

    until: leave out what happened or was recorded later; what an import tells was known elsewhere all along.
    """
    known = _known_by(until) if until is not None else []
    shared = [
        (row.happened_at, row.id, _read(row))
        for row in session.execute(
            select(*COLUMNS).where(
                Event.requisition_id == requisition_id, Event.application_id.is_(None), *known
            )
        )
    ]
    own: dict[int, list[tuple[datetime, int, Happening]]] = defaultdict(list)
    for some in _in_batches(application_ids):
        for row in session.execute(select(*COLUMNS).where(Event.application_id.in_(some), *known)):
            own[row.application_id].append((row.happened_at, row.id, _read(row)))
    return {
        each: [entry[2] for entry in sorted([*own[each], *shared], key=lambda entry: entry[:2])]
        for each in application_ids
    }


def _known_by(moment: datetime) -> list[ColumnElement[bool]]:
    return [Event.happened_at <= moment, or_(Event.recorded_at <= moment, Event.source == "import")]


def happening(
    type_: str,
    kind: str | None,
    at: datetime,
    data: Mapping[str, Any],
    id_: int | None = None,
    voids: int | None = None,
    interview: int | None = None,
) -> Happening:
    """Return the rules' value of one event: days and moments parsed, everything else as it stands."""
    facts = {key: value for key, value in data.items() if key in PLAIN}
    for key in ("next_date", "deadline", "until"):
        if data.get(key):
            facts[key] = date.fromisoformat(str(data[key])[:10])
    if data.get("end"):
        facts["end"] = datetime.fromisoformat(str(data["end"])).astimezone(UTC)
    return Happening(at=at, type=type_, kind=kind, id=id_, voids=voids, interview=interview, **facts)


def as_told(happenings: Sequence[Happening], with_feedback: bool) -> Sequence[Happening]:
    """Return what a reader is told of a history; with_feedback: of feedback, too."""
    if with_feedback:
        return happenings
    untold = {each.id for each in happenings if each.feedback}
    return [
        each for each in happenings if not each.feedback and (each.voids is None or each.voids not in untold)
    ]


def is_of_feedback(data: Mapping[str, Any]) -> bool:
    """Say whether an entry is a talk or a letter of feedback: told to who has a part in it alone."""
    return bool(data.get("feedback"))


def _read(row: Any) -> Happening:
    return happening(row.type, row.kind, row.happened_at, row.data, row.id, row.voids_id, row.interview_id)


PLAIN = frozenset(
    {
        "decision",
        "status",
        "asks",
        "bounced",
        "stage",
        "preliminary",
        "scorecards",
        "by",
        "value",
        "keeps_promise",
        "feedback",
        "topic",
    }
)


def _in_batches(ids: Sequence[int], size: int = 900) -> Iterable[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
