"""What the checks of courtesy say about one letter of a batch; the one place where a batch asks them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from recruiterdash.messages import reviewing
from recruiterdash.messages.batches.rules import Known
from recruiterdash.messages.courtesy import NAMES, Names
from recruiterdash.messages.courtesy.said import Away, Said
from recruiterdash.messages.types import Letter, MessageType

BLOCK, WARN = "block", "warn"


class Checked(NamedTuple):
    """One letter of a batch and the facts it is held against."""

    type: MessageType
    subject: str
    body: str
    addressed: str
    sender: str
    promise: date | None
    missed: date | None
    #: The last day of a statutory duty that runs.
    legal_due: date | None
    #: Names and titles on record.
    facts: tuple[str, ...]
    titles: tuple[str, ...]
    #: Of other roles we hire for at present; names of everybody in the running beside them.
    other_titles: tuple[str, ...]
    people: Names
    company: str
    role: str
    recipient: str
    reply_to: str
    #: When who signs is away.
    away: tuple[Away, ...]
    #: The reason recorded for each role.
    dispositions: tuple[str, ...]
    #: Of one of the roles nobody has told them how it came out.
    untold: bool
    #: It holds a line of their own.
    lined: bool
    #: Which share of its words everybody else's letter has; None for a letter of its own.
    alike: float | None
    #: How many people's letters are made together.
    bulk: int
    #: The application that the letter begins from: its calendar, interview, language and more.
    first: Known

    @property
    def today(self) -> date:
        return self.first.today


def row_findings(letter: Checked) -> list[dict[str, Any]]:
    """Return what was found, each `{check, severity, span, message}`."""
    first = letter.first
    known_of_them = Said(
        type=letter.type,
        body="",
        preferred_name=letter.addressed,
        titles=letter.titles,
        company=letter.company,
        sender_name=letter.sender,
        sender_role=letter.role,
        today=letter.today,
        stage=reviewing.STAGES[first.reached],
        language=first.language,
        internal=first.internal,
        requisition_state=first.requisition.value,
        disposition=letter.dispositions[0] if letter.dispositions else None,
        dispositions=letter.dispositions,
        legal_due=letter.legal_due,
        workweek=first.calendar.workweek,
        holidays=first.calendar.holidays,
        interview_date=first.interview_day,
        interview_topic=first.interview_topic,
        interviewers=first.interviewers,
        last_text=first.last_text,
        untold=letter.untold,
        other_names=letter.people,
        alike=letter.alike,
        other_titles=letter.other_titles,
        recipients=(letter.recipient,) if letter.recipient else None,
        reply_to=letter.reply_to,
        away=letter.away,
        bulk=None if letter.lined else letter.bulk,  # a line of their own makes it a letter to them
        facts=letter.facts,
    )
    written = Letter(letter.type, letter.subject, letter.body, "", letter.promise)
    said = reviewing.said_of(written, known_of_them, missed=letter.missed)
    return [
        {"check": each.check, "severity": each.severity.value, "span": each.span, "message": each.message}
        for each in reviewing.review(said)
    ]


def stops(findings: Sequence[Mapping[str, Any]], overrides: Collection[str]) -> str:
    """Return why a letter with these findings is left out: a block always, a warning that nobody set aside.

    overrides: the checks whose warnings were set aside. Empty when it may go.
    """
    blocks = [each for each in findings if each["severity"] == BLOCK]
    warns = [each for each in findings if each["severity"] == WARN and each["check"] not in overrides]
    found = blocks or warns
    if not found:
        return ""
    one = found[0]
    name = f"{NAMES.get(one['check'], one['check'])}: " if one["check"] else ""
    return f"{name}{one['message']}"[:480]
