"""The second door: whole histories at once, each replayed once and written in bulk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
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
EVENT_COLUMNS = (
    "requisition_id",
    "application_id",
    "interview_id",
    "decision_id",
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
    "id",
    "application_id",
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
DECISION_COLUMNS = (
    "id",
    "application_id",
    "number",
    "outcome",
    "reason",
    "family",
    "note",
    "decided_at",
    "decided_by",
)
MEETINGS = frozenset({"interview_held", "interview_scheduled"})
#: What `laid_out` makes rows of, in the order in which they refer to each other.
TABLES = (
    (Interview, INTERVIEW_COLUMNS),
    (Decision, DECISION_COLUMNS),
    (Event, EVENT_COLUMNS),
    *waiting.TABLES,
)


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
    """A lived history as rows, made ready before there is a transaction; their keys are put before them later."""

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
    meetings = bulk.reserve(session, Interview, sum(len(rows.interviews) for _, _, rows in batch))
    decisions = bulk.reserve(session, Decision, sum(len(rows.decisions) for _, _, rows in batch))
    laid = laid_out(batch, cells, iter(meetings), iter(decisions))
    for (model, columns), whole in zip(TABLES, laid, strict=True):
        bulk.insert_packed(session, model, columns, whole)


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


def laid_out(
    batch: Iterable[tuple[int, int, Rows]], cells: Cells, meetings: Iterator[int], decisions: Iterator[int]
) -> list[list[Packed]]:
    """Return the whole rows of some histories, a list for each of TABLES. Pure.

    batch: application id, requisition id, rows. meetings, decisions: ids for their interviews and decisions,
    of which as many are taken as there are.
    """
    laid: list[list[Packed]] = [[] for _ in TABLES]
    of_interviews, of_decisions, of_events, of_clocks, of_standings = laid
    keys, nothing = cells.keys, cells.keys(None, None)
    for id_, of, rows in batch:
        own_meetings = list(islice(meetings, len(rows.interviews)))
        own_decisions = list(islice(decisions, len(rows.decisions)))
        for number, packed in zip(own_meetings, rows.interviews, strict=True):
            of_interviews.append(keys(number, id_) + packed)
        for number, packed in zip(own_decisions, rows.decisions, strict=True):
            of_decisions.append(keys(number, id_) + packed)
        own, turned = keys(id_, of), keys(of, id_)
        for meeting, decision, meeting_id, decision_id, packed in rows.events:
            if meeting is not None:
                meeting_id = own_meetings[meeting]
            if decision is not None:
                decision_id = own_decisions[decision]
            plain = meeting_id is None and decision_id is None
            of_events.append(turned + (nothing if plain else keys(meeting_id, decision_id)) + packed)
        of_clocks += [own + packed for packed in rows.clocks]
        of_standings.append(own + rows.standing)
    return laid


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
