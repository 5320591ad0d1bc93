"""What one export shows without any server: who was never told, who got no answer, who waits longest. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from recruiterdash import journey, waiting
from recruiterdash.imports.gathering import EPOCH, MICROSECOND, Case, Gathered
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.looking import Look
from recruiterdash.metrics import estimates
from recruiterdash.metrics.estimates import ANSWERED, OPEN, WITHDREW, Curve, Wait
from recruiterdash.waiting.kinds import OUT
from recruiterdash.waiting.policy import EVER, CalendarInForce, PolicyInForce

DAY = timedelta(days=1)
#: Words of ours that a person wrote or spoke.
HUMAN = frozenset(kind for kind, counts in OUT.items() if counts.silence == "always")
UNTOLD, UNANSWERED, WAITING = "decided, not told", "asked, not answered", "waits"


class Row(NamedTuple):
    """One person to act on."""

    what: str
    name: str
    email: str
    requisition: str
    recruiter: str
    since: datetime
    days: int
    application: str


@dataclass(slots=True)
class Findings:
    """What an export shows, as of its newest happening."""

    as_of: datetime
    applications: int = 0
    people: int = 0
    requisitions: int = 0
    active: int = 0
    decided: int = 0
    untold: list[Row] = field(default_factory=list)
    unanswered: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    #: For the first word of a person, in days of 24 hours: one an application.
    waits: list[Wait] = field(default_factory=list)
    #: Type and kind of happenings -> how many.
    told: dict[tuple[str, str], int] = field(default_factory=dict)
    assumed: int = 0
    cannot: list[str] = field(default_factory=list)

    @property
    def letters(self) -> bool:
        """The file holds words from us, other than automatic ones."""
        return any(type_ == "out" and kind in HUMAN for type_, kind in self.told)

    @property
    def questions(self) -> bool:
        """The file holds questions from people; without any it cannot show whom nobody answered."""
        return any(type_ == "in" and kind not in ("withdraw", "unknown") for type_, kind in self.told)

    def curve(self) -> Curve:
        return estimates.kaplan_meier(self.waits)

    def average(self) -> float | None:
        """Return the mean of those who were answered: the figure that leaves out who still waits."""
        return estimates.naive(self.waits).mean

    def number(self, event: str) -> int:
        return sum(wait.event == event for wait in self.waits)


def examined(gathered: Gathered, looked: Look, ground: Ground, *, now: datetime) -> Findings:
    """Return what an export shows under the shipped service levels, office hours Monday to Friday, no holidays.

    gathered: the file after its first pass. now: where the file tells no moment at all.
    """
    found = Findings(min(gathered.newest or now, now))
    found.applications, found.people = gathered.applications, gathered.people
    found.requisitions = len(gathered.requisitions)
    for cases in gathered.cases():
        for case in cases:
            _examine(case, gathered, ground, found)
    found.untold.sort(key=lambda row: row.since)
    found.unanswered.sort(key=lambda row: row.since)
    found.waiting.sort(key=lambda row: row.since)
    found.cannot = _cannot_tell(found, gathered, looked)
    return found


def to_act_on(found: Findings) -> Iterable[Row]:
    """Yield who is owed a word: the decided, then those who asked, then those who wait."""
    yield from found.untold
    yield from found.unanswered
    yield from found.waiting


def _examine(case: Case, gathered: Gathered, ground: Ground, found: Findings) -> None:
    told = [
        journey.happening(words.type, words.kind, EPOCH + micros * MICROSECOND, words.data)
        for micros, words in ((micros, gathered.words[which]) for micros, which, _ in case.raw)
    ]
    for _, which, _ in case.raw:
        words = gathered.words[which]
        key = words.type, words.kind or ""
        found.told[key] = found.told.get(key, 0) + 1
        found.assumed += bool(words.data.get("assumed"))
    told = [each for each in told if each.at <= found.as_of]
    if not told:
        return
    book = _rules(ground.zone_name(gathered.requisitions[case.requisition].office))
    course = waiting.replay(told, book, waiting.Person(case.said.person.zone or None))
    found.waits.append(_wait(told, course, found.as_of))
    found.active += course.closed is None
    found.decided += course.decided_at is not None
    if course.closed is not None:
        return
    asked = next((line for line in course.lines if line.name == "REPLY" and line.open_at(found.as_of)), None)
    if course.decided_at is not None and course.told is None:
        found.untold.append(_row(UNTOLD, case, course.decided_at, found.as_of))
    elif asked is not None:
        found.unanswered.append(_row(UNANSWERED, case, asked.caused_at, found.as_of))
    elif course.told is None:
        since = course.last_word.at if course.last_word else told[0].at
        found.waiting.append(_row(WAITING, case, since, found.as_of))


def _wait(told: Sequence[waiting.Happening], course: waiting.Course, as_of: datetime) -> Wait:
    """Return how long the first word of a person took; a hire is no silence, whoever phoned."""
    applied = next((each.at for each in told if each.type == "applied"), told[0].at)
    word = next((each.at for each in told if each.type == "out" and each.kind in HUMAN), None)
    hired = course.closed_at if course.closed == "hired" else None
    answer = min((at for at in (word, hired) if at is not None), default=None)
    if answer is not None:
        return Wait(max(answer - applied, timedelta()) / DAY, ANSWERED)
    left = course.closed_at if course.closed in ("withdrawn", "declined") else None
    return Wait(max((left or as_of) - applied, timedelta()) / DAY, WITHDREW if left else OPEN)


@cache
def _rules(zone: str) -> waiting.Rulebook:
    policy = PolicyInForce(1, EVER, waiting.Policy())
    return waiting.Rulebook((policy,), (CalendarInForce(1, EVER, waiting.Calendar(zone)),))


def _row(what: str, case: Case, since: datetime, as_of: datetime) -> Row:
    said = case.said
    return Row(
        what,
        said.person.name,
        said.person.email,
        said.requisition.title,
        said.requisition.recruiter,
        since,
        max(0, (as_of - since) // DAY),
        said.ref,
    )


def _cannot_tell(found: Findings, gathered: Gathered, looked: Look) -> list[str]:
    """Return in sentences what the file leaves open, so that nobody is blamed for what it merely lacks."""
    said = []
    if not found.letters:
        said.append(
            "The file holds no letters: who is listed as never told may have been told by mail or by telephone, "
            "and the curve ends only with a hire."
        )
    unknown = sum(count for (_, kind), count in found.told.items() if kind == "unknown")
    if unknown:
        said.append(
            f"{unknown:,} mails are of a kind that nobody named: they count for nothing. Name them by their "
            "subjects with --map."
        )
    if not found.questions:
        said.append("The file holds no questions from people, so it cannot show who asked and got no answer.")
    if not any(type_ == "interview_held" for type_, _ in found.told):
        said.append("The file holds no interviews: waits after an interview cannot be told from others.")
    if found.assumed:
        said.append(
            f"{found.assumed:,} ends have no date of their own in the file: their last change stands in."
        )
    if gathered.bad_count:
        first = gathered.bad[0].line
        said.append(
            f"{gathered.bad_count:,} rows cannot be read and are left out, the first in line {first}."
        )
    said += [f"{each.reason}." for each in gathered.warned.values() if each.kind in ("mailbox", "stage")][:20]
    if looked.mapped.dropped:
        said.append(f"Never read: {', '.join(looked.mapped.dropped[:20])}.")
    said.append("Talks that nobody wrote down, and everything after the newest entry of the file.")
    return said
