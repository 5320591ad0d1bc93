"""What a word does to the clocks, ours and theirs. Pure."""

from collections.abc import Callable
from datetime import date, datetime

from recruiterdash.waiting.course import Word
from recruiterdash.waiting.happenings import Happening
from recruiterdash.waiting.kinds import IN, OUT, Counts
from recruiterdash.waiting.state import State, Unanswered

STATUS_QUESTIONS = frozenset({"question", "thank_you_question"})
#: A question about something else than "what is my status" is not answered by an outcome sent in bulk.
STATUS_TOPICS = frozenset({None, "status"})


def said_by_us(state: State, h: Happening) -> None:
    """A word from us: it counts for what its kind can do and what it says."""
    counts = OUT.get(h.kind or "")
    if counts is None or h.bounced or not state.applied:
        return
    if counts.ack and not h.feedback:
        state.course.last_word = Word(h.at, h.kind or "")
    if state.course.closed:
        _after_closing(state, h, counts)
        return
    if counts.ack:
        state.answer("ACK", h.at)
    decision = h.decision if h.decision in counts.carries else None
    _answer_questions(state, h, counts, decision)
    if counts.silence == "always" and not counts.live:
        state.answer("WRITTEN_CONFIRM", h.at)
    if counts.legal and (h.status or decision):
        for name in [name for name in state.open if name.startswith("LEGAL")]:
            state.answer(name, h.at)
    if counts.tells_hold and state.hold and (h.status or decision):
        state.hold_told = True
        state.answer("HOLD_NOTICE", h.at)
    if h.keeps_promise:
        state.answer("PROMISE", h.at)
        state.answer("CANDIDATE_DEADLINE", h.at)
    if decision:
        _tell(state, h, counts, decision)
    if not state.course.closed:
        _speak(state, h, counts, decision)


def said_by_them(state: State, h: Happening) -> None:
    """A word from the candidate."""
    if not state.applied or h.kind not in IN:
        return
    opens, at = IN[h.kind], h.at
    if opens == "REPLY":
        level = "reply_final" if state.stage == "final" or state.offer_out else "reply"
        state.questions.append(Unanswered(_question(h), at, level, state.rules.policy.days(level)))
        if _is_chaser(state.questions[-1]):
            state.course.chasers += 1
        if "REPLY" not in state.open:
            state.start_counted("REPLY", at, level, h.kind)
    elif opens == "COURTESY_REPLY":
        state.start_counted("COURTESY_REPLY", at, "courtesy_reply", h.kind)
    if state.course.closed:
        return
    if h.kind == "delay_request":
        _wait_as_asked(state, h)
    elif opens == "SILENCE":
        state.course.last_effort_at = at
        state.ask = state.delay = None
        state.offer_out = state.offer_out and h.kind != "accept"
        state.silence(at, "silence_deliverable", h.kind)
        state.resume_decision(at)
    elif opens == "CANDIDATE_DEADLINE" and (day := h.until or h.deadline) is not None:
        state.start("CANDIDATE_DEADLINE", at, _promise_due(state, day), h.kind)
    elif h.kind in {"withdraw", "decline"}:
        close(state, "withdrawn" if h.kind == "withdraw" else "declined", at)


def close(state: State, how: str, at: datetime, *, keep_reply: bool = False) -> None:
    """End an application: every clock ends unanswered, a question may stay open."""
    state.course.closed, state.course.closed_at = how, at
    for name in list(state.open):
        if not (keep_reply and name == "REPLY"):
            state.stop(name, at, "ended")
    if "REPLY" not in state.open:
        state.questions.clear()
        state.course.chasers = 0
    state.bookings.clear()
    state.ask = state.delay = state.set_aside = None
    state.cancelled = state.advanced = state.offer_out = False


def answer_moved(state: State, at: datetime) -> None:
    """A new date answers a request to move the interview, and nothing else."""
    _drop_questions(state, at, lambda each: each.kind != "reschedule_request")


def _none_stays(_each: Unanswered) -> bool:
    return False


def _question(h: Happening) -> str:
    if h.kind in STATUS_QUESTIONS:
        return "question" if h.topic in STATUS_TOPICS else "other_question"
    return h.kind or ""


def _is_chaser(question: Unanswered) -> bool:
    return question.kind in {"question", "other_question"}


def _answer_questions(state: State, h: Happening, counts: Counts, decision: str | None) -> None:
    if counts.reply == "any":
        _drop_questions(state, h.at, _none_stays)
        state.answer("COURTESY_REPLY", h.at)
    elif counts.reply == "status" and decision:
        _drop_questions(state, h.at, lambda each: each.kind != "question")
    elif counts.reply == "move":
        answered = {"reschedule_request", "question"} if decision or h.status else {"reschedule_request"}
        _drop_questions(state, h.at, lambda each: each.kind not in answered)


def _drop_questions(state: State, at: datetime, stays: Callable[[Unanswered], bool]) -> None:
    """Take answered words off the list; the oldest that stays governs REPLY."""
    if not state.questions:
        return
    state.questions = [each for each in state.questions if stays(each)]
    state.course.chasers = sum(_is_chaser(each) for each in state.questions)
    line = state.open.get("REPLY")
    if line is None:
        return
    if not state.questions:
        state.answer("REPLY", at)
    elif state.questions[0].at > line.caused_at:
        state.answer("REPLY", at)
        oldest = state.questions[0]
        state.start_counted("REPLY", oldest.at, oldest.level, oldest.kind, oldest.days)


def _tell(state: State, h: Happening, counts: Counts, decision: str) -> None:
    """A decision reaches the person."""
    at = h.at
    state.answer("PROMISE", at)
    state.cancelled = False
    if decision == "advance":
        if not state.ended:
            state.answer("NOTICE", at)
        state.set_decision_aside(at)
        state.advanced = True
        state.scorecards_owed = state.scorecards_in = 0
    else:
        for name in ("CANDIDATE_DEADLINE", "NOTICE", "DECISION", "SILENCE"):
            state.answer(name, at)
        state.set_aside = None
    if decision == "offer":
        state.delay = None
        state.bookings.clear()
        state.advanced, state.offer_out = False, True
        state.open_ask(at, h.deadline, "offer")
    elif decision == "reject":
        of_requisition = state.ended and state.decision != "reject"
        close(state, "requisition" if of_requisition else "rejected", at, keep_reply=True)
        state.course.told = Word(at, h.kind or "")
        state.course.untold_at = None
        if state.person.internal:
            state.start_counted("FEEDBACK_TALK", at, "fb_talk", "told")
            state.start_counted("FEEDBACK_WRITTEN", at, "fb_written", "told")
    if counts.live:
        state.start_counted("WRITTEN_CONFIRM", at, "written_confirm", "told_live")


def _speak(state: State, h: Happening, counts: Counts, decision: str | None) -> None:
    """What a word means for SILENCE, for promises and for whose turn it is."""
    dated = h.next_date is not None
    asks = h.asks and decision != "offer" and counts.silence != "never"
    speaks = counts.silence == "always" or (
        counts.silence == "dated" and (dated or decision is not None or state.stage == "applied")
    )
    if speaks:
        due = _promise(state, h) if dated else None
        state.answer("SILENCE", h.at)
        if not state.suspended and not asks:
            _be_silent(state, h.at, due)
    if asks:
        state.open_ask(h.at, h.deadline)


def _be_silent(state: State, at: datetime, promised: datetime | None) -> None:
    """SILENCE runs anew: to the promised moment, at most so far ahead as may be promised, else by the cadence."""
    if promised is None:
        state.start_counted("SILENCE", at, state.cadence, "word")
    else:
        latest = state.rules.calendar.due_after(at, state.rules.policy.promise_cap)
        state.start("SILENCE", at, min(promised, latest), "promise")


def _promise(state: State, h: Happening) -> datetime:
    """A date said to a person: it replaces the one before, as a slip or as a breach."""
    assert h.next_date is not None
    due, before = _promise_due(state, h.next_date), state.open.get("PROMISE")
    if before is not None and before.due_at is not None and h.at <= before.due_at < due:
        state.course.slips += 1
    state.start("PROMISE", h.at, due, "promise")
    return due


def _promise_due(state: State, day: date) -> datetime:
    """Roll back to a business day; then the earlier of office close and the day's end where the candidate is."""
    calendar = state.rules.calendar
    day = calendar.roll_back(day)
    due = calendar.close_on(day)
    return min(due, calendar.end_of(day, state.person.zone)) if state.person.zone else due


def _wait_as_asked(state: State, h: Happening) -> None:
    """The candidate asks for time: until a date they name, else as long as an ask of ours would run."""
    if h.until is None:
        state.open_ask(h.at, None)
    elif (ends := state.rules.calendar.start_of(h.until)) > h.at:
        state.delay = h.until
        if state.ask is not None and (state.ask.lapsed or state.ask.lapses_at <= ends):
            state.ask = None
        state.stop("SILENCE", h.at, "suspended")
        state.pause_decision(h.at)


def _after_closing(state: State, h: Happening, counts: Counts) -> None:
    """A closed case can still owe an answer, a talk and a written feedback; the last two answer no question."""
    if counts.reply == "any" and not h.feedback:
        _drop_questions(state, h.at, _none_stays)
        state.answer("COURTESY_REPLY", h.at)
    if counts.live:
        # told once more is not talked about
        if h.decision is None:
            state.answer("FEEDBACK_TALK", h.at)
    elif counts.silence == "always":
        state.answer("WRITTEN_CONFIRM", h.at)
        if h.feedback:
            state.answer("FEEDBACK_WRITTEN", h.at)
