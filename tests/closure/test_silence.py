"""When a letter is drafted, which one in a row it is, and the reason it gives; without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from recruiterdash.closure import silence
from recruiterdash.closure.chasing import Expected, expected_chase
from recruiterdash.closure.models import DraftKind
from recruiterdash.closure.silence import Called, Running
from recruiterdash.messages import put_off
from recruiterdash.messages.put_off import Word
from recruiterdash.waiting.policy import Policy
from recruiterdash.waiting.workdays import Calendar

CALENDAR = Calendar("UTC")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def running(started: int, due: int) -> Running:
    """A clock that began and falls due so many days from Monday, at five."""
    due_at = (MONDAY + timedelta(days=due)).replace(hour=17)
    return Running(MONDAY + timedelta(days=started), due_at)


@pytest.mark.parametrize(
    ("quiet", "promise", "kind", "broken"),
    [
        pytest.param(running(-3, 3), None, None, False, id="a word is owed in three days"),
        pytest.param(running(-3, 1), None, DraftKind.HOLDING, False, id="a word is owed tomorrow"),
        pytest.param(running(-3, 0), None, DraftKind.HOLDING, False, id="a word is owed today"),
        pytest.param(running(-20, -2), None, DraftKind.HOLDING, False, id="a word is overdue"),
        pytest.param(running(-10, 9), None, None, False, id="six business days of quiet"),
        pytest.param(running(-11, 9), None, DraftKind.HOLDING, False, id="seven business days of quiet"),
        pytest.param(running(-11, 4), running(-11, 4), None, False, id="the day named is in four days"),
        pytest.param(running(-5, 1), running(-5, 1), DraftKind.DELAY, False, id="the day named is tomorrow"),
        pytest.param(running(-9, -3), running(-9, -3), DraftKind.DELAY, True, id="the day named went by"),
        pytest.param(None, None, None, False, id="it is their turn"),
        pytest.param(None, running(-9, -3), DraftKind.DELAY, True, id="their turn, and a day went by"),
    ],
)
def test_what_is_drafted(
    quiet: Running | None, promise: Running | None, kind: DraftKind | None, broken: bool
) -> None:
    called = silence.called_for(quiet, promise, now=MONDAY, policy=Policy(), calendar=CALENDAR)
    since = promise if kind is DraftKind.DELAY else quiet
    expected = Called(kind, since.started_at, broken) if kind and since else None
    assert called == expected


def test_the_budget_is_the_policys() -> None:
    quiet = running(-4, 9)
    told = [
        silence.called_for(quiet, None, now=MONDAY, policy=Policy(silence_budget=days), calendar=CALENDAR)
        for days in (2, 3)
    ]
    assert [each is not None for each in told] == [True, False]


STATUS = Word("out", "personal", {"letter": "status", "next_date": "2026-12-01"})
DELAY = Word("out", "personal", {"letter": "delay"})


@pytest.mark.parametrize(
    ("story", "count"),
    [
        ([], 0),
        ([STATUS], 1),
        ([DELAY, STATUS], 2),
        ([STATUS, Word("in", "question", {}), STATUS], 2),
        ([STATUS, Word("out", "phone", {}), STATUS], 2),
        ([STATUS, Word("interview_held", None, {}), STATUS], 1),
        ([STATUS, Word("out", "personal", {"decision": "advance"}), STATUS], 1),
        ([Word("out", "personal", {"letter": "status", "bounced": True}), STATUS], 1),
        ([Word("unreject", None, {}), STATUS, STATUS], 0),
    ],
)
def test_how_many_in_a_row(story: list[Word], count: int) -> None:
    assert put_off.in_a_row(story) == count


@pytest.mark.parametrize(
    ("holder", "met", "cause"),
    [
        ("recruiter", False, "reading"),
        ("recruiter", True, "review"),
        ("interviewer", True, "notes"),
        ("hiring_manager", True, "deciding"),
        ("requisition", True, "paused"),
    ],
)
def test_the_reason_is_true_of_whoever_holds_the_next_step(holder: str, met: bool, cause: str) -> None:
    assert silence.cause_of(holder, met=met) == cause


def test_the_reason_stands_at_the_end_of_the_first_paragraph_once() -> None:
    body = "Dear Ada,\n\nWe have not decided yet.\n\nKind regards"
    told = silence.with_cause(body, "notes", "en")
    assert told.split("\n\n")[1].startswith("We have not decided yet. We have not put together")
    assert silence.with_cause(told, "notes", "en") == told
    assert silence.with_cause(body, "notes", "pl") == body
    assert silence.with_cause("Dear Ada", "notes", "en") == "Dear Ada"


def test_every_reason_is_said_in_every_language() -> None:
    assert {frozenset(each) for each in silence.CAUSES.values()} == {frozenset({"en", "de", "fr", "es"})}


@pytest.mark.parametrize(
    ("promised", "word", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 10), Expected(date(2026, 11, 23), date(2026, 11, 23))),
        (None, date(2026, 11, 10), Expected(date(2026, 11, 17), date(2026, 11, 20))),
        (None, None, None),
    ],
)
def test_when_they_will_ask(promised: date | None, word: date | None, expected: Expected | None) -> None:
    assert expected_chase(promised, word) == expected
