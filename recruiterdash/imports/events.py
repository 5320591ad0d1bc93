"""Our own events file: one row a happening, with the person and the requisition beside it."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from recruiterdash.candidates.models import InterviewKind
from recruiterdash.imports import cells
from recruiterdash.imports.dates import EARLIEST
from recruiterdash.imports.mapping import Column, Format, RowReader, Surroundings
from recruiterdash.imports.said import (
    ApplicationSaid,
    PersonSaid,
    RequisitionSaid,
    Said,
    Unusable,
    Words,
)
from recruiterdash.requisitions.models import StageType

COLUMNS = (
    Column("application_ref", "The application's id: rows of one application belong together", required=True),
    Column("email", "The person's mailbox", required=True),
    Column("first_name", "First name"),
    Column("last_name", "Last name"),
    Column("internal", "Works here already"),
    Column("time_zone", "The person's zone"),
    Column("requisition_ref", "The requisition's reference", required=True),
    Column("requisition_title", "The requisition's public title"),
    Column("office", "The requisition's office: its calendar and zone"),
    Column("event", "What happened", required=True),
    Column("detail", "Which kind of it", required=True),
    Column("direction", "Word from us (out) or to us (in)"),
    Column("channel", "Mail, phone, video ..."),
    Column("stage_type", "Type of the stage moved to, or of the interview"),
    Column("happened_at", "When", required=True),
    Column("recruiter", "Responsible recruiter, by name"),
    Column("hiring_manager", "Hiring manager, by name"),
)

Meaning = tuple[str, str | None, dict[str, Any]]
REJECT: dict[str, Any] = {"decision": "reject"}

#: (direction, detail) of a message -> what the waiting rules know of it. A plain personal mail after a
#: decision is a word and no outcome: who was told stands here only when the mail says so.
MESSAGES: dict[tuple[str, str], Meaning] = {
    ("out", "auto_ack"): ("out", "auto_ack", {}),
    ("out", "auto_generic"): ("out", "auto_generic", {}),
    ("out", "ooo"): ("out", "ooo", {}),
    ("out", "personal"): ("out", "personal", {}),
    ("out", "status"): ("out", "personal", {"status": True}),
    ("out", "rejection_mail"): ("out", "personal", REJECT),
    ("out", "offer_mail"): ("out", "personal", {"decision": "offer"}),
    ("out", "advance_mail"): ("out", "personal", {"decision": "advance"}),
    ("out", "ask"): ("out", "personal", {"asks": True}),
    ("out", "bulk"): ("out", "bulk", {}),
    ("out", "bulk_status"): ("out", "bulk", {"status": True}),
    ("out", "bulk_rejection"): ("out", "bulk", REJECT),
    ("out", "invite"): ("out", "invite", {}),
    ("out", "phone"): ("out", "phone", {}),
    ("out", "call"): ("out", "phone", {}),
    ("out", "meeting"): ("out", "meeting", {}),
    ("out", "text"): ("out", "text", {}),
    ("out", "linkedin"): ("out", "linkedin", {}),
    ("out", "letter"): ("out", "letter", {}),
    ("out", "voicemail"): ("out", "voicemail", {}),
    ("out", "no_answer"): ("out", "no_answer", {}),
    ("out", "marketing"): ("out", "marketing", {}),
    ("out", "survey"): ("out", "survey", {}),
    ("in", "question"): ("in", "question", {}),
    ("in", "chaser"): ("in", "question", {}),
    ("in", "thank_you"): ("in", "thank_you", {}),
    ("in", "thank_you_question"): ("in", "thank_you_question", {}),
    ("in", "deliverable"): ("in", "deliverable", {}),
    ("in", "reschedule_request"): ("in", "reschedule_request", {}),
    ("in", "information"): ("in", "information", {}),
    ("in", "accept"): ("in", "accept", {}),
    ("in", "decline"): ("in", "decline", {}),
    ("in", "withdraw"): ("in", "withdraw", {}),
    ("in", "ooo"): ("in", "ooo", {}),
    ("in", "auto_reply"): ("in", "ooo", {}),
}
DECISIONS = {
    "rejected": "reject",
    "reject": "reject",
    "advanced": "advance",
    "advance": "advance",
    "offer": "offer",
    "hire": "hire",
}
EVENTS = frozenset(
    {"message", "applied", "scorecard", "decided", "hired", "withdrawn", "stage_moved", "interview_held"}
)
WAYS = {"incoming": "in", "inbound": "in", "outgoing": "out", "outbound": "out"}
_BETWEEN = re.compile(r"[\s\-_]+")
STAGED = {"stage_moved": "stage_change", "interview_held": "interview_held"}
#: So many kinds of rows are read once; a file may have a new one in every row.
MOST_KNOWN = 1_000
#: A call is live, whatever it carries.
LIVE = frozenset({"phone", "call", "meeting"})


def reader(around: Surroundings) -> RowReader:
    """Return what reads one row. Rows repeat themselves: what stands beside the moment is read once."""
    place = {column.name: around.places.get(column.name, -1) for column in COLUMNS}
    beside = itemgetter(*(place[name] for name in FACTS))
    telling = itemgetter(*(place[name] for name in TELLING))
    at, office = place["happened_at"], place["office"]
    now = around.now
    before: tuple[str, ...] = ()
    application: ApplicationSaid | None = None
    known: dict[tuple[str, ...], Words] = {}

    def read(line: int, row: list[str]) -> Said:
        nonlocal before, application
        row.append("")  # stands in for a column the file lacks
        facts = beside(row)
        if application is None or facts != before:
            application = _application(dict(zip(FACTS, facts, strict=True)), around, line)
            before = facts
        text = row[at]
        when = None
        if len(text) > 19 and text[10] == "T":  # the common form, without a detour that a million rows notice
            try:
                when = fromisoformat(text)
            except ValueError:
                when = None
        if when is None or when.tzinfo is not UTC or when.year < EARLIEST or when > now:
            when = cells.date(around, text, "happened_at", row[office], line)
        said = telling(row)
        words = known.get(said)
        if words is None:
            words = _words(said, around, line)
            if len(known) < MOST_KNOWN:
                known[said] = words
        elif words.kind == "unknown" or words.type == "note":
            _words(said, around, line)
        return new(Said, (application, ((when, words),), None))

    return read


fromisoformat = datetime.fromisoformat
new = tuple.__new__
TELLING = ("event", "detail", "direction", "channel", "stage_type")
FACTS = (
    "application_ref",
    "email",
    "first_name",
    "last_name",
    "internal",
    "time_zone",
    "requisition_ref",
    "requisition_title",
    "office",
    "recruiter",
    "hiring_manager",
)


def _application(facts: dict[str, str], around: Surroundings, line: int) -> ApplicationSaid:
    first, last = cells.names(
        cells.name(facts["first_name"], "first_name"),
        cells.name(facts["last_name"], "last_name"),
        "last_name",
    )
    person = PersonSaid(
        id="",
        first=first,
        last=last,
        email=cells.mailbox(around, facts["email"], line),
        phone="",
        zone=_zone(facts["time_zone"], around, line),
        internal=cells.truth(facts["internal"], "internal") if facts["internal"].strip() else None,
    )
    if not (person.first or person.last or person.email):
        raise Unusable("email", "is empty and so is the name: nobody knows who this is")
    ref = cells.name(facts["application_ref"], "application_ref", 80)
    if not (ref or person.email):
        raise Unusable("application_ref", "is empty, and a name without a mailbox may be anybody's")
    return ApplicationSaid(ref, person, _requisition(*(facts[name] for name in OF_REQUISITION)))


OF_REQUISITION = ("requisition_ref", "requisition_title", "office", "recruiter", "hiring_manager")


@lru_cache(maxsize=4096)
def _requisition(reference: str, title: str, office: str, recruiter: str, manager: str) -> RequisitionSaid:
    reference = cells.name(reference, "requisition_ref", 60)
    title = cells.name(title, "requisition_title", 200)
    if not reference and not title:
        raise Unusable("requisition_ref", "is empty: nobody knows what the person applied for")
    return RequisitionSaid(
        reference=reference,
        title=title or reference,
        office=cells.name(office, "office", 120),
        recruiter=cells.name(recruiter, "recruiter", 120),
        hiring_manager=cells.name(manager, "hiring_manager", 120),
    )


def _zone(text: str, around: Surroundings, line: int) -> str:
    found = cells.zone(text)
    if text.strip() and not found:
        around.unsure(
            "zone", text.strip(), f"“{text.strip()[:60]}” is no time zone: the office's stands in", line
        )
    return found


def _spelled(said: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a row as they are known here, however a sheet spells them; those nobody knows as they are."""
    event, detail, direction, channel, stage = said
    plain = _BETWEEN.sub("_", event.strip().casefold())
    way = direction.strip().casefold()
    known = plain in EVENTS
    kind = _BETWEEN.sub("_", detail.strip().casefold())
    if plain == "message":
        known_kind = (WAYS.get(way, way), kind) in MESSAGES
    else:
        known_kind = known and (plain != "decided" or kind in DECISIONS)
    return (
        plain if known else event,
        kind if known_kind else detail,
        WAYS.get(way, way),
        channel.strip().casefold() if known else channel,
        stage.strip().casefold(),
    )


def _words(said: tuple[str, ...], around: Surroundings, line: int) -> Words:
    event, detail, direction, channel, stage = _spelled(said)
    if event == "message":
        type_, kind, data = _message(around, direction, detail, channel, line)
    elif event in STAGED:
        type_, kind, data = STAGED[event], None, {"stage": _stage_type(stage)}
    else:
        type_, kind, data = _other(around, event, detail, line)
    if channel and type_ in CHANNELLED:
        data = {**data, "channel": channel[:40]}
        if type_ == "interview_held" and channel in INTERVIEWS:
            data["interview_kind"] = channel
    body = f"{event} {detail}".strip()[:500] if type_ == "note" else None
    return Words(type_, kind, data, cells.key(event, detail, direction, stage, channel), body)


CHANNELLED = frozenset({"out", "in", "interview_held"})
INTERVIEWS = frozenset(InterviewKind)


def _message(around: Surroundings, direction: str, detail: str, channel: str, line: int) -> Meaning:
    known = MESSAGES.get((direction, detail))
    if known is None:
        if direction not in ("in", "out"):
            raise Unusable("direction", f"is “{direction[:40]}”, must be in or out for a message")
        way = "to us" if direction == "in" else "from us"
        words = f"“{detail[:60]}” is no kind of message {way} we know: kept as unknown, it counts for nothing"
        around.unsure("message", f"{direction} {detail}", words, line)
        return direction, "unknown", {"called": detail[:80]}
    if channel in LIVE and known[0] == "out" and known[1] == "personal":
        return "out", "phone", known[2]
    return known


def _stage_type(text: str) -> str:
    try:
        return StageType(text.strip().casefold()).value
    except ValueError:
        types = ", ".join(each for each in StageType if each is not StageType.UNMAPPED)
        raise Unusable("stage_type", f"is “{text[:40]}”, must be one of {types}") from None


def _other(around: Surroundings, event: str, detail: str, line: int) -> Meaning:
    match event:
        case "applied" | "scorecard":
            return event, None, {}
        case "decided":
            if detail not in DECISIONS:
                raise Unusable("detail", f"is “{detail[:40]}”, must be one of {', '.join(DECISIONS)}")
            return "decision", None, {"value": DECISIONS[detail]}
        case "hired":
            return "decision", None, {"value": "hire"}
        case "withdrawn":
            return "in", "withdraw", {}
        case "":
            raise Unusable("event", "is empty")
        case _:
            words = f"“{event[:60]}” is no event we know: kept as a note, it moves no clock"
            around.unsure("event", event, words, line)
            return "note", None, {"called": event[:80]}


FORMAT = Format(
    name="events",
    system="events",
    title="events file (CSV)",
    columns=COLUMNS,
    telling=frozenset({"application_ref", "event", "detail", "happened_at"}),
    dates=("happened_at",),
    reader=reader,
)
