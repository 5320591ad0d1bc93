"""Who gets a letter of a batch, and who is left out and why: the rules alone, without a database."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from recruiterdash.candidates.models import ApplicationState, Disposition, Outcome
from recruiterdash.messages import MessageType
from recruiterdash.messages.batches import rules
from recruiterdash.messages.batches.rules import Elsewhere, Known, Meant
from recruiterdash.messages.known import Signer
from recruiterdash.requisitions.models import RequisitionState, StageType
from recruiterdash.waiting.workdays import Calendar

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
AFTER_A_TALK = MessageType.REJECTION_SCREEN
STATUS, NO, NEXT, DELAY = (
    MessageType.STATUS,
    MessageType.REJECTION_APPLICATION,
    MessageType.NEXT_STEP,
    MessageType.DELAY,
)


def known(**facts: Any) -> Known:
    """Somebody who applied and heard nothing yet."""
    plain: dict[str, Any] = {
        "application_id": 1,
        "candidate_id": 1,
        "requisition_id": 1,
        "status_number": 1,
        "version": 1,
        "state": ApplicationState.ACTIVE,
        "stage_type": StageType.APPLICATION,
        "stage": "Review",
        "name": "Amara Okafor",
        "addressed": "Amara",
        "email": "amara@example.org",
        "language": "en",
        "internal": False,
        "title": "Nurse",
        "requisition": RequisitionState.OPEN,
        "office": "London",
        "decision": None,
        "decision_number": 0,
        "disposition": None,
        "told_at": None,
        "last_word_at": None,
        "last_event": 1,
        "shared_event": None,
        "clocks": {},
        "missed": None,
        "letters": frozenset(),
        "offered": False,
        "came_back": False,
        "under_way": False,
        "crossed": "",
        "minutes": 0,
        "met": False,
        "final": False,
        "ahead": False,
        "interview_day": None,
        "interview_topic": "",
        "interviewers": (),
        "last_text": None,
        "elsewhere": frozenset(),
        "signer": Signer(1, "Priya Shah", "Recruiter", "", "priya@example.org"),
        "unsigned": "",
        "today": NOW.date(),
        "calendar": Calendar("UTC", (0, 1, 2, 3, 4), time(9), time(17), [], {}, 1),
        "promise_cap": 15,
        "cadence": 5,
    }
    return Known(**{**plain, **facts})


def out(
    type_: MessageType, *, line: bool = False, fact: bool = False, decide: bool = True, **facts: Any
) -> str:
    found = rules.left_out(known(**facts), Meant(type_, NOW, decide, line, fact))
    assert found is None or found.words.endswith("."), found
    return found.code if found else ""


#: What is so -> the word for why a no, a status, and good news are kept back; empty where they go.
TABLE: list[tuple[dict[str, Any], str, str, str]] = [
    ({}, "", "", ""),
    # how it ended
    ({"state": ApplicationState.HIRED}, "hired", "hired", "hired"),
    ({"state": ApplicationState.WITHDRAWN}, "withdrew", "withdrew", "withdrew"),
    ({"state": ApplicationState.DECLINED}, "withdrew", "withdrew", "withdrew"),
    ({"state": ApplicationState.REJECTED}, "told", "told", "told"),
    ({"state": ApplicationState.REQUISITION}, "told", "told", "told"),
    ({"state": ApplicationState.UNREACHABLE}, "closed", "closed", "closed"),
    ({"state": ApplicationState.WAIVED}, "closed", "closed", "closed"),
    # colleagues have a protocol of their own, whatever else is so
    ({"internal": True}, "internal", "internal", "internal"),
    ({"internal": True, "state": ApplicationState.REJECTED}, "internal", "internal", "internal"),
    # an offer
    ({"offered": True}, "offer", "offer", "offer"),
    ({"decision": Outcome.OFFER, "decision_number": 1}, "offer", "offer", "offer"),
    ({"decision": Outcome.HIRE, "decision_number": 1}, "offer", "offer", "offer"),
    ({"stage_type": StageType.OFFER}, "offer", "offer", "offer"),
    # what was decided
    ({"decision": Outcome.REJECT, "decision_number": 1}, "", "decided", "decided"),
    ({"decision": Outcome.ADVANCE, "decision_number": 1, "clocks": {"NOTICE": None}}, "advanced", "", ""),
    ({"decision": Outcome.ADVANCE, "decision_number": 1}, "advanced", "", "told"),
    ({"told_at": NOW - timedelta(days=1)}, "told", "", ""),
    # other applications of the same person
    ({"elsewhere": frozenset({Elsewhere.HIRED})}, "elsewhere", "", ""),
    ({"elsewhere": frozenset({Elsewhere.OFFER})}, "elsewhere", "", ""),
    ({"elsewhere": frozenset({Elsewhere.FURTHER})}, "elsewhere", "", ""),
    # how far they came
    ({"final": True, "met": True}, "finalist", "finalist", "finalist"),
    ({"stage_type": StageType.FINAL}, "finalist", "finalist", "finalist"),
    ({"met": True}, "depth", "", ""),
    ({"minutes": 30}, "depth", "", ""),
    ({"minutes": 29}, "depth", "", ""),  # not as if we had only read their papers
    # what was said, and how it arrives
    ({"ahead": True}, "interview", "interview", ""),
    ({"clocks": {"REPLY": NOW.date()}}, "unread", "unread", "unread"),
    ({"frozen": True}, "frozen", "frozen", "frozen"),
    ({"under_way": True}, "under_way", "under_way", "under_way"),
    ({"email": ""}, "no_address", "no_address", "no_address"),
    ({"came_back": True}, "bounced", "bounced", "bounced"),
    ({"last_word_at": NOW - timedelta(minutes=59)}, "cool_down", "cool_down", "cool_down"),
    ({"last_word_at": NOW - timedelta(minutes=61)}, "", "", ""),
    ({"signer": None, "unsigned": "Sam has no job title."}, "unsigned", "unsigned", "unsigned"),
    # the requisition
    ({"requisition": RequisitionState.CANCELLED}, "reason", "over", "over"),  # it was the role, not they
    ({"requisition": RequisitionState.FILLED}, "", "over", "over"),
    # a pause is no decision: a no goes out only where somebody has made one
    ({"requisition": RequisitionState.ON_HOLD}, "on_hold", "", ""),
    (
        {"requisition": RequisitionState.ON_HOLD, "decision": Outcome.REJECT, "decision_number": 1},
        "",
        "decided",
        "decided",
    ),
]


@pytest.mark.parametrize(("facts", "no", "status", "good"), TABLE, ids=lambda each: str(each)[:60])
def test_who_is_left_out(facts: dict[str, Any], no: str, status: str, good: str) -> None:
    assert out(NO, **facts) == no
    assert out(STATUS, **facts) == status
    assert out(NEXT, **facts) == good


def test_a_line_of_ones_own_opens_what_effort_and_the_last_round_close() -> None:
    assert out(AFTER_A_TALK, met=True, line=True) == ""
    assert out(NO, met=True, line=True) == "depth"
    assert out(STATUS, final=True, met=True, line=True) == ""
    # but never a no to a finalist in bulk
    assert out(NO, final=True, met=True, line=True) == "finalist"


def test_no_line_is_asked_for_where_another_type_is_needed_and_that_is_named() -> None:
    found = rules.left_out(known(minutes=45), Meant(NO, NOW))
    assert found is not None
    assert found.code == "depth"
    assert "“Rejection after a screening” fits." in found.words
    assert out(AFTER_A_TALK, minutes=45) == "effort"
    assert out(AFTER_A_TALK, minutes=45, line=True) == ""


def test_the_day_of_a_screening_call_is_enough_and_that_of_an_interview_is_not() -> None:
    assert out(AFTER_A_TALK, minutes=45, fact=True) == ""
    assert out(AFTER_A_TALK, minutes=45, met=True, fact=True) == "effort"


def test_a_no_says_the_reason_there_is_and_fits_how_far_they_came() -> None:
    cancelled, filled = MessageType.POSITION_CANCELLED, MessageType.FILLED_INTERNALLY
    assert out(cancelled) == out(filled) == "reason"
    assert out(cancelled, requisition=RequisitionState.CANCELLED) == ""
    assert out(filled, requisition=RequisitionState.FILLED) == ""
    no: dict[str, Any] = {"decision": Outcome.REJECT, "decision_number": 1}
    assert out(NO, disposition=Disposition.POSITION_CANCELLED, **no) == "reason"
    assert out(NO, disposition=Disposition.NOT_SELECTED, **no) == ""
    assert out(AFTER_A_TALK) == "depth"


def test_thanks_and_confirmations_go_to_whom_they_are_for() -> None:
    assert out(MessageType.INTERVIEW_THANKS) == "not_met"
    assert out(MessageType.INTERVIEW_THANKS, minutes=20) == ""
    assert out(MessageType.WITHDRAWAL_CONFIRMATION) == "not_withdrawn"
    assert out(MessageType.WITHDRAWAL_CONFIRMATION, state=ApplicationState.WITHDRAWN) == ""
    confirmed: dict[str, Any] = {
        "state": ApplicationState.WITHDRAWN,
        "letters": frozenset({"withdrawal_confirmation"}),
    }
    assert out(MessageType.WITHDRAWAL_CONFIRMATION, **confirmed) == "not_withdrawn"


def test_who_may_not_decide_tells_what_is_decided_and_no_more() -> None:
    assert out(NO, decide=False) == "undecided"
    assert out(NO, decide=False, decision=Outcome.REJECT, decision_number=1) == ""


def test_a_delay_needs_a_promise_that_moves() -> None:
    assert out(DELAY) == "no_promise"
    assert out(DELAY, missed=date(2026, 2, 27)) == ""


@pytest.mark.parametrize(
    ("count", "before", "typed"),
    [(1, 0, False), (20, 0, False), (21, 0, True), (1, 20, True), (5, 15, False), (6, 15, True)],
)
def test_when_the_number_is_typed(count: int, before: int, typed: bool) -> None:
    assert rules.must_type(count, before) is typed


@pytest.mark.parametrize(
    ("count", "before", "finalists", "second"),
    [
        (100, 0, 0, False),
        (101, 0, 0, True),
        (1, 100, 0, True),
        (50, 50, 0, False),
        (51, 50, 0, True),
        (1, 0, 1, True),
        (2, 0, 2, True),
    ],
)
def test_when_a_second_person_is_needed(count: int, before: int, finalists: int, second: bool) -> None:
    assert bool(rules.needs_second(count, before, finalists)) is second


@pytest.mark.parametrize(
    ("stage", "other", "is_further"),
    [
        (StageType.APPLICATION, StageType.SCREEN, True),
        (StageType.INTERVIEW, StageType.SCREEN, False),
        (StageType.FINAL, StageType.FINAL, False),
        (StageType.UNMAPPED, StageType.FINAL, False),
        (StageType.APPLICATION, StageType.UNMAPPED, False),
    ],
)
def test_who_is_further_along(stage: StageType, other: StageType, is_further: bool) -> None:
    assert rules.further(stage, other) is is_further


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        ("Your handover example on 2 December stayed with us.", ""),
        ("Thanks!", "characters"),
        ("x" * 601, "characters"),
        ("Your {{ interview.topic }} example stayed with us.", "placeholders"),
        ("Thank you for the time you gave to all of us.", "Two people"),
    ],
)
def test_what_a_line_of_ones_own_must_be(line: str, flaw: str) -> None:
    others = {"thank you for the time you gave to all of us.": 2}
    found = rules.flaw_of(line, others)
    assert flaw in found if flaw else found == ""


def test_the_line_stands_after_the_greeting() -> None:
    body = "\nDear Amara,\n\nWe have not decided yet.\n\nPriya\n"
    told = rules.with_line(body, "Your example stayed with us.")
    assert told == "\nDear Amara,\n\nYour example stayed with us.\n\nWe have not decided yet.\n\nPriya\n"
    assert rules.with_line(body, "") == body


def test_the_line_of_a_letter_is_found_again() -> None:
    line = "Your example stayed with us."
    for body in (
        "Dear Amara,\n\nWe have not decided yet.\n\nPriya\n",
        "\nDear Amara,\nShort.\n",
        "Dear Amara,",
    ):
        assert rules.line_in(rules.with_line(body, line)) == line
    assert rules.line_in("Dear Amara,\n") == ""


@pytest.mark.parametrize(
    ("opened", "confirmed", "seconds"),
    [
        ([], 40, 40),
        # whoever confirms an hour later has not read for an hour
        ([], 3600, 120),
        ([10, 30, 35], 60, 60),
        ([30, 10], 60, 60),
        ([10, 1000], 1010, 10 + 120 + 10),
    ],
)
def test_reading_time_leaves_pauses_out(opened: list[int], confirmed: int, seconds: int) -> None:
    moments = [NOW + timedelta(seconds=each) for each in opened]
    took = rules.reading_time(NOW, moments, NOW + timedelta(seconds=confirmed))
    assert took == timedelta(seconds=seconds)
