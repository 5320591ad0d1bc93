"""What we owe one person, as their page shows it: clocks, promises, duties by law, and who is next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash import journey, waiting
from recruiterdash.closure.chasing import Expected, expected_chase
from recruiterdash.journey.explained import Explained, Segment, Told
from recruiterdash.journey.overview import Overview
from recruiterdash.journey.timeline import Item
from recruiterdash.requisitions.models import Requisition
from recruiterdash.waiting.policy import Pack
from recruiterdash.waiting.rulebooks import rules_and_packs_later
from recruiterdash.web.told import Owed

#: Clock -> what it is called where it stands for itself.
LABELS: Mapping[str, str] = {
    "PROMISE": "Promised word",
    "CANDIDATE_DEADLINE": "Their own deadline",
    "REPLY": "Unanswered question",
    "NOTICE": "Outcome not told",
    "DECISION": "Decision",
    "HOLD_NOTICE": "Hold not told",
    "SILENCE": "Word from us",
    "ACK": "Acknowledgement",
    "FEEDBACK_TALK": "Feedback talk",
    "FEEDBACK_WRITTEN": "Written feedback",
    "WRITTEN_CONFIRM": "Confirmation in writing (hint)",
    "COURTESY_REPLY": "Thanks for their thanks (hint)",
}
#: Holder -> drawing, words.
HOLDERS: Mapping[str, tuple[str, str]] = {
    "recruiter": ("person", "Recruiter"),
    "candidate": ("person-raised-hand", "The candidate"),
    "scheduled": ("calendar-event", "Nobody: an interview is ahead"),
    "interviewer": ("clipboard", "Interviewers: scorecards are missing"),
    "hiring_manager": ("signpost-split", "Hiring manager: the decision"),
    "approver": ("pen", "Whoever approves"),
    "requisition": ("pause-circle", "Nobody: the requisition is on hold"),
    "nobody": ("check2", "Nobody"),
}


#: How a clock ended, in words.
ENDS: Mapping[str, str] = {
    "on_time": "answered in time",
    "late": "answered late",
    "suspended": "suspended",
    "ended": "ended",
}


class Stretch(NamedTuple):
    """A stretch of a clock with what began it."""

    at: datetime
    until: datetime | None
    what: str
    reason: str


class ClockView(NamedTuple):
    """One clock of the page."""

    told: Told
    label: str
    stretches: tuple[Stretch, ...]
    #: How it ended, and the entry that did it.
    over: str
    ended_by: str


class Promise(NamedTuple):
    """A date we said."""

    due_at: datetime | None
    said_at: datetime
    #: next, kept, moved, broken, kept_late, ended.
    outcome: str
    over_at: datetime | None


class Duty(NamedTuple):
    """A duty by law and whether it binds: True, False, or None for not known."""

    pack: Pack
    applies: bool | None
    missing: tuple[str, ...]


class Holder(NamedTuple):
    """Who holds the next step, and what time alone will change about it."""

    icon: str
    words: str
    who: str | None
    changes_at: datetime | None
    then: str
    then_who: str | None


class Waits(NamedTuple):
    """All of it."""

    explained: Explained
    holder: Holder
    promises: tuple[Promise, ...]
    duties: tuple[Duty, ...]

    @property
    def notice(self) -> Owed | None:
        """The outcome that they have not been told."""
        running = self.running("NOTICE")
        return Owed(running.due_at) if running else None

    @property
    def promise_due(self) -> datetime | None:
        running = self.running("PROMISE")
        return running.due_at if running else None

    def chase(self, over: Overview, now: datetime) -> Expected | None:
        """Return when to expect that they ask; None while they wait for nothing, have asked, or the days are over."""
        if over.standing.chasers or not (self.running("SILENCE") or self.running("PROMISE")):
            return None
        zone, word = ZoneInfo(over.office.zone), over.standing.last_word_at
        promised = self.promise_due.astimezone(zone).date() if self.promise_due else None
        expected = expected_chase(promised, word.astimezone(zone).date() if word else None)
        return expected if expected is not None and expected.last >= now.astimezone(zone).date() else None

    def running(self, name: str) -> Told | None:
        return next((clock for clock in self.explained.clocks if clock.running and clock.name == name), None)

    def clocks(self, items: Sequence[Item]) -> list[ClockView]:
        """Return the clocks that run, hint or wait to start. items: the timeline that names the reasons."""
        return [view_of(told, items) for told in self.explained.clocks if _is_ahead(told)]

    @property
    def over(self) -> int:
        """How many clocks are over."""
        return sum(not _is_ahead(told) for told in self.explained.clocks)

    def past(self, items: Sequence[Item]) -> list[ClockView]:
        """Return the clocks that are over, newest first."""
        return [view_of(told, items) for told in self.explained.clocks if not _is_ahead(told)]


def waits_of(
    session: Session,
    over: Overview,
    now: datetime,
    happenings: Sequence[waiting.Happening] | None = None,
    rules_and_packs: tuple[waiting.Rulebook, tuple[waiting.Pack, ...]] | None = None,
) -> Waits:
    """Return what we owe the person of an overview, told from the events.

    now: aware UTC. happenings, rules_and_packs: all that happened and all that binds, for who has read them already.
    """
    rules, packs = rules_and_packs or rules_and_packs_later(session, over.requisition)()
    told = journey.explained(
        session,
        over.application,
        now,
        with_feedback=over.hears_of_feedback,
        rules=rules,
        happenings=happenings,
    )
    return Waits(
        told, holder_of(over, told.course, now), promises_of(told, now), duties_of(packs, over.requisition)
    )


def label_of(name: str) -> str:
    """Return what a clock is called."""
    return "Duty by law" if name.startswith("LEGAL") else LABELS.get(name, name)


def view_of(told: Told, items: Sequence[Item]) -> ClockView:
    """Return a clock with the reason of each of its stretches."""
    stretches = tuple(
        Stretch(each.at, each.until, each.what, _reason(each.at, items) if _needs_reason(each) else "")
        for each in told.segments
    )
    ended_by = _reason(told.stopped_at, items) if told.stopped_at is not None else ""
    return ClockView(told, label_of(told.name), stretches, ENDS.get(told.state, ""), ended_by)


def holder_of(over: Overview, course: waiting.Course, now: datetime) -> Holder:
    """Return who holds the next step now, and then."""
    held, after = course.holder_at(now), course.holder_after(now)
    icon, words = HOLDERS.get(held, ("person", held))
    return Holder(
        icon,
        words,
        _who(over, held),
        after.at if after else None,
        HOLDERS.get(after.who, ("", after.who))[1] if after else "",
        _who(over, after.who) if after else None,
    )


def promises_of(told: Explained, now: datetime) -> tuple[Promise, ...]:
    """Return the dates we said, newest first."""
    lines = [line for line in reversed(told.course.lines) if line.name == "PROMISE"]
    return tuple(
        Promise(line.due_at, line.started_at, _outcome(line, now), line.stopped_at) for line in lines
    )


def duties_of(packs: Sequence[Pack], requisition: Requisition) -> tuple[Duty, ...]:
    """Return each duty by law of the requisition's place of work, and whether it binds it."""
    return tuple(
        Duty(
            pack,
            pack.applies(
                requisition.jurisdiction, requisition.publicly_advertised, requisition.employees_at_posting
            ),
            _missing(pack, requisition),
        )
        for pack in packs
        if pack.jurisdiction == requisition.jurisdiction
    )


def _who(over: Overview, holder: str) -> str | None:
    found = {"recruiter": over.owner, "hiring_manager": over.hiring_manager}.get(holder)
    return found.name if found else None


def _outcome(line: waiting.Line, now: datetime) -> str:
    if line.stopped_at is None:
        return "broken" if line.due_at is not None and line.due_at < now else "next"
    if line.result in {"on_time", "late"}:
        return "kept" if line.result == "on_time" else "kept_late"
    if line.due_at is not None and line.stopped_at > line.due_at:
        return "broken"
    return "moved"


def _missing(pack: Pack, requisition: Requisition) -> tuple[str, ...]:
    missing = []
    if pack.advertised and requisition.publicly_advertised is None:
        missing.append("whether it was publicly advertised")
    if pack.employees and requisition.employees_at_posting is None:
        missing.append("how many employees there were on the day of posting")
    return tuple(missing)


def _is_ahead(told: Told) -> bool:
    return told.running or told.state == "pending"


def _needs_reason(segment: Segment) -> bool:
    return segment.what == "paused"


def _reason(at: datetime, items: Sequence[Item]) -> str:
    """The entry of the timeline that happened at this very moment."""
    return next((item.title for item in items if item.happened_at == at and not item.voided), "")
