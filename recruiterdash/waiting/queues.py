"""The queues, worst harm first: which clocks each is about and how its rows follow."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.paging import read_cursor, write_cursor

#: Counts stop here: "999+".
CAP = 999


class Group(StrEnum):
    """Where a queue stands in the list."""

    HARM = "harm"
    COMING = "coming"
    DELIVERY = "delivery"
    BEFORE = "before"


class Queue(NamedTuple):
    """One queue."""

    name: str
    title: str
    #: "23 people" goes before it.
    sentence: str
    icon: str
    group: Group
    #: An application is in the queue when one of these clocks is overdue (coming: due then).
    clocks: tuple[str, ...] = ()


LEGAL = ("LEGAL_ON45",)
#: Every clock that can be overdue, in the order in which equal dues are shown.
DUTIES = (
    *LEGAL,
    "PROMISE",
    "CANDIDATE_DEADLINE",
    "REPLY",
    "NOTICE",
    "DECISION",
    "HOLD_NOTICE",
    "SILENCE",
    "ACK",
    "FEEDBACK_TALK",
    "FEEDBACK_WRITTEN",
)

QUEUES: dict[str, Queue] = {
    queue.name: queue
    for queue in (
        Queue("legal", "Legal deadline", "past the date the law sets", "bank", Group.HARM, LEGAL),
        Queue(
            "promise", "Promise broken", "past a date we gave them", "calendar-x", Group.HARM, ("PROMISE",)
        ),
        Queue(
            "candidate_deadline",
            "Their own deadline",
            "had to answer somebody else by now",
            "hourglass-bottom",
            Group.HARM,
            ("CANDIDATE_DEADLINE",),
        ),
        Queue(
            "unanswered",
            "Unanswered",
            "asked us something and got no answer",
            "envelope-open",
            Group.HARM,
            ("REPLY",),
        ),
        Queue(
            "told",
            "Decided, not told",
            "have not been told what is settled",
            "megaphone",
            Group.HARM,
            ("NOTICE", "HOLD_NOTICE"),
        ),
        Queue(
            "decision",
            "Decision overdue",
            "wait for a decision past the date we owed it",
            "signpost-split",
            Group.HARM,
            ("DECISION",),
        ),
        Queue(
            "silence",
            "Gone quiet",
            "have had no word from us for too long",
            "chat-dots",
            Group.HARM,
            ("SILENCE", "ACK"),
        ),
        Queue(
            "feedback",
            "Feedback owed",
            "of our own people wait for the talk or the letter we owe them",
            "person-heart",
            Group.HARM,
            ("FEEDBACK_TALK", "FEEDBACK_WRITTEN"),
        ),
        Queue("due_today", "Due today", "have to hear from us today", "sunset", Group.COMING, DUTIES),
        Queue(
            "soon",
            "Due soon",
            "have to hear by the end of the next business day",
            "hourglass-split",
            Group.COMING,
            DUTIES,
        ),
        Queue(
            "waiting_on_candidate",
            "Waiting on them",
            "have the next step themselves",
            "person-raised-hand",
            Group.COMING,
        ),
        Queue("on_its_way", "On its way", "have a letter under way", "send", Group.DELIVERY),
        Queue("bounced", "Bounced", "did not get our letter: call instead", "envelope-x", Group.DELIVERY),
        Queue(
            "uncertain",
            "Uncertain",
            "may or may not have our letter: please look",
            "question-diamond",
            Group.DELIVERY,
        ),
        Queue(
            "inherited",
            "From before",
            "were overdue already when their data came",
            "archive",
            Group.BEFORE,
            DUTIES,
        ),
        Queue("all", "Everybody overdue", "wait past a date we owed them", "people", Group.BEFORE, DUTIES),
    )
}
#: Queues of clocks that have run out, worst harm first.
OVERDUE = tuple(name for name, queue in QUEUES.items() if queue.group is Group.HARM)


class Lane(StrEnum):
    """Whether the reader can do the next step or has to chase who can."""

    ACT = "act"
    CHASE = "chase"


#: Holders whose step is the recruiter's own.
ACTORS = ("recruiter",)
#: Holders who are chased.
CHASED = ("interviewer", "hiring_manager", "approver", "requisition")
HOLDERS = ("recruiter", "candidate", "scheduled", "interviewer", "hiring_manager", "approver", "requisition")


class Sort(StrEnum):
    """How the rows of a queue follow each other."""

    #: The oldest due first, "from before" last.
    DUE = "due"
    #: The newest due first.
    RECENT = "recent"


class Asked(NamedTuple):
    """Which rows of a queue are wanted; empty fields want all."""

    queue: str
    owner_id: int | None = None
    requisition_id: int | None = None
    office_id: int | None = None
    stage_type: str | None = None
    holder: str | None = None
    internal: bool | None = None
    lane: Lane | None = None
    sort: Sort = Sort.DUE
    #: Those whose day has not come yet, too: whom a hold or a cancelled requisition has just made wait for a word.
    ahead: bool = False


class Place(NamedTuple):
    """The place of one row in a queue: rows follow each other by these three."""

    from_before: bool
    at: datetime
    application_id: int


def queue_named(name: str) -> Queue:
    """Return a queue. Raises BadInput naming those there are."""
    if name not in QUEUES:
        raise BadInput(f"There is no queue {name!r}; there are {', '.join(QUEUES)}.")
    return QUEUES[name]


def write_place(asked: Asked, place: Place) -> str:
    """Return the place of a queue's last row as text for a URL; it belongs to this queue and order."""
    return write_cursor((asked.queue, str(asked.sort), *place))


def read_place(asked: Asked, cursor: str | None) -> Place | None:
    """Return the place a cursor names, None without one. Raises BadInput for one of another queue."""
    if not cursor:
        return None
    values: list[Any] = read_cursor(cursor)
    match values:
        case [asked.queue, asked.sort, bool(before), datetime() as at, int(id_)] if (
            at.tzinfo and 0 <= id_ < 2**63
        ):
            return Place(before, at, id_)
    raise BadInput("The address of this page belongs to another list. Start again from the first page.")


def capped(count: int) -> str:
    """Return a count as it is shown."""
    return f"{CAP}+" if count > CAP else str(count)
