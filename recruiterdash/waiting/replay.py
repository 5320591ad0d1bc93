"""The clocks of one application from its events: the same whether lived through one by one or read at once. Pure."""

from collections.abc import Sequence
from datetime import datetime

from recruiterdash.waiting.course import Course
from recruiterdash.waiting.happenings import Happening, Person
from recruiterdash.waiting.kinds import ABOUT_EVENTS, REBASE
from recruiterdash.waiting.moved import HANDLERS, PLACED, resolved_bookings, take_place
from recruiterdash.waiting.policy import Rulebook
from recruiterdash.waiting.rebasing import rebase
from recruiterdash.waiting.state import State


def replay(happenings: Sequence[Happening], rulebook: Rulebook, person: Person) -> Course:
    """Return the course of one application, independent of "now".

    happenings: of the application and of its requisition, moments aware and in UTC; equal moments in the order
    they were recorded. rulebook: the versions of policy and calendar, and the packs that bind. What time alone
    will change after the last event is computed ahead. Source: the waiting rules, docs/waiting.md.
    """
    if not happenings:
        return Course()
    told = as_they_count(happenings)
    state = State(rulebook, person, told[0].at if told else happenings[0].at)
    resolved = resolved_bookings(told)
    for place, h in enumerate(told):
        _pass_time(state, h.at, resolved)
        state.rules = rulebook.at(h.at)
        if h.type == REBASE:
            rebase(state, h.at)
            continue
        handler = HANDLERS.get(h.type)
        if handler is not None:
            handler(state, h)
        elif h.type in PLACED:
            PLACED[h.type](state, h, place)
        else:
            continue
        state.note_holder(h.at)
    state.course.read_until = told[-1].at if told else None
    state.future = True
    _pass_time(state, None, frozenset())
    return state.course


def as_they_count(happenings: Sequence[Happening]) -> list[Happening]:
    """Sort, skip what was undone together with its undoing, and mark what came back as never arrived."""
    ordered = sorted(happenings, key=lambda h: h.at)
    if not any(h.type in ABOUT_EVENTS for h in ordered):
        return ordered
    undone = {h.voids for h in ordered if h.type == "undo"}
    returned = {h.voids for h in ordered if h.type == "bounce" and h.id not in undone}
    return [
        h._replace(bounced=True) if h.id is not None and h.id in returned else h
        for h in ordered
        if h.type not in ABOUT_EVENTS and (h.id is None or h.id not in undone)
    ]


def _pass_time(state: State, until: datetime | None, resolved: frozenset[tuple[int, datetime]]) -> None:
    """Let happen what time alone brings before a moment (None: for ever), in its order."""
    while state.bookings or state.ask is not None or state.delay is not None:
        coming = _next(state, resolved)
        if coming is None or (until is not None and coming[0] >= until):
            return
        at, what = coming
        if what == 0:
            _assume_held(state, at, resolved)
        elif what == 1:
            _lapse(state, at)
        else:
            _end_delay(state, at)
        state.note_holder(at)


def _next(state: State, resolved: frozenset[tuple[int, datetime]]) -> tuple[datetime, int] | None:
    """Return the next thing that time brings: 0 a booked end, 1 a lapse, 2 the end of a delay."""
    coming = [(each.end, 0) for each in state.bookings if (each.key, each.end) not in resolved]
    # Nothing lapses while an interview is booked.
    if state.ask is not None and not state.ask.lapsed and not state.bookings:
        coming.append((state.ask.lapses_at, 1))
    if state.delay is not None:
        coming.append((state.rules.calendar.start_of(state.delay), 2))
    return min(coming, default=None)


def _assume_held(state: State, at: datetime, resolved: frozenset[tuple[int, datetime]]) -> None:
    booking = min(each for each in state.bookings if (each.key, each.end) not in resolved and each.end == at)
    state.bookings.remove(booking)
    take_place(state, at, booking.stage, booking.preliminary, booking.scorecards)


def _lapse(state: State, at: datetime) -> None:
    assert state.ask is not None
    state.ask = state.ask._replace(lapsed=True)
    if not state.suspended:
        state.silence_from(state.ask.day, at, "lapse_chase", f"lapse:{state.ask.what}")


def _end_delay(state: State, at: datetime) -> None:
    day, state.delay = state.delay, None
    assert day is not None
    state.resume_decision(at, day)
    if not state.suspended:
        state.silence_from(day, at, "silence_deliverable", "delay_over")
