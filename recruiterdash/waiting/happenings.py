"""What the rules are told: happenings as small values, and who they are about. Pure."""

from datetime import date, datetime
from typing import NamedTuple


class Happening(NamedTuple):
    """One happening of an application, or of its requisition."""

    #: Aware, UTC.
    at: datetime
    type: str
    #: For words in and out, which kind of word.
    kind: str | None = None
    id: int | None = None
    #: The event that this one takes back (`undo`) or says did not arrive (`bounce`).
    voids: int | None = None
    decision: str | None = None
    #: It says where the person stands, whether there is a decision yet.
    status: bool = False
    #: A date said to the person.
    next_date: date | None = None
    asks: bool = False
    deadline: date | None = None
    bounced: bool = False
    until: date | None = None
    end: datetime | None = None
    stage: str | None = None
    preliminary: bool = False
    scorecards: int | None = None
    #: employer or candidate.
    by: str | None = None
    value: str | None = None
    #: A person marked this word as keeping the promise, or settling the candidate's deadline.
    keeps_promise: bool = False
    feedback: bool = False
    topic: str | None = None
    #: Which interview, where known.
    interview: int | None = None


class Person(NamedTuple):
    """What the rules need to know of the candidate."""

    zone: str | None = None
    internal: bool = False
