"""One application's history cut into what is measured: waits, words, promises, stays in a stage. Pure.

Which clock ran when is the waiting rules' answer; nothing here decides anew what counts. A span does not depend
on "now": what time alone will change is written ahead, and looked at from one moment it is over or it is not.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from recruiterdash.metrics.cuts import (
    LEAVING,
    About,
    Span,
    Told,
    carried,
    exits_of,
    no_words_known,
    series_of,
)
from recruiterdash.metrics.waits import acknowledged, decisions, first_word, promises, runs_of
from recruiterdash.waiting import Course, Happening
from recruiterdash.waiting.replay import as_they_count

LIVE = frozenset({"phone", "meeting"})
#: A contact logged so long after it took place was logged late.
LATE = timedelta(hours=24)
#: Words from the candidate that answer an ask of ours; an out-of-office reply does not.
ANSWERS = frozenset({"deliverable", "accept", "decline", "information", "question", "thank_you_question"}) | {
    "thank_you",
    "delay_request",
    "reschedule_request",
    "withdraw",
    "candidate_deadline",
}
QUESTIONS = frozenset({"question", "thank_you_question"})


def spans_of(told: Sequence[Told], course: Course, about: About) -> list[Span]:
    """Return everything that is measured of one application.

    told: its events, its requisition's among them. course: what the waiting rules say of them.
    """
    counted = as_they_count([each.happening for each in told])
    applied = next((h.at for h in counted if h.type == "applied"), None)
    if applied is None:
        return []
    known = {each.happening.id: each for each in told}
    unknown, exits = no_words_known(counted, about), exits_of(counted)
    return [
        _application(counted, course, applied, about, unknown),
        *first_word(counted, course, applied, about, unknown),
        *acknowledged(course, exits, unknown),
        *decisions(counted, course, about, unknown),
        *runs_of(course, exits),
        *promises(course, exits),
        *_asks(counted, course),
        *_stays(counted, course, applied),
        *_words(counted, known),
        *_questions(counted, course),
        *_offers(counted, course),
    ]


# --- the application as a whole ---------------------------------------------------------------


def _application(
    counted: Sequence[Happening], course: Course, applied: datetime, about: About, unknown: bool
) -> Span:
    met = [line.caused_at for line in course.lines if line.cause.startswith("held")]
    met += [h.at for h in counted if h.type == "interview_held"]
    data: dict[str, Any] = {"held": [[each.at.isoformat(), each.who] for each in course.holders]}
    if met:
        data["interviewed"] = max(met).isoformat()
    if course.told is not None:
        data["told"] = course.told.at.isoformat()
    if (hired := _hired_at(counted)) is not None:
        data["hired"] = hired.isoformat()
    if about.imported_at is not None:
        data["imported"] = True
    if unknown:
        data["unknown"] = True
    return Span("application", applied, course.closed_at, course.closed or "", None, "", data)


def _hired_at(counted: Sequence[Happening]) -> datetime | None:
    """Return when they accepted, else when the hire was recorded."""
    hired = next((h.at for h in counted if h.type == "decision" and h.value == "hire"), None)
    if hired is None:
        return None
    accepted = [h.at for h in counted if h.type == "in" and h.kind == "accept" and h.at <= hired]
    return accepted[-1] if accepted else hired


# --- what was said ----------------------------------------------------------------------------


def _asks(counted: Sequence[Happening], course: Course) -> Iterator[Span]:
    """Yield what we asked of the candidate, until they answered."""
    for place, h in enumerate(counted):
        if h.type != "out" or h.bounced or not h.asks:
            continue
        answer = next((g for g in counted[place + 1 :] if g.type == "in" and g.kind in ANSWERS), None)
        if answer is not None:
            left = answer.kind in {"withdraw", "decline"}
            yield Span("candidate_response", h.at, answer.at, "withdrew" if left else "answered")
        else:
            closed = course.closed_at if course.closed_at is not None and course.closed_at > h.at else None
            yield Span("candidate_response", h.at, closed, "closed before they answered" if closed else "")


def _stays(counted: Sequence[Happening], course: Course, applied: datetime) -> Iterator[Span]:
    """Yield each stay in a stage; who comes back stays anew."""
    moves = [(applied, "application")]
    over = course.closed_at
    moves += [
        (h.at, h.stage or "unmapped")
        for h in counted
        if h.type == "stage_change" and h.at >= applied and (over is None or h.at <= over)
    ]
    for place, (at, stage) in enumerate(moves):
        if place + 1 < len(moves):
            yield Span("stage", at, moves[place + 1][0], "answered", None, stage)
        else:
            left = "withdrew" if course.closed in LEAVING else "answered"
            yield Span("stage", at, course.closed_at, left if course.closed else "", None, stage)


def _words(counted: Sequence[Happening], known: Mapping[int | None, Told]) -> Iterator[Span]:
    for h in counted:
        series = series_of(h)
        if series is None:
            continue
        told = known.get(h.id)
        data: dict[str, Any] = {}
        if told is not None and told.source == "person":
            data["logged"] = True
            if told.recorded_at - h.at > LATE:
                data["late"] = True
            if h.kind in LIVE and carried(h) is not None:
                data["told_live"] = told.recorded_at.isoformat()
        if (decision := carried(h)) is not None:
            data["decision"] = decision
        yield Span("word", h.at, h.at, "said", None, series, data)


def _questions(counted: Sequence[Happening], course: Course) -> Iterator[Span]:
    """Yield each time somebody had to ask us, and whether a date of ours had been broken by then."""
    promises = [line for line in course.lines if line.name == "PROMISE" and line.due_at is not None]
    for h in counted:
        if h.type == "in" and h.kind in QUESTIONS:
            broken = any(
                line.started_at <= h.at and line.due_at is not None and line.due_at < h.at
                and (line.stopped_at is None or line.stopped_at > line.due_at)
                for line in promises
            )  # fmt: skip
            yield Span("question", h.at, h.at, "asked", None, "", {"broken": True} if broken else {})


def _offers(counted: Sequence[Happening], course: Course) -> Iterator[Span]:
    """Yield the latest offer, and what became of it."""
    over = course.closed_at
    offers = [h for h in counted if carried(h) == "offer" and (over is None or h.at <= over)]
    if not offers:
        return
    offer = offers[-1]
    for h in counted:
        if h.at < offer.at:
            continue
        if h.type == "in" and h.kind in {"accept", "decline", "withdraw"}:
            yield Span("offer", offer.at, h.at, "accepted" if h.kind == "accept" else "declined")
            return
        if h.type == "decision" and h.value == "hire":
            yield Span("offer", offer.at, h.at, "accepted")
            return
        if carried(h) == "reject":
            yield Span("offer", offer.at, h.at, "rescinded")
            return
    yield Span("offer", offer.at, over, "ended" if over is not None else "")
