"""The list of queues with their numbers, and what the filters offer; kept for a moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from flask import current_app
from sqlalchemy.orm import Session

from recruiterdash.candidates.visibility import hears_of_feedback
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.trouble import how_many
from recruiterdash.requisitions.queries import Choice, choices
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting import days
from recruiterdash.waiting.days import Ends
from recruiterdash.waiting.kinds import FEEDBACK
from recruiterdash.waiting.numbers import COUNTED, Count, anybody, counts
from recruiterdash.waiting.queues import CAP, OVERDUE, QUEUES, Group, capped
from recruiterdash.web import newest

#: Numbers are counted anew after this time, or as soon as an event has been recorded anywhere: time passing
#: makes people overdue at moments that one look every few seconds does not miss.
KEPT = timedelta(seconds=5)
#: A queue of more than `CAP` is not counted to its cap again for so long.
FULL = timedelta(seconds=20)
MOST_KEPT = 500
TITLES = {
    Group.HARM: "Needs you, by harm",
    Group.COMING: "Coming up",
    Group.DELIVERY: "Delivery",
    Group.BEFORE: "Overall",
}


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """What the filters offer; one and the same for as long as it reads the same."""

    requisitions: list[Choice]
    #: Id and name.
    offices: list[tuple[int, str]]

    def reads_as(self, other: "Offered") -> bool:
        return self.requisitions == other.requisitions and self.offices == other.offices


class Rail(NamedTuple):
    """What stands beside every queue."""

    at: datetime
    newest: int | None
    ends: tuple[Ends, ...]
    counts: dict[str, Count]
    #: When each number was counted.
    counted: dict[str, datetime]
    offered: Offered


class Entry(NamedTuple):
    """One queue of the list."""

    name: str
    title: str
    icon: str
    #: Empty when all of them are from before.
    number: str
    #: "140 from before", empty when there are none.
    before: str
    empty: bool


def rail(session: Session, viewer: Viewer, now: datetime) -> Rail:
    """Return what stands beside the queues: no statement, three when something has happened."""
    kept = _kept()
    known, event = kept.get(viewer), newest.event(session)
    if known is not None and known.newest == event and timedelta(0) <= now - known.at < KEPT:
        return known
    made = _made(session, viewer, now, known, event)
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(kept)))
    kept[viewer] = made
    return made


def forget(viewer: Viewer) -> None:
    """Count anew at this viewer's next look: what they just did moves people at once."""
    _kept().pop(viewer, None)


def groups(
    counted: dict[str, Count], viewer: Viewer | None = None
) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return the queues in the order of harm, each group with its title; that of feedback to who may have a part."""
    untold = FEEDBACK if hears_of_feedback(viewer) is False else ()
    return tuple(
        (
            title,
            tuple(
                _entry(name, counted.get(name, Count(0)))
                for name, queue in QUEUES.items()
                if queue.group is group and not (queue.clocks and set(queue.clocks) <= set(untold))
            ),
        )
        for group, title in TITLES.items()
    )


def first_with_people(counted: dict[str, Count]) -> str:
    """Return the queue to begin with: the worst that holds somebody."""
    for name in (*OVERDUE, "due_today", "soon"):
        if sum(counted.get(name, Count(0))):
            return name
    return OVERDUE[0]


def _entry(name: str, count: Count) -> Entry:
    queue = QUEUES[name]
    number = capped(count.since) if count.since or not count.before else ""
    return Entry(name, queue.title, queue.icon, number, _from_before(count), not sum(count))


def in_all(count: Count) -> str:
    """Return how many stand in a queue in words, empty for nobody; those from before are told apart."""
    people = "1 person" if count.since == 1 else f"{capped(count.since)} people" if count.since else ""
    return " + ".join(part for part in (people, _from_before(count)) if part)


def _from_before(count: Count) -> str:
    return f"{capped(count.before)} from before" if count.before else ""


def _kept() -> dict[Viewer, Rail]:
    return cast("dict[Viewer, Rail]", current_app.extensions.setdefault("recruiterdash.rails", {}))


def _made(
    session: Session,
    viewer: Viewer,
    now: datetime,
    known: Rail | None,
    event: int | None,
) -> Rail:
    offices = days.offices(session, now)
    ends = days.day_ends(offices, now)
    full = _still_full(known, now) if known is not None else {}
    beside = {
        "bounced": how_many(viewer, MessageState.BOUNCED),
        "uncertain": how_many(viewer, MessageState.UNCERTAIN),
        "anybody": anybody(viewer),
    }
    wanted = [name for name in COUNTED if name not in full]
    told = counts(session, viewer, now=now, ends=ends, names=wanted, beside=beside)
    moments = dict.fromkeys(told, now) | ({name: known.counted[name] for name in full} if known else {})
    offered = Offered(choices(session, viewer), [(each.id, each.name) for each in offices])
    if known is not None and known.offered.reads_as(offered):
        offered = known.offered
    return Rail(now, event, ends, full | told, moments, offered)


def _still_full(known: Rail, now: datetime) -> dict[str, Count]:
    """Return the numbers that were beyond the cap a moment ago: they need no counting."""
    return {
        name: count
        for name, count in known.counts.items()
        if count.since > CAP
        and (name not in OVERDUE or count.before in {0, CAP + 1})
        and timedelta(0) <= now - known.counted[name] < FULL
    }
