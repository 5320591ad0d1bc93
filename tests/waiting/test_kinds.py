"""What counts, as one table: every kind of word and happening is in it, and does exactly what it says."""

import ast
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

import pytest

from recruiterdash.imports.events import DECISIONS, MESSAGES, STAGED
from recruiterdash.journey import Channel, Contact, Reached
from recruiterdash.journey.contacts import said as contact_said
from recruiterdash.journey.words import title_of
from recruiterdash.messages.types import MANNERS, heard
from recruiterdash.waiting import Happening, Line, replay
from recruiterdash.waiting.kinds import ABOUT_EVENTS, CLOCKS, HAPPENINGS, HINTS, IN, OUT, REBASE
from recruiterdash.waiting.moved import HANDLERS, PLACED
from recruiterdash.waiting.vectors import Vector
from recruiterdash.web.forms import contacts as forms
from tests.house.tree import dotted, python
from tests.waiting.cases import beginnings, case, happenings, looked_at, person, rulebook, sentences

APPLIED, INTERVIEWED = beginnings()["APPLIED"], beginnings()["INTERVIEWED"]

# --- every kind is in the table --------------------------------------------------------------------


def test_every_word_of_ours_that_a_letter_or_a_logged_contact_can_be_is_listed() -> None:
    letters = {heard(each, None, False, None)[0] for each in MANNERS}
    now = datetime.fromisoformat("2026-11-09T10:00:00+00:00")
    logged = {
        contact_said(Contact("out", channel, now, reached)).kind for channel in Channel for reached in Reached
    }
    assert letters | logged <= set(OUT)


def test_every_word_of_theirs_that_can_be_logged_is_listed() -> None:
    assert {word for word, _ in forms.WORDS} <= set(IN)


def test_every_kind_that_an_events_file_can_bring_is_listed() -> None:
    for type_, kind, _ in MESSAGES.values():
        assert kind in (OUT if type_ == "out" else IN)
    assert set(STAGED.values()) <= set(HAPPENINGS)
    assert set(DECISIONS.values()) == {"reject", "advance", "offer", "hire"}


def test_every_kind_has_words_for_the_timeline() -> None:
    nameless = [kind for kind in OUT if title_of("out", kind, {}) == kind]
    nameless += [kind for kind in IN if title_of("in", kind, {}) == kind]
    assert nameless == []


def test_every_happening_that_is_recorded_anywhere_is_listed() -> None:
    known = {*HAPPENINGS, *ABOUT_EVENTS, REBASE, "in", "out"}
    unknown = [f"{where}: {type_}" for where, type_ in _recorded() if type_ not in known]
    assert unknown == []


def test_what_is_listed_has_a_handler_exactly_when_it_moves_something() -> None:
    handled = {*HANDLERS, *PLACED} - {"in", "out"}
    # a scorecard moves the owner of the wait, and no clock
    assert {type_ for type_, moved in HAPPENINGS.items() if moved} == handled - {"scorecard"}


def _recorded() -> Iterator[tuple[str, str]]:
    """Yield the constant types of all happenings that the program makes."""
    for name, tree in python("recruiterdash"):
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            if dotted(node.func).split(".")[-1] in {"Happened", "Words"} and isinstance(
                node.args[0].value, str
            ):
                yield name, node.args[0].value


# --- words of ours ---------------------------------------------------------------------------------


class Does(NamedTuple):
    """What a word of ours does, in the columns of the table of what counts."""

    ack: bool
    #: SILENCE: while merely applied, after an interview, and after one with a date.
    silence: tuple[bool, bool, bool]
    #: Answers "what is my status" as it is, with a decision; another question with a decision.
    reply: tuple[bool, bool, bool]
    #: Decisions that it can tell.
    tells: str
    legal: bool
    hold: bool
    hint: bool


PERSONAL = Does(True, (True, True, True), (True, True, True), "reject advance offer", True, True, False)
NOTHING = Does(False, (False, False, False), (False, False, False), "", False, False, False)
TABLE = {
    "auto_ack": NOTHING._replace(ack=True),
    "auto_generic": NOTHING,
    "ooo": NOTHING,
    "bulk": Does(True, (True, False, True), (False, True, False), "reject advance offer", True, False, False),
    "personal": PERSONAL,
    "letter": PERSONAL,
    "linkedin": PERSONAL,
    "text": PERSONAL,
    "phone": PERSONAL._replace(hint=True),
    "meeting": PERSONAL._replace(hint=True),
    "invite": Does(True, (True, True, True), (False, True, False), "advance", False, False, False),
    "voicemail": NOTHING,
    "no_answer": NOTHING,
    "marketing": NOTHING,
    "survey": NOTHING,
    "unknown": NOTHING,
}
TORONTO = INTERVIEWED.replace("11-09 18:00 scorecard\n", "")


def test_the_table_lists_every_word_of_ours() -> None:
    assert set(TABLE) == set(OUT)


@pytest.mark.parametrize("kind", OUT)
def test_a_word_of_ours_does_what_the_table_says(kind: str) -> None:
    does = TABLE[kind]
    assert ("ACK" not in _open("11-02 10:00 applied", f"11-02 11:00 out/{kind}")) == does.ack
    assert _silence(APPLIED, f"11-10 12:00 out/{kind}") == does.silence[0]
    assert _silence(INTERVIEWED, f"11-10 12:00 out/{kind} status") == does.silence[1]
    assert _silence(INTERVIEWED, f"11-10 12:00 out/{kind} status next_date=11-20") == does.silence[2]
    assert ("PROMISE" in _open(INTERVIEWED, f"11-10 12:00 out/{kind} next_date=11-20")) == does.silence[2]
    asked, other = (
        INTERVIEWED + "11-10 11:00 in/question",
        INTERVIEWED + "11-10 11:00 in/question topic=other",
    )
    assert ("REPLY" not in _open(asked, f"11-10 12:00 out/{kind}")) == does.reply[0]
    assert ("REPLY" not in _open(asked, f"11-10 12:00 out/{kind} decision=advance")) == does.reply[1]
    assert ("REPLY" not in _open(other, f"11-10 12:00 out/{kind} decision=advance")) == does.reply[2]
    for decision in ("reject", "advance", "offer"):
        decided = INTERVIEWED + f"11-10 11:00 decision value={decision}"
        told = {"NOTICE", "DECISION"}.isdisjoint(
            _open(decided, f"11-10 12:00 out/{kind} decision={decision}")
        )
        assert told == (decision in does.tells.split())
    assert ("LEGAL_ON45" not in _open(TORONTO, f"11-10 12:00 out/{kind} status")) == does.legal
    assert "LEGAL_ON45" in _open(TORONTO, f"11-10 12:00 out/{kind}")
    held = INTERVIEWED + "11-10 11:00 req_hold"
    assert ("HOLD_NOTICE" not in _open(held, f"11-10 12:00 out/{kind} status")) == does.hold
    assert "HOLD_NOTICE" in _open(held, f"11-10 12:00 out/{kind}")
    assert ("WRITTEN_CONFIRM" in _open(INTERVIEWED, f"11-10 12:00 out/{kind} decision=advance")) == does.hint


@pytest.mark.parametrize("kind", OUT)
def test_a_word_that_came_back_does_nothing(kind: str) -> None:
    before = looked_at(_vector(INTERVIEWED, "11-10 12:00 note"))
    back = f"11-10 12:00 out/{kind} status decision=reject asks next_date=11-20 bounced"
    assert looked_at(_vector(INTERVIEWED, back)) == before


# --- words of theirs -------------------------------------------------------------------------------

#: Word -> what it opens (+), ends (-) or moves (~) after an interview, and how it closes the application.
THEIRS: Mapping[str, tuple[set[str], str | None]] = {
    "question": ({"+REPLY"}, None),
    "thank_you_question": ({"+REPLY"}, None),
    "reschedule_request": ({"+REPLY"}, None),
    "delay_request": ({"+REPLY", "-SILENCE", "~DECISION"}, None),
    "thank_you": ({"+COURTESY_REPLY"}, None),
    "candidate_deadline": ({"+CANDIDATE_DEADLINE"}, None),
    "deliverable": ({"~SILENCE"}, None),
    "accept": ({"~SILENCE"}, None),
    "information": (set(), None),
    "withdraw": ({"-SILENCE", "-DECISION", "-LEGAL_ON45"}, "withdrawn"),
    "decline": ({"-SILENCE", "-DECISION", "-LEGAL_ON45"}, "declined"),
    "ooo": (set(), None),
    "unknown": (set(), None),
}


def test_the_table_lists_every_word_of_theirs() -> None:
    assert set(THEIRS) == set(IN)


@pytest.mark.parametrize("kind", IN)
def test_a_word_of_theirs_does_what_the_table_says(kind: str) -> None:
    changes, closed = THEIRS[kind]
    before = _vector(INTERVIEWED, "11-11 12:00 note")
    after = _vector(INTERVIEWED, f"11-11 12:00 in/{kind} until=11-20")
    assert _changes(before, after) == changes
    assert looked_at(after).closed == closed


# --- happenings ------------------------------------------------------------------------------------

EXAMPLES = {
    "interview_scheduled": "end=06-25T15:00 stage=interview",
    "interview_rescheduled": "end=06-25T15:00",
    "interview_held": "stage=interview",
    "decision": "value=reject",
}


@pytest.mark.parametrize("type_", HAPPENINGS)
def test_a_happening_moves_the_clocks_it_is_listed_with_and_no_other(type_: str) -> None:
    moved: set[str] = set()
    for each in sentences():
        # whoever calls an interview off: the clocks are the same
        for by in (
            ("employer", "candidate") if type_ in {"interview_cancelled", "interview_no_show"} else ("",)
        ):
            moved |= _moved_by(each.vector, type_, by)
    assert moved - HAPPENINGS[type_] == set()
    # applying is the beginning: no case of ours starts without it
    assert type_ == "applied" or HAPPENINGS[type_] - moved == set()


def _moved_by(vector: Vector, type_: str, by: str) -> set[str]:
    line = f"06-20 12:00 {type_} {EXAMPLES.get(type_, '')} {f'by={by}' if by else ''}"
    at = case(line, "06-20 12:00", office=vector.office).events[0]
    same_moment = at._replace(at=vector.as_of)
    until = [each for each in vector.events if each.at <= vector.as_of]
    before = vector._replace(events=(*until, same_moment._replace(type="note")))
    after = vector._replace(events=(*until, same_moment))
    return {_clock(change[1:]) for change in _changes(before, after)}


# --- helpers ---------------------------------------------------------------------------------------


def _vector(told: str, line: str) -> Vector:
    day, clock = line.split()[:2]
    return case(f"{told.strip()}\n{line}", f"{day} {clock}", ontario=True)


def _open(told: str, line: str) -> frozenset[str]:
    return looked_at(_vector(told, line)).open


def _silence(told: str, line: str) -> bool:
    """Return whether a word restarts SILENCE."""
    vector = _vector(told, line)
    started = [each.started_at for each in _course(vector) if each.name == "SILENCE"]
    return started[-1] == vector.as_of


def _course(vector: Vector) -> list[Line]:
    return replay(happenings(vector), rulebook(vector.office, vector.ontario), person(vector)).lines


def _changes(before: Vector, after: Vector) -> set[str]:
    """Return the clocks that opened (+), ended (-) or moved (~) between two looks at one moment."""
    was, now = _running(before), _running(after)
    opened = {f"+{name}" for name in now.keys() - was.keys()}
    ended = {f"-{name}" for name in was.keys() - now.keys()}
    return opened | ended | {f"~{name}" for name in was.keys() & now.keys() if was[name] != now[name]}


def _running(vector: Vector) -> dict[str, object]:
    lines = [line for line in _course(vector) if line.open_at(vector.as_of)]
    return {line.name: (line.cycle, line.due_at, line.paused_left) for line in lines}


def _clock(name: str) -> str:
    found = "LEGAL" if name.startswith("LEGAL") else name
    assert found in {*CLOCKS, *HINTS}
    return found


def test_what_has_no_handler_moves_nothing_whatever_it_is_called() -> None:
    vector = _vector(INTERVIEWED, "11-10 12:00 note")
    odd = [
        Happening(vector.as_of, type_, "personal", decision="reject")
        for type_ in ("", "OUT", "bounced", "hired")
    ]
    course = replay([*happenings(vector), *odd], rulebook("NYC", True), person(vector))
    assert [line.name for line in course.lines if line.stopped_at is None] == [
        "SILENCE",
        "DECISION",
        "LEGAL_ON45",
    ]
