"""The clocks of one application: what is owed, until when and why, at any moment."""

from datetime import UTC, datetime
from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta, Struct

from recruiterdash import doors, journey
from recruiterdash.api.answering import answers, said
from recruiterdash.api.asking import Query, asked, row_id
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.journey import Explained
from recruiterdash.journey.explained import EARLIEST, LATEST, Told
from recruiterdash.journey.overview import overview
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_clocks", __name__)

Moment = Annotated[
    datetime,
    Meta(tz=True, description="As things stood at this moment, from what was known by then."),
]


class ClocksQuery(Query, frozen=True, kw_only=True):
    """At which moment."""

    as_of: Moment | None = None


class Segment(Struct, frozen=True):
    """A stretch of a clock that was counted or paused; without an end it goes on."""

    at: datetime
    until: datetime | None
    what: str


class Clock(Struct, frozen=True):
    """One run of one clock."""

    name: str
    #: ok, due_soon, due_today, overdue or paused while it runs; pending before; on_time, late, suspended or
    #: ended when it is over.
    state: str
    #: A hint is never overdue.
    hint: bool
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    #: Business days left while it is paused.
    paused_days_left: int | None
    sentence: str
    segments: list[Segment]
    spell: int
    cycle: int
    policy: int
    calendar: int


class Clocks(Struct, frozen=True):
    """Where an application stands at a moment, and every clock behind that."""

    application: int
    as_of: datetime
    headline: str | None
    #: Why the headline is due when it is.
    why: str
    waiting_on: str
    closed: str | None
    chasers: int
    promise_slips: int
    promises_broken: int
    #: Office close on the last business day on or before a statutory date.
    internal_due: datetime | None
    #: Those that run, the first due first; each name once.
    clocks: list[Clock]
    #: Those that time alone will start.
    coming: list[Clock]
    #: Those that are over, the newest first.
    past: list[Clock]
    #: `CLOCK:on_time` and `CLOCK:late`, in the order they were answered.
    history: list[str]


@bp.get("/applications/<application_id>/clocks")
@answers(Clocks, ClocksQuery)
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(application_id: str) -> Response:
    """Return every clock of an application, now or at a moment.

    A moment that has passed is seen with what had been recorded by then; an import counts as always known.
    """
    number = row_id(application_id, "This application")
    at = _moment(asked(ClocksQuery).as_of)
    session = doors.session()
    # held on to as a whole: its requisition and candidate are asked for again
    found = overview(session, doors.viewer(), number)
    moment = at or doors.now()
    explained = journey.explained(
        session, found.application, moment, with_feedback=found.hears_of_feedback, as_of=at
    )
    return said(document(number, moment, explained))


def document(application_id: int, as_of: datetime, explained: Explained) -> Clocks:
    """Return what is said of an application's clocks, as a program reads it."""
    seen = explained.seen
    return Clocks(
        application=application_id,
        as_of=as_of,
        headline=seen.headline,
        why=explained.why,
        # before the first event nobody owes anything
        waiting_on=seen.waiting_on if explained.course.holders else "nobody",
        closed=seen.closed,
        chasers=seen.chasers,
        promise_slips=seen.promise_slips,
        promises_broken=seen.promises_broken,
        internal_due=seen.internal_due,
        clocks=[_clock(each) for each in explained.clocks if each.running],
        coming=[_clock(each) for each in explained.clocks if each.state == "pending"],
        past=[_clock(each) for each in explained.clocks if not each.running and each.state != "pending"],
        history=seen.history,
    )


def _moment(given: datetime | None) -> datetime | None:
    if given is None:
        return None
    try:
        moment = given.astimezone(UTC)
    except OverflowError:
        moment = None
    if moment is None or not EARLIEST <= moment <= LATEST:
        raise BadInput("as_of: must lie between 1990 and 2078.")
    return moment


def _clock(told: Told) -> Clock:
    return Clock(
        name=told.name,
        state=told.state,
        hint=told.soft,
        started_at=told.started_at,
        due_at=told.due_at,
        stopped_at=told.stopped_at,
        paused_days_left=told.days_left,
        sentence=told.sentence,
        segments=[Segment(*each) for each in told.segments],
        spell=told.spell,
        cycle=told.cycle,
        policy=told.policy_number,
        calendar=told.calendar_number,
    )
