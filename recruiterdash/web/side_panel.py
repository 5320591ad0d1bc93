"""The person beside the queue: why they wait, what happened last, what can be done at once."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Decision, Outcome
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.journey.explained import Explained, Told
from recruiterdash.journey.overview import Overview, Sitting, overview, sittings
from recruiterdash.journey.timeline import Item, timeline
from recruiterdash.messages import MANNERS, MessageType
from recruiterdash.messages.calling import Situation, called_for
from recruiterdash.messages.depth import reached
from recruiterdash.messages.withholding import story_for
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.words import days, said
from recruiterdash.web.also_applied import others
from recruiterdash.web.duties import DUTIES, WORDS
from recruiterdash.web.feedback_offered import opens
from recruiterdash.web.words import how_late

#: As much of the story as a glance takes in.
LATEST = 7


class ClockLine(NamedTuple):
    """One running clock."""

    #: As `badge` takes it.
    state: str
    mark: str
    words: str
    sentence: str


class Look(NamedTuple):
    """All that the panel shows."""

    over: Overview
    #: "15:42 there now", with whether the zone is known.
    there: str
    why_title: str
    late: bool
    why: list[str]
    clocks: list[ClockLine]
    items: list[Item]
    #: The type of letter that is called for, and what the button says.
    write: str
    write_words: str
    #: The interview that ended after our last word: what was said then is not on record.
    to_wrap_up: int | None
    #: Their other open applications that the viewer may see.
    others: list[Application]
    #: Feedback is owed to them and the viewer may open it.
    opens_feedback: bool


def look(
    session: Session, viewer: Viewer, application_id: int, now: datetime, clocks: Collection[str] = ()
) -> Look:
    """Return what the panel shows. Raises NotFound for whom the viewer may not see.

    clocks: those of the queue the person was found in; the first of them that runs says why.
    """
    over = overview(session, viewer, application_id)
    explained = journey.explained(session, over.application, now, with_feedback=over.hears_of_feedback)
    running = [clock for clock in explained.clocks if clock.running]
    asked = [clock for clock in running if clock.name in clocks and not clock.soft]
    head = next(iter(asked or [clock for clock in running if clock.name == explained.seen.headline]), None)
    late = head is not None and head.state == "overdue"
    why = head.sentence if head else "Nothing is owed at the moment."
    decision = standing_decision(session, application_id)
    held = [each for each in sittings(session, application_id) if each.took_place(now)]
    names = [clock.name for clock in running]
    letter = _letter(over, decision, held, names)
    return Look(
        over,
        _there(over, now),
        "Why this is overdue" if late else "What is owed",
        late,
        [why, *_beside(over, explained)],
        [_line(clock, now) for clock in running],
        story_for(
            session,
            viewer,
            timeline(session, over.application, LATEST, with_feedback=over.hears_of_feedback),
        ),
        letter.value,
        _write_words(letter),
        _to_wrap_up(over, held),
        others(session, viewer, over),
        opens(over, names),
    )


def _letter(
    over: Overview, decision: Decision | None, held: list[Sitting], running: list[str]
) -> MessageType:
    return called_for(
        Situation(
            state=over.application.state,
            decision=decision.outcome if decision else None,
            owed="NOTICE" in running,
            reached=reached([each.stage_type for each in held], [over.application.stage_type]),
            reason=decision.reason if decision else None,
            requisition=over.requisition.state,
            internal=over.candidate.internal,
            running=frozenset(running),
        )
    )


def _write_words(letter: MessageType) -> str:
    """What the button is called that opens the letter called for."""
    manner = MANNERS[letter]
    if manner.decision is Outcome.REJECT:
        return "Tell them the outcome"
    if manner.decision is Outcome.ADVANCE:
        return "Tell them they go ahead"
    return "Write to them" if letter is MessageType.PERSONAL else manner.name


def _to_wrap_up(over: Overview, held: list[Sitting]) -> int | None:
    """The last interview that took place, unless we have spoken with them since."""
    spoken = over.standing.last_word_at
    return held[0].id if held and (spoken is None or spoken <= held[0].ends_at) else None


def _there(over: Overview, now: datetime) -> str:
    zone = over.candidate.zone or over.office.zone
    assumed = "" if over.candidate.zone else ", zone assumed"
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M} there now ({zone}{assumed})"


def _beside(over: Overview, explained: Explained) -> list[str]:
    """Return what makes the wait worse, in sentences."""
    seen, standing = explained.seen, over.standing
    sentences = []
    if standing.last_word_at is None:
        sentences.append("No word from us yet.")
    else:
        word = WORDS.get(standing.last_word or "", "word from us")
        sentences.append(f"Last word from us: {word}, {said(standing.last_word_at, explained.calendar)}.")
    if seen.chasers:
        times = {1: "once", 2: "twice"}.get(seen.chasers, f"{seen.chasers} times")
        sentences.append(f"They asked {times} and have no answer.")
    if seen.promises_broken:
        count = (
            "A date we gave was"
            if seen.promises_broken == 1
            else f"{seen.promises_broken} dates we gave were"
        )
        sentences.append(f"{count} not kept.")
    if standing.letters_on_way:
        sentences.append("A letter is on its way; the clock stops when the mail server has accepted it.")
    if seen.internal_due and seen.state.get("LEGAL_ON45") != "overdue":
        last = said(seen.internal_due, explained.calendar)
        sentences.append(f"The last business day before the legal date is {last}.")
    return sentences


def _line(clock: Told, now: datetime) -> ClockLine:
    words = DUTIES.get(clock.name, clock.name.replace("_", " ").capitalize())
    if clock.soft:
        return ClockLine("due_soon", "a courtesy", words, clock.sentence)
    if clock.state == "paused":
        return ClockLine(
            "paused", f"paused, {days(clock.days_left or 0).lower()} left", words, clock.sentence
        )
    mark = how_late(clock.due_at, now) if clock.due_at else ""
    return ClockLine(clock.state, mark, words, clock.sentence)
