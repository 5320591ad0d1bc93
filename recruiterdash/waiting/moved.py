"""What happenings other than words do to the clocks: interviews, decisions, the requisition. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from recruiterdash.waiting.happenings import Happening
from recruiterdash.waiting.spoken import answer_moved, close, said_by_them, said_by_us
from recruiterdash.waiting.state import Booking, State

#: An interview held this far from a booked end is another one.
SAME_INTERVIEW = timedelta(hours=24)
STAGES = frozenset({"screen", "interview", "final"})


def pick(bookings: Sequence[Booking], h: Happening) -> Booking | None:
    """Return the booking that an event about an interview is about, None when it is about none of them."""
    if not bookings:
        return None
    known = [each for each in bookings if h.interview is not None and each.interview == h.interview]
    if known:
        return known[0]
    if h.type == "interview_held":
        fit = [each for each in bookings if _may_be(each, h)]
        return min(
            fit, key=lambda each: (each.stage != (h.stage or each.stage), abs(each.end - h.at)), default=None
        )
    of_stage = [each for each in bookings if each.stage == h.stage] or bookings
    if h.type == "interview_no_show":
        return min(of_stage, key=lambda each: abs(each.end - h.at))
    ordered = sorted(of_stage)
    return next((each for each in ordered if each.end >= h.at), ordered[-1])


def _may_be(booking: Booking, held: Happening) -> bool:
    """An interview of the booked stage may have been early by days; any other was held about when it was booked."""
    early = held.stage == booking.stage and held.at < booking.end
    return early or abs(booking.end - held.at) <= SAME_INTERVIEW


def resolved_bookings(happenings: Sequence[Happening]) -> frozenset[tuple[int, datetime]]:
    """Return the bookings, as place and end, that somebody later said something about: they are not assumed held."""
    ahead: list[Booking] = []
    resolved: set[tuple[int, datetime]] = set()
    for place, h in enumerate(happenings):
        booking = pick(ahead, h) if h.type in ABOUT_BOOKINGS else None
        if booking is not None:
            ahead.remove(booking)
            resolved.add((booking.key, booking.end))
        if h.end is not None and h.type in PLACED:
            fresh = Booking(h.end, h.stage or "interview", False, None, place, h.interview)
            ahead.append(booking._replace(end=h.end) if booking is not None else fresh)
    return frozenset(resolved)


def applied(state: State, h: Happening) -> None:
    if state.applied:
        return
    state.applied = True
    state.course.last_effort_at = h.at
    state.start_counted("ACK", h.at, "ack", "applied")
    state.silence(h.at, "silence_applied", "applied")
    state.start_decision(h.at, "decision_applied", "applied")
    if state.ended:
        state.start_counted("NOTICE", h.at, "notice", "applied_after")


def scheduled(state: State, h: Happening, place: int = -1) -> None:
    if h.end is None or not _runs(state):
        return
    if not state.bookings:
        answer_moved(state, h.at)
    stage = h.stage or "interview"
    state.bookings.append(Booking(h.end, stage, h.preliminary, h.scorecards, place, h.interview))
    _booked(state, h.at)


def rescheduled(state: State, h: Happening, place: int = -1) -> None:
    if h.end is None or not _runs(state):
        return
    answer_moved(state, h.at)
    before = pick(state.bookings, h)
    if before is not None:
        state.bookings.remove(before)
    elif state.called_off is not None:
        before = state.called_off._replace(key=place)
    else:
        scheduled(state, h, place)
        return
    state.bookings.append(before._replace(end=h.end))
    _booked(state, h.at)


def called_off(state: State, h: Happening) -> None:
    """An interview will not be (or was not): by us it is as if never booked, by them it is an ask."""
    if not _runs(state):
        return
    booking = pick(state.bookings, h)
    if booking is not None:
        state.bookings.remove(booking)
        state.called_off = booking
    if state.bookings:
        return
    if h.by == "candidate":
        state.open_ask(h.at, None, "new_date")
        state.restore_decision(h.at, into_pause=True)
        return
    state.cancelled, state.advanced = True, False
    state.let_ask_lapse_from(h.at)
    state.restore_decision(h.at)
    state.silence(h.at, state.cadence, "no_show" if h.type == "interview_no_show" else "called_off")


def held(state: State, h: Happening) -> None:
    if not _runs(state):
        return
    booking = pick(state.bookings, h)
    if booking is not None:
        state.bookings.remove(booking)
    stage = h.stage or (booking.stage if booking else "interview")
    preliminary = h.preliminary or (booking.preliminary if booking else False)
    scorecards = h.scorecards if h.scorecards is not None else (booking.scorecards if booking else None)
    take_place(state, h.at, stage, preliminary, scorecards)


def take_place(state: State, at: datetime, stage: str, preliminary: bool, scorecards: int | None) -> None:
    """An interview ended: the ball is with us, every clock of the stage starts."""
    before, state.stage = state.stage, stage if stage in STAGES else "interview"
    state.course.last_effort_at = at
    state.cancelled = state.advanced = False
    if not state.bookings:  # else it is still their turn, or another interview's
        state.ask = state.delay = state.called_off = None
    state.after_interview = state.stage != "screen"
    # Rounds of one stage are one panel: all of its scorecards are waited for.
    missing = max(0, state.scorecards_owed - state.scorecards_in) if state.stage == before else 0
    state.scorecards_owed = missing + (scorecards if scorecards is not None else int(state.after_interview))
    state.scorecards_in = 0
    cause = f"held:{state.stage}"
    state.silence(at, f"silence_{state.stage}", cause)
    state.start_decision(at, f"decision_{state.stage}", cause)
    if not preliminary:
        for pack in state.rules.packs:
            state.start(pack.clock, at, state.rules.calendar.statutory(at, pack.days), cause, pack.days)


def scorecard(state: State, _h: Happening) -> None:
    state.scorecards_in += 1


def decided(state: State, h: Happening) -> None:
    """Deciding opens NOTICE and stops nothing: the person has not been told."""
    if not _runs(state):
        return
    state.course.decided_at = h.at
    if h.value == "hire":
        close(state, "hired", h.at)
        return
    state.decision, state.cancelled = h.value, False
    if "NOTICE" not in state.open:
        state.start_counted("NOTICE", h.at, "notice", "decision")


def reopened(state: State, h: Happening) -> None:
    """A new spell: its own two clocks, and nothing of the old one runs on."""
    if not state.applied:
        return
    for name in list(state.open):
        state.stop(name, h.at, "ended")
    course = state.course
    if course.told is not None:
        course.untold_at = h.at
    course.closed = course.closed_at = course.told = course.decided_at = None
    course.chasers = 0
    state.questions.clear()
    state.bookings.clear()
    state.ask = state.delay = state.set_aside = state.called_off = state.decision = None
    state.advanced = state.offer_out = state.cancelled = False
    state.spell += 1
    state.silence(h.at, "silence_reopen", "reopened")
    state.start_decision(h.at, "decision_reopen", "reopened")


def closed_without_word(state: State, h: Happening) -> None:
    if _runs(state):
        close(state, h.value if h.value in {"unreachable", "waived"} else "waived", h.at)


def on_hold(state: State, h: Happening) -> None:
    if state.hold:
        return
    state.hold, state.hold_told = True, False
    if _runs(state):
        state.start_counted("HOLD_NOTICE", h.at, "hold_notice", "req_hold")
        state.hold_decision(h.at)


def resumed(state: State, h: Happening) -> None:
    was_stopped = state.hold or state.ended
    state.hold = state.hold_told = state.ended = False
    if not was_stopped or not _runs(state):
        return
    state.stop("HOLD_NOTICE", h.at, "ended")
    if state.decision is None:
        state.stop("NOTICE", h.at, "ended")
    state.resume_decision(h.at)
    state.silence(h.at, "silence_reopen", "req_resume")


def requisition_ended(state: State, h: Happening) -> None:
    """Cancelled or filled: everybody still open is owed the outcome."""
    was_on_hold, state.hold, state.hold_told, state.ended = state.hold, False, False, True
    if not _runs(state):
        return
    state.stop("HOLD_NOTICE", h.at, "ended")
    if was_on_hold:
        state.resume_decision(h.at)
    if "NOTICE" not in state.open:
        state.start_counted("NOTICE", h.at, "notice", "req_ended")


def _runs(state: State) -> bool:
    return state.applied and state.course.closed is None


def _booked(state: State, at: datetime) -> None:
    """A new date ends an open ask, and the wait for one after we called off."""
    state.cancelled = False
    state.ask = state.delay = state.called_off = None
    state.resume_decision(at)
    state.set_decision_aside(at)
    state.stop("SILENCE", at, "suspended")


Handler = Callable[[State, Happening], None]

#: Every happening that may move a clock; what is not here moves none.
HANDLERS: dict[str, Handler] = {
    "out": said_by_us,
    "in": said_by_them,
    "applied": applied,
    "interview_cancelled": called_off,
    "interview_no_show": called_off,
    "interview_held": held,
    "scorecard": scorecard,
    "decision": decided,
    "unreject": reopened,
    "close": closed_without_word,
    "req_hold": on_hold,
    "req_resume": resumed,
    "req_cancel": requisition_ended,
    "req_filled": requisition_ended,
}
#: These need to know their place in the sequence.
PLACED: dict[str, Callable[[State, Happening, int], None]] = {
    "interview_scheduled": scheduled,
    "interview_rescheduled": rescheduled,
}
ABOUT_BOOKINGS = frozenset(
    {"interview_held", "interview_rescheduled", "interview_cancelled", "interview_no_show"}
)
