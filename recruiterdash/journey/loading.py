"""The second door: whole histories at once, each replayed once and written in bulk."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from recruiterdash import bulk, waiting
from recruiterdash.bulk import Cells, Packed
from recruiterdash.candidates.models import Decision, Disposition, Interview, Outcome
from recruiterdash.journey.decisions import FAMILIES
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.history import happening
from recruiterdash.journey.models import Event

#: Length an interview is taken to have when only its end is known.
ASSUMED_LENGTH = timedelta(minutes=45)
EVENT_KEYS = ("requisition_id", "application_id", "interview_id", "decision_id")
EVENT_COLUMNS = (
    "type",
    "kind",
    "happened_at",
    "recorded_at",
    "actor_id",
    "source",
    "data",
    "subject",
    "body",
    "source_key",
)
INTERVIEW_COLUMNS = (
    "stage_type",
    "kind",
    "state",
    "starts_at",
    "ends_at",
    "date_only",
    "preliminary",
    "assumed",
    "topic",
    "scorecards_owed",
    "version",
)
DECISION_COLUMNS = ("number", "outcome", "reason", "family", "note", "decided_at", "decided_by")
MEETINGS = frozenset({"interview_held", "interview_scheduled"})


class History(NamedTuple):
    """All that happened to one application, in the order it happened."""

    application_id: int
    requisition_id: int
    person: waiting.Person
    happened: Sequence[Happened]


class Lived(NamedTuple):
    """A history and what the rules say about it."""

    history: History
    course: waiting.Course


class Rows(NamedTuple):
    """A lived history as rows, made ready before there is a transaction; ids are filled in when written."""

    #: Each with the places of its interview and decision among these rows, or the ids they have already.
    events: Sequence[tuple[int | None, int | None, int | None, int | None, Packed]]
    interviews: Sequence[Packed]
    decisions: Sequence[Packed]
    clocks: Sequence[Packed]
    standing: Packed


def live(history: History, rules: waiting.Rulebook, shared: Sequence[waiting.Happening] = ()) -> Lived:
    """Replay one history. Pure.

    rules: the requisition's. shared: what happened to the requisition itself, in order.
    """
    own = [
        happening(each.type, each.kind, each.at, each.data, index)
        for index, each in enumerate(history.happened)
    ]
    if shared:  # it was recorded before, so it comes first among equal moments
        own = sorted([*shared, *own], key=lambda each: each.at)
    return Lived(history, waiting.replay(own, rules, history.person))


def load(
    session: Session,
    lived: Sequence[Lived],
    *,
    now: datetime,
    imported: bool,
    disposition_of: Callable[[int], Disposition | None] = lambda _application_id: None,
) -> None:
    """Write replayed histories of applications without events: events, interviews, decisions, clocks.

    lived: a batch of a few thousand; the application rows exist. imported: what is overdue now is marked
    "from before". disposition_of: application id -> reason of its rejection, where known. Nothing is
    committed.
    """
    cells = bulk.cells_for(session.get_bind().dialect.name)
    batch = []
    for history, course in lived:
        reason = disposition_of(history.application_id)
        rows = rows_of(history.happened, course, cells, now=now, imported=imported, disposition=reason)
        batch.append((history.application_id, history.requisition_id, rows))
    write(session, batch)


def rows_of(
    happened: Sequence[Happened],
    course: waiting.Course,
    cells: Cells,
    *,
    now: datetime,
    imported: bool,
    disposition: Disposition | None,
) -> Rows:
    """Return the rows of one history, made ready for the database of `cells`. Pure; see `load`."""
    events: list[tuple[int | None, int | None, int | None, int | None, Packed]] = []
    interviews: list[Packed] = []
    decisions: list[Packed] = []
    recorded, nobody = cells.moment(now), cells.null
    for said in happened:
        meeting = decision = None
        if said.type in MEETINGS and said.interview_id is None:
            meeting = len(interviews)
            interviews.append(_interview(said, cells))
        elif said.type == "decision" and said.decision_id is None:
            decision = len(decisions)
            decisions.append(_decision(said, len(decisions) + 1, disposition, cells))
        row = (
            said.type,
            said.kind or nobody,
            cells.moment(said.at),
            recorded,
            cells.number(said.actor_id),
            said.source,
            cells.json(said.data) if said.data else "{}",
            nobody if said.subject is None else cells.text(said.subject),
            nobody if said.body is None else cells.text(said.body),
            nobody if said.source_key is None else cells.text(said.source_key),
        )
        events.append((meeting, decision, said.interview_id, said.decision_id, cells.pack(row)))
    clocks, standing = waiting.packed(course, cells, now=now, imported=imported)
    return Rows(events, interviews, decisions, clocks, standing)


def write(session: Session, batch: Sequence[tuple[int, int, Rows]]) -> None:
    """Write the rows of some histories; nothing is committed. batch: application id, requisition id, rows."""
    meetings = bulk.reserve(session, Interview, sum(len(rows.interviews) for _, _, rows in batch))
    decisions = bulk.reserve(session, Decision, sum(len(rows.decisions) for _, _, rows in batch))
    own = ("id", "application_id")
    of_interviews = [(id_, row) for id_, _, rows in batch for row in rows.interviews]
    of_decisions = [(id_, row) for id_, _, rows in batch for row in rows.decisions]
    bulk.insert_packed(session, Interview, own, INTERVIEW_COLUMNS, _numbered(meetings, of_interviews))
    bulk.insert_packed(session, Decision, own, DECISION_COLUMNS, _numbered(decisions, of_decisions))
    events: list[tuple[tuple[int | None, ...], Packed]] = []
    meeting_at = decision_at = 0
    for id_, of, rows in batch:
        for meeting, decision, meeting_id, decision_id, packed in rows.events:
            if meeting is not None:
                meeting_id = meetings[meeting_at + meeting]
            if decision is not None:
                decision_id = decisions[decision_at + decision]
            events.append(((of, id_, meeting_id, decision_id), packed))
        meeting_at += len(rows.interviews)
        decision_at += len(rows.decisions)
    bulk.insert_packed(session, Event, EVENT_KEYS, EVENT_COLUMNS, events)
    waiting.store_packed(session, [(id_, of, rows.clocks, rows.standing) for id_, of, rows in batch])


def _numbered(ids: Sequence[int], rows: Sequence[tuple[int, Packed]]) -> list[tuple[tuple[int, int], Packed]]:
    return [((number, id_), packed) for number, (id_, packed) in zip(ids, rows, strict=True)]


def _interview(said: Happened, cells: Cells) -> Packed:
    data = said.data
    ends_at = datetime.fromisoformat(str(data["end"])) if data.get("end") else said.at
    stage = str(data.get("stage") or "interview")
    owed = data.get("scorecards")
    row: tuple[Any, ...] = (
        stage,
        str(data.get("interview_kind") or "video"),
        "held" if said.type == "interview_held" else "scheduled",
        cells.moment(ends_at - ASSUMED_LENGTH),
        cells.moment(ends_at),
        cells.truth(bool(data.get("date_only"))),
        cells.truth(bool(data.get("preliminary"))),
        cells.truth(False),
        cells.text(str(data.get("topic_name") or "")),
        cells.number(int(owed) if owed is not None else int(stage != "screen")),
        cells.number(1),
    )
    return cells.pack(row)


def _decision(said: Happened, number: int, disposition: Disposition | None, cells: Cells) -> Packed:
    outcome = Outcome(str(said.data.get("value") or "reject"))
    reason = disposition if outcome is Outcome.REJECT else None
    row: tuple[Any, ...] = (
        cells.number(number),
        outcome.value,
        reason.value if reason else cells.null,
        FAMILIES[reason].value if reason else cells.null,
        "",
        cells.moment(said.at),
        cells.number(said.actor_id),
    )
    return cells.pack(row)
